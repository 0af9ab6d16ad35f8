//! The Wilcoxon signed-rank test with the Hodges-Lehmann estimate, exact with ties.

mod null;
mod ranks;
mod rule;
mod sums;
mod test;
mod walsh;

pub use rule::{Continuity, SignedRankRule, ZeroRule};

use super::differences::Differences;
use crate::answer::finite;
use crate::distribution::normal;
use crate::{Answer, Caution, Estimate, Interval, Level, Pairs, Undefined};
use ranks::Ranks;
use rule::WALSH;
use walsh::WalshAverages;

/// Hodges-Lehmann estimate of the change (after - before), in the unit of the data, with its interval and
/// the two-sided signed-rank test.
///
/// The estimate is the median of the Walsh averages (d_i + d_j) / 2, i <= j, of the non-zero differences;
/// the interval lies between the k-th from below and the k-th from above. Zeros are dropped and counted in
/// `n_zeros`; `n` counts all pairs. Equal absolute differences share the mean of their ranks and are
/// counted in `n_ties`. The interval's k comes from the distribution without ties; up to five differences
/// no k reaches 95 %, then k = 1 and a [`Caution::LevelNotReached`].
///
/// [`ZeroRule::Pratt`] ranks the zeros before dropping them from V, and keeps them among the Walsh averages
/// and in the interval's n: shifted by any change but 0 they are differences like the others.
///
/// No pairs, or all differences zero: nothing is defined. One non-zero difference: the value alone.
/// Time O(n log n), memory O(n): the n (n + 1) / 2 averages are never written down.
pub fn signed_rank(pairs: Pairs<'_>, rule: &SignedRankRule) -> Estimate {
    let (mut estimate, differences) = match prepare(pairs, rule) {
        Ok(prepared) => prepared,
        Err(estimate) => return *estimate,
    };
    let differences = differences.sorted();
    let ranks = Ranks::of_sorted(differences.values(), ranked_zeros(&estimate, rule));
    fill_test(&mut estimate, &ranks, rule);
    let kept = match rule.zeros {
        ZeroRule::Wilcoxon => differences,
        ZeroRule::Pratt => differences.with_zeros(estimate.n_zeros),
    };
    let k = interval_index(&ranks, kept.values().len(), rule, &mut estimate.cautions);
    let walsh = WalshAverages::of(&kept).summary(k);
    estimate.value = finite(walsh.median);
    estimate.ci = match estimate.test {
        Ok(_) => interval(walsh.low, walsh.high, rule.level),
        Err(reason) => Err(reason),
    };
    estimate
}

/// The signed-rank test alone: V, z and the two-sided p of [`signed_rank`] without estimate and interval,
/// which are [`Undefined::NotPartOfMethod`].
///
/// Time O(n log n) for the sort of whole-number keys, on all processors for many pairs. No pairs, all
/// differences zero, or a single one that is not: no test.
pub fn signed_rank_test(pairs: Pairs<'_>, rule: &SignedRankRule) -> Estimate {
    let (mut estimate, differences) = match prepare(pairs, rule) {
        Ok(prepared) => prepared,
        Err(estimate) => {
            let none = Undefined::NotPartOfMethod;
            return Estimate { value: Err(none), ci: Err(none), ..*estimate };
        }
    };
    let ranks = Ranks::of_keys(differences.keys(), ranked_zeros(&estimate, rule));
    fill_test(&mut estimate, &ranks, rule);
    estimate
}

/// The counts, and the differences if there is one to rank.
fn prepare(pairs: Pairs<'_>, rule: &SignedRankRule) -> Result<(Estimate, Differences), Box<Estimate>> {
    let blank = Estimate::blank(rule.method(true), pairs.n());
    let mut estimate = Estimate { n_missing: pairs.n_missing(), ..blank };
    let differences = match Differences::of(pairs, rule.decimals) {
        Ok(differences) => differences,
        Err(reason) => return Err(Box::new(estimate.without(reason))),
    };
    estimate.n_zeros = pairs.n() - differences.n();
    match (pairs.n(), differences.n()) {
        (0, _) => Err(Box::new(estimate.without(Undefined::NoValues))),
        (_, 0) => Err(Box::new(estimate.without(Undefined::AllDifferencesZero))),
        _ => Ok((estimate, differences)),
    }
}

/// How many zeros lie below the ranks of the others.
fn ranked_zeros(estimate: &Estimate, rule: &SignedRankRule) -> usize {
    match rule.zeros {
        ZeroRule::Wilcoxon => 0,
        ZeroRule::Pratt => estimate.n_zeros,
    }
}

fn fill_test(estimate: &mut Estimate, ranks: &Ranks, rule: &SignedRankRule) {
    let exact = ranks.n() <= rule.exact_limit() && test::table_fits(ranks);
    estimate.method = rule.method(exact);
    estimate.n_ties = ranks.n_ties();
    estimate.test = if ranks.n() < 2 {
        Err(Undefined::TooFewNonZero { needed: 2, found: ranks.n() })
    } else if exact {
        Ok(test::exact(ranks))
    } else {
        Ok(test::normal(ranks, rule.continuity))
    };
}

/// The interval runs from the k-th smallest to the k-th largest of the Walsh averages of `n` differences.
fn interval_index(ranks: &Ranks, n: usize, rule: &SignedRankRule, cautions: &mut Vec<Caution>) -> u64 {
    if ranks.n() < 2 {
        return 1;
    }
    if n <= rule.exact_limit() {
        exact_index(n, rule.level, cautions)
    } else {
        normal_index(ranks, rule.level)
    }
}

fn interval(low: f64, high: f64, level: Level) -> Answer<Interval> {
    Ok(Interval { low: finite(low)?, high: finite(high)?, level, method: WALSH })
}

fn exact_index(n: usize, level: Level, cautions: &mut Vec<Caution>) -> u64 {
    let index = null::interval_index(n, level.tail());
    if index.achieved < level.get() {
        cautions.push(Caution::LevelNotReached { achieved: index.achieved });
    }
    index.k
}

/// Kept zeros count as one more group of ties: shifted, they stay equal to each other.
fn normal_index(ranks: &Ranks, level: Level) -> u64 {
    let (expected, variance) = ranks.moments_with_zeros();
    let k = (expected - normal_factor(level) * variance.sqrt()).floor();
    if k >= 1.0 { k as u64 } else { 1 }
}

/// For 95 % the contract's 1.959964, six decimals, so that everyone finds the same k.
fn normal_factor(level: Level) -> f64 {
    if level == Level::NINETY_FIVE { 1.959964 } else { normal::quantile_upper(level.tail()) }
}
