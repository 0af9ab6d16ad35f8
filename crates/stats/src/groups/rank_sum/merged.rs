//! Two sorted groups read together.

use crate::groups::pooled::{SHARE, Ties, sorted_keys};
use crate::{Answer, Sample, Undefined};

/// Runs of equal values are kept up to this many values, for the exact distribution.
const KEEP_RUNS: usize = 500;

/// Both groups' order keys, ascending.
pub(super) type Keys = (Vec<u64>, Vec<u64>);

/// What the rank sum test needs to know of the values.
pub(super) struct Merged {
    /// Values of the first group, at least one.
    pub(super) m: usize,
    /// Values of the second group, at least one.
    pub(super) n: usize,
    /// Twice the number of pairs in which the second group's value is greater, equal values counting one half.
    pub(super) doubled_u: u64,
    pub(super) ties: Ties,
    /// Whether there is one value only.
    pub(super) all_equal: bool,
    /// Sizes of the runs of equal values, ascending; empty for large groups.
    pub(super) runs: Vec<usize>,
}

impl Merged {
    /// With both groups' sorted keys.
    pub(super) fn of(first: Sample<'_>, second: Sample<'_>) -> Answer<(Keys, Self)> {
        let (first, second) = (first.values(), second.values());
        if first.is_empty() || second.is_empty() {
            return Err(Undefined::NoValues);
        }
        let keys = if first.len() + second.len() > SHARE {
            rayon::join(|| sorted_keys(first), || sorted_keys(second))
        } else {
            (sorted_keys(first), sorted_keys(second))
        };
        let merged = Self::merge(&keys.0, &keys.1);
        Ok((keys, merged))
    }

    fn merge(first: &[u64], second: &[u64]) -> Self {
        let (m, n) = (first.len(), second.len());
        let all_equal = first[0].min(second[0]) == first[m - 1].max(second[n - 1]);
        let mut merged = Self { m, n, doubled_u: 0, ties: Ties::default(), all_equal, runs: Vec::new() };
        let keep = m + n <= KEEP_RUNS;
        for_each_run(first, second, |run| {
            merged.doubled_u += (run.n_second * (2 * run.below_first + run.n_first)) as u64;
            merged.ties.push(run.n_first + run.n_second);
            if keep {
                merged.runs.push(run.n_first + run.n_second);
            }
        });
        merged
    }

    /// m n.
    pub(super) fn n_pairs(&self) -> f64 {
        self.m as f64 * self.n as f64
    }

    pub(super) fn u(&self) -> f64 {
        self.doubled_u as f64 / 2.0
    }

    /// U plus the ranks that the second group would have alone.
    pub(super) fn w(&self) -> f64 {
        self.u() + self.n as f64 * (self.n as f64 + 1.0) / 2.0
    }

    /// Of U under no difference, given the ties: m n / 12 (N + 1 - Σ(t³ - t) / (N (N - 1))).
    pub(super) fn variance(&self) -> f64 {
        let all = (self.m + self.n) as f64;
        self.n_pairs() / 12.0 * (all + 1.0 - self.ties.cubes() / (all * (all - 1.0)))
    }
}

/// Equal values: how many of each group, and how many are below them.
pub(super) struct Run {
    pub(super) n_first: usize,
    pub(super) n_second: usize,
    pub(super) below_first: usize,
    pub(super) below_second: usize,
}

/// Visits the runs of two ascending lists, together one at least, from below.
pub(super) fn for_each_run(first: &[u64], second: &[u64], mut visit: impl FnMut(Run)) {
    let (mut i, mut j) = (0, 0);
    while i < first.len() || j < second.len() {
        let least = match (first.get(i), second.get(j)) {
            (Some(&left), Some(&right)) => left.min(right),
            (Some(&left), None) => left,
            (None, right) => *right.expect("one group has values left"),
        };
        let (n_first, n_second) = (run_length(&first[i..], least), run_length(&second[j..], least));
        visit(Run { n_first, n_second, below_first: i, below_second: j });
        (i, j) = (i + n_first, j + n_second);
    }
}

fn run_length(sorted: &[u64], key: u64) -> usize {
    sorted.iter().take_while(|&&other| other == key).count()
}
