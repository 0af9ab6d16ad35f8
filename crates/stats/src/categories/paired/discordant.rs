//! Discordant pairs as heads and tails of a fair coin.

use super::counts::PairedBinary;
use crate::distribution::{beta, binomial};
use crate::{Level, Statistic, Test};

/// The two kinds of discordant pairs of a comparison that has at least one.
#[derive(Clone, Copy)]
pub(super) struct Discordant {
    pub(super) only_before: u64,
    pub(super) only_after: u64,
}

impl Discordant {
    /// `None` if no pair changed.
    pub(super) fn of(pairs: &PairedBinary) -> Option<Self> {
        let counts = pairs.counts();
        (pairs.n_discordant() > 0)
            .then_some(Self { only_before: counts.only_before as u64, only_after: counts.only_after as u64 })
    }

    pub(super) fn n(self) -> u64 {
        self.only_before + self.only_after
    }

    /// Twice the smaller tail of the binomial with probability 1/2, at most 1.
    pub(super) fn exact(self) -> f64 {
        if self.only_before == self.only_after {
            return 1.0;
        }
        (2.0 * binomial::lower(self.only_before.min(self.only_after), self.n(), 0.5)).min(1.0)
    }

    /// P(further from the middle) + P(as far) / 2.
    pub(super) fn mid_p(self) -> f64 {
        let here = binomial::probability(self.only_after, self.n(), 0.5);
        let counted_twice = if self.only_before == self.only_after { 0.5 } else { 1.0 };
        (self.exact() - counted_twice * here).clamp(0.0, 1.0)
    }

    /// Statistic and p of a binomial test.
    pub(super) fn count_test(self, p_value: f64) -> Test {
        Test { statistic: Statistic::Count { count: self.only_after, of: self.n() }, p_value }
    }

    /// Clopper and Pearson's limits of the share of *only after*.
    pub(super) fn share(self, level: Level) -> Limits {
        let (x, rest) = (self.only_after as f64, self.only_before as f64);
        let low = match self.only_after {
            0 => Share { part: 0.0, rest: 1.0 },
            _ => Share::at_lower_tail(level.tail(), x, rest + 1.0),
        };
        let high = match self.only_before {
            0 => Share { part: 1.0, rest: 0.0 },
            _ => Share::at_lower_tail(level.tail(), rest, x + 1.0).turned(),
        };
        Limits { low, high }
    }
}

/// Both ends of an interval of a share.
pub(super) struct Limits {
    pub(super) low: Share,
    pub(super) high: Share,
}

/// A share and what is left of 1, each with all its digits.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub(super) part: f64,
    pub(super) rest: f64,
}

impl Share {
    fn at_lower_tail(tail: f64, a: f64, b: f64) -> Self {
        Self { part: beta::quantile_lower(tail, a, b), rest: beta::quantile_upper(tail, b, a) }
    }

    fn turned(self) -> Self {
        Self { part: self.rest, rest: self.part }
    }

    /// Infinite if nothing is left.
    pub(super) fn odds(self) -> f64 {
        self.part / self.rest
    }
}
