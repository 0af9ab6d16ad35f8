//! The rank correlation of Kendall.

mod concordance;
mod inversions;

use super::pearson::around;
use super::permutation::{Step, tails};
use super::ranks::{Ranked, n_tied};
use super::require_spread;
use crate::distribution::normal;
use crate::{Answer, Estimate, Interval, Level, Method, Pairs, Statistic, Test, Undefined};
use concordance::Concordance;

const EXACT: Method = Method {
    name: "Kendall's tau-b, exact given ties",
    reference: "Kendall MG, Biometrika 1938;30:81; Rank Correlation Methods, 1970, chapters 3 and 5",
};

const NORMAL: Method = Method {
    name: "Kendall's tau-b, normal approximation with tie correction",
    reference: "Kendall MG, Biometrika 1945;33:239; Hollander, Wolfe & Chicken, 8.1",
};

const INTERVAL: Method = Method {
    name: "Fisher's z transformation with the jackknife variance of tau-b",
    reference: "Brown MB, Benedetti JK, J Am Stat Assoc 1977;72:309; Arvesen JN, Ann Math Stat 1969;40:2076",
};

/// The choices the method leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KendallRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// The exact distribution serves up to this many pairs without ties; 200. More than 500 count as 500.
    pub exact_up_to: usize,
    /// The exact distribution given the ties serves up to this many pairs; 12. More than 14 count as 14.
    pub exact_with_ties_up_to: usize,
}

impl Default for KendallRule {
    fn default() -> Self {
        Self { level: Level::NINETY_FIVE, exact_up_to: 200, exact_with_ties_up_to: 12 }
    }
}

/// Concordant minus discordant pairs of pairs, over the root of those untied in x times those untied in y: from -1 to 1,
/// with interval and two-sided test of no association.
///
/// p: without ties up to `exact_up_to` pairs, twice the smaller tail of the number of inversions of a random
/// order; with ties up to `exact_with_ties_up_to`, the same over all orders given the ties; above, z with
/// Kendall's variance given the ties and no continuity correction. Interval: from five pairs on, artanh tau ±
/// z s/(1 - tau²), s² the consistent variance of tau-b, which ties do not upset, widened by n(n - 1)/(n - 2)²
/// to that of the jackknife; [`Undefined::PerfectFit`] for tau of 1 or -1. `n_ties` counts the pairs that share
/// x or y with another. Below three pairs, or with a constant side, nothing is defined. O(n log n) outside the
/// exact distributions, which cost n times the number of inversions (at most 2 million steps at 200) and a few
/// milliseconds at 12 tied pairs.
pub fn kendall(pairs: Pairs<'_>, rule: &KendallRule) -> Estimate {
    let blank = Estimate { n_missing: pairs.n_missing(), ..Estimate::blank(NORMAL, pairs.n()) };
    if let Err(reason) = require_spread(pairs) {
        return blank.without(reason);
    }
    let (x, y) = (Ranked::of(pairs.before()), Ranked::of(pairs.after()));
    let untied = x.untied() && y.untied();
    let exact = if untied {
        pairs.n() <= rule.exact_up_to.min(500)
    } else {
        pairs.n() <= rule.exact_with_ties_up_to.min(14)
    };
    let concordance = Concordance::of(&x, &y);
    Estimate {
        value: Ok(concordance.tau()),
        ci: interval(&concordance, &x, &y, rule.level),
        test: Ok(match (exact, untied) {
            (true, true) => untied_test(&concordance),
            (true, false) => tied_test(&concordance, &x, &y),
            (false, _) => normal_test(&concordance, &x, &y),
        }),
        n_ties: n_tied(&x, &y),
        method: if exact { EXACT } else { NORMAL },
        ..blank
    }
}

fn interval(concordance: &Concordance, x: &Ranked, y: &Ranked, level: Level) -> Answer<Interval> {
    let (n, tau) = (x.n(), concordance.tau());
    if n < 5 {
        return Err(Undefined::TooFew { needed: 5, found: n });
    }
    if tau.abs() == 1.0 {
        return Err(Undefined::PerfectFit);
    }
    let deviation = concordance.variance(x, y).sqrt() / (1.0 - tau * tau);
    let reach = normal::quantile_upper(level.tail()) * deviation;
    Ok(around(tau, tau.abs().atanh(), reach, level, INTERVAL))
}

/// Against the number of inversions of a random order.
fn untied_test(concordance: &Concordance) -> Test {
    let n_pairs = (concordance.n * (concordance.n - 1) / 2) as i64;
    let inversions = (n_pairs - concordance.s.abs()) / 2;
    let p_value = (2.0 * inversions::lower_tail(concordance.n, inversions as usize)).min(1.0);
    Test { statistic: Statistic::Permutation { value: concordance.s as f64 }, p_value }
}

/// A group of x is concordant with the lower groups of x as far as these took lower groups of y.
fn tied_test(concordance: &Concordance, x: &Ranked, y: &Ranked) -> Test {
    let (x, y) = if x.sizes.len() < y.sizes.len() { (y, x) } else { (x, y) };
    let gain = |step: &Step<'_>| {
        let mut higher: i64 = step.used.iter().map(|&count| count as i64).sum();
        let (mut lower, mut gained) = (0, 0);
        for (&used, &taken) in step.used.iter().zip(step.taken) {
            higher -= used as i64;
            gained += taken as i64 * (lower - higher);
            lower += used as i64;
        }
        gained
    };
    let p_value = tails(x, y, gain, concordance.s).two_sided();
    Test { statistic: Statistic::Permutation { value: concordance.s as f64 }, p_value }
}

/// Kendall 1945: the variance of S given the ties; no continuity correction.
fn normal_test(concordance: &Concordance, x: &Ranked, y: &Ranked) -> Test {
    let n = concordance.n as f64;
    let first = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let second = |t: f64| t * (t - 1.0);
    let third = |t: f64| t * (t - 1.0) * (t - 2.0);
    let variance = (first(n) - x.sum(first) - y.sum(first)) / 18.0
        + x.sum(second) * y.sum(second) / (2.0 * second(n))
        + x.sum(third) * y.sum(third) / (9.0 * third(n));
    let z = concordance.s as f64 / variance.sqrt();
    Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) }
}
