//! Cumulative incidence: the probability that an event of one cause has come by a time.

use super::late::Late;
use super::recursion::{Squared, at_risk, squared_counts};
use crate::distribution::normal;
use crate::survival::counts::Counts;
use crate::survival::curve::limits_of_probability;
use crate::survival::kaplan_meier::exits;
use crate::survival::{CurveInterval, Survival};
use crate::{Answer, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use rayon::prelude::*;

const POINT: Method = Method {
    name: "cumulative incidence, Aalen-Johansen estimate",
    reference: "Aalen OO, Johansen S, Scand J Stat 1978;5:141; Kalbfleisch & Prentice 2002, 8.2",
};
const LOST: Method = Method {
    name: "time lost to a cause, area under the cumulative incidence",
    reference: "Andersen PK, Stat Med 2013;32:5278",
};

const DIFFERENCE: Method = Method {
    name: "difference in cumulative incidence at one time, normal interval",
    reference: "Kalbfleisch & Prentice 2002, 8.2",
};

/// Which variance belongs to an incidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IncidenceVariance {
    /// The sum of squared influences of units (infinitesimal jackknife), as R's `survfit`. Without weights and delayed
    /// entry it *is* the Greenwood-type (multinomial, delta method) variance, with or without ties, and F (1 - F)/n
    /// where nobody is censored.
    #[default]
    Influence,
    /// Aalen's counting-process variance with the hypergeometric correction for ties, as R's `cmprsk::cuminc`. Larger by
    /// a factor of about 1 + 1/(at risk). Weights count as numbers of units.
    Aalen,
}

/// Cumulative incidence of every cause, with the survival that is left: one entry a distinct time.
///
/// At every time survival and the incidences of all causes add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Incidence {
    /// Distinct times of exit, ascending.
    pub time: Vec<f64>,
    /// (Weighted) number at risk at each time.
    pub at_risk: Vec<f64>,
    /// (Weighted) number censored at each time, after the events of that time.
    pub censored: Vec<f64>,
    /// S(t): the probability to be without an event of any cause.
    pub survival: Vec<f64>,
    /// One a cause; cause 1 is the first.
    pub causes: Vec<CauseCurve>,
    /// Rows used (weight above 0).
    pub n: usize,
    /// Neither weights nor late entries.
    plain: bool,
}

/// What belongs to one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseCurve {
    /// (Weighted) events at each time.
    pub events: Vec<f64>,
    /// F(t): the sum of S(t-) d/n up to and including t.
    pub incidence: Vec<f64>,
    /// Variance of F(t) from influences.
    pub variance: Vec<f64>,
    /// Variance of F(t) by Aalen's formula.
    pub aalen_variance: Vec<f64>,
}

/// The Aalen-Johansen estimate for all causes of [`Survival::competing`], with weights and delayed entry
/// ([`Survival::entering`]) where given. Those censored at a time are at risk at it; near-tied times are one
/// time, as in [`crate::survival::kaplan_meier()`].
///
/// [`Undefined::OtherResponse`] for bounds, states and several rows a subject. O(n log n), variances included.
pub fn cumulative_incidence(response: &Survival<'_>) -> Answer<Incidence> {
    let exits = exits(response)?;
    if exits.subject().is_some() {
        return Err(Undefined::OtherResponse);
    }
    let counts = Counts::of(&exits);
    let squared = squared_counts(&exits);
    let n = exits.weight().map_or(exits.n(), |weight| weight.iter().filter(|&&weight| weight > 0.0).count());
    let late = exits.entry().map(|entry| Late::of(&exits, entry, &counts));
    Ok(Incidence::of(counts, squared.as_ref(), late.as_ref(), n))
}

/// Difference of two independent groups' incidences of a cause (from 1) at one time, `second` minus `first`, with normal
/// interval and test; `sd` holds the standard error. Reasons as for [`Incidence::estimate_at`]; [`Undefined::NoSpread`]
/// for interval and test where neither incidence has an error.
pub fn incidence_difference(
    first: &Incidence,
    second: &Incidence,
    cause: u32,
    time: f64,
    level: Level,
    variance: IncidenceVariance,
) -> Estimate {
    let blank = Estimate::blank(DIFFERENCE, first.n + second.n);
    let rule = CurveInterval { level, ..CurveInterval::default() };
    let [first, second] = [first, second].map(|group| group.estimate_at(cause, time, rule, variance));
    let (value, error) = match (first.value, second.value) {
        (Ok(a), Ok(b)) => (b - a, first.sd.unwrap_or(0.0).hypot(second.sd.unwrap_or(0.0))),
        (Err(reason), _) | (_, Err(reason)) => return blank.without(reason),
    };
    if error == 0.0 {
        return Estimate { value: Ok(value), ..blank.without(Undefined::NoSpread) };
    }
    let (reach, z) = (normal::quantile_upper(level.tail()) * error, value / error);
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Estimate {
        value: Ok(value),
        ci: Ok(Interval { low: value - reach, high: value + reach, level, method: DIFFERENCE }),
        test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
        sd: Ok(error),
        ..blank
    }
}

impl Incidence {
    fn of(counts: Counts, squared: Option<&Squared>, late: Option<&Late>, n: usize) -> Self {
        let len = counts.len();
        let mut survival = Vec::with_capacity(len);
        let mut left = 1.0;
        for i in 0..len {
            let d = counts.events_at(i);
            if d > 0.0 {
                let n = at_risk(&counts, i);
                left *= (n - d) / n;
            }
            survival.push(left);
        }
        let causes = (0..counts.n_causes)
            .into_par_iter()
            .map(|cause| CauseCurve::of(&counts, squared, late, &survival, cause));
        Self {
            causes: causes.collect(),
            survival,
            time: counts.time,
            at_risk: counts.at_risk,
            censored: counts.censored,
            n,
            plain: squared.is_none() && late.is_none(),
        }
    }

