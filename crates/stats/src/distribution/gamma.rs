//! The gamma distribution with scale 1, and the logarithm of the gamma function.
//!
//! Below the mean a series, above a continued fraction, both of positive terms, behind a front in Loader's
//! saddle-point form. Near the mean of a large shape both take about 6 √shape steps.

use super::normal;
use super::saddle::{LN_ROOT_2_PI, deviance, stirling_error};
use super::share::{Share, root};
use std::f64::consts::PI;

/// P(X <= x), x at or above 0; `shape` above 0.
pub fn lower(x: f64, shape: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { lower_share(x, shape).value() }
}

/// P(X > x).
pub fn upper(x: f64, shape: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { lower_share(x, shape).other().value() }
}

/// The density at x.
pub fn density(x: f64, shape: f64) -> f64 {
    if x > 0.0 {
        front(shape) / x * (-deviance(shape, x, shape - x)).exp()
    } else if x < 0.0 || shape > 1.0 {
        0.0
    } else if shape == 1.0 {
        1.0
    } else {
        f64::INFINITY
    }
}

/// The x with P(X <= x) = `tail`, for 0 <= tail <= 1; 0 where x is below 1e-308.
pub fn quantile_lower(tail: f64, shape: f64) -> f64 {
    if tail > 0.5 {
        return quantile_upper(1.0 - tail, shape);
    }
    if tail <= 0.0 {
        return 0.0;
    }
    // P(X <= x) is below x^shape / Γ(shape + 1).
    let bound = ((tail.ln() + ln_gamma(shape + 1.0)) / shape).exp();
    if bound == 0.0 {
        return 0.0;
    }
    let start = cube_root_start(-normal::quantile_upper(tail), shape);
    root(tail, 1.0, start, bound, |x| lower_share(x, shape))
}

/// The x with P(X > x) = `tail`, for 0 <= tail <= 1; infinite at 0.
pub fn quantile_upper(tail: f64, shape: f64) -> f64 {
    if tail > 0.5 {
        return quantile_lower(1.0 - tail, shape);
    }
    if tail <= 0.0 {
        return f64::INFINITY;
    }
    // P(X > shape + √(2 shape L) + L) is at most e^-L (Laurent & Massart, Ann Stat 2000;28:1302); for shape
    // at most 1 X is below an exponential variable.
    let ln = -tail.ln();
    let bound = if shape <= 1.0 { ln } else { shape + (2.0 * shape * ln).sqrt() + ln };
    let start = if shape < 0.5 { bound } else { cube_root_start(normal::quantile_upper(tail), shape) };
    root(tail, -1.0, if start > 0.0 { start } else { bound }, bound, |x| lower_share(x, shape).other())
}

/// ln of the gamma function at x above 0; absolute error about 1e-15 near its zeros at 1 and 2, elsewhere
/// relative 1e-15.
pub fn ln_gamma(x: f64) -> f64 {
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let ln = x.ln();
    x * (ln - 1.0) - 0.5 * ln + LN_ROOT_2_PI + stirling_error(x)
}

/// ln(n!).
pub fn ln_factorial(n: u64) -> f64 {
    ln_gamma(n as f64 + 1.0)
}

/// ln of the number of ways to choose k of n; k is at most n.
pub fn ln_choose(n: u64, k: u64) -> f64 {
    let (k, n) = (k.min(n - k), n);
    if k == 0 {
        return 0.0;
    }
    let (n, k, rest) = (n as f64, k as f64, (n - k) as f64);
    let entropy = k * (n / k).ln() - rest * (-k / n).ln_1p();
    let errors = stirling_error(n) - stirling_error(k) - stirling_error(rest);
    entropy + errors - 0.5 * (2.0 * PI * k * (rest / n)).ln()
}

/// √(shape / 2π) e^-δ(shape): shape^shape e^-shape / Γ(shape).
fn front(shape: f64) -> f64 {
    (shape / (2.0 * PI)).sqrt() * (-stirling_error(shape)).exp()
}

/// Of X <= x, for x above 0.
fn lower_share(x: f64, shape: f64) -> Share {
    let upper_side = x >= shape.max(1.0);
    Share {
        front: front(shape),
        exponent: -deviance(shape, x, shape - x),
        ratio: if upper_side { upper_fraction(x, shape) } else { lower_series(x, shape) },
        complement: upper_side,
    }
}

/// Σ x^n / (a (a+1) ... (a+n)) (DLMF 8.7.1).
fn lower_series(x: f64, shape: f64) -> f64 {
    let (mut term, mut sum, mut next) = (1.0, 1.0, shape + 1.0);
    while term > f64::EPSILON * 0.05 * sum {
        term *= x / next;
        sum += term;
        next += 1.0;
    }
    sum / shape
}

/// Legendre's continued fraction 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))) (DLMF 8.9.2, contracted),
/// by Lentz's method.
fn upper_fraction(x: f64, shape: f64) -> f64 {
    let mut b = x - shape + 1.0;
    let (mut fraction, mut c, mut d) = (b, b, 0.0);
    for k in 1..1_000_000 {
        let k = f64::from(k);
        let numerator = k * (shape - k);
        b += 2.0;
        d = 1.0 / (b + numerator * d);
        c = b + numerator / c;
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    1.0 / fraction
}

/// Wilson & Hilferty (PNAS 1931;17:684): the cube root is nearly normal.
fn cube_root_start(z: f64, shape: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    shape * (1.0 - ninth + z * ninth.sqrt()).max(0.0).powi(3)
}
