//! The account of open databases, beside counts taken with Python (pyarrow 26 and its `csv`): every row is in it.
//! The databases lie beside the repository; where they are absent the tests say so.

use std::path::{Path, PathBuf};

use source::quality::{Check, QualityRow};
use source::{Options, SourceSpec};

/// A folder of the open data, or `None` with a line that says so.
fn open_data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    if !path.is_dir() {
        println!("LEFT OUT: ../shared/data/{name} is not there");
        return None;
    }
    Some(path)
}

fn profile(source: &str) -> Vec<QualityRow> {
    let protocol = protocol::Protocol::builtin();
    let options = Options { max_rows_not_used: 1.0, ..retreat::study::options(&protocol) };
    source::profile(&[SourceSpec::new(source)], &options, &()).unwrap_or_else(|failure| panic!("{failure}"))
}

fn count(account: &[QualityRow], place: &str, check: Check, detail: &str) -> Option<u64> {
    let is = |row: &&QualityRow| row.place == place && row.check == check && row.detail == detail;
    account.iter().find(is).map(|row| row.n)
}

#[test]
fn gibleed_has_periods_of_nobody_and_measurements_without_values() {
    let Some(folder) = open_data("omop_gibleed_parquet") else { return };
    let account = profile(&format!("omop:{}", folder.display()));
    for (table, n_rows) in [
        ("person", 2694),
        ("observation_period", 5343),
        ("measurement", 44053),
        ("condition_occurrence", 65332),
        ("procedure_occurrence", 37409),
        ("drug_exposure", 67707),
        ("observation", 1477),
        ("visit_occurrence", 1037),
    ] {
        let place = format!("{table}.parquet");
        assert_eq!(count(&account, &place, Check::RowsRead, "all rows"), Some(n_rows), "{table}");
        let n_orphans = if table == "observation_period" { Some(2649) } else { None };
        assert_eq!(count(&account, &place, Check::Orphans, "all rows"), n_orphans, "{table}");
    }
    let of = |check, detail| count(&account, "measurement.parquet", check, detail);
    assert_eq!(of(Check::AllNullColumn, "value_as_number"), Some(44053));
    assert_eq!(of(Check::AllNullColumn, "unit_source_value"), Some(44053));
    assert_eq!(of(Check::Nulls, "measurement_date"), None);
    assert_eq!(count(&account, "", Check::Uninvolved, ""), Some(2694));
    let without = count(&account, "observation_period.parquet", Check::WithoutObservationPeriod, "");
    assert_eq!(without, Some(0));
}

#[test]
fn every_line_of_open_fhir_files_is_accounted_for() {
    for (name, n_lines, n_patients) in
        [("fhir_r4_synthea_ndjson", 3157, 15), ("fhir_r4_bulk_smart10", 7164, 13)]
    {
        let Some(folder) = open_data(name) else { return };
        let account = profile(&format!("fhir:{}", folder.display()));
        let files = || {
            account.iter().filter(|row| row.place.contains("ndjson") && !row.place.contains(" as patient"))
        };
        let read: u64 = files().filter(|row| row.check == Check::RowsRead).map(|row| row.n).sum();
        // Lines that are not blank, the export's own log among them.
        assert_eq!(read, n_lines, "{name}");
        assert_eq!(count(&account, "", Check::Uninvolved, ""), Some(n_patients), "{name}");
    }
}
