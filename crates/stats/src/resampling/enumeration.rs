//! The bootstrap distribution without chance: every resample of a tiny sample.

use crate::answer::finite;
use crate::{Answer, Sample, Undefined};

/// A value the statistic takes and its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BootstrapPoint {
    /// The statistic of the resamples at this point.
    pub value: f64,
    /// The share of the n^n equally likely resamples; over those on which it is defined the shares add up to 1.
    pub probability: f64,
}

/// More values have too many resamples: 10 have 92 378 that differ in more than order.
const MOST: usize = 10;

/// The exact bootstrap distribution of a statistic that does not depend on order, ascending, equal values joined.
///
/// Resamples that differ in order alone are computed once and weigh n! / (c_1! c_2! ...), c_i how often the i-th value
/// is drawn. One to ten values; more: [`Undefined::BeyondRange`]. Undefined statistics are left out; if all are, the
/// first reason is given.
pub fn exact_bootstrap(
    sample: Sample<'_>,
    statistic: impl Fn(&[f64]) -> Answer,
) -> Answer<Vec<BootstrapPoint>> {
    let n = sample.values().len();
    match n {
        0 => return Err(Undefined::NoValues),
        1..=MOST => {}
        _ => return Err(Undefined::BeyondRange),
    }
    let mut visit = Visit { values: sample.values(), resample: Vec::new(), points: Vec::new(), reason: None };
    visit.from(0, factorial(n), &statistic);
    let Visit { mut points, reason, .. } = visit;
    if let (true, Some(reason)) = (points.is_empty(), reason) {
        return Err(reason);
    }
    points.sort_by(|left, right| left.value.total_cmp(&right.value));
    points.dedup_by(|next, kept| {
        let same = next.value == kept.value;
        kept.probability += if same { next.probability } else { 0.0 };
        same
    });
    let total: f64 = points.iter().map(|point| point.probability).sum();
    points.iter_mut().for_each(|point| point.probability /= total);
    Ok(points)
}

/// Choosing how often each value is drawn, one value after the other.
struct Visit<'a> {
    values: &'a [f64],
    resample: Vec<f64>,
    points: Vec<BootstrapPoint>,
    reason: Option<Undefined>,
}

impl Visit<'_> {
    /// `weight` is n! over the factorials of the counts chosen so far.
    fn from(&mut self, at: usize, weight: f64, statistic: &impl Fn(&[f64]) -> Answer) {
        let n = self.values.len();
        let left = n - self.resample.len();
        if left == 0 || at + 1 == n {
            let drawn = self.resample.len();
            self.resample.resize(n, self.values[at.min(n - 1)]);
            match statistic(&self.resample).and_then(finite) {
                Ok(value) => {
                    self.points.push(BootstrapPoint { value, probability: weight / factorial(left) });
                }
                Err(reason) => self.reason = self.reason.or(Some(reason)),
            }
            self.resample.truncate(drawn);
            return;
        }
        let drawn = self.resample.len();
        for count in 0..=left {
            self.resample.resize(drawn + count, self.values[at]);
            self.from(at + 1, weight / factorial(count), statistic);
            self.resample.truncate(drawn);
        }
    }
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|i| i as f64).product()
}
