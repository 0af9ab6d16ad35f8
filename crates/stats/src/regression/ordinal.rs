//! Ordinal regression: proportional odds.

mod likelihood;
mod proportionality;

use super::Categories;
use crate::design::Design;
use crate::distribution::chi_squared;
use crate::newton::{Rest, infinite, maximise, wald};
use crate::scaled::{Scaled, congruent, times};
use crate::{Answer, Caution, Estimate, Level, Method, Statistic, Test, Undefined};
use likelihood::{Rows, evaluate};

const ODDS: Method = Method {
    name: "proportional odds regression, maximum likelihood",
    reference: "McCullagh P, J R Stat Soc B 1980;42:109",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients",
    reference: "Agresti A, Analysis of Ordinal Categorical Data, 2nd ed., 3.4",
};

/// A fitted proportional odds model: logit P(Y <= k) = threshold k - design times coefficients.
#[derive(Clone, Debug)]
pub struct Ordinal {
    /// Log odds ratios of a *higher* category, one for all splits, in the order of the design's columns; `sd` holds the
    /// standard error. A column that earlier ones make up, or a constant one, is [`Undefined::Collinear`].
    pub coefficients: Vec<Estimate>,
    /// Logits of P(Y <= k) where all columns are 0, for each category but the last; no test.
    pub thresholds: Vec<Estimate>,
    /// Inverse observed information: coefficients, then thresholds; row by row; 0 for collinear columns.
    pub covariance: Vec<f64>,
    /// Log-likelihood with thresholds alone, and with the columns.
    pub log_likelihood: [f64; 2],
    /// Likelihood-ratio test that all coefficients are 0.
    pub test: Estimate,
    /// Score test that each coefficient is the same for all splits; [`Undefined::NotPartOfMethod`] for two categories.
    pub proportionality: Estimate,
    /// Rows used (weight above 0).
    pub n: usize,
    /// Evaluations of the likelihood.
    pub n_iterations: usize,
    /// Warnings about the fit as a whole: fewer than ten rows a column in the rarer half of the best split.
    pub cautions: Vec<Caution>,
}

/// Fits by Newton's method with the observed information. An intercept column is [`Undefined::Collinear`] beside the thresholds.
///
/// [`Undefined::EmptyCategory`] if a category declared has no row, [`Undefined::TooFew`] for fewer than two categories,
/// [`Undefined::NoValues`], [`Undefined::LengthsDiffer`], [`Undefined::NotConverged`]. A column that separates the categories
/// has a coefficient that runs to infinity: [`Caution::InfiniteCoefficient`]. O(n (p + 2)²) an evaluation.
pub fn ordinal(response: &Categories<'_>, design: &Design, level: Level) -> Answer<Ordinal> {
    if design.n() != response.n() {
        return Err(Undefined::LengthsDiffer);
    }
    let (places, totals) = response.used()?;
    let columns = Scaled::of(design, &places, true);
    let rows = Rows::of(response, &places);
    let start: Vec<f64> = start(&totals).into_iter().chain(vec![0.0; columns.p()]).collect();
    let null: f64 = totals.iter().map(|&total| total * (total / totals.iter().sum::<f64>()).ln()).sum();
    let fit = maximise(start, rows.n(), |theta| evaluate(&rows, &columns, theta)).require()?;
    let proportionality = proportionality::test(&rows, &columns, &fit.theta);
    Ok(Fitted { rows, columns, totals, fit, p: design.n_columns(), level }.describe(null, proportionality))
}

/// Logits of the cumulative shares: the maximum without columns.
fn start(totals: &[f64]) -> Vec<f64> {
    let all: f64 = totals.iter().sum();
    let mut below = 0.0;
    totals[..totals.len() - 1]
        .iter()
        .map(|total| {
            below += total;
            (below / (all - below)).ln()
        })
        .collect()
}

struct Fitted {
    rows: Rows,
    columns: Scaled,
    totals: Vec<f64>,
    fit: Rest,
    p: usize,
    level: Level,
}

impl Fitted {
    fn describe(&self, null: f64, proportionality: Estimate) -> Ordinal {
        let (n_cuts, q) = (self.rows.n_cuts(), self.fit.theta.len());
        let cuts: Vec<(usize, f64)> = (0..n_cuts).map(|cut| (cut, -1.0)).collect();
        let map = self.columns.back(q, n_cuts, &cuts);
        let theta = times(&map, &self.fit.theta);
        let covariance = congruent(&map, &self.fit.at.information.factor().inverse(), q);
        let infinite = infinite(&self.fit.at.information, &covariance, &cuts, 1.0);
        let n = self.rows.n();
        let place = |column: usize| self.columns.kept.iter().position(|&kept| kept == column);
        let slot = |at: usize| if at < self.p { place(at).map(|at| n_cuts + at) } else { Some(at - self.p) };
        let estimate = |at: usize| {
            let error = covariance.at(at, at).sqrt();
            wald(ODDS, [theta[at], error], infinite[at], n, self.level)
        };
        let size = self.p + n_cuts;
        let full = self.fit.at.log_likelihood;
        Ordinal {
            coefficients: (0..self.p)
                .map(|column| match slot(column) {
                    Some(at) => estimate(at),
                    None => Estimate::blank(ODDS, n).without(Undefined::Collinear { column }),
                })
                .collect(),
            thresholds: (0..n_cuts)
                .map(|cut| Estimate { test: Err(Undefined::NotPartOfMethod), ..estimate(cut) })
                .collect(),
            covariance: (0..size * size)
                .map(|at| match (slot(at / size), slot(at % size)) {
                    (Some(i), Some(j)) => covariance.at(i, j),
                    _ => 0.0,
                })
                .collect(),
            log_likelihood: [null, full],
            test: Estimate { test: ratio([null, full], self.columns.p()), ..Estimate::blank(RATIO, n) },
            proportionality,
            n,
            n_iterations: self.fit.n_iterations,
            cautions: self.few(),
        }
    }

    /// Harrell's effective number of events at the best split, against ten a column.
    fn few(&self) -> Vec<Caution> {
        let all: f64 = self.totals.iter().sum();
        let mut below = 0.0;
        let best = self.totals.iter().map(|total| {
            below += total;
            below.min(all - below)
        });
        let n_events = best.fold(0.0, f64::max) as usize;
        let few = n_events < 10 * self.columns.p();
        if few { vec![Caution::FewEvents { n_events, n_columns: self.columns.p() }] } else { Vec::new() }
    }
}

/// Twice the gain in log-likelihood against chi-squared.
pub(super) fn ratio([null, full]: [f64; 2], df: usize) -> Answer<Test> {
    if df == 0 {
        return Err(Undefined::NoSpread);
    }
    let (x2, df) = ((2.0 * (full - null)).max(0.0), df as f64);
    Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
}

impl Ordinal {
    /// The probability of each category for these covariates, in the order of the design's columns; they sum to 1.
    pub fn probabilities(&self, row: &[f64]) -> Answer<Vec<f64>> {
        if row.len() != self.coefficients.len() {
            return Err(Undefined::LengthsDiffer);
        }
        let eta: f64 = row.iter().zip(&self.coefficients).map(|(x, c)| x * c.value.unwrap_or(0.0)).sum();
        let cuts: Vec<f64> =
            self.thresholds.iter().map(|cut| cut.value.map(|cut| cut - eta)).collect::<Answer<_>>()?;
        Ok(likelihood::probabilities(&cuts))
    }
}
