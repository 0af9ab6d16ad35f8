//! What the fitted model says of a person: times by which a share has had the event, and survival.

use super::{AFT, Parametric};
use crate::answer::finite;
use crate::distribution::normal;
use crate::{Answer, Estimate, Fraction, Interval, Undefined};

impl Parametric {
    /// The time by which `fraction` of those with these covariates (in the order of the design's columns) have had the event:
    /// 0.5 for the median. The interval is normal on the scale of ln T; `sd` holds the standard error of ln T.
    ///
    /// [`Undefined::LengthsDiffer`] for a row of another length; 0 and 1 have no time ([`Undefined::NotReached`]).
    pub fn quantile(&self, row: &[f64], fraction: Fraction) -> Estimate {
        let blank = Estimate::blank(AFT, self.n);
        if !(fraction.get() > 0.0 && fraction.get() < 1.0) {
            return blank.without(Undefined::NotReached);
        }
        let (z, sigma) = (self.family.quantile(fraction.get()), self.sigma());
        match self.predictor(row, sigma * z) {
            Err(reason) => blank.without(reason),
            Ok((eta, error)) => {
                let (reach, log_time) = (self.reach(error), eta + sigma * z);
                let (low, high) = ((log_time - reach).exp(), (log_time + reach).exp());
                Estimate {
                    value: finite(log_time.exp()),
                    ci: finite(high).map(|high| Interval { low, high, level: self.level, method: AFT }),
                    sd: finite(error),
                    ..blank
                }
            }
        }
    }

    /// The share of those with these covariates who have not had the event by `time` (above 0; 1 at or below). The interval
    /// is normal on the scale of z = (ln time - predictor) / sigma, so that it stays within 0 to 1; `sd` holds z's error.
    pub fn survival(&self, row: &[f64], time: f64) -> Estimate {
        let blank = Estimate::blank(AFT, self.n);
        if time <= 0.0 {
            return Estimate { value: Ok(1.0), ..blank };
        }
        let sigma = self.sigma();
        let log_time = time.ln();
        // z depends on ln sigma by -z: the same gradient as ln T's quantile, over sigma.
        let found = self.predictor(row, 0.0).and_then(|(eta, _)| self.predictor(row, log_time - eta));
        match found {
            Err(reason) => blank.without(reason),
            Ok((eta, error)) => {
                let (z, error) = ((log_time - eta) / sigma, error / sigma);
                let reach = self.reach(error);
                let (low, high) = (self.family.survival(z + reach), self.family.survival(z - reach));
                Estimate {
                    value: finite(self.family.survival(z)),
                    ci: finite(reach).map(|_| Interval { low, high, level: self.level, method: AFT }),
                    sd: finite(error),
                    ..blank
                }
            }
        }
    }

    fn sigma(&self) -> f64 {
        self.scale.value.unwrap_or(1.0)
    }

    fn reach(&self, error: f64) -> f64 {
        normal::quantile_upper(self.level.tail()) * error
    }

    /// The linear predictor, and the standard error of predictor + c ln sigma's part, where `by_log_scale` is the derivative
    /// by ln sigma.
    fn predictor(&self, row: &[f64], by_log_scale: f64) -> Answer<(f64, f64)> {
        if row.len() != self.coefficients.len() {
            return Err(Undefined::LengthsDiffer);
        }
        let eta: f64 = row.iter().zip(&self.coefficients).map(|(x, c)| x * c.value.unwrap_or(0.0)).sum();
        let gradient: Vec<f64> = row.iter().copied().chain([by_log_scale]).collect();
        let q = gradient.len();
        let variance: f64 =
            (0..q * q).map(|at| gradient[at / q] * self.covariance[at] * gradient[at % q]).sum();
        Ok((finite(eta)?, variance.max(0.0).sqrt()))
    }
}
