//! What one row adds to the log-likelihood, as a function of its linear predictor.

/// A row's log-likelihood, its derivative, and the negative of its second derivative.
#[derive(Clone, Copy)]
pub(in crate::regression) struct Terms {
    pub(in crate::regression) log_likelihood: f64,
    pub(in crate::regression) score: f64,
    pub(in crate::regression) curvature: f64,
}

pub(in crate::regression) trait Family: Copy + Sync {
    fn at(self, y: f64, eta: f64) -> Terms;
    /// Expected response.
    fn mean(self, eta: f64) -> f64;
    /// Its variance.
    fn variance(self, mean: f64) -> f64;
    /// The linear predictor of an overall mean.
    fn link(self, mean: f64) -> f64;
    /// By how much a step `x` of the linear predictor lowers the likelihood in the long run, 0 or less if it does not:
    /// a direction along which no row falls has no maximum.
    fn falls(self, y: f64, x: f64) -> f64;
    /// The row's part of the log-likelihood that no parameter moves.
    fn known(self, y: f64) -> f64;
    /// Half the deviance's part that only the response decides: the saturated log-likelihood less `known`.
    fn saturated(self, y: f64) -> f64;
}

/// Bernoulli with logit link.
#[derive(Clone, Copy)]
pub(in crate::regression) struct Logit;

impl Family for Logit {
    /// With e = exp(-|eta|) no digit is lost at either end.
    #[inline(always)]
    fn at(self, y: f64, eta: f64) -> Terms {
        let e = (-eta.abs()).exp();
        let inverse = 1.0 / (1.0 + e);
        let (near, far) = (inverse, e * inverse);
        let rising = eta >= 0.0;
        let score = match (y > 0.5, rising) {
            (true, true) => far,
            (true, false) => near,
            (false, true) => -near,
            (false, false) => -far,
        };
        let lost = if (y > 0.5) == rising { 0.0 } else { eta.abs() };
        Terms { log_likelihood: -lost - e.ln_1p(), score, curvature: near * far }
    }

    fn mean(self, eta: f64) -> f64 {
        let e = (-eta.abs()).exp();
        if eta >= 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) }
    }

    fn variance(self, mean: f64) -> f64 {
        mean * (1.0 - mean)
    }

    fn link(self, mean: f64) -> f64 {
        mean.ln() - (-mean).ln_1p()
    }

    fn falls(self, y: f64, x: f64) -> f64 {
        if y > 0.5 { -x } else { x }
    }

    fn known(self, _: f64) -> f64 {
        0.0
    }

    fn saturated(self, _: f64) -> f64 {
        0.0
    }
}

/// Poisson with log link.
#[derive(Clone, Copy)]
pub(in crate::regression) struct PoissonLog;

impl Family for PoissonLog {
    #[inline(always)]
    fn at(self, y: f64, eta: f64) -> Terms {
        let mean = eta.exp();
        let gained = if y == 0.0 { 0.0 } else { y * eta };
        Terms { log_likelihood: gained - mean, score: y - mean, curvature: mean }
    }

    fn mean(self, eta: f64) -> f64 {
        eta.exp()
    }

    fn variance(self, mean: f64) -> f64 {
        mean
    }

    fn link(self, mean: f64) -> f64 {
        mean.ln()
    }

    fn falls(self, y: f64, x: f64) -> f64 {
        if y > 0.0 { x.abs() } else { x }
    }

    fn known(self, y: f64) -> f64 {
        -crate::distribution::gamma::ln_gamma(y + 1.0)
    }

    fn saturated(self, y: f64) -> f64 {
        if y == 0.0 { 0.0 } else { y * y.ln() - y }
    }
}

/// Bernoulli with log link; the linear predictor must stay below 0. Its observed curvature is never negative.
#[derive(Clone, Copy)]
pub(in crate::regression) struct LogBinomial {
    /// Expected instead of observed curvature, which R's standard errors rest on.
    pub(in crate::regression) expected: bool,
    /// Weight of the barrier ln(-eta) that keeps a search inside; 0 for the likelihood itself.
    pub(in crate::regression) barrier: f64,
}

impl Family for LogBinomial {
    #[inline(always)]
    fn at(self, y: f64, eta: f64) -> Terms {
        if eta >= 0.0 {
            return Terms { log_likelihood: f64::NEG_INFINITY, score: 0.0, curvature: 0.0 };
        }
        let (mean, rest) = (eta.exp(), -eta.exp_m1());
        let odds = mean / rest;
        let mut terms = if y > 0.5 {
            Terms { log_likelihood: eta, score: 1.0, curvature: 0.0 }
        } else {
            Terms { log_likelihood: rest.ln(), score: -odds, curvature: odds / rest }
        };
        if self.expected {
            terms.curvature = odds;
        }
        if self.barrier > 0.0 {
            terms.log_likelihood += self.barrier * (-eta).ln();
            terms.score += self.barrier / eta;
            terms.curvature += self.barrier / (eta * eta);
        }
        terms
    }

    fn mean(self, eta: f64) -> f64 {
        eta.exp()
    }

    fn variance(self, mean: f64) -> f64 {
        mean * (1.0 - mean)
    }

    fn link(self, mean: f64) -> f64 {
        mean.ln()
    }

    fn falls(self, y: f64, x: f64) -> f64 {
        if y > 0.5 { x.abs() } else { x }
    }

    fn known(self, _: f64) -> f64 {
        0.0
    }

    fn saturated(self, _: f64) -> f64 {
        0.0
    }
}
