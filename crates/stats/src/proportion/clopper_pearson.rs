//! The exact interval of a proportion.

use crate::distribution::beta;
use crate::{Estimate, Interval, Level, Method, Proportion, Undefined};

/// The interval that inverts two one-sided binomial tests.
pub(super) const CLOPPER_PEARSON: Method = Method {
    name: "Clopper-Pearson exact interval",
    reference: "Clopper CJ, Pearson ES, Biometrika 1934;26:404; Newcombe RG, Stat Med 1998;17:857 (method 5)",
};

/// A proportion as a fraction of 1 with its exact interval; `n` is the denominator.
///
/// The lower end is the p with P(X >= x) = tail, the upper end that with P(X <= x) = tail: quantiles of beta
/// distributions. It covers at least with its level, often with more. Numerator 0 gives a lower end of exactly 0, a
/// full numerator an upper end of exactly 1. Denominator 0: value and interval are
/// [`Undefined::ZeroDenominator`]. There is no test ([`super::binomial_test`] has one) and no SD.
pub fn clopper_pearson(proportion: Proportion, level: Level) -> Estimate {
    let blank = Estimate {
        n_missing: proportion.n_missing(),
        ..Estimate::blank(CLOPPER_PEARSON, proportion.denominator())
    };
    if proportion.denominator() == 0 {
        let reason = Err(Undefined::ZeroDenominator);
        return Estimate { value: reason, ci: Err(Undefined::ZeroDenominator), ..blank };
    }
    let (x, n) = (proportion.numerator() as f64, proportion.denominator() as f64);
    let (low, high) = limits(x, n, level.tail());
    Estimate {
        value: Ok(x / n),
        ci: Ok(Interval { low: low.min(x / n), high: high.max(x / n), level, method: CLOPPER_PEARSON }),
        ..blank
    }
}

fn limits(x: f64, n: f64, tail: f64) -> (f64, f64) {
    let low = if x == 0.0 { 0.0 } else { beta::quantile_lower(tail, x, n - x + 1.0) };
    let high = if x == n { 1.0 } else { beta::quantile_upper(tail, x + 1.0, n - x) };
    (low, high)
}
