//! Rubin's rules: one answer from several completed tables.

use super::chained::{Completed, Imputations};
use crate::answer::finite;
use crate::distribution::{normal, student_t};
use crate::numeric::{Moments, Unit, largest_magnitude};
use crate::{Answer, Estimate, InputError, Interval, Level, Method, Statistic, Test, Undefined};

const RUBIN: Method = Method {
    name: "Rubin's rules with Barnard and Rubin's degrees of freedom",
    reference: "Rubin DB, Multiple Imputation for Nonresponse in Surveys, Wiley 1987, ch. 3; \
                Barnard J, Rubin DB, Biometrika 1999;86:948",
};

/// An estimate pooled over imputations. Each part that the numbers do not give holds the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// Mean of the estimates, t interval and two-sided test of 0; `sd` is the standard error, the root of `total`.
    /// `n` is the number of imputations.
    pub estimate: Estimate,
    /// Mean of the variances: what the uncertainty would be with nothing missing.
    pub within: Answer,
    /// Variance of the estimates over the imputations (divisor m - 1).
    pub between: Answer,
    /// within + (1 + 1/m) between.
    pub total: Answer,
    /// Degrees of freedom; infinite if the imputations agree and no complete-data degrees of freedom are given.
    pub df: Answer,
    /// Relative increase of the variance by the missing values: (1 + 1/m) between / within.
    pub relative_increase: Answer,
    /// Share of the total variance that the missing values cause: (1 + 1/m) between / total.
    pub missing_share: Answer,
    /// Fraction of missing information, with the correction for few imputations (Rubin 1987, 3.1.10).
    pub fraction_missing: Answer,
}

/// Pools one parameter: its estimate and variance (squared standard error) in each completed table.
///
/// `complete_df` are the degrees of freedom had nothing been missing (n - 1 for a mean, n - p for a regression);
/// without them the sample counts as large. The scale must be one on which estimates are about normal (log hazard
/// ratio, logit). Refuses slices of different length, NaN and infinities.
///
/// Fewer than two imputations: the mean alone ([`Undefined::TooFew`]). A negative variance, or variances and
/// differences that are all 0: no interval ([`Undefined::NoSpread`]). All variances 0: the increase is
/// [`Undefined::ZeroDenominator`]. O(m).
pub fn pool(
    estimates: &[f64],
    variances: &[f64],
    complete_df: Option<f64>,
    level: Level,
) -> Result<Pooled, InputError> {
    if estimates.len() != variances.len() {
        return Err(InputError::LengthsDiffer { before: estimates.len(), after: variances.len() });
    }
    crate::Sample::new(estimates)?;
    crate::Sample::new(variances)?;
    Ok(pooled(estimates, variances, complete_df, level))
}

/// Analyses each completed table and pools the answers: `analyse` gives an estimate and its variance.
///
/// The first table that has no answer decides: value, interval and test are undefined for its reason.
pub fn pool_over(
    imputations: &Imputations,
    complete_df: Option<f64>,
    level: Level,
    analyse: impl Fn(&Completed) -> Answer<(f64, f64)>,
) -> Pooled {
    let answers: Answer<Vec<(f64, f64)>> = imputations.tables.iter().map(analyse).collect();
    let answers = answers.and_then(|answers| {
        let all_finite = answers.iter().all(|(value, variance)| value.is_finite() && variance.is_finite());
        if all_finite { Ok(answers) } else { Err(Undefined::BeyondRange) }
    });
    match answers {
        Ok(answers) => {
            let (estimates, variances): (Vec<f64>, Vec<f64>) = answers.into_iter().unzip();
            pooled(&estimates, &variances, complete_df, level)
        }
        Err(reason) => undefined(imputations.tables.len(), reason),
    }
}

fn undefined(m: usize, reason: Undefined) -> Pooled {
    let none = Err(reason);
    Pooled {
        estimate: Estimate::blank(RUBIN, m).without(reason),
        within: none,
        between: none,
        total: none,
        df: none,
        relative_increase: none,
        missing_share: none,
        fraction_missing: none,
    }
}

/// The parts in a unit that keeps squares in range.
struct Parts {
    m: f64,
    within: f64,
    between: f64,
    total: f64,
}

