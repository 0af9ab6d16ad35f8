//! Newcombe's interval of the probability of superiority.

use crate::distribution::normal;
use crate::{Interval, Level, Method};

/// Hanley and McNeil's variance at the ends instead of the estimate.
const NEWCOMBE: Method = Method {
    name: "probability of superiority, Newcombe's method 5",
    reference: "Newcombe RG, Stat Med 2006;25:559; Hanley JA, McNeil BJ, Radiology 1982;143:29",
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
