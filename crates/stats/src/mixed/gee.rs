//! Generalised estimating equations: population-averaged effects of repeated values.

mod working;

use super::Repeated;
use super::censored::wald;
use super::linear::{Basis, Columns, invert_upper};
use super::small::{form, inverse, product};
use crate::design::Design;
use crate::numeric::{Unit, largest_magnitude};
use crate::{Answer, Caution, Estimate, Level, Method, Undefined};
use working::{Means, Rows, Totals};

const ROBUST: Method = Method {
    name: "generalised estimating equations, robust standard error, Wald's z",
    reference: "Liang K-Y, Zeger SL, Biometrika 1986;73:13; Halekoh U et al., J Stat Softw 2006;15:2",
};
const CORRECTED: Method = Method {
    name: "generalised estimating equations, Mancl and DeRouen's robust standard error, Wald's z",
    reference: "Liang K-Y, Zeger SL, Biometrika 1986;73:13; Mancl LA, DeRouen TA, Biometrics 2001;57:126",
};

/// What of the mean is linear in the columns, and how the variance follows the mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// The mean itself; one variance.
    #[default]
    Identity,
    /// Log odds; variance mean × (1 - mean). Values from 0 to 1.
    Logit,
    /// Logarithm; variance proportional to the mean. Values of at least 0.
    Log,
}

/// The correlation taken for that of a group's values. Coefficients are consistent whichever is true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Working {
    /// None.
    Independence,
    /// The same between any two values of a group.
    #[default]
    Exchangeable,
    /// Its d-th power between values d rows apart, in the order given within the group.
    Autoregressive,
}

/// The variance of the coefficients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sandwich {
    /// Mancl and DeRouen's: each group's residuals are freed of the group's own pull. For fewer than about 50 groups.
    #[default]
    ManclDeRouen,
    /// Liang and Zeger's, too small with few groups.
    Robust,
}

/// The choices of generalised estimating equations.
#[derive(Clone, Copy, Debug, Default)]
pub struct GeeRule {
    /// Mean and variance.
    pub family: Family,
    /// Working correlation.
    pub working: Working,
    /// Variance of the coefficients.
    pub sandwich: Sandwich,
    /// Confidence level of the intervals.
    pub level: Level,
}

/// Solved estimating equations.
#[derive(Clone, Debug)]
pub struct Gee {
    /// In the order of the design's columns, with Wald intervals and z tests; `sd` holds the standard error. With
    /// separated data (a mean of 0 or 1 wherever a column is not 0) [`Caution::InfiniteCoefficient`].
    pub coefficients: Vec<Estimate>,
    /// Of the coefficients by the rule's sandwich; row by row, 0 for collinear columns.
    pub covariance: Answer<Vec<f64>>,
    /// The same if the working correlation were true.
    pub model_covariance: Vec<f64>,
    /// Mean squared Pearson residual.
    pub scale: f64,
    /// The working correlation's parameter; [`Undefined::NotPartOfMethod`] for independence.
    pub correlation: Answer,
    /// Values.
    pub n: usize,
    /// Groups.
    pub n_groups: usize,
    /// Rounds until coefficients and correlation were at rest.
    pub n_iterations: usize,
    columns: Columns,
    own: Answer<Vec<f64>>,
    rule: GeeRule,
}

const MOST_ROUNDS: usize = 500;

/// Solves Σ D' V⁻¹ (y - mean) = 0, V from the variance function and the working correlation, alternating a Fisher
/// scoring step with moment estimates of scale (divisor n) and correlation, as geepack does: exchangeable by the mean
/// product of standardised residuals over all pairs of a group, autoregressive by least squares of all such products on
/// powers of the parameter.
///
/// [`Undefined::LengthsDiffer`]; [`Undefined::NoValues`]; [`Undefined::TooFew`] unless there are more groups than
/// columns; [`Undefined::OtherResponse`] for values outside the family; [`Undefined::NoSpread`] if the columns explain
/// all; [`Undefined::NotConverged`], also if a group's working correlation is no longer positive. A column that earlier
/// ones make up is [`Undefined::Collinear`]. O(n p²) a round, and n × the largest group for the autoregressive moments.
pub fn gee(response: &Repeated<'_>, design: &Design, rule: &GeeRule) -> Answer<Gee> {
    response.require_rows(design.n())?;
    let (needed, found) = (design.n_columns() + 1, response.n_groups());
    if found < needed || design.n_columns() == 0 {
        return Err(Undefined::TooFew { needed, found });
    }
    let fits = |y: &f64| match rule.family {
        Family::Identity => true,
        Family::Logit => (0.0..=1.0).contains(y),
        Family::Log => *y >= 0.0,
    };
    if !response.values().iter().all(fits) {
        return Err(Undefined::OtherResponse);
    }
    let y_unit = match rule.family {
        Family::Identity => Unit::for_largest(largest_magnitude(response.values())),
        _ => Unit::for_largest(1.0),
    };
    let y: Vec<f64> = response.values().iter().map(|&y| y_unit.of(y)).collect();
    let basis = Basis::of(design);
    let (least_squares, y) = match rule.family {
        Family::Identity => basis.project(&y),
        _ => (vec![0.0; basis.kept.len()], y),
    };
    let rows = Rows::of(response, y, &basis.columns, rule);
    let solved = solve(&rows)?;
    let columns = Columns {
        n: design.n_columns(),
        kept: basis.kept.clone(),
        x_unit: basis.unit.iter().map(|unit| unit.back(1.0)).collect(),
        y_unit: y_unit.back(1.0),
        triangle: invert_upper(&basis.triangle, basis.kept.len()),
        least_squares,
        beta: solved.beta.clone(),
    };
    Ok(describe(response, design, &rows, solved, columns, rule))
}

