//! Midranks and groups of ties of one side.

/// One side in ranks, doubled so that the mean of neighbouring ranks is whole.
pub(super) struct Ranked {
    /// In the order of the data.
    pub(super) doubled: Vec<u64>,
    /// Number of the group of equal values, ascending from 0, in the order of the data.
    pub(super) group: Vec<usize>,
    /// Size of each group, ascending by value.
    pub(super) sizes: Vec<usize>,
}

impl Ranked {
    /// Equal means equal to the last bit. O(n log n).
    pub(super) fn of(values: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..values.len()).collect();
        // Zero and minus zero are one value.
        order.sort_unstable_by(|&left, &right| (values[left] + 0.0).total_cmp(&(values[right] + 0.0)));
        let mut ranked =
            Self { doubled: vec![0; values.len()], group: vec![0; values.len()], sizes: Vec::new() };
        let mut before = 0;
        for tied in order.chunk_by(|&left, &right| values[left] == values[right]) {
            for &place in tied {
                ranked.doubled[place] = (2 * before + tied.len() + 1) as u64;
                ranked.group[place] = ranked.sizes.len();
            }
            ranked.sizes.push(tied.len());
            before += tied.len();
        }
        ranked
    }

    pub(super) fn n(&self) -> usize {
        self.doubled.len()
    }

    pub(super) fn untied(&self) -> bool {
        self.sizes.len() == self.n()
    }

    /// Whether this unit shares its value with another.
    fn tied(&self, place: usize) -> bool {
        self.sizes[self.group[place]] > 1
    }

    /// Σ over groups of a polynomial in their size.
    pub(super) fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.sizes.iter().map(|&size| of(size as f64)).sum()
    }
}

/// Units that share their x or their y with another.
pub(super) fn n_tied(x: &Ranked, y: &Ranked) -> usize {
    (0..x.n()).filter(|&place| x.tied(place) || y.tied(place)).count()
}
