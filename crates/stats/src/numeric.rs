//! Sums that keep their digits and units that keep squares in range.

mod logarithm;

pub(crate) use logarithm::{ln_all, ln_ratios};

use rayon::prelude::*;

/// Independent partial sums, so that the processor can add several at once: as many as the compiler needs to see
/// a loop that is worth it.
const LANES: usize = 32;

/// Values looked at together: few enough to stay in the processor's nearest cache.
pub(crate) const STRETCH: usize = 2048;

/// Stretches that one processor takes at a time: 131,072 numbers.
const SHARE: usize = 64;

/// Numbers in an order, to be had a stretch at a time as often as asked. Lets differences be summed without
/// writing them all down.
pub(crate) trait Stretches {
    /// How many numbers.
    fn count(&self) -> usize;

    /// Numbers `STRETCH * index` and following, [`STRETCH`] of them or the rest; in `room` if they are computed.
    fn stretch<'a>(&'a self, index: usize, room: &'a mut [f64; STRETCH]) -> &'a [f64];

    /// What `take` makes of the stretches one after the other, starting from `blank`. Many stretches are split
    /// into shares of equal length, whatever the number of processors, that are joined in order: the result is
    /// the same for any number of threads.
    fn gather<T: Send>(
        &self,
        blank: impl Fn() -> T + Sync,
        take: impl Fn(&mut T, &[f64]) + Sync,
        join: impl Fn(&mut T, T),
    ) -> T
    where
        Self: Sync,
    {
        let stretches = self.count().div_ceil(STRETCH);
        let share = |first: usize| {
            let (mut room, mut gathered) = ([0.0; STRETCH], blank());
            for index in first..stretches.min(first + SHARE) {
                take(&mut gathered, self.stretch(index, &mut room));
            }
            gathered
        };
        let mut gathered = share(0);
        if stretches > SHARE {
            let firsts = (1..stretches.div_ceil(SHARE)).into_par_iter().map(|number| share(number * SHARE));
            firsts.collect::<Vec<_>>().into_iter().for_each(|next| join(&mut gathered, next));
        }
        gathered
    }
}

impl Stretches for [f64] {
    fn count(&self) -> usize {
        self.len()
    }

    fn stretch<'a>(&'a self, index: usize, _: &'a mut [f64; STRETCH]) -> &'a [f64] {
        &self[places(index, self.len())]
    }
}

impl Stretches for Vec<f64> {
    fn count(&self) -> usize {
        self.len()
    }

    fn stretch<'a>(&'a self, index: usize, _: &'a mut [f64; STRETCH]) -> &'a [f64] {
        &self[places(index, self.len())]
    }
}

/// `second[i] - first[i]` of two slices of one length, both measured in a unit first.
pub(crate) struct Differences<'a> {
    pub(crate) first: &'a [f64],
    pub(crate) second: &'a [f64],
    pub(crate) unit: Unit,
}

impl Stretches for Differences<'_> {
    fn count(&self) -> usize {
        self.first.len()
    }

    fn stretch<'a>(&'a self, index: usize, room: &'a mut [f64; STRETCH]) -> &'a [f64] {
        let places = places(index, self.first.len());
        let (first, second) = (&self.first[places.clone()], &self.second[places]);
        let differences = &mut room[..first.len()];
        let unit = self.unit;
        if unit.is_one() {
            fill(differences, first, second, |first, second| second - first);
        } else {
            fill(differences, first, second, |first, second| unit.of(second) - unit.of(first));
        }
        differences
    }
}

fn places(index: usize, count: usize) -> std::ops::Range<usize> {
    STRETCH * index..count.min(STRETCH * (index + 1))
}

fn fill(results: &mut [f64], first: &[f64], second: &[f64], of: impl Fn(f64, f64) -> f64) {
    for ((result, &first), &second) in results.iter_mut().zip(first).zip(second) {
        *result = of(first, second);
    }
}

/// Sum of `term(value)`, each addition's rounding error carried along (Knuth's two-sum, as in Neumaier,
/// ZAMM 1974). The relative error is about 2e-16 times the ratio of the sum of magnitudes to the sum,
/// squared away to second order: independent of the number of values in practice.
pub(crate) fn sum_by(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let mut sum = Sum::blank();
    sum.extend(values, term);
    sum.total()
}

