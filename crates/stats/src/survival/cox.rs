//! Cox's proportional hazards regression.

mod likelihood;
mod ordered;

pub use likelihood::Ties;

use super::Survival;
use super::kaplan_meier::exits;
use crate::design::Design;
use crate::distribution::{chi_squared, normal};
use crate::matrix::Symmetric;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use likelihood::{Evaluation, evaluate};
use ordered::Ordered;

const COX: Method = Method {
    name: "Cox proportional hazards regression, partial likelihood",
    reference: "Cox DR, J R Stat Soc B 1972;34:187; Efron B, J Am Stat Assoc 1977;72:557",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients",
    reference: "Kalbfleisch JD, Prentice RL, The Statistical Analysis of Failure Time Data, 4.2",
};

/// The choices a Cox regression leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub struct CoxRule<'a> {
    /// How events at one time share the risk set.
    pub ties: Ties,
    /// Stratum of each row: baseline hazards differ, coefficients do not.
    pub stratum: Option<&'a [u32]>,
    /// Known part of each row's linear predictor.
    pub offset: Option<&'a [f64]>,
    /// Confidence level of the intervals.
    pub level: Level,
}

/// A fitted Cox regression.
#[derive(Clone, Debug)]
pub struct Cox {
    /// Log hazard ratios in the order of the design's columns, each with Wald interval and test; `sd` holds the standard
    /// error. A column that earlier ones make up is [`Undefined::Collinear`].
    pub coefficients: Vec<Estimate>,
    /// Inverse information, columns by columns, row by row; 0 for collinear columns.
    pub covariance: Vec<f64>,
    /// Log partial likelihood without and with the columns.
    pub log_likelihood: [f64; 2],
    /// Likelihood-ratio test that all coefficients are 0.
    pub test: Estimate,
    /// Rows used (weight above 0).
    pub n: usize,
    /// Rows that end with an event.
    pub n_events: usize,
    /// Evaluations of the likelihood.
    pub n_iterations: usize,
    /// Warnings about the fit as a whole.
    pub cautions: Vec<Caution>,
}

/// Fits by Newton's method with step halving. `(entry, exit]` stays, weights and several rows a subject are taken from the
/// response; events of every cause count.
///
/// [`Undefined::NoEvents`], [`Undefined::LengthsDiffer`], [`Undefined::OtherResponse`] for bounds or states;
/// [`Undefined::NotConverged`] if the likelihood has no maximum that 50 steps find. A coefficient that runs to
/// infinity (one group without events) stays where the likelihood is flat and carries
/// [`Caution::InfiniteCoefficient`]. Fewer than ten events a column: [`Caution::FewEvents`].
/// O(n log n + n p²) an evaluation, parallel, the same for any number of threads.
pub fn cox(response: &Survival<'_>, design: &Design, rule: &CoxRule<'_>) -> Answer<Cox> {
    let exits = exits(response)?;
    let n = exits.n();
    let fits = |length: Option<usize>| length.is_none_or(|length| length == n);
    if design.n() != n || !fits(rule.stratum.map(<[u32]>::len)) || !fits(rule.offset.map(<[f64]>::len)) {
        return Err(Undefined::LengthsDiffer);
    }
    let ordered = Ordered::of(&exits, design, rule.stratum, rule.offset);
    if ordered.n_events() == 0 {
        return Err(Undefined::NoEvents);
    }
    let fit = maximise(&ordered, rule.ties)?;
    Ok(describe(&ordered, &fit, rule))
}

/// Where Newton's method came to rest.
struct Fit {
    beta: Vec<f64>,
    null: Evaluation,
    last: Evaluation,
    n_iterations: usize,
}

/// A step this short in units of its standard error, per root of the number of events, changes neither
/// coefficients (error its square) nor variances (relative error about its size) by 1e-8.
const SHORT: f64 = 1e-9;
const MOST_STEPS: usize = 50;

fn maximise(ordered: &Ordered, ties: Ties) -> Answer<Fit> {
    let mut beta = vec![0.0; ordered.p];
    let null = evaluate(ordered, &beta, ties);
    let mut last = evaluation_copy(&null);
    let mut n_iterations = 1;
    let short = SHORT * (ordered.n_events() as f64).sqrt();
    loop {
        let step = last.information.factor().solve(&last.score);
        let decrement: f64 = step.iter().zip(&last.score).map(|(a, b)| a * b).sum();
        if decrement.max(0.0).sqrt() <= short {
            beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
            return Ok(Fit { beta, null, last, n_iterations });
        }
        let mut factor = 1.0;
        loop {
            if n_iterations == MOST_STEPS {
                return Err(Undefined::NotConverged);
            }
            let next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + factor * step).collect();
            let evaluation = evaluate(ordered, &next, ties);
            n_iterations += 1;
            let gain = evaluation.log_likelihood - last.log_likelihood;
            if gain >= -1e-12 * last.log_likelihood.abs() {
                let flat = gain <= 1e-12 * last.log_likelihood.abs() && decrement < 1e-6;
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

fn evaluation_copy(evaluation: &Evaluation) -> Evaluation {
    Evaluation {
        log_likelihood: evaluation.log_likelihood,
        score: evaluation.score.clone(),
        information: evaluation.information.clone(),
        hazard: evaluation.hazard.clone(),
    }
}

fn describe(ordered: &Ordered, fit: &Fit, rule: &CoxRule<'_>) -> Cox {
    let factor = fit.last.information.factor();
    let (aliased, variance) = (factor.aliased(), factor.inverse());
    let n_events = ordered.n_events();
    let coefficients = (0..ordered.p)
        .map(|column| {
            if aliased[column] {
                return Estimate::blank(COX, ordered.n).without(Undefined::Collinear { column });
            }
            let infinite = is_infinite(&fit.null.information, &fit.last.information, column);
            wald(fit.beta[column], variance.at(column, column).sqrt(), ordered.n, rule.level, infinite)
        })
        .collect();
    let log_likelihood = [fit.null.log_likelihood, fit.last.log_likelihood];
    let x2 = (2.0 * (log_likelihood[1] - log_likelihood[0])).max(0.0);
    let df = factor.rank() as f64;
    let test = if df == 0.0 {
        Err(Undefined::NoSpread)
    } else {
        Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
    };
    let few = n_events < 10 * ordered.p;
    Cox {
        coefficients,
        covariance: (0..ordered.p * ordered.p)
            .map(|at| variance.at(at / ordered.p, at % ordered.p))
            .collect(),
        log_likelihood,
        test: Estimate { test, ..Estimate::blank(RATIO, ordered.n) },
        n: ordered.n,
        n_events,
        n_iterations: fit.n_iterations,
        cautions: if few { vec![Caution::FewEvents { n_events, n_columns: ordered.p }] } else { Vec::new() },
    }
}

/// The curvature has all but vanished where it was: the likelihood only rises towards a limit.
fn is_infinite(null: &Symmetric, last: &Symmetric, column: usize) -> bool {
    last.at(column, column) < 1e-5 * null.at(column, column)
}

fn wald(value: f64, error: f64, n: usize, level: Level, infinite: bool) -> Estimate {
    let (reach, z) = (normal::quantile_upper(level.tail()) * error, value / error);
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Estimate {
        value: Ok(value),
        ci: Ok(Interval { low: value - reach, high: value + reach, level, method: COX }),
        test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
        sd: Ok(error),
        cautions: if infinite { vec![Caution::InfiniteCoefficient] } else { Vec::new() },
        ..Estimate::blank(COX, n)
    }
}
