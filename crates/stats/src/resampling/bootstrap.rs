//! The nonparametric bootstrap of a statistic.

use super::indices::IndexSource;
use super::interval::{BootstrapInterval, Influence, Spread, bias_correction, interval_of_draws, spread};
use super::statistics::{ResampledQuantile, draw_into, mean, quantile};
use crate::answer::finite;
use crate::{Answer, Caution, Estimate, Fraction, Level, Pairs, Sample, Undefined};
use rayon::prelude::*;

/// How many resamples and which interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BootstrapRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// Resamples; 9999, so that (R + 1) times the usual tails are whole numbers.
    pub n_resamples: usize,
    /// BCa.
    pub interval: BootstrapInterval,
}

impl Default for BootstrapRule {
    fn default() -> Self {
        let interval = BootstrapInterval::default();
        Self { level: Level::NINETY_FIVE, n_resamples: 9999, interval }
    }
}

/// A bootstrapped statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct Bootstrap {
    /// The statistic of the data and its interval; no test.
    pub estimate: Estimate,
    /// Standard deviation of the resampled statistics.
    pub standard_error: Answer,
    /// Their mean less the statistic of the data.
    pub bias: Answer,
    /// BCa's z0: the normal quantile of the share of resamples below the estimate, ties counted half.
    pub bias_correction: Answer,
    /// BCa's a, from the jackknife.
    pub acceleration: Answer,
    /// The resampled statistics, ascending, without undefined ones.
    pub draws: Vec<f64>,
}

/// Bootstraps `statistic` of a sample of n values: each replicate draws n of them with replacement.
///
/// `indices` is a [`crate::random::Seed`] as a rule; the result is the same for any number of threads. Resamples on which
/// the statistic is undefined or not finite are left out with a [`Caution::UndefinedResamples`]. Two values at least. The statistic
/// must not depend on the order of its values. Costs the resamples, and n calls for BCa's jackknife.
pub fn bootstrap<S: IndexSource>(
    sample: Sample<'_>,
    statistic: impl Fn(&[f64]) -> Answer + Sync,
    indices: &S,
    rule: &BootstrapRule,
) -> Bootstrap {
    let values = sample.values();
    let draw = |room: &mut Vec<f64>, replicate| {
        draw_into(room, values, &mut indices.replicate(replicate));
        statistic(room)
    };
    let blank =
        Estimate { n_missing: sample.n_missing(), ..Estimate::blank(rule.interval.method(), values.len()) };
    let jackknife = || Ok(vec![left_out(values.len(), |at| statistic(&without(values, at)))?]);
    assemble(blank, statistic(values), draw, jackknife, rule)
}

/// [`bootstrap`] of the mean, its jackknife in O(n).
pub fn bootstrap_mean<S: IndexSource>(sample: Sample<'_>, indices: &S, rule: &BootstrapRule) -> Bootstrap {
    let values = sample.values();
    let draw = |room: &mut Vec<f64>, replicate| {
        draw_into(room, values, &mut indices.replicate(replicate));
        mean(room)
    };
    let blank =
        Estimate { n_missing: sample.n_missing(), ..Estimate::blank(rule.interval.method(), values.len()) };
    let value = mean(values);
    let jackknife = || {
        let (centre, others) = (value?, values.len() as f64 - 1.0);
        Ok(vec![values.iter().map(|value| centre + (centre / others - value / others)).collect()])
    };
    assemble(blank, value, draw, jackknife, rule)
}

/// [`bootstrap`] of a quantile of type 7 ([`Fraction::HALF`] for the median), without writing down or sorting a
/// resample: indices into the sorted sample are counted, O(n) for each replicate.
pub fn bootstrap_quantile<S: IndexSource>(
    sample: Sample<'_>,
    fraction: Fraction,
    indices: &S,
    rule: &BootstrapRule,
) -> Bootstrap {
    let (sorted, value) = quantile(sample, fraction);
    let n = sorted.values().len();
    let blank = Estimate { n_missing: sample.n_missing(), ..Estimate::blank(rule.interval.method(), n) };
    let resampled = ResampledQuantile::of(sorted.values(), fraction);
    let draw =
        |counts: &mut Vec<u32>, replicate| Ok(resampled.draw(counts, &mut indices.replicate(replicate)));
    assemble(blank, value, draw, || Ok(vec![resampled.jackknife(fraction)]), rule)
}

/// [`bootstrap`] of a statistic of pairs (before, after): whole pairs are drawn.
pub fn bootstrap_pairs<S: IndexSource>(
    pairs: Pairs<'_>,
    statistic: impl Fn(&[f64], &[f64]) -> Answer + Sync,
    indices: &S,
    rule: &BootstrapRule,
) -> Bootstrap {
    let (before, after, n) = (pairs.before(), pairs.after(), pairs.n());
    let draw = |room: &mut (Vec<f64>, Vec<f64>), replicate| {
        let mut sequence = indices.replicate(replicate);
        room.0.clear();
        room.1.clear();
        for _ in 0..n {
            let at = super::IndexSequence::below(&mut sequence, n);
            room.0.push(before[at]);
            room.1.push(after[at]);
        }
        statistic(&room.0, &room.1)
    };
    let blank = Estimate { n_missing: pairs.n_missing(), ..Estimate::blank(rule.interval.method(), n) };
    let jackknife = || Ok(vec![left_out(n, |at| statistic(&without(before, at), &without(after, at)))?]);
    assemble(blank, statistic(before, after), draw, jackknife, rule)
}

