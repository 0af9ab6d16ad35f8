//! The distribution of J when every assignment of the values to groups of these sizes is equally likely.
//!
//! J counts the pairs from different groups in which the later group's value is greater, equal values one half; of two
//! groups it is Mann and Whitney's U.

use super::pooled::pairs_between;
use std::collections::BTreeMap;

/// How many assignments have each value of twice J, from 0 up. Whole numbers in `f64`, exact up to 2^53.
pub(super) struct Null {
    counts: Vec<f64>,
    total: f64,
}

impl Null {
    /// Given the sizes of the runs of equal values, ascending; by the untied formula where there are none.
    pub(super) fn of(sizes: &[usize], runs: &[usize]) -> Self {
        if runs.iter().any(|&run| run > 1) { Self::given_ties(sizes, runs) } else { Self::untied(sizes) }
    }

    /// Without ties (Harding, Appl Stat 1984;33:1).
    pub(super) fn untied(sizes: &[usize]) -> Self {
        let n_pairs = pairs_between(sizes) as usize;
        let lower = untied_counts(sizes, n_pairs / 2);
        let mut counts = vec![0.0; 2 * n_pairs + 1];
        for j in 0..=n_pairs {
            counts[2 * j] = lower[j.min(n_pairs - j)];
        }
        Self::from(counts)
    }

    /// Given ties: a lattice of the numbers of values each group has received so far, in ascending order of the
    /// values; the k-group form of Streitberg & Roehmel's two-dimensional shift algorithm (Stat Software Newsl
    /// 1986;12:10). A run of t equal values of which group i receives a_i adds, to twice J, the sum over i < j of
    /// 2 c_i a_j + a_i a_j, c being those received before, and can be dealt in t! / (a_1! a_2! ...) ways.
    fn given_ties(sizes: &[usize], runs: &[usize]) -> Self {
        let mut layer = BTreeMap::from([(vec![0_usize; sizes.len()], vec![1.0])]);
        for &run in runs {
            let mut next: BTreeMap<Vec<usize>, Vec<f64>> = BTreeMap::new();
            for (received, counts) in &layer {
                let room: Vec<usize> = sizes.iter().zip(received).map(|(size, c)| size - c).collect();
                deal(run, &room, |dealt, ways| {
                    let after: Vec<usize> = received.iter().zip(dealt).map(|(c, a)| c + a).collect();
                    let length = 2 * pairs_between(&after) as usize + 1;
                    let target = next.entry(after).or_insert_with(|| vec![0.0; length]);
                    let target = &mut target[gained(received, dealt)..];
                    target.iter_mut().zip(counts).for_each(|(target, &count)| *target += ways * count);
                });
            }
            layer = next;
        }
        Self::from(layer.into_values().next().unwrap_or_else(|| vec![1.0]))
    }

    fn from(counts: Vec<f64>) -> Self {
        Self { total: counts.iter().sum(), counts }
    }

    /// P(J <= j).
    pub(super) fn lower(&self, doubled_j: u64) -> f64 {
        (self.counts[..=doubled_j as usize].iter().sum::<f64>() / self.total).min(1.0)
    }

    /// P(J >= j).
    pub(super) fn upper(&self, doubled_j: u64) -> f64 {
        (self.counts[doubled_j as usize..].iter().sum::<f64>() / self.total).min(1.0)
    }

    /// P(J is at least as far from its expectation as j). The expectation is half the number of pairs.
    pub(super) fn two_sided(&self, doubled_j: u64) -> f64 {
        let greatest = self.counts.len() as u64 - 1;
        let (low, high) = (doubled_j.min(greatest - doubled_j), doubled_j.max(greatest - doubled_j));
        if low == high { 1.0 } else { (self.lower(low) + self.upper(high)).min(1.0) }
    }
}

/// An upper bound of the additions that the lattice takes; infinite where it is out of reach.
pub(super) fn lattice_cost(sizes: &[usize], runs: &[usize]) -> f64 {
    let states = states_by_total(sizes);
    let length = 2.0 * pairs_between(sizes) as f64 + 1.0;
    let (mut received, mut cost) = (0, 0.0);
    for &run in runs {
        cost += states[received] * deals(run, sizes.len()) * length;
        received += run;
    }
    cost
}

/// In how many ways groups of at most these sizes hold a given number of values together.
fn states_by_total(sizes: &[usize]) -> Vec<f64> {
    sizes.iter().fold(vec![1.0], |states, &size| {
        let mut wider = vec![0.0; states.len() + size];
        for (total, count) in states.iter().enumerate() {
            wider[total..=total + size].iter_mut().for_each(|state| *state += count);
        }
        wider
    })
}

/// Ways to divide `run` like things among k groups: binomial(run + k - 1, k - 1).
fn deals(run: usize, k: usize) -> f64 {
    (1..k).fold(1.0, |ways, i| ways * (run + i) as f64 / i as f64)
}

