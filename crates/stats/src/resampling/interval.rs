//! Four intervals from the same resampled statistics.

use crate::answer::finite;
use crate::distribution::normal;
use crate::numeric::{Moments, Unit, largest_magnitude};
use crate::{Answer, Caution, Interval, Level, Method, Undefined};

/// Which interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BootstrapInterval {
    /// Bias-corrected and accelerated (Efron 1987): second-order right, invariant under transformation.
    #[default]
    Bca,
    /// Quantiles of the resampled statistics.
    Percentile,
    /// Those quantiles mirrored at the estimate.
    Basic,
    /// Estimate less bias, +- z times the standard error.
    Normal,
}

const DAVISON_HINKLEY: &str =
    "Davison AC, Hinkley DV, Bootstrap Methods and their Application, 1997, 5.2-5.3";

impl BootstrapInterval {
    pub(super) fn method(self) -> Method {
        let (name, reference) = match self {
            Self::Bca => ("bootstrap, BCa interval", "Efron B, JASA 1987;82:171"),
            Self::Percentile => ("bootstrap, percentile interval", DAVISON_HINKLEY),
            Self::Basic => ("bootstrap, basic interval", DAVISON_HINKLEY),
            Self::Normal => ("bootstrap, normal interval", DAVISON_HINKLEY),
        };
        Method { name, reference }
    }
}

/// What BCa needs besides the resamples: how far the statistic moves without each value.
#[derive(Clone, Debug, PartialEq)]
pub struct Influence {
    /// (Sum of squares, sum of cubes) of each group's jackknife influences over n squared and n cubed, in a
    /// common unit.
    squares: f64,
    cubes: f64,
}

impl Influence {
    /// From the statistic without the first value, without the second, and so on: one slice for each group that is
    /// resampled by itself (one for a sample or for pairs).
    ///
    /// Influence l_i = (n - 1) (mean of the jackknife values - the i-th).
    pub fn of_jackknife(groups: &[&[f64]]) -> Self {
        let unit = Unit::for_largest(groups.iter().map(|group| largest_magnitude(group)).fold(0.0, f64::max));
        let (mut squares, mut cubes) = (0.0, 0.0);
        let centred: Vec<(f64, Vec<f64>)> = groups.iter().map(|group| centred(group, unit)).collect();
        let largest = centred.iter().map(|(_, group)| largest_magnitude(group)).fold(0.0, f64::max);
        if largest > 0.0 {
            for (n, group) in &centred {
                // Relative to the largest, so that neither squares nor cubes leave the range.
                let influence = |value: &f64| value / largest * (n - 1.0) / n;
                squares += group.iter().map(|value| influence(value).powi(2)).sum::<f64>();
                cubes += group.iter().map(|value| influence(value).powi(3)).sum::<f64>();
            }
        }
        Self { squares, cubes }
    }

    /// a = sum of cubes / (6 (sum of squares)^1.5); 0 where no value moves the statistic.
    pub fn acceleration(&self) -> f64 {
        if self.squares > 0.0 { self.cubes / (6.0 * self.squares.powf(1.5)) } else { 0.0 }
    }
}

/// Mean less each value; 0 for values equal up to rounding.
fn centred(group: &[f64], unit: Unit) -> (f64, Vec<f64>) {
    let values: Vec<f64> = group.iter().map(|&value| unit.of(value)).collect();
    let mean = Moments::of(&values).map_or(0.0, |moments| moments.mean);
    let noise = 4.0 * f64::EPSILON * largest_magnitude(&values);
    let part = |value: &f64| if (mean - value).abs() <= noise { 0.0 } else { mean - value };
    (group.len() as f64, values.iter().map(part).collect())
}

/// Standard error and bias of the resamples.
pub(super) struct Spread {
    pub(super) standard_error: Answer,
    pub(super) bias: Answer,
}

/// Of at least one draw.
pub(super) fn spread(value: f64, draws: &[f64]) -> Spread {
    let unit = Unit::for_largest(largest_magnitude(draws).max(value.abs()));
    let scaled: Vec<f64> = draws.iter().map(|&draw| unit.of(draw)).collect();
    let Some(moments) = Moments::of(&scaled) else {
        return Spread { standard_error: Err(Undefined::NoValues), bias: Err(Undefined::NoValues) };
    };
    let too_few = Undefined::TooFew { needed: 2, found: 1 };
    Spread {
        standard_error: moments.sd().ok_or(too_few).and_then(|sd| finite(unit.back(sd))),
        bias: finite(unit.back(moments.mean - unit.of(value))),
    }
}

