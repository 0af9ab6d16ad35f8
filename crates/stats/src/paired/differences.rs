//! Differences of pairs, in a unit in which their sums are exact or cannot overflow.

use super::sort;
use crate::{Pairs, Undefined};

/// Non-zero differences in the order of the pairs.
pub(super) struct Differences {
    values: Vec<f64>,
    divisor: f64,
    whole: bool,
}

/// The same in ascending order, with the zeros if they were put back.
pub(super) struct SortedDifferences {
    values: Vec<f64>,
    divisor: f64,
    whole: bool,
}

const WHOLE: f64 = (1_u64 << 52) as f64;

impl Differences {
    /// after - before, rounded to `decimals`, zeros dropped.
    ///
    /// Rounded differences are kept as whole multiples of 10^-decimals: their sums, and so the ties among
    /// Walsh averages, are exact. Where a multiple would exceed 2^52 (4.5 million at 9 decimals) rounding
    /// has nothing left to do, and the differences themselves are kept.
    /// [`Undefined::BeyondRange`] if a difference exceeds half the largest `f64`.
    pub(super) fn of(pairs: Pairs<'_>, decimals: Option<u32>) -> Result<Self, Undefined> {
        let mut values: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
        let largest = values.iter().fold(0.0, |largest: f64, d| largest.max(d.abs()));
        if largest > 0.5 * f64::MAX {
            return Err(Undefined::BeyondRange);
        }
        let scale = decimals.map(|decimals| 10_f64.powi(decimals.min(15) as i32));
        let (mut divisor, mut whole) = (2.0, false);
        match scale {
            Some(scale) if largest <= 0.5 * WHOLE / scale => {
                values.iter_mut().for_each(|d| *d = nearest_whole(*d * scale));
                (divisor, whole) = (2.0 * scale, true);
            }
            Some(scale) => {
                let small = |d: f64| d.abs() <= WHOLE / scale;
                values.iter_mut().filter(|d| small(**d)).for_each(|d| *d = (*d * scale).round() / scale);
                if values.iter().all(|&d| small(d)) {
                    values.iter_mut().for_each(|d| *d = (*d * scale).round());
                    (divisor, whole) = (2.0 * scale, true);
                }
            }
            None => {}
        }
        values.retain(|&d| d != 0.0);
        Ok(Self { values, divisor, whole })
    }

    pub(super) fn n(&self) -> usize {
        self.values.len()
    }

    pub(super) fn sorted(mut self) -> SortedDifferences {
        sort::numbers(&mut self.values);
        SortedDifferences { values: self.values, divisor: self.divisor, whole: self.whole }
    }

    /// Ascending whole numbers: the magnitude's bits (which rise with it), then 1 if positive.
    pub(super) fn keys(self) -> Vec<u64> {
        let key = |d: &f64| (d.abs().to_bits() << 1) | u64::from(*d > 0.0);
        let mut keys: Vec<u64> = self.values.iter().map(key).collect();
        sort::keys(&mut keys);
        keys
    }
}

impl SortedDifferences {
    /// Ascending, in the inner unit.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// One of the values, in the unit of the data.
    pub(super) fn in_data_unit(&self, value: f64) -> f64 {
        (value + value) / self.divisor
    }

    /// A Walsh average in the unit of the data is a sum of two values divided by this.
    pub(super) fn divisor(&self) -> f64 {
        self.divisor
    }

    /// Whether all values are whole numbers.
    pub(super) fn whole(&self) -> bool {
        self.whole
    }

    /// With `n_zeros` zeros in their place.
    pub(super) fn with_zeros(mut self, n_zeros: usize) -> Self {
        let place = self.values.partition_point(|&d| d < 0.0);
        self.values.splice(place..place, std::iter::repeat_n(0.0, n_zeros));
        self
    }
}

/// `value.round()` below 2^51, without its function call: halves go away from zero.
fn nearest_whole(value: f64) -> f64 {
    let whole = value as i64 as f64;
    let rest = value - whole;
    whole + f64::from(i8::from(rest >= 0.5) - i8::from(rest <= -0.5))
}
