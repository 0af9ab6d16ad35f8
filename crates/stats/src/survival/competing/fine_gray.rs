//! Fine and Gray's regression: what multiplies the hazard of a cause's subdistribution.

mod likelihood;
mod ordered;
mod variance;

use crate::design::Design;
use crate::distribution::{chi_squared, normal};
use crate::matrix::Symmetric;
use crate::survival::Survival;
use crate::survival::kaplan_meier::exits;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use likelihood::{Evaluation, evaluate};
use ordered::Ordered;
use variance::score_products;

const FINE_GRAY: Method = Method {
    name: "proportional subdistribution hazards regression",
    reference: "Fine JP, Gray RJ, J Am Stat Assoc 1999;94:496",
};
const WALD: Method = Method {
    name: "Wald test of all coefficients, robust covariance",
    reference: "Fine JP, Gray RJ, J Am Stat Assoc 1999;94:496",
};

/// A fitted subdistribution hazards regression.
#[derive(Clone, Debug)]
pub struct FineGray {
    /// Log subdistribution hazard ratios in the order of the design's columns, each with Wald interval and test from
    /// `covariance`; `sd` holds the standard error. A column that earlier ones make up is [`Undefined::Collinear`].
    pub coefficients: Vec<Estimate>,
    /// Fine and Gray's covariance, which knows that the censoring distribution was estimated (as R's `cmprsk::crr`);
    /// columns by columns, row by row; 0 for collinear columns, infinite beyond range where a coefficient runs to infinity.
    pub covariance: Vec<f64>,
    /// The sandwich with the censoring weights taken for known (as R's `coxph` on `finegray` data with `cluster`).
    pub covariance_of_known_weights: Vec<f64>,
    /// Inverse information.
    pub inverse_information: Vec<f64>,
    /// Log pseudo-likelihood without and with the columns. Twice their difference is *not* chi-squared.
    pub log_likelihood: [f64; 2],
    /// Wald test that all coefficients are 0.
    pub test: Estimate,
    /// Distinct times of the cause, ascending.
    pub time: Vec<f64>,
    /// Cumulative subdistribution hazard at each, all columns 0 (Breslow's estimate).
    pub hazard: Vec<f64>,
    /// Rows.
    pub n: usize,
    /// Rows that end with the cause.
    pub n_events: usize,
    /// Evaluations of the likelihood.
    pub n_iterations: usize,
    /// Warnings about the fit as a whole.
    pub cautions: Vec<Caution>,
}

/// Fits for `cause` (from 1) of [`Survival::competing`]. Those with another cause stay at risk, at a time t after their
/// own T with weight G(t-)/G(T-), G the Kaplan-Meier curve of the time to censoring, in which those with an event at a
/// time are at risk at it. Ties as Breslow's. Newton's method with step halving.
///
/// [`Undefined::OtherResponse`] for bounds, states, weights, delayed entry and several rows a subject;
/// [`Undefined::LengthsDiffer`], [`Undefined::NoEvents`], [`Undefined::NotConverged`] as for [`crate::survival::cox::cox`],
/// whose cautions apply too. O(n log n + n p²) an evaluation and for the variance, also with many ties: rows with
/// another cause enter cumulative sums of exp(xb)/G once; nothing is expanded.
pub fn fine_gray(response: &Survival<'_>, cause: u32, design: &Design, level: Level) -> Answer<FineGray> {
    let exits = exits(response)?;
    if exits.weight().is_some() || exits.entry().is_some() || exits.subject().is_some() {
        return Err(Undefined::OtherResponse);
    }
    if design.n() != exits.n() {
        return Err(Undefined::LengthsDiffer);
    }
    let ordered = Ordered::of(&exits, cause, design);
    if ordered.n_events == 0 {
        return Err(Undefined::NoEvents);
    }
    let fit = maximise(&ordered)?;
    Ok(describe(&ordered, fit, level))
}

impl FineGray {
    /// The probability that the cause has come by `time` for covariates `x` (one a column, as in the design):
    /// 1 - exp(-H(t) exp(xb)).
    ///
    /// [`Undefined::LengthsDiffer`] if `x` has another number of columns; [`Undefined::BeyondRange`] if exp overflows.
    /// After the last time of the cause it stays constant.
    pub fn incidence_at(&self, time: f64, x: &[f64]) -> Answer {
        if x.len() != self.coefficients.len() {
            return Err(Undefined::LengthsDiffer);
        }
        let terms = self.coefficients.iter().zip(x).map(|(estimate, x)| estimate.value.unwrap_or(0.0) * x);
        let ratio = terms.sum::<f64>().exp();
        let at = self.time.partition_point(|&step| step <= time).checked_sub(1);
        let hazard = at.map_or(0.0, |i| self.hazard[i]);
        crate::answer::finite(-(-hazard * ratio).exp_m1())
    }
}

/// Where Newton's method came to rest.
struct Fit {
    beta: Vec<f64>,
    null: Evaluation,
    last: Evaluation,
    n_iterations: usize,
}

const SHORT: f64 = 1e-9;
const MOST_STEPS: usize = 50;

