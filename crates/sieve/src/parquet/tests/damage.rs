//! Files that are not as they should be.

use std::fs;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::file::properties::WriterProperties;
use arrow_array::*;
use arrow_schema::{Field, Schema};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::written::{NAMES, Way, rows, way, write};
use super::{filter, ids};
use crate::cdm::Table;
use crate::parquet::{open, scan, select};
use crate::{Failure, Fault, FaultKind, Filter, IdSet};

fn faults(failure: Failure) -> Vec<Fault> {
    match failure {
        Failure::Data(faults) => faults,
        Failure::World { what, source, .. } => panic!("{what}: {source}"),
    }
}

/// Opens and reads all of a file.
fn read(bytes: &[u8], filter: &Filter, known: &IdSet) -> Result<u64, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.parquet");
    fs::write(&path, bytes).unwrap();
    let files = [open(&path, "measurement/m.parquet", Table::Measurement)?];
    let mut n_rows = 0;
    scan(&files, Table::Measurement, &NAMES, &mut |batch| {
        n_rows += batch.num_rows() as u64;
        Ok(())
    })?;
    select(&files, Table::Measurement, &NAMES, filter, known)?;
    Ok(n_rows)
}

fn written(batch: &RecordBatch, properties: Option<WriterProperties>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), properties).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let fields = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    RecordBatch::try_new(schema, columns.into_iter().map(|(_, array)| array).collect()).unwrap()
}

fn needed(person: ArrayRef, day: ArrayRef) -> RecordBatch {
    let id: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
    table(vec![
        ("MEASUREMENT_ID", id.clone()),
        ("person_id", person),
        ("measurement_concept_id", id),
        ("measurement_date", day),
    ])
}

fn three() -> ArrayRef {
    Arc::new(Int32Array::from(vec![Some(1), None, Some(3)]))
}

fn read_all(bytes: &[u8]) -> Result<u64, Failure> {
    read(bytes, &Filter::Everything, &IdSet::default())
}

#[test]
fn a_missing_column_and_a_wrong_type_are_named_together() {
    let batch = table(vec![
        ("person_id", Arc::new(StringArray::from(vec!["a"])) as ArrayRef),
        ("measurement_concept_id", Arc::new(BooleanArray::from(vec![true]))),
        ("measurement_date", Arc::new(Float64Array::from(vec![1.5]))),
    ]);
    let faults = faults(read_all(&written(&batch, None)).unwrap_err());
    let kinds: Vec<_> = faults.iter().map(|fault| fault.kind).collect();
    use FaultKind::*;
    assert_eq!(kinds, [MissingColumn, WrongType, WrongType, WrongType]);
    assert!(faults[0].message.contains("measurement_id"));
    assert!(faults[1].message.contains("person_id should hold whole numbers and holds Utf8"));
    assert!(faults.iter().all(|fault| fault.place == "measurement/m.parquet"));
}

#[test]
fn a_column_without_values_may_be_of_any_type() {
    let batch = table(vec![
        ("measurement_id", three()),
        ("person_id", three()),
        ("measurement_concept_id", three()),
        ("measurement_date", three()),
    ]);
    let fault = faults(read_all(&written(&batch, None)).unwrap_err()).remove(0);
    assert_eq!(fault.kind, FaultKind::WrongType);
    let batch = needed(Arc::new(BooleanArray::new_null(3)), Arc::new(NullArray::new(3)));
    assert_eq!(read_all(&written(&batch, None)).unwrap(), 3);
}

#[test]
fn a_value_that_cannot_be_read_is_named_by_its_row_and_not_shown() {
    let day = Arc::new(StringArray::from(vec!["2020-01-01", "2020-02-29 10:00", "30.02.2020"]));
    let fault = faults(read_all(&written(&needed(three(), day), None)).unwrap_err()).remove(0);
    assert_eq!((fault.kind, fault.row), (FaultKind::UnreadableValue, Some(3)));
    assert!(!fault.message.contains("30.02"), "{}", fault.message);
}

