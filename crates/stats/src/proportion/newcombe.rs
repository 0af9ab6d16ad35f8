//! The hybrid score interval of a difference of proportions.

use super::two::{Two, blank};
use super::wilson::score_limits;
use crate::distribution::normal;
use crate::{Estimate, Interval, Level, Method, Proportion};

pub(super) const NEWCOMBE: Method = Method {
    name: "Newcombe's hybrid score interval of a difference, without continuity correction",
    reference: "Newcombe RG, Stat Med 1998;17:873 (method 10)",
};

/// Proportion of `second` minus that of `first`, from -1 to 1, with the interval that puts the Wilson limits l, u of
/// both together: from d - √((p2 - l2)² + (u1 - p1)²) to d + √((u2 - p2)² + (p1 - l1)²). No test
/// ([`super::score_difference`] has one). `n` counts both groups.
///
/// A group of nobody: [`crate::Undefined::ZeroDenominator`].
pub fn newcombe_difference(first: Proportion, second: Proportion, level: Level) -> Estimate {
    let blank = blank(first, second, NEWCOMBE);
    match Two::of(first, second) {
        Err(reason) => Estimate { value: Err(reason), ci: Err(reason), ..blank },
        Ok(two) => {
            let (low, high) = limits(&two, normal::quantile_upper(level.tail()));
            Estimate {
                value: Ok(two.difference()),
                ci: Ok(Interval { low, high, level, method: NEWCOMBE }),
                ..blank
            }
        }
    }
}

/// Both ends, within -1 to 1.
pub(super) fn limits(two: &Two, z: f64) -> (f64, f64) {
    let (low1, high1) = score_limits(two.x1, two.n1, z);
    let (low2, high2) = score_limits(two.x2, two.n2, z);
    let (p1, p2, difference) = (two.p1(), two.p2(), two.difference());
    let low = difference - (p2 - low2).hypot(high1 - p1);
    let high = difference + (high2 - p2).hypot(p1 - low1);
    (low.clamp(-1.0, difference), high.clamp(difference, 1.0))
}
