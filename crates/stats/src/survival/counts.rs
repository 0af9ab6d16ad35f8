//! How many are at risk, have the event and leave at each distinct time: all that the non-parametric
//! estimators need.

use super::Exits;
use rayon::prelude::*;

/// Distinct times, ascending, with weighted counts at each; `events` has one entry a time and cause (causes
/// fastest). Only rows with a positive weight count.
pub(super) struct Counts {
    pub(super) time: Vec<f64>,
    pub(super) at_risk: Vec<f64>,
    pub(super) events: Vec<f64>,
    pub(super) censored: Vec<f64>,
    pub(super) n_causes: usize,
}

/// Times this near are one time: whoever computes 0.3 - 0.1 and 0.2 means the same day. The tolerance is that of R's
/// `survival` (`timefix`), relative to the mean of the distinct times or absolute, whichever is wider.
pub(super) const NEAR: f64 = 1.490_116_119_384_765_6e-8;

impl Counts {
    /// O(n log n); memory of one word a row without weights and causes, else three.
    pub(super) fn of(exits: &Exits<'_>) -> Self {
        let n_causes = exits.n_causes() as usize;
        let mut counts = Self {
            time: Vec::new(),
            at_risk: Vec::new(),
            events: Vec::new(),
            censored: Vec::new(),
            n_causes,
        };
        if exits.weight().is_none() && n_causes == 1 {
            for key in event_keys(exits) {
                counts.push(f64::from_bits(key >> 1), (key & 1) as usize, 1.0);
            }
        } else if exits.weight().is_none() && n_causes <= MOST_LISTS {
            merge(times_by_cause(exits), |time, cause| counts.push(time, cause, 1.0));
        } else {
            for (time, cause, weight) in rows(exits) {
                counts.push(time, cause, weight);
            }
        }
        let entries = entries(exits);
        let tolerance = NEAR.max(NEAR * mean_of_distinct(&counts.time, &entries));
        counts.unite_near(tolerance);
        counts.count_at_risk(&entries, tolerance);
        counts
    }

    /// Censoring in the place of the event. Those who have the event at a time leave before it.
    pub(super) fn reversed(mut self) -> Self {
        for i in 0..self.len() {
            self.at_risk[i] -= self.events_at(i);
        }
        let events = (0..self.len()).map(|i| self.events_at(i)).collect();
        let censored = std::mem::replace(&mut self.censored, events);
        Self { events: censored, n_causes: 1, ..self }
    }

    /// Number of distinct times.
    pub(super) fn len(&self) -> usize {
        self.time.len()
    }

    /// Events of all causes at the `i`-th time.
    pub(super) fn events_at(&self, i: usize) -> f64 {
        self.events[i * self.n_causes..(i + 1) * self.n_causes].iter().sum()
    }

    /// One row; times arrive in ascending order.
    fn push(&mut self, time: f64, cause: usize, weight: f64) {
        if self.time.last() != Some(&time) {
            self.time.push(time);
            self.censored.push(0.0);
            self.events.resize(self.events.len() + self.n_causes, 0.0);
        }
        let last = self.time.len() - 1;
        match cause {
            0 => self.censored[last] += weight,
            cause => self.events[last * self.n_causes + cause - 1] += weight,
        }
    }

    /// Gives every chain of near times the first one's time.
    fn unite_near(&mut self, tolerance: f64) {
        let near = |earlier: f64, later: f64| later - earlier <= tolerance;
        if !self.time.windows(2).any(|pair| near(pair[0], pair[1])) {
            return;
        }
        let (mut kept, mut last) = (0, f64::NEG_INFINITY);
        for i in 0..self.len() {
            if near(last, self.time[i]) {
                self.censored[kept - 1] += self.censored[i];
                for cause in 0..self.n_causes {
                    self.events[(kept - 1) * self.n_causes + cause] += self.events[i * self.n_causes + cause];
                }
            } else {
                self.time[kept] = self.time[i];
                self.censored[kept] = self.censored[i];
                self.events.copy_within(i * self.n_causes..(i + 1) * self.n_causes, kept * self.n_causes);
                kept += 1;
            }
            last = self.time[i];
        }
        self.time.truncate(kept);
        self.censored.truncate(kept);
        self.events.truncate(kept * self.n_causes);
    }

