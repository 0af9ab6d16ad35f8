//! The noncentral t distribution: a normal variable with mean `shift` and SD 1 over an independent root of
//! chi-squared/df. What a t statistic follows when there is an effect.

use super::{gamma, normal};

/// P(T > t) with `df` degrees of freedom (at least 0.5) and noncentrality `shift`.
///
/// An integral of positive terms, so that both tails keep their digits. The integrand is analytic and falls off on both
/// sides, so that the trapezoid rule converges faster than any power of the step. Relative error below
/// 1e-12 down to 1e-290; costs a few hundred normal tails.
pub fn upper(t: f64, df: f64, shift: f64) -> f64 {
    let width = (2.0 * df).sqrt().recip();
    let same_side = t * shift > 0.0;
    if !same_side && shift.abs() > 40.0 {
        // The normal variable alone decides: 0 or 1 to the smallest number.
        normal::upper(-shift)
    } else if same_side && shift.abs() > 20.0 && shift.abs() * width > 4.0 {
        over_normal(t, df, shift)
    } else {
        over_root(t, df, shift, width)
    }
}

/// Over u = ln s, s = √(chi-squared/df), of P(Z > t s - shift).
fn over_root(t: f64, df: f64, shift: f64, width: f64) -> f64 {
    let ln_term = |u: f64| normal::ln_upper(t * u.exp() - shift) - df * spread(u);
    let mode = highest(&ln_term, 0.0, width);
    // A quarter of the width of the narrowest feature: of s, of P(Z > t s - shift) where it falls, at the mode.
    let steepest = shift.abs().max(t.abs() * mode.exp());
    let step = (0.25 * width).min(0.08).min(0.4 / (1.0 + steepest));
    let top = ln_term(mode);
    let above = side_sum(&ln_term, mode, step, top) + side_sum(&ln_term, mode, -step, top);
    // The same rule for the density of u alone: its integral is 1.
    let ln_density = |u: f64| -df * spread(u);
    let whole = 1.0 + side_sum(&ln_density, 0.0, step, 0.0) + side_sum(&ln_density, 0.0, -step, 0.0);
    ((1.0 + above) / whole * top.exp()).min(1.0)
}

/// Over the normal variable z of P(s < (z + shift)/t), or of P(s > ...) for negative t and shift: smooth where
/// the shift is so large that P(Z > t s - shift) is a step in s.
fn over_normal(t: f64, df: f64, shift: f64) -> f64 {
    const STEP: f64 = 0.125;
    let sum: f64 = (-304..=304)
        .map(|i| f64::from(i) * STEP)
        .filter(|z| z + shift.abs() > 0.0)
        .map(|z| {
            let root = (z + shift.abs()) / t.abs();
            let half_square = 0.5 * df * root * root;
            let side = if t > 0.0 {
                gamma::lower(half_square, 0.5 * df)
            } else {
                gamma::upper(half_square, 0.5 * df)
            };
            normal::density(z) * side
        })
        .sum();
    (STEP * sum).min(1.0)
}

/// P(T <= t).
pub fn lower(t: f64, df: f64, shift: f64) -> f64 {
    upper(-t, df, -shift)
}

/// The t with P(T <= t) = `share`, for 0 < share < 1.
///
/// Bracketed, then by the Illinois rule on normal quantiles of the probability, in which it is nearly
/// straight. Relative error below 1e-10.
pub fn quantile_lower(share: f64, df: f64, shift: f64) -> f64 {
    let wanted = -normal::quantile_upper(share);
    let miss = |t: f64| -normal::quantile_upper(lower(t, df, shift).clamp(1e-300, 1.0 - 1e-16)) - wanted;
    let mut reach = 1.0 + shift.abs() / (2.0 * df).sqrt();
    let (mut low, mut high) = (shift - reach, shift + reach);
    let (mut at_low, mut at_high) = (miss(low), miss(high));
    while at_low > 0.0 {
        reach *= 2.0;
        low -= reach;
        at_low = miss(low);
    }
    while at_high < 0.0 {
        reach *= 2.0;
        high += reach;
        at_high = miss(high);
    }
    let mut side = 0;
    for _ in 0..200 {
        let t = (low * at_high - high * at_low) / (at_high - at_low);
        if !(low < t && t < high) || high - low <= 1e-14 * t.abs() {
            return t.clamp(low, high);
        }
        let at = miss(t);
        if at.abs() < 1e-13 {
            return t;
        }
        if at > 0.0 {
            (high, at_high) = (t, at);
            at_low *= if side == 1 { 0.5 } else { 1.0 };
            side = 1;
        } else {
            (low, at_low) = (t, at);
            at_high *= if side == -1 { 0.5 } else { 1.0 };
            side = -1;
        }
    }
    0.5 * (low + high)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_integrals_agree_where_they_meet() {
        for (t, df, shift) in [(30.0, 1.0, 40.0), (8.0, 5.0, 20.0), (25.0, 2.5, 25.0), (90.0, 1.0, 21.0)] {
            let width = (2.0_f64 * df).sqrt().recip();
            for (t, shift) in [(t, shift), (-t, -shift)] {
                let (one, other) = (over_root(t, df, shift, width), over_normal(t, df, shift));
                assert!((one - other).abs() <= 1e-12 * one, "{t} {df} {shift}: {one:e}, {other:e}");
            }
        }
    }
}
