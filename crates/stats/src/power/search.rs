//! The least number that does.

use crate::{Answer, Undefined};

/// How far power may sink again as numbers grow.
#[derive(Clone, Copy)]
pub(super) enum Course {
    /// It never sinks.
    Rising,
    /// It sinks now and then for a number or two, as that of rank sums does.
    ShortTeeth,
    /// It rises in a saw-tooth, as that of tests on counts does.
    SawTooth,
}

/// The least n from `first` to `last` for which `enough(n)`.
///
/// Doubles, then halves the interval. On a saw-tooth the number found so need not be the least: the tenth below
/// it (at least 30 numbers, at most 400) is tried one by one, which is wider than the teeth.
pub(super) fn least(
    first: usize,
    last: usize,
    course: Course,
    enough: impl Fn(usize) -> bool,
) -> Answer<usize> {
    let mut high = first;
    let mut low = first;
    while !enough(high) {
        if high == last {
            return Err(Undefined::NotReached);
        }
        low = high + 1;
        high = (2 * high).max(high + 1).min(last);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    let window = match course {
        Course::Rising => 0,
        Course::ShortTeeth => 3,
        Course::SawTooth => (high / 10).clamp(30, 400),
    };
    let from = high.saturating_sub(window).max(first);
    Ok((from..high).find(|&n| enough(n)).unwrap_or(high))
}
