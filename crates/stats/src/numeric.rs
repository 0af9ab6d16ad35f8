//! Sums that keep their digits and units that keep squares in range.

/// Independent partial sums, so that the processor can add several at once.
const LANES: usize = 8;

/// Sum of `term(value)`, each addition's rounding error carried along (Knuth's two-sum, as in Neumaier,
/// ZAMM 1974). The relative error is about 2e-16 times the ratio of the sum of magnitudes to the sum,
/// squared away to second order: independent of the number of values in practice.
pub(crate) fn sum_by(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let (mut totals, mut errors) = ([0.0; LANES], [0.0; LANES]);
    let blocks = values.chunks_exact(LANES);
    let rest = blocks.remainder();
    for block in blocks {
        for lane in 0..LANES {
            (totals[lane], errors[lane]) = add(totals[lane], errors[lane], term(block[lane]));
        }
    }
    let (mut total, mut error) = (0.0, errors.iter().sum());
    for value in totals.into_iter().chain(rest.iter().map(|&value| term(value))) {
        (total, error) = add(total, error, value);
    }
    total + error
}

#[inline(always)]
fn add(total: f64, error: f64, value: f64) -> (f64, f64) {
    let sum = total + value;
    let taken = sum - total;
    (sum, error + ((total - (sum - taken)) + (value - taken)))
}

/// A power of two to measure in, so that squares neither overflow nor vanish. 1 for ordinary magnitudes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit(f64);

impl Unit {
    /// Chosen by the largest magnitude: 1 from 1e-100 to 1e100, else near that magnitude.
    pub(crate) fn for_largest(magnitude: f64) -> Self {
        if magnitude == 0.0 || (1e-100..=1e100).contains(&magnitude) {
            return Self(1.0);
        }
        let exponent = magnitude.log2().floor().clamp(-1000.0, 1000.0) as i64;
        Self(f64::from_bits(((exponent + 1023) as u64) << 52))
    }

    /// `value` in this unit.
    pub(crate) fn of(self, value: f64) -> f64 {
        value / self.0
    }

    /// A result in this unit, back in the unit of the data; infinite if it does not fit.
    pub(crate) fn back(self, value: f64) -> f64 {
        value * self.0
    }

    /// Whether measuring in this unit changes nothing.
    pub(crate) fn is_one(self) -> bool {
        self.0 == 1.0
    }
}

/// The largest magnitude, 0 for none.
pub(crate) fn largest_magnitude(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

/// Count, mean and sum of squared deviations of values of ordinary magnitude.
#[derive(Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) n: usize,
    pub(crate) mean: f64,
    squares: f64,
}

impl Moments {
    /// Corrected two-pass algorithm (Chan, Golub & LeVeque, Am Stat 1983): the second pass also sums the
    /// deviations, which would be 0 without rounding, and takes out what they add to the squares.
    /// `None` for no values.
    pub(crate) fn of(values: &[f64]) -> Option<Self> {
        let n = values.len();
        if n == 0 {
            return None;
        }
        let mean = sum_by(values, |value| value) / n as f64;
        let deviation = sum_by(values, |value| value - mean);
        let squares = sum_by(values, |value| (value - mean) * (value - mean));
        Some(Self { n, mean, squares: (squares - deviation * deviation / n as f64).max(0.0) })
    }

    /// Divisor n - 1; `None` for one value.
    pub(crate) fn sd(&self) -> Option<f64> {
        (self.n > 1).then(|| (self.squares / (self.n - 1) as f64).sqrt())
    }
}

/// Whether all values lie within `noise` of each other: differences of that size come from rounding.
pub(crate) fn all_equal(values: &[f64], noise: f64) -> bool {
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for &value in values {
        least = least.min(value);
        greatest = greatest.max(value);
    }
    greatest - least <= noise
}
