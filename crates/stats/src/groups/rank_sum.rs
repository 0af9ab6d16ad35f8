//! The Wilcoxon rank sum test of Mann and Whitney, exact with ties, and the Hodges-Lehmann shift.

mod differences;
mod merged;
mod superiority;

use super::order_null::{Null, interval_index};
use crate::answer::finite;
use crate::distribution::normal;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Sample, Statistic, Test, Undefined};
use differences::Differences;
use merged::Merged;

/// p from the permutation distribution given the ties.
const EXACT: Method = Method {
    name: "Wilcoxon-Mann-Whitney test, exact given ties",
    reference: "Mann HB, Whitney DR, Ann Math Stat 1947;18:50; Streitberg B, Roehmel J, Stat Software Newsl 1986;12:10",
};
/// p from the normal distribution.
const NORMAL: Method = Method {
    name: "Wilcoxon-Mann-Whitney test, normal approximation with tie and continuity correction",
    reference: "Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 4.1",
};
/// The same with U as it is.
const UNCORRECTED: Method = Method {
    name: "Wilcoxon-Mann-Whitney test, normal approximation with tie correction, no continuity correction",
    reference: "Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 4.1",
};
/// Interval between two ordered differences.
const DIFFERENCES: Method = Method {
    name: "ordered differences between the groups",
    reference: "Hodges JL, Lehmann EL, Ann Math Stat 1963;34:598; Hollander, Wolfe & Chicken, 4.3",
};
/// The exact distribution serves at most this many values, whatever the rule says.
const MOST: usize = 500;

/// Whether a whole-numbered statistic moves half a step towards its expectation before it meets the normal distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// It moves.
    HalfStep,
    /// It stays.
    None,
}

/// How the interval of the probability of superiority is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuperiorityInterval {
    /// Newcombe's method 5: a model's variance at the ends; never without width. For groups of like spread.
    Newcombe,
    /// DeLong's: the variance that the values show, for groups of unlike spread that overlap and are not small.
    DeLong,
}

/// The choices the method leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankSumRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// The exact distribution serves up to this many values in both groups together; 200. More than 500 count as 500.
    pub exact_up_to: usize,
    /// Of the normal approximation; [`Correction::HalfStep`].
    pub correction: Correction,
    /// Of the probability of superiority; [`SuperiorityInterval::Newcombe`].
    pub superiority: SuperiorityInterval,
}

impl Default for RankSumRule {
    fn default() -> Self {
        Self {
            level: Level::NINETY_FIVE,
            exact_up_to: 200,
            correction: Correction::HalfStep,
            superiority: SuperiorityInterval::Newcombe,
        }
    }
}

/// Probability that a value of the second group exceeds one of the first, ties counting one half (the area under the
/// ROC curve), with Newcombe's or DeLong's interval and the two-sided rank sum test of *no difference*. O(N log N).
///
/// The value is U / (m n). p is the probability of a rank sum at least as far from its expectation, given the ties.
/// `n` counts both groups, `n_ties` the values equal to another one, of whichever group. No value in a group: nothing
/// is defined. All values equal: 1/2 with its interval, and no test ([`Undefined::NoSpread`]).
pub fn mann_whitney_test(first: Sample<'_>, second: Sample<'_>, rule: &RankSumRule) -> Estimate {
    let (keys, merged) = match Merged::of(first, second) {
        Ok(merged) => merged,
        Err(reason) => return blank(first, second).without(reason),
    };
    let mut estimate = tested(first, second, &merged, rule);
    let auc = merged.doubled_u as f64 / (2.0 * merged.n_pairs());
    estimate.value = Ok(auc);
    estimate.ci = match rule.superiority {
        SuperiorityInterval::Newcombe => Ok(superiority::newcombe(auc, merged.m, merged.n, rule.level)),
        SuperiorityInterval::DeLong => superiority::delong(auc, &keys, rule.level),
    };
    estimate
}