struct Solved {
    beta: Vec<f64>,
    means: Means,
    scale: f64,
    alpha: f64,
    totals: Totals,
    bread: Vec<f64>,
    n_iterations: usize,
}

fn solve(rows: &Rows<'_>) -> Answer<Solved> {
    let p = rows.p;
    let mut beta = rows.start();
    let mut alpha = 0.0;
    for n_iterations in 1..=MOST_ROUNDS {
        let means = rows.means(&beta);
        let scale = rows.scale(&means);
        if !(scale.is_finite()) {
            return Err(Undefined::NotConverged);
        }
        if scale <= 1e-26 * rows.largest_square().max(f64::MIN_POSITIVE) {
            return Err(Undefined::NoSpread);
        }
        // The first rounds find the coefficients without correlation, so that the moments begin at sensible residuals.
        let next = if n_iterations > 4 { rows.correlation(&means, scale) } else { 0.0 };
        if !rows.is_possible(next) {
            return Err(Undefined::NotConverged);
        }
        let totals = rows.totals(&means, next);
        let bread = inverse(&totals.information, p).ok_or(Undefined::NotConverged)?;
        let step = product(&bread, &totals.score, p, p, 1);
        let moved = form(&step, &totals.information, &step) / scale;
        let rests = moved < 1e-22 * rows.n as f64 && (next - alpha).abs() < 1e-11 && n_iterations > 5;
        alpha = next;
        if rests {
            return Ok(Solved { beta, means, scale, alpha, totals, bread, n_iterations });
        }
        let largest = rows.columns_largest();
        let shift = step.iter().fold(0.0_f64, |most, step| most.max(step.abs())) * largest;
        let factor = if rows.family == Family::Identity || shift <= 8.0 { 1.0 } else { 8.0 / shift };
        beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += factor * step);
        if beta.iter().any(|beta| !beta.is_finite()) {
            return Err(Undefined::NotConverged);
        }
    }
    Err(Undefined::NotConverged)
}

fn describe(
    response: &Repeated<'_>,
    design: &Design,
    rows: &Rows<'_>,
    solved: Solved,
    columns: Columns,
    rule: &GeeRule,
) -> Gee {
    let p = rows.p;
    let meat =
        rows.meat(&solved.means, solved.alpha, &solved.totals, rule.sandwich == Sandwich::ManclDeRouen);
    let own = meat.map(|meat| product(&product(&solved.bread, &meat, p, p, p), &solved.bread, p, p, p));
    let mut gee = Gee {
        coefficients: Vec::new(),
        covariance: own.as_ref().map(|own| columns.covariance(own, 1.0)).map_err(|&reason| reason),
        model_covariance: columns.covariance(&solved.bread, solved.scale),
        scale: solved.scale * columns.y_unit * columns.y_unit,
        correlation: match rule.working {
            Working::Independence => Err(Undefined::NotPartOfMethod),
            _ => Ok(solved.alpha),
        },
        n: response.n(),
        n_groups: response.n_groups(),
        n_iterations: solved.n_iterations,
        columns,
        own,
        rule: *rule,
    };
    gee.coefficients = (0..design.n_columns())
        .map(|column| {
            let weights: Vec<f64> =
                (0..design.n_columns()).map(|at| f64::from(u8::from(at == column))).collect();
            let mut estimate = gee.contrast(&weights);
            if rows.is_infinite(&solved.means, design.column(column), response) {
                estimate.cautions.push(Caution::InfiniteCoefficient);
            }
            estimate
        })
        .collect();
    gee
}

impl Gee {
    /// A sum of coefficients, each times its weight, with Wald interval and z test.
    ///
    /// [`Undefined::LengthsDiffer`] unless there is a weight a column; [`Undefined::NoSpread`] if all are 0;
    /// [`Undefined::Collinear`] if a weighted column has no coefficient; no interval and test
    /// ([`Undefined::OneGroup`]) where a single group determines a coefficient and Mancl and DeRouen's correction fails.
    pub fn contrast(&self, weights: &[f64]) -> Estimate {
        let method = match self.rule.sandwich {
            Sandwich::Robust => ROBUST,
            Sandwich::ManclDeRouen => CORRECTED,
        };
        let blank = Estimate::blank(method, self.n);
        match self.columns.enter(weights).and_then(|l| Ok((self.columns.value(&l)?, l.1))) {
            Err(reason) => blank.without(reason),
            Ok((value, l)) => match &self.own {
                Err(reason) => Estimate { value: Ok(value), ..blank.without(*reason) },
                Ok(own) => {
                    let error = self.columns.y_unit * form(&l, own, &l).max(0.0).sqrt();
                    wald(value, error, self.rule.level, blank)
                }
            },
        }
    }
}
