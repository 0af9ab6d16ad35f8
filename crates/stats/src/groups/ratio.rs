//! The ratio of two groups' geometric means.

use super::centre::Centre;
use super::mean::{Compared, welch_error};
use crate::answer::finite;
use crate::{Caution, Estimate, Interval, Level, Method, Sample, Undefined};

/// Welch's t on logarithms, taken back by exp.
const RATIO: Method = Method {
    name: "ratio of geometric means of two groups, Welch's t test on the logarithms",
    reference: "Bland JM, Altman DG, BMJ 1996;312:1153; Welch BL, Biometrika 1938;29:350",
};

/// Geometric mean of the second group over that of the first, a factor without unit; 1 is no difference.
///
/// Only values above zero have a logarithm. The others are left out, counted in `n_missing` and named in a
/// [`Caution::ValuesNotPositiveLeftOut`]; `n` is the number used. Interval and test are Welch's on the logarithms.
/// No value above zero in a group: [`Undefined::NotPositive`], or [`Undefined::NoValues`] if it has none at all. One
/// value in a group, or both groups constant: the ratio alone, as for [`super::welch_t`].
pub fn ratio_of_geometric_means(first: Sample<'_>, second: Sample<'_>, level: Level) -> Estimate {
    let positive = |sample: Sample<'_>| -> Vec<f64> {
        sample.values().iter().copied().filter(|&value| value > 0.0).collect()
    };
    let (used_first, used_second) = (positive(first), positive(second));
    let n = used_first.len() + used_second.len();
    let n_left_out = first.values().len() + second.values().len() - n;
    let mut estimate = Estimate::blank(RATIO, n);
    estimate.n_missing = first.n_missing() + second.n_missing() + n_left_out;
    if n_left_out > 0 {
        estimate.cautions.push(Caution::ValuesNotPositiveLeftOut { n_values: n_left_out });
    }
    if first.values().is_empty() || second.values().is_empty() {
        return estimate.without(Undefined::NoValues);
    }
    if used_first.is_empty() || used_second.is_empty() {
        return estimate.without(Undefined::NotPositive);
    }
    compare(estimate, &used_first, &used_second, level)
}

/// Logarithms are taken of values over a value of the first group: only the difference of the means counts, and the
/// logarithms of 1000000000 and 1000000001 agree in their first ten digits.
fn compare(estimate: Estimate, first: &[f64], second: &[f64], level: Level) -> Estimate {
    let origin = first.iter().copied().fold(f64::INFINITY, f64::min);
    let centre = |values: &[f64]| {
        Centre::of(&values.iter().map(|&value| log_ratio(origin, value)).collect::<Vec<_>>())
    };
    let (first, second) = (centre(first), centre(second));
    let compared = Compared::of(&first, &second, level, welch_error(&first, &second));
    let back = |log: f64| finite(log.exp());
    Estimate {
        value: back(compared.difference),
        ci: compared.limits.and_then(|(low, high)| {
            Ok(Interval { low: back(low)?, high: back(high)?, level, method: RATIO })
        }),
        test: compared.test,
        ..estimate
    }
}

/// ln(value / origin): near 1 from the exact difference, elsewhere from the quotient, and from two logarithms where
/// that leaves the range.
fn log_ratio(origin: f64, value: f64) -> f64 {
    let ratio = value / origin;
    if ratio < 2.0 && ratio > 0.5 {
        ((value - origin) / origin).ln_1p()
    } else if ratio.is_normal() {
        ratio.ln()
    } else {
        value.ln() - origin.ln()
    }
}
