//! Estimates of several studies (or sites that cannot share their rows) pooled into one.

mod binomial_normal;
mod effects;
mod heterogeneity;

pub use binomial_normal::{PooledBinomial, pool_odds_ratios, pool_proportions};
pub use effects::{Between, PoolRule, Pooled, Spread, pool};

use crate::InputError;

/// Effects of studies with their sampling variances, on a scale where they are about normal (differences, log
/// ratios).
#[derive(Clone, Copy)]
pub struct Studies<'a> {
    effect: &'a [f64],
    variance: &'a [f64],
}

impl<'a> Studies<'a> {
    /// Refuses slices of different length, NaN, infinities, and variances that are not above 0.
    pub fn new(effect: &'a [f64], variance: &'a [f64]) -> Result<Self, InputError> {
        if effect.len() != variance.len() {
            return Err(InputError::LengthsDiffer { before: effect.len(), after: variance.len() });
        }
        let bad = |i: usize| !(effect[i].is_finite() && variance[i].is_finite() && variance[i] > 0.0);
        match (0..effect.len()).find(|&i| bad(i)) {
            Some(position) => Err(InputError::NotFinite { position }),
            None => Ok(Self { effect, variance }),
        }
    }

    /// Number of studies.
    pub fn n(&self) -> usize {
        self.effect.len()
    }

    /// Effects in the order given.
    pub fn effect(&self) -> &'a [f64] {
        self.effect
    }

    /// Sampling variances in the order given.
    pub fn variance(&self) -> &'a [f64] {
        self.variance
    }
}
