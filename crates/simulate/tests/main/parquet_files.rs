//! Parquet files hold what the CSV files hold, in the types that a CDM has.

use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use simulate::{Cdm, Plan, Table, TableFiles, write_omop};
use tempfile::TempDir;
use timeline::Day;

use crate::common::read;

fn written(n_persons: usize, share: f64, files: TableFiles) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    write_omop(&Plan::new(n_persons, 3), &Cdm { files, share }, folder.path(), &|_| {}).expect("a hospital");
    folder
}

fn batches(path: &Path) -> Vec<RecordBatch> {
    let file = File::open(path).expect("opened");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("a reader");
    reader.map(|batch| batch.expect("rows")).collect()
}

/// A cell as the CSV file has it.
fn cell(array: &dyn Array, row: usize) -> String {
    if array.is_null(row) {
        return String::new();
    }
    match array.data_type() {
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Date32 => Day::from_number(array.as_primitive::<Date32Type>().value(row)).iso(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Timestamp(TimeUnit::Microsecond, None) => {
            let day = array.as_primitive::<TimestampMicrosecondType>().value(row) / 86_400_000_000;
            format!("{} 00:00:00", Day::from_number(day as i32).iso())
        }
        other => panic!("{other}"),
    }
}

#[test]
fn both_kinds_of_files_hold_the_same_cells() {
    let (csv, parquet) = (written(400, 0.3, TableFiles::Csv), written(400, 0.3, TableFiles::Parquet));
    for table in Table::ALL {
        let expected = read(&csv.path().join(format!("cdm/{}.csv", table.word())));
        let batches = batches(&parquet.path().join(format!("cdm/{}.parquet", table.word())));
        let mut rows = expected.rows.iter();
        for batch in &batches {
            let names: Vec<&str> = batch.schema_ref().fields().iter().map(|it| it.name().as_str()).collect();
            assert_eq!(names, expected.header, "{table:?}");
            for at in 0..batch.num_rows() {
                let found: Vec<String> = batch.columns().iter().map(|array| cell(array, at)).collect();
                assert_eq!(Some(&found), rows.next(), "{table:?}");
            }
        }
        assert_eq!(rows.next(), None, "{table:?}");
    }
}

#[test]
fn row_groups_hold_a_million_rows_and_pages_have_an_index() {
    let folder = written(22_000, 0.0005, TableFiles::Parquet);
    let file = File::open(folder.path().join("cdm/measurement.parquet")).expect("opened");
    let options = parquet::arrow::arrow_reader::ArrowReaderOptions::new()
        .with_page_index_policy(parquet::file::metadata::PageIndexPolicy::Required);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).expect("an index");
    let groups = reader.metadata().row_groups();
    assert_eq!(groups[0].num_rows(), 1_000_000);
    assert_eq!(groups.len(), 2);
}
