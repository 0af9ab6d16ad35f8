//! Statistics that need no resample written down.

use super::indices::IndexSequence;
use crate::describe::{QuantileType, Sorted};
use crate::numeric::sum_by;
use crate::{Answer, Fraction, Sample, Undefined};

/// The values at drawn indices.
pub(super) fn draw_into(resample: &mut Vec<f64>, values: &[f64], sequence: &mut impl IndexSequence) {
    let n = values.len();
    resample.clear();
    resample.extend((0..n).map(|_| values[sequence.below(n)]));
}

/// Sum over n, the sum compensated.
pub(super) fn mean(values: &[f64]) -> Answer {
    if values.is_empty() {
        return Err(Undefined::NoValues);
    }
    crate::answer::finite(sum_by(values, |value| value) / values.len() as f64)
}

/// A quantile of type 7 of a resample, from how often each value of the sorted sample was drawn: O(n) and
/// nothing sorted.
pub(super) struct ResampledQuantile<'a> {
    sorted: &'a [f64],
    /// Rank (from 1) below the position, and how far beyond it the position lies.
    rank: usize,
    part: f64,
}

impl<'a> ResampledQuantile<'a> {
    pub(super) fn of(sorted: &'a [f64], fraction: Fraction) -> Self {
        let (rank, part) = position(sorted.len(), fraction);
        Self { sorted, rank, part }
    }

    /// `counts` is room for one count for each value.
    pub(super) fn draw(&self, counts: &mut Vec<u32>, sequence: &mut impl IndexSequence) -> f64 {
        let n = self.sorted.len();
        counts.clear();
        counts.resize(n, 0);
        for _ in 0..n {
            counts[sequence.below(n)] += 1;
        }
        let (mut at, mut up_to) = (0, counts[0] as usize);
        while up_to < self.rank {
            at += 1;
            up_to += counts[at] as usize;
        }
        let low = self.sorted[at];
        if self.part == 0.0 {
            return low;
        }
        while up_to < self.rank + 1 {
            at += 1;
            up_to += counts[at] as usize;
        }
        between(low, self.sorted[at], self.part)
    }

    /// The quantile without each value in turn, ascending.
    pub(super) fn jackknife(&self, fraction: Fraction) -> Vec<f64> {
        let n = self.sorted.len();
        let (rank, part) = position(n - 1, fraction);
        let without = |left_out: usize, rank: usize| {
            self.sorted[if rank > left_out { rank.min(n - 1) } else { rank - 1 }]
        };
        (0..n)
            .map(|left_out| {
                let low = without(left_out, rank);
                if part == 0.0 { low } else { between(low, without(left_out, rank + 1), part) }
            })
            .collect()
    }
}

/// Where type 7 reads among `n` values: 1 + p (n - 1), whole within the fuzz of [`Sorted::quantile`].
fn position(n: usize, fraction: Fraction) -> (usize, f64) {
    let position = 1.0 + fraction.get() * (n as f64 - 1.0);
    let whole = (position + 4.0 * f64::EPSILON).floor();
    let part = position - whole;
    (whole as usize, if part.abs() < 4.0 * f64::EPSILON { 0.0 } else { part })
}

fn between(low: f64, high: f64, part: f64) -> f64 {
    if low == high { low } else { (1.0 - part) * low + part * high }
}

/// Ascending values and their quantile.
pub(super) fn quantile(sample: Sample<'_>, fraction: Fraction) -> (Sorted, Answer) {
    let sorted = Sorted::new(sample);
    let value = sorted.quantile(fraction, QuantileType::Seven);
    (sorted, value)
}
