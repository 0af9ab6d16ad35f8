//! Two independent groups of equal size, a yes/no outcome.

use super::search::{Course, least};
use super::signed_rank::two_tails;
use super::{Power, Probability, SampleSize, Sides, TestRule, Wanted};
use crate::distribution::{binomial, hypergeometric};
use crate::{Answer, Caution, Method, Undefined};

const POOLED: Method = Method {
    name: "power of the comparison of two proportions, normal approximation, pooled variance in the test",
    reference: "Fleiss JL, Levin B, Paik MC, Statistical Methods for Rates and Proportions, 3rd ed. 2003, 4.2",
};

const UNPOOLED: Method = Method {
    name: "power of the comparison of two proportions, normal approximation, separate variances in the test",
    reference: "Machin D, Campbell MJ, Tan SB, Tan SH, Sample Sizes for Clinical Studies, 4th ed. 2018, ch. 3",
};

const FISHER: Method = Method {
    name: "power of Fisher's exact test, enumerated over both groups",
    reference: "Bennett BM, Hsu P, Biometrika 1960;47:393; Fleiss, Levin & Paik, 3rd ed. 2003, 4.2",
};

const CHI_SQUARED: Method = Method {
    name: "power of the chi-squared test without continuity correction, enumerated over both groups",
    reference: "Casagrande JT, Pike MC, Smith PG, Appl Stat 1978;27:176",
};

/// Below so many expected in a cell a normal approximation carries a caution.
const ENOUGH_EXPECTED: f64 = 5.0;
/// The largest number in each group tried by enumeration, and by formula.
const ENUMERATION_LIMIT: usize = 2_000;
const LIMIT: usize = 1_000_000_000;
/// Probabilities that agree to this are equally extreme in Fisher's test: R's rule.
const SAME_PROBABILITY: f64 = 1.0 + 1e-7;

/// Which test, and how its power is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TwoProportionsApproach {
    /// Normal approximation, the variance under no difference from the pooled proportion.
    Pooled,
    /// Normal approximation, each group's own variance throughout.
    Unpooled,
    /// Fisher's exact test; two-sided: all tables at most as probable as the one seen.
    Fisher,
    /// Pearson's chi-squared test without continuity correction; one-sided: its signed root.
    ChiSquared,
}

/// Power of the comparison with `n_each` persons in each group.
///
/// Pooled is R's `power.prop.test(strict = TRUE)` with the pooled term for the second tail too. Enumeration costs
/// n² operations and serves up to 2000 in each group ([`Undefined::BeyondRange`] above). An approximation that
/// expects fewer than 5 in a cell carries [`Caution::FewExpected`].
pub fn two_proportions_power(
    n_each: usize,
    first: Probability,
    second: Probability,
    approach: TwoProportionsApproach,
    rule: TestRule,
) -> Power {
    let truth = (first.get(), second.get());
    let enumerated = matches!(approach, TwoProportionsApproach::Fisher | TwoProportionsApproach::ChiSquared);
    let value = match approach {
        _ if n_each == 0 => Err(Undefined::NoValues),
        _ if !enumerated => approximate(n_each, truth, approach, rule),
        _ if n_each > ENUMERATION_LIMIT => Err(Undefined::BeyondRange),
        _ => Ok(enumerate(n_each, truth, approach, rule)),
    };
    let mut power = Power::new(value, n_each, rule, method(approach));
    let expected = [truth.0, truth.1].map(|p| n_each as f64 * p.min(1.0 - p));
    let expected = expected[0].min(expected[1]);
    if !enumerated && expected < ENOUGH_EXPECTED {
        power.cautions.push(Caution::FewExpected { expected, needed: ENOUGH_EXPECTED });
    }
    power
}

/// The least number in each group with that power. Equal proportions: [`Undefined::NoEffect`].
pub fn two_proportions_size(
    wanted: Wanted,
    first: Probability,
    second: Probability,
    approach: TwoProportionsApproach,
    rule: TestRule,
) -> SampleSize {
    let power = |n| two_proportions_power(n, first, second, approach, rule);
    let (limit, course) = match approach {
        TwoProportionsApproach::Fisher | TwoProportionsApproach::ChiSquared => {
            (ENUMERATION_LIMIT, Course::SawTooth)
        }
        TwoProportionsApproach::Pooled | TwoProportionsApproach::Unpooled => (LIMIT, Course::Rising),
    };
    let found = if first == second {
        Err(Undefined::NoEffect)
    } else {
        least(1, limit, course, |n| power(n).value.is_ok_and(|value| value >= wanted.get()))
    };
    SampleSize::of(found.map(power), wanted.get(), method(approach))
}