/// Hodges-Lehmann shift of the second group against the first, in the unit of the data, with its interval and the
/// two-sided rank sum test of *no shift*.
///
/// The value is the median of the m n differences, second minus first; the interval lies between the k-th
/// from below and the k-th from above, k from the distribution without ties (exact) or the normal one with tie
/// correction. Where no k reaches the level, k is 1 with a [`Caution::LevelNotReached`]. The interval does not
/// assume normal data, and does assume that the groups differ by a shift only.
///
/// No value in a group: nothing is defined. One in each: the value alone. A difference beyond the largest number:
/// the test alone. Time O(N log N), memory O(N): the differences are never written down.
pub fn mann_whitney_shift(first: Sample<'_>, second: Sample<'_>, rule: &RankSumRule) -> Estimate {
    let (keys, merged) = match Merged::of(first, second) {
        Ok(merged) => merged,
        Err(reason) => return blank(first, second).without(reason),
    };
    let mut estimate = tested(first, second, &merged, rule);
    let differences = match Differences::of(&keys.0, &keys.1) {
        Ok(differences) => differences,
        Err(reason) => {
            (estimate.value, estimate.ci) = (Err(reason), Err(reason));
            return estimate;
        }
    };
    if merged.m + merged.n < 3 {
        estimate.value = finite(differences.median());
        estimate.ci = Err(Undefined::TooFew { needed: 3, found: 2 });
        return estimate;
    }
    let k = if exact(&merged, rule) {
        exact_index(&merged, rule.level, &mut estimate.cautions)
    } else {
        normal_index(&merged, rule.level)
    };
    let (value, (low, high)) = rayon::join(
        || differences.median(),
        || rayon::join(|| differences.ordered(k), || differences.ordered_downwards(k)),
    );
    estimate.value = finite(value);
    estimate.ci = interval(low, high, rule.level);
    estimate
}

fn interval(low: f64, high: f64, level: Level) -> Answer<Interval> {
    Ok(Interval { low: finite(low)?, high: finite(high)?, level, method: DIFFERENCES })
}

fn blank(first: Sample<'_>, second: Sample<'_>) -> Estimate {
    let n_missing = first.n_missing() + second.n_missing();
    Estimate { n_missing, ..Estimate::blank(EXACT, first.values().len() + second.values().len()) }
}

/// Everything but value and interval.
fn tested(first: Sample<'_>, second: Sample<'_>, merged: &Merged, rule: &RankSumRule) -> Estimate {
    let exact = exact(merged, rule);
    let method = match rule.correction {
        _ if exact => EXACT,
        Correction::HalfStep => NORMAL,
        Correction::None => UNCORRECTED,
    };
    let test = if merged.all_equal {
        Err(Undefined::NoSpread)
    } else if exact {
        Ok(exact_test(merged))
    } else {
        Ok(normal_test(merged, rule.correction))
    };
    Estimate { method, test, n_ties: merged.ties.n_ties, ..blank(first, second) }
}

fn exact(merged: &Merged, rule: &RankSumRule) -> bool {
    merged.m + merged.n <= rule.exact_up_to.min(MOST)
}

fn exact_test(merged: &Merged) -> Test {
    let p_value = Null::of(&[merged.m, merged.n], &merged.runs).two_sided(merged.doubled_u);
    Test { statistic: Statistic::RankSum { u: merged.u(), w: merged.w() }, p_value }
}

fn normal_test(merged: &Merged, correction: Correction) -> Test {
    let excess = merged.u() - 0.5 * merged.n_pairs();
    let corrected = match correction {
        Correction::HalfStep => excess.signum() * (excess.abs() - 0.5).max(0.0),
        Correction::None => excess,
    };
    let z = corrected / merged.variance().sqrt();
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Test { statistic: Statistic::RankSumNormal { u: merged.u(), w: merged.w(), z }, p_value }
}

fn exact_index(merged: &Merged, level: Level, cautions: &mut Vec<Caution>) -> u64 {
    let index = interval_index(merged.m, merged.n, level.tail());
    if index.achieved < level.get() {
        cautions.push(Caution::LevelNotReached { achieved: index.achieved });
    }
    index.k
}

fn normal_index(merged: &Merged, level: Level) -> u64 {
    let reach = normal::quantile_upper(level.tail()) * merged.variance().max(0.0).sqrt();
    let k = (0.5 * merged.n_pairs() - reach).floor();
    if k >= 1.0 { k as u64 } else { 1 }
}
