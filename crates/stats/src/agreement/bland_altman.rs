//! Bland and Altman's limits of agreement.

use crate::answer::finite;
use crate::distribution::{noncentral_t, normal, student_t};
use crate::numeric::{Unit, largest_magnitude};
use crate::paired::{LogRatios, Student};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Pairs, Undefined};

/// How the interval of each limit is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitsInterval {
    /// From the noncentral t distribution (Carkeet 2015): right at any number of pairs.
    #[default]
    Exact,
    /// Limit +- t times its approximate standard error (Bland & Altman 1999): too narrow outwards in small samples.
    Approximate,
}

/// What the limits are to hold, and how surely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitsRule {
    /// Share of differences between the limits; 95 %, so that they lie 1.959964 SD from the bias.
    pub share: Level,
    /// Confidence level of all intervals; 95 %.
    pub level: Level,
    /// Exact.
    pub interval: LimitsInterval,
}

impl Default for LimitsRule {
    fn default() -> Self {
        let level = Level::NINETY_FIVE;
        Self { share: level, level, interval: LimitsInterval::default() }
    }
}

/// Bias and limits of agreement, each with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitsOfAgreement {
    /// Mean difference (or geometric mean ratio), its t interval, and the test of no bias; `sd` is that of the
    /// differences (or log ratios).
    pub bias: Estimate,
    /// Limit below which (1 - share) / 2 of the differences lie.
    pub lower: Estimate,
    /// Limit above which (1 - share) / 2 of the differences lie.
    pub upper: Estimate,
}

const BIAS: Method = Method { name: "mean difference, t interval", reference: BLAND_ALTMAN };
const RATIO_BIAS: Method =
    Method { name: "ratio of geometric means, t interval on the logarithms", reference: BLAND_ALTMAN };
const BLAND_ALTMAN: &str = "Bland JM, Altman DG, Stat Methods Med Res 1999;8:135";
const APPROXIMATE: Method =
    Method { name: "limit of agreement, approximate interval", reference: BLAND_ALTMAN };
const EXACT: Method = Method {
    name: "limit of agreement, exact interval by noncentral t",
    reference: "Carkeet A, Optom Vis Sci 2015;92:e71",
};

/// Limits for after - before, in the unit of the data.
///
/// They assume differences that are normal and do not grow with the measurement; where they grow, use
/// [`limits_of_agreement_of_ratios`]. No pairs: nothing. One pair: the bias alone. All differences equal (up to the
/// rounding of their inputs): bias and limits coincide, no intervals ([`Undefined::NoSpread`]).
pub fn limits_of_agreement(pairs: Pairs<'_>, rule: &LimitsRule) -> LimitsOfAgreement {
    let largest = largest_magnitude(pairs.before()).max(largest_magnitude(pairs.after()));
    let unit = Unit::for_largest(largest);
    let differences: Vec<f64> =
        pairs.iter().map(|(before, after)| unit.of(after) - unit.of(before)).collect();
    let student = Student::of(&differences, 4.0 * f64::EPSILON * unit.of(largest), rule.level);
    let blank = Estimate {
        n_missing: pairs.n_missing(),
        n_zeros: differences.iter().filter(|&&difference| difference == 0.0).count(),
        sd: student.sd.and_then(|sd| finite(unit.back(sd))),
        ..Estimate::blank(BIAS, differences.len())
    };
    all_three(&blank, &student, rule, |value| finite(unit.back(value)))
}

/// Limits for the ratio after / before, a factor without unit: those of the log differences, taken back by exp.
///
/// Pairs with a value at or below zero are left out, as in [`crate::ratio_of_geometric_means`]; `sd` is that of
/// ln(after / before). Otherwise as [`limits_of_agreement`].
pub fn limits_of_agreement_of_ratios(pairs: Pairs<'_>, rule: &LimitsRule) -> LimitsOfAgreement {
    let ratios = LogRatios::of(pairs);
    let student = ratios.student(rule.level);
    let LogRatios { logs, n_left_out } = ratios;
    let left_out = (n_left_out > 0).then_some(Caution::NotPositiveLeftOut { n_pairs: n_left_out });
    let blank = Estimate {
        n_missing: pairs.n_missing() + n_left_out,
        n_zeros: logs.iter().filter(|&&log| log == 0.0).count(),
        sd: student.sd,
        cautions: left_out.into_iter().collect(),
        ..Estimate::blank(RATIO_BIAS, logs.len())
    };
    all_three(&blank, &student, rule, |log| finite(log.exp()))
}

fn all_three(
    blank: &Estimate,
    student: &Student,
    rule: &LimitsRule,
    back: impl Fn(f64) -> Answer + Copy,
) -> LimitsOfAgreement {
    let interval = |method: Method, (low, high): (f64, f64)| {
        Ok(Interval { low: back(low)?, high: back(high)?, level: rule.level, method })
    };
    let bias = Estimate {
        value: student.mean.and_then(back),
        ci: student.limits.and_then(|limits| interval(blank.method, limits)),
        test: student.test,
        ..blank.clone()
    };
    let z = normal::quantile_upper(rule.share.tail());
    let method = if rule.interval == LimitsInterval::Exact { EXACT } else { APPROXIMATE };
    let reach = reach_from_mean(student, blank.n, z, rule);
    let of_side = |side: f64| {
        let ends = student.mean.and_then(|mean| {
            let (inner, outer) = reach?;
            Ok(if side < 0.0 { (mean - outer, mean - inner) } else { (mean + inner, mean + outer) })
        });
        Estimate {
            value: limit(student, side * z).and_then(back),
            ci: ends.and_then(|ends| interval(method, ends)),
            method,
            ..blank.clone()
        }
    };
    LimitsOfAgreement { lower: of_side(-1.0), upper: of_side(1.0), bias }
}

fn limit(student: &Student, z: f64) -> Answer {
    Ok(student.mean? + z * student.sd?)
}

/// How far from the mean a limit's interval begins and ends, on either side.
///
/// Mean + z SD estimates a normal quantile. Exact: sqrt(n) (quantile - mean) / SD has a noncentral t distribution
/// shifted by z sqrt(n). Approximate: its variance is SD^2 (1/n + z^2 / (2 (n - 1))).
fn reach_from_mean(student: &Student, n: usize, z: f64, rule: &LimitsRule) -> Answer<(f64, f64)> {
    let sd = student.sd?;
    if sd == 0.0 {
        return Err(Undefined::NoSpread);
    }
    let (n, df) = (n as f64, n as f64 - 1.0);
    let tail = rule.level.tail();
    Ok(match rule.interval {
        LimitsInterval::Exact => {
            let (shift, each) = (z * n.sqrt(), sd / n.sqrt());
            let end = |share| noncentral_t::quantile_lower(share, df, shift) * each;
            (end(tail), end(1.0 - tail))
        }
        LimitsInterval::Approximate => {
            let reach = student_t::quantile_upper(tail, df) * sd * (1.0 / n + z * z / (2.0 * df)).sqrt();
            (z * sd - reach, z * sd + reach)
        }
    })
}
