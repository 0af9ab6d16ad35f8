//! Intervals of the probability of superiority.

use super::merged::{Keys, for_each_run};
use crate::distribution::normal;
use crate::{Answer, Interval, Level, Method, Undefined};

/// Hanley and McNeil's variance at the ends instead of the estimate.
const NEWCOMBE: Method = Method {
    name: "probability of superiority, Newcombe's method 5",
    reference: "Newcombe RG, Stat Med 2006;25:559; Hanley JA, McNeil BJ, Radiology 1982;143:29",
};

/// The variance that the values themselves show.
const DELONG: Method = Method {
    name: "probability of superiority, DeLong's variance",
    reference: "DeLong ER, DeLong DM, Clarke-Pearson DL, Biometrics 1988;44:837",
};

/// The probabilities θ whose distance from the estimate is at most z times the standard error that Hanley
/// and McNeil's exponential model gives *at θ*: θ (1 - θ) (1 + c (1 - θ)/(2 - θ) + c θ/(1 + θ)) / (m n), with
/// c = (m + n)/2 - 1 in place of both group sizes less one. Never outside [0, 1], never without width.
pub(super) fn newcombe(estimate: f64, m: usize, n: usize, level: Level) -> Interval {
    let z = normal::quantile_upper(level.tail());
    let (m, n) = (m as f64, n as f64);
    let c = 0.5 * (m + n) - 1.0;
    let error = |theta: f64| {
        let variance =
            theta * (1.0 - theta) * (1.0 + c * (1.0 - theta) / (2.0 - theta) + c * theta / (1.0 + theta));
        z * (variance / m / n).sqrt()
    };
    Interval {
        low: crossing(0.0, estimate, |theta| estimate - theta > error(theta)),
        high: crossing(1.0, estimate, |theta| theta - estimate > error(theta)),
        level,
        method: NEWCOMBE,
    }
}

/// The last θ on the way from `far`, where the condition `excluded` holds (if anywhere), to `near`. Bisection down to
/// neighbouring numbers, or to 1e-18 near 0.
fn crossing(far: f64, near: f64, excluded: impl Fn(f64) -> bool) -> f64 {
    let (mut outside, mut inside) = (far, near);
    for _ in 0..60 {
        let middle = 0.5 * (outside + inside);
        if middle == outside || middle == inside {
            break;
        }
        if excluded(middle) { outside = middle } else { inside = middle }
    }
    inside
}

/// Estimate ± z √(S₁/m + S₂/n), cut at 0 and 1. S₁ is the variance (divisor m - 1), among the first group's values, of the
/// share of the second group above them; S₂ that of the share of the first group below the second group's values.
///
/// Needs two values a group; groups that do not overlap show no variance ([`Undefined::NoSpread`]).
pub(super) fn delong(estimate: f64, keys: &Keys, level: Level) -> Answer<Interval> {
    let (m, n) = (keys.0.len(), keys.1.len());
    if m < 2 || n < 2 {
        return Err(Undefined::TooFew { needed: 2, found: 1 });
    }
    let (mut first, mut second) = (0.0, 0.0);
    for_each_run(&keys.0, &keys.1, |run| {
        let above = (n - run.below_second) as f64 - 0.5 * run.n_second as f64;
        let below = run.below_first as f64 + 0.5 * run.n_first as f64;
        first += run.n_first as f64 * (above / n as f64 - estimate).powi(2);
        second += run.n_second as f64 * (below / m as f64 - estimate).powi(2);
    });
    let (m, n) = (m as f64, n as f64);
    let error = (first / (m - 1.0) / m + second / (n - 1.0) / n).sqrt();
    if error <= 0.0 {
        return Err(Undefined::NoSpread);
    }
    let reach = normal::quantile_upper(level.tail()) * error;
    let (low, high) = ((estimate - reach).max(0.0), (estimate + reach).min(1.0));
    Ok(Interval { low, high, level, method: DELONG })
}
