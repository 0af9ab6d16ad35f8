//! Newton's method with step halving, for likelihoods that are concave.

use super::likelihood::Evaluation;
use crate::{Answer, Undefined};

/// Where the search came to rest.
pub(super) struct Fit {
    pub(super) beta: Vec<f64>,
    /// At the start and at the end.
    pub(super) first: Evaluation,
    pub(super) last: Evaluation,
    pub(super) n_iterations: usize,
}

/// A step this short in units of its standard error, per root of the number of events, changes neither
/// coefficients (error its square) nor variances (relative error about its size) by 1e-8.
const SHORT: f64 = 1e-9;
const MOST_STEPS: usize = 50;

/// From all coefficients 0 upwards. [`Undefined::NotConverged`] if 50 steps do not reach a maximum.
pub(super) fn maximise(p: usize, n_events: usize, evaluate: impl Fn(&[f64]) -> Evaluation) -> Answer<Fit> {
    let short = SHORT * (n_events as f64).sqrt();
    let mut beta = vec![0.0; p];
    let first = evaluate(&beta);
    let mut last = first.clone();
    let mut n_iterations = 1;
    loop {
        let step = last.information.factor().solve(&last.score);
        let decrement: f64 = step.iter().zip(&last.score).map(|(a, b)| a * b).sum();
        if !decrement.is_finite() {
            return Err(Undefined::NotConverged);
        }
        if decrement.max(0.0).sqrt() <= short {
            beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
            return Ok(Fit { beta, first, last, n_iterations });
        }
        let mut factor = 1.0;
        loop {
            if n_iterations == MOST_STEPS {
                return Err(Undefined::NotConverged);
            }
            let next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + factor * step).collect();
            let evaluation = evaluate(&next);
            n_iterations += 1;
            let gain = evaluation.log_likelihood - last.log_likelihood;
            if gain >= -1e-12 * last.log_likelihood.abs() {
                let flat = gain <= 1e-12 * last.log_likelihood.abs() && decrement < 1e-6;
                (beta, last) = (next, evaluation);
                if flat {
                    return Ok(Fit { beta, first, last, n_iterations });
                }
                break;
            }
            factor *= 0.5;
        }
    }
}
