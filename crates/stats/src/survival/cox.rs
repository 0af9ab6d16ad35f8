//! Cox's proportional hazards regression.

mod concordance;
mod describe;
mod exact;
mod firth;
mod likelihood;
mod newton;
mod ordered;
mod predict;
mod proportional;
mod residuals;
mod robust;
mod turns;
mod walk;

pub use concordance::Concordance;
pub use likelihood::Ties;
pub use predict::Prediction;
pub use proportional::{Proportional, TimeScale};
pub use residuals::{ByRow, Schoenfeld};
pub use robust::Robust;

use super::Survival;
use super::kaplan_meier::exits;
use crate::design::Design;
use crate::matrix::Symmetric;
use crate::numeric::largest_magnitude;
use crate::{Answer, Caution, Estimate, Level, Undefined};
use describe::{describe, wald};
use likelihood::{Evaluation, evaluate};
use newton::{Fit, maximise};
use ordered::Ordered;
use std::fmt;
use std::sync::Arc;

/// The choices a Cox regression leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub struct CoxRule<'a> {
    /// How events at one time share the risk set.
    pub ties: Ties,
    /// Stratum of each row: baseline hazards differ, coefficients do not.
    pub stratum: Option<&'a [u32]>,
    /// Known part of each row's linear predictor.
    pub offset: Option<&'a [f64]>,
    /// What is added to the likelihood.
    pub penalty: Penalty,
    /// Confidence level of the intervals.
    pub level: Level,
}

/// What is added to the log likelihood.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Penalty {
    /// Nothing.
    #[default]
    None,
    /// Half the log determinant of the information: finite coefficients also where one group has no events. Intervals
    /// and tests from the profile of the penalised likelihood, all columns' determinant kept.
    Firth,
    /// Minus this (at or above 0) times half the sum of b² times the column's variance, as R's `ridge`: shrinks
    /// coefficients towards 0. Intervals are Wald's about the shrunken values and do not know of the bias.
    Ridge(f64),
}

/// A fitted Cox regression.
#[derive(Clone, Debug)]
pub struct Cox {
    /// Log hazard ratios in the order of the design's columns, each with interval and test; `sd` holds the standard
    /// error. A column that earlier ones make up is [`Undefined::Collinear`].
    pub coefficients: Vec<Estimate>,
    /// Inverse information (of the penalised likelihood for ridge), columns by columns, row by row; 0 for collinear
    /// columns.
    pub covariance: Vec<f64>,
    /// Log partial likelihood without and with the columns; penalised by [`Penalty::Firth`], plain with
    /// [`Penalty::Ridge`].
    pub log_likelihood: [f64; 2],
    /// Likelihood-ratio test that all coefficients are 0; none with [`Penalty::Ridge`].
    pub test: Estimate,
    /// Rows used (weight above 0).
    pub n: usize,
    /// Rows that end with an event.
    pub n_events: usize,
    /// Evaluations of the likelihood.
    pub n_iterations: usize,
    /// Warnings about the fit as a whole.
    pub cautions: Vec<Caution>,
    inside: Arc<Inside>,
}

/// What residuals and predictions are made of.
struct Inside {
    ordered: Ordered,
    beta: Vec<f64>,
    ties: Ties,
    level: Level,
    penalised: bool,
    /// Rows of the response, those of weight 0 included.
    n_given: usize,
    subject: Option<Vec<u32>>,
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inside").field("beta", &self.beta).finish_non_exhaustive()
    }
}

impl Inside {
    /// `p` numbers a sorted row, in the caller's order; 0 for rows of weight 0.
    fn in_given_order(&self, sorted: &[f64], p: usize) -> Vec<f64> {
        let mut given = vec![0.0; self.n_given * p];
        for (values, &row) in sorted.chunks_exact(p.max(1)).zip(&self.ordered.row) {
            given[row as usize * p..][..p].copy_from_slice(values);
        }
        given
    }
}

