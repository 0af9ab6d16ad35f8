//! Parametric survival regression: accelerated failure time models of four families.

mod density;
mod likelihood;
mod predict;
mod rows;

use super::Survival;
use crate::answer::finite;
use crate::design::Design;
use crate::distribution::{chi_squared, normal};
use crate::matrix::Symmetric;
use crate::newton::{Rest, infinite, maximise, wald};
use crate::scaled::{Scaled, congruent, times};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use likelihood::{Row, Seen, evaluate};

const AFT: Method = Method {
    name: "parametric survival regression (accelerated failure time), maximum likelihood",
    reference: "Kalbfleisch JD, Prentice RL, The Statistical Analysis of Failure Time Data, 2nd ed., ch. 3",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients but the intercept",
    reference: "Kalbfleisch JD, Prentice RL, The Statistical Analysis of Failure Time Data, 2nd ed., 3.4",
};

/// The distribution of sigma Z in ln T = linear predictor + sigma Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Z is the logarithm of a standard exponential; the shape of T is 1 / sigma.
    Weibull,
    /// Weibull with sigma = 1.
    Exponential,
    /// Z is standard normal.
    LogNormal,
    /// Z is standard logistic.
    LogLogistic,
}

/// A fitted parametric survival regression.
#[derive(Clone, Debug)]
pub struct Parametric {
    /// The distribution chosen.
    pub family: Family,
    /// Effects on ln T in the order of the design's columns, each with Wald interval and test; e to the coefficient is the
    /// factor by which times lengthen. `sd` holds the standard error. A column that earlier ones make up is
    /// [`Undefined::Collinear`].
    pub coefficients: Vec<Estimate>,
    /// sigma, with the interval from ln sigma's; `sd` holds the standard error of ln sigma. 1 without interval for
    /// [`Family::Exponential`].
    pub scale: Estimate,
    /// Inverse observed information of the coefficients and, last, ln sigma; row by row; 0 for collinear columns.
    pub covariance: Vec<f64>,
    /// Log-likelihood of times without the columns (but the intercept), and with them.
    pub log_likelihood: [f64; 2],
    /// Likelihood-ratio test that all coefficients but the intercept's are 0.
    pub test: Estimate,
    /// Rows used.
    pub n: usize,
    /// Rows left out: weight 0, or censored where nothing is known (at time 0).
    pub n_missing: usize,
    /// Rows whose time is known exactly or within bounds on both sides.
    pub n_events: usize,
    /// Evaluations of the likelihood.
    pub n_iterations: usize,
    /// Warnings about the fit as a whole.
    pub cautions: Vec<Caution>,
    level: Level,
}

/// Fits ln T = offset + design times coefficients + sigma Z by Newton's method with the observed information.
///
/// Right-censored rows, delayed entry (by the likelihood given survival to entry), several causes (all count) and bounds
/// ([`Survival::Between`]: left-, right-, interval-censored or exact) are taken from the response; weights too. The design
/// should hold an intercept. [`Undefined::NoEvents`] if no time is known to be over, [`Undefined::NotPositive`] for an
/// event at 0, [`Undefined::PerfectFit`] where the columns predict the times exactly (sigma runs to 0),
/// [`Undefined::LengthsDiffer`], [`Undefined::OtherResponse`] for states, [`Undefined::NotConverged`]. A coefficient whose
/// group has no event runs to infinity and carries [`Caution::InfiniteCoefficient`]. O(n p²) an evaluation.
///
/// `offset` is a known part of each row's linear predictor.
pub fn parametric(
    response: &Survival<'_>,
    design: &Design,
    family: Family,
    offset: Option<&[f64]>,
    level: Level,
) -> Answer<Parametric> {
    let n = n_rows(response);
    if design.n() != n || offset.is_some_and(|offset| offset.len() != n) {
        return Err(Undefined::LengthsDiffer);
    }
    let (places, rows) = rows::rows(response, offset)?;
    if rows.is_empty() {
        return Err(Undefined::NoValues);
    }
    let n_events = rows.iter().filter(|row| !matches!(row.seen, Seen::After(_))).count();
    if n_events == 0 {
        return Err(Undefined::NoEvents);
    }
    let columns = Scaled::of(design, &places, false);
    let none = Scaled::of(&alone(design), &places, false);
    let (null, fit) = (fit(family, &rows, &none)?, fit(family, &rows, &columns)?);
    let fitted = Fitted { family, columns, null, fit, p: design.n_columns(), n_events, level };
    Ok(fitted.describe(n - places.len()))
}

fn n_rows(response: &Survival<'_>) -> usize {
    match response {
        Survival::Exits(exits) => exits.n(),
        Survival::Between(between) => between.low.len(),
        Survival::Transitions(rows) => rows.subject.len(),
    }
}

/// The intercept, if the design has one.
fn alone(design: &Design) -> Design {
    let null = Design::empty(design.n());
    let has = design.names().iter().any(|name| name == crate::design::INTERCEPT);
    if has { null.with_intercept().expect("the only column") } else { null }
}

fn fit(family: Family, rows: &[Row], columns: &Scaled) -> Answer<Rest> {
    let start = start(family, rows, columns);
    let rest = maximise(start, rows.len(), |theta| evaluate(family, rows, columns, theta));
    let log_scale = rest.theta.get(columns.p()).copied().unwrap_or(0.0);
    let vanishes = log_scale < if rest.converged { VANISHED } else { VANISHING };
    if vanishes { Err(Undefined::PerfectFit) } else { rest.require() }
}