    /// Number of causes.
    pub fn n_causes(&self) -> usize {
        self.causes.len()
    }

    /// Position of the last time at or before `time`.
    fn at(&self, time: f64) -> Option<usize> {
        self.time.partition_point(|&step| step <= time).checked_sub(1)
    }

    fn cause(&self, cause: u32) -> Answer<&CauseCurve> {
        let known = (cause as usize).checked_sub(1).and_then(|cause| self.causes.get(cause));
        known.ok_or(Undefined::LengthsDiffer)
    }

    /// F(t) of a cause (from 1); 0 before the first time, constant after the last one.
    ///
    /// [`Undefined::LengthsDiffer`] for a cause that was not declared.
    pub fn incidence_at(&self, cause: u32, time: f64) -> Answer {
        let curve = self.cause(cause)?;
        Ok(self.at(time).map_or(0.0, |i| curve.incidence[i]))
    }

    /// F(t) of a cause (from 1) with its interval; `sd` holds the standard error.
    ///
    /// No interval where F is 0 ([`Undefined::NoEvents`]), or on the log-log scale where it is 1
    /// ([`Undefined::NoSpread`]). [`Undefined::NoValues`] for no rows, [`Undefined::BeyondFollowUp`] after the last
    /// time unless nobody is left.
    pub fn estimate_at(
        &self,
        cause: u32,
        time: f64,
        rule: CurveInterval,
        variance: IncidenceVariance,
    ) -> Estimate {
        let blank = Estimate::blank(POINT, self.n);
        let curve = match self.reach(cause, time) {
            Ok(curve) => curve,
            Err(reason) => return blank.without(reason),
        };
        let none = Estimate { value: Ok(0.0), ci: Err(Undefined::NoEvents), ..blank.clone() };
        let Some(i) = self.at(time) else { return none };
        let value = curve.incidence[i];
        if value == 0.0 {
            return none;
        }
        let error = curve.variance_of(i, variance).sqrt();
        let ci = limits_of_probability(value, error, rule).ok_or(Undefined::NoSpread);
        let ci = ci.map(|(low, high)| Interval { low, high, level: rule.level, method: POINT });
        Estimate { value: Ok(value), ci, sd: Ok(error), ..blank }
    }

    /// The cause's curve if `time` is within follow-up.
    fn reach(&self, cause: u32, time: f64) -> Answer<&CauseCurve> {
        let curve = self.cause(cause)?;
        let last = *self.time.last().ok_or(Undefined::NoValues)?;
        let left = self.survival.last().copied().unwrap_or(1.0);
        if time > last && left > 0.0 { Err(Undefined::BeyondFollowUp) } else { Ok(curve) }
    }

    /// Mean time lost to a cause (from 1) before `until`: the area under F from 0 to `until`, with a normal interval from
    /// influences; `sd` holds the standard error. All causes' time lost and the restricted mean survival time add up to
    /// `until`.
    ///
    /// With weights or delayed entry there is the value only ([`Undefined::NotPartOfMethod`]): the expected time in
    /// states ([`crate::survival::states`]) has an interval for late entries. Other reasons as for
    /// [`Self::estimate_at`].
    pub fn time_lost(&self, cause: u32, until: f64, level: Level) -> Estimate {
        let blank = Estimate::blank(LOST, self.n);
        let curve = match self.reach(cause, until) {
            Ok(curve) => curve,
            Err(reason) => return blank.without(reason),
        };
        let (area, variance) = self.area(curve, until);
        if !self.plain {
            return Estimate { value: Ok(area), ..blank };
        }
        let error = variance.max(0.0).sqrt();
        let reach = normal::quantile_upper(level.tail()) * error;
        let ci = Interval { low: area - reach, high: area + reach, level, method: LOST };
        let ci = if error > 0.0 { Ok(ci) } else { Err(Undefined::NoSpread) };
        Estimate { value: Ok(area), ci, sd: Ok(error), ..blank }
    }

    /// Area under F from 0 to `until`, and its Greenwood-type variance: as that of F, with the areas under what an event
    /// adds to F later.
    fn area(&self, curve: &CauseCurve, until: f64) -> (f64, f64) {
        let n_steps = self.time.partition_point(|&time| time <= until);
        let (mut area, mut variance, mut end) = (0.0, 0.0, until);
        for i in (0..n_steps).rev() {
            area += curve.incidence[i] * (end - self.time[i]);
            end = self.time[i];
            let (n, left) = (self.at_risk[i], until - self.time[i]);
            let d_all: f64 = self.causes.iter().map(|cause| cause.events[i]).sum();
            let (d, other) = (curve.events[i], d_all - curve.events[i]);
            if d_all > 0.0 {
                let before = i.checked_sub(1).map_or(1.0, |i| self.survival[i]);
                let later = area - curve.incidence[i] * left;
                let lost = if self.survival[i] > 0.0 { -later / self.survival[i] } else { 0.0 };
                let own = left + lost;
                let mean = own * d + lost * other;
                let squares = own * own * d + lost * lost * other - mean * mean / n;
                variance += (before / n) * (before / n) * squares;
            }
        }
        (area, variance)
    }
}

impl CauseCurve {
    fn variance_of(&self, i: usize, variance: IncidenceVariance) -> f64 {
        match variance {
            IncidenceVariance::Influence => self.variance[i].max(0.0),
            IncidenceVariance::Aalen => self.aalen_variance[i].max(0.0),
        }
    }
}
