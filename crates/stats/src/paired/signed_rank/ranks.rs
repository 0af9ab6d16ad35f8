//! Midranks of absolute differences.

/// What the signed-rank test needs to know of the differences. Ranks are doubled, so that the mean of two
/// neighbouring ranks is whole.
pub(super) struct Ranks {
    /// Ascending, one per difference.
    doubled: Vec<u64>,
    doubled_v: u64,
    n_ties: usize,
    /// Sum of t³ - t over groups of t tied differences.
    tie_term: f64,
}

impl Ranks {
    /// Of non-zero differences in ascending order: the negative ones read backwards and the positive ones
    /// forwards are two ascending lists of absolute values, merged here group by group.
    pub(super) fn of(sorted: &[f64]) -> Self {
        let n_negative = sorted.partition_point(|&difference| difference < 0.0);
        let (negative, positive) = sorted.split_at(n_negative);
        let mut negative = negative.iter().rev().map(|difference| -difference).peekable();
        let mut positive = positive.iter().copied().peekable();
        let mut ranks =
            Self { doubled: Vec::with_capacity(sorted.len()), doubled_v: 0, n_ties: 0, tie_term: 0.0 };
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

    /// A group of `size` equal absolute differences, `n_positive` of them above zero. Its ranks
    /// r + 1 .. r + size have the mean r + (size + 1) / 2.
    fn push_group(&mut self, size: usize, n_positive: usize) {
        let doubled = (2 * self.doubled.len() + size + 1) as u64;
        self.doubled.resize(self.doubled.len() + size, doubled);
        self.doubled_v += doubled * n_positive as u64;
        if size > 1 {
            let t = size as f64;
            self.n_ties += size;
            self.tie_term += t * t * t - t;
        }
    }

    pub(super) fn doubled(&self) -> &[u64] {
        &self.doubled
    }

    /// Twice the sum of the positive ranks.
    pub(super) fn doubled_v(&self) -> u64 {
        self.doubled_v
    }

    /// Twice the sum of all ranks: n (n + 1).
    pub(super) fn doubled_total(&self) -> u64 {
        let n = self.doubled.len() as u64;
        n * (n + 1)
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

    /// Variance of V under no change, given the ties.
    pub(super) fn variance(&self) -> f64 {
        let n = self.doubled.len() as f64;
        n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - self.tie_term / 48.0
    }
}
