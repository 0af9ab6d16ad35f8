//! Robust regression on order statistics (ROS): a line through the exact values on a probability plot places the
//! values below limits.

use super::kaplan_meier::keyed;
use super::{CensoredSample, Scale};
use crate::answer::finite;
use crate::distribution::normal;
use crate::numeric::{Moments, Unit, largest_magnitude};
use crate::{Answer, Caution, Estimate, Fraction, Method, QuantileType, Sample, Sorted, Undefined};

const ROS: Method = Method {
    name: "robust regression on order statistics",
    reference: "Helsel DR, Cohn TA, Water Resour Res 1988;24:1997; plotting positions: Hirsch RM, Stedinger JR, Water Resour Res 1987;23:715",
};

/// The fitted line and the completed sample.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderStatistics {
    /// Exact values as they are and placed ones, ascending within each.
    completed: Vec<f64>,
    /// Value (or logarithm) at the normal score 0.
    pub intercept: f64,
    /// Rise by one normal score.
    pub slope: f64,
    /// Plotting positions of the exact values, ascending.
    pub exact_positions: Vec<f64>,
    /// Plotting positions of the values below limits, by limit.
    pub censored_positions: Vec<f64>,
    n_missing: usize,
    cautions: Vec<Caution>,
}

/// Places the values below limits by a line through the exact ones against normal scores of their plotting
/// positions; on logarithms for [`Scale::LogNormal`].
///
/// Limits above every exact value say nothing about the line and are left out and counted missing, as NADA does.
/// Above 80 % censored: [`Caution::MostlyCensored`]. Fewer than two exact values: [`Undefined::TooFew`];
/// [`Undefined::NotPositive`] for logarithms of values or limits at or below 0; [`Undefined::OtherCensoring`].
/// O(n log n). Intervals for its mean come from resampling the whole procedure, which is not done here.
pub fn order_statistics(sample: CensoredSample<'_>, scale: Scale) -> Answer<OrderStatistics> {
    let keys = keyed(sample)?;
    let mut exact: Vec<f64> = keys.iter().filter(|key| key.1).map(|key| key.0).collect();
    if keys.is_empty() {
        return Err(Undefined::NoValues);
    }
    if scale == Scale::LogNormal && keys.iter().any(|&(value, _)| value <= 0.0) {
        return Err(Undefined::NotPositive);
    }
    if exact.len() < 2 {
        return Err(Undefined::TooFew { needed: 2, found: exact.len() });
    }
    exact.sort_by(f64::total_cmp);
    let greatest = exact[exact.len() - 1];
    let mut limits: Vec<f64> = keys.iter().filter(|key| !key.1).map(|key| key.0).collect();
    let n_all = limits.len();
    limits.retain(|&limit| limit <= greatest);
    limits.sort_by(f64::total_cmp);
    let mut cautions = Vec::new();
    if limits.len() < n_all {
        cautions.push(Caution::LimitsAboveLeftOut { n_values: n_all - limits.len() });
    }
    let share = limits.len() as f64 / (limits.len() + exact.len()) as f64;
    if share > 0.8 {
        cautions.push(Caution::MostlyCensored { share });
    }
    let (exact_positions, censored_positions) = positions(&exact, &limits);
    let unit = if scale == Scale::Normal {
        Unit::for_largest(largest_magnitude(&exact))
    } else {
        Unit::for_largest(1.0)
    };
    let forward = |value: f64| if scale == Scale::LogNormal { value.ln() } else { unit.of(value) };
    let scores: Vec<f64> = exact_positions.iter().map(|&position| score(position)).collect();
    let (intercept, slope) = line(&scores, &exact.iter().map(|&value| forward(value)).collect::<Vec<_>>())?;
    let place = |position: &f64| {
        let value = intercept + slope * score(*position);
        if scale == Scale::LogNormal { value.exp() } else { unit.back(value) }
    };
    let completed = exact.iter().copied().chain(censored_positions.iter().map(place)).collect();
    let n_missing = sample.n_missing() + n_all - limits.len();
    let (intercept, slope) = (unit.back(intercept), unit.back(slope));
    Ok(OrderStatistics {
        completed,
        intercept,
        slope,
        exact_positions,
        censored_positions,
        n_missing,
        cautions,
    })
}

