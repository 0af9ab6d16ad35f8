//! The acceptance hospital as an OMOP CDM, with sheets for what OMOP has no place for.

use std::fs::{self, File};
use std::path::Path;

use parquet::arrow::ArrowWriter;

use super::compare::{assert_equals, folder, run_sources};

fn cdm() -> String {
    format!("omop:{}", folder("acceptance_omop/cdm").display())
}

fn sidecar() -> String {
    format!("sheets:{}", folder("acceptance_omop/sidecar").display())
}

#[test]
fn the_acceptance_hospital_as_omop_gives_what_it_must() {
    assert_equals(&run_sources(&[cdm(), sidecar()]), &folder("acceptance_omop/expected"));
}

#[test]
fn the_sheets_beside_a_cdm_may_be_named_first() {
    assert_equals(&run_sources(&[sidecar(), cdm()]), &folder("acceptance_omop/expected"));
}

/// Distant disease known by its diagnosis alone is read from the conditions, excludes its persons, and is no study.
#[test]
fn diagnoses_of_metastases_are_evidence_and_no_imaging() {
    let study = run_sources(&[cdm(), sidecar()]);
    let conditions: Vec<_> =
        study.reading.files.iter().filter(|file| file.name.contains("condition_occurrence")).collect();
    let sheets: Vec<_> = conditions.iter().map(|file| (file.sheet.word(), file.rows_used)).collect();
    // C78.00, C78.02, C78.7, C79.31, C79.51, C79.89, 197.0, 198.3, 198.5; neither C77.0, C78.1 nor 197.1.
    assert_eq!(sheets, [("metastasis", 24)]);
}

/// Every table once more as a Parquet file, with the columns that the program knows.
fn write_as_parquet(to: &Path) {
    let engine = sieve::folder(&folder("acceptance_omop/cdm")).expect("a CDM");
    for found in &engine.catalog().tables {
        let path = to.join(format!("{}.parquet", found.table.name().to_uppercase()));
        let mut writer = None;
        let write = &mut |rows: &_| {
            let file = || File::create(&path).expect("created");
            let schema = arrow_schema(rows);
            let writer =
                writer.get_or_insert_with(|| ArrowWriter::try_new(file(), schema, None).expect("a writer"));
            writer.write(rows).expect("written");
            Ok(())
        };
        engine.scan(found.table, &found.columns, write).expect("read");
        if let Some(writer) = writer {
            writer.close().expect("closed");
        }
    }
}

fn arrow_schema(rows: &arrow_array::RecordBatch) -> std::sync::Arc<arrow_schema::Schema> {
    rows.schema()
}

#[test]
fn parquet_files_give_what_csv_files_give() {
    let scratch = tempfile::tempdir().expect("a folder");
    write_as_parquet(scratch.path());
    let files = fs::read_dir(scratch.path()).expect("listed").count();
    assert_eq!(files, 12, "a file for every table of the CDM");
    let source = format!("omop:{}", scratch.path().display());
    assert_equals(&run_sources(&[source, sidecar()]), &folder("acceptance_omop/expected"));
}