/// Such a sum under way.
struct Sum {
    totals: [f64; LANES],
    errors: [f64; LANES],
}

impl Sum {
    fn blank() -> Self {
        Self { totals: [0.0; LANES], errors: [0.0; LANES] }
    }

    fn extend(&mut self, values: &[f64], term: impl Fn(f64) -> f64) {
        let (mut totals, mut errors) = (self.totals, self.errors);
        let blocks = values.chunks_exact(LANES);
        let rest = blocks.remainder();
        for block in blocks {
            for lane in 0..LANES {
                (totals[lane], errors[lane]) = add(totals[lane], errors[lane], term(block[lane]));
            }
        }
        for (lane, &value) in rest.iter().enumerate() {
            (totals[lane], errors[lane]) = add(totals[lane], errors[lane], term(value));
        }
        (self.totals, self.errors) = (totals, errors);
    }

    fn join(&mut self, other: Self) {
        self.extend(&other.totals, |total| total);
        self.errors.iter_mut().zip(other.errors).for_each(|(error, more)| *error += more);
    }

    fn total(&self) -> f64 {
        let start = (0.0, self.errors.iter().sum());
        let (total, error) = self.totals.iter().fold(start, |(total, error), &lane| add(total, error, lane));
        total + error
    }
}

#[inline(always)]
fn add(total: f64, error: f64, value: f64) -> (f64, f64) {
    let sum = total + value;
    let taken = sum - total;
    (sum, error + ((total - (sum - taken)) + (value - taken)))
}

/// A power of two to measure in, so that squares neither overflow nor vanish. 1 for ordinary magnitudes.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    greatest_by(values, 0.0, f64::abs)
}

/// The same, or `None` if a value is not finite. Quickest on a stretch at a time.
pub(crate) fn largest_if_finite(values: &[f64]) -> Option<f64> {
    // 0 times a finite number is 0, times any other NaN.
    let zero = fold_lanes(values, 0.0, |sum, value| sum + 0.0 * value, |a, b| a + b);
    (zero == 0.0).then(|| largest_magnitude(values))
}

/// The greatest of `term(value)`, at least `least`.
fn greatest_by(values: &[f64], least: f64, term: impl Fn(f64) -> f64) -> f64 {
    // Not f64::max: its care for NaN, which no slice here holds, keeps the processor from comparing several.
    let greater = |a: f64, b: f64| if b > a { b } else { a };
    fold_lanes(values, least, |most, value| greater(most, term(value)), greater)
}

/// Eight folds at once, every one from `start`, joined at the end.
fn fold_lanes(
    values: &[f64],
    start: f64,
    take: impl Fn(f64, f64) -> f64,
    join: impl Fn(f64, f64) -> f64,
) -> f64 {
    let mut lanes = [start; 8];
    let (blocks, rest) = values.as_chunks::<8>();
    let rest = rest.iter().fold(start, |so_far, &value| take(so_far, value));
    for block in blocks {
        for (lane, &value) in lanes.iter_mut().zip(block) {
            *lane = take(*lane, value);
        }
    }
    lanes.into_iter().fold(rest, join)
}

/// Count, mean and sum of squared deviations of values of ordinary magnitude.
#[derive(Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) n: usize,
    pub(crate) mean: f64,
    squares: f64,
}

impl Moments {
    /// One look at the data, for sums that keep their digits of the values, of their deviations from a pilot mean
    /// (that of the first stretch, which is the mean itself up to 2048 values) and of the squares of these. What
    /// the pilot is off is taken out of the squares (Chan, Golub & LeVeque, Am Stat 1983: shifted data, corrected).
    /// Where that is more than remains, as in ordered values, a second look takes deviations from the mean. The
    /// result does not depend on the order of the values but for the rarest last bit. `None` for no values.
    pub(crate) fn of<S: Stretches + Sync + ?Sized>(values: &S) -> Option<Self> {
        let n = values.count();
        if n == 0 {
            return None;
        }
        let mut room = [0.0; STRETCH];
        let first = values.stretch(0, &mut room);
        let pilot = sum_by(first, |value| value) / first.len() as f64;
        let (sum, squares, excess) = Self::sums_about(pilot, values);
        let mean = if n <= STRETCH { pilot } else { sum / n as f64 };
        let squares = if excess <= squares { squares } else { Self::sums_about(mean, values).1 };
        Some(Self { n, mean, squares })
    }

