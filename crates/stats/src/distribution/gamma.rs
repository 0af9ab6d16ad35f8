//! The gamma distribution with scale 1, and the logarithm of the gamma function.

use statrs::function::gamma;

/// P(X <= x), x at or above 0; `shape` above 0.
pub fn lower(x: f64, shape: f64) -> f64 {
    gamma::gamma_lr(shape, x)
}

/// P(X > x).
pub fn upper(x: f64, shape: f64) -> f64 {
    gamma::gamma_ur(shape, x)
}

/// ln of the gamma function at x above 0.
pub fn ln_gamma(x: f64) -> f64 {
    gamma::ln_gamma(x)
}

/// ln(n!).
pub fn ln_factorial(n: u64) -> f64 {
    ln_gamma(n as f64 + 1.0)
}

/// ln of the number of ways to choose k of n; k is at most n.
pub fn ln_choose(n: u64, k: u64) -> f64 {
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}
