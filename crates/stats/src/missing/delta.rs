//! What if the missing values differ from what the table predicts?

use super::chained::{Completed, ImputationRule, NotImputable, impute};
use super::rubin::{Pooled, pool_over};
use super::table::Table;
use crate::{Answer, Level};

/// A shift of the missing values of one column against what missing at random predicts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delta {
    /// Position of the column in the table; numbers and laboratory readings only.
    pub column: usize,
    /// Added on the column's scale: on the logarithmic one, the logarithm of a factor. Readings known between bounds
    /// stay within them and are not shifted.
    pub shift: f64,
}

/// Pooled estimates over a grid of shifts of one column, all from the same random streams, so that they differ by the
/// shift alone. The shift is added within the chained equations (van Buuren, Flexible Imputation of Missing Data,
/// 3.8): columns that depend on the shifted one follow. O(shifts) imputations.
pub fn delta_adjusted(
    table: &Table,
    rule: &ImputationRule,
    column: usize,
    shifts: &[f64],
    (complete_df, level): (Option<f64>, Level),
    analyse: impl Fn(&Completed) -> Answer<(f64, f64)>,
) -> Result<Vec<(f64, Pooled)>, NotImputable> {
    let at = |&shift: &f64| {
        let rule = ImputationRule { delta: Some(Delta { column, shift }), ..rule.clone() };
        Ok((shift, pool_over(&impute(table, &rule)?, complete_df, level, &analyse)))
    };
    shifts.iter().map(at).collect()
}

/// Where the conclusion turns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tipping {
    /// The shift farthest from 0, on this side, up to which the conclusion is that at the shift nearest to 0.
    pub holds_to: f64,
    /// The next shift of the grid, where it is another.
    pub turns_at: f64,
}

/// Looks, from the shift nearest to 0 downwards and upwards, for the first shift whose interval holds `null` where the
/// first one's does not, or the reverse (or lies on its other side). `[below, above]`; `None` where the conclusion
/// stands over the whole grid. Points without an interval are passed over.
pub fn tipping_point(points: &[(f64, Pooled)], null: f64) -> [Option<Tipping>; 2] {
    let mut known: Vec<(f64, i8)> = points
        .iter()
        .filter_map(|(shift, pooled)| pooled.estimate.ci.ok().map(|ci| (*shift, side(ci.low, ci.high, null))))
        .collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some(middle) = (0..known.len()).min_by(|&a, &b| known[a].0.abs().total_cmp(&known[b].0.abs())) else {
        return [None, None];
    };
    let turn = |path: Vec<(f64, i8)>| {
        let first = path[0].1;
        let turns = path.iter().position(|&(_, side)| side != first)?;
        Some(Tipping { holds_to: path[turns - 1].0, turns_at: path[turns].0 })
    };
    [turn(known[..=middle].iter().rev().copied().collect()), turn(known[middle..].to_vec())]
}

/// -1: the interval lies below; 1: above; 0: it holds the value.
fn side(low: f64, high: f64, value: f64) -> i8 {
    i8::from(low > value) - i8::from(high < value)
}
