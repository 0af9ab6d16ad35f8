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
    let p1 = restricted(two, difference);
    let p2 = (p1 + difference).clamp(0.0, 1.0);
    let excess = two.difference() - difference;
    let variance = p1 * (1.0 - p1) / two.n1 + p2 * (1.0 - p2) / two.n2;
    if excess == 0.0 { 0.0 } else { excess / variance.sqrt() }
}

/// The p1 of largest likelihood when p2 = p1 + d: the middle root of a cubic in closed form (Miettinen & Nurminen
/// 1985, appendix I), followed by two steps of Newton's method, as arc cosines near 1 cost half the digits.
fn restricted(two: &Two, d: f64) -> f64 {
    let (low, high) = ((-d).max(0.0), (1.0 - d).min(1.0));
    let l3 = two.n();
    let l2 = (two.n2 + 2.0 * two.n1) * d - two.n() - two.x();
    let l1 = (two.n1 * d - two.n() - 2.0 * two.x1) * d + two.x();
    let l0 = two.x1 * d * (1.0 - d);
    let third = l2 / (3.0 * l3);
    let q = third * third * third - l1 * l2 / (6.0 * l3 * l3) + l0 / (2.0 * l3);
    let p = (third * third - l1 / (3.0 * l3)).max(0.0).sqrt().copysign(q);
    let angle = if p == 0.0 { 0.0 } else { (PI + (q / (p * p * p)).clamp(-1.0, 1.0).acos()) / 3.0 };
    let mut root = (2.0 * p * angle.cos() - third).clamp(low, high);
    for _ in 0..2 {
        let slope = (3.0 * l3 * root + 2.0 * l2) * root + l1;
        let next = root - (((l3 * root + l2) * root + l1) * root + l0) / slope;
        if (low..=high).contains(&next) {
            root = next;
        }
    }
    root
}
