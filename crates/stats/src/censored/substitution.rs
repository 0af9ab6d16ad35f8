//! Numbers in place of limits: only to show what such a habit would have said.

use super::CensoredSample;
use super::kaplan_meier::keyed;
use crate::{Answer, Caution, Undefined};

/// What stands in for "below the limit".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// The limit itself.
    Limit,
    /// Half the limit.
    HalfLimit,
    /// The limit over the square root of 2 (Hornung & Reed, Appl Occup Environ Hyg 1990;5:46).
    LimitOverRootTwo,
}

impl Replacement {
    /// The invented number.
    pub fn of(self, limit: f64) -> f64 {
        match self {
            Self::Limit => limit,
            Self::HalfLimit => 0.5 * limit,
            Self::LimitOverRootTwo => limit * std::f64::consts::FRAC_1_SQRT_2,
        }
    }
}

/// A sample with invented numbers. The numbers come out together with the caution that belongs to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Substituted {
    values: Vec<f64>,
    caution: Caution,
}

impl Substituted {
    /// The values in the order given, and the caution to be shown beside anything computed from them.
    pub fn into_parts(self) -> (Vec<f64>, Caution) {
        (self.values, self.caution)
    }
}

/// Replaces every limit of a left-censored sample; a sensitivity analysis by name, never an estimate. Its bias
/// depends on the unknown values below the limits, and its SD is of the invention (Helsel 2012, 1.2 and 6.1).
///
/// A limit that is negative, whose half would lie above it: [`Undefined::NotPositive`]. Other kinds of censoring:
/// [`Undefined::OtherCensoring`].
pub fn substitute(sample: CensoredSample<'_>, replacement: Replacement) -> Answer<Substituted> {
    let keys = keyed(sample)?;
    let limits = || keys.iter().filter(|&&(_, exact)| !exact);
    if replacement != Replacement::Limit && limits().any(|&(limit, _)| limit < 0.0) {
        return Err(Undefined::NotPositive);
    }
    let number = |&(value, exact): &(f64, bool)| if exact { value } else { replacement.of(value) };
    Ok(Substituted {
        values: keys.iter().map(number).collect(),
        caution: Caution::Substituted { n_values: limits().count() },
    })
}
