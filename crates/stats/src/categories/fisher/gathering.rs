//! A distribution put together from those of the next nodes, as far as it matters.

use super::column::Filling;
use super::hashing::WholeMap;
use super::spread::{Spread, Sums};

/// Values below `never_below` cannot lead to the tail, those at or above `surely_from` always do.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) never_below: i64,
    pub(super) surely_from: i64,
}

impl Window {
    pub(super) const ALL: Self = Self { never_below: i64::MIN / 2, surely_from: i64::MAX / 2 };

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            never_below: self.never_below.min(other.never_below),
            surely_from: self.surely_from.max(other.surely_from),
        }
    }
}

/// A distribution put together from those of the next nodes.
#[derive(Default)]
pub(super) struct Gathering {
    by_value: WholeMap<i64, f64>,
    surely: f64,
    n_added: usize,
}

impl Gathering {
    /// Values that surely lead to the tail are one value, the lowest such.
    pub(super) fn add(&mut self, after: &Spread, filling: &Filling, window: Window) {
        let from = after.first_at_least(window.never_below - filling.value);
        let to = after.first_at_least(window.surely_from - filling.value);
        for (value, probability) in after.iter(from, to) {
            *self.by_value.entry(value + filling.value).or_insert(0.0) += probability * filling.probability;
        }
        self.n_added += to - from + 8;
        self.surely += after.from(to) * filling.probability;
    }

    pub(super) fn spread(self, window: Window) -> (Spread, usize) {
        let mut sums = Sums::default();
        self.by_value.into_iter().for_each(|(value, probability)| sums.add(value, probability));
        if self.surely > 0.0 {
            sums.add(window.surely_from, self.surely);
        }
        (sums.spread(), self.n_added)
    }
}