    /// Sum of the values; of squared deviations from the mean; what those from `centre` have more.
    fn sums_about<S: Stretches + Sync + ?Sized>(centre: f64, values: &S) -> (f64, f64, f64) {
        let sums = values.gather(
            || (Sum::blank(), 0.0, Sum::blank()),
            |(sum, deviation, squares), stretch| {
                sum.extend(stretch, |value| value);
                // Plainly added: it is small beside the squares, and its rounding smaller still.
                *deviation += fold_lanes(stretch, 0.0, |sum, value| sum + (value - centre), |a, b| a + b);
                squares.extend(stretch, |value| (value - centre) * (value - centre));
            },
            |sums, next| {
                sums.0.join(next.0);
                sums.1 += next.1;
                sums.2.join(next.2);
            },
        );
        let (sum, deviation, squares) = (sums.0.total(), sums.1, sums.2.total());
        let excess = deviation * deviation / values.count() as f64;
        (sum, (squares - excess).max(0.0), excess)
    }

    /// Divisor n - 1; `None` for one value.
    pub(crate) fn sd(&self) -> Option<f64> {
        (self.n > 1).then(|| (self.squares / (self.n - 1) as f64).sqrt())
    }
}

/// Whether all values lie within `noise` of each other: differences of that size come from rounding. Looks no
/// further than the first stretch that says no.
pub(crate) fn all_equal<S: Stretches + ?Sized>(values: &S, noise: f64) -> bool {
    let (mut greatest, mut least, mut room) = (f64::NEG_INFINITY, f64::NEG_INFINITY, [0.0; STRETCH]);
    (0..values.count().div_ceil(STRETCH)).all(|index| {
        let stretch = values.stretch(index, &mut room);
        greatest = greatest_by(stretch, greatest, |value| value);
        least = greatest_by(stretch, least, |value| -value);
        greatest + least <= noise
    })
}

/// Where a function that is negative on one side of its only sign change and positive on the other crosses 0
/// between `low` and `high`: the ITP method (Oliveira & Takahashi, ACM Trans Math Softw 2020;47:5), never more
/// than a few evaluations above bisection, mostly far fewer. To about 4 units in the last place.
pub(crate) fn root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let (mut f_low, mut f_high) = (f(low), f(high));
    if f_low == 0.0 || f_high == 0.0 || (f_low > 0.0) == (f_high > 0.0) {
        return if f_low.abs() <= f_high.abs() { low } else { high };
    }
    let tolerance = |low: f64, high: f64| 2.0 * f64::EPSILON * low.abs().max(high.abs()) + f64::MIN_POSITIVE;
    let first = high - low;
    for step in 0..400 {
        let width = high - low;
        let epsilon = tolerance(low, high);
        if width <= 2.0 * epsilon {
            break;
        }
        let middle = low + 0.5 * width;
        let secant = low + width * (f_low / (f_low - f_high));
        let towards = (middle - secant).signum();
        let shift = (0.2 * width * width / first).min((middle - secant).abs());
        let reach = (first * 0.5_f64.powi(step - 1) - 0.5 * width).max(0.0);
        let truncated = secant + towards * shift;
        let next = if (truncated - middle).abs() <= reach { truncated } else { middle - towards * reach };
        let next = if next.is_finite() { next.clamp(low + epsilon, high - epsilon) } else { middle };
        let value = f(next);
        if value == 0.0 {
            return next;
        }
        if (value > 0.0) == (f_high > 0.0) {
            (high, f_high) = (next, value)
        } else {
            (low, f_low) = (next, value)
        }
    }
    low + 0.5 * (high - low)
}

/// Where a function that rises over the whole line crosses 0, searched outwards from `start` by doubling; the
/// end of the search (about 1000 away) if it does not.
pub(crate) fn rising_root(start: f64, f: impl Fn(f64) -> f64) -> f64 {
    let find = |sign: f64| {
        let mut reach = 1.0;
        while reach < 1000.0 && sign * f(start + sign * reach) < 0.0 {
            reach *= 2.0;
        }
        start + sign * reach
    };
    root(find(-1.0), find(1.0), &f)
}
