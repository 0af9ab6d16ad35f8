//! The beta distribution.

use statrs::function::beta::{beta_reg, inv_beta_reg};

/// P(X <= x), 0 <= x <= 1; `a` and `b` above 0.
pub fn lower(x: f64, a: f64, b: f64) -> f64 {
    beta_reg(a, b, x)
}

/// P(X > x).
pub fn upper(x: f64, a: f64, b: f64) -> f64 {
    beta_reg(b, a, 1.0 - x)
}

/// The x with P(X <= x) = `tail`.
pub fn quantile_lower(tail: f64, a: f64, b: f64) -> f64 {
    inv_beta_reg(a, b, tail)
}

/// The x with P(X > x) = `tail`.
pub fn quantile_upper(tail: f64, a: f64, b: f64) -> f64 {
    1.0 - inv_beta_reg(b, a, tail)
}