/// The interval of a statistic with this `value` from its `sorted` (ascending) resampled values, and a caution if
/// an end is their least or greatest. Only BCa looks at `influence`.
///
/// Quantiles as in R's `boot`: order statistic (R + 1) alpha, and between two of them interpolated on the scale of
/// normal quantiles. No draws: [`Undefined::NoValues`]; all equal: [`Undefined::NoSpread`]; for BCa all on one side of
/// `value`: [`Undefined::ResamplesOneSided`]. BCa's interval may miss the value where the bias is large.
pub fn interval_of_draws(
    value: f64,
    sorted: &[f64],
    influence: &Influence,
    kind: BootstrapInterval,
    level: Level,
) -> (Answer<Interval>, Option<Caution>) {
    let (Some(&least), Some(&greatest)) = (sorted.first(), sorted.last()) else {
        return (Err(Undefined::NoValues), None);
    };
    if least == greatest {
        return (Err(Undefined::NoSpread), None);
    }
    let tail = level.tail();
    let mut extreme = false;
    let ends = match kind {
        BootstrapInterval::Percentile => Ok(quantiles(sorted, tail, 1.0 - tail, &mut extreme)),
        BootstrapInterval::Basic => {
            let (low, high) = quantiles(sorted, tail, 1.0 - tail, &mut extreme);
            Ok((value + (value - high), value + (value - low)))
        }
        BootstrapInterval::Normal => normal_ends(value, sorted, tail),
        BootstrapInterval::Bca => bca_fractions(value, sorted, influence, tail)
            .map(|(low, high)| quantiles(sorted, low, high, &mut extreme)),
    };
    let interval = ends.and_then(|(low, high)| {
        Ok(Interval { low: finite(low)?, high: finite(high)?, level, method: kind.method() })
    });
    let caution = (extreme && interval.is_ok()).then_some(Caution::ExtremeResample);
    (interval, caution)
}

fn normal_ends(value: f64, sorted: &[f64], tail: f64) -> Answer<(f64, f64)> {
    let spread = spread(value, sorted);
    let (centre, reach) = (value - spread.bias?, normal::quantile_upper(tail) * spread.standard_error?);
    Ok((centre - reach, centre + reach))
}

/// z0 from the share of resamples below the estimate, those equal to it counted half. Means of decimals that are
/// equal by hand differ in the last binary place: within 1e-12 of the largest resample counts as equal.
pub(super) fn bias_correction(value: f64, sorted: &[f64]) -> Answer {
    let noise = 1e-12 * largest_magnitude(sorted);
    let below = sorted.partition_point(|&draw| draw < value - noise);
    let up_to = sorted.partition_point(|&draw| draw <= value + noise);
    let share = (below + up_to) as f64 / (2 * sorted.len()) as f64;
    if share > 0.0 && share < 1.0 {
        Ok(-normal::quantile_upper(share))
    } else {
        Err(Undefined::ResamplesOneSided)
    }
}

/// Phi(z0 + (z0 +- z) / (1 - a (z0 +- z))).
fn bca_fractions(value: f64, sorted: &[f64], influence: &Influence, tail: f64) -> Answer<(f64, f64)> {
    let (z0, a, z) =
        (bias_correction(value, sorted)?, influence.acceleration(), normal::quantile_upper(tail));
    let fraction = |z: f64| {
        let room = 1.0 - a * (z0 + z);
        if room > 0.0 { Ok(normal::lower(z0 + (z0 + z) / room)) } else { Err(Undefined::ResamplesOneSided) }
    };
    Ok((fraction(-z)?, fraction(z)?))
}

fn quantiles(sorted: &[f64], low: f64, high: f64, extreme: &mut bool) -> (f64, f64) {
    (quantile(sorted, low, extreme), quantile(sorted, high, extreme))
}

/// Davison & Hinkley, 5.8: rank (R + 1) alpha, between whole ranks interpolated in normal quantiles.
fn quantile(sorted: &[f64], alpha: f64, extreme: &mut bool) -> f64 {
    let n = sorted.len();
    let rank = (n + 1) as f64 * alpha;
    // (R + 1) 0.975 is rarely whole in binary.
    let nearest = rank.round();
    let (whole, is_whole) =
        if (rank - nearest).abs() <= 1e-10 * rank { (nearest, true) } else { (rank.floor(), false) };
    if whole < 1.0 || whole >= n as f64 {
        *extreme |= !(is_whole && whole == n as f64);
        return sorted[if whole < 1.0 { 0 } else { n - 1 }];
    }
    let below = sorted[whole as usize - 1];
    let above = sorted[whole as usize];
    if is_whole || below == above {
        return below;
    }
    let z_at = |rank: f64| -normal::quantile_upper(rank / (n + 1) as f64);
    let (z_below, z_above) = (z_at(whole), z_at(whole + 1.0));
    let part = (-normal::quantile_upper(alpha) - z_below) / (z_above - z_below);
    (1.0 - part) * below + part * above
}
