//! Influences through runs of times: products of the times' linear maps, kept for dyadic runs.

/// What happens to a row vector u of influences between two times while its subject stays in state j with weight 1:
/// u becomes u `linear` + row j of `drift`.
#[derive(Clone, Debug)]
pub(super) struct Map {
    /// `size` by `size`, row by row.
    pub(super) linear: Vec<f64>,
    /// States by `size`.
    pub(super) drift: Vec<f64>,
}

/// Maps of single times (level 0), of pairs of times, of four, and so on; each as soon as its last time is known.
pub(super) struct Products {
    size: usize,
    levels: Vec<Vec<Map>>,
}

impl Map {
    fn then(&self, next: &Self, size: usize) -> Self {
        let mut drift = product(&self.drift, &next.linear, size);
        drift.iter_mut().zip(&next.drift).for_each(|(sum, more)| *sum += more);
        Self { linear: product(&self.linear, &next.linear, size), drift }
    }
}

impl Products {
    pub(super) fn new(size: usize) -> Self {
        Self { size, levels: Vec::new() }
    }

    /// Appends the map of the next time.
    pub(super) fn push(&mut self, map: Map) {
        let (mut level, mut map) = (0, map);
        loop {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(map);
            let here = &self.levels[level];
            if here.len() % 2 == 1 {
                return;
            }
            map = here[here.len() - 2].then(&here[here.len() - 1], self.size);
            level += 1;
        }
    }

    /// Carries `u` through the times `from..to`, in `state` with `weight` or, for `None`, in no state under
    /// observation. At most 2 log2(to - from) + 2 maps.
    pub(super) fn carry(&self, u: &mut Vec<f64>, mut from: usize, to: usize, state: Option<(usize, f64)>) {
        while from < to {
            let level = (from.trailing_zeros()).min((to - from).ilog2()) as usize;
            let map = &self.levels[level][from >> level];
            *u = product(u, &map.linear, self.size);
            if let Some((state, weight)) = state {
                let drift = &map.drift[state * self.size..(state + 1) * self.size];
                u.iter_mut().zip(drift).for_each(|(u, drift)| *u += weight * drift);
            }
            from += 1 << level;
        }
    }
}

/// Rows of `left` (each of `size` entries) times the square matrix `right`.
pub(super) fn product(left: &[f64], right: &[f64], size: usize) -> Vec<f64> {
    let mut result = vec![0.0; left.len()];
    for (row, into) in left.chunks_exact(size).zip(result.chunks_exact_mut(size)) {
        for (&factor, right) in row.iter().zip(right.chunks_exact(size)) {
            if factor != 0.0 {
                into.iter_mut().zip(right).for_each(|(sum, right)| *sum += factor * right);
            }
        }
    }
    result
}
