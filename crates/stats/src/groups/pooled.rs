//! Midranks of all groups' values together.

use rayon::prelude::*;

/// Above this many values, sorting is shared among threads.
pub(super) const SHARE: usize = 1 << 15;

/// Whole numbers in the order of the floating-point numbers, ascending; -0 and 0 are one.
pub(super) fn sorted_keys(values: &[f64]) -> Vec<u64> {
    let mut keys: Vec<u64> = values.iter().map(|&value| key(value)).collect();
    if keys.len() > SHARE {
        keys.par_sort_unstable()
    } else {
        keys.sort_unstable()
    }
    keys
}

/// The sign bit of a positive number is set, all bits of a negative one are turned.
fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    bits ^ (((bits as i64 >> 63) as u64) | (1 << 63))
}

/// The number whose key this is.
pub(super) fn value(key: u64) -> f64 {
    f64::from_bits(key ^ ((((!key) as i64 >> 63) as u64) | (1 << 63)))
}

/// Sizes of groups of equal values, in passing.
#[derive(Clone, Default)]
pub(super) struct Ties {
    /// Values that share their value with another.
    pub(super) n_ties: usize,
    /// Sums of t (t - 1), t (t - 1) (t - 2) and t (t - 1) (2 t + 5) over groups of t equal values.
    pub(super) pairs: f64,
    pub(super) triples: f64,
    pub(super) weighted: f64,
}

impl Ties {
    pub(super) fn push(&mut self, size: usize) {
        if size < 2 {
            return;
        }
        let t = size as f64;
        self.n_ties += size;
        self.pairs += t * (t - 1.0);
        self.triples += t * (t - 1.0) * (t - 2.0);
        self.weighted += t * (t - 1.0) * (2.0 * t + 5.0);
    }

    /// Sum of t³ - t.
    pub(super) fn cubes(&self) -> f64 {
        self.triples + 3.0 * self.pairs
    }
}

/// What rank tests of several groups need to know of the values.
pub(super) struct Pooled {
    /// Values of each group.
    pub(super) sizes: Vec<usize>,
    /// Twice the sum of each group's midranks.
    pub(super) doubled_ranks: Vec<u64>,
    /// Twice the number of pairs from different groups in which the later group's value is greater, equal values
    /// counting one half.
    pub(super) doubled_j: u64,
    /// Sizes of the groups of equal values in ascending order of the values, 1 for a value of its own.
    pub(super) runs: Vec<usize>,
    pub(super) ties: Ties,
}

impl Pooled {
    /// O(N log N + N k) for N values in k groups.
    pub(super) fn of(groups: &[&[f64]]) -> Self {
        let mut labelled: Vec<(u64, u32)> = (groups.iter().zip(0..))
            .flat_map(|(values, group)| values.iter().map(move |&value| (key(value), group)))
            .collect();
        if labelled.len() > SHARE {
            labelled.par_sort_unstable()
        } else {
            labelled.sort_unstable()
        }
        let mut pooled = Self {
            sizes: groups.iter().map(|values| values.len()).collect(),
            doubled_ranks: vec![0; groups.len()],
            doubled_j: 0,
            runs: Vec::new(),
            ties: Ties::default(),
        };
        let (mut below, mut here) = (vec![0_u64; groups.len()], vec![0_u64; groups.len()]);
        let mut n_below = 0;
        for run in labelled.chunk_by(|left, right| left.0 == right.0) {
            here.fill(0);
            run.iter().for_each(|&(_, group)| here[group as usize] += 1);
            pooled.push(n_below, &below, &here);
            below.iter_mut().zip(&here).for_each(|(below, here)| *below += here);
            n_below += run.len() as u64;
        }
        pooled
    }

    /// Equal values, `here` many of each group, above `below`. Their ranks r + 1 .. r + t have the mean r + (t + 1) / 2.
    fn push(&mut self, n_below: u64, below: &[u64], here: &[u64]) {
        let size: u64 = here.iter().sum();
        self.runs.push(size as usize);
        self.ties.push(size as usize);
        let doubled_rank = 2 * n_below + size + 1;
        let mut earlier = 0;
        for (group, (&below, &here)) in below.iter().zip(here).enumerate() {
            self.doubled_ranks[group] += doubled_rank * here;
            self.doubled_j += earlier * here;
            earlier += 2 * below + here;
        }
    }

    pub(super) fn n(&self) -> usize {
        self.sizes.iter().sum()
    }

    /// Pairs of values from different groups.
    pub(super) fn n_pairs(&self) -> u64 {
        pairs_between(&self.sizes)
    }
}

/// Pairs of members of different groups.
pub(super) fn pairs_between(sizes: &[usize]) -> u64 {
    let (mut before, mut pairs) = (0_u64, 0_u64);
    for &size in sizes {
        pairs += before * size as u64;
        before += size as u64;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_order_and_value() {
        let values = [f64::MIN, -1.5, -1e-300, -5e-324, 0.0, 5e-324, 2.0, f64::MAX];
        assert!(values.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
        assert!(values.iter().all(|&number| value(key(number)) == number));
        assert_eq!(key(-0.0), key(0.0));
    }

    #[test]
    fn ranks_by_hand() {
        let pooled = Pooled::of(&[&[1.0, 2.0], &[2.0, 3.0, 2.0]]);
        assert_eq!(
            (pooled.doubled_ranks, pooled.doubled_j),
            (vec![2 + 6, 6 + 10 + 6], 2 + 2 + 2 + 1 + 2 + 1)
        );
        assert_eq!((pooled.runs, pooled.ties.n_ties, pooled.ties.cubes()), (vec![1, 3, 1], 3, 24.0));
    }
}
