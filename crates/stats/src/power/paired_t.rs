//! Student's t for paired data.

use super::search::{Course, least};
use super::{Effect, Power, SampleSize, Sides, TestRule, Wanted};
use crate::distribution::{noncentral_t, student_t};
use crate::{Method, Undefined};

const METHOD: Method = Method {
    name: "power of the paired t test from the noncentral t distribution, both tails counted",
    reference: "Cohen J, Statistical Power Analysis, 2nd ed. 1988, ch. 2; Johnson, Kotz & Balakrishnan, vol. 2, ch. 31",
};

/// The largest number of pairs tried.
const LIMIT: usize = 100_000_000;

/// Power of the paired t test with `n` pairs, if the changes are normal; at least two pairs.
///
/// No effect: the significance level. Exact: R's `power.t.test(type = "paired", strict = TRUE)`.
pub fn paired_t_power(n: usize, effect: Effect, rule: TestRule) -> Power {
    let value = if n < 2 {
        Err(Undefined::TooFew { needed: 2, found: n })
    } else {
        Ok(at(n as f64, effect.size(), rule))
    };
    Power::new(value, n, rule, METHOD)
}

/// The least number of pairs with that power, from 2; no effect has none.
pub fn paired_t_size(wanted: Wanted, effect: Effect, rule: TestRule) -> SampleSize {
    let found = if effect.size() == 0.0 {
        Err(Undefined::NoEffect)
    } else {
        least(2, LIMIT, Course::Rising, |n| at(n as f64, effect.size(), rule) >= wanted.get())
    };
    let power = found.map(|n| paired_t_power(n, effect, rule));
    SampleSize::of(power, wanted.get(), METHOD)
}

/// For any number of pairs of 1.5 or more, `size` in standard deviations at or above 0.
pub(super) fn at(n: f64, size: f64, rule: TestRule) -> f64 {
    let df = n - 1.0;
    let shift = (n.sqrt() * size).min(f64::MAX);
    let critical = student_t::quantile_upper(rule.tail(), df);
    let right = noncentral_t::upper(critical, df, shift);
    match rule.sides {
        Sides::One => right,
        Sides::Two => right + noncentral_t::lower(-critical, df, shift),
    }
}
