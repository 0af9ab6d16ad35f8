//! Multi-state models: the probability to be in each state by time, and the time spent there.
//!
//! States are numbered from 0. Nothing is assumed about the order in which they are visited: a state may be lost and
//! won again. The estimates are valid for any process, Markov or not, as long as observation ends independently of it
//! (Datta & Satten, Stat Probab Lett 2001;55:403).

mod influence;
mod model;
mod products;

use super::curve::limits_of_probability;
use super::{CurveInterval, Survival};
use crate::distribution::normal;
use crate::{Answer, Estimate, Interval, Level, Method, Undefined};
use influence::variances;
use model::Model;

const OCCUPATION: Method = Method {
    name: "state occupation probability, Aalen-Johansen estimate, variance robust by subject",
    reference: "Aalen OO, Johansen S, Scand J Stat 1978;5:141; Datta S, Satten GA, Stat Probab Lett 2001;55:403",
};
const SOJOURN: Method = Method {
    name: "expected time in state, area under the state occupation probability, variance robust by subject",
    reference: "Andersen PK, Keiding N, Stat Med 2012;31:1074",
};

/// The probability to be in each state, one entry a time at which anybody changes state.
#[derive(Clone, Debug)]
pub struct Occupation {
    /// Distinct times of transitions, ascending.
    pub time: Vec<f64>,
    /// The distribution over states before the first of them.
    pub initial: Vec<f64>,
    /// Probability of each state (fastest) at and after each time.
    pub probability: Vec<f64>,
    /// Its variance: the sum over subjects of squared influences (infinitesimal jackknife), laid out alike.
    pub variance: Vec<f64>,
    /// Number in each state (fastest) before each time and under observation.
    pub at_risk: Vec<f64>,
    /// Transitions at each time: from (slower) each state to (fastest) each state.
    pub moves: Vec<f64>,
    /// Number of states.
    pub n_states: usize,
    /// Subjects.
    pub n: usize,
    last: f64,
    model: Model,
}

/// The Aalen-Johansen estimate from [`Survival::states`]: the initial distribution times the product over transition
/// times of (I + dA), dA the matrix of transitions from j to k over the number in j.
///
/// `initial` is the distribution over states at time 0; `None` estimates it from those under observation before the
/// first transition, and the variance then knows of it (R's `survfit` does so with `influence = TRUE` only). Times that
/// differ by rounding are one time. [`Undefined::OtherResponse`] for other shapes, [`Undefined::NoEvents`] if nobody
/// changes state, [`Undefined::LengthsDiffer`] if `initial` is not a distribution over the states.
///
/// O((n + times) s² log n + times s³) for s states: a subject's influence is looked up by products over dyadic runs of
/// times, and their squares are carried as s by s sums; nothing is n by times.
pub fn occupation(response: &Survival<'_>, initial: Option<&[f64]>) -> Answer<Occupation> {
    let Survival::Transitions(rows) = response else { return Err(Undefined::OtherResponse) };
    let model = Model::of_transitions(rows, initial)?;
    let variance = variances(&model, None);
    Ok(Occupation {
        time: model.time.clone(),
        initial: model.initial.clone(),
        probability: model.probability.clone(),
        variance,
        at_risk: model.at_risk.clone(),
        moves: model.moves.clone(),
        n_states: model.n_states,
        n: model.n_subjects,
        last: rows.stop.iter().copied().fold(0.0, f64::max),
        model,
    })
}

impl Occupation {
    /// The probability to be in `state` at `time`, with its interval; `sd` holds the standard error.
    ///
    /// [`Undefined::LengthsDiffer`] for an unknown state; [`Undefined::BeyondFollowUp`] after the last row's end. No
    /// interval at 0 or where nothing varies ([`Undefined::NoSpread`]).
    pub fn estimate_at(&self, state: u32, time: f64, rule: CurveInterval) -> Estimate {
        let blank = Estimate::blank(OCCUPATION, self.n);
        if let Err(reason) = self.within(state, time) {
            return blank.without(reason);
        }
        let state = state as usize;
        let (value, variance) = match self.time.partition_point(|&step| step <= time).checked_sub(1) {
            Some(i) => {
                (self.probability[i * self.n_states + state], self.variance[i * self.n_states + state])
            }
            None => (self.initial[state], self.model.initial_variance(state)),
        };
        let error = variance.max(0.0).sqrt();
        let ci = limits_of_probability(value, error, rule).ok_or(Undefined::NoSpread);
        let ci = ci.map(|(low, high)| Interval { low, high, level: rule.level, method: OCCUPATION });
        Estimate { value: Ok(value), ci, sd: Ok(error), ..blank }
    }

    /// Expected time in each state from 0 to `until`, with normal intervals; they add up to `until`. `sd` holds the
    /// standard error. Reasons as for [`Self::estimate_at`]. One pass over the data.
    pub fn expected_times(&self, until: f64, level: Level) -> Vec<Estimate> {
        let blank = Estimate::blank(SOJOURN, self.n);
        if let Err(reason) = self.within(0, until) {
            return vec![blank.without(reason); self.n_states];
        }
        let areas = self.areas(until);
        let variances = variances(&self.model, Some(until));
        let z = normal::quantile_upper(level.tail());
        let one = |(area, variance): (f64, f64)| {
            let error = variance.max(0.0).sqrt();
            let ci = Interval { low: area - z * error, high: area + z * error, level, method: SOJOURN };
            let ci = if error > 0.0 { Ok(ci) } else { Err(Undefined::NoSpread) };
            Estimate { value: Ok(area), ci, sd: Ok(error), ..blank.clone() }
        };
        areas.into_iter().zip(variances).map(one).collect()
    }

    fn areas(&self, until: f64) -> Vec<f64> {
        let mut areas = vec![0.0; self.n_states];
        let (mut probability, mut from) = (&self.initial[..], 0.0);
        for (i, &time) in self.time.iter().enumerate().take_while(|(_, time)| **time <= until) {
            areas.iter_mut().zip(probability).for_each(|(area, p)| *area += p * (time - from));
            (probability, from) = (&self.probability[i * self.n_states..(i + 1) * self.n_states], time);
        }
        areas.iter_mut().zip(probability).for_each(|(area, p)| *area += p * (until - from));
        areas
    }

    fn within(&self, state: u32, time: f64) -> Answer<()> {
        if state as usize >= self.n_states {
            Err(Undefined::LengthsDiffer)
        } else if time > self.last {
            Err(Undefined::BeyondFollowUp)
        } else {
            Ok(())
        }
    }
}
