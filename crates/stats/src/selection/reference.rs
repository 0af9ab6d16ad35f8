//! The same expectation from estimated parameters, with the uncertainty of these.

use super::known::{Population, Selection, expected_change, hazard};
use crate::distribution::normal;
use crate::numeric::Moments;
use crate::{Answer, Estimate, Interval, Level, Method, Pairs, Undefined};

const EXPECTED: Method = Method {
    name: "expected regression to the mean, normal population",
    reference: "Davis CE, Am J Epidemiol 1976;104:493; Barnett AG, van der Pols JC, Dobson AJ, Int J Epidemiol 2005;34:215",
};

const DELTA: Method = Method {
    name: "delta method on the logarithm of the expected change",
    reference: "Rao CR, Linear Statistical Inference and Its Applications, 1973, 6a.2",
};

/// How the variance within persons is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Within {
    /// SD of single values within a person, on `df` degrees of freedom of a source other than the sample's SD.
    Sd {
        /// At least 0.
        sd: f64,
        /// Persons times (values a person - 1), in balanced data.
        df: f64,
    },
    /// Correlation of two values of a person over `n` persons: the share of the variance between persons.
    Correlation {
        /// Above 0 and at most 1: the variance within is 1 - r of the total.
        r: f64,
        /// At least 2.
        n: usize,
    },
}

/// An unselected sample of the population, with what it says about the mean and both variances, and how precisely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    n: usize,
    n_missing: usize,
    mean: f64,
    /// Variance of the mean.
    mean_variance: f64,
    /// Variance of a single value: within plus between persons.
    total: f64,
    /// Variance within persons.
    within: f64,
    /// Variances of these two estimates, and their covariance.
    precision: (f64, f64, f64),
}

impl Reference {
    /// From published figures: mean and SD of one value each of `n` persons, and the spread within persons from
    /// elsewhere.
    ///
    /// [`Undefined::TooFew`] for fewer than two persons, on either side. [`Undefined::BeyondRange`] for
    /// parameters that are not finite or outside their range. [`Undefined::NoSpread`] for an SD of 0.
    pub fn from_summary(n: usize, mean: f64, sd: f64, within: Within) -> Answer<Self> {
        if n < 2 {
            return Err(Undefined::TooFew { needed: 2, found: n });
        }
        if !(mean.is_finite() && sd.is_finite() && sd >= 0.0) {
            return Err(Undefined::BeyondRange);
        }
        if sd == 0.0 {
            return Err(Undefined::NoSpread);
        }
        let (total, persons) = (sd * sd, n as f64);
        let total_variance = 2.0 * total * total / (persons - 1.0);
        let (within, precision) = match within {
            Within::Sd { sd, df } => {
                if !(sd.is_finite() && sd >= 0.0 && df > 0.0) {
                    return Err(Undefined::BeyondRange);
                }
                let within = sd * sd;
                (within, (total_variance, 2.0 * within * within / df, 0.0))
            }
            Within::Correlation { r, n } => {
                if n < 2 {
                    return Err(Undefined::TooFew { needed: 2, found: n });
                }
                if !(r > 0.0 && r <= 1.0) {
                    return Err(Undefined::BeyondRange);
                }
                let short = 1.0 - r;
                let r_variance = (1.0 - r * r).powi(2) / (n as f64 - 1.0);
                let within_variance = short * short * total_variance + total * total * r_variance;
                (total * short, (total_variance, within_variance, short * total_variance))
            }
        };
        Ok(Self { n, n_missing: 0, mean, mean_variance: total / persons, total, within, precision })
    }