/// ln sigma below which sigma is taken to have run to 0: log times themselves hold 16 digits.
const VANISHED: f64 = -30.0;
/// The same while the search was still under way.
const VANISHING: f64 = -9.0;

/// Least squares of the log times (of the middle of bounds), and the spread that is left.
fn start(family: Family, rows: &[Row], columns: &Scaled) -> Vec<f64> {
    let y: Vec<f64> = rows
        .iter()
        .map(|row| match row.seen {
            Seen::Exactly(y) | Seen::After(y) | Seen::Until(y) => y - row.offset,
            Seen::Within(low, high) => 0.5 * (low + high) - row.offset,
        })
        .collect();
    let p = columns.p();
    let mut right = vec![0.0; p];
    let mut products = vec![0.0; p * p];
    for (row, y) in y.iter().enumerate() {
        let (x, weight) = (columns.row(row), rows[row].weight);
        for i in 0..p {
            right[i] += weight * x[i] * y;
            (0..=i).for_each(|j| products[i * p + j] += weight * x[i] * x[j]);
        }
    }
    let mut theta = Symmetric::from_fn(p, |i, j| products[i * p + j]).factor().solve(&right);
    if family != Family::Exponential {
        let residual =
            |row: usize| y[row] - columns.row(row).iter().zip(&theta).map(|(x, b)| x * b).sum::<f64>();
        let squares: f64 = (0..y.len()).map(|row| rows[row].weight * residual(row).powi(2)).sum();
        let weight: f64 = rows.iter().map(|row| row.weight).sum();
        theta.push(0.5 * (squares / weight).max(1e-4).ln());
    }
    theta
}

/// All that a result is read from.
struct Fitted {
    family: Family,
    columns: Scaled,
    null: Rest,
    fit: Rest,
    p: usize,
    n_events: usize,
    level: Level,
}

impl Fitted {
    fn describe(&self, n_missing: usize) -> Parametric {
        let q = self.fit.theta.len();
        let constants: Vec<(usize, f64)> = self.columns.intercept.map(|at| (at, 1.0)).into_iter().collect();
        let map = self.columns.back(q, 0, &constants);
        let theta = times(&map, &self.fit.theta);
        let covariance = congruent(&map, &self.fit.at.information.factor().inverse(), q);
        let place = |column: usize| self.columns.kept.iter().position(|&kept| kept == column);
        let size = self.p + 1;
        let slot = |at: usize| if at == self.p { (q > self.columns.p()).then(|| q - 1) } else { place(at) };
        let entry = |at: usize| match (slot(at / size), slot(at % size)) {
            (Some(i), Some(j)) => covariance.at(i, j),
            _ => 0.0,
        };
        let n = self.columns.n;
        let infinite = infinite(&self.fit.at.information, &covariance, &constants, self.sigma());
        let coefficients = (0..self.p).map(|column| match place(column) {
            Some(at) => wald(AFT, [theta[at], covariance.at(at, at).sqrt()], infinite[at], n, self.level),
            None => Estimate::blank(AFT, n).without(Undefined::Collinear { column }),
        });
        let few = self.n_events < 10 * self.p.saturating_sub(constants.len());
        let log_likelihood = [self.null.at.log_likelihood, self.fit.at.log_likelihood];
        Parametric {
            family: self.family,
            coefficients: coefficients.collect(),
            scale: self.scale(
                theta.get(self.columns.p()).map(|&log_scale| (log_scale, covariance.at(q - 1, q - 1).sqrt())),
            ),
            covariance: (0..size * size).map(entry).collect(),
            log_likelihood,
            test: Estimate { test: self.ratio(log_likelihood), ..Estimate::blank(RATIO, n) },
            n,
            n_missing,
            n_events: self.n_events,
            n_iterations: self.fit.n_iterations,
            cautions: if few {
                vec![Caution::FewEvents { n_events: self.n_events, n_columns: self.p - constants.len() }]
            } else {
                Vec::new()
            },
            level: self.level,
        }
    }

    fn sigma(&self) -> f64 {
        self.fit.theta.get(self.columns.p()).map_or(1.0, |log_scale| log_scale.exp())
    }

    fn ratio(&self, [null, full]: [f64; 2]) -> Answer<Test> {
        let df = (self.columns.p() - usize::from(self.columns.intercept.is_some())) as f64;
        let x2 = (2.0 * (full - null)).max(0.0);
        if df == 0.0 {
            return Err(Undefined::NoSpread);
        }
        Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
    }

    fn scale(&self, log_scale: Option<(f64, f64)>) -> Estimate {
        let Some((log_scale, error)) = log_scale else {
            return Estimate { value: Ok(1.0), ..Estimate::blank(AFT, self.columns.n) };
        };
        let reach = normal::quantile_upper(self.level.tail()) * error;
        let (low, high) = ((log_scale - reach).exp(), (log_scale + reach).exp());
        Estimate {
            value: Ok(log_scale.exp()),
            ci: finite(high).map(|high| Interval { low, high, level: self.level, method: AFT }),
            sd: finite(error),
            ..Estimate::blank(AFT, self.columns.n)
        }
    }
}
