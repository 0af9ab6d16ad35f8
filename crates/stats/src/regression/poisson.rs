//! Poisson regression with log link: rate ratios; with robust variance, risk ratios of a yes or no.

use super::iterated::{Kind, PoissonLog, Solution, climb, describe, solve, start};
use super::{Iterated, Response, Variance};
use crate::design::Design;
use crate::{Answer, Level, Method, Undefined};

const POISSON: Method = Method {
    name: "Poisson regression, log link",
    reference: "McCullagh P, Nelder JA, Generalized Linear Models, 2nd ed., 6.2",
};
const ROBUST: Method = Method {
    name: "Poisson regression, log link, robust variance",
    reference: "Zou G, Am J Epidemiol 2004;159:702",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients, Poisson regression",
    reference: "McCullagh P, Nelder JA, Generalized Linear Models, 2nd ed., 2.3",
};

/// Log rate ratios by maximum likelihood; the offset is the logarithm of the person-time. Counts need not be whole.
/// For a response of 0 and 1, [`Variance::Hc0`] makes them log risk ratios with Zou's interval.
///
/// [`Undefined::LengthsDiffer`], [`Undefined::NoValues`], [`Undefined::OtherResponse`] for a response below 0,
/// [`Undefined::NoEvents`] if all counts are 0. A column whose group has no events is [`Undefined::SeparatedColumn`].
/// O(n p²) a step, parallel, the same for any number of threads.
pub fn poisson(
    response: &Response,
    design: &Design,
    variance: Variance<'_>,
    level: Level,
) -> Answer<Iterated> {
    super::logistic::require(response, design, variance, |y| y >= 0.0)?;
    let total: f64 = response.used().iter().map(|&row| response.y()[row as usize]).sum();
    if total == 0.0 {
        return Err(Undefined::NoEvents);
    }
    let solution: Solution =
        solve(response, design, |rows| Ok(climb(rows, PoissonLog, start(rows, PoissonLog))))?;
    let kind = Kind { method: POISSON, robust: ROBUST, ratio_test: RATIO, n_events: total as usize };
    describe(response, design, PoissonLog, &solution, variance, level, kind)
}
