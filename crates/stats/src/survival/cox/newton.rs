//! Newton's method with step halving, for likelihoods that are concave or nearly so.

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

/// How sharply the search ends.
#[derive(Clone, Copy)]
pub(super) struct Stop {
    /// A step this short, in units of its standard error, is the last.
    pub(super) short: f64,
    /// Whether a step that gains nothing ends the search too: true where the information is the exact second
    /// derivative, so that errors square from step to step.
    pub(super) flat: bool,
    pub(super) most_steps: usize,
}

impl Stop {
    /// A step this short in units of its standard error, per root of the number of events, changes neither
    /// coefficients (error its square) nor variances (relative error about its size) by 1e-8.
    pub(super) fn sharp(n_events: usize) -> Self {
        Self { short: 1e-9 * (n_events as f64).sqrt(), flat: true, most_steps: 50 }
    }

    /// For a score that is not the exact derivative's partner: errors shrink by a factor from step to step.
    pub(super) fn slow() -> Self {
        Self { short: 1e-10, flat: false, most_steps: 500 }
    }
}

/// From `beta` upwards. [`Undefined::NotConverged`] if `most_steps` do not reach a maximum.
pub(super) fn maximise(
    mut beta: Vec<f64>,
    stop: Stop,
    evaluate: impl Fn(&[f64]) -> Evaluation,
) -> Answer<Fit> {
    let first = evaluate(&beta);
    let mut last = first.clone();
    let mut n_iterations = 1;
    loop {
        let step = last.information.factor().solve(&last.score);
        let decrement: f64 = step.iter().zip(&last.score).map(|(a, b)| a * b).sum();
        if decrement.max(0.0).sqrt() <= stop.short {
            beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
            return Ok(Fit { beta, first, last, n_iterations });
        }
        let mut factor = 1.0;
        loop {
            if n_iterations == stop.most_steps {
                return Err(Undefined::NotConverged);
            }
            let next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + factor * step).collect();
            let evaluation = evaluate(&next);
            n_iterations += 1;
            let gain = evaluation.log_likelihood - last.log_likelihood;
            if gain >= -1e-12 * last.log_likelihood.abs() {
                let flat = stop.flat && gain <= 1e-12 * last.log_likelihood.abs() && decrement < 1e-6;
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
