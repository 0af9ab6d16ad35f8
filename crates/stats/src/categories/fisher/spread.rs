//! Values with their probabilities, sorted, with sums from above.

/// A distribution of sums of ln x!, ascending, each value once.
pub(super) struct Spread {
    values: Vec<i64>,
    probabilities: Vec<f64>,
    /// `from[k]`: the sum of probabilities k, k + 1, ..; one longer than `values`.
    from: Vec<f64>,
    /// `buckets[b]`: index of the first value whose distance from the lowest, shifted right, is at least b.
    buckets: Vec<u32>,
    shift: u32,
}

impl Spread {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn iter(&self, from: usize, to: usize) -> impl Iterator<Item = (i64, f64)> {
        self.values[from..to].iter().copied().zip(self.probabilities[from..to].iter().copied())
    }

    /// Index of the first value at or above `least`: from a table of about as many buckets as values.
    pub(super) fn first_at_least(&self, least: i64) -> usize {
        let Some(&lowest) = self.values.first() else { return 0 };
        if least <= lowest {
            return 0;
        }
        let bucket = ((least - lowest) as u64 >> self.shift) as usize;
        let mut at = self.buckets.get(bucket).map_or(self.values.len(), |&at| at as usize);
        while at < self.values.len() && self.values[at] < least {
            at += 1;
        }
        at
    }

    /// Sum of the probabilities from an index on.
    pub(super) fn from(&self, index: usize) -> f64 {
        self.from[index]
    }

    /// The lowest and the highest value; `None` if there is none.
    pub(super) fn range(&self) -> Option<(i64, i64)> {
        Some((*self.values.first()?, *self.values.last()?))
    }
}

/// Probabilities being added up by value.
#[derive(Clone, Default)]
pub(crate) struct Sums(Vec<(i64, f64)>);

impl Sums {
    pub(crate) fn add(&mut self, value: i64, probability: f64) {
        self.0.push((value, probability));
    }

    /// Each of `others`, moved by `value` and times `probability`.
    pub(crate) fn add_all(&mut self, others: &[(i64, f64)], value: i64, probability: f64) {
        self.0.extend(others.iter().map(|&(other, weight)| (other + value, weight * probability)));
    }

    pub(crate) fn pairs(&self) -> &[(i64, f64)] {
        &self.0
    }

    /// Ascending, each value once.
    pub(crate) fn merge(&mut self) {
        self.0.sort_unstable_by_key(|&(value, _)| value);
        self.0.dedup_by(|next, kept| {
            kept.1 += if next.0 == kept.0 { next.1 } else { 0.0 };
            next.0 == kept.0
        });
    }

    pub(super) fn spread(mut self) -> Spread {
        self.merge();
        let values: Vec<i64> = self.0.iter().map(|&(value, _)| value).collect();
        let probabilities: Vec<f64> = self.0.iter().map(|&(_, probability)| probability).collect();
        let mut from = vec![0.0; probabilities.len() + 1];
        for index in (0..probabilities.len()).rev() {
            from[index] = from[index + 1] + probabilities[index];
        }
        let (buckets, shift) = buckets(&values);
        Spread { values, probabilities, from, buckets, shift }
    }
}

fn buckets(values: &[i64]) -> (Vec<u32>, u32) {
    let (Some(lowest), Some(highest)) = (values.first(), values.last()) else { return (Vec::new(), 0) };
    let width = (highest - lowest) as u64 / values.len() as u64;
    let shift = u64::BITS - width.leading_zeros();
    let n_buckets = ((highest - lowest) as u64 >> shift) as usize + 1;
    let mut buckets = Vec::with_capacity(n_buckets);
    for (at, value) in values.iter().enumerate() {
        let bucket = ((value - lowest) as u64 >> shift) as usize;
        while buckets.len() <= bucket {
            buckets.push(at as u32);
        }
    }
    (buckets, shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_at_least_is_found_from_any_side() {
        let mut sums = Sums::default();
        let values = [-7, -7, 0, 1, 2, 3, 3, 1000, 1001, 5_000_000_000];
        values.iter().for_each(|&value| sums.add(value, 0.1));
        let spread = sums.spread();
        assert_eq!(spread.len(), 8);
        for least in
            [-100, -7, -6, 0, 1, 3, 4, 999, 1000, 1001, 1002, 4_999_999_999, 5_000_000_000, 5_000_000_001]
        {
            assert_eq!(spread.first_at_least(least), spread.values.partition_point(|&value| value < least));
        }
        assert!((spread.from(0) - 1.0).abs() < 1e-15 && (spread.from(1) - 0.8).abs() < 1e-15);
    }
}
