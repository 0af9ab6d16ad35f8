//! Which penalty predicts best: cross-validation.

use super::{Outcome, Path, Penalties, PenaltyRule, along, penalised};
use crate::design::Design;
use crate::random::Seed;
use crate::{Answer, Undefined};
use rayon::prelude::*;

/// The fold of each row: rows are predicted by a fit to the other folds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folds {
    of_row: Vec<usize>,
    n_folds: usize,
}

impl Folds {
    /// `n_folds` folds whose sizes differ by at most one, in random order: the same for the same seed on every machine.
    pub fn drawn(n: usize, n_folds: usize, seed: Seed) -> Self {
        let mut of_row: Vec<usize> = (0..n).map(|row| row % n_folds.max(1)).collect();
        seed.stream(0).shuffle(&mut of_row);
        Self { of_row, n_folds: n_folds.max(1) }
    }

    /// The folds as given, numbered from 0.
    pub fn given(of_row: &[usize]) -> Self {
        Self { of_row: of_row.to_vec(), n_folds: of_row.iter().max().map_or(0, |fold| fold + 1) }
    }

    /// Number of folds.
    pub fn n_folds(&self) -> usize {
        self.n_folds
    }

    fn rows(&self, keep: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.of_row.len()).filter(|&row| keep(self.of_row[row])).collect()
    }
}

/// A path with the error of its predictions at each penalty.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossValidation {
    /// The path of all rows.
    pub path: Path,
    /// Mean squared error, or mean deviance (-2 log-likelihood a row), of the rows left out, folds weighted by their size.
    pub error: Vec<f64>,
    /// Its standard error from the folds' means.
    pub standard_error: Vec<f64>,
    /// Place on the path of the least error; the larger penalty in a tie.
    pub least: usize,
    /// Place of the largest penalty whose error is within one standard error of the least: the simpler model that predicts
    /// about as well.
    pub one_standard_error: usize,
}

/// Fits the path to all rows, and at the same penalties to the rows outside each fold. Probabilities are held within 1e-5 of 0
/// and 1, so that one sure and wrong prediction does not decide.
///
/// [`Undefined::TooFew`] for fewer than three folds with rows; what [`penalised`] cannot answer, of all rows or of those
/// outside a fold (a fold may hold all events). O(folds) times the path, in parallel.
pub fn cross_validate(
    outcome: Outcome<'_>,
    design: &Design,
    rule: &PenaltyRule<'_>,
    folds: &Folds,
) -> Answer<CrossValidation> {
    if folds.of_row.len() != design.n() {
        return Err(Undefined::LengthsDiffer);
    }
    let path = penalised(outcome, design, rule)?;
    let filled: Vec<usize> = (0..folds.n_folds).filter(|fold| folds.of_row.contains(fold)).collect();
    if filled.len() < 3 {
        return Err(Undefined::TooFew { needed: 3, found: filled.len() });
    }
    let errors = filled
        .par_iter()
        .map(|&fold| fold_errors(outcome, design, rule.mixture.get(), &path.penalties, folds, fold))
        .collect::<Answer<Vec<(f64, Vec<f64>)>>>()?;
    Ok(judge(path, &errors))
}

/// The fold's size, and its mean error at each penalty.
fn fold_errors(
    outcome: Outcome<'_>,
    design: &Design,
    mixture: f64,
    penalties: &[f64],
    folds: &Folds,
    fold: usize,
) -> Answer<(f64, Vec<f64>)> {
    let (inside, outside) = (folds.rows(|of| of == fold), folds.rows(|of| of != fold));
    let fit = along(outcome, design, &outside, mixture, Penalties::Given(penalties))?;
    let mut errors = vec![0.0; penalties.len()];
    for &row in &inside {
        let x: Vec<f64> = (0..design.n_columns()).map(|column| design.at(row, column)).collect();
        for (at, error) in errors.iter_mut().enumerate() {
            *error += error_of(&outcome, row, fit.predict(at, &x)?) / inside.len() as f64;
        }
    }
    Ok((inside.len() as f64, errors))
}

fn error_of(outcome: &Outcome<'_>, row: usize, predicted: f64) -> f64 {
    let seen = outcome.at(row);
    match outcome {
        Outcome::Number(_) => (seen - predicted).powi(2),
        Outcome::Event(_) => {
            let share = (1.0 / (1.0 + (-predicted).exp())).clamp(1e-5, 1.0 - 1e-5);
            -2.0 * if seen == 1.0 { share.ln() } else { (1.0 - share).ln() }
        }
    }
}

fn judge(path: Path, errors: &[(f64, Vec<f64>)]) -> CrossValidation {
    let all: f64 = errors.iter().map(|(size, _)| size).sum();
    let mean = |of: &dyn Fn(&[f64]) -> f64| errors.iter().map(|(size, e)| size * of(e)).sum::<f64>() / all;
    let n = path.penalties.len();
    let error: Vec<f64> = (0..n).map(|at| mean(&|errors| errors[at])).collect();
    let standard_error: Vec<f64> = (0..n)
        .map(|at| (mean(&|errors| (errors[at] - error[at]).powi(2)) / (errors.len() - 1) as f64).sqrt())
        .collect();
    let least = (0..n).fold(0, |best, at| if error[at] < error[best] { at } else { best });
    let bound = error.get(least).map_or(f64::INFINITY, |least_error| least_error + standard_error[least]);
    let one_standard_error = (0..n).find(|&at| error[at] <= bound).unwrap_or(least);
    CrossValidation { path, error, standard_error, least, one_standard_error }
}
