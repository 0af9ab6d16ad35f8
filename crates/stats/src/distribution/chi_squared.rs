//! The chi-squared distribution.

use super::gamma;

/// P(X > x) with `df` degrees of freedom; 1 for x at or below 0.
pub fn upper(x: f64, df: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma::upper(0.5 * x, 0.5 * df) }
}

/// The x with P(X > x) = `tail`, for 0 < tail < 1.
pub fn quantile_upper(tail: f64, df: f64) -> f64 {
    let (mut low, mut high) = (0.0, df.max(1.0));
    while upper(high, df) > tail {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if upper(middle, df) > tail { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
