//! Mean and spread of a group, the mean with the digits that a single number has no room for.

use crate::numeric::{Unit, all_equal, largest_magnitude, sum_by};
use crate::{Answer, Undefined};

/// Count, mean and sum of squared deviations of one group, in a unit in which squares keep in range.
#[derive(Clone, Copy)]
pub(super) struct Centre {
    pub(super) n: usize,
    mean: f64,
    /// What the mean lost by rounding: values like 1000000000000.4 have means that differ in digits beyond it.
    rest: f64,
    squares: f64,
}

impl Centre {
    /// Corrected two-pass algorithm (Chan, Golub & LeVeque, Am Stat 1983). The second pass sums the deviations from the
    /// rounded mean, which gives the rest of the mean and corrects the squares. Of at least one value.
    pub(super) fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = sum_by(values, |value| value) / n;
        let deviation = sum_by(values, |value| value - mean);
        let squares = sum_by(values, |value| (value - mean) * (value - mean));
        let squares = if all_equal(values, 0.0) { 0.0 } else { squares - deviation * deviation / n };
        Self { n: values.len(), mean, rest: deviation / n, squares: squares.max(0.0) }
    }

    /// Of each group in the unit of the largest magnitude of all. Groups have values.
    pub(super) fn of_all(groups: &[&[f64]]) -> (Vec<Self>, Unit) {
        let largest = groups.iter().fold(0.0, |most: f64, values| most.max(largest_magnitude(values)));
        let unit = Unit::for_largest(largest);
        let of = |values: &&[f64]| {
            if unit.is_one() {
                Self::of(values)
            } else {
                Self::of(&values.iter().map(|&value| unit.of(value)).collect::<Vec<_>>())
            }
        };
        (groups.iter().map(of).collect(), unit)
    }

    /// This mean minus another.
    pub(super) fn above(&self, other: &Self) -> f64 {
        (self.mean - other.mean) + (self.rest - other.rest)
    }

    /// Sum of squared deviations from the mean; exactly 0 if all values are equal.
    pub(super) fn squares(&self) -> f64 {
        self.squares
    }

    /// Degrees of freedom of the sum of squares.
    pub(super) fn df(&self) -> f64 {
        (self.n - 1) as f64
    }

    /// Squared standard error of the mean; needs two values.
    pub(super) fn squared_error(&self) -> Answer {
        if self.n < 2 {
            return Err(Undefined::TooFew { needed: 2, found: self.n });
        }
        Ok(self.squares / self.df() / self.n as f64)
    }
}
