//! Linear mixed model of a response that is known only to lie below a limit in some rows: maximum likelihood.

mod group;

use super::Repeated;
use super::linear::{Basis, Columns, Covariance, Likelihood, MixedRule, invert_upper, linear_mixed};
use super::small::{cholesky, form, pseudo_inverse, solve};
use crate::answer::finite;
use crate::design::Design;
use crate::distribution::normal;
use crate::numeric::{Unit, largest_magnitude};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use group::{Groups, Parameters, Sums};

const CENSORED: Method = Method {
    name: "linear mixed model of left-censored values, maximum likelihood, Wald's z",
    reference: "Hughes JP, Biometrics 1999;55:625; Lyles RH et al., Appl Stat 2000;49:485",
};
const LOG_SD: Method = Method {
    name: "Wald interval of the log standard deviation, observed information",
    reference: "Pinheiro JC, Bates DM, Mixed-Effects Models in S and S-PLUS, 2.4.3",
};

/// The choices of a left-censored mixed model.
#[derive(Clone, Copy, Debug)]
pub struct CensoredRule {
    /// Shape of the random effects' covariance.
    pub covariance: Covariance,
    /// Nodes of the quadrature for each random effect. 25 give the log likelihood to about 1e-9, also where
    /// all of a person's ten values lie below the limit; 15 to about 1e-8. Persons without a limit need 3 and get 3.
    pub n_nodes: usize,
    /// Confidence level of the intervals.
    pub level: Level,
}

impl Default for CensoredRule {
    fn default() -> Self {
        Self { covariance: Covariance::default(), n_nodes: 25, level: Level::default() }
    }
}

/// A fitted left-censored mixed model.
#[derive(Clone, Debug)]
pub struct CensoredMixed {
    /// In the order of the design's columns, with Wald intervals and z tests; `sd` holds the standard error.
    pub coefficients: Vec<Estimate>,
    /// Of the coefficients, from the observed information with the variances estimated; row by row.
    pub covariance: Vec<f64>,
    /// As in [`super::LinearMixed::random_sd`].
    pub random_sd: Vec<Estimate>,
    /// Covariance of the random effects, row by row.
    pub random_covariance: Vec<f64>,
    /// Standard deviation about the group's line.
    pub residual_sd: Estimate,
    /// At the maximum; a censored row counts with its probability, another with its density.
    pub log_likelihood: f64,
    /// Rows.
    pub n: usize,
    /// Rows known only to lie below their value.
    pub n_censored: usize,
    /// [`Caution::SingularFit`].
    pub cautions: Vec<Caution>,
    columns: Columns,
    own: Vec<f64>,
    level: Level,
}

/// Fits the model of [`linear_mixed`] by full likelihood where the rows marked in `below` hold a limit: the value lies
/// at or below it. Limits may differ from row to row.
///
/// The likelihood of a group is an integral over its random effects of normal densities (values) and normal distribution
/// functions (limits), by adaptive Gauss-Hermite quadrature at the mode of each group (Pinheiro & Bates, J Comput Graph
/// Stat 1995;4:12); score and observed information by Fisher's and Louis's identities on the same nodes. Without a
/// limit the quadrature is exact, and the result that of [`linear_mixed`].
///
/// Undefined as [`linear_mixed`] is, [`Undefined::TooFew`] besides if the values above their limits are not more than
/// the columns. O(rows × nodes^q × (p + q²)²) an evaluation, about ten of them; parallel, the same for any number of
/// threads.
pub fn left_censored(
    response: &Repeated<'_>,
    below: &[bool],
    fixed: &Design,
    random: &Design,
    rule: &CensoredRule,
) -> Answer<CensoredMixed> {
    if below.len() != response.n() {
        return Err(Undefined::LengthsDiffer);
    }
    let n_censored = below.iter().filter(|&&below| below).count();
    let (needed, found) = (fixed.n_columns() + 1, response.n() - n_censored);
    if found < needed {
        return Err(Undefined::TooFew { needed, found });
    }
    let naive =
        MixedRule { likelihood: Likelihood::Full, covariance: rule.covariance, ..MixedRule::default() };
    let start = linear_mixed(response, fixed, random, &naive)?;
    let model = Model::of(response, below, fixed, random, rule);
    let first = model.start(&start);
    let (parameters, sums) = maximise(&model, first)?;
    Ok(describe(&model, &parameters, &sums, rule, n_censored))
}

