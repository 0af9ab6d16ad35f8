//! Several tests at once: p values that account for each other.

use crate::{Answer, InputError};

/// Which error is kept below the level, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Adjustment {
    /// One false rejection or more among all tests, whatever their dependence: m p. Holm's is never worse.
    Bonferroni,
    /// The same, stepping down from the least p (Holm, Scand J Stat 1979;6:65).
    Holm,
    /// The same for independent or positively dependent tests, stepping up from the greatest p
    /// (Hochberg, Biometrika 1988;75:800).
    Hochberg,
    /// The expected share of false ones among the rejections, for independent or positively dependent tests
    /// (Benjamini & Hochberg, J R Stat Soc B 1995;57:289).
    BenjaminiHochberg,
    /// The same under any dependence (Benjamini & Yekutieli, Ann Stat 2001;29:1165).
    BenjaminiYekutieli,
}

/// Adjusted p values in the order given, each in [0, 1].
///
/// A test without p (an [`crate::Undefined`] reason) keeps its reason and does not count among the m tests, as in
/// R's `p.adjust`. Equal p values get equal adjusted ones, and the order of the adjusted values is that of the given
/// ones. Refuses p outside [0, 1]. Time O(m log m).
pub fn adjust(p_values: &[Answer], adjustment: Adjustment) -> Result<Vec<Answer>, InputError> {
    let outside = |p: &Answer| p.is_ok_and(|p| !(0.0..=1.0).contains(&p));
    if let Some(position) = p_values.iter().position(outside) {
        return Err(InputError::PValueOutside { position });
    }
    let mut ascending: Vec<(f64, usize)> =
        p_values.iter().enumerate().filter_map(|(at, p)| p.ok().map(|p| (p, at))).collect();
    ascending.sort_by(|left, right| left.0.total_cmp(&right.0));
    let sorted: Vec<f64> = ascending.iter().map(|&(p, _)| p).collect();
    let mut adjusted = p_values.to_vec();
    for (value, (_, at)) in adjust_ascending(&sorted, adjustment).into_iter().zip(ascending) {
        adjusted[at] = Ok(value);
    }
    Ok(adjusted)
}

fn adjust_ascending(sorted: &[f64], adjustment: Adjustment) -> Vec<f64> {
    let m = sorted.len() as f64;
    let harmonic: f64 = (1..=sorted.len()).map(|i| 1.0 / i as f64).sum();
    // i counts from 0: the least p has rank 1.
    match adjustment {
        Adjustment::Bonferroni => sorted.iter().map(|p| (m * p).min(1.0)).collect(),
        Adjustment::Holm => step_down(sorted, |i, p| (m - i) * p),
        Adjustment::Hochberg => step_up(sorted, |i, p| (m - i) * p),
        Adjustment::BenjaminiHochberg => step_up(sorted, |i, p| m / (i + 1.0) * p),
        Adjustment::BenjaminiYekutieli => step_up(sorted, |i, p| harmonic * m / (i + 1.0) * p),
    }
}

/// Each at least as large as those before.
fn step_down(sorted: &[f64], scaled: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut largest: f64 = 0.0;
    let mut next = |(i, &p): (usize, &f64)| {
        largest = largest.max(scaled(i as f64, p)).min(1.0);
        largest
    };
    sorted.iter().enumerate().map(&mut next).collect()
}

/// Each at most as large as those after.
fn step_up(sorted: &[f64], scaled: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut adjusted = vec![0.0; sorted.len()];
    let mut least: f64 = 1.0;
    for (i, &p) in sorted.iter().enumerate().rev() {
        least = least.min(scaled(i as f64, p));
        adjusted[i] = least;
    }
    adjusted
}
