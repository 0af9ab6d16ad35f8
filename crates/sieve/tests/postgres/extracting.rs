//! Whole extracts, equal to what the plainest engine and the one for files find in the same rows.

use std::fs;
use std::path::PathBuf;

use sieve::cdm::Table;
use sieve::{Answer, Codes, Extract, Plan, Question, Version, extract};

use super::cluster::Cluster;
use super::loading::load;
use super::reference::Reference;
use super::{connect, ids, patterns};

/// The folder with the acceptance hospital as CDM files.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/studies/acceptance_omop/cdm")
}

fn acceptance() -> Vec<(Table, String)> {
    let folder = folder();
    let file = |table: &Table| fs::read_to_string(folder.join(format!("{}.csv", table.name()))).ok();
    let files: Vec<_> = Table::ALL.iter().filter_map(|table| Some((*table, file(table)?))).collect();
    assert!(files.len() >= 12, "the acceptance hospital is in {}", folder.display());
    files
}

fn question(table: Table, codes: Option<Codes>) -> Question {
    Question { table, columns: table.columns().iter().map(|column| column.name).collect(), codes }
}

/// Codes that the files hold, by concept and by text.
fn plan() -> Plan {
    let histology = Codes { ids: ids(&[2_000_000_002]), texts: patterns(&["8260/3*", "*/3-c73.9"]) };
    let disease = Codes { ids: ids(&[4_178_976]), texts: patterns(&["C73"]) };
    let drugs = Codes { ids: ids(&[2_000_000_038]), texts: patterns(&["A95*", "J3240"]) };
    let operations = Codes { ids: ids(&[]), texts: patterns(&["60240", "602*"]) };
    let nothing = Codes { ids: ids(&[]), texts: patterns(&[]) };
    Plan {
        candidates: vec![(Table::ConditionOccurrence, histology), (Table::DrugExposure, drugs.clone())],
        named: vec![100_001, -5],
        named_by_source: vec!["P0002".into(), "nobody".into()],
        everybody: vec!["year_of_birth"],
        questions: vec![
            question(Table::ConditionOccurrence, Some(disease)),
            question(Table::DrugExposure, Some(drugs)),
            question(Table::ProcedureOccurrence, Some(operations)),
            question(Table::Measurement, None),
            question(Table::Note, None),
            question(Table::Death, None),
            question(Table::Observation, None),
            question(Table::ConditionOccurrence, Some(nothing)),
        ],
    }
}

#[test]
fn the_acceptance_hospital_gives_the_same_extract_as_row_by_row() {
    let Some(cluster) = Cluster::shared() else { return };
    let files = acceptance();
    let texts = load(&mut cluster.database("acceptance"), "cdm", &files);
    let engine = connect(&cluster.address("acceptance")).unwrap();
    assert_eq!(engine.catalog().version, Version::V54);
    let found = extract(engine.as_ref(), &plan()).unwrap();
    assert!(found.candidates.len() > 100, "the codes are in the files: {}", found.candidates.len());
    assert_equal(&found, &extract(&Reference::new(texts), &plan()).unwrap());
    let files = sieve::folder(&folder()).unwrap();
    assert_equal(&found, &extract(files.as_ref(), &plan()).unwrap());
}

fn assert_equal(found: &Extract, wanted: &Extract) {
    assert_eq!(found.everybody.batch(), wanted.everybody.batch());
    assert_eq!(found.candidates, wanted.candidates);
    assert_eq!(found.persons.batch(), wanted.persons.batch());
    assert_eq!(found.answers.len(), wanted.answers.len());
    for (found, wanted) in found.answers.iter().zip(&wanted.answers) {
        let counts = |answer: &Answer| (answer.n_rows, answer.n_coded, answer.n_orphans);
        assert_eq!(counts(found), counts(wanted), "{:?}", found.table);
        assert_eq!(found.rows.batch(), wanted.rows.batch(), "{:?}", found.table);
    }
}

#[test]
fn a_scan_gives_every_row_of_the_acceptance_hospital() {
    let Some(cluster) = Cluster::shared() else { return };
    let files = acceptance();
    load(&mut cluster.database("scanned"), "cdm", &files);
    let engine = connect(&cluster.address("scanned")).unwrap();
    for (table, text) in &files {
        let columns: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let mut n_rows = 0;
        let mut portions = Vec::new();
        let scan = engine.scan(*table, &columns, &mut |batch| {
            n_rows += batch.num_rows();
            portions.push(batch.num_rows());
            Ok(())
        });
        scan.unwrap();
        assert_eq!(n_rows, csv::Reader::from_reader(text.as_bytes()).records().count(), "{table:?}");
        assert!(portions.iter().all(|rows| (1..=8_192).contains(rows)), "{table:?}");
    }
}