/// Hirsch and Stedinger's plotting positions (Helsel & Cohn 1988, equations 5 to 9): of the exact values (ascending)
/// and of the limits (ascending).
///
/// P_j, the probability of reaching limit j, is P_(j+1) + A_j / (A_j + B_j) (1 - P_(j+1)): A_j exact values lie from
/// limit j to the next one, B_j values are known to lie below limit j. The exact values between two limits divide the
/// probability between them evenly; the values below one limit divide 1 - P_j evenly.
fn positions(exact: &[f64], limits: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut levels = limits.to_vec();
    levels.dedup();
    let count_below = |values: &[f64], bound: f64| values.partition_point(|&value| value < bound);
    let starts: Vec<usize> = levels.iter().map(|&level| count_below(exact, level)).collect();
    let (mut above, mut end) = (0.0, exact.len());
    let mut exact_positions = vec![0.0; exact.len()];
    let mut censored = Vec::with_capacity(levels.len());
    for (j, &start) in starts.iter().enumerate().rev() {
        let (a, b) = (end - start, start + limits.partition_point(|&limit| limit <= levels[j]));
        let reach = above + a as f64 / (a + b) as f64 * (1.0 - above);
        spread(&mut exact_positions[start..end], reach, above);
        let same = limits.partition_point(|&limit| limit <= levels[j]) - count_below(limits, levels[j]);
        censored.push((1.0 - reach, same));
        (above, end) = (reach, start);
    }
    spread(&mut exact_positions[..end], 1.0, above);
    let shares = censored
        .iter()
        .rev()
        .flat_map(|&(below, same)| (1..=same).map(move |rank| below * rank as f64 / (same + 1) as f64));
    (exact_positions, shares.collect())
}

/// Evenly from 1 - `reach` to 1 - `above`, neither end used.
fn spread(positions: &mut [f64], reach: f64, above: f64) {
    let parts = (positions.len() + 1) as f64;
    for (rank, position) in positions.iter_mut().enumerate() {
        *position = (1.0 - reach) + (rank + 1) as f64 / parts * (reach - above);
    }
}

fn score(position: f64) -> f64 {
    if position < 0.5 { -normal::quantile_upper(position) } else { normal::quantile_upper(1.0 - position) }
}

fn line(x: &[f64], y: &[f64]) -> Answer<(f64, f64)> {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let sxx: f64 = x.iter().map(|x| (x - mx) * (x - mx)).sum();
    let sxy: f64 = x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum();
    if sxx > 0.0 { Ok((my - sxy / sxx * mx, sxy / sxx)) } else { Err(Undefined::NoSpread) }
}

impl OrderStatistics {
    /// Exact values (ascending) followed by the placed ones (by limit).
    pub fn completed(&self) -> &[f64] {
        &self.completed
    }

    /// Mean and SD (divisor n - 1) of the completed sample. No interval: the placed values are not observations.
    pub fn mean(&self) -> Estimate {
        let unit = Unit::for_largest(largest_magnitude(&self.completed));
        let scaled: Vec<f64> = self.completed.iter().map(|&value| unit.of(value)).collect();
        let moments = Moments::of(&scaled);
        let few = Undefined::TooFew { needed: 2, found: self.completed.len() };
        Estimate {
            value: moments.ok_or(Undefined::NoValues).and_then(|moments| finite(unit.back(moments.mean))),
            sd: moments.and_then(|moments| moments.sd()).ok_or(few).and_then(|sd| finite(unit.back(sd))),
            ..self.blank()
        }
    }

    /// A quantile of the completed sample, by the definition asked for (NADA's is type 7).
    pub fn quantile(&self, fraction: Fraction, definition: QuantileType) -> Estimate {
        let value = match Sample::new(&self.completed) {
            Ok(sample) => Sorted::new(sample).quantile(fraction, definition),
            Err(_) => Err(Undefined::BeyondRange),
        };
        Estimate { value, ..self.blank() }
    }

    fn blank(&self) -> Estimate {
        Estimate {
            n_missing: self.n_missing,
            cautions: self.cautions.clone(),
            ..Estimate::blank(ROS, self.completed.len())
        }
    }
}
