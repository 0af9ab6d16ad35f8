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

    /// The distribution where its bounds alone decide it.
    pub(super) fn decided(self, (lowest, highest): (i64, i64)) -> Option<Spread> {
        if self.surely_from <= lowest {
            Some(self.gathered(Sums::default(), 1.0))
        } else if self.never_below > highest {
            Some(Sums::default().spread())
        } else {
            None
        }
    }

    /// What matters of a distribution, and the steps passed through.
    pub(super) fn clip(self, (spread, steps): (Spread, usize)) -> (Spread, usize) {
        let from = spread.first_at_least(self.never_below);
        let to = spread.first_at_least(self.surely_from);
        let mut sums = Sums::default();
        spread.iter(from, to).for_each(|(value, probability)| sums.add(value, probability));
        (self.gathered(sums, spread.from(to)), steps)
    }

    /// Values that surely lead to the tail are one value, the lowest such.
    fn gathered(self, mut sums: Sums, surely: f64) -> Spread {
        if surely > 0.0 {
            sums.add(self.surely_from, surely);
        }
        sums.spread()
    }

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
    /// Each added value counts as four steps: it is looked up.
    pub(super) fn add(&mut self, after: &Spread, filling: &Filling, window: Window) {
        let from = after.first_at_least(window.never_below - filling.value);
        let to = after.first_at_least(window.surely_from - filling.value);
        for (value, probability) in after.iter(from, to) {
            *self.by_value.entry(value + filling.value).or_insert(0.0) += probability * filling.probability;
        }
        self.n_added += 4 * (to - from) + 8;
        self.surely += after.from(to) * filling.probability;
    }

    pub(super) fn spread(self, window: Window) -> (Spread, usize) {
        let mut sums = Sums::default();
        self.by_value.into_iter().for_each(|(value, probability)| sums.add(value, probability));
        (window.gathered(sums, self.surely), self.n_added)
    }
}
