//! What a calculation of power or size answers.

use super::TestRule;
use crate::{Answer, Caution, Method, Undefined};

/// The probability of a significant result.
#[derive(Clone, Debug, PartialEq)]
pub struct Power {
    /// From 0 to 1.
    pub value: Answer,
    /// Standard error of a simulated value; [`Undefined::NotPartOfMethod`] where nothing is simulated.
    pub simulation_error: Answer,
    /// Units asked about: pairs, or persons in each of two groups.
    pub n: usize,
    /// The test.
    pub rule: TestRule,
    /// How it was computed, and who defined it.
    pub method: Method,
    /// Warnings to be shown beside the number.
    pub cautions: Vec<Caution>,
}

impl Power {
    pub(super) fn new(value: Answer, n: usize, rule: TestRule, method: Method) -> Self {
        let value = value.map(|power| power.clamp(0.0, 1.0));
        Self {
            value,
            simulation_error: Err(Undefined::NotPartOfMethod),
            n,
            rule,
            method,
            cautions: Vec::new(),
        }
    }
}

/// The least number of units that does.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleSize {
    /// Pairs, persons in each of two groups, or persons. [`Undefined::NoEffect`] where there is nothing to
    /// find, [`Undefined::NotReached`] where the largest number tried does not do.
    pub n: Answer<usize>,
    /// The power (or half-width) at `n`.
    pub reached: Answer,
    /// The power (or half-width) asked for.
    pub wanted: f64,
    /// Standard error of `reached` where it is simulated; [`Undefined::NotPartOfMethod`] where it is not.
    pub simulation_error: Answer,
    /// How it was computed, and who defined it.
    pub method: Method,
    /// Warnings to be shown beside the number.
    pub cautions: Vec<Caution>,
}

impl SampleSize {
    /// From the power at the number found.
    pub(super) fn of(found: Answer<Power>, wanted: f64, method: Method) -> Self {
        match found {
            Ok(power) => Self {
                n: Ok(power.n),
                reached: power.value,
                wanted,
                simulation_error: power.simulation_error,
                method,
                cautions: power.cautions,
            },
            Err(reason) => Self {
                n: Err(reason),
                reached: Err(reason),
                wanted,
                simulation_error: Err(reason),
                method,
                cautions: Vec::new(),
            },
        }
    }
}
