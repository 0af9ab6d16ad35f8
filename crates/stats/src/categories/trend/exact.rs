//! The conditional distribution of the sum of scores.

use super::ScoredGroups;
use crate::categories::fisher::Sums;
use crate::distribution::gamma::ln_choose;
use crate::{Answer, Statistic, Test, Undefined};

/// Sums carried at most.
const MOST_STEPS: usize = 10_000_000;

/// Steps between the least and the greatest score that are tried as a common measure of all.
const MOST_EVEN: u32 = 1000;

/// Where scores have no common measure: they are rounded to this part of their range.
const UNEVEN: f64 = (1_u64 << 36) as f64;

/// P(|T - E T| >= |t - E T|) given the total of those who have it.
pub(super) fn test(groups: &ScoredGroups) -> Answer<Test> {
    let used: Vec<(f64, usize, usize)> = groups
        .iter()
        .map(|(score, with, all)| (score, with as usize, all as usize))
        .filter(|&(_, _, all)| all > 0)
        .collect();
    let scores = whole_scores(&used.iter().map(|group| group.0).collect::<Vec<f64>>());
    let sizes: Vec<usize> = used.iter().map(|group| group.2).collect();
    let total = used.iter().map(|group| group.1).sum();
    let spread = distribution(&scores, &sizes, total)?;
    let n = sizes.iter().sum::<usize>() as f64;
    let mean = scores.iter().zip(&sizes).map(|(&score, &size)| score as f64 * (size as f64 / n)).sum::<f64>()
        * total as f64;
    let observed = scores.iter().zip(&used).map(|(score, group)| score * group.1 as i64).sum::<i64>() as f64;
    let distance = (observed - mean).abs() * (1.0 - 1e-9) - 1e-9;
    let far = |&&(sum, _): &&(i64, f64)| (sum as f64 - mean).abs() >= distance;
    let p_value = spread.iter().filter(far).map(|(_, probability)| probability).sum::<f64>().min(1.0);
    let t = groups.iter().map(|(score, with, _)| score * with).sum();
    Ok(Test { statistic: Statistic::ScoreSum { t }, p_value })
}

/// Scores as whole numbers from 0, in the largest common measure that divides their range into at most 1000
/// parts; else rounded to 2^-36 of the range.
fn whole_scores(scores: &[f64]) -> Vec<i64> {
    let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let share: Vec<f64> =
        scores.iter().map(|score| (score / 2.0 - least / 2.0) / (greatest / 2.0 - least / 2.0)).collect();
    let fits = |parts: u32| {
        let near = |share: &f64| (share * f64::from(parts) - (share * f64::from(parts)).round()).abs() < 1e-9;
        share.iter().all(near)
    };
    let parts = (1..=MOST_EVEN).find(|&parts| fits(parts)).map_or(UNEVEN, f64::from);
    share.iter().map(|share| (share * parts).round() as i64).collect()
}

/// Probabilities of the sums of scores of `total` units drawn from all: group by group, weighted by binomial
/// probabilities with the common share, which cancels.
fn distribution(scores: &[i64], sizes: &[usize], total: usize) -> Answer<Vec<(i64, f64)>> {
    let n: usize = sizes.iter().sum();
    let share = total as f64 / n as f64;
    let ln_weight = |size: usize, count: usize| {
        ln_choose(size as u64, count as u64)
            + count as f64 * share.ln()
            + (size - count) as f64 * (-share).ln_1p()
    };
    if total > MOST_STEPS {
        return Err(Undefined::TooMuchWork);
    }
    let mut by_count: Vec<Sums> = vec![Sums::default(); total + 1];
    by_count[0].add(0, 1.0);
    let (mut after, mut steps) = (n, 0_usize);
    for (&score, &size) in scores.iter().zip(sizes) {
        after -= size;
        let weights: Vec<f64> = (0..=size.min(total)).map(|count| ln_weight(size, count).exp()).collect();
        let mut next: Vec<Sums> = vec![Sums::default(); total + 1];
        for (before, sums) in by_count.iter().enumerate().filter(|(_, sums)| !sums.pairs().is_empty()) {
            let left = total - before;
            for count in left.saturating_sub(after)..=size.min(left) {
                steps += sums.pairs().len();
                if steps > MOST_STEPS {
                    return Err(Undefined::TooMuchWork);
                }
                let (add, weight) = (score * count as i64, weights[count]);
                next[before + count].add_all(sums.pairs(), add, weight);
            }
        }
        next.iter_mut().for_each(Sums::merge);
        by_count = next;
    }
    let all = ln_weight(n, total).exp();
    Ok(by_count[total].pairs().iter().map(|&(sum, weight)| (sum, weight / all)).collect())
}
