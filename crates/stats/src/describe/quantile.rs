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
        if self.values.is_empty() {
            return Err(Undefined::NoValues);
        }
        let (n, p) = (self.values.len() as f64, fraction.get());
        Ok(match definition {
            QuantileType::Two => {
                let (whole, part) = split(p * n);
                self.between(whole, if part > 0.0 { 1.0 } else { 0.5 })
            }
            QuantileType::Six => {
                let (whole, part) = split(p * (n + 1.0));
                self.between(whole, part)
            }
            QuantileType::Seven => {
                let (whole, part) = split(1.0 + p * (n - 1.0));
                self.between(whole, part)
            }
        })
    }

    /// `part` of the way from the value of rank `whole` (from 1) to the next.
    fn between(&self, whole: f64, part: f64) -> f64 {
        let at = |rank: f64| self.values[(rank as usize).clamp(1, self.values.len()) - 1];
        let (low, high) = (at(whole), at(whole + 1.0));
        // Two products instead of low + part (high - low): the difference could overflow.
        if low == high { low } else { (1.0 - part) * low + part * high }
    }
}

/// Whole part and remainder of a position; a remainder within the fuzz is 0.
fn split(position: f64) -> (f64, f64) {
    let whole = (position + FUZZ).floor();
    let part = position - whole;
    (whole, if part.abs() < FUZZ { 0.0 } else { part })
}
