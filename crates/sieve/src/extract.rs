//! Candidates first, their rows after: the one order in which every engine is asked.

use std::sync::Arc;

use arrow_array::RecordBatch;

use crate::cdm::Table;
use crate::engine::Engine;
use crate::failure::Failure;
use crate::filter::{Filter, IdSet, Patterns};
use crate::rows::Rows;

/// Codes, by the concepts they are and by the texts they are stored as.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    /// Concepts, standard or of the source.
    pub ids: Arc<IdSet>,
    /// Texts in the source's column.
    pub texts: Arc<Patterns>,
}

/// Rows wanted of one table.
#[derive(Clone, Debug)]
pub struct Question {
    /// The table.
    pub table: Table,
    /// The columns, besides the person, the day and the key.
    pub columns: Vec<&'static str>,
    /// Only rows with such a code; `None`: every row.
    pub codes: Option<Codes>,
}

/// What a study asks for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Whoever has such a row is a candidate.
    pub candidates: Vec<(Table, Codes)>,
    /// Candidates in any case.
    pub named: Vec<i64>,
    /// Candidates in any case, by `person_source_value` (trimmed).
    pub named_by_source: Vec<String>,
    /// Columns wanted of every person, besides `person_id`; for candidates all columns are read.
    pub everybody: Vec<&'static str>,
    /// What is wanted of the candidates.
    pub questions: Vec<Question>,
}

/// The rows of one question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The table.
    pub table: Table,
    /// The rows of candidates: person, day, key and the columns asked for, sorted by person, day, key
    /// and then by the other columns.
    pub rows: Rows,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows with a code asked for, whoever's they are.
    pub n_coded: u64,
    /// Those of them whose person is not in the table `person`.
    pub n_orphans: u64,
}

/// What came through.
#[derive(Clone, Debug)]
pub struct Extract {
    /// Everybody in `person`: `person_id` and [`Plan::everybody`], sorted by `person_id`.
    pub everybody: Rows,
    /// The candidates who are in `person`.
    pub candidates: Arc<IdSet>,
    /// The candidates' rows of `person`, all columns, sorted by `person_id`.
    pub persons: Rows,
    /// The answers, in the order of [`Plan::questions`].
    pub answers: Vec<Answer>,
}

/// Asks the engine for the candidates, then for their rows.
///
/// # Errors
/// As [`Engine::select`].
pub fn extract(engine: &dyn Engine, plan: &Plan) -> Result<Extract, Failure> {
    let everybody = everybody(engine, plan)?;
    let candidates = Arc::new(candidates(engine, plan, &everybody)?);
    let persons = persons(engine, &candidates)?;
    let answers = plan.questions.iter().map(|question| answer(engine, question, &candidates));
    let answers = answers.collect::<Result<_, _>>()?;
    Ok(Extract { everybody, candidates, persons, answers })
}

fn everybody(engine: &dyn Engine, plan: &Plan) -> Result<Rows, Failure> {
    let mut columns = vec!["person_id"];
    columns.extend(&plan.everybody);
    if !plan.named_by_source.is_empty() && !columns.contains(&"person_source_value") {
        columns.push("person_source_value");
    }
    let selected = engine.select(Table::Person, &columns, &Filter::Everything)?;
    Ok(sorted(selected.rows))
}

fn candidates(engine: &dyn Engine, plan: &Plan, everybody: &Rows) -> Result<IdSet, Failure> {
    let mut ids = plan.named.clone();
    for (table, codes) in &plan.candidates {
        if let Some(filter) = coded(*table, codes) {
            let filter = Filter::All(vec![filter, Filter::KnownPerson]);
            let selected = engine.select(*table, &["person_id"], &filter)?;
            ids.extend(Rows::new(selected.rows).ids("person_id"));
        }
    }
    if !plan.named_by_source.is_empty() {
        let mut named: Vec<&str> = plan.named_by_source.iter().map(String::as_str).collect();
        named.sort_unstable();
        for row in 0..everybody.len() {
            let source = everybody.text("person_source_value", row).map(str::trim);
            if source.is_some_and(|source| named.binary_search(&source).is_ok()) {
                ids.extend(everybody.id("person_id", row));
            }
        }
    }
    let known: IdSet = everybody.ids("person_id").collect();
    Ok(ids.into_iter().filter(|id| known.contains(*id)).collect())
}

fn persons(engine: &dyn Engine, candidates: &Arc<IdSet>) -> Result<Rows, Failure> {
    let columns: Vec<&str> = Table::Person.columns().iter().map(|column| column.name).collect();
    let filter = Filter::In { column: "person_id", ids: candidates.clone() };
    Ok(sorted(engine.select(Table::Person, &columns, &filter)?.rows))
}

fn answer(engine: &dyn Engine, question: &Question, candidates: &Arc<IdSet>) -> Result<Answer, Failure> {
    let table = question.table;
    let first = table.person().into_iter().chain(table.day()).chain(table.key());
    let mut columns: Vec<&str> = Vec::new();
    for column in first.chain(question.columns.iter().copied()) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let codes = match &question.codes {
        None => Filter::Everything,
        Some(codes) => coded(table, codes).unwrap_or_else(|| Filter::Any(Vec::new())),
    };
    let is_candidate = Filter::In { column: "person_id", ids: candidates.clone() };
    let filter = Filter::All(vec![codes, Filter::KnownPerson, is_candidate]);
    let selected = engine.select(table, &columns, &filter)?;
    let passed = |part: usize| selected.passed.get(part).copied().unwrap_or_default();
    Ok(Answer {
        table,
        n_rows: selected.n_rows,
        n_coded: passed(0),
        n_orphans: passed(0) - passed(1),
        rows: sorted(selected.rows),
    })
}

/// Rows with such a code; `None` when there are no codes or the table has none.
fn coded(table: Table, codes: &Codes) -> Option<Filter> {
    let [standard, source, text] = table.codes()?;
    let mut any = Vec::new();
    if !codes.ids.is_empty() {
        any.extend([standard, source].map(|column| Filter::In { column, ids: codes.ids.clone() }));
    }
    if !codes.texts.is_empty() {
        any.push(Filter::Like { column: text, patterns: codes.texts.clone() });
    }
    (!any.is_empty()).then_some(Filter::Any(any))
}

/// The rows sorted by their columns, from the first to the last, nulls first.
fn sorted(batch: RecordBatch) -> Rows {
    let rows = Rows::new(batch);
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let comparators = rows.comparators();
    order.sort_by(|a, b| {
        let parts = comparators.iter().map(|compare| compare(*a as usize, *b as usize));
        parts.into_iter().find(|part| part.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    rows.taken(order)
}
