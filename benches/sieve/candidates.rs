//! The job of `benches/sieve/run.py` by the crate `sieve`: who is a candidate, and the candidates' events.
//!
//! `candidates FOLDER CODES` prints a line per table (rows, sum of persons, sum of keys, sum of values) and
//! at last the seconds of the work. `candidates FOLDER CODES bare` reads the same columns
//! of every row and does nothing else.

use std::sync::Arc;
use std::time::Instant;

use sieve::cdm::Table;
use sieve::{Answer, Codes, Engine, Failure, IdSet, Plan, Question, Rows, extract, folder};

/// The tables of events, each with its columns besides person, day and key; as in `peers.py`.
const EVENTS: [(Table, &[&str]); 5] = [
    (
        Table::Measurement,
        &[
            "measurement_concept_id",
            "operator_concept_id",
            "value_as_number",
            "value_as_concept_id",
            "unit_concept_id",
            "range_low",
            "range_high",
            "measurement_source_value",
            "measurement_source_concept_id",
            "unit_source_value",
            "value_source_value",
        ],
    ),
    (
        Table::ConditionOccurrence,
        &["condition_concept_id", "condition_source_value", "condition_source_concept_id"],
    ),
    (
        Table::ProcedureOccurrence,
        &["procedure_concept_id", "quantity", "procedure_source_value", "procedure_source_concept_id"],
    ),
    (
        Table::DrugExposure,
        &[
            "drug_concept_id",
            "drug_exposure_end_date",
            "quantity",
            "drug_source_value",
            "drug_source_concept_id",
        ],
    ),
    (Table::VisitOccurrence, &["visit_concept_id", "visit_end_date", "visit_source_value"]),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let start = Instant::now();
    let done = match arguments.as_slice() {
        [place, codes] => job(place, codes),
        [place, _, bare] if bare == "bare" => scan(place),
        _ => panic!("candidates FOLDER CODES [bare]"),
    };
    if let Err(failure) = done {
        eprintln!("{failure}");
        std::process::exit(1);
    }
    println!("seconds {}", start.elapsed().as_secs_f64());
}

fn job(place: &str, codes: &str) -> Result<(), Failure> {
    let engine = folder(place.as_ref())?;
    let question = |(table, columns): (Table, &[&'static str])| Question {
        table,
        columns: columns.to_vec(),
        codes: ids(codes, table),
    };
    let diagnoses = ids(codes, Table::ConditionOccurrence).into_iter();
    let plan = Plan {
        candidates: diagnoses.map(|codes| (Table::ConditionOccurrence, codes)).collect(),
        questions: EVENTS.map(question).into(),
        ..Plan::default()
    };
    let extract = extract(&*engine, &plan)?;
    println!("candidates {}", extract.candidates.len());
    extract.answers.iter().for_each(show);
    Ok(())
}

/// The concepts of a table: the line that begins with its name.
fn ids(codes: &str, table: Table) -> Option<Codes> {
    let text = std::fs::read_to_string(codes).unwrap_or_else(|error| panic!("reading {codes}: {error}"));
    let line = text.lines().find_map(|line| line.strip_prefix(table.name()))?;
    let ids: IdSet =
        line.trim().split(',').map(|id| id.parse::<i64>().expect("a concept's number")).collect();
    Some(Codes { ids: Arc::new(ids), ..Codes::default() })
}

fn show(answer: &Answer) {
    let Answer { table, rows, .. } = answer;
    let sum = |column: Option<&str>| column.map_or(0, |column| rows.ids(column).sum::<i64>());
    let values = match table {
        Table::Measurement => (0..rows.len()).filter_map(|row| rows.number("value_as_number", row)).sum(),
        _ => 0.0,
    };
    println!("{} {} {} {} {values:.3}", table.name(), rows.len(), sum(table.person()), sum(table.key()));
}

fn scan(place: &str) -> Result<(), Failure> {
    let engine: Box<dyn Engine> = folder(place.as_ref())?;
    for (table, columns) in EVENTS {
        let mut asked: Vec<&str> = table.person().into_iter().chain(table.day()).chain(table.key()).collect();
        asked.extend(columns);
        let mut n_rows = 0;
        engine.scan(table, &asked, &mut |batch| {
            n_rows += Rows::new(batch.clone()).len();
            Ok(())
        })?;
        println!("{} {n_rows}", table.name());
    }
    Ok(())
}
