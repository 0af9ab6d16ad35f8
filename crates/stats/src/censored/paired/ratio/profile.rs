//! The likelihood of one mean, with sigma at its best.

use super::super::super::normal_model::{Known, Term};
use crate::{Answer, Undefined};

/// The greatest log-likelihood with mean `mu`. In t = 1/sigma, with rows measured from mu, it is concave: Newton's
/// method on ln t, guarded by bisection of the slope's sign.
pub(super) fn at(rows: &[Known], mu: f64, ln_sigma: f64) -> f64 {
    let moved: Vec<Known> = rows.iter().map(|row| row.moved(mu, 1.0)).collect();
    let sum = |ln_t: f64| {
        let t = ln_t.exp();
        moved.iter().map(|row| Term::of(*row, 0.0, t)).fold((0.0, 0.0, 0.0), |(value, slope, curve), term| {
            (value + term.value, slope + term.t * t, curve + term.tt * t * t)
        })
    };
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut at = -ln_sigma;
    for _ in 0..200 {
        let (value, slope, curve) = sum(at);
        if slope > 0.0 {
            low = at
        } else {
            high = at
        }
        // By ln t the second derivative is slope - curve.
        let newton = slope / (curve - slope);
        let step = if curve > slope { newton.clamp(-2.0, 2.0) } else { slope.signum() };
        let next = at + step;
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        if (next - at).abs() < 1e-11 || !next.is_finite() || next.abs() > 600.0 {
            return value;
        }
        at = next;
    }
    sum(at).0
}

/// Where `fall` (0 at `start`, rising away from it) reaches `drop`, in steps that grow from one standard error.
pub(super) fn crossing(fall: impl Fn(f64) -> f64, start: f64, error: f64, drop: f64) -> Answer {
    let (mut inner, mut outer, mut step) = (start, start + error * drop.sqrt(), error);
    let mut tries = 0;
    while fall(outer) < drop {
        inner = outer;
        outer += step;
        step *= 1.6;
        tries += 1;
        if tries > 40 || !outer.is_finite() {
            return Err(Undefined::BeyondLimits);
        }
    }
    bisect(|mu| fall(mu) - drop, inner, outer)
}

/// Illinois variant of false position (Dowell & Jarratt, BIT 1971;11:168), to 1e-12 of the bracket.
fn bisect(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> Answer {
    let (mut at_low, mut at_high) = (f(low), f(high));
    let enough = 1e-13 * low.abs().max(high.abs()) + 1e-12 * (high - low).abs();
    for _ in 0..100 {
        let middle = high - at_high * (high - low) / (at_high - at_low);
        let value = f(middle);
        if value == 0.0 || (high - low).abs() <= enough {
            return Ok(middle);
        }
        if (middle - high).abs() <= 0.1 * enough {
            return Ok(middle);
        }
        if value * at_high < 0.0 {
            (low, at_low) = (high, at_high);
        } else {
            at_low *= 0.5;
        }
        (high, at_high) = (middle, value);
    }
    Ok(high)
}
