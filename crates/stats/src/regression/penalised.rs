//! Ridge, lasso and elastic net along a path of penalties, for a number or an event.

mod cross_validation;
mod descent;
mod path;

pub use cross_validation::{CrossValidation, Folds, cross_validate};

use crate::design::Design;
use crate::numeric::largest_magnitude;
use crate::{Answer, Fraction, Method, Sample, Undefined};
use path::{Standardised, event_path, number_path};

const NET: Method = Method {
    name: "elastic net by coordinate descent",
    reference: "Friedman J, Hastie T, Tibshirani R, J Stat Softw 2010;33:1",
};

/// What the columns are to predict.
#[derive(Clone, Copy)]
pub enum Outcome<'a> {
    /// A number a row: least squares.
    Number(Sample<'a>),
    /// Whether something happened: logistic regression.
    Event(&'a [bool]),
}

/// The penalties of a path, largest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Penalties<'a> {
    /// So many, equally spaced in their logarithm, from the least that leaves no column in (for ridge: a thousand times the
    /// lasso's) down to 1e-4 of it (1e-2 if there are more columns than rows).
    Path(usize),
    /// These; each finite and not negative. They are taken in descending order.
    Given(&'a [f64]),
}

/// The choices a penalised regression leaves open.
#[derive(Clone, Copy, Debug)]
pub struct PenaltyRule<'a> {
    /// The share of the lasso's penalty: 0 is ridge, 1 the lasso, between them the elastic net.
    pub mixture: Fraction,
    /// How much to penalise.
    pub penalties: Penalties<'a>,
}

impl Default for PenaltyRule<'_> {
    /// The lasso at a hundred penalties.
    fn default() -> Self {
        Self { mixture: Fraction::new(1.0).expect("within 0 to 1"), penalties: Penalties::Path(100) }
    }
}

/// Coefficients at each penalty. They are biased towards 0 on purpose and carry no interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Penalties, descending.
    pub penalties: Vec<f64>,
    /// The intercept at each: not penalised.
    pub intercepts: Vec<f64>,
    /// At each penalty, the coefficients in the order of the design's columns; constant columns (an intercept among them)
    /// have 0.
    pub coefficients: Vec<Vec<f64>>,
    /// At each penalty, the share of the null deviance that is explained.
    pub explained: Vec<f64>,
    /// Rows.
    pub n: usize,
    /// What was computed, and who defined it.
    pub method: Method,
}

/// Fits the path; each penalty starts from the one before.
///
/// Minimised is loss + penalty ((1 - mixture)/2 sum of squares + mixture sum of magnitudes) over the coefficients of columns
/// brought to standard deviation 1 (divisor n). The loss is half the mean squared error of the response brought to standard
/// deviation 1 (the penalty is multiplied by that deviation in the lasso's part), or the mean negative log-likelihood: the
/// scales of R's `glmnet`. Coefficients are those of the columns as given.
///
/// [`Undefined::NoValues`], [`Undefined::NoSpread`] for a constant response or events in all or no rows,
/// [`Undefined::LengthsDiffer`], [`Undefined::NotPositive`] for a penalty below 0, [`Undefined::NotConverged`] (events and a
/// penalty near 0 under separation). O(n p²) once for numbers and now and then for events, which take O(n p) a step besides; memory p².
pub fn penalised(outcome: Outcome<'_>, design: &Design, rule: &PenaltyRule<'_>) -> Answer<Path> {
    let rows: Vec<usize> = (0..design.n()).collect();
    along(outcome, design, &rows, rule.mixture.get(), rule.penalties)
}

impl Outcome<'_> {
    fn n(&self) -> usize {
        match self {
            Self::Number(sample) => sample.values().len(),
            Self::Event(event) => event.len(),
        }
    }

    /// The number, or 1 for the event.
    fn at(&self, row: usize) -> f64 {
        match self {
            Self::Number(sample) => sample.values()[row],
            Self::Event(event) => f64::from(u8::from(event[row])),
        }
    }
}

/// The path of some rows.
fn along(
    outcome: Outcome<'_>,
    design: &Design,
    rows: &[usize],
    mixture: f64,
    penalties: Penalties<'_>,
) -> Answer<Path> {
    if outcome.n() != design.n() {
        return Err(Undefined::LengthsDiffer);
    }
    if rows.is_empty() {
        return Err(Undefined::NoValues);
    }
    let y: Vec<f64> = rows.iter().map(|&row| outcome.at(row)).collect();
    let columns = Standardised::of(design, rows);
    match outcome {
        Outcome::Number(_) => number_path(&y, &columns, mixture, penalties),
        Outcome::Event(_) => event_path(&y, &columns, mixture, penalties),
    }
}

/// The penalties in descending order. `greatest` is the largest slope of the loss at coefficients of 0.
fn sequence(penalties: Penalties<'_>, greatest: f64, mixture: f64, wide: bool) -> Answer<Vec<f64>> {
    match penalties {
        Penalties::Given(given) if given.iter().all(|penalty| *penalty >= 0.0 && penalty.is_finite()) => {
            let mut given = given.to_vec();
            given.sort_by(|a, b| b.total_cmp(a));
            Ok(given)
        }
        Penalties::Given(_) => Err(Undefined::NotPositive),
        Penalties::Path(n) => {
            let (first, least) = (greatest / mixture.max(1e-3), if wide { 1e-2_f64 } else { 1e-4 });
            let share = |at: usize| at as f64 / (n.max(2) - 1) as f64;
            Ok((0..n).map(|at| first * least.powf(share(at))).collect())
        }
    }
}

/// Mean and standard deviation with divisor n; [`Undefined::NoSpread`] for constant values.
fn moments(values: &[f64]) -> Answer<(f64, f64)> {
    let largest = largest_magnitude(values);
    let n = values.len() as f64;
    let mean = values.iter().map(|value| value / largest).sum::<f64>() / n;
    let square = values.iter().map(|value| (value / largest - mean).powi(2)).sum::<f64>() / n;
    // NaN for values that are all 0.
    if square.sqrt() > 1e-14 {
        Ok((mean * largest, square.sqrt() * largest))
    } else {
        Err(Undefined::NoSpread)
    }
}
