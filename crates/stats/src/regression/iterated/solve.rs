//! The maximum of a likelihood, or its limit where coefficients are infinite.

use super::newton::{Peak, STILL};
use super::{Family, Search};
use crate::design::Design;
use crate::regression::Response;
use crate::regression::rows::Rows;
use crate::{Answer, Undefined};
use std::collections::BTreeMap;

/// The maximum over the rows that infinite coefficients leave to decide.
pub(in crate::regression) struct Solution {
    /// Those rows, without collinear columns; the infinite columns come last.
    pub(in crate::regression) rows: Rows,
    /// `None` if no row is left.
    pub(in crate::regression) peak: Option<Peak>,
    /// Columns with infinite coefficients, and whether these rise.
    pub(in crate::regression) infinite: BTreeMap<usize, bool>,
    /// Columns that earlier ones make up among all rows.
    pub(in crate::regression) aliased: Vec<usize>,
    /// Rows that the infinite coefficients fit without error.
    pub(in crate::regression) n_separated: usize,
}

/// Climbs by `search`. A direction without a maximum takes its columns to infinity and the rows it moves to their
/// limit; what remains is climbed again with those columns last, so that they take up only what the others cannot.
pub(in crate::regression) fn solve(
    response: &Response,
    design: &Design,
    search: impl Fn(&Rows) -> Answer<Search>,
) -> Answer<Solution> {
    let order: Vec<usize> = (0..design.n_columns()).collect();
    let mut rows = Rows::of(response, design, response.used(), &order, true);
    let aliased: Vec<usize> = order.iter().copied().filter(|column| !rows.kept.contains(column)).collect();
    let (mut infinite, mut n_separated) = (BTreeMap::new(), 0);
    loop {
        let direction = match search(&rows)? {
            Search::Maximum(peak) => {
                return Ok(Solution { rows, peak: Some(peak), infinite, aliased, n_separated });
            }
            Search::Stuck(_) => return Err(Undefined::NotConverged),
            Search::Recession(direction) => direction,
        };
        for (column, rising) in rows.moved(&direction) {
            infinite.entry(column).or_insert(rising);
        }
        let moved = rows.times(&direction);
        let longest = moved.iter().fold(0.0, |longest: f64, x| longest.max(x.abs()));
        let still = |(row, moved): (&u32, &f64)| (moved.abs() <= STILL * longest).then_some(*row);
        let left: Vec<u32> = rows.row.iter().zip(&moved).filter_map(still).collect();
        n_separated += rows.n - left.len();
        if left.is_empty() {
            return Ok(Solution { rows, peak: None, infinite, aliased, n_separated });
        }
        let finite = |column: &usize| !aliased.contains(column) && !infinite.contains_key(column);
        let mut order: Vec<usize> = order.iter().copied().filter(finite).collect();
        order.extend(infinite.keys());
        rows = Rows::of(response, design, left, &order, true);
    }
}

/// 0, but for the constant, which starts at what fits the mean response.
pub(in crate::regression) fn start<F: Family>(rows: &Rows, family: F) -> Vec<f64> {
    let mut beta = vec![0.0; rows.p()];
    let Some((at, _)) = rows.constant else { return beta };
    let over = |term: &dyn Fn(usize) -> f64| (0..rows.n).map(|row| rows.weight[row] * term(row)).sum::<f64>();
    let mean = over(&|row| rows.y[row]) / over(&|_| 1.0);
    let offset = over(&|row| rows.offset[row]) / over(&|_| 1.0);
    let value = family.link(mean) - offset;
    if value.is_finite() {
        beta[at] = value / rows.x[at];
    }
    beta
}
