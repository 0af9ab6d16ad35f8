//! Newton's method, and the directions in which a likelihood has no maximum.

use super::Family;
use crate::matrix::Symmetric;
use crate::matrix::cross::{LANES, add_cross_product, add_weighted_rows};
use crate::numeric::sum_by;
use crate::regression::rows::{BLOCK, Rows, sum};
use pulp::Arch;
use rayon::prelude::*;

/// Log-likelihood, gradient, and the negative of its second derivative.
pub(in crate::regression) struct Evaluation {
    pub(in crate::regression) log_likelihood: f64,
    pub(in crate::regression) score: Vec<f64>,
    pub(in crate::regression) information: Symmetric,
}

/// Where a search came to rest.
pub(in crate::regression) struct Peak {
    pub(in crate::regression) beta: Vec<f64>,
    pub(in crate::regression) last: Evaluation,
    pub(in crate::regression) n_iterations: usize,
}

/// How a search ended.
pub(in crate::regression) enum Search {
    /// At a maximum.
    Maximum(Peak),
    /// The likelihood rises for ever in this direction.
    Recession(Vec<f64>),
    /// Neither: at the edge of the parameter space, or out of steps. Where it was.
    Stuck(Vec<f64>),
}

/// As for Cox's likelihood: a step this short in units of its standard error, per root of the number of rows, changes
/// neither coefficients nor variances by 1e-8.
const SHORT: f64 = 1e-9;
const MOST_STEPS: usize = 100;
/// No ordinary likelihood takes so many steps: from here on a direction without a maximum is looked for.
const SUSPICIOUS: usize = 10;

/// Sums over blocks whose limits do not depend on the number of threads.
pub(in crate::regression) fn evaluate<F: Family>(rows: &Rows, family: F, beta: &[f64]) -> Evaluation {
    let (p, stride) = (rows.p(), rows.stride);
    let mut padded = beta.to_vec();
    padded.resize(stride, 0.0);
    let arch = Arch::new();
    let parts: Vec<(f64, Vec<f64>)> = (0..rows.n.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            arch.dispatch(
                #[inline(always)]
                || add_block(rows, family, &padded, block),
            )
        })
        .collect();
    let (log_likelihoods, parts): (Vec<f64>, Vec<Vec<f64>>) = parts.into_iter().unzip();
    let total = sum(parts, stride * (stride + 1));
    let (score, information) = total.split_at(stride);
    let log_likelihood = if log_likelihoods.iter().all(|part| part.is_finite()) {
        sum_by(&log_likelihoods, |part| part)
    } else {
        f64::NEG_INFINITY
    };
    Evaluation {
        log_likelihood,
        score: score[..p].to_vec(),
        information: Symmetric::from_fn(p, |i, j| information[i * stride + j]),
    }
}

/// One block's log-likelihood, and score and information behind each other.
#[inline(always)]
fn add_block<F: Family>(rows: &Rows, family: F, beta: &[f64], block: usize) -> (f64, Vec<f64>) {
    const ROWS: usize = 256;
    let stride = rows.stride;
    let mut into = vec![0.0; stride * (stride + 1)];
    let mut total = 0.0;
    let (mut score, mut curvature) = ([0.0; ROWS], [0.0; ROWS]);
    let all = rows.block(block);
    for start in all.clone().step_by(ROWS) {
        let end = all.end.min(start + ROWS);
        let x = &rows.x[start * stride..end * stride];
        for row in start..end {
            let x = rows.at(row);
            let eta = rows.offset[row] + dot(x, beta);
            let (weight, terms) = (rows.weight[row], family.at(rows.y[row], eta));
            total += weight * terms.log_likelihood;
            curvature[row - start] = weight * terms.curvature;
            score[row - start] = weight * terms.score;
        }
        if stride > 0 {
            add_weighted_rows(x, stride, &score[..end - start], &mut into[..stride]);
            add_cross_product(x, stride, &curvature[..end - start], &mut into[stride..]);
        }
    }
    (total, into)
}

#[inline(always)]
fn dot(x: &[f64], beta: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for (x, b) in x.chunks_exact(LANES).zip(beta.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * b[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// From `start`, where the likelihood must be finite, with step halving.
pub(in crate::regression) fn climb<F: Family>(rows: &Rows, family: F, start: Vec<f64>) -> Search {
    let mut beta = start;
    let mut last = evaluate(rows, family, &beta);
    let mut n_iterations = 1;
    let short = SHORT * (rows.n as f64).sqrt();
    let mut direction = vec![0.0; rows.p()];
    while n_iterations < MOST_STEPS {
        let factor = last.information.factor();
        let step = factor.solve(&last.score);
        if factor.rank() == rows.p() {
            direction.clone_from(&step);
        }
        if n_iterations > SUSPICIOUS && recedes(rows, family, &direction) {
            return Search::Recession(direction);
        }
        let decrement: f64 = step.iter().zip(&last.score).map(|(a, b)| a * b).sum();
        if decrement.max(0.0).sqrt() <= short {
            beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
            return Search::Maximum(Peak { beta, last, n_iterations });
        }
        let Some((next, evaluation, tried)) = step_up(rows, family, &beta, &step, &last) else {
            return Search::Stuck(beta);
        };
        n_iterations += tried;
        let noise = 1e-12 * last.log_likelihood.abs();
        let flat = (evaluation.log_likelihood - last.log_likelihood).abs() <= noise && decrement < 1e-10;
        (beta, last) = (next, evaluation);
        if flat && n_iterations > MOST_STEPS / 2 {
            return Search::Maximum(Peak { beta, last, n_iterations });
        }
    }
    if recedes(rows, family, &direction) { Search::Recession(direction) } else { Search::Stuck(beta) }
}

/// The longest of the step, its half, its quarter and so on that does not lower the likelihood.
fn step_up<F: Family>(
    rows: &Rows,
    family: F,
    beta: &[f64],
    step: &[f64],
    last: &Evaluation,
) -> Option<(Vec<f64>, Evaluation, usize)> {
    let mut factor = 1.0;
    for tried in 1..40 {
        let next: Vec<f64> = beta.iter().zip(step).map(|(beta, step)| beta + factor * step).collect();
        let evaluation = evaluate(rows, family, &next);
        let gain = evaluation.log_likelihood - last.log_likelihood;
        if gain >= -1e-12 * last.log_likelihood.abs() {
            return Some((next, evaluation, tried));
        }
        factor *= 0.5;
    }
    None
}

/// Share of the longest move of a linear predictor that counts as none.
pub(in crate::regression) const STILL: f64 = 1e-6;

/// Whether no row's likelihood falls along the direction while some row's predictor moves: a proof, up to [`STILL`],
/// that there is no finite maximum (Albert A, Anderson JA, Biometrika 1984;71:1).
fn recedes<F: Family>(rows: &Rows, family: F, direction: &[f64]) -> bool {
    let moved = rows.times(direction);
    let longest = moved.iter().fold(0.0, |longest: f64, x| longest.max(x.abs()));
    longest > 0.0
        && longest.is_finite()
        && moved.iter().zip(&rows.y).all(|(&x, &y)| family.falls(y, x) <= STILL * longest)
}
