//! Mean and SD in one pass, in parts that can be put together.

use super::double::Double;
use crate::answer::finite;
use crate::numeric::{Unit, largest_magnitude, sum_by};
use crate::{Answer, InputError, Sample, Undefined};
use rayon::prelude::*;

/// Count, mean, sum of squared deviations and extremes of the values seen so far, in constant memory.
///
/// One value at a time by Welford's update (Technometrics 1962;4:419), slices in blocks, and two
/// accumulators by Chan, Golub & LeVeque's (Am Stat 1983;37:242); mean and squares are carried in twice the
/// precision of `f64`, so that the result is that of the corrected two-pass algorithm of
/// [`super::describe`] whatever the order and the way the values were parted. Magnitudes up to 1e308 and down
/// to 1e-308 are handled as there.
#[derive(Clone, Copy, Debug)]
pub struct Accumulator {
    n: usize,
    n_missing: usize,
    mean: Double,
    squares: Double,
    largest: f64,
    min: f64,
    max: f64,
}

/// Values whose sums are formed before they enter the total.
const BLOCK: usize = 1024;
/// Values that one thread takes; always the same places are cut, so that threads change nothing.
const SHARE: usize = 64 * BLOCK;

impl Default for Accumulator {
    fn default() -> Self {
        Self {
            n: 0,
            n_missing: 0,
            mean: Double::ZERO,
            squares: Double::ZERO,
            largest: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }
}

impl Accumulator {
    /// Of a whole sample, on as many threads as there are; the same for any number of them. O(n).
    pub fn of(sample: Sample<'_>) -> Self {
        let parts: Vec<Self> = sample
            .values()
            .par_chunks(SHARE)
            .map(|values| {
                let mut part = Self::default();
                part.take(values);
                part
            })
            .collect();
        let mut all = parts.iter().fold(Self::default(), |all, part| all.merge(part));
        all.n_missing = sample.n_missing();
        all
    }

    /// Adds one value in O(1). NaN and infinities are refused; the position told is the number of values before.
    pub fn push(&mut self, value: f64) -> Result<(), InputError> {
        if !value.is_finite() {
            return Err(InputError::NotFinite { position: self.n });
        }
        *self = self.merge(&Self {
            n: 1,
            mean: Double::sum(Unit::for_largest(value.abs()).of(value), 0.0),
            largest: value.abs(),
            min: value,
            max: value,
            ..Self::default()
        });
        Ok(())
    }

    /// Adds all values of a sample, and the number it declares missing.
    pub fn extend(&mut self, sample: Sample<'_>) {
        self.take(sample.values());
        self.n_missing += sample.n_missing();
    }

    /// Both together, as if all values had been given to one.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let largest = self.largest.max(other.largest);
        let (here, there) = (self.measured_for(largest), other.measured_for(largest));
        let n = self.n + other.n;
        let (mut mean, mut squares) = (here.mean, here.squares.plus(there.squares));
        if other.n > 0 {
            let step = there.mean.minus(here.mean);
            let share = step.times_number(other.n as f64).over(n as f64);
            mean = mean.plus(share);
            squares = squares.plus(step.times(share).times_number(self.n as f64));
        }
        Self {
            n,
            n_missing: self.n_missing + other.n_missing,
            mean,
            squares,
            largest,
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    /// Values seen.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Values declared missing by the samples.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }

    /// Arithmetic mean; [`Undefined::NoValues`] before the first value.
    pub fn mean(&self) -> Answer {
        self.require_values()?;
        if self.min == self.max { Ok(self.min) } else { finite(self.unit().back(self.mean.get())) }
    }

    /// Standard deviation, divisor n - 1; needs two values, and is exactly 0 if all are equal.
    pub fn sd(&self) -> Answer {
        self.require_values()?;
        if self.n < 2 {
            return Err(Undefined::TooFew { needed: 2, found: self.n });
        }
        if self.min == self.max {
            return Ok(0.0);
        }
        let variance = self.squares.get().max(0.0) / (self.n - 1) as f64;
        finite(self.unit().back(variance.sqrt()))
    }

    /// Least value; [`Undefined::NoValues`] before the first.
    pub fn min(&self) -> Answer {
        self.require_values().map(|()| self.min)
    }

    /// Greatest value; [`Undefined::NoValues`] before the first.
    pub fn max(&self) -> Answer {
        self.require_values().map(|()| self.max)
    }

    fn require_values(&self) -> Answer<()> {
        if self.n == 0 { Err(Undefined::NoValues) } else { Ok(()) }
    }

    fn unit(&self) -> Unit {
        Unit::for_largest(self.largest)
    }

    fn take(&mut self, values: &[f64]) {
        for block in values.chunks(BLOCK) {
            *self = self.merge(&Self::of_block(block));
        }
    }

    /// Two passes over a few values; the second also gives the digits of the mean beyond its last.
    fn of_block(values: &[f64]) -> Self {
        let largest = largest_magnitude(values);
        let unit = Unit::for_largest(largest);
        let n = values.len() as f64;
        let near = sum_by(values, |value| unit.of(value)) / n;
        let rest = sum_by(values, |value| unit.of(value) - near) / n;
        let squares = sum_by(values, |value| (unit.of(value) - near) * (unit.of(value) - near));
        Self {
            n: values.len(),
            mean: Double::sum(near, rest),
            squares: Double::sum(squares, -n * rest * rest),
            largest,
            min: values.iter().copied().fold(f64::INFINITY, f64::min),
            max: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            ..Self::default()
        }
    }

    /// The same in the unit of a larger magnitude: powers of two, so exact unless it vanishes beside it.
    fn measured_for(&self, largest: f64) -> Self {
        let factor = Unit::for_largest(largest).of(self.unit().back(1.0));
        let rescale = |value: f64| value * factor;
        Self { mean: self.mean.map(rescale), squares: self.squares.map(rescale).map(rescale), ..*self }
    }
}
