//! The rank correlation of Spearman.

use super::pearson::ProductMoment;
use super::permutation::{Tails, tails};
use super::ranks::{Ranked, n_tied};
use super::require_spread;
use crate::distribution::gamma;
use crate::{Answer, Estimate, Level, Method, Pairs, Statistic, Test};

const EXACT: Method = Method {
    name: "Spearman rank correlation, exact given ties",
    reference: "Spearman C, Am J Psychol 1904;15:72; Hollander, Wolfe & Chicken, 8.5",
};

const STUDENT: Method = Method {
    name: "Spearman rank correlation, t approximation",
    reference: "Spearman C, Am J Psychol 1904;15:72; Kendall MG, Rank Correlation Methods, 1970, 5.9",
};

const BONETT_WRIGHT: Method = Method {
    name: "Fisher's z transformation with Bonett and Wright's variance",
    reference: "Bonett DG, Wright TA, Psychometrika 2000;65:23",
};

/// The choices the method leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpearmanRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// The exact distribution over all orders serves up to this many pairs, with and without ties; 12. More
    /// than 14 count as 14.
    pub exact_up_to: usize,
}

impl Default for SpearmanRule {
    fn default() -> Self {
        Self { level: Level::NINETY_FIVE, exact_up_to: 12 }
    }
}

/// Pearson's r of the midranks, from -1 to 1, with interval and two-sided test of no association.
///
/// p: up to `exact_up_to` pairs, and in perfect order at any number, twice the smaller tail of the exact
/// distribution given the ties; above, Student's t = ρ √((n - 2)/(1 - ρ²)). The exact statistic is
/// Σ(difference of midranks)². Interval: tanh(artanh ρ ± z √((1 + ρ²/2)/(n - 3))), from four pairs on;
/// [`crate::Undefined::PerfectFit`] for ρ of 1 or -1. `n_ties` counts the pairs that share x or y with another.
/// Below three pairs, or with a constant side, nothing is defined. O(n log n) outside the exact distribution,
/// which costs a few milliseconds at 12 pairs.
pub fn spearman(pairs: Pairs<'_>, rule: &SpearmanRule) -> Estimate {
    let blank = Estimate { n_missing: pairs.n_missing(), ..Estimate::blank(STUDENT, pairs.n()) };
    if let Err(reason) = require_spread(pairs) {
        return blank.without(reason);
    }
    let n = pairs.n();
    let (x, y) = (Ranked::of(pairs.before()), Ranked::of(pairs.after()));
    let product = ProductMoment::of(&numbers(&x), &numbers(&y));
    let exact = n <= rule.exact_up_to.min(14) || product.r.abs() == 1.0;
    let factor = 1.0 + 0.5 * product.r * product.r;
    Estimate {
        value: Ok(product.r),
        ci: product.fisher(n, 4, factor, 3.0, rule.level, BONETT_WRIGHT),
        test: if exact { exact_test(&x, &y, product.r) } else { product.t_test(n) },
        n_ties: n_tied(&x, &y),
        method: if exact { EXACT } else { STUDENT },
        ..blank
    }
}

fn numbers(ranked: &Ranked) -> Vec<f64> {
    ranked.doubled.iter().map(|&rank| rank as f64).collect()
}

fn exact_test(x: &Ranked, y: &Ranked, r: f64) -> Answer<Test> {
    let squares =
        x.doubled.iter().zip(&y.doubled).map(|(&x, &y)| x.abs_diff(y) as f64 * x.abs_diff(y) as f64);
    let statistic = Statistic::Permutation { value: squares.sum::<f64>() / 4.0 };
    let p_value = if r.abs() == 1.0 { in_perfect_order(x) } else { exact_tails(x, y).two_sided() };
    Ok(Test { statistic, p_value })
}

/// Both sides have the same ties; the orders within them are all that can change: twice Πt!/n!.
fn in_perfect_order(x: &Ranked) -> f64 {
    let within: f64 = x.sizes.iter().map(|&size| gamma::ln_factorial(size as u64)).sum();
    (2.0 * (within - gamma::ln_factorial(x.n() as u64)).exp()).min(1.0)
}

/// Of Σ of the products of midranks, which rises with ρ and falls with Σ(difference)². Untied ranks are
/// halved, for a quarter of the sums. The side with more ties chooses last: fewer states.
fn exact_tails(x: &Ranked, y: &Ranked) -> Tails {
    let (x, y) = if x.sizes.len() < y.sizes.len() { (y, x) } else { (x, y) };
    let half = if x.untied() && y.untied() { 2 } else { 1 };
    let (by_x, by_y) = (by_group(x, half), by_group(y, half));
    let observed = x.group.iter().zip(&y.group).map(|(&x, &y)| by_x[x] * by_y[y]).sum();
    let gain = |step: &super::permutation::Step<'_>| {
        let taken: i64 = step.taken.iter().zip(&by_y).map(|(&count, rank)| count as i64 * rank).sum();
        by_x[step.x_group] * taken
    };
    tails(x, y, gain, observed)
}

/// The (doubled) midrank of each group, over `half`.
fn by_group(ranked: &Ranked, half: i64) -> Vec<i64> {
    let mut ranks = vec![0; ranked.sizes.len()];
    for (&group, &doubled) in ranked.group.iter().zip(&ranked.doubled) {
        ranks[group] = doubled as i64 / half;
    }
    ranks
}
