//! Baseline hazard, and survival of somebody with given columns.

use super::super::CurveInterval;
use super::super::curve::limits;
use super::Cox;
use crate::{Answer, Estimate, Interval, Method, Undefined};

const PREDICTED: Method = Method {
    name: "survival predicted by Cox regression, exp(-cumulative hazard)",
    reference: "Tsiatis AA, Ann Stat 1981;9:93; Therneau & Grambsch, Modeling Survival Data, 10.2",
};

/// Cumulative hazard and survival of one profile of columns: a step function over the stratum's event times.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Event times, ascending.
    pub time: Vec<f64>,
    /// Cumulative hazard up to and including each time.
    pub hazard: Vec<f64>,
    /// Variance of the cumulative hazard, coefficients' uncertainty included; the variance of log S too.
    pub variance: Vec<f64>,
    /// Rows of the fit.
    pub n: usize,
    /// The last time seen in the stratum: nothing is known beyond.
    pub until: f64,
}

impl Cox {
    /// The baseline: all columns 0 (however far that is from anybody), in the stratum of this code (0 without strata).
    /// Otherwise as [`Cox::predict`].
    pub fn baseline(&self, stratum: u32) -> Answer<Prediction> {
        self.predict(&vec![0.0; self.inside.ordered.p], stratum)
    }

    /// For columns `x`, in the order and units of the design, offset 0, in the stratum of this code (0 without strata).
    ///
    /// The hazard steps by w/S0 at each turn (Efron's turns for Efron's ties, else Breslow's), times exp(linear
    /// predictor). Its variance is the sum of w/S0² plus D'V D, D the sum of (w/S0)(x - m). O(n p).
    /// [`Undefined::LengthsDiffer`] for another number of columns or an unknown stratum; [`Undefined::BeyondRange`] where
    /// `x` is not finite or exp() leaves the range.
    pub fn predict(&self, x: &[f64], stratum: u32) -> Answer<Prediction> {
        let (ordered, beta) = (&self.inside.ordered, &self.inside.beta);
        let found = ordered.strata.iter().find(|one| one.code == stratum);
        let (Some(stratum), true) = (found, x.len() == ordered.p) else {
            return Err(Undefined::LengthsDiffer);
        };
        let centred: Vec<f64> = x.iter().zip(&ordered.mean).map(|(x, mean)| x - mean).collect();
        let turns = self.turns();
        let eta: f64 = centred.iter().zip(beta).map(|(x, b)| x * b).sum();
        let scale = (eta - turns.largest).exp();
        let mut prediction = Prediction {
            time: Vec::with_capacity(stratum.times.len()),
            hazard: Vec::with_capacity(stratum.times.len()),
            variance: Vec::with_capacity(stratum.times.len()),
            n: self.n,
            until: ordered.exit[stratum.rows.clone()].last().copied().unwrap_or(0.0),
        };
        let (mut hazard, mut variance, mut distance) = (0.0, 0.0, vec![0.0; ordered.p]);
        for index in stratum.times.clone() {
            for turn in turns.of_time(index) {
                let step = scale * turns.hazard[turn];
                hazard += step;
                variance += scale * scale * turns.variance[turn];
                let parts = distance.iter_mut().zip(&centred).zip(turns.mean(turn));
                parts.for_each(|((sum, x), mean)| *sum += step * (x - mean));
            }
            prediction.time.push(ordered.times[index].time);
            prediction.hazard.push(hazard);
            prediction.variance.push(variance + self.quadratic(&distance));
        }
        let in_range = prediction.variance.iter().chain(&prediction.hazard).all(|value| value.is_finite());
        if in_range { Ok(prediction) } else { Err(Undefined::BeyondRange) }
    }

    /// d'V d.
    fn quadratic(&self, d: &[f64]) -> f64 {
        let p = d.len();
        (0..p * p).map(|at| d[at / p] * self.covariance[at] * d[at % p]).sum()
    }
}

impl Prediction {
    /// Position of the last event time at or before `time`.
    fn at(&self, time: f64) -> Option<usize> {
        self.time.partition_point(|&step| step <= time).checked_sub(1)
    }

    /// S(t); 1 before the first event.
    pub fn survival_at(&self, time: f64) -> f64 {
        self.at(time).map_or(1.0, |i| (-self.hazard[i]).exp())
    }

    /// S(t) with its interval. [`Undefined::BeyondFollowUp`] after the last time seen.
    pub fn estimate_at(&self, time: f64, rule: CurveInterval) -> Estimate {
        let blank = Estimate::blank(PREDICTED, self.n);
        if time > self.until {
            return blank.without(Undefined::BeyondFollowUp);
        }
        let (survival, variance) = (self.survival_at(time), self.at(time).map_or(0.0, |i| self.variance[i]));
        let ci = limits(survival, variance, rule).ok_or(Undefined::NoSpread);
        let ci = ci.map(|(low, high)| Interval { low, high, level: rule.level, method: PREDICTED });
        Estimate { value: Ok(survival), ci, ..blank }
    }
}
