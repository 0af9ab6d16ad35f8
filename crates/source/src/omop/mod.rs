//! From the tables of a CDM to a chart: what its codes mean to the study (contract 10).
//!
//! Concept sets are resolved through the CDM's own vocabulary; which persons and rows are wanted follows
//! from them, any engine fetches those, and each row is given the meanings of its code. Values stay as
//! stored.

mod billed;
mod concept_use;
mod decide;
mod families;
mod named;
mod people;
mod plan;
mod spelling;
#[cfg(test)]
mod tests;
mod translate;
mod values;
mod vocabulary;

use std::collections::HashMap;

use sieve::cdm::Table;
use sieve::{Engine, Extract, Failure, Filter};
use timeline::Concept;

pub use concept_use::{ConceptUse, FoundBy, TableUse};

use crate::chart::Chart;
use crate::facts::Known;
use crate::options::Identity;
use vocabulary::Resolved;

/// Whose events are wanted.
pub(crate) struct Wanted<'a> {
    /// Which column names a person.
    pub identity: Identity,
    /// Whether also those of persons without a record of the disease.
    pub is_everybody: bool,
    /// What the other sources say.
    pub known: &'a Known,
}

/// What became of the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableAccount {
    /// The table's name.
    pub table: &'static str,
    /// All its rows.
    pub n_rows: u64,
    /// Rows with a code or text that may be the study's, whoever's they are.
    pub n_coded: u64,
    /// Those of them whose person is not in `person`.
    pub n_orphans: u64,
    /// Those of candidates.
    pub n_of_candidates: u64,
    /// Those of candidates that mean something to the study.
    pub n_meant: u64,
}

/// A CDM, read.
pub(crate) struct Charted {
    pub chart: Chart,
    /// One entry for each line of the concept sets, in their order.
    pub concepts: Vec<ConceptUse>,
    /// One entry for each question to a table, in the order asked.
    pub tables: Vec<TableAccount>,
    /// Persons without the identifier that is asked for; they are nowhere in the chart.
    pub n_unnamed: u64,
}

/// All rows of each table, in the order of the catalog.
fn n_rows(engine: &dyn Engine, resolved: &Resolved<'_>, extract: &Extract) -> Result<Vec<u64>, Failure> {
    let answers = extract.answers.iter().map(|answer| (answer.table, answer.n_rows));
    let mut known: HashMap<Table, u64> = resolved.n_rows.iter().copied().chain(answers).collect();
    known.insert(Table::Person, extract.everybody.len() as u64);
    let n_rows = |table: Table| match known.get(&table) {
        Some(n_rows) => Ok(*n_rows),
        None => {
            let first = table.columns()[0].name;
            Ok(engine.select(table, &[first], &Filter::Any(Vec::new()))?.n_rows)
        }
    };
    engine.catalog().tables.iter().map(|found| n_rows(found.table)).collect()
}

/// Reads a CDM.
///
/// # Errors
/// As [`Engine::select`].
pub(crate) fn chart(
    engine: &dyn Engine,
    concepts: &[Concept],
    wanted: &Wanted<'_>,
) -> Result<Charted, Failure> {
    let resolved = vocabulary::resolve(engine, concepts)?;
    let plan = plan::plan(engine, &resolved, wanted)?;
    let extract = sieve::extract(engine, &plan)?;
    let named = named::named(engine, &resolved, &extract)?;
    let n_rows = n_rows(engine, &resolved, &extract)?;
    let input = translate::Input { catalog: engine.catalog(), n_rows: &n_rows, extract: &extract };
    Ok(translate::translate(&input, &resolved, &named, wanted.identity))
}
