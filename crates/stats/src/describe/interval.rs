//! Intervals about one sample: its mean, its geometric mean, a quantile.

use super::{QuantileType, Sorted, log_moments, mean_and_sd};
use crate::answer::finite;
use crate::distribution::{binomial, student_t};
use crate::{Answer, Caution, Estimate, Fraction, Interval, Level, Method, Sample, Undefined};

const MEAN: Method = Method {
    name: "mean with t interval",
    reference: "Student, Biometrika 1908;6:1; Altman DG, Practical Statistics for Medical Research, 8.3",
};

const GEOMETRIC: Method = Method {
    name: "geometric mean with t interval on the logarithms",
    reference: "Bland JM, Altman DG, BMJ 1996;312:1079; BMJ 1996;313:1079",
};

const QUANTILE: Method = Method {
    name: "quantile with exact binomial interval between order statistics",
    reference: "Thompson WR, Ann Math Stat 1936;7:122; Conover WJ, Practical Nonparametric Statistics, 3.2",
};

/// The mean in the unit of the data, with Student's interval on n - 1 degrees of freedom; no test.
///
/// One value: the mean alone ([`Undefined::TooFew`]). All values equal: the mean and an SD of 0, no interval
/// ([`Undefined::NoSpread`]).
pub fn mean_interval(sample: Sample<'_>, level: Level) -> Estimate {
    let (mean, sd) = mean_and_sd(sample.values());
    let blank = Estimate::blank(MEAN, sample.values().len());
    Estimate {
        value: mean,
        ci: student_limits(mean, sd, sample.values().len(), level).and_then(|(low, high)| {
            Ok(Interval { low: finite(low)?, high: finite(high)?, level, method: MEAN })
        }),
        sd,
        n_missing: sample.n_missing(),
        ..blank
    }
}

/// The geometric mean in the unit of the data, with Student's interval of the mean logarithm taken back by exp; no test.
///
/// `sd` is that of the natural logarithms: the geometric SD is its exp. A value at or below zero leaves
/// everything [`Undefined::NotPositive`], as in [`super::describe`]. All values equal: the geometric mean
/// alone.
pub fn geometric_mean_interval(sample: Sample<'_>, level: Level) -> Estimate {
    let n = sample.values().len();
    let blank = Estimate { n_missing: sample.n_missing(), ..Estimate::blank(GEOMETRIC, n) };
    let (mean, sd) = match log_moments(sample.values()) {
        Ok(moments) => moments,
        Err(reason) => return Estimate { sd: Err(reason), ..blank.without(reason) },
    };
    Estimate {
        value: finite(mean.exp()),
        ci: student_limits(Ok(mean), sd, n, level).and_then(|(low, high)| {
            Ok(Interval { low: finite(low.exp())?, high: finite(high.exp())?, level, method: GEOMETRIC })
        }),
        sd,
        ..blank
    }
}

fn student_limits(mean: Answer, sd: Answer, n: usize, level: Level) -> Answer<(f64, f64)> {
    let (mean, sd) = (mean?, sd?);
    if sd == 0.0 {
        return Err(Undefined::NoSpread);
    }
    let reach = student_t::quantile_upper(level.tail(), (n - 1) as f64) * (sd / (n as f64).sqrt());
    Ok((mean - reach, mean + reach))
}

/// The sample quantile of this definition, with an interval between two order statistics that holds the
/// population's quantile at least as often as the level says, whatever the distribution.
///
/// The ends are those of [`quantile_ranks`]. Where the sample is too small for an end, the least or greatest
/// value stands in and [`Caution::LevelNotReached`] names the exact level of what is given. Should the sample
/// quantile lie outside (a low level and an interpolated quantile), the interval is widened to hold it.
/// Ties: as often as they occur; the interval then covers more. No values: nothing is defined. No test.
pub fn quantile_interval(
    sorted: &Sorted,
    fraction: Fraction,
    definition: QuantileType,
    level: Level,
) -> Estimate {
    let values = sorted.values();
    let blank = Estimate::blank(QUANTILE, values.len());
    let value = match sorted.quantile(fraction, definition) {
        Ok(value) => value,
        Err(reason) => return blank.without(reason),
    };
    let ranks = quantile_ranks(values.len(), fraction, level);
    let (low, high) = (values[ranks.low - 1].min(value), values[ranks.high - 1].max(value));
    Estimate {
        value: Ok(value),
        ci: Ok(Interval { low, high, level, method: QUANTILE }),
        cautions: ranks.caution(level).into_iter().collect(),
        ..blank
    }
}

/// Which order statistics (from 1) bound a quantile, and how often they do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileRanks {
    /// Rank of the lower end.
    pub low: usize,
    /// Rank of the upper end, at or above `low`.
    pub high: usize,
    /// Probability that a continuous population's quantile lies between the two.
    pub achieved: f64,
}

impl QuantileRanks {
    /// [`Caution::LevelNotReached`] if these ranks fall short of the level, beyond rounding.
    pub fn caution(&self, level: Level) -> Option<Caution> {
        (self.achieved < level.get() - 1e-12).then_some(Caution::LevelNotReached { achieved: self.achieved })
    }
}

/// The ranks of the exact interval of a quantile, for `n` values, at least 1.
///
/// B, the number of values at or below the quantile, is binomial (n, p). `low` is the least k with
/// P(B <= k) > tail, so that P(B < low) <= tail; `high` is the least k with P(B >= k) <= tail: at most the
/// tail on either side. Ranks 0 and n + 1 become 1 and n. With p of one half this is the interval of the
/// sign test. O(log n) binomial tails.
pub fn quantile_ranks(n: usize, fraction: Fraction, level: Level) -> QuantileRanks {
    let (trials, p, tail) = (n as u64, fraction.get(), level.tail() * (1.0 + 1e-12));
    let low = first(0, trials, |k| binomial::lower(k, trials, p) > tail).max(1);
    let high = first(0, trials + 1, |k| k > trials || binomial::upper(k, trials, p) <= tail).clamp(1, trials);
    // The ends as given: P(low <= B < high), with B = 0 or B = n left out where an end stands in.
    let outside = binomial::lower(low - 1, trials, p) + binomial::upper(high, trials, p);
    QuantileRanks { low: low as usize, high: high as usize, achieved: (1.0 - outside).clamp(0.0, 1.0) }
}

/// The least k from `low` to `high` that holds, given that all after it do; `high` if none before.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
