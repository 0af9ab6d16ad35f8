//! The noncentral t distribution, for the exact interval of a normal quantile.

use crate::distribution::normal;

/// P(T <= t) for T = (Z + `shift`) / sqrt(X / df), Z standard normal and X chi-squared with `df` >= 1.
///
/// With w = sqrt(X / df) this is the mean of Phi(t w - shift) over w. In x = ln w the density is proportional to
/// exp(df (x + 1/2 - exp(2x) / 2)), which falls off on both sides, so that the trapezoid rule converges
/// faster than any power of its step. Numerator and denominator use the same points, and no gamma function is
/// needed. Absolute error below 1e-14.
pub(super) fn lower(t: f64, df: f64, shift: f64) -> f64 {
    let step = (0.5 / df).sqrt().min(1.0 / shift.abs().max(1.0)) / 6.0;
    // Left of here the density is below e^-42 of its peak: df (x + 1/2) if far, -df x^2 if near.
    let left = -(42.0 / df + 0.5).min((50.0 / df).sqrt() + 25.0 / df);
    let right = (45.0 / df).sqrt();
    let n_steps = ((right - left) / step).ceil() as usize;
    let (mut sum, mut weights) = (0.0, 0.0);
    for i in 0..=n_steps {
        let x = left + i as f64 * step;
        let weight = (df * (x + 0.5 - 0.5 * (2.0 * x).exp())).exp();
        weights += weight;
        let z = t * x.exp() - shift;
        // Beyond 8.5 the rest to 1 is below 1e-17; where neither matters to 1e-20, nothing is computed.
        if weight > 1e-20 {
            sum += if z > 8.5 { weight } else { weight * normal::lower(z) };
        }
    }
    sum / weights
}

/// The t with P(T <= t) = `share`, for 0 < share < 1.
///
/// Bracketed, then by the Illinois rule on normal quantiles of the probability, in which it is nearly
/// straight. Relative error below 1e-10.
pub(super) fn quantile_lower(share: f64, df: f64, shift: f64) -> f64 {
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
