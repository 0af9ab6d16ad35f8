//! Large-sample tests of independence.

use super::Table;
use crate::distribution::chi_squared;
use crate::{Answer, Caution, Estimate, Method, Statistic, Test, Undefined};

/// Whether the distance from expectation is shortened in two by two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    /// As computed.
    Uncorrected,
    /// By min(1/2, the distance), as R's `chisq.test` and `prop.test`; larger tables are not corrected.
    Yates,
}

pub(super) const PEARSON: Method = Method {
    name: "Pearson chi-squared test",
    reference: "Pearson K, Philos Mag 1900;50:157; Agresti A, Categorical Data Analysis, 3.2",
};

const YATES: Method = Method {
    name: "Pearson chi-squared test with Yates' continuity correction",
    reference: "Yates F, Suppl J R Stat Soc 1934;1:217",
};

const LIKELIHOOD_RATIO: Method = Method {
    name: "likelihood-ratio chi-squared test (G)",
    reference: "Wilks SS, Ann Math Stat 1935;6:190; Agresti A, Categorical Data Analysis, 3.2",
};

/// X² = Σ (observed - expected)² / expected on (rows - 1)(columns - 1) degrees of freedom, with its upper-tail p;
/// expected = row total x column total / n. No value and no interval ([`super::cramers_v`] has both).
///
/// Empty rows and columns are left out (R: NaN). A table of nothing is [`Undefined::NoValues`], one row or one
/// column left [`Undefined::EmptyMargin`]. Cochran's rule (an expected count below 1, or more than a fifth of
/// them below 5) adds [`Caution::SmallExpected`].
pub fn pearson(table: &Table, continuity: Continuity) -> Estimate {
    let yates = continuity == Continuity::Yates && {
        let used = table.without_empty();
        (used.n_rows(), used.n_columns()) == (2, 2)
    };
    large_sample(table, if yates { YATES } else { PEARSON }, |cells| {
        let least = cells.iter().map(Cell::distance).fold(f64::INFINITY, f64::min);
        let correction = if yates { least.min(0.5) } else { 0.0 };
        cells
            .iter()
            .map(|cell| (cell.distance() - correction) * ((cell.distance() - correction) / cell.expected))
            .sum()
    })
}

/// G = 2 Σ observed ln(observed / expected), referred to the same distribution as [`pearson`]'s X²; a cell of 0
/// adds 0. Undefined and cautioned as there.
pub fn likelihood_ratio(table: &Table) -> Estimate {
    large_sample(table, LIKELIHOOD_RATIO, |cells| cells.iter().map(Cell::deviance).sum::<f64>().max(0.0))
}

/// A count and what independence expects.
struct Cell {
    observed: f64,
    expected: f64,
}

impl Cell {
    fn distance(&self) -> f64 {
        (self.observed - self.expected).abs()
    }

    /// 2 (o ln(o/e) - o + e): sums to G, as observed and expected have one sum. With x = (o - e)/e this is
    /// 2 e ((1 + x) ln(1 + x) - x), whose leading digits cancel for small x; there its series is summed.
    fn deviance(&self) -> f64 {
        let (observed, expected) = (self.observed, self.expected);
        let x = (observed - expected) / expected;
        if observed == 0.0 {
            2.0 * expected
        } else if x.abs() < 0.05 {
            // x²/2 - x³/6 + x⁴/12 - ...: 14 terms leave 1e-18 of the first.
            let series = (2..16).rev().fold(0.0, |sum, k| 1.0 / f64::from(k * (k - 1)) - x * sum);
            2.0 * expected * x * x * series
        } else {
            2.0 * (observed * (observed / expected).ln() - (observed - expected))
        }
    }
}

fn large_sample(table: &Table, method: Method, statistic: impl Fn(&[Cell]) -> f64) -> Estimate {
    let blank = Estimate { n_missing: table.n_missing(), ..Estimate::blank(method, table.total()) };
    let used = table.without_empty();
    let (cells, df) = match cells(&used) {
        Ok(found) => found,
        Err(reason) => return Estimate { test: Err(reason), ..blank },
    };
    let x2 = statistic(&cells);
    let test = Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) };
    Estimate { test: Ok(test), cautions: small_expected(&cells).into_iter().collect(), ..blank }
}

/// Every cell of a table without empty rows and columns, and the degrees of freedom.
fn cells(table: &Table) -> Answer<(Vec<Cell>, f64)> {
    if table.total() == 0 {
        return Err(Undefined::NoValues);
    }
    let (rows, columns) = (table.row_totals(), table.column_totals());
    if rows.len() < 2 || columns.len() < 2 {
        return Err(Undefined::EmptyMargin);
    }
    let n = table.total() as f64;
    let of_row = |(counts, &row): (&[usize], &usize)| {
        let cell = |(&count, &column): (&usize, &usize)| Cell {
            observed: count as f64,
            expected: row as f64 * column as f64 / n,
        };
        counts.iter().zip(&columns).map(cell).collect::<Vec<Cell>>()
    };
    let cells = table.rows().zip(&rows).flat_map(of_row).collect();
    Ok((cells, ((rows.len() - 1) * (columns.len() - 1)) as f64))
}

/// Cochran WG, Biometrics 1954;10:417.
fn small_expected(cells: &[Cell]) -> Option<Caution> {
    let n_below_five = cells.iter().filter(|cell| cell.expected < 5.0).count();
    let any_below_one = cells.iter().any(|cell| cell.expected < 1.0);
    let broken = any_below_one || 5 * n_below_five > cells.len();
    broken.then_some(Caution::SmallExpected { n_below_five, n_cells: cells.len() })
}
