//! Influences where units enter late: those at risk have different histories.
//!
//! While at risk without an event from entry e to t, a unit's influence on S is S(t) (C(t) - C(e)), and on F it is
//! D(t) - D(e) + F(t) (C(t) - C(e)): two running sums that all share.

use super::moments::{Jump, Moments, Passing};
use crate::survival::Exits;
use crate::survival::counts::{Counts, NEAR};

/// Rows by the place of their exit among the distinct times.
pub(super) struct Late {
    rows: Vec<LateRow>,
    /// First row of each place; one more entry at the end.
    starts: Vec<usize>,
}

#[derive(Clone, Copy)]
struct LateRow {
    place: u32,
    /// Distinct times at or before the entry.
    passed: u32,
    cause: u32,
    /// In units of the largest weight, squared.
    square: f64,
}

impl Late {
    pub(super) fn of(exits: &Exits<'_>, entry: &[f64], counts: &Counts) -> Self {
        let weight = |row: usize| exits.weight().map_or(1.0, |weight| weight[row]);
        let unit = (0..exits.n()).map(weight).fold(0.0, f64::max);
        let tolerance = tolerance(counts, entry);
        let of = |row: usize| {
            let place = counts.time.partition_point(|&time| time <= exits.exit()[row]) - 1;
            let passed = counts.time.partition_point(|&time| time - tolerance <= entry[row]).min(place);
            let square = (weight(row) / unit) * (weight(row) / unit);
            LateRow { place: place as u32, passed: passed as u32, cause: exits.cause(row), square }
        };
        let mut rows: Vec<LateRow> = (0..exits.n()).filter(|&row| weight(row) > 0.0).map(of).collect();
        rows.sort_by_key(|row| row.place);
        let mut starts = vec![0; counts.len() + 1];
        rows.iter().for_each(|row| starts[row.place as usize + 1] += 1);
        for place in 0..counts.len() {
            starts[place + 1] += starts[place];
        }
        Self { rows, starts }
    }

    /// For the cause at this place (from 0).
    pub(super) fn walk(&self, cause: usize) -> LateWalk<'_> {
        LateWalk { late: self, cause: cause as u32 + 1, sums: vec![(0.0, 0.0)], together: (0.0, 0.0) }
    }
}

/// As in [`Counts`]; the mean of distinct times may differ by the entries between them, which is of no account.
fn tolerance(counts: &Counts, entry: &[f64]) -> f64 {
    let n = (counts.len() + entry.len()).max(1) as f64;
    NEAR.max(NEAR * (counts.time.iter().sum::<f64>() + entry.iter().sum::<f64>()) / n)
}

pub(super) struct LateWalk<'a> {
    late: &'a Late,
    cause: u32,
    /// D and C after each time; before all of them first.
    sums: Vec<Jump>,
    /// Sum over those at risk of squared weight times influence.
    together: Jump,
}

impl LateWalk<'_> {
    pub(super) fn pass(&mut self, time: &Passing, moments: &mut Moments) {
        let (drift, at_risk) = (time.drift(), time.squares.0);
        self.together = time.carried(self.together);
        moments.add_mixed(1.0, self.together, drift);
        moments.add(at_risk, drift);
        self.together.0 += at_risk * drift.0;
        self.together.1 += at_risk * drift.1;
        let rows = &self.late.rows[self.late.starts[time.place]..self.late.starts[time.place + 1]];
        for row in rows {
            let influence = self.influence(row, time);
            self.together.0 -= row.square * influence.0;
            self.together.1 -= row.square * influence.1;
            if row.cause > 0 {
                let jump = if row.cause == self.cause { (time.step, -time.step) } else { (0.0, -time.step) };
                moments.add_mixed(row.square, influence, jump);
                moments.add(row.square, jump);
            }
        }
        let last = self.sums[time.place];
        let c = if time.after > 0.0 { drift.1 / time.after } else { 0.0 };
        self.sums.push((last.0 + drift.0 - c * time.incidence, last.1 + c));
    }

    /// Of a row at risk until now, this time's drift included and its own event not.
    fn influence(&self, row: &LateRow, time: &Passing) -> Jump {
        let (now, then) = (self.sums[time.place], self.sums[row.passed as usize]);
        let c = now.1 - then.1;
        let incidence_before = time.incidence - time.before * time.share;
        let carried = time.carried((now.0 - then.0 + c * incidence_before, c * time.before));
        (carried.0 + time.drift().0, carried.1 + time.drift().1)
    }
}
