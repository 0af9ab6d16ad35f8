//! The distribution of values known within any limits: Turnbull's nonparametric maximum-likelihood estimate.

mod climb;
mod innermost;
mod newton;

use super::CensoredSample;
use crate::{Answer, Caution, Fraction, Method, Undefined};
use climb::climb;
use innermost::Reduced;

/// Name and source, for a report.
const TURNBULL: Method = Method {
    name: "Turnbull's nonparametric maximum-likelihood estimate",
    reference: "Turnbull BW, J R Stat Soc B 1976;38:290; Wellner JA, Zhan Y, J Am Stat Assoc 1997;92:945",
};

/// Which ends of an interval belong to it. It matters only where limits and values tie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    /// low <= x < high, below: x < limit, at or above: x >= limit. What [`super::Censored`] says; the default.
    #[default]
    LowHeld,
    /// low < x <= high, x <= limit, x > limit: an event between two visits; R's `interval2`.
    HighHeld,
    /// low <= x <= high, x <= limit, x >= limit: rounded values; lifelines.
    BothHeld,
}

/// An innermost interval and the probability that the estimate puts there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mass {
    /// Lower end; minus infinity where no limit bounds it.
    pub low: f64,
    /// Upper end; equal to `low` for a point.
    pub high: f64,
    /// Its probability, above 0.
    pub probability: f64,
}

/// The estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Npmle {
    /// Intervals with probability, in order; they do not overlap. The probabilities are unique; where within an
    /// interval they lie is not determined by the data.
    pub masses: Vec<Mass>,
    /// Sum of the logarithms of the probability of each value's interval.
    pub log_likelihood: f64,
    /// Certificate: no distribution has a log-likelihood greater by more than this (the greatest slope minus n,
    /// computed over all innermost intervals). Rounding can make it slightly negative.
    pub gap: f64,
    /// Number of values.
    pub n: usize,
    /// Of these, not exact.
    pub n_censored: usize,
    /// Declared missing.
    pub n_missing: usize,
    /// Innermost intervals, with probability or without.
    pub n_innermost: usize,
    /// Rounds of EM, ICM and Newton steps.
    pub n_rounds: usize,
    /// What was computed.
    pub method: Method,
    /// [`Caution::NotConverged`] if the certificate exceeds 1e-10 a value.
    pub cautions: Vec<Caution>,
}

/// The distribution that makes the sample most probable.
///
/// Only innermost intervals (from a lower end to the next upper end, nothing between) can hold probability
/// (Turnbull 1976; Peto 1973). Their probabilities are found by rounds of EM and the iterative convex minorant,
/// finished by Newton's method, until the certificate is met. O((n + m) per round after sorting, memory O(n + m).
///
/// No values: [`Undefined::NoValues`]. Values that are all limits on one side have an estimate: everything
/// within the tightest.
pub fn turnbull(sample: CensoredSample<'_>, ends: Ends) -> Answer<Npmle> {
    if sample.values().is_empty() {
        return Err(Undefined::NoValues);
    }
    let reduced = Reduced::of(sample.values(), ends);
    let found = climb(&reduced);
    let probable = reduced.intervals.iter().zip(&found.masses).filter(|&(_, &mass)| mass > 0.0);
    let masses = probable.map(|(&(low, high), &probability)| Mass { low, high, probability }).collect();
    let n = sample.values().len();
    Ok(Npmle {
        masses,
        log_likelihood: found.log_likelihood,
        gap: found.gap,
        n,
        n_censored: sample.values().iter().filter(|value| value.exact().is_none()).count(),
        n_missing: sample.n_missing(),
        n_innermost: reduced.intervals.len(),
        n_rounds: found.n_rounds,
        method: TURNBULL,
        cautions: if found.converged { Vec::new() } else { vec![Caution::NotConverged { gap: found.gap }] },
    })
}

/// For each value the probability before its interval and up to its end, in the order given.
pub(super) fn probability_around(sample: CensoredSample<'_>, ends: Ends) -> (Vec<(f64, f64)>, f64) {
    let reduced = Reduced::of(sample.values(), ends);
    let found = climb(&reduced);
    let mut total = 0.0;
    let sums: Vec<f64> = std::iter::once(0.0)
        .chain(found.masses.iter().map(|mass| {
            total += mass;
            total
        }))
        .collect();
    (reduced.places.iter().map(|&(first, last)| (sums[first], sums[last + 1])).collect(), found.gap)
}

impl Npmle {
    /// Least and greatest P(X <= x) that the estimate allows: they differ where x lies inside an interval with
    /// probability.
    pub fn at_or_below(&self, x: f64) -> (f64, f64) {
        let surely = self.masses.iter().filter(|mass| mass.high <= x);
        let perhaps = self.masses.iter().filter(|mass| mass.low <= x);
        let sum = |low: f64, mass: &Mass| low + mass.probability;
        (surely.fold(0.0, sum).min(1.0), perhaps.fold(0.0, sum).min(1.0))
    }

    /// The interval in which the quantile lies; (value, value) if it is a point. Where the fraction falls between
    /// two intervals (within 1.5e-8) it is the lower one. [`Undefined::BeyondLimits`] if the interval has no end
    /// on one side.
    pub fn quantile(&self, fraction: Fraction) -> Answer<(f64, f64)> {
        let mut sum = 0.0;
        let reached = |mass: &&Mass| {
            sum += mass.probability;
            sum >= fraction.get() - 1.5e-8
        };
        let mass = self.masses.iter().find(reached).or(self.masses.last()).ok_or(Undefined::NoValues)?;
        if mass.low.is_finite() && mass.high.is_finite() {
            Ok((mass.low, mass.high))
        } else {
            Err(Undefined::BeyondLimits)
        }
    }
}
