//! The F distribution.

use super::beta;

/// P(F > f) with `df1` and `df2` degrees of freedom; 1 for f at or below 0.
pub fn upper(f: f64, df1: f64, df2: f64) -> f64 {
    if f <= 0.0 { 1.0 } else { beta::lower(df2 / (df2 + df1 * f), 0.5 * df2, 0.5 * df1) }
}

/// The f with P(F > f) = `tail`, for 0 < tail < 1.
pub fn quantile_upper(tail: f64, df1: f64, df2: f64) -> f64 {
    let x = beta::quantile_lower(tail, 0.5 * df2, 0.5 * df1);
    (1.0 - x) * df2 / (x * df1)
}
