//! Ratios with normal intervals on the logarithm.

use super::two::{Two, blank};
use crate::answer::finite;
use crate::distribution::normal;
use crate::{Answer, Estimate, Interval, Level, Method, Proportion, Statistic, Test, Undefined};

const KATZ: Method = Method {
    name: "risk ratio, Wald interval on the logarithm (Katz)",
    reference: "Katz D, Baptista J, Azen SP, Pike MC, Biometrics 1978;34:469",
};

const WOOLF: Method = Method {
    name: "odds ratio, Wald interval on the logarithm (Woolf)",
    reference: "Woolf B, Ann Hum Genet 1955;19:251",
};

/// Proportion of `second` over that of `first`, with the Wald interval and test of its logarithm, variance
/// 1/x1 - 1/n1 + 1/x2 - 1/n2. `n` counts both groups.
///
/// Nothing is added to zeros: x1 = 0 leaves no value ([`Undefined::ZeroDenominator`]), x2 = 0 a value of 0, and
/// either no interval and no test ([`Undefined::ZeroCount`]). All have it in both groups: 1, without either
/// ([`Undefined::NoSpread`]). [`super::score_risk_ratio`] serves all of these.
pub fn katz_risk_ratio(first: Proportion, second: Proportion, level: Level) -> Estimate {
    let blank = blank(first, second, KATZ);
    let two = match Two::of(first, second) {
        Ok(two) => two,
        Err(reason) => return blank.without(reason),
    };
    let (y1, y2) = two.others();
    // 1/x - 1/n = y / (x n), whose digits do not cancel.
    let variance = y1 / two.x1 / two.n1 + y2 / two.x2 / two.n2;
    on_logarithm(blank, two.risk_ratio(), two.x1 == 0.0 || two.x2 == 0.0, variance, level)
}

/// Odds of `second` over those of `first`, with the Wald interval and test of its logarithm, variance the sum of
/// the reciprocal counts. `n` counts both groups.
///
/// Nothing is added to zeros (no Haldane-Anscombe half): a zero count leaves no interval and no test
/// ([`Undefined::ZeroCount`]), and a value of 0 or none ([`Undefined::ZeroDenominator`]). All or none have it:
/// [`Undefined::EmptyMargin`]. [`super::conditional_odds_ratio`] and [`super::score_odds_ratio`] serve zeros.
pub fn woolf_odds_ratio(first: Proportion, second: Proportion, level: Level) -> Estimate {
    let blank = blank(first, second, WOOLF);
    let two = match Two::of(first, second) {
        Ok(two) => two,
        Err(reason) => return blank.without(reason),
    };
    let (y1, y2) = two.others();
    let variance = 1.0 / two.x1 + 1.0 / y1 + 1.0 / two.x2 + 1.0 / y2;
    on_logarithm(blank, two.odds_ratio(), two.x1 * two.x2 * y1 * y2 == 0.0, variance, level)
}

fn on_logarithm(blank: Estimate, value: Answer, any_zero: bool, variance: f64, level: Level) -> Estimate {
    let usable = match value {
        Err(Undefined::EmptyMargin) => Err(Undefined::EmptyMargin),
        _ if any_zero => Err(Undefined::ZeroCount),
        _ if variance == 0.0 => Err(Undefined::NoSpread),
        other => other,
    };
    let inference = usable.and_then(|ratio| {
        let error = variance.sqrt();
        let factor = (normal::quantile_upper(level.tail()) * error).exp();
        let (low, high) = (finite(ratio / factor)?, finite(ratio * factor)?);
        let z = ratio.ln() / error;
        let test =
            Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) };
        Ok((Interval { low, high, level, method: blank.method }, test))
    });
    Estimate { value, ci: inference.map(|(ci, _)| ci), test: inference.map(|(_, test)| test), ..blank }
}
