//! Kaplan-Meier, the length of follow-up, and restricted means.

use super::counts::Counts;
use super::{Curve, Exits, Survival};
use crate::distribution::normal;
use crate::{Answer, Estimate, Interval, Level, Method, Statistic, Test, Undefined};

const DIFFERENCE: Method = Method {
    name: "difference in restricted mean survival time, normal interval",
    reference: "Royston P, Parmar MKB, BMC Med Res Methodol 2013;13:152",
};

/// The Kaplan-Meier curve of a right-censored response, with delayed entry and weights where given; events of
/// every cause count. Those censored at a time are at risk at it.
///
/// [`Undefined::OtherResponse`] for bounds or states. With delayed entry the curve may reach 0 early, where
/// all of the few at risk have the event. O(n log n).
pub fn kaplan_meier(response: &Survival<'_>) -> Answer<Curve> {
    let exits = exits(response)?;
    Ok(Curve::of(Counts::of(&exits), exits.n()))
}

/// The curve of time to *censoring* (reverse Kaplan-Meier): its median is the median potential follow-up.
/// Source: Schemper M, Smith TL, Control Clin Trials 1996;17:343.
///
/// Events leave the risk set before those censored at the same time.
pub fn follow_up(response: &Survival<'_>) -> Answer<Curve> {
    let exits = exits(response)?;
    Ok(Curve::of(Counts::of(&exits).reversed(), exits.n()))
}

/// Difference of the two restricted means up to `until`, `second` minus `first`, with normal interval and
/// test.
pub fn restricted_mean_difference(first: &Curve, second: &Curve, until: f64, level: Level) -> Estimate {
    let blank = Estimate::blank(DIFFERENCE, first.n + second.n);
    let means = [first, second].map(|curve| curve.restricted_mean(until, level));
    let (first, second) = match (means[0].value, means[1].value) {
        (Ok(first), Ok(second)) => (first, second),
        (Err(reason), _) | (_, Err(reason)) => return blank.without(reason),
    };
    let variance: f64 = means.iter().map(|mean| mean.sd.map_or(0.0, |sd| sd * sd)).sum();
    let (value, error) = (second - first, variance.sqrt());
    if error == 0.0 {
        let none = Undefined::NoSpread;
        return Estimate { value: Ok(value), ci: Err(none), test: Err(none), ..blank };
    }
    let reach = normal::quantile_upper(level.tail()) * error;
    let z = value / error;
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Estimate {
        value: Ok(value),
        ci: Ok(Interval { low: value - reach, high: value + reach, level, method: DIFFERENCE }),
        test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
        sd: Ok(error),
        ..blank
    }
}

/// The rows of a response that ends with an event or without.
pub(super) fn exits<'a>(response: &Survival<'a>) -> Answer<Exits<'a>> {
    match response {
        Survival::Exits(exits) => Ok(*exits),
        _ => Err(Undefined::OtherResponse),
    }
}
