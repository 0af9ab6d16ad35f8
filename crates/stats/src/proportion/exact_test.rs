//! The exact binomial test of a proportion.

use super::clopper_pearson::clopper_pearson;
use crate::distribution::binomial;
use crate::{Estimate, Fraction, Level, Method, Proportion, Statistic, Test};

const BINOMIAL: Method = Method {
    name: "exact binomial test, two-sided by probability, with the Clopper-Pearson interval",
    reference: "Clopper CJ, Pearson ES, Biometrika 1934;26:404; Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 2.1",
};

/// What counts as equally probable: R's `binom.test` takes the same.
const TIE: f64 = 1.0 + 1e-7;

/// [`clopper_pearson`] with the exact test that the proportion is `expected`: p is the probability of all numerators
/// that are at most as probable as the observed one, times 1 + 1e-7 for ties (as R's `binom.test`). The
/// test and the interval can disagree at the margin: the interval inverts one-sided tests.
///
/// Time O(log n). Denominator 0: nothing is defined.
pub fn binomial_test(proportion: Proportion, expected: Fraction, level: Level) -> Estimate {
    let estimate = clopper_pearson(proportion, level);
    let (x, n) = (proportion.numerator() as u64, proportion.denominator() as u64);
    let test = estimate.value.map(|_| Test {
        statistic: Statistic::Count { count: x, of: n },
        p_value: two_sided(x, n, expected.get()),
    });
    Estimate { test, method: BINOMIAL, ..estimate }
}

/// The probabilities rise to the mode and fall from it, so that those on the other side that are small enough
/// begin at a place found by bisection.
fn two_sided(x: u64, n: u64, p: f64) -> f64 {
    let limit = binomial::probability(x, n, p) * TIE;
    let small = |k: u64| binomial::probability(k, n, p) <= limit;
    let mean = n as f64 * p;
    let total = if x as f64 == mean {
        1.0
    } else if (x as f64) < mean {
        let from = first(mean.ceil() as u64, n + 1, small);
        binomial::lower(x, n, p) + if from > n { 0.0 } else { binomial::upper(from, n, p) }
    } else {
        let above = first(0, mean.floor() as u64 + 1, |k| !small(k));
        binomial::upper(x, n, p) + if above == 0 { 0.0 } else { binomial::lower(above - 1, n, p) }
    };
    total.min(1.0)
}

/// The first k in low..high for which `holds` (it then holds for the rest); `high` if none.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}