    /// From the last time backwards: those who leave at or after it, less those who have not entered before it.
    fn count_at_risk(&mut self, entries: &[(f64, f64)], tolerance: f64) {
        self.at_risk = vec![0.0; self.len()];
        let (mut leaving, mut entering, mut later) = (0.0, 0.0, entries.len());
        for i in (0..self.len()).rev() {
            leaving += self.events_at(i) + self.censored[i];
            while later > 0 && entries[later - 1].0 >= self.time[i] - tolerance {
                later -= 1;
                entering += entries[later].1;
            }
            self.at_risk[i] = leaving - entering;
        }
    }
}

/// Time and event in one word: the bits of a time at or above 0 sort as the time does and leave one bit free.
pub(super) fn event_key(exits: &Exits<'_>, row: usize) -> u64 {
    exits.exit()[row].to_bits() << 1 | u64::from(exits.is_event(row))
}

fn event_keys(exits: &Exits<'_>) -> Vec<u64> {
    let mut keys: Vec<u64> = (0..exits.n()).map(|row| event_key(exits, row)).collect();
    keys.par_sort_unstable();
    keys
}

/// Causes up to which their times are sorted one by one (and merged), a word a row.
const MOST_LISTS: usize = 8;

/// The bits of the times of each cause (censored first), ascending.
fn times_by_cause(exits: &Exits<'_>) -> Vec<Vec<u64>> {
    let mut lists = vec![Vec::new(); exits.n_causes() as usize + 1];
    for (row, time) in exits.exit().iter().enumerate() {
        lists[exits.cause(row) as usize].push((time + 0.0).to_bits());
    }
    lists.par_iter_mut().for_each(|list| list.par_sort_unstable());
    lists
}

/// Calls `each` with every time of every list, in order of time.
fn merge(lists: Vec<Vec<u64>>, mut each: impl FnMut(f64, usize)) {
    let mut next = vec![0; lists.len()];
    let head = |next: &[usize], cause: usize| lists[cause].get(next[cause]).copied();
    while let Some(first) = (0..lists.len()).filter_map(|cause| head(&next, cause)).min() {
        for cause in 0..lists.len() {
            while head(&next, cause) == Some(first) {
                each(f64::from_bits(first), cause);
                next[cause] += 1;
            }
        }
    }
}

fn rows(exits: &Exits<'_>) -> Vec<(f64, usize, f64)> {
    let weight = |row: usize| exits.weight().map_or(1.0, |weight| weight[row]);
    let row = |row: usize| (exits.exit()[row] + 0.0, exits.cause(row) as usize, weight(row));
    let mut rows: Vec<_> = (0..exits.n()).map(row).filter(|row| row.2 > 0.0).collect();
    rows.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)));
    rows
}

/// Entry times with weights, ascending; none where everybody is seen from the origin.
fn entries(exits: &Exits<'_>) -> Vec<(f64, f64)> {
    let Some(entry) = exits.entry() else { return Vec::new() };
    let weight = |row: usize| exits.weight().map_or(1.0, |weight| weight[row]);
    let mut entries: Vec<_> = (0..exits.n()).map(|row| (entry[row], weight(row))).collect();
    entries.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    entries
}

/// Mean of the distinct times of exit and entry together.
fn mean_of_distinct(times: &[f64], entries: &[(f64, f64)]) -> f64 {
    let (mut total, mut n) = (times.iter().sum::<f64>(), times.len());
    let (mut last, mut at) = (f64::NEG_INFINITY, 0);
    for &(entry, _) in entries {
        while at < times.len() && times[at] < entry {
            at += 1;
        }
        if entry != last && times.get(at) != Some(&entry) {
            (total, n) = (total + entry, n + 1);
        }
        last = entry;
    }
    if n == 0 { 0.0 } else { total / n as f64 }
}
