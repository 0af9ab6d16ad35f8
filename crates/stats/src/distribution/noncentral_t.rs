//! The noncentral t distribution: a normal variable with mean `shift` and SD 1 over an independent root of
//! chi-squared/df. What a t statistic follows when there is an effect.

use super::normal;

/// P(T > t) with `df` degrees of freedom (at least 0.5) and noncentrality `shift`.
///
/// The integral of P(Z > t s - shift) over the distribution of s = √(chi-squared/df), in u = ln s, by the
/// trapezoid rule. Its terms are positive, so that both tails keep their digits, and the integrand is analytic and
/// falls off on both sides, so that the rule converges faster than any power of the step. Relative error
/// about 1e-13 down to 1e-290; costs a few hundred normal tails.
pub fn upper(t: f64, df: f64, shift: f64) -> f64 {
    let width = (2.0 * df).sqrt().recip();
    let ln_term = |u: f64| normal::ln_upper(t * u.exp() - shift) - df * spread(u);
    let mode = highest(&ln_term, 0.0, width);
    let step = (0.25 * width).min(0.08);
    let top = ln_term(mode);
    let above = side_sum(&ln_term, mode, step, top) + side_sum(&ln_term, mode, -step, top);
    // The same rule for the density of u alone: its integral is 1.
    let ln_density = |u: f64| -df * spread(u);
    let whole = 1.0 + side_sum(&ln_density, 0.0, step, 0.0) + side_sum(&ln_density, 0.0, -step, 0.0);
    ((1.0 + above) / whole * top.exp()).min(1.0)
}

/// P(T <= t).
pub fn lower(t: f64, df: f64, shift: f64) -> f64 {
    upper(-t, df, -shift)
}

/// (e^2u - 1)/2 - u, without cancellation near 0.
fn spread(u: f64) -> f64 {
    if u.abs() > 0.1 {
        return 0.5 * (2.0 * u).exp_m1() - u;
    }
    let (mut term, mut sum, mut k) = (u * u, u * u, 3.0);
    while f64::abs(term) > f64::EPSILON * 0.1 * sum {
        term *= 2.0 * u / k;
        sum += term;
        k += 1.0;
    }
    sum
}

/// Σ e^(f(mode + i step) - top) over i = 1, 2, ...
fn side_sum(f: &impl Fn(f64) -> f64, mode: f64, step: f64, top: f64) -> f64 {
    let (mut sum, mut at) = (0.0, mode);
    loop {
        at += step;
        let term = (f(at) - top).exp();
        sum += term;
        if term <= 1e-18 * (1.0 + sum) {
            return sum;
        }
    }
}

/// Near a maximum of f: steps that double while they climb and halve when they do not. Where exactly does not
/// matter, the trapezoid rule may start anywhere near it.
fn highest(f: &impl Fn(f64) -> f64, start: f64, width: f64) -> f64 {
    let (mut at, mut value, mut step) = (start, f(start), width);
    while step.abs() > 0.05 * width {
        let next = f(at + step);
        if next > value {
            (at, value, step) = (at + step, next, 2.0 * step);
        } else {
            step *= -0.5;
        }
    }
    at
}
