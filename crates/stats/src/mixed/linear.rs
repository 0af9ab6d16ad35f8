//! Linear mixed models with one grouping: persons with repeated values.

mod criterion;
mod cross;
mod freedom;
mod search;

use super::Repeated;
use crate::answer::finite;
use crate::design::Design;
use crate::distribution::{normal, student_t};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use criterion::{Criterion, Point};
use cross::Cross;
pub(super) use cross::{Basis, invert_upper, root_mean_square};
use freedom::Inference;

const MIXED: Method = Method {
    name: "linear mixed model",
    reference: "Laird NM, Ware JH, Biometrics 1982;38:963; Bates D et al., J Stat Softw 2015;67:1",
};
const SATTERTHWAITE: Method = Method {
    name: "linear mixed model, t with Satterthwaite's degrees of freedom",
    reference: "Kuznetsova A, Brockhoff PB, Christensen RHB, J Stat Softw 2017;82:13",
};
const KENWARD_ROGER: Method = Method {
    name: "linear mixed model, t with Kenward and Roger's standard error and degrees of freedom",
    reference: "Kenward MG, Roger JH, Biometrics 1997;53:983",
};
const NORMAL: Method =
    Method { name: "linear mixed model, Wald's z", reference: "Laird NM, Ware JH, Biometrics 1982;38:963" };
const LOG_SD: Method = Method {
    name: "Wald interval of the log standard deviation, observed information",
    reference: "Pinheiro JC, Bates DM, Mixed-Effects Models in S and S-PLUS, 2.4.3",
};

/// What is maximised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Likelihood {
    /// Of the contrasts that the fixed effects leave: variances are not shrunk by the columns fitted.
    #[default]
    Restricted,
    /// Of the values: to compare models that differ in their fixed effects.
    Full,
}

/// Shape of the random effects' covariance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Covariance {
    /// Any.
    #[default]
    Correlated,
    /// Without correlations. Changes with the origin of the random columns: name a reason for it.
    Uncorrelated,
}

/// How a coefficient over its standard error is referred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freedom {
    /// To Student's t with Satterthwaite's degrees of freedom.
    #[default]
    Satterthwaite,
    /// The same with Kenward and Roger's adjusted standard error; for the restricted likelihood only.
    KenwardRoger,
    /// To the normal distribution.
    Normal,
}

/// The choices a linear mixed model leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub struct MixedRule {
    /// What is maximised.
    pub likelihood: Likelihood,
    /// Shape of the random effects' covariance.
    pub covariance: Covariance,
    /// Reference of the coefficients.
    pub freedom: Freedom,
    /// Confidence level of the intervals.
    pub level: Level,
}

/// A fitted linear mixed model.
#[derive(Clone, Debug)]
pub struct LinearMixed {
    /// In the order of the design's columns; `sd` holds the standard error. A combination of earlier columns is
    /// [`Undefined::Collinear`].
    pub coefficients: Vec<Estimate>,
    /// Of the coefficients, row by row, as the model has it; 0 for collinear columns.
    pub covariance: Vec<f64>,
    /// Kenward and Roger's; [`Undefined::NotPartOfMethod`] under another rule.
    pub adjusted_covariance: Answer<Vec<f64>>,
    /// Standard deviation of each random effect, with a Wald interval on the log scale; `sd` holds the standard error
    /// of the *logarithm*. At 0 there is no interval ([`Undefined::AtBoundary`]).
    pub random_sd: Vec<Estimate>,
    /// Covariance of the random effects, q by q, row by row.
    pub random_covariance: Vec<f64>,
    /// Standard deviation of the values about their group's line, in the same way.
    pub residual_sd: Estimate,
    /// Of what the rule maximises, at the maximum.
    pub log_likelihood: f64,
    /// Codes of the groups, ascending.
    pub groups: Vec<u32>,
    /// Best linear unbiased predictions, q numbers a group, in the order of `groups`.
    pub random_effects: Vec<f64>,
    /// Values used.
    pub n: usize,
    /// [`Caution::SingularFit`].
    pub cautions: Vec<Caution>,
    inference: Inference,
    columns: Columns,
    level: Level,
}

