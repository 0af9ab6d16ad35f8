//! The binomial distribution.

use super::{beta, gamma};

/// P(X = k) of n trials with success probability p.
pub fn probability(k: u64, n: u64, p: f64) -> f64 {
    if p == 0.0 || p == 1.0 {
        return if k == if p == 0.0 { 0 } else { n } { 1.0 } else { 0.0 };
    }
    (gamma::ln_choose(n, k) + k as f64 * p.ln() + (n - k) as f64 * (-p).ln_1p()).exp()
}

/// P(X <= k).
pub fn lower(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { beta::upper(p, k as f64 + 1.0, (n - k) as f64) }
}

/// P(X >= k).
pub fn upper(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 { 1.0 } else { beta::lower(p, k as f64, (n - k) as f64 + 1.0) }
}
