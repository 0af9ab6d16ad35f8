//! What all coefficients of agreement share.

use crate::distribution::normal;
use crate::{Answer, Statistic, Test, Undefined};

/// 1 - observed disagreement / disagreement expected by chance.
pub(super) fn value(observed: f64, expected: f64) -> Answer {
    if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::AgreementCertain) }
}

/// Root of a variance of the relative scale 1; [`Undefined::NoSpread`] where only rounding is left of it.
pub(super) fn standard_error(variance: f64, n: f64) -> Answer {
    if variance > 1e-26 { Ok((variance / n).sqrt()) } else { Err(Undefined::NoSpread) }
}

/// No agreement beyond chance, by the standard error under that hypothesis.
pub(super) fn test(value: f64, standard_error: f64) -> Test {
    let z = value / standard_error;
    Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) }
}
