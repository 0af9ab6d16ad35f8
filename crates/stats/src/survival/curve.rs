//! A survival curve and what can be read off it.

use super::counts::Counts;
use crate::distribution::normal;
use crate::{Answer, Estimate, Fraction, Interval, Level, Method, Undefined};

const POINT: Method = Method {
    name: "Kaplan-Meier estimate, Greenwood's variance",
    reference: "Kaplan EL, Meier P, J Am Stat Assoc 1958;53:457; Kalbfleisch & Prentice 2002, 1.4",
};
const QUANTILE: Method = Method {
    name: "quantile of the Kaplan-Meier curve, interval where the curve's limits cross",
    reference: "Brookmeyer R, Crowley J, Biometrics 1982;38:29",
};
const MEAN: Method = Method {
    name: "restricted mean survival time, area under the Kaplan-Meier curve",
    reference: "Irwin JO, J Hyg 1949;47:188; Klein JP, Moeschberger ML, Survival Analysis, 4.5",
};

/// On which scale an interval of S is symmetric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Transform {
    /// S itself, cut at 0 and 1.
    Plain,
    /// log S, cut at 1: R's default and ours.
    #[default]
    Log,
    /// log(-log S): never leaves 0 to 1.
    LogLog,
}

/// How an interval is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CurveInterval {
    /// Confidence level.
    pub level: Level,
    /// Scale of symmetry.
    pub transform: Transform,
}

/// A right-continuous step function from 1 downwards, one entry a distinct time (of event or censoring).
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Distinct times, ascending.
    pub time: Vec<f64>,
    /// (Weighted) number at risk at each time.
    pub at_risk: Vec<f64>,
    /// (Weighted) events at each time.
    pub events: Vec<f64>,
    /// (Weighted) number censored at each time, after the events of that time.
    pub censored: Vec<f64>,
    /// S(t): the product of 1 - d/n up to and including t.
    pub survival: Vec<f64>,
    /// Nelson-Aalen: the sum of d/n up to and including t.
    pub hazard: Vec<f64>,
    /// Greenwood's sum of d/(n (n - d)): the variance of log S(t); infinite from where S is 0.
    pub log_variance: Vec<f64>,
    /// Aalen's sum of d/n²: the variance of the hazard.
    pub hazard_variance: Vec<f64>,
    /// Rows the curve rests on.
    pub n: usize,
}

/// Probabilities this near are one (R's `quantile.survfit`): products of d/n carry rounding.
const NEAR: f64 = 1.490_116_119_384_765_6e-8;

