//! The written CDM holds together: keys, codes, persons, days.

use std::collections::{HashMap, HashSet};

use simulate::{Cdm, CdmSummary, Mess, Plan, Table, TableFiles, write_omop};
use tempfile::TempDir;
use timeline::Day;

use crate::common::{Table as Sheet, read};

struct Written {
    folder: TempDir,
    summary: CdmSummary,
}

fn written(n_persons: usize, share: f64, files: TableFiles) -> Written {
    let folder = TempDir::new().expect("a folder");
    let summary = write_omop(&Plan::new(n_persons, 5), &Cdm { files, share }, folder.path(), &|_| {});
    Written { folder, summary: summary.expect("a hospital") }
}

fn csv(n_persons: usize, share: f64) -> (Written, HashMap<&'static str, Sheet>) {
    let written = written(n_persons, share, TableFiles::Csv);
    let table = |table: &Table| {
        (table.word(), read(&written.folder.path().join(format!("cdm/{}.csv", table.word()))))
    };
    let tables = Table::ALL.iter().map(table).collect();
    (written, tables)
}

/// The columns of the acceptance hospital's files, which another program wrote.
#[test]
fn tables_have_the_columns_of_cdm_5_4() {
    let (_, tables) = csv(3, 1.0);
    for (table, columns) in [
        (
            "person",
            "person_id gender_concept_id year_of_birth month_of_birth day_of_birth birth_datetime \
             race_concept_id ethnicity_concept_id location_id provider_id care_site_id person_source_value \
             gender_source_value gender_source_concept_id race_source_value race_source_concept_id \
             ethnicity_source_value ethnicity_source_concept_id",
        ),
        (
            "measurement",
            "measurement_id person_id measurement_concept_id measurement_date measurement_datetime \
             measurement_time measurement_type_concept_id operator_concept_id value_as_number \
             value_as_concept_id unit_concept_id range_low range_high provider_id visit_occurrence_id \
             visit_detail_id measurement_source_value measurement_source_concept_id unit_source_value \
             unit_source_concept_id value_source_value measurement_event_id meas_event_field_concept_id",
        ),
        (
            "death",
            "person_id death_date death_datetime death_type_concept_id cause_concept_id cause_source_value cause_source_concept_id",
        ),
    ] {
        assert_eq!(tables[table].header.join(" "), columns, "{table}");
    }
}

#[test]
fn keys_count_from_one_and_persons_rise() {
    let (_, tables) = csv(1_200, 0.25);
    for (name, table) in &tables {
        let key = format!("{name}_id");
        if name.starts_with("concept") || !table.header.contains(&"person_id".to_owned()) {
            continue;
        }
        let persons: Vec<i64> = table.column("person_id").map(|id| id.parse().expect("a number")).collect();
        assert!(persons.is_sorted(), "{name}");
        if *name != "person" && table.header.contains(&key) {
            let keys = table.column(&key).map(|key| key.parse::<usize>().expect("a number"));
            assert!(keys.eq(1..=table.rows.len()), "{name}");
        }
    }
    let persons: Vec<&str> = tables["person"].column("person_id").collect();
    assert_eq!((persons.len(), persons[0], persons[1_199]), (1_200, "10000001", "10001200"));
}

#[test]
fn every_row_names_a_person_and_every_code_a_concept() {
    let (_, tables) = csv(1_500, 0.4);
    let persons: HashSet<&str> = tables["person"].column("person_id").collect();
    let concepts: HashSet<&str> = tables["concept"].column("concept_id").collect();
    assert_eq!(concepts.len(), tables["concept"].rows.len());
    for (name, table) in &tables {
        for (at, column) in table.header.iter().enumerate() {
            let is_concept = column.ends_with("concept_id") || column.starts_with("concept_id_");
            for row in &table.rows {
                let known = match &row[at][..] {
                    "" | "0" => true,
                    id if column == "person_id" => persons.contains(id),
                    // Operators are named by the study contract, and are no codes of the hospital.
                    id if is_concept && column != "operator_concept_id" => concepts.contains(id),
                    _ => true,
                };
                assert!(known, "{name}.{column}: {}", row[at]);
            }
        }
    }
}

#[test]
fn codes_are_those_of_the_vocabulary() {
    let (_, tables) = csv(1_500, 0.4);
    let concepts = &tables["concept"];
    let code_of: HashMap<&str, &str> =
        concepts.column("concept_id").zip(concepts.column("concept_code")).collect();
    for (table, own, text) in [
        ("condition_occurrence", "condition_source_concept_id", "condition_source_value"),
        ("procedure_occurrence", "procedure_source_concept_id", "procedure_source_value"),
        ("drug_exposure", "drug_source_concept_id", "drug_source_value"),
        ("measurement", "measurement_source_concept_id", "measurement_source_value"),
    ] {
        let table = &tables[table];
        assert!(table.column(own).zip(table.column(text)).all(|(own, text)| code_of[own] == text));
    }
    let vocabularies: HashSet<&str> = concepts.column("vocabulary_id").collect();
    for row in &concepts.rows {
        let (id, vocabulary) = (row[0].parse::<i64>().expect("a number"), &row[concepts.at("vocabulary_id")]);
        assert!(vocabulary != "SYNTHETIC" || id > 2_000_000_000, "{id}");
    }
    assert!(vocabularies.contains("SYNTHETIC") && vocabularies.contains("LOINC"));
}

