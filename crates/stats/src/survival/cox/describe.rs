//! From the maximum of a likelihood to estimates with intervals and tests.

use super::newton::Fit;
use super::ordered::Ordered;
use super::{Cox, CoxRule, Inside, Penalty, firth, ridge, ridge_weights};
use crate::distribution::{chi_squared, normal};
use crate::matrix::{Factor, Symmetric};
use crate::survival::Exits;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use std::sync::Arc;

const COX: Method = Method {
    name: "Cox proportional hazards regression, partial likelihood",
    reference: "Cox DR, J R Stat Soc B 1972;34:187; Efron B, J Am Stat Assoc 1977;72:557",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients",
    reference: "Kalbfleisch JD, Prentice RL, The Statistical Analysis of Failure Time Data, 4.2",
};
const FIRTH: Method = Method {
    name: "Cox regression with Firth's penalty, profile penalised likelihood",
    reference: "Heinze G, Schemper M, Biometrics 2001;57:114; Firth D, Biometrika 1993;80:27",
};
const RIDGE: Method = Method {
    name: "Cox regression with a ridge penalty",
    reference: "Verweij PJM, Van Houwelingen HC, Stat Med 1994;13:2427",
};

/// Estimates, tests and cautions of a fit.
pub(super) fn describe(ordered: Ordered, fit: Fit, exits: &Exits<'_>, rule: &CoxRule<'_>) -> Answer<Cox> {
    let factor = fit.last.information.factor();
    let (p, n_events) = (ordered.p, ordered.n_events());
    let variance = factor.inverse();
    let coefficients = (0..p).map(|column| coefficient(&ordered, &fit, &factor, &variance, column, rule));
    let coefficients = coefficients.collect::<Answer<Vec<Estimate>>>()?;
    let mut log_likelihood = [fit.first.log_likelihood, fit.last.log_likelihood];
    if let Penalty::Ridge(theta) = rule.penalty {
        log_likelihood[1] += ridge(&fit.beta, &ridge_weights(&ordered, theta));
    }
    let few = n_events < 10 * p;
    Ok(Cox {
        coefficients,
        covariance: (0..p * p).map(|at| variance.at(at / p, at % p)).collect(),
        log_likelihood,
        test: ratio_test(log_likelihood, factor.rank(), ordered.n, rule.penalty),
        n: ordered.n,
        n_events,
        n_iterations: fit.n_iterations,
        cautions: if few { vec![Caution::FewEvents { n_events, n_columns: p }] } else { Vec::new() },
        inside: Arc::new(Inside {
            ordered,
            beta: fit.beta,
            ties: rule.ties,
            level: rule.level,
            penalised: rule.penalty != Penalty::None,
            n_given: exits.n(),
            subject: exits.subject().map(<[u32]>::to_vec),
        }),
    })
}

fn ratio_test(log_likelihood: [f64; 2], rank: usize, n: usize, penalty: Penalty) -> Estimate {
    let df = rank as f64;
    let x2 = (2.0 * (log_likelihood[1] - log_likelihood[0])).max(0.0);
    let test = match penalty {
        Penalty::Ridge(_) => Err(Undefined::NotPartOfMethod),
        _ if rank == 0 => Err(Undefined::NoSpread),
        _ => Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) }),
    };
    let method = if penalty == Penalty::Firth { FIRTH } else { RATIO };
    Estimate { test, ..Estimate::blank(method, n) }
}

fn coefficient(
    ordered: &Ordered,
    fit: &Fit,
    factor: &Factor,
    variance: &Symmetric,
    column: usize,
    rule: &CoxRule<'_>,
) -> Answer<Estimate> {
    let method = match rule.penalty {
        Penalty::None => COX,
        Penalty::Firth => FIRTH,
        Penalty::Ridge(_) => RIDGE,
    };
    if factor.aliased()[column] {
        // Told from the others at the start and no longer at the end: the likelihood has gone flat on the way to infinity.
        let told_apart = !fit.first.information.factor().aliased()[column];
        let rising = fit.beta[column] > 0.0;
        let separated = Undefined::SeparatedColumn { rising };
        let reason = if told_apart { separated } else { Undefined::Collinear { column } };
        return Ok(Estimate::blank(method, ordered.n).without(reason));
    }
    let error = variance.at(column, column).sqrt();
    let wald = wald(method, fit.beta[column], error, ordered.n, rule.level);
    if rule.penalty == Penalty::Firth {
        return profiled(ordered, fit, column, wald, rule);
    }
    let infinite = is_infinite(&fit.first.information, &fit.last.information, column);
    Ok(Estimate { cautions: if infinite { vec![Caution::InfiniteCoefficient] } else { Vec::new() }, ..wald })
}

/// Interval and test from the profile of the penalised likelihood instead of Wald's.
fn profiled(
    ordered: &Ordered,
    fit: &Fit,
    column: usize,
    wald: Estimate,
    rule: &CoxRule<'_>,
) -> Answer<Estimate> {
    let error = wald.sd?;
    let drop = normal::quantile_upper(rule.level.tail()).powi(2);
    let (low, high) = firth::profile_limits(ordered, rule.ties, fit, column, error, drop)?;
    let mut start = fit.beta.clone();
    start[column] = 0.0;
    let without = firth::fit(ordered, rule.ties, start, &[column])?;
    let x2 = (2.0 * (fit.last.log_likelihood - without.last.log_likelihood)).max(0.0);
    Ok(Estimate {
        ci: Ok(Interval { low, high, level: rule.level, method: FIRTH }),
        test: Ok(Test {
            statistic: Statistic::ChiSquared { x2, df: 1.0 },
            p_value: chi_squared::upper(x2, 1.0),
        }),
        ..wald
    })
}

/// The curvature has all but vanished where it was: the likelihood only rises towards a limit.
fn is_infinite(null: &Symmetric, last: &Symmetric, column: usize) -> bool {
    last.at(column, column) < 1e-5 * null.at(column, column)
}

/// Normal interval and test from a standard error; neither where that is 0.
pub(super) fn wald(method: Method, value: f64, error: f64, n: usize, level: Level) -> Estimate {
    let blank = Estimate { value: Ok(value), sd: Ok(error), ..Estimate::blank(method, n) };
    if error == 0.0 {
        let none = Undefined::NoSpread;
        return Estimate { ci: Err(none), test: Err(none), ..blank };
    }
    let (reach, z) = (normal::quantile_upper(level.tail()) * error, value / error);
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Estimate {
        ci: Ok(Interval { low: value - reach, high: value + reach, level, method }),
        test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
        ..blank
    }
}