/// The data in the coordinates of the search.
struct Model {
    groups: Groups,
    basis: Basis,
    least_squares: Vec<f64>,
    y_unit: Unit,
    z_scale: Vec<f64>,
    n_columns: usize,
}

impl Model {
    fn of(
        response: &Repeated<'_>,
        below: &[bool],
        fixed: &Design,
        random: &Design,
        rule: &CensoredRule,
    ) -> Self {
        let y_unit = Unit::for_largest(largest_magnitude(response.values()));
        let y: Vec<f64> = response.values().iter().map(|&y| y_unit.of(y)).collect();
        let basis = Basis::of(fixed);
        let (least_squares, residual) = basis.project(&y);
        let z_scale: Vec<f64> =
            (0..random.n_columns()).map(|at| super::linear::root_mean_square(random.column(at))).collect();
        let correlated = rule.covariance == Covariance::Correlated;
        let groups = Groups::of(
            response,
            &residual,
            below,
            &basis.columns,
            random,
            &z_scale,
            correlated,
            rule.n_nodes,
        );
        Self { groups, basis, least_squares, y_unit, z_scale, n_columns: fixed.n_columns() }
    }

    /// From the fit that takes limits for values; no variance starts at 0, where its score vanishes.
    fn start(&self, fit: &super::LinearMixed) -> Parameters {
        let q = self.z_scale.len();
        let sigma = self.y_unit.of(fit.residual_sd.value.unwrap_or(1.0));
        let scaled = |i: usize, j: usize| {
            let scale = self.y_unit.back(1.0);
            fit.random_covariance[i * q + j] / scale / scale * self.z_scale[i] * self.z_scale[j]
        };
        let mut lower: Vec<f64> = (0..q * q)
            .map(|at| scaled(at / q, at % q) + if at / q == at % q { 0.01 * sigma * sigma } else { 0.0 })
            .collect();
        cholesky(&mut lower, q);
        Parameters {
            beta: vec![0.0; self.basis.kept.len()],
            lower: self.groups.places.iter().map(|&(i, j)| lower[i * q + j]).collect(),
            log_sigma: sigma.ln(),
        }
    }
}

const MOST_STEPS: usize = 100;

/// Newton's method, damped as Levenberg and Marquardt's where the information is not positive.
fn maximise(model: &Model, start: Parameters) -> Answer<(Parameters, Sums)> {
    let mut at = start;
    let mut sums = model.groups.evaluate(&at).ok_or(Undefined::BeyondRange)?;
    let mut damping = 0.0;
    for _ in 0..MOST_STEPS {
        let d = sums.score.len();
        let mut moved = false;
        for _ in 0..60 {
            let mut damped = sums.information.clone();
            for i in 0..d {
                damped[i * d + i] += damping * sums.information[i * d + i].abs().max(1e-8);
            }
            let definite = cholesky(&mut damped.clone(), d);
            if let Some(step) = definite.then(|| solve(&damped, d, &sums.score, 1)).flatten() {
                let rise: f64 = step.iter().zip(&sums.score).map(|(a, b)| a * b).sum();
                let next = at.moved(&step);
                if let Some(found) = model.groups.evaluate(&next) {
                    let noise = 1e-12 * sums.log_likelihood.abs().max(1.0);
                    // Near the end the score decides: the quadrature's own error moves the likelihood more than a step does.
                    if rise < 1e-3 || found.log_likelihood >= sums.log_likelihood - noise {
                        (at, sums, moved) = (next, found, true);
                        if rise < 1e-15 * model.groups.n as f64 {
                            return Ok((at, sums));
                        }
                        damping = if damping < 1e-6 { 0.0 } else { damping / 10.0 };
                        break;
                    }
                }
            }
            damping = (damping * 4.0).max(1e-3);
        }
        if !moved {
            return Err(Undefined::NotConverged);
        }
    }
    Err(Undefined::NotConverged)
}