/// As for Cox's regression: rests when the step, in units of its standard error, is negligible.
fn maximise(ordered: &Ordered) -> Answer<Fit> {
    let mut beta = vec![0.0; ordered.p];
    let null = evaluate(ordered, &beta);
    let mut last = null.clone();
    let mut n_iterations = 1;
    let short = SHORT * (ordered.n_events as f64).sqrt();
    loop {
        let step = last.information.factor().solve(&last.score);
        let decrement: f64 = step.iter().zip(&last.score).map(|(a, b)| a * b).sum();
        if decrement.max(0.0).sqrt() <= short {
            // The last digits; where the likelihood is flat, a step may be of any length, and is left out.
            if step.iter().zip(&beta).all(|(step, beta)| step.abs() <= 1e-4 * (1.0 + beta.abs())) {
                beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
            }
            return Ok(Fit { beta, null, last, n_iterations });
        }
        let mut factor = 1.0;
        loop {
            if n_iterations == MOST_STEPS {
                return Err(Undefined::NotConverged);
            }
            let next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + factor * step).collect();
            let evaluation = evaluate(ordered, &next);
            n_iterations += 1;
            let (gain, size) = (evaluation.log_likelihood - last.log_likelihood, last.log_likelihood.abs());
            if gain >= -1e-12 * size && evaluation.is_finite() {
                let flat = gain <= 1e-12 * size && decrement < 1e-6;
                (beta, last) = (next, evaluation);
                if flat {
                    return Ok(Fit { beta, null, last, n_iterations });
                }
                break;
            }
            factor *= 0.5;
        }
    }
}

fn describe(ordered: &Ordered, fit: Fit, level: Level) -> FineGray {
    let p = ordered.p;
    let factor = fit.last.information.factor();
    // Collinear columns are so from the start; what vanishes on the way is the curvature of an infinite coefficient.
    let (collinear, inverse) = (fit.null.information.factor(), factor.inverse());
    let (full, known) = score_products(ordered, &fit.last);
    let covariance = sandwich(&inverse, &full);
    let coefficients = (0..p)
        .map(|column| {
            let blank = Estimate::blank(FINE_GRAY, ordered.n);
            if collinear.aliased()[column] {
                return blank.without(Undefined::Collinear { column });
            }
            let infinite = factor.aliased()[column]
                || fit.last.information.at(column, column) < 1e-5 * fit.null.information.at(column, column);
            let unit = ordered.unit[column];
            let error = covariance.at(column, column).sqrt();
            let wald = wald(unit.of(fit.beta[column]), unit.of(error), level, blank);
            let cautions = if infinite { vec![Caution::InfiniteCoefficient] } else { Vec::new() };
            Estimate { cautions, ..wald }
        })
        .collect();
    let few = ordered.n_events < 10 * p;
    let shift: f64 = fit.beta.iter().zip(&ordered.mean).map(|(beta, mean)| beta * mean).sum();
    FineGray {
        coefficients,
        test: Estimate { test: wald_of_all(&covariance, &fit.beta), ..Estimate::blank(WALD, ordered.n) },
        covariance: flat(&covariance, ordered),
        covariance_of_known_weights: flat(&sandwich(&inverse, &known), ordered),
        inverse_information: flat(&inverse, ordered),
        log_likelihood: [fit.null.log_likelihood, fit.last.log_likelihood],
        time: ordered.event_times().collect(),
        hazard: fit.last.baseline(shift),
        n: ordered.n,
        n_events: ordered.n_events,
        n_iterations: fit.n_iterations,
        cautions: if few {
            vec![Caution::FewEvents { n_events: ordered.n_events, n_columns: p }]
        } else {
            Vec::new()
        },
    }
}

/// In the units of the columns as given; infinite where a coefficient runs to infinity and the product overflows.
fn flat(matrix: &Symmetric, ordered: &Ordered) -> Vec<f64> {
    let (p, unit) = (ordered.p, &ordered.unit);
    let entry = |at: usize| unit[at / p].of(unit[at % p].of(matrix.at(at / p, at % p)));
    let known = |entry: f64| if entry.is_finite() { entry } else { f64::INFINITY };
    (0..p * p).map(|at| known(entry(at))).collect()
}

/// H⁻ V H⁻.
fn sandwich(inverse: &Symmetric, products: &Symmetric) -> Symmetric {
    let p = products.n();
    let half = |i: usize, l: usize| (0..p).map(|k| inverse.at(i, k) * products.at(k, l)).sum::<f64>();
    Symmetric::from_fn(p, |i, j| (0..p).map(|l| half(i, l) * inverse.at(l, j)).sum())
}

fn wald(value: f64, error: f64, level: Level, blank: Estimate) -> Estimate {
    if !value.is_finite() {
        return blank.without(Undefined::BeyondRange);
    }
    if !(error > 0.0 && error.is_finite()) {
        return Estimate { value: Ok(value), ..blank.without(Undefined::NoSpread) };
    }
    let (reach, z) = (normal::quantile_upper(level.tail()) * error, value / error);
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Estimate {
        value: Ok(value),
        ci: Ok(Interval { low: value - reach, high: value + reach, level, method: FINE_GRAY }),
        test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
        sd: Ok(error),
        ..blank
    }
}

fn wald_of_all(covariance: &Symmetric, beta: &[f64]) -> Answer<Test> {
    let factor = covariance.factor();
    let df = factor.rank() as f64;
    if df == 0.0 {
        return Err(Undefined::NoSpread);
    }
    let x2: f64 = factor.solve(beta).iter().zip(beta).map(|(a, b)| a * b).sum();
    Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
}
