//! Logistic regression: odds ratios.

mod c_statistic;
mod firth;

pub use c_statistic::c_statistic;
pub use firth::{Firth, firth};

use super::iterated::{Kind, Logit, climb, describe, solve, start};
use super::{Iterated, Response, Variance};
use crate::design::Design;
use crate::{Answer, Level, Method, Undefined};

const LOGISTIC: Method = Method {
    name: "logistic regression, maximum likelihood",
    reference: "Hosmer DW, Lemeshow S, Sturdivant RX, Applied Logistic Regression, 3rd ed., 2.2",
};
const ROBUST: Method = Method {
    name: "logistic regression, maximum likelihood, robust variance",
    reference: "White H, Econometrica 1982;50:1",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients, logistic regression",
    reference: "Hosmer DW, Lemeshow S, Sturdivant RX, Applied Logistic Regression, 3rd ed., 2.4",
};

/// Log odds ratios of a response of 0 and 1 by maximum likelihood (Newton's method), weights counting rows several
/// times, an offset taken from the response; the intercept is one of the design's columns.
///
/// *Separation* is looked for and proved, not guessed from a failed search: a direction along which no row's likelihood
/// falls. The columns it moves are [`Undefined::SeparatedColumn`], the others are estimated from the rows it leaves, which is
/// the limit of the likelihood (quasi-complete separation); if no row is left (complete separation), no column has a
/// value. [`crate::Caution::Separation`] says so, and [`firth()`] has finite answers.
/// Errors: [`Undefined::LengthsDiffer`], [`Undefined::NoValues`], [`Undefined::OtherResponse`] for a response that is
/// neither 0 nor 1, [`Undefined::NoEvents`], [`Undefined::NoSpread`] if all rows have the event,
/// [`Undefined::NotConverged`]. O(n p²) a step, parallel, the same for any number of threads.
pub fn logistic(
    response: &Response,
    design: &Design,
    variance: Variance<'_>,
    level: Level,
) -> Answer<Iterated> {
    let n_events = require_both(response, design, variance)?;
    let solution = solve(response, design, |rows| Ok(climb(rows, Logit, start(rows, Logit))))?;
    let kind = Kind { method: LOGISTIC, robust: ROBUST, ratio_test: RATIO, n_events };
    describe(response, design, Logit, &solution, variance, level, kind)
}

/// Lengths, at least one row, and values the method is for.
pub(super) fn require(
    response: &Response,
    design: &Design,
    variance: Variance<'_>,
    allowed: impl Fn(f64) -> bool,
) -> Answer<()> {
    variance.fits(response.n())?;
    let used = response.used();
    if design.n() != response.n() {
        Err(Undefined::LengthsDiffer)
    } else if used.is_empty() {
        Err(Undefined::NoValues)
    } else if used.iter().any(|&row| !allowed(response.y()[row as usize])) {
        Err(Undefined::OtherResponse)
    } else {
        Ok(())
    }
}

/// The same for a yes or no of which both occur; the rarer's number of rows.
pub(super) fn require_both(response: &Response, design: &Design, variance: Variance<'_>) -> Answer<usize> {
    require(response, design, variance, |y| y == 0.0 || y == 1.0)?;
    let used = response.used();
    let n_events = used.iter().filter(|&&row| response.y()[row as usize] == 1.0).count();
    if n_events == 0 {
        Err(Undefined::NoEvents)
    } else if n_events == used.len() {
        Err(Undefined::NoSpread)
    } else {
        Ok(n_events.min(used.len() - n_events))
    }
}
