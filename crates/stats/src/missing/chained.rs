//! Multiple imputation by chained equations.

use super::delta::Delta;
use super::plan::Plan;
use super::state::{Chain, run};
use super::table::Table;
use crate::Undefined;
use crate::random::Seed;
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
