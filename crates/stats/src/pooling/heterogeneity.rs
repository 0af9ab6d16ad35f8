//! The variance between studies.

use super::Studies;

/// Sums over studies with weights 1/(v + tau²).
pub(super) struct Weighted {
    /// Sum of weights, of their squares and cubes.
    pub(super) sums: [f64; 3],
    /// Weighted mean.
    pub(super) mean: f64,
    /// Sums of w (y - mean)² and of w² (y - mean)².
    pub(super) squares: [f64; 2],
}

impl Weighted {
    pub(super) fn of(studies: Studies<'_>, tau2: f64) -> Self {
        let weight = |variance: f64| 1.0 / (variance + tau2);
        let pairs = || studies.effect.iter().zip(studies.variance).map(|(&y, &v)| (y, weight(v)));
        let sums = [1, 2, 3].map(|power| pairs().map(|(_, w)| w.powi(power)).sum::<f64>());
        let mean = pairs().map(|(y, w)| w * y).sum::<f64>() / sums[0];
        let squares =
            [1, 2].map(|power| pairs().map(|(y, w)| w.powi(power) * (y - mean).powi(2)).sum::<f64>());
        Self { sums, mean, squares }
    }
}

/// DerSimonian and Laird's moment estimate (Control Clin Trials 1986;7:177): what Cochran's Q leaves above its
/// expectation, at least 0.
pub(super) fn der_simonian_laird(studies: Studies<'_>) -> f64 {
    let fixed = Weighted::of(studies, 0.0);
    let [first, second, _] = fixed.sums;
    ((fixed.squares[0] - (studies.n() - 1) as f64) / (first - second / first)).max(0.0)
}

/// Restricted maximum likelihood by Fisher scoring (Viechtbauer, J Educ Behav Stat 2005;30:261), at least 0. `None`
/// if 200 steps do not come to rest.
///
/// With P = W - W 1 (1'W1)^-1 1'W, the step is (y'PPy - tr P) / tr PP; it is halved where it would leave the
/// positive numbers and the score there is not negative.
pub(super) fn reml(studies: Studies<'_>) -> Option<f64> {
    let mut tau2 = der_simonian_laird(studies);
    let least = studies.variance.iter().copied().fold(f64::INFINITY, f64::min);
    for _ in 0..200 {
        let at = Weighted::of(studies, tau2);
        let [first, second, third] = at.sums;
        let ratio = second / first;
        let score = at.squares[1] - (first - ratio);
        let information = second - 2.0 * third / first + ratio * ratio;
        let next = (tau2 + score / information).max(0.0);
        let step = (next - tau2).abs();
        tau2 = next;
        if step <= 1e-14 * (tau2 + least) {
            return Some(tau2);
        }
    }
    None
}

/// The tau² at which Q(tau²), which falls, equals `target`; 0 where it is below already (Q-profile method, Viechtbauer,
/// Stat Med 2007;26:37).
pub(super) fn q_profile(studies: Studies<'_>, target: f64) -> f64 {
    let q = |tau2: f64| Weighted::of(studies, tau2).squares[0];
    if q(0.0) <= target {
        return 0.0;
    }
    let mut high = studies.variance.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    while q(high) > target && high < 1e300 {
        high *= 4.0;
    }
    let mut low = 0.0;
    for _ in 0..2000 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if q(middle) > target { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
