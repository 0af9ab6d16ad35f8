//! Normal and log-normal models of censored values by maximum likelihood (Tobit, interval regression).

mod basis;
mod likelihood;
mod newton;
mod tail;

use super::{Censored, CensoredError, CensoredSample, Design};
use crate::answer::finite;
use crate::distribution::{chi_squared, normal};
use crate::numeric::{Unit, largest_magnitude};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
pub(super) use likelihood::{Known, Term};
pub(super) use newton::{Fit, maximise};

const NORMAL: Method = Method {
    name: "normal maximum likelihood with censored values",
    reference: "Tobin J, Econometrica 1958;26:24; Olsen RJ, Econometrica 1978;46:1211",
};

const LOG_NORMAL: Method = Method {
    name: "log-normal maximum likelihood with censored values",
    reference: "Cohen AC, Technometrics 1959;1:217; Olsen RJ, Econometrica 1978;46:1211",
};

const WALD: Method = Method {
    name: "normal limits from the observed information",
    reference: "Lawless JF, Statistical Models and Methods for Lifetime Data, 2nd ed, Wiley 2003, 2.2 and 5.3",
};

const LIKELIHOOD_RATIO: Method = Method {
    name: "likelihood-ratio test of nested censored regressions",
    reference: "Wilks SS, Ann Math Stat 1938;9:60",
};

/// On which scale values are normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As they are.
    Normal,
    /// Their logarithms. Exact values and upper limits at or below 0 make the fit [`Undefined::NotPositive`]; lower
    /// bounds at or below 0 say nothing.
    LogNormal,
}

/// How many values of each kind a fit rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Known.
    pub exact: usize,
    /// Below a limit.
    pub below: usize,
    /// At or above a limit.
    pub at_or_above: usize,
    /// Between two bounds.
    pub between: usize,
    /// Left out because their limits say nothing (a log-normal value "at or above 0").
    pub nothing: usize,
}

impl Counts {
    /// Values with some information.
    pub fn n(&self) -> usize {
        self.exact + self.n_censored()
    }

