//! The standard distributions of log time: logarithms of density and tails, right far out in both.

use super::Family;
use crate::distribution::normal;
use std::f64::consts::{LN_2, PI};

/// A term of the log-likelihood as a function of z, with its first two derivatives.
#[derive(Clone, Copy)]
pub(super) struct Term {
    pub(super) value: f64,
    pub(super) first: f64,
    pub(super) second: f64,
}

impl Family {
    /// ln f(z).
    pub(super) fn density(self, z: f64) -> Term {
        match self {
            Self::Weibull | Self::Exponential => {
                let w = z.exp();
                Term { value: z - w, first: 1.0 - w, second: -w }
            }
            Self::LogNormal => Term { value: -0.5 * z * z - 0.5 * (2.0 * PI).ln(), first: -z, second: -1.0 },
            Self::LogLogistic => {
                let p = logistic(z);
                Term {
                    value: -softplus(z) - softplus(-z),
                    first: 1.0 - 2.0 * p,
                    second: -2.0 * p * logistic(-z),
                }
            }
        }
    }

    /// ln P(Z > z).
    pub(super) fn upper(self, z: f64) -> Term {
        match self {
            Self::Weibull | Self::Exponential => {
                let w = z.exp();
                Term { value: -w, first: -w, second: -w }
            }
            Self::LogNormal => {
                let value = ln_normal_upper(z);
                let hazard = (self.density(z).value - value).exp();
                Term { value, first: -hazard, second: -hazard * (hazard - z) }
            }
            Self::LogLogistic => {
                let p = logistic(z);
                Term { value: -softplus(z), first: -p, second: -p * logistic(-z) }
            }
        }
    }

    /// ln P(Z <= z).
    pub(super) fn lower(self, z: f64) -> Term {
        match self {
            Self::Weibull | Self::Exponential => {
                let w = z.exp();
                let q = if w == 0.0 { 1.0 } else { w / w.exp_m1() };
                Term {
                    value: ln_one_minus_exp(-w),
                    first: q,
                    second: if q == 0.0 { 0.0 } else { q * (1.0 - w - q) },
                }
            }
            Self::LogNormal | Self::LogLogistic => {
                let mirrored = self.upper(-z);
                Term { first: -mirrored.first, ..mirrored }
            }
        }
    }

    /// The z with P(Z <= z) = `fraction`.
    pub(super) fn quantile(self, fraction: f64) -> f64 {
        match self {
            Self::Weibull | Self::Exponential => (-(-fraction).ln_1p()).ln(),
            Self::LogNormal => -normal::quantile_upper(fraction),
            Self::LogLogistic => fraction.ln() - (-fraction).ln_1p(),
        }
    }

    /// P(Z > z).
    pub(super) fn survival(self, z: f64) -> f64 {
        self.upper(z).value.exp()
    }
}

/// ln(1 - e^x) for x at or below 0 (Mächler, Accurately computing log(1 - exp(-|a|)), 2012).
pub(super) fn ln_one_minus_exp(x: f64) -> f64 {
    if x > -LN_2 { (-x.exp_m1()).ln() } else { (-x.exp()).ln_1p() }
}

fn logistic(z: f64) -> f64 {
    if z < 0.0 { z.exp() / (1.0 + z.exp()) } else { 1.0 / (1.0 + (-z).exp()) }
}

/// ln(1 + e^z).
fn softplus(z: f64) -> f64 {
    if z > 0.0 { z + (-z).exp().ln_1p() } else { z.exp().ln_1p() }
}

/// Beyond 30 by Laplace's continued fraction (Abramowitz & Stegun 26.2.14), whose value is z to 3 digits there.
fn ln_normal_upper(z: f64) -> f64 {
    if z < -1.0 {
        (-normal::upper(-z)).ln_1p()
    } else if z < 30.0 {
        normal::upper(z).ln()
    } else {
        let fraction = (1..=12).rev().fold(z, |inner, level| z + f64::from(level) / inner);
        -0.5 * z * z - 0.5 * (2.0 * PI).ln() - fraction.ln()
    }
}
