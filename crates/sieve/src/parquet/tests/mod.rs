//! Whether every way of storing a table gives the rows that a plain look at each of them gives.

mod damage;
mod plain;
mod written;

use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::{ParquetFile, open, scan, select};
use crate::cdm::Table;
use crate::{Filter, IdSet, Pattern, Patterns};
use written::{NAMES, Row, Way, canonical, rows, way, write};

fn ids() -> impl Strategy<Value = Arc<IdSet>> {
    let id = prop_oneof![8 => 0..30_i64, 4 => 0..4_000_i64, 1 => 2_000_000_000..2_000_000_020_i64, 1 => any::<i64>()];
    proptest::collection::vec(id, 0..12).prop_map(|ids| Arc::new(IdSet::new(ids)))
}

fn leaf() -> impl Strategy<Value = Filter> {
    let columns =
        vec!["person_id", "measurement_concept_id", "measurement_source_concept_id", "unit_concept_id"];
    let codes = vec!["C73*", "E89.0", "*-c73.9", "x"];
    let patterns = subsequence(codes, 0..4)
        .prop_map(|codes| Arc::new(Patterns::new(codes.into_iter().map(Pattern::new).collect())));
    prop_oneof![
        1 => Just(Filter::Everything),
        3 => Just(Filter::KnownPerson),
        8 => (proptest::sample::select(columns), ids()).prop_map(|(column, ids)| Filter::In { column, ids }),
        3 => patterns.prop_map(|patterns| Filter::Like { column: "measurement_source_value", patterns }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    leaf().prop_recursive(3, 12, 4, |inner| {
        let parts = proptest::collection::vec(inner, 0..4);
        prop_oneof![parts.clone().prop_map(Filter::All), parts.prop_map(Filter::Any)]
    })
}

const TABLE: Table = Table::Measurement;

/// The rows in two files.
fn files(folder: &Path, rows: &[Row], way: &Way) -> Vec<ParquetFile> {
    let (first, second) = rows.split_at(rows.len() / 3);
    let write = |(name, rows)| {
        let path = folder.join(name);
        write(&path, rows, way);
        open(&path, name, TABLE).unwrap()
    };
    [("1.parquet", first), ("2.parquet", second)].map(write).into()
}

/// The rows as they are in two files, where the keys begin anew.
fn expected(rows: &[Row]) -> RecordBatch {
    let (first, second) = rows.split_at(rows.len() / 3);
    let parts = [canonical(first), canonical(second)];
    let mut batch = concat_batches(&parts[0].schema(), &parts).unwrap();
    let absent = arrow_array::new_null_array(&arrow_schema::DataType::Int64, batch.num_rows());
    let mut fields = batch.schema().fields().to_vec();
    fields.push(Arc::new(arrow_schema::Field::new("unit_concept_id", arrow_schema::DataType::Int64, true)));
    let columns = batch.columns().iter().cloned().chain([absent]).collect();
    batch = RecordBatch::try_new(Arc::new(arrow_schema::Schema::new(fields)), columns).unwrap();
    batch
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn the_rows_are_those_that_a_plain_look_finds(
        rows in rows(),
        way in way(),
        filter in filter(),
        known in ids(),
        columns in subsequence(NAMES.to_vec(), 0..NAMES.len()).prop_shuffle(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path(), &rows, &way);
        let all = expected(&rows);
        let (wanted, passed) = plain::select(&all, &filter, &known);
        let selected = select(&files, TABLE, &columns, &filter, &known).unwrap();
        prop_assert_eq!(selected.n_rows, rows.len() as u64);
        prop_assert_eq!(selected.passed, passed);
        let places: Vec<usize> = columns.iter().map(|name| wanted.schema().index_of(name).unwrap()).collect();
        prop_assert_eq!(selected.rows, wanted.project(&places).unwrap());
        let mut scanned = Vec::new();
        scan(&files, TABLE, &[&NAMES[..], &["unit_concept_id"]].concat(), &mut |batch| {
            scanned.push(batch.clone());
            Ok(())
        }).unwrap();
        prop_assert_eq!(concat_batches(&all.schema(), &scanned).unwrap(), all);
    }
}
