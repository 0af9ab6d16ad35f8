//! Log-binomial regression: risk ratios by maximum likelihood.

use super::iterated::{Kind, LogBinomial, Search, climb, describe, evaluate, solve, start};
use super::rows::Rows;
use super::{Iterated, Response, Variance};
use crate::design::Design;
use crate::{Answer, Level, Method, Undefined};

const LOG_BINOMIAL: Method = Method {
    name: "log-binomial regression",
    reference: "Wacholder S, Am J Epidemiol 1986;123:174; de Andrade BB, Carabin H, J Stat Softw 2018;85(2)",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients, log-binomial regression",
    reference: "McCullagh P, Nelder JA, Generalized Linear Models, 2nd ed., 2.3",
};

const OBSERVED: LogBinomial = LogBinomial { expected: false, barrier: 0.0 };

/// Log risk ratios of a response of 0 and 1 by maximum likelihood, every fitted risk below 1; standard errors from the
/// expected information, as R's `glm`. An offset plays no part.
///
/// The log-likelihood is concave, so that step halving finds the maximum where it lies inside. If steps end at the
/// edge, the search starts again along a barrier that fades (which cannot be caught at a wrong place of the edge), and
/// if it ends there again, the maximum has a fitted risk of 1, where coefficients have no such standard errors:
/// [`Undefined::OnBoundary`]. [`super::poisson()`] with robust variance answers in its place.
/// Else as [`super::logistic()`].
pub fn log_binomial(response: &Response, design: &Design, level: Level) -> Answer<Iterated> {
    let n_events = super::logistic::require_both(response, design, Variance::Model)?;
    let response = &response.clone().without_offset();
    let mut solution = solve(response, design, search)?;
    if let Some(peak) = &mut solution.peak {
        let expected = LogBinomial { expected: true, barrier: 0.0 };
        peak.last.information = evaluate(&solution.rows, expected, &peak.beta).information;
    }
    let kind = Kind { method: LOG_BINOMIAL, robust: LOG_BINOMIAL, ratio_test: RATIO, n_events };
    describe(response, design, OBSERVED, &solution, Variance::Model, level, kind)
}

fn search(rows: &Rows) -> Answer<Search> {
    let start = inside(rows)?;
    let first = climb(rows, OBSERVED, start.clone());
    let Search::Stuck(_) = first else { return Ok(first) };
    let (mut beta, mut barrier) = (start, 1.0);
    while barrier > 1e-12 {
        let family = LogBinomial { expected: false, barrier };
        beta = match climb(rows, family, beta) {
            Search::Maximum(peak) => peak.beta,
            Search::Stuck(beta) => beta,
            Search::Recession(_) => return Err(Undefined::NotConverged),
        };
        barrier *= 0.1;
    }
    match climb(rows, OBSERVED, beta.clone()) {
        Search::Stuck(_) if touches(rows, &beta) => Err(Undefined::OnBoundary),
        other => Ok(other),
    }
}

/// Whether a fitted risk is 1 as nearly as the faded barrier allows.
fn touches(rows: &Rows, beta: &[f64]) -> bool {
    rows.times(beta).into_iter().fold(f64::NEG_INFINITY, f64::max) > -1e-4
}

/// A place where every fitted risk is below 1: the overall risk if there is a constant, else the least squares fit of a
/// linear predictor of -1.
fn inside(rows: &Rows) -> Answer<Vec<f64>> {
    if rows.constant.is_some() {
        return Ok(start(rows, OBSERVED));
    }
    let p = rows.p();
    let cross = crate::matrix::Symmetric::from_fn(p, |i, j| {
        (0..rows.n).map(|row| rows.at(row)[i] * rows.at(row)[j]).sum()
    });
    let sums: Vec<f64> = (0..p).map(|i| -(0..rows.n).map(|row| rows.at(row)[i]).sum::<f64>()).collect();
    let beta = cross.factor().solve(&sums);
    let largest = rows.times(&beta).into_iter().fold(f64::NEG_INFINITY, f64::max);
    if largest < 0.0 { Ok(beta) } else { Err(Undefined::NotConverged) }
}
