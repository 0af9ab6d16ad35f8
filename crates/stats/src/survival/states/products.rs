//! Influences through runs of times: products of the times' maps, kept for dyadic runs.
//!
//! A map says what happens to a row vector u of influences between two times while its subject stays in state j: u
//! becomes u L + row j of V. It is stored as the rows of L, then those of V.

/// Maps of single times (level 0), of pairs of times, of four, and so on; each as soon as its last time is known.
pub(super) struct Products {
    /// Entries of u.
    size: usize,
    /// Numbers a map takes.
    length: usize,
    /// Maps one after another.
    levels: Vec<Vec<f64>>,
}

impl Products {
    pub(super) fn new(size: usize, n_states: usize) -> Self {
        Self { size, length: (size + n_states) * size, levels: Vec::new() }
    }

    /// Appends the map of the next time.
    pub(super) fn push(&mut self, map: Vec<f64>) {
        let (mut level, mut map) = (0, map);
        loop {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let here = &mut self.levels[level];
            here.extend_from_slice(&map);
            let n_maps = here.len() / self.length;
            if n_maps % 2 == 1 {
                return;
            }
            let (first, second) = here[(n_maps - 2) * self.length..].split_at(self.length);
            map = then(first, second, self.size);
            level += 1;
        }
    }

    /// Carries `u` through the times `from..to`, in `state` or, for `None`, under no observation. At most
    /// 2 log2(to - from) + 2 maps.
    pub(super) fn carry(&self, u: &mut Vec<f64>, mut from: usize, to: usize, state: Option<usize>) {
        let mut carried = vec![0.0; self.size];
        while from < to {
            let level = (from.trailing_zeros()).min((to - from).ilog2()) as usize;
            let map = &self.levels[level][(from >> level) * self.length..][..self.length];
            match state {
                Some(state) => carried.copy_from_slice(&map[(self.size + state) * self.size..][..self.size]),
                None => carried.fill(0.0),
            }
            add_product(u, map, self.size, &mut carried);
            std::mem::swap(u, &mut carried);
            from += 1 << level;
        }
    }
}

/// One map, then another.
fn then(first: &[f64], second: &[f64], size: usize) -> Vec<f64> {
    let (linear, drift) = second.split_at(size * size);
    let mut both = product(first, linear, size);
    both[size * size..].iter_mut().zip(drift).for_each(|(sum, more)| *sum += more);
    both
}

/// Rows of `left` (each of `size` entries) times the square matrix `right`.
pub(super) fn product(left: &[f64], right: &[f64], size: usize) -> Vec<f64> {
    let mut result = vec![0.0; left.len()];
    for (row, into) in left.chunks_exact(size).zip(result.chunks_exact_mut(size)) {
        add_product(row, right, size, into);
    }
    result
}

fn add_product(row: &[f64], right: &[f64], size: usize, into: &mut [f64]) {
    for (&factor, right) in row.iter().zip(right.chunks_exact(size)) {
        if factor != 0.0 {
            into.iter_mut().zip(right).for_each(|(sum, right)| *sum += factor * right);
        }
    }
}