/// All arguments finite and of one length.
fn pooled(estimates: &[f64], variances: &[f64], complete_df: Option<f64>, level: Level) -> Pooled {
    let m = estimates.len();
    let errors: Vec<f64> = variances.iter().map(|variance| variance.max(0.0).sqrt()).collect();
    let unit = Unit::for_largest(largest_magnitude(estimates).max(largest_magnitude(&errors)));
    let scaled = |values: &[f64]| -> Vec<f64> { values.iter().map(|&value| unit.of(value)).collect() };
    let Some(moments) = Moments::of(&scaled(estimates)) else { return undefined(m, Undefined::NoValues) };
    let value = finite(unit.back(moments.mean));
    let few = Undefined::TooFew { needed: 2, found: m };
    let Some(sd) = moments.sd() else {
        let pooled = undefined(m, few);
        return Pooled { estimate: Estimate { value, ..pooled.estimate }, ..pooled };
    };
    let squared = |value: f64| finite(unit.back(unit.back(value)));
    let within_scaled: Vec<f64> = variances.iter().map(|&value| unit.of(unit.of(value))).collect();
    let within = Moments::of(&within_scaled).map_or(0.0, |moments| moments.mean);
    let added = (1.0 + 1.0 / m as f64) * sd * sd;
    let parts = Parts { m: m as f64, within, between: sd * sd, total: within + added };
    let usable = variances.iter().all(|&variance| variance >= 0.0) && parts.total > 0.0;
    let spread = if usable { Ok(()) } else { Err(Undefined::NoSpread) };
    let df = spread.and_then(|()| parts.df(complete_df));
    let tested = df.and_then(|df| infer(moments.mean, parts.total.sqrt(), df));
    Pooled {
        within: squared(parts.within),
        between: squared(parts.between),
        total: squared(parts.total),
        relative_increase: spread.and_then(|()| parts.relative_increase()),
        missing_share: spread.map(|()| parts.missing_share()),
        fraction_missing: df.and_then(|df| parts.fraction_missing(df)),
        df,
        estimate: Estimate {
            value,
            ci: df.and_then(|df| {
                let reach = quantile(level.tail(), df) * parts.total.sqrt();
                let end = |value: f64| finite(unit.back(value));
                let (low, high) = (end(moments.mean - reach)?, end(moments.mean + reach)?);
                Ok(Interval { low, high, level, method: RUBIN })
            }),
            test: tested,
            sd: spread.and_then(|()| finite(unit.back(parts.total.sqrt()))),
            ..Estimate::blank(RUBIN, m)
        },
    }
}

impl Parts {
    fn added(&self) -> f64 {
        (1.0 + 1.0 / self.m) * self.between
    }

    fn relative_increase(&self) -> Answer {
        if self.within > 0.0 { finite(self.added() / self.within) } else { Err(Undefined::ZeroDenominator) }
    }

    fn missing_share(&self) -> f64 {
        self.added() / self.total
    }

    /// 1 - the missing share, without its cancellation.
    fn kept(&self) -> f64 {
        self.within / self.total
    }

    /// Barnard & Rubin 1999: 1/df = 1/old + 1/observed, old = (m - 1)/share² (Rubin 1987), observed =
    /// (c + 1)/(c + 3) c (1 - share) for c complete-data degrees of freedom.
    fn df(&self, complete: Option<f64>) -> Answer {
        let share = self.missing_share();
        let old = (self.m - 1.0) / (share * share);
        let df = match complete.filter(|complete| complete.is_finite()) {
            None => old,
            Some(complete) => {
                let observed = (complete + 1.0) / (complete + 3.0) * complete * self.kept();
                if old.is_infinite() { observed } else { old * observed / (old + observed) }
            }
        };
        if df > 0.0 { Ok(df) } else { Err(Undefined::ZeroDenominator) }
    }

    /// (r + 2/(df + 3))/(r + 1) with r the relative increase, written by shares of the total.
    fn fraction_missing(&self, df: f64) -> Answer {
        Ok(self.missing_share() + self.kept() * 2.0 / (df + 3.0))
    }
}

/// Of Student's t; of the normal for infinitely many degrees of freedom.
pub(super) fn quantile(tail: f64, df: f64) -> f64 {
    if df.is_infinite() { normal::quantile_upper(tail) } else { student_t::quantile_upper(tail, df) }
}

/// Test that the parameter is 0.
pub(super) fn infer(value: f64, error: f64, df: f64) -> Answer<Test> {
    let t = finite(value / error)?;
    Ok(if df.is_infinite() {
        Test { statistic: Statistic::Normal { z: t }, p_value: (2.0 * normal::upper(t.abs())).min(1.0) }
    } else {
        Test { statistic: Statistic::StudentT { t, df }, p_value: student_t::two_sided(t, df) }
    })
}
