//! The score of a ratio of proportions.

use super::Two;

/// (p2 - r p1) over its SE when the ratio is r, both estimated by maximum likelihood under r (Koopman 1984). Falls
/// with r.
pub(super) fn score(two: &Two, ratio: f64) -> f64 {
    let p1 = restricted(two, ratio);
    let p2 = (ratio * p1).min(1.0);
    let excess = two.p2() - ratio * two.p1();
    let variance = p2 * (1.0 - p2) / two.n2 + ratio * p2 * (1.0 - p1) / two.n1;
    if excess == 0.0 { 0.0 } else { excess / variance.sqrt() }
}

/// The smaller root of N r p² - ((n1 + x2) + r (n2 + x1)) p + x = 0: the p1 of largest likelihood when p2 = r p1. In
/// the form whose terms add up.
fn restricted(two: &Two, ratio: f64) -> f64 {
    let b = (two.n1 + two.x2) + ratio * (two.n2 + two.x1);
    let discriminant = b * b - 4.0 * two.n() * ratio * two.x();
    (2.0 * two.x() / (b + discriminant.max(0.0).sqrt())).min(1.0 / ratio).min(1.0)
}