impl Curve {
    pub(super) fn of(counts: Counts, n: usize) -> Self {
        let len = counts.len();
        let mut curve = Self {
            events: (0..len).map(|i| counts.events_at(i)).collect(),
            survival: Vec::with_capacity(len),
            hazard: Vec::with_capacity(len),
            log_variance: Vec::with_capacity(len),
            hazard_variance: Vec::with_capacity(len),
            time: counts.time,
            at_risk: counts.at_risk,
            censored: counts.censored,
            n,
        };
        let (mut survival, mut hazard, mut log_variance, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
        for (&d, &n) in curve.events.iter().zip(&curve.at_risk) {
            if d > 0.0 {
                survival *= (n - d).max(0.0) / n;
                hazard += d / n;
                log_variance += d / (n * (n - d).max(0.0));
                hazard_variance += d / (n * n);
            }
            curve.survival.push(survival);
            curve.hazard.push(hazard);
            curve.log_variance.push(log_variance);
            curve.hazard_variance.push(hazard_variance);
        }
        curve
    }

    /// Position of the last time at or before `time`.
    fn at(&self, time: f64) -> Option<usize> {
        self.time.partition_point(|&step| step <= time).checked_sub(1)
    }

    /// S(t): the probability to be without the event at `time` and after it.
    pub fn survival_at(&self, time: f64) -> f64 {
        self.at(time).map_or(1.0, |i| self.survival[i])
    }

    /// S(t-): the probability to come to `time` without the event.
    pub fn survival_before(&self, time: f64) -> f64 {
        let before = self.time.partition_point(|&step| step < time);
        before.checked_sub(1).map_or(1.0, |i| self.survival[i])
    }

    /// How many are at risk at `time`: for the line of numbers under a figure.
    pub fn at_risk_at(&self, time: f64) -> f64 {
        self.at_risk.get(self.time.partition_point(|&step| step < time)).copied().unwrap_or(0.0)
    }

    /// S(t) with its interval. Before the first event the interval is 1 to 1; where S is 0 there is none.
    ///
    /// [`Undefined::NoValues`] for no rows; [`Undefined::BeyondFollowUp`] after the last time, unless S is 0.
    pub fn estimate_at(&self, time: f64, rule: CurveInterval) -> Estimate {
        let blank = Estimate::blank(POINT, self.n);
        let Some(&last) = self.time.last() else { return blank.without(Undefined::NoValues) };
        if time > last && self.survival_at(last) > 0.0 {
            return blank.without(Undefined::BeyondFollowUp);
        }
        let Some(i) = self.at(time) else {
            let ci = Ok(Interval { low: 1.0, high: 1.0, level: rule.level, method: POINT });
            return Estimate { value: Ok(1.0), ci, ..blank };
        };
        let ci = self.limits(i, rule).ok_or(Undefined::NoSpread);
        let ci = ci.map(|(low, high)| Interval { low, high, level: rule.level, method: POINT });
        Estimate { value: Ok(self.survival[i]), ci, ..blank }
    }

    /// The interval of S at the i-th time; `None` where S is 0.
    pub fn limits(&self, i: usize, rule: CurveInterval) -> Option<(f64, f64)> {
        limits(self.survival[i], self.log_variance[i], rule)
    }

    /// The time by which this fraction has had the event: the first t with 1 - S(t) above the fraction, or
    /// halfway through the step where 1 - S equals it. The interval lies between where the curve's two limits
    /// cross. 0.5 is the median.
    ///
    /// [`Undefined::NotReached`] where the curve (or, for the interval, its upper limit) stays above.
    pub fn quantile(&self, fraction: Fraction, rule: CurveInterval) -> Estimate {
        let blank = Estimate::blank(QUANTILE, self.n);
        if self.time.is_empty() {
            return blank.without(Undefined::NoValues);
        }
        let p = fraction.get();
        let limit = |i: usize| self.limits(i, rule);
        let low = self.crossing(p, |i| limit(i).map(|limits| limits.0));
        let high = self.crossing(p, |i| limit(i).map(|limits| limits.1));
        let value = self.crossing(p, |i| Some(self.survival[i]));
        let ci = low.and_then(|low| Ok(Interval { low, high: high?, level: rule.level, method: QUANTILE }));
        Estimate { value, ci, ..blank }
    }

    /// Where a falling curve reaches 1 - p; steps without a value are passed over.
    fn crossing(&self, p: f64, curve: impl Fn(usize) -> Option<f64>) -> Answer {
        if p == 0.0 {
            return Ok(0.0);
        }
        let first = |bound: f64| {
            (0..self.time.len()).find(|&i| curve(i).is_some_and(|s| 1.0 - s >= bound)).map(|i| self.time[i])
        };
        let reached = first(p - NEAR).ok_or(Undefined::NotReached)?;
        let passed = first(p + NEAR).unwrap_or_else(|| *self.time.last().unwrap_or(&reached));
        Ok(if curve(self.at(reached).unwrap_or(0)).is_some_and(|s| 1.0 - s >= p + NEAR) {
            reached
        } else {
            0.5 * (reached + passed)
        })
    }

    /// Mean time without the event up to `until`: the area under the curve, with a normal interval.
    ///
    /// `until` beyond the last time is [`Undefined::BeyondFollowUp`] unless S is 0 there.
    pub fn restricted_mean(&self, until: f64, level: Level) -> Estimate {
        let blank = Estimate::blank(MEAN, self.n);
        let Some(&last) = self.time.last() else { return blank.without(Undefined::NoValues) };
        if until > last && self.survival_at(last) > 0.0 {
            return blank.without(Undefined::BeyondFollowUp);
        }
        let (area, variance) = self.area(until);
        let reach = normal::quantile_upper(level.tail()) * variance.sqrt();
        let ci = Interval { low: area - reach, high: area + reach, level, method: MEAN };
        let ci = if variance > 0.0 { Ok(ci) } else { Err(Undefined::NoSpread) };
        Estimate { value: Ok(area), ci, sd: Ok(variance.sqrt()), ..blank }
    }

    /// Area under the curve from 0 to `until`, and its variance: the sum over events of (area to the right)²
    /// d/(n (n - d)).
    pub(super) fn area(&self, until: f64) -> (f64, f64) {
        let n_steps = self.time.partition_point(|&time| time <= until);
        let (mut right, mut variance, mut end) = (0.0, 0.0, until);
        for i in (0..n_steps).rev() {
            right += self.survival[i] * (end - self.time[i]);
            end = self.time[i];
            let (d, n) = (self.events[i], self.at_risk[i]);
            if d > 0.0 && n > d {
                variance += right * right * d / (n * (n - d));
            }
        }
        (right + end, variance)
    }
}

/// The interval of a survival probability whose logarithm has this variance; `None` where it is 0.
pub(super) fn limits(s: f64, variance: f64, rule: CurveInterval) -> Option<(f64, f64)> {
    if s <= 0.0 {
        return None;
    }
    let reach = normal::quantile_upper(rule.level.tail()) * variance.sqrt();
    Some(match rule.transform {
        _ if s == 1.0 => (1.0, 1.0),
        Transform::Plain => ((s - s * reach).max(0.0), (s + s * reach).min(1.0)),
        Transform::Log => ((s.ln() - reach).exp(), (s.ln() + reach).exp().min(1.0)),
        Transform::LogLog => {
            let (centre, reach) = ((-s.ln()).ln(), reach / s.ln().abs());
            ((-(centre + reach).exp()).exp(), (-(centre - reach).exp()).exp())
        }
    })
}

/// The interval of a probability that grows from 0; `None` at 0 and where there is no error, or none on this scale.
pub(super) fn limits_of_probability(p: f64, error: f64, rule: CurveInterval) -> Option<(f64, f64)> {
    if p <= 0.0 || error.is_nan() || error <= 0.0 || (p >= 1.0 && rule.transform == Transform::LogLog) {
        return None;
    }
    let reach = normal::quantile_upper(rule.level.tail()) * error;
    Some(match rule.transform {
        Transform::Plain => ((p - reach).max(0.0), (p + reach).min(1.0)),
        Transform::Log => (p * (-reach / p).exp(), (p * (reach / p).exp()).min(1.0)),
        Transform::LogLog => {
            let (centre, reach) = ((-p.ln()).ln(), reach / (p * p.ln().abs()));
            ((-(centre + reach).exp()).exp(), (-(centre - reach).exp()).exp())
        }
    })
}
