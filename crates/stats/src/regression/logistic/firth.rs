//! Firth's penalised likelihood: finite odds ratios under separation and rare events.

mod profile;

use super::require;
use crate::design::Design;
use crate::distribution::chi_squared;
use crate::regression::rows::Rows;
use crate::regression::{Response, Variance};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use profile::{Penalised, Top, limit};

const FIRTH: Method = Method {
    name: "logistic regression, Firth's penalised likelihood",
    reference: "Firth D, Biometrika 1993;80:27; Heinze G, Schemper M, Stat Med 2002;21:2409",
};

/// A fitted penalised logistic regression.
#[derive(Clone, Debug)]
pub struct Firth {
    /// Log odds ratios in the order of the design's columns, with the interval of the profile penalised likelihood and
    /// the penalised likelihood-ratio test of 0; `sd` holds the standard error of the information.
    pub coefficients: Vec<Estimate>,
    /// Inverse information (without the penalty), row by row; 0 for collinear columns.
    pub covariance: Vec<f64>,
    /// Penalised, with every column but the constant at 0, and at the maximum. The penalty's determinant is that of
    /// columns each divided by a power of two: differences are what they would be without, values are not.
    pub log_likelihood: [f64; 2],
    /// Penalised likelihood-ratio test that all coefficients but the constant's are 0.
    pub test: Estimate,
    /// Rows used (weight above 0).
    pub n: usize,
    /// Warnings about the fit as a whole.
    pub cautions: Vec<Caution>,
}

/// Maximum of log-likelihood + half the log determinant of the information (Jeffreys' prior), which is finite whatever
/// the response; an offset and weights (rows counted several times) are taken from it. Every likelihood in a ratio
/// carries the penalty of all columns, as in R's logistf.
///
/// Errors as [`super::logistic()`], but a response of one kind only is allowed and separation no matter. An interval's
/// end that 60 doublings do not reach is [`Undefined::NotConverged`]. O(n p²) a step, some hundred steps a column.
pub fn firth(response: &Response, design: &Design, level: Level) -> Answer<Firth> {
    require(response, design, Variance::Model, |y| y == 0.0 || y == 1.0)?;
    let order: Vec<usize> = (0..design.n_columns()).collect();
    let rows = Rows::of(response, design, response.used(), &order, true);
    let p = rows.p();
    let top = Penalised { rows: &rows }.climb(vec![0.0; p], &vec![false; p])?;
    let variance = top.information.factor().inverse();
    let coefficients = coefficients(&rows, &top, design.n_columns(), level);
    let coefficients = match rows.constant {
        Some((at, _)) => {
            let plain = Rows::of(response, design, response.used(), &order, false);
            let top = Penalised { rows: &plain }.climb(vec![0.0; p], &vec![false; p])?;
            let constant = coefficient(&plain, &top, at, level);
            coefficients
                .into_iter()
                .enumerate()
                .map(|(column, estimate)| if column == rows.kept[at] { constant.clone() } else { estimate })
                .collect()
        }
        None => coefficients,
    };
    let tested: Vec<bool> =
        (0..p).map(|i| rows.constant.is_some_and(|(constant, _)| constant == i)).map(|is| !is).collect();
    let null = Penalised { rows: &rows }.climb(vec![0.0; p], &tested)?;
    let df = tested.iter().filter(|&&tested| tested).count();
    let back = rows.back_covariance(&variance);
    let n_columns = design.n_columns();
    let mut covariance = vec![0.0; n_columns * n_columns];
    for (i, &row) in rows.kept.iter().enumerate() {
        for (j, &column) in rows.kept.iter().enumerate() {
            covariance[row * n_columns + column] = back[i * p + j];
        }
    }
    let n_yes = rows.y.iter().filter(|&&y| y == 1.0).count();
    let n_events = n_yes.min(rows.n - n_yes);
    let few = n_events < 10 * df;
    Ok(Firth {
        coefficients: coefficients
            .into_iter()
            .map(|estimate| Estimate { n_missing: response.n_missing(), ..estimate })
            .collect(),
        covariance,
        log_likelihood: [null.value, top.value],
        test: Estimate {
            test: match df {
                0 => Err(Undefined::TooFew { needed: 1, found: 0 }),
                _ => Ok(ratio(top.value - null.value, df as f64)),
            },
            ..Estimate::blank(FIRTH, rows.n)
        },
        n: rows.n,
        cautions: if few { vec![Caution::FewEvents { n_events, n_columns: df }] } else { Vec::new() },
    })
}

fn ratio(gain: f64, df: f64) -> Test {
    let x2 = (2.0 * gain).max(0.0);
    Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) }
}

fn coefficients(rows: &Rows, top: &Top, n_columns: usize, level: Level) -> Vec<Estimate> {
    let collinear = |column| Estimate::blank(FIRTH, rows.n).without(Undefined::Collinear { column });
    let mut estimates: Vec<Estimate> = (0..n_columns).map(collinear).collect();
    for (i, &column) in rows.kept.iter().enumerate() {
        if rows.constant.is_none_or(|(constant, _)| constant != i) {
            estimates[column] = coefficient(rows, top, i, level);
        }
    }
    estimates
}

/// One coefficient; the constant's must be of rows that are not centred, for its profile is at columns of 0.
fn coefficient(rows: &Rows, top: &Top, i: usize, level: Level) -> Estimate {
    let error = top.information.factor().inverse().at(i, i).sqrt();
    let allowed = 0.5 * chi_squared::quantile_upper(2.0 * level.tail(), 1.0);
    let unit = |value: f64| {
        let mut alone = vec![0.0; rows.p()];
        alone[i] = value;
        crate::answer::finite(rows.back(&alone)[i])
    };
    let end = |sign: f64| limit(rows, top, i, sign * error, allowed).and_then(unit);
    let interval = end(-1.0).and_then(|low| Ok(Interval { low, high: end(1.0)?, level, method: FIRTH }));
    let mut held = vec![false; rows.p()];
    held[i] = true;
    let mut from = top.beta.clone();
    from[i] = 0.0;
    let without = Penalised { rows }.climb(from, &held);
    Estimate {
        value: unit(top.beta[i]),
        ci: interval,
        test: without.map(|without| ratio(top.value - without.value, 1.0)),
        sd: unit(error),
        ..Estimate::blank(FIRTH, rows.n)
    }
}
