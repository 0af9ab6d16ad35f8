//! Rows by stratum and group, each cell sorted, walked through event time by event time.

use super::Exits;
use super::counts::{NEAR, event_key};
use crate::{Answer, Undefined};
use rayon::prelude::*;

/// Sorted exits (with their events) and entries of each group of each stratum. One word a row.
pub(super) struct Cells {
    n_groups: usize,
    exits: Vec<Vec<u64>>,
    entries: Vec<Vec<f64>>,
    tolerance: f64,
}

impl Cells {
    /// `group[i]` below `n_groups`, `stratum[i]` counted from 0. Rows must not be weighted.
    pub(super) fn of(
        exits: &Exits<'_>,
        group: &[u32],
        n_groups: usize,
        stratum: Option<&[u32]>,
    ) -> Answer<Self> {
        let n = exits.n();
        if exits.weight().is_some() {
            return Err(Undefined::OtherResponse);
        }
        if group.len() != n || stratum.is_some_and(|stratum| stratum.len() != n) {
            return Err(Undefined::LengthsDiffer);
        }
        if group.iter().any(|&group| group as usize >= n_groups) {
            return Err(Undefined::LengthsDiffer);
        }
        let n_strata = stratum.map_or(1, |stratum| 1 + stratum.iter().max().map_or(0, |&last| last as usize));
        let cell =
            |row: usize| stratum.map_or(0, |stratum| stratum[row] as usize) * n_groups + group[row] as usize;
        let mut cells = Self {
            n_groups,
            exits: vec![Vec::new(); n_strata * n_groups],
            entries: vec![Vec::new(); n_strata * n_groups],
            tolerance: 0.0,
        };
        for row in 0..n {
            cells.exits[cell(row)].push(event_key(exits, row));
            if let Some(entry) = exits.entry() {
                cells.entries[cell(row)].push(entry[row]);
            }
        }
        cells.exits.par_iter_mut().for_each(|keys| keys.par_sort_unstable());
        cells.entries.par_iter_mut().for_each(|times| times.par_sort_unstable_by(f64::total_cmp));
        cells.tolerance = cells.near();
        Ok(cells)
    }

    pub(super) fn n_groups(&self) -> usize {
        self.n_groups
    }

    pub(super) fn n_strata(&self) -> usize {
        self.exits.len() / self.n_groups.max(1)
    }

    /// Calls `step` with each group's events and numbers at risk at every event time of one stratum.
    pub(super) fn walk(&self, stratum: usize, mut step: impl FnMut(&[f64], &[f64])) {
        let cells = stratum * self.n_groups..(stratum + 1) * self.n_groups;
        let (exits, entries) = (&self.exits[cells.clone()], &self.entries[cells]);
        let delayed = entries.iter().any(|entries| !entries.is_empty());
        let mut next = vec![0; self.n_groups];
        let mut entered = vec![0; self.n_groups];
        let mut events = vec![0.0; self.n_groups];
        let mut at_risk: Vec<f64> =
            exits.iter().map(|keys| if delayed { 0.0 } else { keys.len() as f64 }).collect();
        while let Some(first) = earliest(exits, &next) {
            for group in 0..self.n_groups {
                let times = &entries[group];
                while entered[group] < times.len() && times[entered[group]] < first - self.tolerance {
                    entered[group] += 1;
                    at_risk[group] += 1.0;
                }
            }
            let before = next.clone();
            events.fill(0.0);
            self.leave(exits, &mut next, &mut events, first);
            if events.iter().any(|&events| events > 0.0) {
                step(&events, &at_risk);
            }
            for group in 0..self.n_groups {
                at_risk[group] -= (next[group] - before[group]) as f64;
            }
        }
    }

    /// Takes out all exits of a chain of near times and counts its events.
    fn leave(&self, exits: &[Vec<u64>], next: &mut [usize], events: &mut [f64], first: f64) {
        let mut last = first;
        loop {
            let mut found = false;
            for (group, keys) in exits.iter().enumerate() {
                while let Some(&key) = keys.get(next[group]) {
                    let time = time_of(key);
                    if time > last + self.tolerance {
                        break;
                    }
                    last = last.max(time);
                    events[group] += (key & 1) as f64;
                    next[group] += 1;
                    found = true;
                }
            }
            if !found || self.tolerance == 0.0 {
                return;
            }
        }
    }

    /// The tolerance for near times, or 0 where no two times are near.
    fn near(&self) -> f64 {
        let mut all: Vec<&[u64]> = self.exits.iter().map(Vec::as_slice).collect();
        all.retain(|keys| !keys.is_empty());
        let largest = all.iter().filter_map(|keys| keys.last()).map(|&key| time_of(key)).fold(0.0, f64::max);
        let widest = NEAR.max(NEAR * largest);
        let (mut last, mut total, mut n, mut close) = (f64::NEG_INFINITY, 0.0, 0_usize, false);
        let mut next = vec![0; self.exits.len()];
        while let Some(time) = earliest(&self.exits, &next) {
            for (keys, next) in self.exits.iter().zip(&mut next) {
                while keys.get(*next).is_some_and(|&key| time_of(key) == time) {
                    *next += 1;
                }
            }
            close |= time - last <= widest;
            (last, total, n) = (time, total + time, n + 1);
        }
        let entries = self.entries.iter().flatten();
        let (total, n) = entries.fold((total, n), |(total, n), entry| (total + entry, n + 1));
        let delayed = self.entries.iter().any(|entries| !entries.is_empty());
        if close || delayed { NEAR.max(NEAR * total / n.max(1) as f64) } else { 0.0 }
    }
}

fn time_of(key: u64) -> f64 {
    f64::from_bits(key >> 1)
}

fn earliest(exits: &[Vec<u64>], next: &[usize]) -> Option<f64> {
    let heads = exits.iter().zip(next).filter_map(|(keys, &next)| keys.get(next));
    heads.min().map(|&key| time_of(key))
}
