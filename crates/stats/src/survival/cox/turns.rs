//! The risk sets one by one: what residuals, predictions and tests of the fit are made of.
//!
//! Each event takes its *turn*: of d events at one time the l-th (from 0) meets the risk set of which l/d of all
//! d have left (Efron), or the whole of it (Breslow). A turn has a hazard h = w/S0 (w the mean weight of the
//! time's events) and a mean m = S1/S0 of the columns. A row at risk lives through h; one of the d events
//! themselves through 1 - l/d of it (Efron).

use super::likelihood::{Sums, Ties, predictor};
use super::ordered::Ordered;
use super::walk::{Step, backward, forward};
use std::ops::Range;

/// Turns in the order of the event times, stratum by stratum; one for each event.
pub(super) struct Turns {
    /// exp(linear predictor - `largest`) of each sorted row, without its weight.
    pub(super) risk: Vec<f64>,
    /// What was taken out of the linear predictors.
    pub(super) largest: f64,
    /// Hazard for a linear predictor of `largest`.
    pub(super) hazard: Vec<f64>,
    /// Variance of that hazard, coefficients known: w/S0².
    pub(super) variance: Vec<f64>,
    first: Vec<usize>,
    mean: Vec<f64>,
    ties: Ties,
    stride: usize,
}

/// Sums over turns of g h and g h m, g a function of time.
#[derive(Clone)]
pub(super) struct Lived {
    pub(super) hazard: f64,
    pub(super) mean: Vec<f64>,
}

impl Turns {
    /// One pass backwards; O(n p).
    pub(super) fn of(ordered: &Ordered, beta: &[f64], ties: Ties) -> Self {
        let predictor = predictor(ordered, beta);
        let largest = predictor.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut first = vec![0; ordered.times.len() + 1];
        for (index, time) in ordered.times.iter().enumerate() {
            first[index + 1] = first[index] + time.n_events;
        }
        let n_turns = ordered.n_events();
        let mut turns = Self {
            risk: predictor.iter().map(|eta| (eta - largest).exp()).collect(),
            largest,
            hazard: vec![0.0; n_turns],
            variance: vec![0.0; n_turns],
            first,
            mean: vec![0.0; n_turns * ordered.stride],
            ties,
            stride: ordered.stride,
        };
        let mut sums = Sums::zero(ordered.stride);
        backward(ordered, |step| match step {
            Step::Stratum => sums = Sums::zero(ordered.stride),
            Step::Row(row, sign) => {
                sums.add(sign * ordered.weight[row] * turns.risk[row], ordered.row(row));
            }
            Step::Time(index) => turns.take(ordered, index, &sums),
        });
        turns
    }

    /// The turns of one event time, given the sums over its risk set.
    fn take(&mut self, ordered: &Ordered, index: usize, sums: &Sums) {
        let rows = ordered.events(index);
        let d = rows.len() as f64;
        let weight = ordered.mean_weight(index);
        let mut events = Sums::zero(self.stride);
        if self.ties == Ties::Efron && rows.len() > 1 {
            rows.for_each(|row| events.add(ordered.weight[row] * self.risk[row], ordered.row(row)));
        }
        for turn in self.of_time(index) {
            let left = (turn - self.first[index]) as f64 / d;
            let s0 = sums.s0 - left * events.s0;
            self.hazard[turn] = weight / s0;
            self.variance[turn] = weight / (s0 * s0);
            let mean = &mut self.mean[turn * self.stride..(turn + 1) * self.stride];
            for ((mean, s1), event) in mean.iter_mut().zip(&sums.s1).zip(&events.s1) {
                *mean = (s1 - left * event) / s0;
            }
        }
    }

    /// The turns of one event time.
    pub(super) fn of_time(&self, index: usize) -> Range<usize> {
        self.first[index]..self.first[index + 1]
    }

    /// The mean of the columns at one turn.
    pub(super) fn mean(&self, turn: usize) -> &[f64] {
        &self.mean[turn * self.stride..(turn + 1) * self.stride]
    }

    /// The mean over the turns of one event time: what the events of that time are compared with.
    pub(super) fn mean_of_time(&self, index: usize) -> Vec<f64> {
        let mut mean = vec![0.0; self.stride];
        let share = 1.0 / self.of_time(index).len() as f64;
        for turn in self.of_time(index) {
            mean.iter_mut().zip(self.mean(turn)).for_each(|(sum, m)| *sum += share * m);
        }
        mean
    }

    /// Shows each row what was cumulated (of g h and g h m, g by event time) when it leaves, with sign 1, and
    /// when it enters late, with sign -1.
    pub(super) fn cumulate(
        &self,
        ordered: &Ordered,
        g: impl Fn(usize) -> f64,
        mut show: impl FnMut(usize, f64, &Lived),
    ) {
        let nothing = Lived { hazard: 0.0, mean: vec![0.0; self.stride] };
        let mut lived = nothing.clone();
        forward(ordered, |step| match step {
            Step::Stratum => lived.clone_from(&nothing),
            Step::Row(row, sign) => show(row, sign, &lived),
            Step::Time(index) => {
                let mut of_events = lived.clone();
                for turn in self.of_time(index) {
                    let hazard = g(index) * self.hazard[turn];
                    lived.add(hazard, self.mean(turn));
                    of_events.add(self.part(index, turn) * hazard, self.mean(turn));
                }
                ordered.events(index).for_each(|row| show(row, 1.0, &of_events));
            }
        });
    }

    /// The part of a turn that the events of its time live through.
    fn part(&self, index: usize, turn: usize) -> f64 {
        let turns = self.of_time(index);
        if self.ties == Ties::Efron { 1.0 - (turn - turns.start) as f64 / turns.len() as f64 } else { 1.0 }
    }
}

impl Lived {
    pub(super) fn add(&mut self, hazard: f64, mean: &[f64]) {
        self.hazard += hazard;
        self.mean.iter_mut().zip(mean).for_each(|(sum, mean)| *sum += hazard * mean);
    }
}
