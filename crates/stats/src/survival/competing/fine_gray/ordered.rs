//! Rows in order of time, with the censoring distribution.

use crate::design::Design;
use crate::numeric::{Unit, largest_magnitude};
use crate::survival::Exits;
use crate::survival::counts::NEAR;
use rayon::prelude::*;

/// How a row ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    Censored,
    Cause,
    Other,
}

/// Rows by time; columns row-major and centred.
pub(super) struct Ordered {
    pub(super) n: usize,
    pub(super) p: usize,
    pub(super) x: Vec<f64>,
    pub(super) mean: Vec<f64>,
    /// What each column is measured in; 1 for ordinary magnitudes.
    pub(super) unit: Vec<Unit>,
    pub(super) end: Vec<Ending>,
    pub(super) times: Vec<Time>,
    pub(super) n_events: usize,
}

/// One distinct time: rows `start..end`.
#[derive(Clone, Copy)]
pub(super) struct Time {
    pub(super) time: f64,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Rows with the cause, and censored.
    pub(super) n_events: f64,
    pub(super) n_censored: f64,
    /// G(t-): the probability not to be censored before. Above 0, as somebody is still seen.
    pub(super) uncensored: f64,
}

impl Ordered {
    pub(super) fn of(exits: &Exits<'_>, cause: u32, design: &Design) -> Self {
        let (n, p) = (exits.n(), design.n_columns());
        let mut keys: Vec<(u64, u32)> =
            (0..n).map(|row| ((exits.exit()[row] + 0.0).to_bits(), row as u32)).collect();
        keys.par_sort_unstable();
        let end: Vec<Ending> = keys
            .iter()
            .map(|key| match exits.cause(key.1 as usize) {
                0 => Ending::Censored,
                found if found == cause => Ending::Cause,
                _ => Ending::Other,
            })
            .collect();
        let unit: Vec<Unit> =
            (0..p).map(|column| Unit::for_largest(largest_magnitude(design.column(column)))).collect();
        let value = |row: usize, column: usize| unit[column].of(design.at(row, column));
        let mean: Vec<f64> = (0..p)
            .map(|column| (0..n).map(|row| value(row, column)).sum::<f64>() / n.max(1) as f64)
            .collect();
        let x = keys
            .iter()
            .flat_map(|key| (0..p).map(|column| value(key.1 as usize, column) - mean[column]))
            .collect();
        let n_events = end.iter().filter(|end| **end == Ending::Cause).count();
        Self { n, p, x, mean, unit, times: times(&keys, &end), end, n_events }
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.x[row * self.p..(row + 1) * self.p]
    }

    pub(super) fn event_times(&self) -> impl Iterator<Item = f64> {
        self.times.iter().filter(|time| time.n_events > 0.0).map(|time| time.time)
    }
}

/// Distinct times, near ones united.
fn times(keys: &[(u64, u32)], end: &[Ending]) -> Vec<Time> {
    let time_of = |at: usize| f64::from_bits(keys[at].0);
    let (mut sum, mut n_distinct) = (0.0, 0_usize);
    for at in (0..keys.len()).filter(|&at| at == 0 || keys[at].0 != keys[at - 1].0) {
        (sum, n_distinct) = (sum + time_of(at), n_distinct + 1);
    }
    let tolerance = NEAR.max(NEAR * sum / n_distinct.max(1) as f64);
    let (mut times, mut uncensored, mut start) = (Vec::new(), 1.0, 0);
    while start < keys.len() {
        let mut next = start + 1;
        while next < keys.len() && time_of(next) - time_of(next - 1) <= tolerance {
            next += 1;
        }
        let count = |which: Ending| end[start..next].iter().filter(|end| **end == which).count() as f64;
        let n_censored = count(Ending::Censored);
        times.push(Time {
            time: time_of(start),
            start,
            end: next,
            n_events: count(Ending::Cause),
            n_censored,
            uncensored,
        });
        let at_risk = (keys.len() - start) as f64;
        uncensored *= (at_risk - n_censored) / at_risk;
        start = next;
    }
    times
}
