//! From censored values to innermost intervals, and each value to the run of these that it holds.

use super::super::Censored;
use super::Ends;

/// A lower or upper end: the number, and whether it stands before (-1), at (0) or after (1) it.
type End = (f64, i8);

/// What the likelihood depends on.
pub(super) struct Reduced {
    /// Innermost intervals in order, as (low, high).
    pub(super) intervals: Vec<(f64, f64)>,
    /// First and last innermost interval of each value, in the order given.
    pub(super) places: Vec<(usize, usize)>,
    /// The distinct places with their number of values.
    pub(super) runs: Vec<Run>,
}

/// Values that hold the same innermost intervals.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) n: f64,
}

impl Reduced {
    pub(super) fn of(values: &[Censored], ends: Ends) -> Self {
        let bounds: Vec<(End, End)> = values.iter().map(|value| ends_of(*value, ends)).collect();
        let innermost = innermost(&bounds);
        let place = |(low, high): &(End, End)| {
            let first = innermost.partition_point(|(start, _)| before(start, low));
            let last = innermost.partition_point(|(_, stop)| !before(high, stop));
            (first, last - 1)
        };
        let places: Vec<(usize, usize)> = bounds.iter().map(place).collect();
        let intervals = innermost.iter().map(|((low, _), (high, _))| (*low, *high)).collect();
        Self { intervals, runs: runs(&places), places }
    }
}

fn before(left: &End, right: &End) -> bool {
    left.0 < right.0 || (left.0 == right.0 && left.1 < right.1)
}

fn ends_of(value: Censored, ends: Ends) -> (End, End) {
    let (low, high) = value.bounds();
    if value.exact().is_some() {
        return ((low + 0.0, 0), (high + 0.0, 0));
    }
    let low_side = if ends == Ends::HighHeld { 1 } else { 0 };
    let high_side = if ends == Ends::LowHeld { -1 } else { 0 };
    ((low + 0.0, low_side), (high + 0.0, high_side))
}

/// A lower end followed by an upper end with nothing between. At the same place lower ends come first: the place
/// belongs to both.
fn innermost(bounds: &[(End, End)]) -> Vec<(End, End)> {
    let lower = bounds.iter().map(|(low, _)| (*low, false));
    let upper = bounds.iter().map(|(_, high)| (*high, true));
    let mut all: Vec<(End, bool)> = lower.chain(upper).collect();
    all.sort_unstable_by(|left, right| {
        left.0.0.total_cmp(&right.0.0).then(left.0.1.cmp(&right.0.1)).then(left.1.cmp(&right.1))
    });
    let adjacent = all.windows(2).filter(|pair| !pair[0].1 && pair[1].1);
    adjacent.map(|pair| (pair[0].0, pair[1].0)).collect()
}

fn runs(places: &[(usize, usize)]) -> Vec<Run> {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    let same = sorted.chunk_by(|left, right| left == right);
    same.map(|chunk| Run { first: chunk[0].0, last: chunk[0].1, n: chunk.len() as f64 }).collect()
}
