//! Newton's method for log-likelihoods that are smooth sums over rows.

use crate::answer::finite;
use crate::distribution::normal;
use crate::matrix::Symmetric;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use rayon::prelude::*;

/// A log-likelihood at one point, with its first and negative second derivatives.
#[derive(Clone)]
pub(crate) struct At {
    pub(crate) log_likelihood: f64,
    pub(crate) score: Vec<f64>,
    pub(crate) information: Symmetric,
}

/// Where the search came to rest.
pub(crate) struct Rest {
    pub(crate) theta: Vec<f64>,
    pub(crate) at: At,
    pub(crate) n_iterations: usize,
    /// Whether it came to rest at all, and did not run out of steps.
    pub(crate) converged: bool,
}

impl Rest {
    /// [`Undefined::NotConverged`] where the search ran out of steps.
    pub(crate) fn require(self) -> Answer<Self> {
        if self.converged { Ok(self) } else { Err(Undefined::NotConverged) }
    }
}

/// Sums over rows: the lower triangle of the information only, row by row.
pub(crate) struct Sums {
    pub(crate) log_likelihood: f64,
    pub(crate) score: Vec<f64>,
    pub(crate) information: Vec<f64>,
}

impl Sums {
    fn zero(q: usize) -> Self {
        Self { log_likelihood: 0.0, score: vec![0.0; q], information: vec![0.0; q * q] }
    }
}

/// Adds what each row says, in chunks, so that the sum is the same for any number of threads.
pub(crate) fn add_up(n: usize, q: usize, row: impl Fn(usize, &mut Sums) + Sync) -> At {
    const ROWS: usize = 2048;
    let chunk = |chunk: usize| {
        let mut sums = Sums::zero(q);
        (chunk * ROWS..n.min((chunk + 1) * ROWS)).for_each(|at| row(at, &mut sums));
        sums
    };
    let n_chunks = n.div_ceil(ROWS);
    let parts: Vec<Sums> = if n_chunks > 1 {
        (0..n_chunks).into_par_iter().map(chunk).collect()
    } else {
        (0..n_chunks).map(chunk).collect()
    };
    let mut total = Sums::zero(q);
    for part in parts {
        total.log_likelihood += part.log_likelihood;
        total.score.iter_mut().zip(part.score).for_each(|(sum, x)| *sum += x);
        total.information.iter_mut().zip(part.information).for_each(|(sum, x)| *sum += x);
    }
    let information = Symmetric::from_fn(q, |i, j| total.information[i * q + j]);
    At { log_likelihood: total.log_likelihood, score: total.score, information }
}

/// A step this short in units of its standard error, per root of the number of rows, changes neither the
/// parameters nor their variances by 1e-8 of themselves.
const SHORT: f64 = 1e-9;
const MOST_STEPS: usize = 100;
/// A gain below this share of the likelihood is rounding.
const NOISE: f64 = 1e-13;

/// Steps are halved until the likelihood does not fall. Where the likelihood is not concave, the information's
/// diagonal is raised until it is positive definite (Levenberg). Gives up after 100 evaluations. A likelihood that only rises towards a limit comes to rest where it is flat.
pub(crate) fn maximise(start: Vec<f64>, n: usize, evaluate: impl Fn(&[f64]) -> At) -> Rest {
    let (mut theta, mut n_iterations) = (start, 1);
    let mut at = evaluate(&theta);
    let short = SHORT * (n as f64).sqrt();
    if !at.log_likelihood.is_finite() {
        return Rest { theta, at, n_iterations, converged: false };
    }
    loop {
        let (step, concave) = ascent(&at);
        let decrement: f64 = step.iter().zip(&at.score).map(|(a, b)| a * b).sum();
        let noise = NOISE * (at.log_likelihood.abs() + n as f64);
        if concave && decrement.max(0.0).sqrt() <= short {
            theta.iter_mut().zip(&step).for_each(|(theta, step)| *theta += step);
            return Rest { theta, at, n_iterations, converged: true };
        }
        let mut factor = 1.0;
        loop {
            if n_iterations >= MOST_STEPS || !decrement.is_finite() {
                return Rest { theta, at, n_iterations, converged: false };
            }
            let next: Vec<f64> = theta.iter().zip(&step).map(|(theta, step)| theta + factor * step).collect();
            let there = evaluate(&next);
            n_iterations += 1;
            let gain = there.log_likelihood - at.log_likelihood;
            if gain >= -noise && there.score.iter().all(|score| score.is_finite()) {
                (theta, at) = (next, there);
                if gain <= noise && decrement < 1e-9 {
                    return Rest { theta, at, n_iterations, converged: true };
                }
                break;
            }
            factor *= 0.5;
        }
    }
}

/// Newton's step, and whether the information was positive definite as it was.
fn ascent(at: &At) -> (Vec<f64>, bool) {
    let q = at.score.len();
    let factor = at.information.factor();
    if factor.rank() == q {
        return (factor.solve(&at.score), true);
    }
    let largest = (0..q).map(|j| at.information.at(j, j).abs()).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let mut ridge = 1e-6;
    loop {
        let raised = Symmetric::from_fn(q, |i, j| {
            let entry = at.information.at(i, j);
            if i == j { entry + ridge * entry.abs().max(1e-3 * largest) } else { entry }
        });
        let factor = raised.factor();
        if factor.rank() == q || ridge > 1e6 {
            return (factor.solve(&at.score), false);
        }
        ridge *= 10.0;
    }
}

/// The standard error of a coefficient per standard deviation of its column, in units of the response's own scale,
/// beyond which the likelihood is flat: it rises towards a limit as the coefficient grows.
const FLAT: f64 = 100.0;

/// Parameters that run to infinity, by their place. Columns: by the information of the scaled columns, in units of the
/// response's scale. Constants move with the centres of such columns; they are judged by their own variance (`covariance`, of
/// the columns as given), and only where a column runs away.
pub(crate) fn infinite(
    information: &Symmetric,
    covariance: &Symmetric,
    constants: &[(usize, f64)],
    scale: f64,
) -> Vec<bool> {
    let factor = information.factor();
    let variance = factor.inverse();
    let is_flat = |matrix: &Symmetric, at: usize| matrix.at(at, at).sqrt() > FLAT * scale;
    let is_constant = |at: usize| constants.iter().any(|&(constant, _)| constant == at);
    let column = |at: usize| !is_constant(at) && (factor.aliased()[at] || is_flat(&variance, at));
    let q = factor.aliased().len();
    let any = (0..q).any(column);
    (0..q).map(|at| if is_constant(at) { any && is_flat(covariance, at) } else { column(at) }).collect()
}

/// A coefficient with Wald's interval and test; one that runs to infinity with its caution, and without an interval where
/// nothing is left of the curvature.
pub(crate) fn wald(
    method: Method,
    [value, error]: [f64; 2],
    infinite: bool,
    n: usize,
    level: Level,
) -> Estimate {
    let error = if infinite && error == 0.0 { f64::INFINITY } else { error };
    let (reach, z) = (normal::quantile_upper(level.tail()) * error, value / error);
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Estimate {
        value: finite(value),
        ci: finite(reach).map(|reach| Interval { low: value - reach, high: value + reach, level, method }),
        test: finite(error).and(finite(z)).map(|z| Test { statistic: Statistic::Normal { z }, p_value }),
        sd: finite(error),
        cautions: if infinite { vec![Caution::InfiniteCoefficient] } else { Vec::new() },
        ..Estimate::blank(method, n)
    }
}
