//! The noncentrality that makes an observed t as rare as asked.

use crate::distribution::{noncentral_t, normal};

/// The noncentralities at which the observed t has `tail` above and below it (Steiger & Fouladi 1997).
pub(super) fn limits(t: f64, df: f64, tail: f64) -> (f64, f64) {
    if t < 0.0 {
        let (low, high) = limits(-t, df, tail);
        return (-high, -low);
    }
    if t == 0.0 {
        let reach = normal::quantile_upper(tail);
        return (-reach, reach);
    }
    (solve(t, df, 1.0 - tail), solve(t, df, tail))
}

/// The noncentrality with P(T <= t) = `target`: a falling function, bracketed and then bisected by the
/// Illinois rule (Dowell & Jarratt, BIT 1971;11:168).
fn solve(t: f64, df: f64, target: f64) -> f64 {
    let miss = |shift: f64| noncentral_t::lower(t, df, shift) - target;
    let (mut low, mut high) = (t - 1.0, t + 1.0);
    let mut step = 1.0 + t.abs() * 0.1;
    while miss(low) < 0.0 {
        low -= step;
        step *= 2.0;
    }
    while miss(high) > 0.0 {
        high += step;
        step *= 2.0;
    }
    let (mut at_low, mut at_high) = (miss(low), miss(high));
    for _ in 0..200 {
        let next = (low * at_high - high * at_low) / (at_high - at_low);
        let at_next = miss(next);
        if at_next == 0.0 || (high - low).abs() <= 1e-13 * (1.0 + high.abs()) {
            return next;
        }
        if (at_next > 0.0) == (at_high > 0.0) {
            at_low *= 0.5;
        } else {
            (low, at_low) = (high, at_high);
        }
        (high, at_high) = (next, at_next);
    }
    high
}
