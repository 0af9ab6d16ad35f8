//! What chained equations know of a table before they begin: columns in units of their own, and who fills whom.

use super::chained::{ImputationRule, NotImputable, Visiting};
use super::column::{Cell, Column, Kind, Scale};
use super::draws::truncated_normal;
use super::table::Table;
use crate::numeric::{Moments, Unit, largest_magnitude};
use crate::random::Stream;
use crate::{Answer, Undefined};

/// SDs from the mean beyond which squares might overflow.
pub(super) const FAR: f64 = 1e100;

/// A column in units of its own centre and spread.
pub(super) struct Measured<'a> {
    pub(super) column: &'a Column,
    pub(super) centre: f64,
    pub(super) spread: f64,
    pub(super) cells: Vec<Cell>,
    pub(super) known: Vec<u32>,
    pub(super) gaps: Vec<u32>,
    /// Its regressors: first position among all, and how many.
    pub(super) regressors: std::ops::Range<usize>,
    /// Positions of the regressors of the columns that fill it, the intercept first.
    pub(super) filled_by: Vec<usize>,
    /// Added to draws for missing values, in units of the spread; and on the column's scale.
    pub(super) shift: f64,
    pub(super) delta: f64,
}

pub(super) struct Plan<'a> {
    pub(super) n: usize,
    pub(super) n_regressors: usize,
    pub(super) columns: Vec<Measured<'a>>,
    pub(super) order: Vec<usize>,
}

impl<'a> Plan<'a> {
    pub(super) fn of(table: &'a Table, rule: &ImputationRule) -> Result<Self, NotImputable> {
        let mut n_regressors = 1;
        let mut columns: Vec<Measured<'a>> = table
            .columns()
            .iter()
            .map(|column| {
                let width =
                    if let Kind::Ordered { n_levels } = column.kind { n_levels.saturating_sub(1) } else { 1 };
                n_regressors += width;
                Measured::of(column, n_regressors - width..n_regressors)
            })
            .collect();
        let problem = |at: usize, reason| NotImputable { column: table.columns()[at].name.clone(), reason };
        for at in 0..columns.len() {
            let given = columns[at].column.derivation.is_none();
            if given && columns[at].known.is_empty() && !columns[at].gaps.is_empty() {
                return Err(problem(at, Undefined::NoValues));
            }
            if !columns[at].in_range() {
                return Err(problem(at, Undefined::BeyondRange));
            }
            columns[at].filled_by = filled_by(&columns, at, rule).map_err(|reason| problem(at, reason))?;
        }
        if let Some(delta) = rule.delta {
            let measured = columns.get_mut(delta.column).filter(|column| {
                column.column.derivation.is_none() && !matches!(column.column.kind, Kind::Ordered { .. })
            });
            let name =
                || table.columns().get(delta.column).map_or(String::new(), |column| column.name.clone());
            let measured = measured
                .ok_or_else(|| NotImputable { column: name(), reason: Undefined::NotPartOfMethod })?;
            measured.delta = delta.shift;
            measured.shift = delta.shift / measured.spread;
            if measured.shift.is_nan() || measured.shift.abs() > FAR {
                return Err(NotImputable { column: name(), reason: Undefined::BeyondRange });
            }
        }
        let visited = |at: &usize| !columns[*at].gaps.is_empty() && columns[*at].column.derivation.is_none();
        let mut order: Vec<usize> = (0..columns.len()).filter(visited).collect();
        if rule.visiting == Visiting::FewestGapsFirst {
            order.sort_by_key(|&at| columns[at].gaps.len());
        }
        Ok(Self { n: table.n(), n_regressors, columns, order })
    }
}

fn filled_by(columns: &[Measured<'_>], at: usize, rule: &ImputationRule) -> Answer<Vec<usize>> {
    let mut positions = vec![0];
    if let Some(predictors) = &rule.predictors {
        let fits = predictors.len() == columns.len() && predictors[at].len() == columns.len();
        if !fits {
            return Err(Undefined::LengthsDiffer);
        }
    }
    for (other, column) in columns.iter().enumerate().filter(|&(other, _)| other != at) {
        let follows = column.column.derivation.is_some_and(|derivation| derivation.parents().contains(&at));
        if !follows && rule.predictors.as_ref().is_none_or(|predictors| predictors[at][other]) {
            positions.extend(column.regressors.clone());
        }
    }
    Ok(positions)
}

impl<'a> Measured<'a> {
    fn of(column: &'a Column, regressors: std::ops::Range<usize>) -> Self {
        let rows = |known: bool| {
            let is_known = |row: &u32| matches!(column.cells[*row as usize], Cell::Known(_)) == known;
            (0..column.cells.len() as u32).filter(is_known).collect::<Vec<u32>>()
        };
        let (known, gaps) = (rows(true), rows(false));
        let (centre, spread) = match column.kind {
            Kind::Ordered { .. } => (0.0, 1.0),
            _ => centre_and_spread(column),
        };
        let to_unit = |value: f64| (value - centre) / spread;
        let scaled = |value: f64| to_unit(column.scale.of(value));
        let bound = |value: f64| {
            if column.scale == Scale::Log { scaled(value.max(0.0)) } else { scaled(value) }
        };
        let cell = |cell: &Cell| match *cell {
            Cell::Known(value) => Cell::Known(scaled(value)),
            Cell::Between(low, high) => Cell::Between(bound(low), bound(high)),
            Cell::Missing => Cell::Missing,
        };
        let cells = column.cells.iter().map(cell).collect();
        Self {
            column,
            centre,
            spread,
            cells,
            known,
            gaps,
            regressors,
            filled_by: Vec::new(),
            shift: 0.0,
            delta: 0.0,
        }
    }

    /// Whether all values, and some between all bounds, can be squared in units of the spread.
    fn in_range(&self) -> bool {
        self.cells.iter().all(|cell| match *cell {
            Cell::Known(value) => value.abs() <= FAR,
            Cell::Between(low, high) => low <= FAR && high >= -FAR,
            Cell::Missing => true,
        })
    }

    /// The gaps' first values: random known ones; between bounds, from the normal truncated to them.
    pub(super) fn start(&self, stream: &mut Stream) -> Vec<f64> {
        let known = |row: u32| if let Cell::Known(value) = self.cells[row as usize] { value } else { 0.0 };
        let mut start = |cell: &Cell| match *cell {
            Cell::Known(value) => value,
            Cell::Between(low, high) => truncated_normal(stream, low, high),
            Cell::Missing if self.column.derivation.is_some() => 0.0,
            Cell::Missing => known(self.known[stream.below(self.known.len())]),
        };
        self.cells.iter().map(&mut start).collect()
    }

    /// In the unit of the data.
    pub(super) fn back(&self, value: f64) -> f64 {
        self.column.scale.back(self.centre + self.spread * value)
    }
}

/// Mean and SD of the known values on the column's scale; an SD of 0 becomes 1.
fn centre_and_spread(column: &Column) -> (f64, f64) {
    let known = column.cells.iter().filter_map(|cell| match cell {
        Cell::Known(value) => Some(column.scale.of(*value)),
        _ => None,
    });
    let known: Vec<f64> = known.collect();
    let unit = Unit::for_largest(largest_magnitude(&known));
    let scaled: Vec<f64> = known.iter().map(|&value| unit.of(value)).collect();
    let Some(moments) = Moments::of(&scaled) else { return (0.0, 1.0) };
    let spread = unit.back(moments.sd().unwrap_or(0.0));
    (unit.back(moments.mean), if spread > 0.0 && spread.is_finite() { spread } else { 1.0 })
}