/// From the design's columns to the orthonormal ones.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) n: usize,
    pub(super) kept: Vec<usize>,
    pub(super) x_unit: Vec<f64>,
    pub(super) y_unit: f64,
    pub(super) triangle: Vec<f64>,
    pub(super) least_squares: Vec<f64>,
    pub(super) beta: Vec<f64>,
}

/// Fits `response = fixed columns × coefficients + random columns × a group's own effects + error`, the effects normal
/// with any covariance between them, the error normal with one variance.
///
/// `fixed` and `random` have a row a value, and hold their `(intercept)` themselves; an intercept alone in `random` is
/// the random intercept model, with time beside it random slopes. Groups may differ in size.
/// [`Undefined::LengthsDiffer`]; [`Undefined::NoValues`]; [`Undefined::OneGroup`]; [`Undefined::TooFew`] unless there
/// are more values than random effects and than columns (a value a person cannot tell persons from error);
/// [`Undefined::Collinear`] for a random column of zeros; [`Undefined::NoSpread`] if the columns explain the values
/// fully, within groups or altogether; [`Undefined::NotConverged`], also where the criterion is flat (too few values to
/// tell the variances apart). A covariance at its edge is
/// [`Caution::SingularFit`].
///
/// Cost: one pass over the rows, O(n (p + q)²), then about 50 evaluations of O(groups × q² (p + q)), parallel, the same
/// for any number of threads.
pub fn linear_mixed(
    response: &Repeated<'_>,
    fixed: &Design,
    random: &Design,
    rule: &MixedRule,
) -> Answer<LinearMixed> {
    response.require_rows(fixed.n())?;
    response.require_rows(random.n())?;
    if response.n_groups() < 2 {
        return Err(Undefined::OneGroup);
    }
    let needed = 1 + (random.n_columns() * response.n_groups()).max(fixed.n_columns());
    if response.n() < needed || random.n_columns() == 0 {
        return Err(Undefined::TooFew { needed, found: response.n() });
    }
    let cross = Cross::of(response, fixed, random)?;
    let criterion = Criterion {
        cross: &cross,
        correlated: rule.covariance == Covariance::Correlated,
        reml: rule.likelihood == Likelihood::Restricted,
    };
    let point = search::least(&criterion)?;
    describe(response, fixed.n_columns(), &criterion, &point, rule)
}

fn describe(
    response: &Repeated<'_>,
    n_columns: usize,
    criterion: &Criterion<'_>,
    point: &Point,
    rule: &MixedRule,
) -> Answer<LinearMixed> {
    let cross = criterion.cross;
    let uncertainty = search::uncertainty(criterion, point);
    let inference = Inference::of(criterion, point, rule.freedom, &uncertainty);
    let columns = Columns {
        n: n_columns,
        kept: cross.kept.clone(),
        x_unit: cross.x_unit.iter().map(|unit| unit.back(1.0)).collect(),
        y_unit: cross.y_unit.back(1.0),
        triangle: cross.triangle.clone(),
        least_squares: cross.least_squares.clone(),
        beta: point.beta.clone(),
    };
    let sds = Deviations { criterion, point, uncertainty: &uncertainty, level: rule.level };
    let squared = inference.sigma() * inference.sigma();
    let own = |matrix: &[f64]| columns.covariance(matrix, squared);
    let mut fit = LinearMixed {
        coefficients: Vec::new(),
        covariance: own(&inference.phi),
        adjusted_covariance: inference.adjusted.as_ref().map(|matrix| own(matrix)).map_err(|&reason| reason),
        random_sd: (0..cross.q).map(|j| sds.random(j)).collect(),
        random_covariance: sds.covariance(),
        residual_sd: sds.residual(),
        log_likelihood: -0.5 * deviance(criterion, point),
        groups: response.labels().to_vec(),
        random_effects: predictions(criterion, point),
        n: response.n(),
        cautions: if sds.is_singular() { vec![Caution::SingularFit] } else { Vec::new() },
        inference,
        columns,
        level: rule.level,
    };
    fit.coefficients = (0..n_columns)
        .map(|column| {
            let weights: Vec<f64> = (0..n_columns).map(|at| f64::from(u8::from(at == column))).collect();
            fit.contrast(&weights)
        })
        .collect();
    Ok(fit)
}

