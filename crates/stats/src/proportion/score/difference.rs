//! The score of a difference of proportions.

use super::Two;
use crate::numeric::root;
use std::f64::consts::PI;

/// The differences with score `reach` and -`reach`, from -1 to 1.
pub(super) fn limits(two: &Two, reach: f64) -> (f64, f64) {
    let value = two.difference();
    let low =
        if value == -1.0 { -1.0 } else { root(-1.0, value, |difference| reach - score(two, difference)) };
    let high =
        if value == 1.0 { 1.0 } else { root(value, 1.0, |difference| -reach - score(two, difference)) };
    (low, high)
}

/// (p2 - p1 - d) over its SE when the difference is d, both estimated by maximum likelihood under d. Falls with d.
fn score(two: &Two, difference: f64) -> f64 {
    let excess = two.difference() - difference;
    if excess == 0.0 { 0.0 } else { excess / variance(two, difference).sqrt() }
}

/// p1 q1 / n1 + p2 q2 / n2 of the restricted estimates. The least of p1, p2, q1 = 1 - p1 and q2 is solved for by
/// itself, by exchanging the groups or those that have it with those that have it not, and so keeps its digits.
fn variance(two: &Two, d: f64) -> f64 {
    let p1 = restricted([two.x1, two.n1, two.x2, two.n2], d);
    let (y1, y2) = two.others();
    let guesses = [p1, p1 + d, 1.0 - p1, 1.0 - d - p1];
    let least = guesses.into_iter().fold(f64::INFINITY, f64::min);
    let [p1, q1, p2, q2] = if least == guesses[0] {
        [p1, 1.0 - p1, p1 + d, 1.0 - d - p1]
    } else if least == guesses[1] {
        let p2 = restricted([two.x2, two.n2, two.x1, two.n1], -d);
        [p2 - d, 1.0 + d - p2, p2, 1.0 - p2]
    } else if least == guesses[2] {
        let q1 = restricted([y1, two.n1, y2, two.n2], -d);
        [1.0 - q1, q1, 1.0 + d - q1, q1 - d]
    } else {
        let q2 = restricted([y2, two.n2, y1, two.n1], d);
        [1.0 - d - q2, q2 + d, 1.0 - q2, q2]
    }
    .map(|share| share.clamp(0.0, 1.0));
    p1 * q1 / two.n1 + p2 * q2 / two.n2
}

/// The p1 of largest likelihood of x1 of n1 and x2 of n2 when p2 = p1 + d: the middle root of a cubic in closed
/// form (Miettinen & Nurminen 1985, appendix I), followed by steps of Newton's method, as arc cosines near 1
/// cost half the digits.
fn restricted([x1, n1, x2, n2]: [f64; 4], d: f64) -> f64 {
    let (low, high) = ((-d).max(0.0), (1.0 - d).min(1.0));
    let (n, x) = (n1 + n2, x1 + x2);
    let l2 = (n2 + 2.0 * n1) * d - n - x;
    let l1 = (n1 * d - n - 2.0 * x1) * d + x;
    let l0 = x1 * d * (1.0 - d);
    let third = l2 / (3.0 * n);
    let q = third * third * third - l1 * l2 / (6.0 * n * n) + l0 / (2.0 * n);
    let p = (third * third - l1 / (3.0 * n)).max(0.0).sqrt().copysign(q);
    let angle = if p == 0.0 { 0.0 } else { (PI + (q / (p * p * p)).clamp(-1.0, 1.0).acos()) / 3.0 };
    let mut root = (2.0 * p * angle.cos() - third).clamp(low, high);
    for _ in 0..3 {
        let slope = (3.0 * n * root + 2.0 * l2) * root + l1;
        let next = root - (((n * root + l2) * root + l1) * root + l0) / slope;
        if (low..=high).contains(&next) {
            root = next;
        }
    }
    root
}
