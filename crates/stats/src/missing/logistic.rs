//! Logistic regression for being observed.

use crate::design::Design;
use crate::matrix::{Factor, Symmetric, dot};
use crate::numeric::largest_magnitude;
use crate::{Answer, Undefined};

/// A fitted model: P(observed) = 1/(1 + exp(-x beta)).
pub(super) struct Logistic {
    /// In the order of the design's columns; 0 for collinear ones.
    pub(super) beta: Vec<f64>,
    /// Of each row.
    pub(super) probability: Vec<f64>,
    /// Columns divided by their largest magnitude, row by row.
    pub(super) scaled: Vec<Vec<f64>>,
    /// Of the information in the scaled columns.
    pub(super) factor: Factor,
    /// The likelihood only rises towards a limit: some rows are observed, or missing, with certainty.
    pub(super) infinite: bool,
}

impl Logistic {
    /// Newton's method with step halving. O(n p²) a step. [`Undefined::NotConverged`] after 60 steps.
    pub(super) fn fit(design: &Design, observed: &[bool]) -> Answer<Self> {
        let p = design.n_columns();
        let scale: Vec<f64> = (0..p)
            .map(|column| largest_magnitude(design.column(column)))
            .map(|largest| if largest > 0.0 { largest } else { 1.0 })
            .collect();
        let scaled: Vec<Vec<f64>> = (0..design.n())
            .map(|row| (0..p).map(|column| design.at(row, column) / scale[column]).collect())
            .collect();
        let mut beta = vec![0.0; p];
        let null = Evaluation::at(&scaled, observed, &beta);
        let null_information = null.information.clone();
        let mut last = null;
        for _ in 0..60 {
            let factor = last.information.factor();
            let step = factor.solve(&last.score);
            let decrement = dot(&step, &last.score);
            let infinite = (0..p).any(|at| last.information.at(at, at) < 1e-5 * null_information.at(at, at));
            if decrement <= 1e-18 * observed.len() as f64 || infinite && decrement < 1e-6 {
                beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
                let last = Evaluation::at(&scaled, observed, &beta);
                let beta = beta.iter().zip(&scale).map(|(beta, scale)| beta / scale).collect();
                let factor = last.information.factor();
                let extreme = |&p: &f64| !(1e-8..=1.0 - 1e-8).contains(&p);
                let infinite = infinite || last.probability.iter().any(extreme);
                return Ok(Self { beta, probability: last.probability, scaled, factor, infinite });
            }
            let mut share = 1.0;
            loop {
                let next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + share * step).collect();
                let evaluation = Evaluation::at(&scaled, observed, &next);
                if evaluation.log_likelihood >= last.log_likelihood - 1e-12 * last.log_likelihood.abs() {
                    (beta, last) = (next, evaluation);
                    break;
                }
                share *= 0.5;
                if share < 1e-10 {
                    return Err(Undefined::NotConverged);
                }
            }
        }
        Err(Undefined::NotConverged)
    }
}

struct Evaluation {
    log_likelihood: f64,
    score: Vec<f64>,
    information: Symmetric,
    probability: Vec<f64>,
}

impl Evaluation {
    fn at(rows: &[Vec<f64>], observed: &[bool], beta: &[f64]) -> Self {
        let p = beta.len();
        let (mut log_likelihood, mut score, mut square) = (0.0, vec![0.0; p], vec![0.0; p * p]);
        let mut probability = Vec::with_capacity(rows.len());
        for (x, &observed) in rows.iter().zip(observed) {
            let predictor = dot(x, beta);
            let smaller = 1.0 / (1.0 + predictor.abs().exp());
            let p = if predictor >= 0.0 { 1.0 - smaller } else { smaller };
            let towards = if observed { predictor } else { -predictor };
            log_likelihood += towards.min(0.0) - (-predictor.abs()).exp().ln_1p();
            let residual = f64::from(observed) - p;
            score.iter_mut().zip(x).for_each(|(sum, x)| *sum += residual * x);
            super::linear::add_square(&mut square, x, smaller * (1.0 - smaller));
            probability.push(p);
        }
        let information = Symmetric::from_fn(p, |i, j| square[i * p + j]);
        Self { log_likelihood, score, information, probability }
    }
}