impl LinearMixed {
    /// A sum of coefficients, each times its weight, with standard error, interval and test as under the rule of the fit.
    ///
    /// [`Undefined::LengthsDiffer`] unless there is a weight a column; [`Undefined::NoSpread`] if all are 0;
    /// [`Undefined::Collinear`] if a weighted column has no coefficient.
    pub fn contrast(&self, weights: &[f64]) -> Estimate {
        let method = match self.inference.freedom() {
            Freedom::Satterthwaite => SATTERTHWAITE,
            Freedom::KenwardRoger => KENWARD_ROGER,
            Freedom::Normal => NORMAL,
        };
        let blank = Estimate::blank(method, self.n);
        match self
            .columns
            .enter(weights)
            .and_then(|l| Ok((self.columns.value(&l)?, self.inference.of_contrast(&l.1))))
        {
            Err(reason) => blank.without(reason),
            Ok((value, Err(reason))) => Estimate { value: Ok(value), ..blank.without(reason) },
            Ok((value, Ok((error, df)))) => self.tested(value, error * self.columns.y_unit, df, blank),
        }
    }

    fn tested(&self, value: f64, error: f64, df: f64, blank: Estimate) -> Estimate {
        let t = value / error;
        if !(df > 0.0 && error > 0.0 && t.is_finite() && error.is_finite()) {
            let none = blank.without(Undefined::BeyondRange);
            return Estimate { value: Ok(value), sd: finite(error), ..none };
        }
        let (statistic, p_value, quantile) = if df.is_infinite() {
            let p_value = (2.0 * normal::upper(t.abs())).min(1.0);
            (Statistic::Normal { z: t }, p_value, normal::quantile_upper(self.level.tail()))
        } else {
            let quantile = student_t::quantile_upper(self.level.tail(), df);
            (Statistic::StudentT { t, df }, student_t::two_sided(t, df), quantile)
        };
        let reach = quantile * error;
        let (low, high) = (value - reach, value + reach);
        let ci = Interval { low, high, level: self.level, method: blank.method };
        Estimate {
            value: Ok(value),
            ci: if reach.is_finite() { Ok(ci) } else { Err(Undefined::BeyondRange) },
            test: Ok(Test { statistic, p_value }),
            sd: Ok(error),
            ..blank
        }
    }
}

/// Weights of the scaled columns, and of the orthonormal ones.
pub(super) type Weights = (Vec<f64>, Vec<f64>);

impl Columns {
    pub(super) fn enter(&self, weights: &[f64]) -> Answer<Weights> {
        if weights.len() != self.n || weights.iter().any(|weight| !weight.is_finite()) {
            return Err(Undefined::LengthsDiffer);
        }
        if weights.iter().all(|&weight| weight == 0.0) {
            return Err(Undefined::NoSpread);
        }
        if let Some(column) = (0..self.n).find(|at| weights[*at] != 0.0 && !self.kept.contains(at)) {
            return Err(Undefined::Collinear { column });
        }
        let p = self.kept.len();
        let scaled: Vec<f64> = (0..p).map(|i| weights[self.kept[i]] / self.x_unit[i]).collect();
        let own = (0..p).map(|j| (0..=j).map(|i| self.triangle[i * p + j] * scaled[i]).sum()).collect();
        Ok((scaled, own))
    }

    pub(super) fn value(&self, (scaled, own): &Weights) -> Answer {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        finite(self.y_unit * (dot(scaled, &self.least_squares) + dot(own, &self.beta)))
    }

    /// A covariance of orthonormal columns' coefficients (in units of σ²) as one of the design's.
    pub(super) fn covariance(&self, matrix: &[f64], squared: f64) -> Vec<f64> {
        let p = self.kept.len();
        let mut out = vec![0.0; self.n * self.n];
        for i in 0..p {
            for j in 0..p {
                let (ti, tj) = (&self.triangle[i * p..(i + 1) * p], &self.triangle[j * p..(j + 1) * p]);
                let own = super::small::form(ti, matrix, tj) * squared;
                out[self.kept[i] * self.n + self.kept[j]] =
                    own * (self.y_unit / self.x_unit[i]) * (self.y_unit / self.x_unit[j]);
            }
        }
        out
    }
}