fn method(approach: TwoProportionsApproach) -> Method {
    match approach {
        TwoProportionsApproach::Pooled => POOLED,
        TwoProportionsApproach::Unpooled => UNPOOLED,
        TwoProportionsApproach::Fisher => FISHER,
        TwoProportionsApproach::ChiSquared => CHI_SQUARED,
    }
}

fn approximate(n: usize, truth: (f64, f64), approach: TwoProportionsApproach, rule: TestRule) -> Answer {
    let (p, q) = truth;
    let own = p * (1.0 - p) + q * (1.0 - q);
    let middle = 0.5 * (p + q);
    let under_no_difference = match approach {
        TwoProportionsApproach::Pooled => 2.0 * middle * (1.0 - middle),
        _ => own,
    };
    if own <= 0.0 {
        return Err(Undefined::NoSpread);
    }
    let signal = (n as f64).sqrt() * (p - q).abs() / own.sqrt();
    two_tails(signal, rule.z() * (under_no_difference / own).sqrt(), rule.sides)
}

fn enumerate(n: usize, truth: (f64, f64), approach: TwoProportionsApproach, rule: TestRule) -> f64 {
    let probabilities =
        |p: f64| -> Vec<f64> { (0..=n as u64).map(|k| binomial::probability(k, n as u64, p)).collect() };
    // The second group is the one with more: one-sided tests look there.
    let (few, many) = (probabilities(truth.0.min(truth.1)), probabilities(truth.0.max(truth.1)));
    let mut power = 0.0;
    for total in 1..2 * n {
        let least = total.saturating_sub(n);
        let significant = match approach {
            TwoProportionsApproach::Fisher => fisher(n, total, rule),
            _ => chi_squared(n, total, rule),
        };
        for (k, _) in significant.iter().enumerate().filter(|(_, significant)| **significant) {
            power += many[least + k] * few[total - least - k];
        }
    }
    power
}

/// For every count of the second group from the least possible with that total: whether it is significant.
fn fisher(n: usize, total: usize, rule: TestRule) -> Vec<bool> {
    let probabilities = table_probabilities(n as u64, total as u64);
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    match rule.sides {
        Sides::One => order.reverse(),
        Sides::Two => order.sort_by(|&left, &right| probabilities[left].total_cmp(&probabilities[right])),
    }
    let mut significant = vec![false; order.len()];
    let (mut sum, mut start) = (0.0, 0);
    while start < order.len() {
        let limit = probabilities[order[start]] * SAME_PROBABILITY;
        let same = |index: &&usize| probabilities[**index] <= limit;
        let size = match rule.sides {
            Sides::One => 1,
            Sides::Two => order[start..].iter().take_while(same).count(),
        };
        let group = &order[start..start + size];
        sum += group.iter().map(|&index| probabilities[index]).sum::<f64>();
        if !TestRule::within(sum, rule.significance()) {
            break;
        }
        group.iter().for_each(|&index| significant[index] = true);
        start += size;
    }
    significant
}

/// Hypergeometric, from its mode outwards by the ratio of neighbours.
fn table_probabilities(n: u64, total: u64) -> Vec<f64> {
    let (least, most) = hypergeometric::range(n, n, total);
    let mode = total / 2;
    let mut probabilities = vec![0.0; (most - least + 1) as usize];
    probabilities[(mode - least) as usize] = hypergeometric::probability(mode, n, n, total);
    let up = |k: u64| (n - k) as f64 * (total - k) as f64 / ((k + 1) as f64 * (n + k + 1 - total) as f64);
    for k in mode..most {
        probabilities[(k + 1 - least) as usize] = probabilities[(k - least) as usize] * up(k);
    }
    for k in (least..mode).rev() {
        probabilities[(k - least) as usize] = probabilities[(k + 1 - least) as usize] / up(k);
    }
    probabilities
}

/// For equal groups the root of the statistic is (k - (total - k)) √(2n / (total (2n - total))).
fn chi_squared(n: usize, total: usize, rule: TestRule) -> Vec<bool> {
    let (least, most) = (total.saturating_sub(n), total.min(n));
    let z = rule.z();
    let scale = (2.0 * n as f64 / (total as f64 * (2 * n - total) as f64)).sqrt();
    let root = |k: usize| (2.0 * k as f64 - total as f64) * scale;
    (least..=most)
        .map(|k| match rule.sides {
            Sides::One => root(k) >= z,
            Sides::Two => root(k).abs() >= z,
        })
        .collect()
}