/// [`bootstrap`] of a statistic of two independent groups, each resampled to its own size, the first one first.
/// `n` counts both. Each group needs two values.
pub fn bootstrap_groups<S: IndexSource>(
    first: Sample<'_>,
    second: Sample<'_>,
    statistic: impl Fn(&[f64], &[f64]) -> Answer + Sync,
    indices: &S,
    rule: &BootstrapRule,
) -> Bootstrap {
    let (one, two) = (first.values(), second.values());
    let draw = |room: &mut (Vec<f64>, Vec<f64>), replicate| {
        let mut sequence = indices.replicate(replicate);
        draw_into(&mut room.0, one, &mut sequence);
        draw_into(&mut room.1, two, &mut sequence);
        statistic(&room.0, &room.1)
    };
    let blank = Estimate {
        n_missing: first.n_missing() + second.n_missing(),
        ..Estimate::blank(rule.interval.method(), one.len() + two.len())
    };
    let fewest = one.len().min(two.len());
    if fewest < 2 {
        let reason =
            if fewest == 0 { Undefined::NoValues } else { Undefined::TooFew { needed: 2, found: 1 } };
        return undefined(blank, statistic(one, two), reason);
    }
    let jackknife = || {
        Ok(vec![
            left_out(one.len(), |at| statistic(&without(one, at), two))?,
            left_out(two.len(), |at| statistic(one, &without(two, at)))?,
        ])
    };
    assemble(blank, statistic(one, two), draw, jackknife, rule)
}

fn without(values: &[f64], at: usize) -> Vec<f64> {
    [&values[..at], &values[at + 1..]].concat()
}

/// The jackknife values, undefined if one of them is.
fn left_out(n: usize, statistic: impl Fn(usize) -> Answer + Sync) -> Answer<Vec<f64>> {
    (0..n).into_par_iter().map(|at| statistic(at).and_then(finite)).collect()
}

fn assemble<Room: Default + Send>(
    blank: Estimate,
    value: Answer,
    draw: impl Fn(&mut Room, u64) -> Answer + Sync,
    jackknife: impl FnOnce() -> Answer<Vec<Vec<f64>>>,
    rule: &BootstrapRule,
) -> Bootstrap {
    let value = value.and_then(finite);
    let observed = match value {
        Ok(observed) => observed,
        Err(reason) => return undefined(blank, value, reason),
    };
    if blank.n < 2 {
        return undefined(blank, value, Undefined::TooFew { needed: 2, found: 1 });
    }
    let mut draws: Vec<f64> = (0..rule.n_resamples as u64)
        .into_par_iter()
        .map_init(Room::default, &draw)
        .filter_map(|found| found.and_then(finite).ok())
        .collect();
    draws.par_sort_unstable_by(f64::total_cmp);
    let n_undefined = rule.n_resamples - draws.len();
    let influence = match rule.interval {
        BootstrapInterval::Bca => jackknife()
            .map(|groups| Influence::of_jackknife(&groups.iter().map(Vec::as_slice).collect::<Vec<_>>())),
        _ => Err(Undefined::NotPartOfMethod),
    };
    let no_influence = Influence::of_jackknife(&[]);
    let (ci, extreme) = match (&influence, rule.interval) {
        (Err(reason), BootstrapInterval::Bca) => (Err(*reason), None),
        (known, kind) => {
            interval_of_draws(observed, &draws, known.as_ref().unwrap_or(&no_influence), kind, rule.level)
        }
    };
    let left_out = (n_undefined > 0).then_some(Caution::UndefinedResamples { n_resamples: n_undefined });
    let Spread { standard_error, bias } = spread(observed, &draws);
    Bootstrap {
        estimate: Estimate { value, ci, cautions: left_out.into_iter().chain(extreme).collect(), ..blank },
        standard_error,
        bias,
        bias_correction: if draws.is_empty() {
            Err(Undefined::NoValues)
        } else {
            bias_correction(observed, &draws)
        },
        acceleration: influence.map(|influence| influence.acceleration()),
        draws,
    }
}

fn undefined(blank: Estimate, value: Answer, reason: Undefined) -> Bootstrap {
    Bootstrap {
        estimate: Estimate { value, ci: Err(reason), ..blank },
        standard_error: Err(reason),
        bias: Err(reason),
        bias_correction: Err(reason),
        acceleration: Err(reason),
        draws: Vec::new(),
    }
}