#[test]
fn days_lie_within_the_observation_and_before_death() {
    let (_, tables) = csv(1_200, 0.5);
    let period = &tables["observation_period"];
    let mut periods = HashMap::new();
    for row in &period.rows {
        let day = |name: &str| Day::parse_iso(row[period.at(name)].as_bytes()).expect("a day");
        let (first, last) = (day("observation_period_start_date"), day("observation_period_end_date"));
        assert!(first <= last);
        periods.insert(row[1].clone(), (first, last));
    }
    for (table, column) in [
        ("measurement", "measurement_date"),
        ("visit_occurrence", "visit_start_date"),
        ("condition_occurrence", "condition_start_date"),
        ("procedure_occurrence", "procedure_date"),
        ("drug_exposure", "drug_exposure_start_date"),
    ] {
        let (table, mut before) = (&tables[table], (String::new(), String::new()));
        for row in &table.rows {
            let now = (row[table.at("person_id")].clone(), row[table.at(column)].clone());
            let day = Day::parse_iso(now.1.as_bytes()).expect("a day");
            let (first, last) = periods[&now.0];
            assert!(first <= day && day <= last, "{column}");
            assert!(before <= now, "{column}: rows of a person stand by day");
            before = now;
        }
    }
}

#[test]
fn rows_are_counted_as_they_are_written() {
    let (written, tables) = csv(700, 0.1);
    assert_eq!((written.summary.n_persons, written.summary.n_patients), (700, 70));
    for (table, n_rows) in Table::ALL.iter().zip(written.summary.n_rows) {
        assert_eq!(tables[table.word()].rows.len() as u64, n_rows, "{table:?}");
    }
    let per_person = tables["measurement"].rows.len() as f64 / 700.0;
    assert!((42.0..58.0).contains(&per_person), "{per_person}");
    assert_eq!(tables["cdm_source"].column("cdm_version").collect::<Vec<_>>(), ["5.4"]);
}

#[test]
fn treatments_with_a_code_leave_the_sidecar() {
    let (written, tables) = csv(1_500, 1.0);
    let sheet = read(&written.folder.path().join("sidecar/treatment.csv"));
    let kinds: HashSet<String> = sheet.column("type").map(|kind| kind.trim().to_lowercase()).collect();
    assert!(kinds.contains("systemic") && kinds.contains("percutaneous_ablation"));
    assert!(!kinds.contains("ebrt") && !kinds.contains("tki"), "{kinds:?}");
    let drugs: HashSet<&str> = tables["drug_exposure"].column("drug_source_value").collect();
    assert!(
        ["A9517", "A9530", "A9528", "A9529", "J3240", "H01AB01", "L01EX02"]
            .iter()
            .all(|it| drugs.contains(it))
    );
    let persons: HashSet<&str> = tables["person"].column("person_id").collect();
    let imaging = read(&written.folder.path().join("sidecar/imaging.csv"));
    let unknown = imaging.column("person_id").filter(|id| !persons.contains(id.trim())).count();
    assert!(unknown * 50 < imaging.rows.len(), "{unknown}");
}

/// A value below the detection limit keeps the limit and the sign; a word for it likewise.
#[test]
fn operators_hold_what_the_laboratory_printed() {
    let (_, tables) = csv(800, 1.0);
    let table = &tables["measurement"];
    let at = |name| table.at(name);
    let (operator, number, text) =
        (at("operator_concept_id"), at("value_as_number"), at("value_source_value"));
    let mut words = 0;
    for row in table.rows.iter().filter(|row| row[at("measurement_source_value")] == "3013-0") {
        let (operator, number, text) = (&row[operator][..], &row[number], &row[text]);
        if let Some(limit) = text.strip_prefix('<') {
            assert_eq!((operator, number.parse().ok()), ("4171756", limit.parse::<f64>().ok()));
        } else if let Some(limit) = text.strip_prefix('>') {
            assert_eq!((operator, number.parse().ok()), ("4172704", limit.parse::<f64>().ok()));
        } else if text.chars().all(|it| it.is_alphabetic() || it == ' ') {
            assert_eq!(operator, "4171756", "{text}");
            words += 1;
        } else {
            assert!(["", "4172703"].contains(&operator), "{text}");
        }
    }
    assert!(words > 0);
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let bytes = |n_threads: usize, files: TableFiles| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
        let written = pool.install(|| written(4_600, 0.05, files));
        let path = written.folder.path().join(format!("cdm/measurement.{}", files.word()));
        std::fs::read(path).expect("a table")
    };
    for files in [TableFiles::Csv, TableFiles::Parquet] {
        assert!(bytes(1, files) == bytes(3, files), "{files:?}");
    }
}

#[test]
fn a_share_without_meaning_is_refused() {
    let folder = TempDir::new().expect("a folder");
    for share in [0.0, -0.1, 1.1, f64::NAN] {
        let cdm = Cdm { files: TableFiles::Csv, share };
        assert!(write_omop(&Plan::new(10, 1), &cdm, folder.path(), &|_| {}).is_err(), "{share}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
}

/// The patients are those of the small hospital, whatever stands around them.
#[test]
fn patients_do_not_depend_on_the_background() {
    let truth = |share: f64, n: usize| {
        let written = written(n, share, TableFiles::Csv);
        let truth = read(&written.folder.path().join("truth/truth.csv"));
        truth.rows.iter().map(|row| row[1..].to_vec()).collect::<Vec<_>>()
    };
    let clean = crate::common::hospital(20, 5, Mess::Realistic).truth();
    assert_eq!(truth(0.1, 200), clean.rows.iter().map(|row| row[1..].to_vec()).collect::<Vec<_>>());
}
