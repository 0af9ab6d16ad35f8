//! Midranks of absolute differences.

/// What the signed-rank test needs to know of the differences. Ranks are doubled, so that the mean of two
/// neighbouring ranks is whole.
pub(super) struct Ranks {
    /// Non-zero differences ranked so far.
    n: usize,
    /// Zeros that hold the ranks below (Pratt's rule).
    n_zeros: usize,
    /// Sizes of the groups of equal absolute differences, ascending in magnitude, while few enough for the
    /// exact distribution.
    groups: Vec<usize>,
    doubled_v: u64,
    n_ties: usize,
    /// Sum of t³ - t over groups of t tied differences.
    tie_term: f64,
}

/// No exact distribution needs more groups.
const GROUPS_KEPT: usize = 1000;

impl Ranks {
    fn above(n_zeros: usize) -> Self {
        Self { n: 0, n_zeros, groups: Vec::new(), doubled_v: 0, n_ties: 0, tie_term: 0.0 }
    }

    /// Of non-zero differences in ascending order, above `n_zeros` ranked zeros: the negative ones read
    /// backwards and the positive ones forwards are two ascending lists of absolute values, merged here group
    /// by group.
    pub(super) fn of_sorted(sorted: &[f64], n_zeros: usize) -> Self {
        let n_negative = sorted.partition_point(|&difference| difference < 0.0);
        let (negative, positive) = sorted.split_at(n_negative);
        let mut negative = negative.iter().rev().map(|difference| -difference).peekable();
        let mut positive = positive.iter().copied().peekable();
        let mut ranks = Self::above(n_zeros);
        loop {
            let magnitude = match (negative.peek(), positive.peek()) {
                (Some(&left), Some(&right)) => left.min(right),
                (Some(&left), None) => left,
                (None, Some(&right)) => right,
                (None, None) => return ranks,
            };
            let n_below = std::iter::from_fn(|| negative.next_if_eq(&magnitude)).count();
            let n_above = std::iter::from_fn(|| positive.next_if_eq(&magnitude)).count();
            ranks.push_group(n_below + n_above, n_above);
        }
    }

    /// Of ascending keys that hold the magnitude above the last bit and in the last bit whether the
    /// difference is positive.
    pub(super) fn of_keys(sorted: Vec<u64>, n_zeros: usize) -> Self {
        let mut ranks = Self::above(n_zeros);
        for group in sorted.chunk_by(|left, right| left >> 1 == right >> 1) {
            let n_positive = if group.len() == 1 {
                (group[0] & 1) as usize
            } else {
                group.len() - group.partition_point(|key| key & 1 == 0)
            };
            ranks.push_group(group.len(), n_positive);
        }
        ranks
    }

    /// A group of `size` equal absolute differences, `n_positive` of them above zero. Its ranks
    /// r + 1 .. r + size have the mean r + (size + 1) / 2.
    fn push_group(&mut self, size: usize, n_positive: usize) {
        let doubled = (2 * (self.n_zeros + self.n) + size + 1) as u64;
        self.n += size;
        if self.groups.len() < GROUPS_KEPT {
            self.groups.push(size);
        }
        self.doubled_v += doubled * n_positive as u64;
        if size > 1 {
            self.n_ties += size;
            self.tie_term += cubed_less_self(size);
        }
    }

    /// Non-zero differences.
    pub(super) fn n(&self) -> usize {
        self.n
    }

    /// Twice the rank of each non-zero difference, ascending; complete up to 1000 groups.
    pub(super) fn doubled(&self) -> Vec<u64> {
        let mut doubled = Vec::with_capacity(self.n);
        for &size in &self.groups {
            let rank = (2 * (self.n_zeros + doubled.len()) + size + 1) as u64;
            doubled.resize(doubled.len() + size, rank);
        }
        doubled
    }

    /// Twice the sum of the positive ranks.
    pub(super) fn doubled_v(&self) -> u64 {
        self.doubled_v
    }

    /// Twice the sum of all ranks of non-zero differences.
    pub(super) fn doubled_total(&self) -> u64 {
        let (zeros, all) = (self.n_zeros as u64, (self.n_zeros + self.n) as u64);
        all * (all + 1) - zeros * (zeros + 1)
    }

    pub(super) fn n_ties(&self) -> usize {
        self.n_ties
    }

    /// Sum of the midranks of the positive differences.
    pub(super) fn v(&self) -> f64 {
        self.doubled_v as f64 / 2.0
    }

    /// Expectation of V under no change.
    pub(super) fn expected(&self) -> f64 {
        self.doubled_total() as f64 / 4.0
    }

    /// Variance of V under no change, given the ties: a quarter of the sum of squared midranks.
    pub(super) fn variance(&self) -> f64 {
        let all = (self.n_zeros + self.n) as f64;
        quarter_of_squares(all) - quarter_of_squares(self.n_zeros as f64) - self.tie_term / 48.0
    }

    /// Expectation and variance if the ranked zeros had a sign like the others.
    pub(super) fn moments_with_zeros(&self) -> (f64, f64) {
        let all = self.n_zeros + self.n;
        let expected = (all as u64 * (all as u64 + 1)) as f64 / 4.0;
        let tie_term = self.tie_term + cubed_less_self(self.n_zeros);
        (expected, quarter_of_squares(all as f64) - tie_term / 48.0)
    }
}

/// (1² + 2² + ... + n²) / 4.
fn quarter_of_squares(n: f64) -> f64 {
    n * (n + 1.0) * (2.0 * n + 1.0) / 24.0
}

fn cubed_less_self(size: usize) -> f64 {
    let t = size as f64;
    t * t * t - t
}
