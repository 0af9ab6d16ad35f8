//! The Wilcoxon signed-rank test with the Hodges-Lehmann estimate, exact with ties.

mod null;
mod ranks;
mod walsh;

use crate::answer::finite;
use crate::distribution::normal;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Pairs, Statistic, Test, Undefined};
use ranks::Ranks;
use walsh::{Differences, WalshAverages};

/// p from the permutation distribution given the ties.
const EXACT: Method = Method {
    name: "Wilcoxon signed-rank test, exact given ties, zeros dropped",
    reference: "Wilcoxon F, Biometrics 1945;1:80; Streitberg B, Roehmel J, Stat Software Newsl 1986;12:10",
};

/// p from the normal distribution.
const NORMAL: Method = Method {
    name: "Wilcoxon signed-rank test, normal approximation with tie and continuity correction, zeros dropped",
    reference: "Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 3.1",
};

/// Interval between two ordered Walsh averages.
const WALSH: Method = Method {
    name: "ordered Walsh averages",
    reference: "Hodges JL, Lehmann EL, Ann Math Stat 1963;34:598; Hollander, Wolfe & Chicken, 3.3",
};

/// The choices the method leaves open. The default is the study contract's, section 8.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRankRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// Differences are rounded to this many decimals, so that 0.3 - 0.2 and 0.2 - 0.1 tie; 9. `None` takes
    /// them as computed. More than 15 count as 15.
    pub decimals: Option<u32>,
    /// The exact distribution serves up to this many non-zero differences; 200. More than 1000 count as
    /// 1000, where its counts reach the largest `f64`.
    pub exact_up_to: usize,
}

impl Default for SignedRankRule {
    fn default() -> Self {
        Self { level: Level::NINETY_FIVE, decimals: Some(9), exact_up_to: 200 }
    }
}

/// Hodges-Lehmann estimate of the change (after - before), in the unit of the data, with its interval and
/// the two-sided signed-rank test.
///
/// The estimate is the median of the Walsh averages (d_i + d_j) / 2, i <= j, of the non-zero differences;
/// the interval lies between the k-th from below and the k-th from above. Zeros are dropped and counted in
/// `n_zeros`; `n` counts all pairs. Equal absolute differences share the mean of their ranks and are
/// counted in `n_ties`. The interval's k comes from the distribution without ties; up to five differences
/// no k reaches 95 %, then k = 1 and a [`Caution::LevelNotReached`].
///
/// No pairs, or all differences zero: nothing is defined. One non-zero difference: the value alone.
/// Time O(n log n), memory O(n): the n (n + 1) / 2 averages are never written down.
pub fn signed_rank(pairs: Pairs<'_>, rule: &SignedRankRule) -> Estimate {
    let mut estimate = Estimate { n_missing: pairs.n_missing(), ..Estimate::blank(EXACT, pairs.n()) };
    let differences = match Differences::of(pairs, rule.decimals) {
        Ok(differences) => differences,
        Err(reason) => return estimate.without(reason),
    };
    estimate.n_zeros = pairs.n() - differences.n();
    match (pairs.n(), differences.n()) {
        (0, _) => return estimate.without(Undefined::NoValues),
        (_, 0) => return estimate.without(Undefined::AllDifferencesZero),
        _ => complete(&mut estimate, &differences, rule),
    }
    estimate
}

fn complete(estimate: &mut Estimate, differences: &Differences, rule: &SignedRankRule) {
    let n = differences.n();
    let walsh = WalshAverages::of(differences);
    let ranks = Ranks::of(differences.sorted());
    let exact = n <= rule.exact_up_to.min(1000);
    estimate.method = if exact { EXACT } else { NORMAL };
    estimate.n_ties = ranks.n_ties();
    estimate.value = finite(walsh.median());
    if n < 2 {
        let reason = Undefined::TooFewNonZero { needed: 2, found: n };
        (estimate.ci, estimate.test) = (Err(reason), Err(reason));
        return;
    }
    estimate.test = Ok(if exact { exact_test(&ranks) } else { normal_test(&ranks) });
    let k = if exact {
        exact_index(n, rule.level, &mut estimate.cautions)
    } else {
        normal_index(&ranks, rule.level)
    };
    estimate.ci = interval(&walsh, k, rule.level);
}

fn interval(walsh: &WalshAverages<'_>, k: u64, level: Level) -> Answer<Interval> {
    let (low, high) = (walsh.ordered(k), walsh.ordered(walsh.count() + 1 - k));
    Ok(Interval { low: finite(low)?, high: finite(high)?, level, method: WALSH })
}

fn exact_test(ranks: &Ranks) -> Test {
    let smaller = ranks.doubled_v().min(ranks.doubled_total() - ranks.doubled_v());
    let p_value = (2.0 * null::lower_tail(ranks.doubled(), smaller)).min(1.0);
    Test { statistic: Statistic::SignedRank { v: ranks.v() }, p_value }
}

/// The correction moves V half a rank towards its expectation.
fn normal_test(ranks: &Ranks) -> Test {
    let excess = ranks.v() - ranks.expected();
    let corrected = excess.signum() * (excess.abs() - 0.5).max(0.0);
    let z = corrected / ranks.variance().sqrt();
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Test { statistic: Statistic::SignedRankNormal { v: ranks.v(), z }, p_value }
}

fn exact_index(n: usize, level: Level, cautions: &mut Vec<Caution>) -> u64 {
    let index = null::interval_index(n, level.tail());
    if index.achieved < level.get() {
        cautions.push(Caution::LevelNotReached { achieved: index.achieved });
    }
    index.k
}

fn normal_index(ranks: &Ranks, level: Level) -> u64 {
    let k = (ranks.expected() - normal_factor(level) * ranks.variance().sqrt()).floor();
    if k >= 1.0 { k as u64 } else { 1 }
}

/// For 95 % the contract's 1.959964, six decimals, so that everyone finds the same k.
fn normal_factor(level: Level) -> f64 {
    if level == Level::NINETY_FIVE { 1.959964 } else { normal::quantile_upper(level.tail()) }
}
