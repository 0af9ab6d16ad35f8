//! The score of a ratio of proportions.

use super::Two;

/// (p2 - r p1) over its SE when the ratio is r, both estimated by maximum likelihood under r (Koopman 1984). Falls
/// with r.
pub(super) fn score(two: &Two, ratio: f64) -> f64 {
    let (y1, y2) = two.others();
    let p1 = restricted(two, ratio);
    let p2 = (ratio * p1).min(1.0);
    let q1 = complement(ratio, y1, two.n1 + two.x2, two.n());
    let q2 = complement(1.0 / ratio, y2, two.n2 + two.x1, two.n());
    let excess = two.p2() - ratio * two.p1();
    let variance = p2 * q2 / two.n2 + ratio * p2 * q1 / two.n1;
    if excess == 0.0 { 0.0 } else { excess / variance.sqrt() }
}

/// The smaller root of N r p² - ((n1 + x2) + r (n2 + x1)) p + x = 0: the p1 of largest likelihood when p2 = r p1. In
/// the form whose terms add up.
fn restricted(two: &Two, ratio: f64) -> f64 {
    let b = (two.n1 + two.x2) + ratio * (two.n2 + two.x1);
    let discriminant = b * b - 4.0 * two.n() * ratio * two.x();
    (2.0 * two.x() / (b + discriminant.max(0.0).sqrt())).min(1.0 / ratio).min(1.0)
}

/// 1 minus that root, with its digits where it is small: the larger root of N r q² - (r (N + y1) - (n1 + x2)) q +
/// (r - 1) y1 = 0. The same serves 1 - p2, with the groups exchanged and 1 / r.
fn complement(ratio: f64, y: f64, own_and_other: f64, n: f64) -> f64 {
    let b = ratio * (n + y) - own_and_other;
    let root = (b * b - 4.0 * n * ratio * (ratio - 1.0) * y).max(0.0).sqrt();
    let q = if b >= 0.0 { (b + root) / (2.0 * n * ratio) } else { 2.0 * (ratio - 1.0) * y / (b - root) };
    q.clamp(0.0, 1.0)
}
