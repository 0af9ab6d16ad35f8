//! Multiple imputation by chained equations.

use super::delta::Delta;
use super::draws::truncated_normal;
use super::linear::{Line, Rows, dot};
use super::matching::Donors;
use super::odds::Odds;
use super::table::{Cell, Column, Imputation, Kind, Table};
use super::tobit;
use crate::numeric::{Moments, Unit, largest_magnitude};
use crate::random::{Seed, Stream};
use crate::{Answer, Undefined};
use rayon::prelude::*;
use std::fmt;

/// The choices that chained equations leave open.
#[derive(Clone, Debug)]
pub struct ImputationRule {
    /// Completed tables to make; by default [`Table::suggested_m`].
    pub m: Option<usize>,
    /// Rounds over the incomplete columns before a table is taken; 10 by default.
    pub iterations: usize,
    /// Where the draws begin.
    pub seed: Seed,
    /// In which order incomplete columns are filled within a round.
    pub visiting: Visiting,
    /// `predictors[j][k]`: column k takes part in filling column j. By default all others do.
    pub predictors: Option<Vec<Vec<bool>>>,
    /// Added to what is drawn for the missing values of one column: a departure from missing at random.
    pub delta: Option<Delta>,
}

impl Default for ImputationRule {
    fn default() -> Self {
        Self {
            m: None,
            iterations: 10,
            seed: Seed(1),
            visiting: Visiting::AsGiven,
            predictors: None,
            delta: None,
        }
    }
}

/// Order within a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visiting {
    /// As the table lists them.
    #[default]
    AsGiven,
    /// Fewest gaps first, which converges at once if gaps are nested.
    FewestGapsFirst,
}

/// Several completed tables, and how the chains went.
#[derive(Clone, Debug, PartialEq)]
pub struct Imputations {
    /// One a chain, in the order of the chains.
    pub tables: Vec<Completed>,
    /// Means and SDs of what was drawn, for each incomplete column.
    pub trace: Vec<Trace>,
}

/// A table without gaps: known values as given, bit for bit, drawn ones elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Completed {
    /// In the order of the table's columns, in the unit of the data; levels and yes/no as 0, 1, ...
    pub columns: Vec<Vec<f64>>,
}

/// What was drawn for one column, on the scale it was modelled on (logarithms for [`super::Scale::Log`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Position of the column in the table.
    pub column: usize,
    /// Rows without a value; those between bounds count too.
    pub n_missing: usize,
    /// `mean[chain][iteration]` of the drawn values. Chains that do not mix show a trend or lie apart.
    pub mean: Vec<Vec<f64>>,
    /// SD (divisor n - 1); 0 for a single drawn value.
    pub sd: Vec<Vec<f64>>,
}

/// A column that cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotImputable {
    /// Its name.
    pub column: String,
    /// Why: [`Undefined::NoValues`] where nothing is known; [`Undefined::TooFew`] where a linear or Tobit model has no
    /// more known values than regressors (leave some out by `predictors`); [`Undefined::NoSpread`] or
    /// [`Undefined::NotConverged`] where a Tobit model fits known values and bounds without spread;
    /// [`Undefined::LengthsDiffer`] where `predictors` do not fit the table, [`Undefined::NotPartOfMethod`] where `delta`
    /// names no column of numbers; [`Undefined::BeyondRange`] for values or bounds 1e100 SDs from the others.
    pub reason: Undefined,
}

impl fmt::Display for NotImputable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {} cannot be imputed: {}", self.column, self.reason)
    }
}

impl std::error::Error for NotImputable {}

/// Fills the gaps m times by chained equations (van Buuren & Groothuis-Oudshoorn, J Stat Softw 2011;45(3)): gaps start
/// as random draws from the column's known values, then each round refits every incomplete column on all others and
/// draws its gaps anew. Other columns enter on their scale (logarithm or not), levels as indicators of all but the
/// first; a regressor that others make up is left out.
///
/// Each chain has a random stream of its own: the result is the same for any number of threads. Rows with nothing
/// known are filled too. O(m iterations columns n (log n + p²)).
pub fn impute(table: &Table, rule: &ImputationRule) -> Result<Imputations, NotImputable> {
    let plan = Plan::of(table, rule)?;
    let m = rule.m.unwrap_or_else(|| table.suggested_m());
    let chains: Result<Vec<Chain>, NotImputable> =
        (0..m as u64).into_par_iter().map(|chain| run(&plan, rule, chain)).collect();
    let (tables, traces): (Vec<_>, Vec<_>) = chains?.into_iter().unzip();
    let trace = plan.order.iter().enumerate().map(|(visit, &column)| {
        let part = |pick: fn(&(f64, f64)) -> f64| {
            traces.iter().map(|chain| chain[visit].iter().map(pick).collect()).collect()
        };
        let n_missing = plan.columns[column].gaps.len();
        Trace { column, n_missing, mean: part(|pair| pair.0), sd: part(|pair| pair.1) }
    });
    Ok(Imputations { tables, trace: trace.collect() })
}

