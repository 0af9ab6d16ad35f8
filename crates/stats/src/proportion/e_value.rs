//! How strong unmeasured confounding would have to be.

use crate::{Answer, Estimate, Method, Undefined};

const E_VALUE: Method = Method {
    name: "E-value of a risk ratio",
    reference: "VanderWeele TJ, Ding P, Ann Intern Med 2017;167:268",
};

/// E-values of a risk ratio and of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EValue {
    /// The least risk ratio by which an unmeasured confounder would have to go with both group and outcome to
    /// explain the estimate away; at least 1.
    pub estimate: Answer,
    /// The same for the interval's end nearer to 1; 1 if the interval holds 1.
    pub limit: Answer,
    /// How it was computed.
    pub method: Method,
}

/// RR + √(RR (RR - 1)), a ratio below 1 taken as its reciprocal. `risk_ratio` is any [`Estimate`] of a risk
/// ratio; a value of 0 has no finite E-value ([`Undefined::NotPositive`]), an undefined one none.
pub fn e_value(risk_ratio: &Estimate) -> EValue {
    let limit = risk_ratio.ci.and_then(|ci| {
        if ci.contains(1.0) { Ok(1.0) } else { of(if ci.low > 1.0 { ci.low } else { ci.high }) }
    });
    EValue { estimate: risk_ratio.value.and_then(of), limit, method: E_VALUE }
}

fn of(ratio: f64) -> Answer {
    if ratio <= 0.0 {
        return Err(Undefined::NotPositive);
    }
    let ratio = ratio.max(1.0 / ratio);
    crate::answer::finite(ratio + ratio.sqrt() * (ratio - 1.0).sqrt())
}
