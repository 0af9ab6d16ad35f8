//! The score of an odds ratio.

use super::Two;

/// (x2 - its expectation) over its SD when the odds ratio is `odds` and the totals are as observed (Cornfield 1956).
/// Falls with `odds`.
pub(super) fn score(two: &Two, odds: f64) -> f64 {
    let b = expected(two, odds);
    let cells = [b, two.n2 - b, two.x() - b, two.n1 - two.x() + b];
    let excess = two.x2 - b;
    let precision: f64 = cells.iter().map(|cell| 1.0 / cell.max(0.0)).sum();
    if excess == 0.0 { 0.0 } else { excess * precision.sqrt() }
}

/// The count b of `second` with b (n1 - x + b) = odds (x - b)(n2 - b), in the form whose terms add up.
fn expected(two: &Two, odds: f64) -> f64 {
    let x = two.x();
    let linear = odds * (x + two.n2) + two.n1 - x;
    let root = (linear * linear - 4.0 * (odds - 1.0) * odds * x * two.n2).max(0.0).sqrt();
    let b = if linear >= 0.0 {
        2.0 * odds * x * two.n2 / (linear + root)
    } else {
        (linear - root) / (2.0 * (odds - 1.0))
    };
    b.clamp((x - two.n1).max(0.0), x.min(two.n2))
}
