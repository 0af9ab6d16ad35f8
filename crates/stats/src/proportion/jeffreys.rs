//! The equal-tailed Bayesian interval of a proportion.

use crate::distribution::beta;
use crate::{Estimate, Interval, Level, Method, Proportion, Undefined};

const JEFFREYS: Method =
    Method { name: "Jeffreys interval", reference: "Brown LD, Cai TT, DasGupta A, Stat Sci 2001;16:101" };

/// A proportion as a fraction of 1, x / n, with the equal-tailed interval of its posterior beta(x + 1/2, n - x + 1/2);
/// `n` is the denominator.
///
/// Numerator 0 gives a lower end of exactly 0, a full numerator an upper end of exactly 1 (Brown, Cai &
/// DasGupta's modification). Denominator 0: value and interval are [`Undefined::ZeroDenominator`]. There is no
/// test and no SD.
pub fn jeffreys(proportion: Proportion, level: Level) -> Estimate {
    let blank =
        Estimate { n_missing: proportion.n_missing(), ..Estimate::blank(JEFFREYS, proportion.denominator()) };
    if proportion.denominator() == 0 {
        let reason = Undefined::ZeroDenominator;
        return Estimate { value: Err(reason), ci: Err(reason), ..blank };
    }
    let (x, n) = (proportion.numerator() as f64, proportion.denominator() as f64);
    let (a, b) = (x + 0.5, n - x + 0.5);
    let low = if x == 0.0 { 0.0 } else { beta::quantile_lower(level.tail(), a, b) };
    let high = if x == n { 1.0 } else { beta::quantile_upper(level.tail(), a, b) };
    let ci = Interval { low: low.min(x / n), high: high.max(x / n), level, method: JEFFREYS };
    Estimate { value: Ok(x / n), ci: Ok(ci), ..blank }
}
