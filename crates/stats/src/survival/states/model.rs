//! Stays in states with their times replaced by places among the transition times, and the estimate itself.

use crate::survival::Transitions;
use crate::survival::counts::NEAR;
use crate::{Answer, Undefined};

/// One stay: in state `from` at the transition times `first..after` (by place), then, if `to` differs, in state `to`
/// from the last of them on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay {
    /// Subjects are numbered from 0.
    pub(super) subject: u32,
    pub(super) first: u32,
    pub(super) after: u32,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Stay {
    pub(super) fn moves(&self) -> bool {
        self.from != self.to
    }
}

/// Everything the probabilities and their influences need.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) n_states: usize,
    pub(super) n_subjects: usize,
    pub(super) time: Vec<f64>,
    /// Stays by subject and begin.
    pub(super) stays: Vec<Stay>,
    /// Whether the initial distribution was estimated.
    pub(super) estimated: bool,
    pub(super) initial: Vec<f64>,
    /// Times by states.
    pub(super) at_risk: Vec<f64>,
    /// Times by states by states.
    pub(super) moves: Vec<f64>,
    /// Times by states: at and after each time.
    pub(super) probability: Vec<f64>,
}

/// A stay before its times are placed.
struct Row {
    subject: u32,
    start: f64,
    stop: f64,
    from: u32,
    to: u32,
}

impl Model {
    pub(super) fn of_transitions(rows: &Transitions<'_>, initial: Option<&[f64]>) -> Answer<Self> {
        let n_states = rows.n_states as usize;
        let is_distribution = |initial: &[f64]| {
            let sum: f64 = initial.iter().sum();
            initial.len() == n_states && initial.iter().all(|p| *p >= 0.0) && (sum - 1.0).abs() < 1e-8
        };
        if initial.is_some_and(|initial| !is_distribution(initial)) {
            return Err(Undefined::LengthsDiffer);
        }
        let row = |i: usize| Row {
            subject: rows.subject[i],
            start: rows.start[i],
            stop: rows.stop[i],
            from: rows.from[i],
            to: rows.to[i],
        };
        let model = Self::new(n_states, (0..rows.stop.len()).map(row).collect(), initial);
        if model.time.is_empty() { Err(Undefined::NoEvents) } else { Ok(model) }
    }

    fn new(n_states: usize, mut rows: Vec<Row>, initial: Option<&[f64]>) -> Self {
        rows.sort_unstable_by(|a, b| a.subject.cmp(&b.subject).then(a.start.total_cmp(&b.start)));
        let (time, places) = places(&rows);
        let (mut n_subjects, mut last) = (0, None);
        let mut stays = Vec::with_capacity(rows.len());
        for (row, (first, after)) in rows.iter().zip(places) {
            if last != Some(row.subject) {
                (last, n_subjects) = (Some(row.subject), n_subjects + 1);
            }
            stays.push(Stay { subject: n_subjects - 1, first, after, from: row.from, to: row.to });
        }
        stays.retain(|stay| stay.first < stay.after);
        let len = time.len();
        let mut model = Self {
            n_states,
            n_subjects: n_subjects as usize,
            time,
            stays,
            estimated: initial.is_none(),
            initial: initial.map_or_else(|| vec![0.0; n_states], <[f64]>::to_vec),
            at_risk: vec![0.0; len * n_states],
            moves: vec![0.0; len * n_states * n_states],
            probability: Vec::with_capacity(len * n_states),
        };
        model.count();
        model.estimate();
        model
    }

    /// Numbers in each state before each time, from differences; and transitions.
    fn count(&mut self) {
        let s = self.n_states;
        let len = self.time.len();
        let mut change = vec![0.0; (len + 1) * s];
        for stay in &self.stays {
            change[stay.first as usize * s + stay.from as usize] += 1.0;
            change[stay.after as usize * s + stay.from as usize] -= 1.0;
            if stay.moves() {
                let at = (stay.after as usize - 1) * s * s;
                self.moves[at + stay.from as usize * s + stay.to as usize] += 1.0;
            }
        }
        let mut now = vec![0.0; s];
        for i in 0..len {
            now.iter_mut().zip(&change[i * s..(i + 1) * s]).for_each(|(now, change)| *now += change);
            self.at_risk[i * s..(i + 1) * s].copy_from_slice(&now);
        }
    }

