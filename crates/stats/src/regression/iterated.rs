//! Regressions whose likelihood is climbed step by step: what they share.

mod describe;
mod family;
mod newton;
mod solve;

pub(super) use describe::{Kind, describe};
pub(super) use family::{Family, LogBinomial, Logit, PoissonLog};
pub(super) use newton::{Search, climb, evaluate};
pub(super) use solve::{Solution, solve, start};

use crate::{Answer, Caution, Estimate, Interval, Undefined};

/// A fitted logistic, Poisson or log-binomial regression.
#[derive(Clone, Debug)]
pub struct Iterated {
    /// On the scale of the linear predictor (log odds ratios, log rate ratios, log risk ratios), in the order of the
    /// design's columns, each with Wald interval and test of 0; `sd` holds the standard error.
    /// [`Undefined::Collinear`] and [`Undefined::SeparatedColumn`] are the reasons a column can be without.
    pub coefficients: Vec<Estimate>,
    /// Of the coefficients, row by row; 0 where one has no value.
    pub covariance: Vec<f64>,
    /// Of the constant alone (of coefficients 0, if no column is constant), and of all columns.
    pub log_likelihood: [f64; 2],
    /// Twice the log-likelihood that the model lacks from one parameter a row.
    pub deviance: f64,
    /// Pearson's chi-squared over its degrees of freedom: about 1 if the model's variance holds.
    pub dispersion: Answer,
    /// Likelihood-ratio test that all coefficients but the constant's are 0.
    pub test: Estimate,
    /// Expected response of each row used, in order.
    pub fitted: Vec<f64>,
    /// Rows used (weight above 0).
    pub n: usize,
    /// Evaluations of the likelihood.
    pub n_iterations: usize,
    /// Warnings about the fit as a whole.
    pub cautions: Vec<Caution>,
}

impl Iterated {
    /// The ratio (odds, rate or risk) for one unit of this column: coefficient and interval exponentiated, the test
    /// unchanged, `sd` left on the log scale. [`Undefined::BeyondRange`] where the exponential exceeds a double.
    pub fn ratio(&self, column: usize) -> Estimate {
        let Some(log) = self.coefficients.get(column) else {
            let method = self.test.method;
            return Estimate::blank(method, self.n).without(Undefined::NoValues);
        };
        let exp = |value: f64| crate::answer::finite(value.exp());
        let interval = |ci: Interval| Ok(Interval { low: exp(ci.low)?, high: exp(ci.high)?, ..ci });
        Estimate { value: log.value.and_then(exp), ci: log.ci.and_then(interval), ..log.clone() }
    }
}