/// Sum over i < j of 2 c_i a_j + a_i a_j.
fn gained(received: &[usize], dealt: &[usize]) -> usize {
    let (mut earlier, mut gained) = (0, 0);
    for (c, a) in received.iter().zip(dealt) {
        gained += earlier * a;
        earlier += 2 * c + a;
    }
    gained
}

/// Visits every way to deal `run` values to groups with this much room, with the number of orders that each has.
pub(super) fn deal(run: usize, room: &[usize], mut visit: impl FnMut(&[usize], f64)) {
    let room_behind: Vec<usize> = (1..=room.len()).map(|group| room[group..].iter().sum()).collect();
    let mut dealt = vec![0; room.len()];
    deal_from(0, run, 1.0, (room, &room_behind), &mut dealt, &mut visit);
}

fn deal_from(
    group: usize,
    left: usize,
    ways: f64,
    limits: (&[usize], &[usize]),
    dealt: &mut [usize],
    visit: &mut impl FnMut(&[usize], f64),
) {
    let (room, room_behind) = limits;
    if group == room.len() {
        if left == 0 {
            visit(dealt, ways);
        }
        return;
    }
    for here in left.saturating_sub(room_behind[group])..=left.min(room[group]) {
        dealt[group] = here;
        deal_from(group + 1, left - here, ways * choose(left, here), limits, dealt, visit);
    }
}

/// Binomial coefficient, exact up to 2^53.
fn choose(n: usize, k: usize) -> f64 {
    let mut ways = 1.0;
    for i in 1..=k.min(n - k) {
        ways = ways * (n + 1 - i) as f64 / i as f64;
    }
    ways.round()
}

/// Counts of J from 0 to `limit` without ties. The generating function is a product of Gaussian binomials
/// (1 - q^(M+1)) ... (1 - q^(M+n)) / (1 - q) ... (1 - q^n), M being the size of all groups before. Each division
/// follows its multiplication, so that every stage counts something; below the middle its counts rise, and what
/// rounding adds to the greater ones never flows back to the smaller ones.
fn untied_counts(sizes: &[usize], limit: usize) -> Vec<f64> {
    let mut counts = vec![0.0; limit + 1];
    counts[0] = 1.0;
    let mut before = sizes.first().copied().unwrap_or(0);
    for &size in sizes.iter().skip(1) {
        let (larger, smaller) = (before.max(size), before.min(size));
        for step in 1..=smaller {
            for j in (larger + step..=limit).rev() {
                counts[j] -= counts[j - larger - step];
            }
            for j in step..=limit {
                counts[j] += counts[j - step];
            }
        }
        before += size;
    }
    counts
}

/// Which ordered difference bounds the interval of a shift, and the level it reaches.
pub(super) struct IntervalIndex {
    pub(super) k: u64,
    pub(super) achieved: f64,
}

/// k = max(1, smallest q with P(U <= q) >= `tail`) for two untied groups. The comparison allows ten units of rounding
/// (as R's qwilcox), for tails that are ratios of small numbers.
pub(super) fn interval_index(m: usize, n: usize, tail: f64) -> IntervalIndex {
    let limit = m * n / 2;
    let counts = untied_counts(&[m, n], limit);
    let total = choose_large(m + n, n);
    let (mut below, mut q) = (0.0, 0);
    while q < limit && (below + counts[q]) / total < tail - 10.0 * f64::EPSILON {
        below += counts[q];
        q += 1;
    }
    if q == 0 {
        IntervalIndex { k: 1, achieved: 1.0 - 2.0 * counts[0] / total }
    } else {
        IntervalIndex { k: q as u64, achieved: 1.0 - 2.0 * below / total }
    }
}

/// Binomial coefficient without the final rounding, which large ones do not need.
fn choose_large(n: usize, k: usize) -> f64 {
    (1..=k.min(n - k)).fold(1.0, |ways, i| ways * (n + 1 - i) as f64 / i as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: &[f64], right: &[f64]) {
        assert_eq!(left.len(), right.len());
        for (left, right) in left.iter().zip(right) {
            assert!((left - right).abs() <= 1e-13 * right, "{left} {right}");
        }
    }

    #[test]
    fn the_lattice_without_ties_is_hardings() {
        for sizes in [vec![3, 4], vec![1, 9], vec![2, 3, 4], vec![3, 1, 2, 2], vec![60, 45], vec![12, 10, 9]]
        {
            let runs = vec![1; sizes.iter().sum()];
            close(&Null::given_ties(&sizes, &runs).counts, &Null::untied(&sizes).counts);
        }
    }

    #[test]
    fn one_run_has_one_value() {
        let null = Null::of(&[2, 3], &[5]);
        assert_eq!((null.total, null.lower(6), null.two_sided(6)), (10.0, 1.0, 1.0));
    }
}
