//! Intervals of the difference of paired proportions.

use super::counts::PairedBinary;
use crate::distribution::normal;
use crate::{Answer, Interval, Level, Method, Proportion, Undefined, wilson};

const TANGO: Method = Method { name: "Tango's score interval", reference: "Tango T, Stat Med 1998;17:891" };

const NEWCOMBE: Method = Method {
    name: "Newcombe's square-and-add interval (method 10)",
    reference: "Newcombe RG, Stat Med 1998;17:2635",
};

const WALD: Method = Method {
    name: "Wald interval",
    reference: "Fleiss JL, Statistical Methods for Rates and Proportions, 2nd ed. 1981, 8.1",
};

/// How the interval of a paired difference of proportions is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DifferenceInterval {
    /// The differences that the score test does not reject.
    #[default]
    Tango,
    /// From the Wilson intervals of both proportions and their correlation.
    Newcombe,
    /// Estimate and normal quantile times its standard error, cut at -1 and 1: for comparison with old
    /// papers only, it covers too rarely.
    Wald,
}

/// After - before.
pub(super) fn value(pairs: &PairedBinary) -> f64 {
    let counts = pairs.counts();
    (counts.only_after as f64 - counts.only_before as f64) / pairs.n() as f64
}

/// Of at least one pair. Wald's is undefined ([`Undefined::NoDiscordantPairs`]) where it would have width 0
/// for want of changes, and [`Undefined::NoSpread`] where all pairs change alike.
pub(super) fn interval(pairs: &PairedBinary, kind: DifferenceInterval, level: Level) -> Answer<Interval> {
    let z = normal::quantile_upper(level.tail());
    let (method, (low, high)) = match kind {
        DifferenceInterval::Tango => (TANGO, Score::of(pairs).limits(z)),
        DifferenceInterval::Newcombe => (NEWCOMBE, square_and_add(pairs, level)),
        DifferenceInterval::Wald => (WALD, wald(pairs, z)?),
    };
    let value = value(pairs);
    Ok(Interval { low: low.clamp(-1.0, value), high: high.clamp(value, 1.0), level, method })
}

/// Counts of the score function.
#[derive(Clone, Copy)]
struct Score {
    up: f64,
    down: f64,
    n: f64,
}

impl Score {
    fn of(pairs: &PairedBinary) -> Self {
        let counts = pairs.counts();
        Self { up: counts.only_after as f64, down: counts.only_before as f64, n: pairs.n() as f64 }
    }

    fn turned(self) -> Self {
        Self { up: self.down, down: self.up, ..self }
    }

    /// The lower limit is the upper one of the opposite question, turned.
    fn limits(self, z: f64) -> (f64, f64) {
        (-self.turned().upper_limit(z), self.upper_limit(z))
    }

    /// The difference at which the score falls to -z. The score falls from the estimate to 1, so that the
    /// interval is halved until its ends are neighbours.
    fn upper_limit(self, z: f64) -> f64 {
        if self.up == self.n {
            return 1.0;
        }
        let (mut low, mut high) = ((self.up - self.down) / self.n, 1.0);
        for _ in 0..120 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.at(middle) > -z { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }

    /// Tango's score: (up - down - n difference) over its standard error, the probability of *only before*
    /// fitted by maximum likelihood under the difference.
    fn at(self, difference: f64) -> f64 {
        if difference < 0.0 {
            return -self.turned().at(-difference);
        }
        let fitted = self.fitted_down(difference);
        let variance = self.n * (2.0 * fitted + difference * (1.0 - difference));
        let excess = self.up - self.down - self.n * difference;
        if excess == 0.0 { 0.0 } else { excess / variance.sqrt() }
    }

    /// The root q >= 0 of 2n q² + B q - C = 0 with B = (2n - up + down) difference - up - down and
    /// C = down difference (1 - difference), for a difference of 0 or more: the form of the root in which
    /// nothing cancels.
    fn fitted_down(self, difference: f64) -> f64 {
        let b = (2.0 * self.n - self.up + self.down) * difference - self.up - self.down;
        let c = self.down * difference * (1.0 - difference);
        let root = (b * b + 8.0 * self.n * c).sqrt();
        if b > 0.0 { 2.0 * c / (root + b) } else { (root - b) / (4.0 * self.n) }
    }
}

/// Newcombe's method 10: the distances of both proportions from the ends of their Wilson intervals, added as
/// correlated errors; the correlation is moved towards 0 by half a pair where it is positive.
fn square_and_add(pairs: &PairedBinary, level: Level) -> (f64, f64) {
    let counts = pairs.counts();
    let before = Distances::of(counts.both + counts.only_before, pairs.n(), level);
    let after = Distances::of(counts.both + counts.only_after, pairs.n(), level);
    let correlation = correlation(pairs);
    let reach = |first: f64, second: f64| {
        (first * first - 2.0 * correlation * first * second + second * second).max(0.0).sqrt()
    };
    let value = value(pairs);
    (value - reach(after.down, before.up), value + reach(after.up, before.down))
}

/// From a proportion to the ends of its Wilson interval.
struct Distances {
    down: f64,
    up: f64,
}

impl Distances {
    fn of(numerator: usize, denominator: usize, level: Level) -> Self {
        let proportion = Proportion::new(numerator, denominator).expect("a part is not above the whole");
        let estimate = wilson(proportion, level);
        let (value, ci) = (estimate.value.expect("n > 0"), estimate.ci.expect("n > 0"));
        Self { down: value - ci.low, up: ci.high - value }
    }
}

/// Phi, its numerator less n/2 (at least 0) where positive; 0 where a margin is empty.
fn correlation(pairs: &PairedBinary) -> f64 {
    let counts = pairs.counts();
    let [both, before, after, neither] =
        [counts.both, counts.only_before, counts.only_after, counts.neither].map(|count| count as f64);
    let margins = ((both + before) * (after + neither)).sqrt() * ((both + after) * (before + neither)).sqrt();
    let excess = both * neither - before * after;
    let excess = if excess > 0.0 { (excess - 0.5 * pairs.n() as f64).max(0.0) } else { excess };
    if margins == 0.0 { 0.0 } else { excess / margins }
}

fn wald(pairs: &PairedBinary, z: f64) -> Answer<(f64, f64)> {
    let Score { up, down, n } = Score::of(pairs);
    if up + down == 0.0 {
        return Err(Undefined::NoDiscordantPairs);
    }
    let variance = 4.0 * up * (down / n) + (up + down) * (pairs.n_concordant() as f64 / n);
    if variance == 0.0 {
        return Err(Undefined::NoSpread);
    }
    let reach = z * variance.sqrt() / n;
    Ok((value(pairs) - reach, value(pairs) + reach))
}
