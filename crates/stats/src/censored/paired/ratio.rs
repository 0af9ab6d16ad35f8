//! By what factor did censored measurements change? A normal model of log ratios known within intervals.

use super::super::normal_model::{Fit, Known, maximise};
use super::super::{Censored, CensoredPairs};
use crate::answer::finite;
use crate::distribution::{chi_squared, normal};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};

mod profile;

const RATIO: Method = Method {
    name: "ratio of geometric means from interval-censored log ratios, normal maximum likelihood",
    reference: "Lawless JF, Statistical Models and Methods for Lifetime Data, 2nd ed, Wiley 2003, 5.3; Olsen RJ, Econometrica 1978;46:1211",
};

const PROFILE: Method =
    Method { name: "profile likelihood", reference: "Venzon DJ, Moolgavkar SH, Appl Stat 1988;37:87" };

const WALD: Method = Method {
    name: "normal limits from the observed information, on the logarithm",
    reference: "Lawless JF 2003, 2.2",
};

/// The ratio, with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct CensoredRatio {
    /// exp(mu), after over before; interval by profile likelihood, likelihood-ratio test of mu = 0. `sd` is sigma,
    /// the SD of log ratios. `n` counts informative pairs.
    pub ratio: Estimate,
    /// The same value with Wald's interval and z, for comparison.
    pub wald: Estimate,
    /// Pairs of two exact values.
    pub n_exact: usize,
    /// Pairs whose log ratio has two finite bounds.
    pub n_between: usize,
    /// Pairs whose log ratio has one bound.
    pub n_one_sided: usize,
    /// Pairs that leave every ratio possible; left out and counted missing.
    pub n_uninformative: usize,
}

/// Ratio of geometric means after over before, from what the limits say about each pair's log ratio.
///
/// d = ln after - ln before lies between ln(low after) - ln(high before) and ln(high after) - ln(low before); d is
/// taken as normal. The bounds are treated as if they said nothing about d beyond that: where the change depends on
/// the level before, they do (see the page `censored-paired.md`). Pairs with an exact value or an upper limit at
/// or below 0 have no logarithm and are left out ([`Caution::NotPositiveLeftOut`]).
///
/// Undefined as a normal model is: all limits on one side, no spread, no pairs. The interval alone is
/// [`Undefined::BeyondLimits`] where the likelihood does not fall far enough on one side.
pub fn censored_ratio(pairs: CensoredPairs<'_>, level: Level) -> CensoredRatio {
    let found: Vec<Answer<Known>> = pairs.iter().map(|(before, after)| log_ratio(before, after)).collect();
    let rows: Vec<Known> = found.iter().filter_map(|row| row.ok()).collect();
    let informative: Vec<Known> = rows.iter().copied().filter(|row| !matches!(row, Known::Nothing)).collect();
    let (n_left_out, n_uninformative) = (found.len() - rows.len(), rows.len() - informative.len());
    let count = |kind: fn(&Known) -> bool| informative.iter().filter(|row| kind(row)).count();
    let n_missing = pairs.n_missing() + n_left_out + n_uninformative;
    let mut blank = Estimate { n_missing, ..Estimate::blank(RATIO, informative.len()) };
    if n_left_out > 0 {
        blank.cautions.push(Caution::NotPositiveLeftOut { n_pairs: n_left_out });
    }
    if n_uninformative > 0 {
        blank.cautions.push(Caution::NonInformativeLeftOut { n_pairs: n_uninformative });
    }
    let n_exact = count(|row| matches!(row, Known::Exact(_)));
    let share = 1.0 - n_exact as f64 / informative.len().max(1) as f64;
    if share > 0.8 {
        blank.cautions.push(Caution::MostlyCensored { share });
    }
    let (ratio, wald) = estimates(&informative, blank, level);
    CensoredRatio {
        ratio,
        wald,
        n_exact,
        n_between: count(|row| matches!(row, Known::Between { .. })),
        n_one_sided: count(|row| matches!(row, Known::Below(_) | Known::Above(_))),
        n_uninformative,
    }
}

fn estimates(rows: &[Known], blank: Estimate, level: Level) -> (Estimate, Estimate) {
    let fit = match maximise(rows, &vec![1.0; rows.len()], 1) {
        Ok(fit) => fit,
        Err(reason) => return (blank.clone().without(reason), blank.without(reason)),
    };
    let mut blank =
        Estimate { value: finite(fit.coefficients[0].exp()), sd: finite(fit.ln_sigma.exp()), ..blank };
    if let Some(gap) = fit.gap {
        blank.cautions.push(Caution::NotConverged { gap });
    }
    let drop = chi_squared::quantile_upper(1.0 - level.get(), 1.0);
    let fall = |mu: f64| 2.0 * (fit.log_likelihood - profile::at(rows, mu, fit.ln_sigma));
    let error = fit.covariance[0].sqrt();
    let end = |sign: f64| profile::crossing(fall, fit.coefficients[0], sign * error, drop).map(f64::exp);
    let ci = || {
        let (low, high) = (finite(end(-1.0)?)?, finite(end(1.0)?)?);
        Ok(Interval { low, high, level, method: PROFILE })
    };
    let x2 = fall(0.0).max(0.0);
    let test =
        Test { statistic: Statistic::ChiSquared { x2, df: 1.0 }, p_value: chi_squared::upper(x2, 1.0) };
    (Estimate { ci: ci(), test: Ok(test), ..blank.clone() }, wald(&fit, blank, level))
}

fn wald(fit: &Fit, blank: Estimate, level: Level) -> Estimate {
    let (mu, error) = (fit.coefficients[0], fit.covariance[0].sqrt());
    let half = normal::quantile_upper(level.tail()) * error;
    let ci = || {
        Ok(Interval {
            low: finite((mu - half).exp())?,
            high: finite((mu + half).exp())?,
            level,
            method: WALD,
        })
    };
    let z = mu / error;
    let test = Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) };
    Estimate { ci: ci(), test: finite(z).map(|_| test), ..blank }
}

/// What is known of ln after - ln before; an error if one of them has no logarithm.
fn log_ratio(before: Censored, after: Censored) -> Answer<Known> {
    let (before_low, before_high) = logarithms(before)?;
    let (after_low, after_high) = logarithms(after)?;
    if before.exact().is_some() && after.exact().is_some() {
        return Ok(Known::Exact(after_low - before_low));
    }
    let (low, high) = (after_low - before_high, after_high - before_low);
    Ok(match (low == f64::NEG_INFINITY, high == f64::INFINITY) {
        (true, true) => Known::Nothing,
        (true, false) => Known::Below(high),
        (false, true) => Known::Above(low),
        (false, false) => Known::Between { middle: 0.5 * (low + high), half: 0.5 * (high - low) },
    })
}

/// Bounds of the logarithm; a lower bound at or below 0 is none.
fn logarithms(value: Censored) -> Answer<(f64, f64)> {
    let (low, high) = value.bounds();
    if high <= 0.0 {
        return Err(Undefined::NotPositive);
    }
    Ok((if low > 0.0 { low.ln() } else { f64::NEG_INFINITY }, high.ln()))
}