/// Fits by Newton's method with step halving. `(entry, exit]` stays, weights and several rows a subject are taken from
/// the response; events of every cause count.
///
/// [`Undefined::NoEvents`], [`Undefined::LengthsDiffer`], [`Undefined::OtherResponse`] for bounds or states;
/// [`Undefined::BeyondRange`] for a column (or weights) whose largest magnitude lies outside 1e-100 to 1e100, or an offset that
/// is not finite;
/// [`Undefined::NotConverged`] if the likelihood has no maximum that 50 steps find (500 with [`Penalty::Firth`]);
/// [`Undefined::NotPartOfMethod`] for [`Ties::Exact`] with Firth's penalty or weights other than 0 and 1. A coefficient
/// that runs to infinity (one group without events) stays where the likelihood is flat and carries
/// [`Caution::InfiniteCoefficient`]: [`Penalty::Firth`] has a finite answer. Fewer than ten events a column:
/// [`Caution::FewEvents`]. O(n log n + n p²) an evaluation, parallel, the same for any number of threads.
pub fn cox(response: &Survival<'_>, design: &Design, rule: &CoxRule<'_>) -> Answer<Cox> {
    let exits = exits(response)?;
    let n = exits.n();
    let fits = |length: Option<usize>| length.is_none_or(|length| length == n);
    if design.n() != n || !fits(rule.stratum.map(<[u32]>::len)) || !fits(rule.offset.map(<[f64]>::len)) {
        return Err(Undefined::LengthsDiffer);
    }
    let columns = (0..design.n_columns()).map(|column| design.column(column));
    let finite = rule.offset.is_none_or(|offset| offset.iter().all(|value| value.is_finite()));
    if !finite || columns.chain(exits.weight()).any(beyond_squares) {
        return Err(Undefined::BeyondRange);
    }
    let ordered = Ordered::of(&exits, design, rule.stratum, rule.offset);
    if ordered.n_events() == 0 {
        return Err(Undefined::NoEvents);
    }
    let weighted = ordered.weight.iter().any(|&weight| weight != 1.0);
    if rule.ties == Ties::Exact && (weighted || rule.penalty == Penalty::Firth) {
        return Err(Undefined::NotPartOfMethod);
    }
    let fit = fit(&ordered, rule)?;
    describe(ordered, fit, &exits, rule)
}

/// Squares of these, or their sums, would leave the range of numbers.
fn beyond_squares(values: &[f64]) -> bool {
    let largest = largest_magnitude(values);
    largest != 0.0 && !(1e-100..=1e100).contains(&largest)
}

fn fit(ordered: &Ordered, rule: &CoxRule<'_>) -> Answer<Fit> {
    let (p, n_events) = (ordered.p, ordered.n_events());
    let plain = |beta: &[f64]| evaluate(ordered, beta, rule.ties);
    match rule.penalty {
        Penalty::Firth => firth::fit(ordered, rule.ties, vec![0.0; p], &[]),
        Penalty::None => maximise(p, n_events, plain),
        Penalty::Ridge(theta) => {
            let weight = ridge_weights(ordered, theta);
            maximise(p, n_events, |beta| with_ridge(plain(beta), beta, &weight))
        }
    }
}

fn ridge_weights(ordered: &Ordered, theta: f64) -> Vec<f64> {
    ordered.variances().iter().map(|variance| theta * variance).collect()
}

/// Takes off half the weighted sum of squares.
fn with_ridge(plain: Evaluation, beta: &[f64], weight: &[f64]) -> Evaluation {
    let penalty = ridge(beta, weight);
    Evaluation {
        log_likelihood: plain.log_likelihood - penalty,
        score: (0..beta.len()).map(|i| plain.score[i] - weight[i] * beta[i]).collect(),
        information: Symmetric::from_fn(beta.len(), |i, j| {
            plain.information.at(i, j) + if i == j { weight[i] } else { 0.0 }
        }),
    }
}

fn ridge(beta: &[f64], weight: &[f64]) -> f64 {
    0.5 * beta.iter().zip(weight).map(|(b, weight)| weight * b * b).sum::<f64>()
}
