//! The chi-squared distribution.

use super::gamma;

/// P(X > x) with `df` degrees of freedom; 1 for x at or below 0.
pub fn upper(x: f64, df: f64) -> f64 {
    gamma::upper(0.5 * x, 0.5 * df)
}

/// P(X <= x); 0 for x at or below 0.
pub fn lower(x: f64, df: f64) -> f64 {
    gamma::lower(0.5 * x, 0.5 * df)
}

/// The x with P(X > x) = `tail`, for 0 <= tail <= 1.
pub fn quantile_upper(tail: f64, df: f64) -> f64 {
    2.0 * gamma::quantile_upper(tail, 0.5 * df)
}

/// The x with P(X <= x) = `tail`.
pub fn quantile_lower(tail: f64, df: f64) -> f64 {
    2.0 * gamma::quantile_lower(tail, 0.5 * df)
}