/// -2 log likelihood in the units of the data.
fn deviance(criterion: &Criterion<'_>, point: &Point) -> f64 {
    let (cross, p) = (criterion.cross, criterion.cross.p);
    let mut deviance = point.deviance + 2.0 * criterion.freedom() * cross.y_unit.back(1.0).ln();
    if criterion.reml {
        for (i, unit) in cross.x_unit.iter().enumerate() {
            deviance += 2.0 * (unit.back(1.0).ln() - cross.triangle[i * p + i].abs().ln());
        }
    }
    deviance
}

/// The groups' own effects: Λ F' G⁻¹ Q'(residual).
fn predictions(criterion: &Criterion<'_>, point: &Point) -> Vec<f64> {
    let (cross, q) = (criterion.cross, criterion.cross.q);
    let lambda = criterion.factor(&point.theta);
    let effects = criterion.each_group(&lambda, |group| {
        group.whiten();
        group.whiten_roots();
        group.residual(&point.beta);
        group.predicted()
    });
    let own = |effect: &[f64], i: usize| -> f64 { (0..q).map(|k| lambda[i * q + k] * effect[k]).sum() };
    effects
        .iter()
        .flat_map(|effect| (0..q).map(|i| cross.y_unit.back(own(effect, i) / cross.z_scale[i])))
        .collect()
}

/// Standard deviations of the random effects and of the error.
struct Deviations<'a> {
    criterion: &'a Criterion<'a>,
    point: &'a Point,
    uncertainty: &'a [f64],
    level: Level,
}

impl Deviations<'_> {
    fn sigma(&self) -> f64 {
        (self.point.squares / self.criterion.freedom()).sqrt()
    }

    fn covariance(&self) -> Vec<f64> {
        let (cross, q) = (self.criterion.cross, self.criterion.cross.q);
        let lambda = self.criterion.factor(&self.point.theta);
        let scale = |i: usize| cross.y_unit.back(self.sigma() / cross.z_scale[i]);
        let product = |i: usize, j: usize| (0..q).map(|k| lambda[i * q + k] * lambda[j * q + k]).sum::<f64>();
        (0..q * q).map(|at| product(at / q, at % q) * scale(at / q) * scale(at % q)).collect()
    }

    fn is_singular(&self) -> bool {
        let places = self.criterion.places();
        places.iter().zip(&self.point.theta).any(|(&(i, j), theta)| i == j && theta.abs() < search::SINGULAR)
    }

    fn random(&self, row: usize) -> Estimate {
        let (cross, q) = (self.criterion.cross, self.criterion.cross.q);
        let lambda = self.criterion.factor(&self.point.theta);
        let squares: f64 = (0..q).map(|k| lambda[row * q + k] * lambda[row * q + k]).sum();
        let places = self.criterion.places();
        let mut slope: Vec<f64> = places
            .iter()
            .zip(&self.point.theta)
            .map(|(&(i, _), theta)| if i == row { theta / squares } else { 0.0 })
            .collect();
        slope.push(1.0 / self.sigma());
        let value = cross.y_unit.back(self.sigma() * squares.sqrt() / cross.z_scale[row]);
        self.on_log_scale(value, squares.sqrt() < search::SINGULAR, &slope)
    }

    fn residual(&self) -> Estimate {
        let mut slope = vec![0.0; self.point.theta.len()];
        slope.push(1.0 / self.sigma());
        self.on_log_scale(self.criterion.cross.y_unit.back(self.sigma()), false, &slope)
    }

    fn on_log_scale(&self, value: f64, at_zero: bool, slope: &[f64]) -> Estimate {
        let blank = Estimate::blank(MIXED, self.criterion.cross.n);
        let error = search::quadratic(slope, self.uncertainty).sqrt();
        if at_zero || !(error > 0.0 && error.is_finite()) {
            let reason = Undefined::AtBoundary;
            return Estimate { value: finite(value), ci: Err(reason), sd: Err(reason), ..blank };
        }
        let reach = (normal::quantile_upper(self.level.tail()) * error).exp();
        let ci = Interval { low: value / reach, high: value * reach, level: self.level, method: LOG_SD };
        let ci = if ci.high.is_finite() { Ok(ci) } else { Err(Undefined::BeyondRange) };
        Estimate { value: finite(value), ci, sd: Ok(error), ..blank }
    }
}
