//! One chain of a multiple imputation.

use super::chained::{Completed, ImputationRule, NotImputable};
use super::column::{Cell, Imputation, Kind, Scale};
use super::linear::{Line, Rows};
use super::matching::Donors;
use super::odds::Odds;
use super::plan::{FAR, Measured, Plan};
use super::tobit;
use crate::matrix::dot;
use crate::numeric::Moments;
use crate::random::Stream;
use crate::{Answer, Undefined};

/// A completed table, and mean and SD of what was drawn: `[incomplete column][iteration]`.
pub(super) type Chain = (Completed, Vec<Vec<(f64, f64)>>);

/// One chain's current values.
struct State {
    /// Column by column, in units of the spread.
    values: Vec<Vec<f64>>,
    /// All regressors row by row, the intercept first.
    regressors: Vec<f64>,
    /// For matched columns, the row each gap was copied from.
    sources: Vec<Vec<u32>>,
}

/// One chain, from random known values in the gaps to a completed table.
pub(super) fn run(plan: &Plan<'_>, rule: &ImputationRule, chain: u64) -> Result<Chain, NotImputable> {
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
                let least = if column.column.scale == Scale::Log { f64::MIN_POSITIVE } else { -f64::MAX };
                columns[at][row] = derivation.value(first, second).clamp(least, f64::MAX);
            }
        }
        Completed { columns }
    }
}