/// SDs from the mean beyond which squares might overflow.
const FAR: f64 = 1e100;

/// A column in units of its own centre and spread.
struct Measured<'a> {
    column: &'a Column,
    centre: f64,
    spread: f64,
    cells: Vec<Cell>,
    known: Vec<u32>,
    gaps: Vec<u32>,
    /// Its regressors: first position among all, and how many.
    regressors: std::ops::Range<usize>,
    /// Positions of the regressors of the columns that fill it, the intercept first.
    filled_by: Vec<usize>,
    /// Added to draws for missing values, in units of the spread; and on the column's scale.
    shift: f64,
    delta: f64,
}

struct Plan<'a> {
    n: usize,
    n_regressors: usize,
    columns: Vec<Measured<'a>>,
    order: Vec<usize>,
}

impl<'a> Plan<'a> {
    fn of(table: &'a Table, rule: &ImputationRule) -> Result<Self, NotImputable> {
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
            if column.scale == super::Scale::Log { scaled(value.max(0.0)) } else { scaled(value) }
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
    fn start(&self, stream: &mut Stream) -> Vec<f64> {
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
    fn back(&self, value: f64) -> f64 {
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

/// A completed table, and mean and SD of what was drawn: `[incomplete column][iteration]`.
type Chain = (Completed, Vec<Vec<(f64, f64)>>);

/// One chain's current values.
struct State {
    /// Column by column, in units of the spread.
    values: Vec<Vec<f64>>,
    /// All regressors row by row, the intercept first.
    regressors: Vec<f64>,
    /// For matched columns, the row each gap was copied from.
    sources: Vec<Vec<u32>>,
}

fn run(plan: &Plan<'_>, rule: &ImputationRule, chain: u64) -> Result<Chain, NotImputable> {
    let mut stream = rule.seed.stream(chain);
    let mut state = State::start(plan, &mut stream);
    let mut trace = vec![Vec::with_capacity(rule.iterations); plan.order.len()];
    for _ in 0..rule.iterations {
        for (visit, &at) in plan.order.iter().enumerate() {
            state
                .visit(plan, at, &mut stream)
                .map_err(|reason| NotImputable { column: plan.columns[at].column.name.clone(), reason })?;
            trace[visit].push(state.drawn(&plan.columns[at], at));
        }
    }
    Ok((state.complete(plan), trace))
}

impl State {
    fn start(plan: &Plan<'_>, stream: &mut Stream) -> Self {
        let values: Vec<Vec<f64>> = plan.columns.iter().map(|column| column.start(stream)).collect();
        let mut regressors = vec![0.0; plan.n * plan.n_regressors];
        regressors.iter_mut().step_by(plan.n_regressors).for_each(|intercept| *intercept = 1.0);
        let sources = vec![Vec::new(); values.len()];
        let mut state = Self { values, regressors, sources };
        (0..plan.columns.len()).for_each(|at| state.derive(plan, at));
        for (at, column) in plan.columns.iter().enumerate() {
            (0..plan.n as u32).for_each(|row| state.regress(plan, column, at, row));
        }
        state
    }

    /// Writes one value to its regressors.
    fn regress(&mut self, plan: &Plan<'_>, column: &Measured<'_>, at: usize, row: u32) {
        let value = self.values[at][row as usize];
        let first = row as usize * plan.n_regressors;
        let places = &mut self.regressors[first + column.regressors.start..first + column.regressors.end];
        if let Kind::Ordered { .. } = column.column.kind {
            for (level, place) in places.iter_mut().enumerate() {
                *place = f64::from(value == (level + 1) as f64);
            }
        } else {
            places[0] = value;
        }
    }

    fn visit(&mut self, plan: &Plan<'_>, at: usize, stream: &mut Stream) -> Answer<()> {
        let column = &plan.columns[at];
        let rows = self.rows(plan, column);
        let values = &mut self.values[at];
        match (column.column.imputation, column.column.kind) {
            (Imputation::Matching { donors }, _) => {
                let line = Line::draw(&rows, &column.known, values, stream);
                let predicted = column.known.iter().map(|&row| (dot(rows.row(row as usize), &line.hat), row));
                let pool = Donors::new(predicted.collect());
                let draw = |&row: &u32| pool.draw(dot(rows.row(row as usize), &line.beta), donors, stream);
                let sources: Vec<u32> = column.gaps.iter().map(draw).collect();
                column.gaps.iter().zip(&sources).for_each(|(&gap, &source)| {
                    values[gap as usize] = values[source as usize];
                });
                self.sources[at] = sources;
            }
            (Imputation::Linear, _) => {
                let line = Line::draw(&rows, &column.known, values, stream);
                if column.known.len() <= line.rank {
                    return Err(Undefined::TooFew { needed: line.rank + 1, found: column.known.len() });
                }
                for &gap in &column.gaps {
                    values[gap as usize] =
                        dot(rows.row(gap as usize), &line.beta) + line.sigma * stream.normal();
                }
            }
            (Imputation::Tobit, _) => tobit::fill(&rows, &column.cells, values, stream)?,
            (_, Kind::Ordered { n_levels }) if n_levels > 1 => {
                let odds = Odds::draw(&rows, &column.known, values, n_levels, stream)?;
                for &gap in &column.gaps {
                    values[gap as usize] = odds.level(rows.row(gap as usize), stream) as f64;
                }
            }
            _ => column.gaps.iter().for_each(|&gap| values[gap as usize] = 0.0),
        }
        for &gap in &column.gaps {
            if column.cells[gap as usize] == Cell::Missing {
                self.values[at][gap as usize] += column.shift;
            }
            self.regress(plan, column, at, gap);
        }
        for (child, follower) in plan.columns.iter().enumerate() {
            if follower.column.derivation.is_some_and(|derivation| derivation.parents().contains(&at)) {
                self.derive(plan, child);
                follower.gaps.iter().for_each(|&gap| self.regress(plan, follower, child, gap));
            }
        }
        Ok(())
    }

    /// Fills the gaps of a column that follows from two others as they stand; nothing for other columns.
    fn derive(&mut self, plan: &Plan<'_>, at: usize) {
        let column = &plan.columns[at];
        let Some(derivation) = column.column.derivation else { return };
        for row in column.gaps.iter().map(|&gap| gap as usize) {
            let [first, second] =
                derivation.parents().map(|parent| plan.columns[parent].back(self.values[parent][row]));
            let value = column.column.scale.of(derivation.value(first, second));
            self.values[at][row] = ((value - column.centre) / column.spread).clamp(-FAR, FAR);
        }
    }

    /// The regressors that fill a column, packed.
    fn rows(&self, plan: &Plan<'_>, column: &Measured<'_>) -> Rows {
        let p = column.filled_by.len();
        let mut values = Vec::with_capacity(plan.n * p);
        for row in self.regressors.chunks_exact(plan.n_regressors) {
            values.extend(column.filled_by.iter().map(|&position| row[position]));
        }
        Rows { p, values }
    }

    /// Mean and SD of the gaps' values on the column's scale.
    fn drawn(&self, column: &Measured<'_>, at: usize) -> (f64, f64) {
        let drawn: Vec<f64> = column.gaps.iter().map(|&row| self.values[at][row as usize]).collect();
        let Some(moments) = Moments::of(&drawn) else { return (0.0, 0.0) };
        (column.centre + column.spread * moments.mean, column.spread * moments.sd().unwrap_or(0.0))
    }

    fn complete(&self, plan: &Plan<'_>) -> Completed {
        let filled = plan.columns.iter().enumerate().map(|(at, column)| {
            let mut completed: Vec<f64> = column
                .column
                .cells
                .iter()
                .zip(&self.values[at])
                .map(|(cell, &value)| match *cell {
                    Cell::Known(known) => known,
                    Cell::Between(low, high) => column.back(value).clamp(low, high),
                    Cell::Missing => column.back(value),
                })
                .collect();
            for (&gap, &source) in column.gaps.iter().zip(&self.sources[at]) {
                let copied = completed[source as usize];
                let scale = column.column.scale;
                completed[gap as usize] =
                    if column.delta == 0.0 { copied } else { scale.back(scale.of(copied) + column.delta) };
            }
            completed
        });
        let mut columns: Vec<Vec<f64>> = filled.collect();
        for (at, column) in plan.columns.iter().enumerate() {
            let Some(derivation) = column.column.derivation else { continue };
            for row in column.gaps.iter().map(|&gap| gap as usize) {
                let [first, second] = derivation.parents().map(|parent| columns[parent][row]);
                let least =
                    if column.column.scale == super::Scale::Log { f64::MIN_POSITIVE } else { -f64::MAX };
                columns[at][row] = derivation.value(first, second).clamp(least, f64::MAX);
            }
        }
        Completed { columns }
    }
}
