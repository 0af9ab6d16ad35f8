//! What a set of values looks like.

mod accumulator;
mod double;
mod interval;
mod noncentral;
mod quantile;
mod standardized;
mod weighted;

pub use accumulator::Accumulator;
pub use interval::{
    QuantileRanks, geometric_mean_interval, mean_interval, quantile_interval, quantile_ranks,
};
pub use quantile::{QuantileType, Sorted};
pub use standardized::{
    StandardUnit, standardized_difference, standardized_difference_of_categories,
    standardized_difference_of_proportions,
};
pub use weighted::{WeightMeaning, Weighted, WeightedQuantile};

use quantile::Quartered;

use crate::answer::finite;
use crate::numeric::{Moments, Unit, all_equal, largest_magnitude, ln_all};
use crate::{Answer, Fraction, Sample, Undefined};

/// The usual summary of a sample, every part in the unit of the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Values present.
    pub n: usize,
    /// Values declared missing.
    pub n_missing: usize,
    /// Arithmetic mean.
    pub mean: Answer,
    /// Standard deviation, divisor n - 1; needs two values, and is exactly 0 if all are equal.
    pub sd: Answer,
    /// Least value.
    pub min: Answer,
    /// First quartile, type 7.
    pub q1: Answer,
    /// Median: the middle value, or halfway between the two in the middle.
    pub median: Answer,
    /// Third quartile, type 7.
    pub q3: Answer,
    /// Greatest value.
    pub max: Answer,
    /// exp of the mean logarithm; [`Undefined::NotPositive`] if any value is at or below zero.
    pub geometric_mean: Answer,
    /// exp of the SD of the logarithms, a factor without unit; undefined as `geometric_mean` and `sd`.
    pub geometric_sd: Answer,
    /// Coefficient of variation sd/mean, without unit and with the sign of the mean;
    /// [`Undefined::ZeroDenominator`] for a mean of exactly 0.
    pub cv: Answer,
    /// Coefficient of variation of a log-normal distribution with this geometric SD, √(exp(s²) - 1), s the SD
    /// of the natural logarithms; undefined as `geometric_sd`.
    pub log_normal_cv: Answer,
}

/// Describes a sample in O(n), on all processors for many values.
///
/// No values: every part is [`Undefined::NoValues`]. One value: `sd` is [`Undefined::TooFew`].
/// Quantiles are type 7 of Hyndman & Fan, Am Stat 1996;50:361; other types by [`Sorted::quantile`].
/// Magnitudes up to 1e308 and down to 1e-308 are handled without overflow or underflow of squares.
pub fn describe(sample: Sample<'_>) -> Description {
    let quartered = Quartered::new(sample);
    let quartile = |fraction| quartered.quartile(fraction);
    let (mean, sd) = mean_and_sd(sample.values());
    let logs = log_moments(sample.values());
    let log_sd = logs.and_then(|logs| logs.1);
    Description {
        n: sample.values().len(),
        n_missing: sample.n_missing(),
        mean,
        sd,
        min: quartered.ends().map(|ends| ends.0).ok_or(Undefined::NoValues),
        q1: quartile(Fraction::QUARTER),
        median: quartile(Fraction::HALF),
        q3: quartile(Fraction::THREE_QUARTERS),
        max: quartered.ends().map(|ends| ends.1).ok_or(Undefined::NoValues),
        geometric_mean: logs.and_then(|logs| finite(logs.0.exp())),
        geometric_sd: log_sd.and_then(|sd| finite(sd.exp())),
        cv: sd.and_then(|sd| match mean? {
            0.0 => Err(Undefined::ZeroDenominator),
            mean => finite(sd / mean),
        }),
        log_normal_cv: log_sd.and_then(|sd| finite((sd * sd).exp_m1().sqrt())),
    }
}

fn mean_and_sd(values: &[f64]) -> (Answer, Answer) {
    let unit = Unit::for_largest(largest_magnitude(values));
    let moments = if unit.is_one() {
        Moments::of(values)
    } else {
        Moments::of(&values.iter().map(|&value| unit.of(value)).collect::<Vec<_>>())
    };
    let Some(moments) = moments else { return (Err(Undefined::NoValues), Err(Undefined::NoValues)) };
    if all_equal(values, 0.0) {
        let sd = if moments.n > 1 { Ok(0.0) } else { Err(Undefined::TooFew { needed: 2, found: 1 }) };
        return (Ok(values[0]), sd);
    }
    let sd = moments.sd().ok_or(Undefined::TooFew { needed: 2, found: moments.n });
    (finite(unit.back(moments.mean)), sd.and_then(|sd| finite(unit.back(sd))))
}

/// Mean and SD of the natural logarithms.
fn log_moments(values: &[f64]) -> Answer<(f64, Answer)> {
    if values.iter().any(|&value| value <= 0.0) {
        return Err(Undefined::NotPositive);
    }
    let (mean, sd) = mean_and_sd(&ln_all(values));
    Ok((mean?, sd))
}