    /// Of these, not exact.
    pub fn n_censored(&self) -> usize {
        self.below + self.at_or_above + self.between
    }
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct CensoredFit {
    /// One for each column of the design, on the scale on which values are normal: a log-normal coefficient is
    /// the logarithm of a ratio. Test: coefficient 0, by Wald's z. `sd` is sigma.
    pub coefficients: Vec<Estimate>,
    /// Sigma, the SD about the plane (maximum likelihood: no degrees of freedom are taken off), with limits that
    /// are symmetric for its logarithm.
    pub scale: Estimate,
    /// Of the values as given: a log-normal density has its 1/y, exact values only (as in R's `survreg`).
    pub log_likelihood: Answer,
    /// Of the coefficients and of ln sigma, row after row; empty if undefined.
    pub covariance: Vec<f64>,
    /// What it rests on.
    pub counts: Counts,
    /// Newton steps taken; 0 if undefined.
    pub n_iterations: usize,
}

/// Fits y = x'beta + sigma e, e standard normal, to values of which some are only known within limits.
///
/// Normal limits and tests from the observed information. O(n p²) a step, some five to ten steps. Without a
/// maximum everything holds the reason; see the page `censored-normal.md` for which. Err: rows of the design and
/// values differ in number.
pub fn censored_regression(
    sample: CensoredSample<'_>,
    design: Design<'_>,
    scale: Scale,
    level: Level,
) -> Result<CensoredFit, CensoredError> {
    let n_values = sample.values().len();
    if design.n_rows() != n_values {
        return Err(CensoredError::RowsDiffer { design: design.n_rows(), sample: n_values });
    }
    let rows: Vec<f64> = design.rows().flatten().copied().collect();
    let (fit, counts) = fitted(sample, &rows, design.n_columns(), scale);
    Ok(report(sample, fit, counts, design.n_columns(), scale, level))
}

/// Mean with interval: of a normal sample mu; of a log-normal one exp(mu + sigma²/2), with limits that are
/// symmetric for its logarithm (Cox's method, as Land, Technometrics 1972;14:145, calls it). `sd` is sigma on the
/// scale on which values are normal.
pub fn censored_mean(sample: CensoredSample<'_>, scale: Scale, level: Level) -> Estimate {
    let (fit, counts) = fitted(sample, &vec![1.0; sample.values().len()], 1, scale);
    let estimate = blank(sample, counts, scale);
    match (fit, scale) {
        (Err(reason), _) => estimate.without(reason),
        (Ok((fit, unit)), Scale::Normal) => {
            let (value, error) = (fit.coefficients[0], fit.covariance[0].sqrt());
            with(estimate, &fit, unit, level, |z| unit.back(value + z * error))
        }
        (Ok((fit, unit)), Scale::LogNormal) => {
            let sigma2 = (2.0 * fit.ln_sigma).exp();
            let [a, b, d] = [fit.covariance[0], fit.covariance[1], fit.covariance[3]];
            let error = (a + 2.0 * sigma2 * b + sigma2 * sigma2 * d).max(0.0).sqrt();
            let middle = fit.coefficients[0] + 0.5 * sigma2;
            with(estimate, &fit, unit, level, |z| (middle + z * error).exp())
        }
    }
}

/// Geometric mean exp(mu) of a log-normal sample, with limits that are symmetric for its logarithm; `sd` is that
/// of the logarithms.
pub fn censored_geometric_mean(sample: CensoredSample<'_>, level: Level) -> Estimate {
    let (fit, counts) = fitted(sample, &vec![1.0; sample.values().len()], 1, Scale::LogNormal);
    let estimate = blank(sample, counts, Scale::LogNormal);
    match fit {
        Err(reason) => estimate.without(reason),
        Ok((fit, unit)) => {
            let (value, error) = (fit.coefficients[0], fit.covariance[0].sqrt());
            with(estimate, &fit, unit, level, |z| (value + z * error).exp())
        }
    }
}

/// Twice the gain in log-likelihood of the fit with more columns, against chi-squared with the difference in
/// columns as degrees of freedom.
///
/// [`Undefined::NotNested`] if the counts of values differ, the first has as many columns as the second, or the
/// likelihood falls. That the columns of the smaller design are combinations of the larger one's is the caller's
/// promise.
pub fn likelihood_ratio(smaller: &CensoredFit, larger: &CensoredFit) -> Estimate {
    let estimate = Estimate {
        n_missing: larger.scale.n_missing,
        ..Estimate::blank(LIKELIHOOD_RATIO, larger.counts.n())
    };
    let test = || {
        let (low, high) = (smaller.log_likelihood?, larger.log_likelihood?);
        let columns = |fit: &CensoredFit| fit.coefficients.len();
        let same = smaller.counts == larger.counts && smaller.scale.method == larger.scale.method;
        let gain = 2.0 * (high - low);
        if !same || columns(smaller) >= columns(larger) || gain < -1e-8 * (1.0 + high.abs()) {
            return Err(Undefined::NotNested);
        }
        let (x2, df) = (gain.max(0.0), (columns(larger) - columns(smaller)) as f64);
        Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
    };
    Estimate { test: test(), ..estimate }
}

/// The rows on the scale of the model, in a unit in which squares are in range.
fn known(sample: CensoredSample<'_>, scale: Scale) -> Answer<(Vec<Known>, Unit)> {
    if scale == Scale::LogNormal {
        let rows: Answer<Vec<Known>> = sample.values().iter().map(|value| logarithm(*value)).collect();
        return Ok((rows?, Unit::for_largest(1.0)));
    }
    let ends = |value: &Censored| match *value {
        Censored::Exact(y) | Censored::Below(y) | Censored::AtOrAbove(y) => y,
        Censored::Between { low, high } => low.abs().max(high.abs()),
    };
    let unit = Unit::for_largest(largest_magnitude(&sample.values().iter().map(ends).collect::<Vec<_>>()));
    let row = |value: &Censored| match *value {
        Censored::Exact(y) => Known::Exact(unit.of(y)),
        Censored::Below(limit) => Known::Below(unit.of(limit)),
        Censored::AtOrAbove(limit) => Known::Above(unit.of(limit)),
        Censored::Between { low, high } => within(unit.of(low), unit.of(high)),
    };
    Ok((sample.values().iter().map(row).collect(), unit))
}

fn within(low: f64, high: f64) -> Known {
    Known::Between { middle: 0.5 * low + 0.5 * high, half: 0.5 * (high - low) }
}

/// The logarithm of one value, whatever is known of it.
fn logarithm(value: Censored) -> Answer<Known> {
    match value {
        Censored::Exact(y) if y <= 0.0 => Err(Undefined::NotPositive),
        Censored::Below(high) | Censored::Between { high, .. } if high <= 0.0 => Err(Undefined::NotPositive),
        Censored::Exact(y) => Ok(Known::Exact(y.ln())),
        Censored::Below(limit) => Ok(Known::Below(limit.ln())),
        Censored::AtOrAbove(limit) if limit <= 0.0 => Ok(Known::Nothing),
        Censored::AtOrAbove(limit) => Ok(Known::Above(limit.ln())),
        Censored::Between { low, high } if low <= 0.0 => Ok(Known::Below(high.ln())),
        // ln(high / low) keeps the digits of a narrow interval.
        Censored::Between { low, high } => {
            let half = 0.5 * ((high - low) / low).ln_1p();
            Ok(Known::Between { middle: low.ln() + half, half })
        }
    }
}

type Fitted = (Answer<(Fit, Unit)>, Counts);

fn fitted(sample: CensoredSample<'_>, design: &[f64], n_columns: usize, scale: Scale) -> Fitted {
    match known(sample, scale) {
        Err(reason) => (Err(reason), count(sample.values(), &[])),
        Ok((rows, unit)) => {
            let counts = count(sample.values(), &rows);
            (maximise(&rows, design, n_columns).map(|fit| (fit, unit)), counts)
        }
    }
}

fn count(values: &[Censored], rows: &[Known]) -> Counts {
    let mut counts = Counts::default();
    for (at, value) in values.iter().enumerate() {
        match value {
            _ if matches!(rows.get(at), Some(Known::Nothing)) => counts.nothing += 1,
            Censored::Exact(_) => counts.exact += 1,
            Censored::Below(_) => counts.below += 1,
            Censored::AtOrAbove(_) => counts.at_or_above += 1,
            Censored::Between { .. } => counts.between += 1,
        }
    }
    counts
}

fn blank(sample: CensoredSample<'_>, counts: Counts, scale: Scale) -> Estimate {
    let method = if scale == Scale::Normal { NORMAL } else { LOG_NORMAL };
    let n_missing = sample.n_missing() + counts.nothing;
    let mut estimate = Estimate { n_missing, ..Estimate::blank(method, counts.n()) };
    let share = counts.n_censored() as f64 / counts.n().max(1) as f64;
    if share > 0.8 {
        estimate.cautions.push(Caution::MostlyCensored { share });
    }
    estimate
}

/// Value and limits as a function of the number of standard errors from the estimate.
fn with(estimate: Estimate, fit: &Fit, unit: Unit, level: Level, at: impl Fn(f64) -> f64) -> Estimate {
    let z = normal::quantile_upper(level.tail());
    let ends = || Ok(Interval { low: finite(at(-z))?, high: finite(at(z))?, level, method: WALD });
    let mut estimate = Estimate {
        value: finite(at(0.0)),
        ci: ends(),
        sd: finite(unit.back(fit.ln_sigma.exp())),
        ..estimate
    };
    if let Some(gap) = fit.gap {
        estimate.cautions.push(Caution::NotConverged { gap });
    }
    estimate
}

fn report(
    sample: CensoredSample<'_>,
    fit: Answer<(Fit, Unit)>,
    counts: Counts,
    n_columns: usize,
    scale: Scale,
    level: Level,
) -> CensoredFit {
    let blank = blank(sample, counts, scale);
    let (fit, unit) = match fit {
        Ok(found) => found,
        Err(reason) => {
            let none = Estimate { sd: Err(reason), ..blank.without(reason) };
            return CensoredFit {
                coefficients: vec![none.clone(); n_columns],
                scale: Estimate { test: Err(Undefined::NotPartOfMethod), ..none },
                log_likelihood: Err(reason),
                covariance: Vec::new(),
                counts,
                n_iterations: 0,
            };
        }
    };
    let error = |j: usize| fit.covariance[j * (n_columns + 2)].sqrt();
    let coefficient = |j: usize| {
        let (value, error) = (fit.coefficients[j], error(j));
        let z = value / error;
        let test =
            Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) };
        Estimate {
            test: finite(z).map(|_| test),
            ..with(blank.clone(), &fit, unit, level, |z| unit.back(value + z * error))
        }
    };
    let spread = |z: f64| unit.back((fit.ln_sigma + z * error(n_columns)).exp());
    CensoredFit {
        coefficients: (0..n_columns).map(coefficient).collect(),
        scale: with(blank.clone(), &fit, unit, level, spread),
        log_likelihood: finite(fit.log_likelihood - jacobian(sample.values(), scale, unit, counts.exact)),
        covariance: in_unit(&fit.covariance, n_columns, unit),
        counts,
        n_iterations: fit.n_iterations,
    }
}

/// What takes the density back to the values as given.
fn jacobian(values: &[Censored], scale: Scale, unit: Unit, n_exact: usize) -> f64 {
    match scale {
        Scale::Normal => n_exact as f64 * unit.back(1.0).ln(),
        Scale::LogNormal => values.iter().filter_map(|value| value.exact()).map(f64::ln).sum(),
    }
}

fn in_unit(covariance: &[f64], n_columns: usize, unit: Unit) -> Vec<f64> {
    let m = n_columns + 1;
    let scaled = |(at, &value): (usize, &f64)| {
        let value = if at / m < n_columns { unit.back(value) } else { value };
        if at % m < n_columns { unit.back(value) } else { value }
    };
    covariance.iter().enumerate().map(scaled).collect()
}
