//! The climb: EM and the iterative convex minorant far from the maximum, Newton's method near it.
//!
//! With probabilities p_j of the innermost intervals, P_i the sum over a value's run, and slopes
//! d_j = sum over i holding j of 1/P_i, the maximum is where no d_j exceeds n and p_j (d_j - n) = 0 (Karush, Kuhn &
//! Tucker). Concavity turns the first half into a certificate: for any other q,
//! l(q) - l(p) <= sum_j q_j d_j - n <= max_j d_j - n.

use super::innermost::{Reduced, Run};
use super::newton;

/// The end of a climb.
pub(super) struct Found {
    pub(super) masses: Vec<f64>,
    pub(super) log_likelihood: f64,
    pub(super) gap: f64,
    pub(super) n_rounds: usize,
    pub(super) converged: bool,
}

const MOST_ROUNDS: usize = 400;

pub(super) fn climb(reduced: &Reduced) -> Found {
    let (m, runs) = (reduced.intervals.len(), &reduced.runs[..]);
    let n: f64 = runs.iter().map(|run| run.n).sum();
    let goal = 1e-10 * n;
    let mut masses = vec![1.0 / m as f64; m];
    let mut value = log_likelihood(runs, &masses);
    let mut best = f64::INFINITY;
    for round in 0..MOST_ROUNDS {
        let slopes = slopes(runs, &masses);
        let gap = slopes.iter().fold(f64::NEG_INFINITY, |most: f64, &slope| most.max(slope)) - n;
        // Rounding can leave the certificate just above the goal: then the round after the best one ends it.
        if gap <= goal || (gap <= 100.0 * goal && gap >= best) {
            return Found {
                masses,
                log_likelihood: value,
                gap,
                n_rounds: round,
                converged: gap <= 100.0 * goal,
            };
        }
        best = best.min(gap);
        for _ in 0..3 {
            expectation(runs, &mut masses, n);
            value = minorant(runs, &mut masses);
        }
        value = newton::polish(runs, &mut masses, value);
    }
    let slopes = slopes(runs, &masses);
    let gap = slopes.iter().fold(f64::NEG_INFINITY, |most: f64, &slope| most.max(slope)) - n;
    Found { masses, log_likelihood: value, gap, n_rounds: MOST_ROUNDS, converged: gap <= goal }
}

/// Sums of the first 0, 1, 2, ... masses.
pub(super) fn sums(masses: &[f64]) -> Vec<f64> {
    let mut sums = Vec::with_capacity(masses.len() + 1);
    let mut total = 0.0;
    sums.push(0.0);
    for mass in masses {
        total += mass;
        sums.push(total);
    }
    sums
}

/// The probability of a run. Short ones are added anew: a difference of sums near 1 would lose digits.
pub(super) fn probability(run: &Run, masses: &[f64], sums: &[f64]) -> f64 {
    if run.last - run.first < 8 {
        masses[run.first..=run.last].iter().sum()
    } else {
        sums[run.last + 1] - sums[run.first]
    }
}

pub(super) fn log_likelihood(runs: &[Run], masses: &[f64]) -> f64 {
    let sums = sums(masses);
    let term = |run: &Run| {
        let probability = probability(run, masses, &sums);
        if probability > 0.0 { run.n * probability.ln() } else { f64::NEG_INFINITY }
    };
    runs.iter().map(term).sum()
}

/// d_j of every innermost interval.
fn slopes(runs: &[Run], masses: &[f64]) -> Vec<f64> {
    let sums = sums(masses);
    let mut slopes = vec![0.0; masses.len() + 1];
    // Runs of one interval are kept apart: their large terms would leave rounding in all later sums.
    let mut alone = vec![0.0; masses.len()];
    for run in runs {
        let term = run.n / probability(run, masses, &sums);
        if run.first == run.last {
            alone[run.first] += term;
        } else {
            slopes[run.first] += term;
            slopes[run.last + 1] -= term;
        }
    }
    let mut total = 0.0;
    slopes.truncate(masses.len());
    for (slope, alone) in slopes.iter_mut().zip(alone) {
        total += *slope;
        *slope = total + alone;
    }
    slopes
}

/// One step of EM (Turnbull's self-consistency): p_j d_j / n.
fn expectation(runs: &[Run], masses: &mut [f64], n: f64) {
    let slopes = slopes(runs, masses);
    masses.iter_mut().zip(slopes).for_each(|(mass, slope)| *mass *= (slope / n).max(0.0));
    normalise(masses);
}

pub(super) fn normalise(masses: &mut [f64]) {
    let total: f64 = masses.iter().sum();
    masses.iter_mut().for_each(|mass| *mass /= total);
}

/// One step of the iterative convex minorant (Groeneboom 1991; with the line search of Jongbloed, J Comput Graph
/// Stat 1998;7:310): the distribution function that is nearest, in the diagonal of the second derivatives, to one
/// Newton step. Returns the log-likelihood, which does not fall.
fn minorant(runs: &[Run], masses: &mut [f64]) -> f64 {
    let m = masses.len();
    let old_sums = sums(masses);
    let (mut slope, mut weight) = (vec![0.0; m + 1], vec![0.0; m + 1]);
    let mut value = 0.0;
    for run in runs {
        let probability = probability(run, masses, &old_sums);
        value += run.n * probability.ln();
        let (first, second) = (run.n / probability, run.n / (probability * probability));
        slope[run.last + 1] += first;
        slope[run.first] -= first;
        weight[run.last + 1] += second;
        weight[run.first] += second;
    }
    let wanted: Vec<f64> = (1..m).map(|k| old_sums[k] + slope[k] / weight[k]).collect();
    let fitted = isotonic(&wanted, &weight[1..m.max(1)]);
    let edge = |k: usize| {
        if k == 0 {
            0.0
        } else if k == m {
            1.0
        } else {
            fitted[k - 1].clamp(0.0, 1.0)
        }
    };
    let target: Vec<f64> = (0..m).map(|j| edge(j + 1) - edge(j)).collect();
    let mut share = 1.0;
    for _ in 0..30 {
        let trial: Vec<f64> =
            masses.iter().zip(&target).map(|(old, new)| (old + share * (new - old)).max(0.0)).collect();
        let reached = log_likelihood(runs, &trial);
        if reached > value {
            masses.copy_from_slice(&trial);
            return reached;
        }
        share *= 0.5;
    }
    value
}

/// The non-decreasing sequence nearest to `values` in these weights (pool adjacent violators).
fn isotonic(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(values.len());
    for (&value, &weight) in values.iter().zip(weights) {
        let mut block = (value, weight, 1);
        while let Some(&(last, heavy, length)) = blocks.last() {
            if last < block.0 {
                break;
            }
            let total = heavy + block.1;
            block = ((last * heavy + block.0 * block.1) / total, total, length + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    blocks.iter().flat_map(|&(value, _, length)| std::iter::repeat_n(value, length)).collect()
}
