//! What is assumed to be true, and which test will be done.

use crate::distribution::normal;
use crate::{InputError, Level};

/// Whether the test looks in both directions or in that of the assumed effect only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Sides {
    /// Only in the direction of the assumed effect: all of the significance level lies there.
    One,
    /// In both; a significant result in the wrong direction counts, as it does in the study.
    #[default]
    Two,
}

/// When the test will call a result significant: p at or below 1 - level. The default is two-sided at 5 %.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct TestRule {
    /// 1 minus the significance level.
    pub level: Level,
    /// One or two.
    pub sides: Sides,
}

impl TestRule {
    /// The significance level: 0.05 for a level of 95 %.
    pub fn significance(&self) -> f64 {
        1.0 - self.level.get()
    }

    /// Whether a p value on one side (of [`TestRule::tail`]) or in all (of the significance) is at or below its
    /// limit. Within 1e-10 of it is at it: 56/560 is 0.1, whatever the last binary place says.
    pub(super) fn within(p: f64, limit: f64) -> bool {
        p <= limit * (1.0 + 1e-10)
    }

    /// What of it lies on the side of the effect.
    pub(super) fn tail(&self) -> f64 {
        match self.sides {
            Sides::One => self.significance(),
            Sides::Two => 0.5 * self.significance(),
        }
    }

    pub(super) fn z(&self) -> f64 {
        normal::quantile_upper(self.tail())
    }
}

/// A probability, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// Refuses anything outside 0 to 1.
    pub fn new(probability: f64) -> Result<Self, InputError> {
        if (0.0..=1.0).contains(&probability) {
            Ok(Self(probability))
        } else {
            Err(InputError::ProbabilityOutside)
        }
    }

    /// As a number from 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// The power a study is to have, above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Wanted(f64);

impl Wanted {
    /// 80 %.
    pub const EIGHTY: Self = Self(0.8);
    /// 90 %.
    pub const NINETY: Self = Self(0.9);

    /// Refuses anything not strictly between 0 and 1.
    pub fn new(power: f64) -> Result<Self, InputError> {
        if power > 0.0 && power < 1.0 { Ok(Self(power)) } else { Err(InputError::ProbabilityOutside) }
    }

    /// As a fraction of 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// A mean change and the standard deviation of the single changes, in one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    standardised: f64,
}

impl Effect {
    /// Refuses a change that is not finite, and a standard deviation that is not a number above 0. Where their
    /// quotient exceeds the largest number, that is taken.
    pub fn new(mean_change: f64, sd: f64) -> Result<Self, InputError> {
        if !mean_change.is_finite() {
            return Err(InputError::NotFinite { position: 0 });
        }
        if !(sd > 0.0 && sd.is_finite()) {
            return Err(InputError::SpreadNotPositive);
        }
        Ok(Self { standardised: (mean_change / sd).clamp(-f64::MAX, f64::MAX) })
    }

    /// The mean change in standard deviations (Cohen's d of the differences).
    pub fn standardised(self) -> f64 {
        self.standardised
    }

    pub(super) fn size(self) -> f64 {
        self.standardised.abs()
    }
}

/// The two discordant cells of a paired yes/no outcome, as probabilities of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discordance {
    gained: f64,
    lost: f64,
}

impl Discordance {
    /// `gained`: no before and yes after; `lost`: yes before and no after. Refuses a sum above 1 (beyond rounding).
    pub fn new(gained: Probability, lost: Probability) -> Result<Self, InputError> {
        if gained.get() + lost.get() > 1.0 + 4.0 * f64::EPSILON {
            return Err(InputError::ProbabilityOutside);
        }
        Ok(Self { gained: gained.get(), lost: lost.get() })
    }

    /// The share of pairs that change in either direction.
    pub fn discordant(self) -> f64 {
        (self.gained + self.lost).min(1.0)
    }

    /// gained - lost: the difference of the two proportions, after - before.
    pub fn difference(self) -> f64 {
        self.gained - self.lost
    }

    /// The larger of the two among the discordant pairs; one half where there are none.
    pub(super) fn dominant_share(self) -> f64 {
        let sum = self.gained + self.lost;
        if sum == 0.0 { 0.5 } else { self.gained.max(self.lost) / sum }
    }
}
