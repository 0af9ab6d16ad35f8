//! The score interval of a proportion.

use crate::distribution::normal;
use crate::{Estimate, Interval, Level, Method, Proportion, Undefined};

/// The interval that inverts the score test.
const WILSON: Method = Method {
    name: "Wilson score interval without continuity correction",
    reference: "Wilson EB, J Am Stat Assoc 1927;22:209; Newcombe RG, Stat Med 1998;17:857 (method 3)",
};

/// A proportion as a fraction of 1 with its Wilson interval; `n` is the denominator.
///
/// Denominator 0: value and interval are [`Undefined::ZeroDenominator`]. Numerator 0 gives a lower end of
/// exactly 0, a full numerator an upper end of exactly 1. There is no test and no SD.
pub fn wilson(proportion: Proportion, level: Level) -> Estimate {
    let (x, n) = (proportion.numerator(), proportion.denominator());
    let defined = if n == 0 { Err(Undefined::ZeroDenominator) } else { Ok(()) };
    let fraction = x as f64 / n as f64;
    Estimate {
        value: defined.map(|()| fraction),
        ci: defined.map(|()| {
            let (low, high) = score_limits(x as f64, n as f64, normal::quantile_upper(level.tail()));
            Interval { low: low.min(fraction), high: high.max(fraction), level, method: WILSON }
        }),
        n_missing: proportion.n_missing(),
        ..Estimate::blank(WILSON, n)
    }
}

/// The roots L < U of (n + z²) π² - (2x + z²) π + x²/n = 0.
///
/// The upper root adds positive terms; the lower one follows from L U = x²/n / (n + z²), which keeps all
/// digits where the textbook form subtracts nearly equal numbers.
pub(super) fn score_limits(x: f64, n: f64, z: f64) -> (f64, f64) {
    let z2 = z * z;
    let root = z * (4.0 * x * ((n - x) / n) + z2).sqrt();
    let high = if x == n { 1.0 } else { (2.0 * x + z2 + root) / (2.0 * (n + z2)) };
    let low = x * (x / n) / ((n + z2) * high);
    (low, high)
}