fn describe(
    model: &Model,
    at: &Parameters,
    sums: &Sums,
    rule: &CensoredRule,
    n_censored: usize,
) -> CensoredMixed {
    let (p, q, d) = (model.basis.kept.len(), model.z_scale.len(), sums.score.len());
    let inverse = pseudo_inverse(&sums.information, d, 1e-12);
    let own: Vec<f64> = (0..p * p).map(|at| inverse[at / p * d + at % p]).collect();
    let columns = Columns {
        n: model.n_columns,
        kept: model.basis.kept.clone(),
        x_unit: model.basis.unit.iter().map(|unit| unit.back(1.0)).collect(),
        y_unit: model.y_unit.back(1.0),
        triangle: invert_upper(&model.basis.triangle, p),
        least_squares: model.least_squares.clone(),
        beta: at.beta.clone(),
    };
    let lower = model.groups.lower(at);
    let scale = |i: usize| model.y_unit.back(1.0 / model.z_scale[i]);
    let product = |i: usize, j: usize| (0..q).map(|k| lower[i * q + k] * lower[j * q + k]).sum::<f64>();
    let sigma = at.log_sigma.exp();
    let sd = |i: usize| {
        let squares = product(i, i);
        let mut slope = vec![0.0; d];
        for (k, &(row, _)) in model.groups.places.iter().enumerate() {
            slope[p + k] = if row == i { at.lower[k] / squares } else { 0.0 };
        }
        let at_zero = squares.sqrt() < 1e-4 * sigma;
        let value = if at_zero { 0.0 } else { squares.sqrt() * scale(i) };
        log_sd(value, at_zero, form(&slope, &inverse, &slope).sqrt(), model.groups.n, rule.level)
    };
    let singular =
        model.groups.places.iter().zip(&at.lower).any(|(&(i, j), l)| i == j && l.abs() < 1e-4 * sigma);
    let mut fit = CensoredMixed {
        coefficients: Vec::new(),
        covariance: columns.covariance(&own, 1.0),
        random_sd: (0..q).map(sd).collect(),
        random_covariance: (0..q * q)
            .map(|at| product(at / q, at % q) * scale(at / q) * scale(at % q))
            .collect(),
        residual_sd: log_sd(
            model.y_unit.back(sigma),
            false,
            inverse[d * d - 1].sqrt(),
            model.groups.n,
            rule.level,
        ),
        log_likelihood: sums.log_likelihood
            - (model.groups.n - n_censored) as f64 * model.y_unit.back(1.0).ln(),
        n: model.groups.n,
        n_censored,
        cautions: if singular { vec![Caution::SingularFit] } else { Vec::new() },
        columns,
        own,
        level: rule.level,
    };
    fit.coefficients = (0..model.n_columns)
        .map(|column| {
            let weights: Vec<f64> =
                (0..model.n_columns).map(|at| f64::from(u8::from(at == column))).collect();
            fit.contrast(&weights)
        })
        .collect();
    fit
}

impl CensoredMixed {
    /// A sum of coefficients, each times its weight, with Wald interval and z test. Undefined as
    /// [`super::LinearMixed::contrast`].
    pub fn contrast(&self, weights: &[f64]) -> Estimate {
        let blank = Estimate::blank(CENSORED, self.n);
        let found = self.columns.enter(weights).and_then(|l| {
            let error = self.columns.y_unit * form(&l.1, &self.own, &l.1).sqrt();
            Ok((self.columns.value(&l)?, error))
        });
        match found {
            Err(reason) => blank.without(reason),
            Ok((value, error)) => wald(value, error, self.level, blank),
        }
    }
}

/// Wald's interval and z test; without them where the standard error is 0 or does not fit.
pub(super) fn wald(value: f64, error: f64, level: Level, blank: Estimate) -> Estimate {
    let reach = normal::quantile_upper(level.tail()) * error;
    let (low, high, z) = (value - reach, value + reach, value / error);
    if !(error > 0.0 && low.is_finite() && high.is_finite() && z.is_finite()) {
        return Estimate { value: finite(value), ..blank.without(Undefined::BeyondRange) };
    }
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Estimate {
        value: Ok(value),
        ci: Ok(Interval { low, high, level, method: blank.method }),
        test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
        sd: Ok(error),
        ..blank
    }
}

fn log_sd(value: f64, at_zero: bool, error: f64, n: usize, level: Level) -> Estimate {
    let blank = Estimate::blank(CENSORED, n);
    if at_zero || !(error > 0.0 && error.is_finite()) {
        let reason = Undefined::AtBoundary;
        return Estimate { value: finite(value), ci: Err(reason), sd: Err(reason), ..blank };
    }
    let reach = (normal::quantile_upper(level.tail()) * error).exp();
    let ci = Interval { low: value / reach, high: value * reach, level, method: LOG_SD };
    let ci = if ci.high.is_finite() { Ok(ci) } else { Err(Undefined::BeyondRange) };
    Estimate { value: finite(value), ci, sd: Ok(error), ..blank }
}