#[test]
fn a_file_cut_off_anywhere_is_a_fault_of_that_file() {
    let day = Arc::new(Date32Array::from(vec![1, 2, 3]));
    let bytes = written(&needed(three(), day), None);
    assert_eq!(read_all(&bytes).unwrap(), 3);
    for length in 0..bytes.len() {
        let fault = faults(read_all(&bytes[..length]).unwrap_err()).remove(0);
        assert_eq!((fault.kind, fault.place.as_str()), (FaultKind::DamagedFile, "measurement/m.parquet"));
    }
}

#[test]
fn a_file_that_is_not_there_is_not_the_data_s_fault() {
    let failure = open("/nowhere/m.parquet".as_ref(), "m.parquet", Table::Measurement).unwrap_err();
    assert!(matches!(failure, Failure::World { .. }));
}

/// The writer cannot write Brotli here, so the codec's number is changed in the footer: 1 (Snappy) to 4.
#[test]
fn a_compression_that_is_not_read_is_named() {
    let properties =
        WriterProperties::builder().set_compression(::parquet::basic::Compression::SNAPPY).build();
    let day = Arc::new(Date32Array::from(vec![1, 2, 3]));
    let mut bytes = written(&needed(three(), day), Some(properties));
    // In Thrift's compact protocol: the end of the path, then the field `codec` of an i32 in zigzag.
    for name in ["MEASUREMENT_ID", "person_id", "measurement_concept_id", "measurement_date"] {
        let (name, codec) = (name.as_bytes(), [0x15, 2]);
        let places: Vec<usize> = (0..bytes.len() - name.len() - 2)
            .filter(|at| bytes[*at..].starts_with(name) && bytes[at + name.len()..].starts_with(&codec))
            .collect();
        places.into_iter().for_each(|at| bytes[at + name.len() + 1] = 8);
    }
    let faults = faults(read_all(&bytes).unwrap_err());
    assert_eq!(faults.len(), 4);
    assert!(faults.iter().all(|fault| fault.kind == FaultKind::UnknownCompression));
    assert!(faults[0].message.contains("BROTLI"), "{}", faults[0].message);
}

fn one<T>(strategy: impl Strategy<Value = T>) -> T {
    strategy.new_tree(&mut TestRunner::deterministic()).unwrap().current()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]
    /// Whatever is changed in a file, there is an answer or a fault, and no panic.
    #[test]
    fn bytes_changed_at_random_never_break_the_program(
        rows in rows(),
        way in way(),
        filter in filter(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.parquet");
        write(&path, &rows, &way);
        let mut bytes = fs::read(&path).unwrap();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read(&bytes, &filter, &one(ids()));
    }
}

/// Places in a dictionary that it lacks, which no decoder may take for a row that is not wanted.
#[test]
fn a_place_that_the_dictionary_lacks_is_damage() {
    let (way, rows) = (Way::plain_dictionary(), one(rows().prop_filter("some", |rows| rows.len() > 100)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.parquet");
    write(&path, &rows, &way);
    let file = open(&path, "m.parquet", Table::Measurement).unwrap();
    let leaf = NAMES.iter().position(|name| *name == "measurement_concept_id").unwrap();
    let chunk = file.metadata().row_group(0).column(leaf);
    let (start, length) = chunk.byte_range();
    let mut bytes = fs::read(&path).unwrap();
    // The last bytes of the chunk are places in the dictionary.
    bytes[start as usize + length as usize - 1] = 0xff;
    bytes[start as usize + length as usize - 2] = 0xff;
    fs::write(&path, bytes).unwrap();
    let filter = Filter::In { column: "measurement_concept_id", ids: Arc::new((0..9).collect()) };
    let failure = select(&[file], Table::Measurement, &[], &filter, &IdSet::default()).unwrap_err();
    assert_eq!(faults(failure)[0].kind, FaultKind::DamagedFile);
}
