//! The score of an odds ratio.

use super::Two;

/// (x2 - its expectation) over its SD when the odds ratio is `odds` and the totals are as observed (Cornfield 1956).
/// Falls with `odds`.
///
/// Each of the four expected counts is solved for by itself and keeps its digits; the distance, the same for all, is
/// taken from the least of them.
pub(super) fn score(two: &Two, odds: f64) -> f64 {
    let (y1, y2) = two.others();
    let (x, y) = (two.x(), y1 + y2);
    let cells = [
        (two.x2, expected(odds, two.n2, x, two.n()), 1.0),
        (y2, expected(1.0 / odds, two.n2, y, two.n()), -1.0),
        (two.x1, expected(1.0 / odds, two.n1, x, two.n()), -1.0),
        (y1, expected(odds, two.n1, y, two.n()), 1.0),
    ];
    let least = cells.iter().min_by(|left, right| left.1.total_cmp(&right.1)).expect("four cells");
    let excess = least.2 * (least.0 - least.1);
    let precision: f64 = cells.iter().map(|cell| 1.0 / cell.1).sum();
    if excess == 0.0 { 0.0 } else { excess * precision.sqrt() }
}

/// The count k of a cell with k (n - row - column + k) = odds (row - k)(column - k), in the form whose terms add up.
fn expected(odds: f64, row: f64, column: f64, n: f64) -> f64 {
    let linear = odds * (row + column) + (n - row - column);
    let root = (linear * linear - 4.0 * (odds - 1.0) * odds * row * column).max(0.0).sqrt();
    let count = if linear >= 0.0 {
        2.0 * odds * row * column / (linear + root)
    } else {
        (linear - root) / (2.0 * (odds - 1.0))
    };
    count.clamp((row + column - n).max(0.0), row.min(column))
}
