//! Sample quantiles.

use crate::{Answer, Fraction, Sample, Undefined};

/// Which of the nine definitions of Hyndman & Fan, Am Stat 1996;50:361.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum QuantileType {
    /// Averages at the steps of the distribution function: SAS's default.
    Two,
    /// Interpolates at p (n + 1): Minitab and SPSS.
    Six,
    /// Interpolates at 1 + p (n - 1): R, NumPy, Excel; the default.
    #[default]
    Seven,
}

/// A sample in ascending order, sorted once for any number of quantiles.
pub struct Sorted {
    values: Vec<f64>,
}

/// Positions this near a whole number count as one: p n is rarely exact in binary (R's own fuzz).
const FUZZ: f64 = 4.0 * f64::EPSILON;

impl Sorted {
    /// Copies and sorts; ties stay as often as they occur.
    pub fn new(sample: Sample<'_>) -> Self {
        let mut values = sample.values().to_vec();
        values.sort_unstable_by(f64::total_cmp);
        Self { values }
    }

    /// Ascending.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The quantile at `fraction`, in the unit of the data; [`Undefined::NoValues`] for an empty sample.
    ///
    /// Positions before the first or after the last value give that value.
    pub fn quantile(&self, fraction: Fraction, definition: QuantileType) -> Answer {
        quantile(&self.values, fraction, definition)
    }
}

/// A sample in which no more than the least and greatest value and those around the quartiles are in the places
/// that sorting would give them: O(n).
pub(super) struct Quartered {
    values: Vec<f64>,
}

/// From here on the two sides of a value are put in order at the same time.
const MANY: usize = 1 << 16;

impl Quartered {
    pub(super) fn new(sample: Sample<'_>) -> Self {
        let mut values = sample.values().to_vec();
        let n = values.len();
        let quarters = [Fraction::QUARTER, Fraction::HALF, Fraction::THREE_QUARTERS];
        let around = |fraction| place(n, fraction, QuantileType::Seven).0 as usize;
        let mut places: Vec<usize> =
            quarters.into_iter().map(around).flat_map(|rank| [rank.max(1) - 1, rank]).collect();
        places.extend([0, n.max(1) - 1]);
        places.retain(|&place| place < n);
        places.sort_unstable();
        places.dedup();
        put_in_place(&mut values, 0, &places);
        Self { values }
    }

    /// Least and greatest; `None` for no values.
    pub(super) fn ends(&self) -> Option<(f64, f64)> {
        Some((*self.values.first()?, *self.values.last()?))
    }

    /// The quartile at 0.25, 0.5 or 0.75 by [`QuantileType::Seven`].
    pub(super) fn quartile(&self, fraction: Fraction) -> Answer {
        quantile(&self.values, fraction, QuantileType::Seven)
    }
}

/// Selects the middle one of `places` (ascending, counted from `before` places before `values`), then the others
/// on its two sides.
fn put_in_place(values: &mut [f64], before: usize, places: &[usize]) {
    let Some(&place) = places.get(places.len() / 2) else { return };
    let (lower, upper) = (&places[..places.len() / 2], &places[places.len() / 2 + 1..]);
    let (below, _, above) = values.select_nth_unstable_by(place - before, f64::total_cmp);
    let (below_first, above_first) = (before, place + 1);
    if below.len().min(above.len()) < MANY {
        put_in_place(below, below_first, lower);
        put_in_place(above, above_first, upper);
    } else {
        rayon::join(|| put_in_place(below, below_first, lower), || put_in_place(above, above_first, upper));
    }
}

/// Of values whose ranks around the quantile are in place.
fn quantile(values: &[f64], fraction: Fraction, definition: QuantileType) -> Answer {
    if values.is_empty() {
        return Err(Undefined::NoValues);
    }
    let (whole, part) = place(values.len(), fraction, definition);
    let at = |rank: f64| values[(rank as usize).clamp(1, values.len()) - 1];
    let (low, high) = (at(whole), at(whole + 1.0));
    // Two products instead of low + part (high - low): the difference could overflow.
    Ok(if low == high { low } else { (1.0 - part) * low + part * high })
}

/// The rank (from 1) at or below the quantile, and which part of the way to the next it lies.
fn place(n: usize, fraction: Fraction, definition: QuantileType) -> (f64, f64) {
    let (n, p) = (n as f64, fraction.get());
    match definition {
        QuantileType::Two => {
            let (whole, part) = split(p * n);
            (whole, if part > 0.0 { 1.0 } else { 0.5 })
        }
        QuantileType::Six => split(p * (n + 1.0)),
        QuantileType::Seven => split(1.0 + p * (n - 1.0)),
    }
}

/// Whole part and remainder of a position; a remainder within the fuzz is 0.
fn split(position: f64) -> (f64, f64) {
    let whole = (position + FUZZ).floor();
    let part = position - whole;
    (whole, if part.abs() < FUZZ { 0.0 } else { part })
}
