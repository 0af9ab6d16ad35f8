//! The binomial distribution.

use super::beta;
use super::saddle::{deviance, stirling_error};
use std::f64::consts::PI;

/// P(X = k) of n trials with success probability p, by Loader's saddle point; 0 for k above n.
pub fn probability(k: u64, n: u64, p: f64) -> f64 {
    let q = 1.0 - p;
    if k > n || (p == 0.0 && k > 0) || (q == 0.0 && k < n) {
        return 0.0;
    }
    let (successes, failures, trials) = (k as f64, (n - k) as f64, n as f64);
    if k == 0 {
        return (trials * (-p).ln_1p()).exp();
    }
    if k == n {
        return if p > 0.5 { (trials * (-q).ln_1p()).exp() } else { (trials * p.ln()).exp() };
    }
    let mean = trials * p;
    let difference = (successes - mean) - trials.mul_add(p, -mean);
    let exponent = deviance(successes, mean, difference) + deviance(failures, trials * q, -difference);
    front(successes, failures) * (-exponent).exp()
}

/// P(X <= k).
pub fn lower(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { beta::upper(p, k as f64 + 1.0, (n - k) as f64) }
}

/// P(X >= k).
pub fn upper(k: u64, n: u64, p: f64) -> f64 {
    match k {
        0 => 1.0,
        _ if k > n => 0.0,
        _ => beta::lower(p, k as f64, (n - k) as f64 + 1.0),
    }
}

/// P(X = k) where k/n is p itself: √(n / (2π k (n-k))) times Stirling's errors. k and n - k above 0.
pub(super) fn front(k: f64, rest: f64) -> f64 {
    let n = k + rest;
    let errors = stirling_error(n) - stirling_error(k) - stirling_error(rest);
    (n / k / rest / (2.0 * PI)).sqrt() * errors.exp()
}