    /// From two values of each of `n` unselected persons, a common shift between the two taken out.
    ///
    /// A person's mean and difference are independent for normal data: the variance of the differences is
    /// twice the variance within, that of the means the variance between plus half of it. Fewer than two
    /// pairs: [`Undefined::TooFew`]; no spread at all: [`Undefined::NoSpread`]. Values of ordinary magnitude
    /// (1e-100 to 1e100): [`Undefined::BeyondRange`] if their variances are not numbers.
    pub fn from_pairs(pairs: Pairs<'_>) -> Answer<Self> {
        let n = pairs.n();
        if n < 2 {
            return Err(if n == 0 { Undefined::NoValues } else { Undefined::TooFew { needed: 2, found: n } });
        }
        let means: Vec<f64> = pairs.iter().map(|(first, second)| 0.5 * first + 0.5 * second).collect();
        let differences: Vec<f64> = pairs.iter().map(|(first, second)| second - first).collect();
        let moments = |values: &[f64]| {
            let moments = Moments::of(values).ok_or(Undefined::NoValues)?;
            let sd = moments.sd().ok_or(Undefined::TooFew { needed: 2, found: n })?;
            if (sd * sd).is_finite() { Ok((moments.mean, sd * sd)) } else { Err(Undefined::BeyondRange) }
        };
        let ((mean, of_means), (_, of_differences)) = (moments(&means)?, moments(&differences)?);
        let within = 0.5 * of_differences;
        let total = of_means + 0.5 * within;
        if total == 0.0 {
            return Err(Undefined::NoSpread);
        }
        let persons = n as f64;
        let within_variance = 2.0 * within * within / (persons - 1.0);
        let total_variance = 2.0 * of_means * of_means / (persons - 1.0) + 0.25 * within_variance;
        let precision = (total_variance, within_variance, 0.5 * within_variance);
        let mean_variance = of_means / persons;
        Ok(Self { n, n_missing: pairs.n_missing(), mean, mean_variance, total, within, precision })
    }

    /// The population these figures describe; an estimated variance between below 0 counts as 0.
    pub fn population(&self) -> Population {
        let sd_between = (self.total - self.within).max(0.0).sqrt();
        Population { mean: self.mean, sd_within: self.within.sqrt(), sd_between }
    }

    /// [`expected_change`] of a group selected from this population, with its interval; no test.
    ///
    /// Interval: the delta method for the logarithm of the change, so that it keeps one sign. No variance
    /// within: a change of 0 without an interval ([`Undefined::NoSpread`]). `n` counts the persons of the
    /// reference.
    pub fn expected_change(&self, selection: &Selection, level: Level) -> Estimate {
        let blank = Estimate { n_missing: self.n_missing, ..Estimate::blank(EXPECTED, self.n) };
        let value = match expected_change(&self.population(), selection) {
            Ok(value) => value,
            Err(reason) => return Estimate { value: Err(reason), ci: Err(reason), ..blank },
        };
        let ci = self.relative_error(selection).and_then(|error| {
            let factor = (normal::quantile_upper(level.tail()) * error).exp();
            let (small, large) = (value / factor, value * factor);
            if !large.is_finite() {
                return Err(Undefined::BeyondRange);
            }
            Ok(Interval { low: small.min(large), high: small.max(large), level, method: DELTA })
        });
        Estimate { value: Ok(value), ci, ..blank }
    }

    /// Standard error of the logarithm of the expected change.
    ///
    /// ln R = ln W - ln m - ln S + ln λ(z), S² = V - W + W/m, z = ±(c - mean)/S, V the total variance and W that
    /// within; d ln λ/dz = λ - z.
    pub(super) fn relative_error(&self, selection: &Selection) -> Answer {
        if self.within == 0.0 {
            return Err(Undefined::NoSpread);
        }
        let baselines = selection.n_baselines.max(1) as f64;
        let between = (self.total - self.within).max(0.0);
        let square = between + self.within / baselines;
        let (spread, sign) = (square.sqrt(), selection.side.sign());
        let z = sign * (selection.cutoff - self.mean) / spread;
        let steepness = hazard(z) - z;
        // By S²: -1/2 from ln S, and -z/2 from z.
        let by_square = -(0.5 + 0.5 * z * steepness) / square;
        let by_mean = -sign * steepness / spread;
        let by_total = by_square;
        let by_within = 1.0 / self.within + by_square * (1.0 / baselines - 1.0);
        let (total, within, both) = self.precision;
        let variance = by_mean * by_mean * self.mean_variance
            + by_total * by_total * total
            + by_within * by_within * within
            + 2.0 * by_total * by_within * both;
        if variance.is_finite() { Ok(variance.max(0.0).sqrt()) } else { Err(Undefined::BeyondRange) }
    }
}
