//! The cluster gives what the plain engine gives.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::record_batch::RecordBatch;
use sieve::cdm::Table;
use sieve::{Codes, Engine, Extract, Filter, IdSet, Pattern, Patterns, Plan, Question, extract};

use crate::hospital;
use crate::plain::Plain;
use crate::processes::{Cluster, within};

const LIMIT: Duration = Duration::from_secs(300);

/// Codes of every form.
fn codes(ids: impl IntoIterator<Item = i64>) -> Codes {
    let texts = ["x1", "X1.*", "y_*", "*-END", "Y%3", "O'K", "\u{c4}x1", "nowhere"];
    let patterns = Patterns::new(texts.iter().map(|text| Pattern::new(text)).collect());
    Codes { ids: Arc::new(ids.into_iter().collect()), texts: Arc::new(patterns) }
}

/// A plan that asks in every way.
pub fn plan() -> Plan {
    let only_ids = |id| Codes { ids: Arc::new(IdSet::new(vec![id])), texts: Arc::default() };
    let question =
        |table, columns: &[&'static str], codes| Question { table, columns: columns.into(), codes };
    Plan {
        candidates: vec![
            (Table::ConditionOccurrence, codes(1..9)),
            (Table::Measurement, only_ids(7)),
            (Table::DrugExposure, only_ids(1)),
        ],
        named: vec![-11, 12, 999_999],
        named_by_source: vec!["P40".into(), "nobody".into()],
        everybody: vec!["year_of_birth"],
        questions: vec![
            question(Table::Measurement, &["value_as_number", "unit_source_value"], Some(codes(3..40))),
            question(Table::Measurement, &["measurement_source_value", "range_low"], None),
            question(Table::ConditionOccurrence, &["condition_source_value"], Some(codes([]))),
            question(Table::ObservationPeriod, &["observation_period_end_date"], None),
            question(Table::Death, &["cause_source_value"], None),
        ],
    }
}

pub fn assert_equal(given: &Extract, expected: &Extract) {
    assert_eq!(given.everybody.batch(), expected.everybody.batch());
    assert_eq!(given.candidates, expected.candidates);
    assert_eq!(given.persons.batch(), expected.persons.batch());
    for (given, expected) in given.answers.iter().zip(&expected.answers) {
        let counts = |answer: &sieve::Answer| (answer.table, answer.n_rows, answer.n_coded, answer.n_orphans);
        assert_eq!(counts(given), counts(expected));
        assert_eq!(given.rows.batch(), expected.rows.batch(), "{:?}", expected.table);
    }
}

fn scanned(engine: &dyn Engine, table: Table, columns: &[&'static str]) -> RecordBatch {
    let mut parts = Vec::new();
    let scanned = engine.scan(table, columns, &mut |part| {
        parts.push(part.clone());
        Ok(())
    });
    scanned.expect("the cluster is alive");
    concat_batches(&parts[0].schema(), &parts).expect("one schema")
}

#[test]
fn every_row_and_count_is_that_of_the_plain_engine() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cluster = Cluster::start(2, folder.path());
    let tables = folder.path().join("hospital 1");
    let plain = hospital::write(&tables, 3000, 24_000);
    let url = cluster.url();
    within(LIMIT, move || {
        let files = sieve::folder(&tables).expect("the files are whole");
        let engine = cluster::engine(&url, &tables, files.catalog().clone()).expect("the cluster is alive");
        let (given, expected) = (extract(&*engine, &plan()), extract(&plain, &plan()));
        let expected = expected.expect("memory does not fail");
        assert!(expected.candidates.len() > 100 && expected.answers[0].rows.len() > 1000);
        assert!(expected.answers[0].n_orphans > 0);
        assert_equal(&given.expect("the cluster is alive"), &expected);
        assert_equal(&extract(&*files, &plan()).expect("the files are whole"), &expected);
        a_scan_keeps_the_order(&*engine, &plain);
        many_identifiers_fit(&*engine, &plain);
    });
    drop(cluster);
}

fn a_scan_keeps_the_order(engine: &dyn Engine, plain: &Plain) {
    let columns = ["measurement_id", "measurement_date", "unit_source_value", "range_high"];
    assert_eq!(scanned(engine, Table::Measurement, &columns), scanned(plain, Table::Measurement, &columns));
    let failed = engine.scan(Table::Measurement, &columns, &mut |_| {
        Err(sieve::Fault::new(sieve::FaultKind::TooLarge, "here", "enough", "stop").into())
    });
    assert!(failed.expect_err("it was told to stop").to_string().contains("enough"));
}

fn many_identifiers_fit(engine: &dyn Engine, plain: &Plain) {
    let ids: IdSet = (0..100_000).map(|number| number * 3 - 150_000).collect();
    let filter = Filter::In { column: "person_id", ids: Arc::new(ids) };
    let columns = ["measurement_id"];
    let start = std::time::Instant::now();
    let given = engine.select(Table::Measurement, &columns, &filter).expect("the cluster is alive");
    eprintln!("100,000 identifiers: {:.1} s", start.elapsed().as_secs_f64());
    let expected = plain.select(Table::Measurement, &columns, &filter).expect("memory does not fail");
    assert_eq!(given.rows.num_rows(), expected.rows.num_rows());
    assert!(given.rows.num_rows() > 1000);
}