    fn estimate(&mut self) {
        let s = self.n_states;
        if self.estimated && !self.time.is_empty() {
            let total: f64 = self.at_risk[..s].iter().sum();
            self.initial = self.at_risk[..s].iter().map(|n| n / total).collect();
        }
        let mut p = self.initial.clone();
        for i in 0..self.time.len() {
            let hazard = self.hazard(i);
            p = (0..s).map(|k| p[k] + (0..s).map(|j| p[j] * hazard[j * s + k]).sum::<f64>()).collect();
            self.probability.extend(p.iter().map(|p| p.max(0.0)));
        }
    }

    /// dA at the i-th time: from (row) to (column); rows add up to 0.
    pub(super) fn hazard(&self, i: usize) -> Vec<f64> {
        let s = self.n_states;
        let mut hazard = vec![0.0; s * s];
        for j in 0..s {
            let (n, mut left) = (self.at_risk[i * s + j], 0.0);
            for k in 0..s {
                let d = self.moves[(i * s + j) * s + k];
                if d > 0.0 {
                    hazard[j * s + k] = d / n;
                    left += d;
                }
            }
            hazard[j * s + j] = if left > 0.0 { -(left / n).min(1.0) } else { 0.0 };
        }
        hazard
    }

    /// The distribution just before the i-th time.
    pub(super) fn before(&self, i: usize) -> &[f64] {
        let s = self.n_states;
        if i == 0 { &self.initial } else { &self.probability[(i - 1) * s..i * s] }
    }

    /// Variance of an estimated initial probability: p (1 - p)/n.
    pub(super) fn initial_variance(&self, state: usize) -> f64 {
        let p = self.initial[state];
        let n: f64 = self.at_risk.iter().take(self.n_states).sum();
        if self.estimated { p * (1.0 - p) / n } else { 0.0 }
    }
}

/// The transition times; where each row lies among them. Chains of near times, those of entry and
/// censoring included, are one time, that of the first (R's `timefix`).
fn places(rows: &[Row]) -> (Vec<f64>, Vec<(u32, u32)>) {
    let mut all: Vec<f64> = rows.iter().flat_map(|row| [row.start + 0.0, row.stop + 0.0]).collect();
    all.sort_unstable_by(f64::total_cmp);
    all.dedup();
    let tolerance = NEAR.max(NEAR * all.iter().sum::<f64>() / all.len().max(1) as f64);
    let mut cluster = vec![0_u32; all.len()];
    let mut starts: Vec<f64> = Vec::new();
    for (i, &time) in all.iter().enumerate() {
        if i == 0 || time - all[i - 1] > tolerance {
            starts.push(time);
        }
        cluster[i] = starts.len() as u32 - 1;
    }
    let cluster_of = |time: f64| cluster[all.partition_point(|&other| other < time)] as usize;
    let mut has_move = vec![false; starts.len()];
    for row in rows.iter().filter(|row| row.from != row.to) {
        has_move[cluster_of(row.stop)] = true;
    }
    let mut up_to: Vec<u32> = Vec::with_capacity(starts.len());
    let mut time = Vec::new();
    for (&start, &moves) in starts.iter().zip(&has_move) {
        if moves {
            time.push(start);
        }
        up_to.push(time.len() as u32);
    }
    let places = rows
        .iter()
        .map(|row| {
            let (first, after) = (up_to[cluster_of(row.start)], up_to[cluster_of(row.stop)]);
            // A stay shorter than the tolerance that ends in a transition is at risk for it.
            (if row.from == row.to { first } else { first.min(after - 1) }, after)
        })
        .collect();
    (time, places)
}
