//! Cubic splines that are linear beyond their outer knots.

use super::RecipeProblem;
use crate::{Fraction, QuantileType, Sample, Sorted};

/// Where the knots of a spline are.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Knots {
    /// At these values, ascending; three or more for a curve.
    At(Vec<f64>),
    /// The least and greatest value, and `df` - 1 inner knots at equally spaced quantiles (R's `splines::ns`).
    Natural {
        /// Columns of the spline, at least 1.
        df: usize,
    },
    /// Harrell's quantiles: from 0.1 to 0.9 for three knots, 0.05 to 0.95 for four to six, 0.025 to 0.975 for more,
    /// equally spaced; below 100 rows the outer knots are the fifth least and fifth greatest value.
    Harrell {
        /// Knots, at least 3.
        n_knots: usize,
    },
}

impl Knots {
    pub(super) fn place(&self, variable: &str, values: &[f64]) -> Result<Vec<f64>, RecipeProblem> {
        let name = || variable.to_string();
        let knots = match self {
            Self::At(knots) => knots.clone(),
            Self::Natural { df } => {
                enough(variable, values, df + 1)?;
                quantiles(values, 0.0, *df + 1)
            }
            Self::Harrell { n_knots } => {
                enough(variable, values, n_knots + 3)?;
                harrell(values, *n_knots)
            }
        };
        let least = if matches!(self, Self::Natural { .. }) { 2 } else { 3 };
        let ascending = knots.windows(2).all(|pair| pair[0] < pair[1]);
        if knots.len() < least || knots.iter().any(|knot| !knot.is_finite()) {
            return Err(RecipeProblem::BadKnots { variable: name() });
        }
        match (ascending, self) {
            (true, _) => Ok(knots),
            (false, Self::At(_)) => Err(RecipeProblem::BadKnots { variable: name() }),
            (false, _) => Err(RecipeProblem::KnotsMeet { variable: name() }),
        }
    }
}

fn enough(variable: &str, values: &[f64], needed: usize) -> Result<(), RecipeProblem> {
    let found = distinct(values).len();
    if found < needed {
        return Err(RecipeProblem::TooFewValues { variable: variable.to_string(), needed, found });
    }
    Ok(())
}

/// Ascending, each once.
pub(super) fn distinct(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// `n` quantiles of type 7, equally spaced from `outer` to 1 - `outer`.
fn quantiles(values: &[f64], outer: f64, n: usize) -> Vec<f64> {
    let sorted = Sorted::new(Sample::new(values).expect("checked by the variables"));
    let at = |knot: usize| outer + (1.0 - 2.0 * outer) * knot as f64 / (n.max(2) - 1) as f64;
    (0..n)
        .filter_map(|knot| sorted.quantile(Fraction::new(at(knot).min(1.0)).ok()?, QuantileType::Seven).ok())
        .collect()
}

fn harrell(values: &[f64], n_knots: usize) -> Vec<f64> {
    let outer = match n_knots {
        0..=3 => 0.1,
        4..=6 => 0.05,
        _ => 0.025,
    };
    let mut knots = quantiles(values, outer, n_knots);
    let n = values.len();
    if (5..100).contains(&n) && !knots.is_empty() {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        knots[0] = sorted[4];
        knots[n_knots - 1] = sorted[n - 5];
        // In few rows these lie inside the next quantile; R sorts them as well.
        knots.sort_by(f64::total_cmp);
    }
    knots
}

/// Harrell's truncated power basis: x itself, then for each knot but the last two
/// (x - t_j)₊³ - (x - t_(k-1))₊³ (t_k - t_j)/(t_k - t_(k-1)) + (x - t_k)₊³ (t_(k-1) - t_j)/(t_k - t_(k-1)),
/// all over (t_k - t_1)² (Harrell FE, Regression Modeling Strategies, 2nd ed., 2.4.5). Two knots: x alone.
pub(super) fn columns(values: &[f64], knots: &[f64]) -> Vec<Vec<f64>> {
    let k = knots.len();
    let (first, before, last) = (knots[0], knots[k - 2], knots[k - 1]);
    let width = last - first;
    // In units of the width, so that no cube leaves the range of numbers.
    let cube = |x: f64, knot: f64| ((x - knot) / width).max(0.0).powi(3);
    let gap = (last - before) / width;
    let curve = |x: f64, knot: f64| {
        let (to_last, to_before) = ((last - knot) / width, (before - knot) / width);
        width * (cube(x, knot) - cube(x, before) * to_last / gap + cube(x, last) * to_before / gap)
    };
    let mut columns = vec![values.to_vec()];
    columns.extend(knots[..k - 2].iter().map(|&knot| values.iter().map(|&x| curve(x, knot)).collect()));
    columns
}
