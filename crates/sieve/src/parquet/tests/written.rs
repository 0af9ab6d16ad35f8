//! Random tables, and the many ways in which a file may hold them.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use ::parquet::schema::types::ColumnPath;
use arrow_array::*;
use arrow_schema::{DataType, Field, Schema};
use proptest::prelude::*;
use proptest::sample::select;

use super::super::canonical::data_type;
use crate::cdm::Table;

/// The columns of the table, as the plain look sees them.
pub(super) const NAMES: [&str; 7] = [
    "measurement_id",
    "person_id",
    "measurement_concept_id",
    "measurement_date",
    "value_as_number",
    "measurement_source_value",
    "measurement_source_concept_id",
];

/// A row: person, concept, day, value, text, source concept. The key is the row's number.
pub(super) type Row = (Option<i64>, Option<i64>, Option<i32>, Option<f64>, Option<String>, Option<i64>);

/// Few or many distinct values, and rows in stretches, as tables sorted by person have them.
pub(super) fn rows() -> impl Strategy<Value = Vec<Row>> {
    let cell = |range: std::ops::Range<i64>| proptest::option::weighted(0.9, range);
    let row = (
        prop_oneof![cell(0..30), cell(0..4_000), cell(-5..5)],
        prop_oneof![4 => cell(0..20), 1 => cell(2_000_000_000..2_000_000_020)],
        proptest::option::weighted(0.95, -800..22_000_i32),
        proptest::option::weighted(0.8, (0..900_i32).prop_map(|tenths| f64::from(tenths) / 8.0)),
        proptest::option::weighted(0.8, select(TEXTS.to_vec()).prop_map(str::to_owned)),
        cell(0..20),
        1..40_usize,
    );
    let stretch = row.prop_map(|(person, concept, day, value, text, source, n)| {
        vec![(person, concept, day, value, text, source); n]
    });
    proptest::collection::vec(stretch, 0..60).prop_map(|stretches| stretches.concat())
}

pub(super) const TEXTS: [&str; 6] = ["C73", " c73.9 ", "E89.0", "8260/3-C73.9", "", "\u{e9}"];

/// As engines give it.
pub(super) fn canonical(rows: &[Row]) -> RecordBatch {
    let fields = NAMES.map(|name| {
        let column = Table::Measurement.column(name).unwrap();
        Field::new(name, data_type(column.kind), true)
    });
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(0..rows.len() as i64)),
        Arc::new(rows.iter().map(|row| row.0).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|row| row.1).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|row| row.2).collect::<Date32Array>()),
        Arc::new(rows.iter().map(|row| row.3).collect::<Float64Array>()),
        Arc::new(rows.iter().map(|row| row.4.as_deref()).collect::<StringArray>()),
        Arc::new(rows.iter().map(|row| row.5).collect::<Int64Array>()),
    ];
    RecordBatch::try_new(Arc::new(Schema::new(fields.to_vec())), arrays).unwrap()
}

/// How a file holds a table.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Which Arrow types: see [`stored`].
    pub(super) types: [usize; 4],
    is_upper_case: bool,
    has_dictionary: bool,
    dictionary_page: usize,
    version: WriterVersion,
    compression: Compression,
    statistics: EnabledStatistics,
    encoding: Option<Encoding>,
    rows_per_group: usize,
    rows_per_page: usize,
}

impl Way {
    /// Everything by places in dictionaries, in one row group, uncompressed.
    pub(super) fn plain_dictionary() -> Way {
        Way {
            types: [2, 0, 0, 0],
            is_upper_case: false,
            has_dictionary: true,
            dictionary_page: 1 << 20,
            version: WriterVersion::PARQUET_1_0,
            compression: Compression::UNCOMPRESSED,
            statistics: EnabledStatistics::Chunk,
            encoding: None,
            rows_per_group: 1 << 20,
            rows_per_page: 1 << 20,
        }
    }
}

pub(super) fn way() -> impl Strategy<Value = Way> {
    let compressions = vec![
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4_RAW,
    ];
    let statistics = vec![EnabledStatistics::None, EnabledStatistics::Chunk, EnabledStatistics::Page];
    let encodings = vec![None, Some(Encoding::PLAIN), Some(Encoding::DELTA_BINARY_PACKED)];
    let versions = vec![WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0];
    let writer = (select(versions), select(compressions), select(statistics), select(encodings));
    let sizes = (select(vec![40, 400, 1 << 20]), 1..900_usize, 1..300_usize);
    (any::<[usize; 4]>(), any::<[bool; 2]>(), writer, sizes).prop_map(
        |(types, [is_upper_case, has_dictionary], (version, compression, statistics, encoding), sizes)| Way {
            types,
            is_upper_case,
            has_dictionary,
            dictionary_page: sizes.0,
            version,
            compression,
            statistics,
            encoding,
            rows_per_group: sizes.1,
            rows_per_page: sizes.2,
        },
    )
}

/// Writes the rows in this way.
pub(super) fn write(path: &Path, rows: &[Row], way: &Way) {
    let batch = stored(rows, way);
    let mut properties = WriterProperties::builder()
        .set_writer_version(way.version)
        .set_compression(way.compression)
        .set_dictionary_enabled(way.has_dictionary)
        .set_dictionary_page_size_limit(way.dictionary_page)
        .set_statistics_enabled(way.statistics)
        .set_max_row_group_row_count(Some(way.rows_per_group))
        .set_data_page_row_count_limit(way.rows_per_page)
        .set_write_batch_size(16);
    for field in batch.schema().fields() {
        let is_number = matches!(field.data_type(), DataType::Int32 | DataType::Int64);
        if let Some(encoding) = way.encoding.filter(|_| is_number) {
            properties = properties.set_column_encoding(ColumnPath::from(field.name().as_str()), encoding);
        }
    }
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties.build())).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

/// The rows in the types of this way.
fn stored(rows: &[Row], way: &Way) -> RecordBatch {
    let [id, day, text, number] = way.types;
    let arrays = [
        ids(&(0..rows.len()).map(|row| Some(row as i64)).collect::<Vec<_>>(), 1),
        ids(&rows.iter().map(|row| row.0).collect::<Vec<_>>(), id),
        ids(&rows.iter().map(|row| row.1).collect::<Vec<_>>(), id / 8),
        days(&rows.iter().map(|row| row.2).collect::<Vec<_>>(), day),
        numbers(&rows.iter().map(|row| row.3).collect::<Vec<_>>(), number),
        texts(&rows.iter().map(|row| row.4.as_deref()).collect::<Vec<_>>(), text),
        ids(&rows.iter().map(|row| row.5).collect::<Vec<_>>(), id / 16),
    ];
    let name = |name: &str| if way.is_upper_case { name.to_uppercase() } else { name.to_owned() };
    let fields = NAMES.iter().zip(&arrays);
    let fields = fields.map(|(column, array)| Field::new(name(column), array.data_type().clone(), true));
    RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), arrays.to_vec()).unwrap()
}

fn ids(ids: &[Option<i64>], form: usize) -> ArrayRef {
    let ids = ids.iter().copied();
    match form % 6 {
        0 => Arc::new(ids.map(|id| id.map(|id| id as i32)).collect::<Int32Array>()),
        1 | 2 => Arc::new(ids.collect::<Int64Array>()),
        3 => Arc::new(ids.map(|id| id.map(|id| id as f64)).collect::<Float64Array>()),
        4 => {
            let digits = ids.map(|id| id.map(i128::from)).collect::<Decimal128Array>();
            Arc::new(digits.with_precision_and_scale(18, 0).unwrap())
        }
        _ => Arc::new(ids.map(|id| id.map(|id| id as i32)).collect::<Int32Array>()),
    }
}

fn days(days: &[Option<i32>], form: usize) -> ArrayRef {
    let days = days.iter().copied();
    let times = |per_day: i64| {
        let days = days.clone();
        // Before midnight, so that days before 1970 show how they are cut off.
        days.map(move |day| day.map(|day| i64::from(day) * per_day + per_day - 1))
    };
    match form % 5 {
        0 => Arc::new(days.collect::<Date32Array>()),
        1 => Arc::new(times(86_400_000_000).collect::<TimestampMicrosecondArray>().with_timezone("UTC")),
        2 => Arc::new(times(86_400_000).collect::<TimestampMillisecondArray>()),
        3 => Arc::new(times(86_400_000_000_000).collect::<TimestampNanosecondArray>()),
        _ => Arc::new(times(86_400_000).collect::<Date64Array>()),
    }
}

fn numbers(numbers: &[Option<f64>], form: usize) -> ArrayRef {
    let numbers = numbers.iter().copied();
    match form % 3 {
        0 => Arc::new(numbers.collect::<Float64Array>()),
        1 => Arc::new(numbers.map(|number| number.map(|number| number as f32)).collect::<Float32Array>()),
        _ => {
            let digits = numbers.map(|number| number.map(|number| (number * 1000.0) as i128));
            Arc::new(digits.collect::<Decimal128Array>().with_precision_and_scale(30, 3).unwrap())
        }
    }
}

fn texts(texts: &[Option<&str>], form: usize) -> ArrayRef {
    let texts = texts.iter().copied();
    match form % 5 {
        0 => Arc::new(texts.collect::<StringArray>()),
        1 => Arc::new(texts.collect::<LargeStringArray>()),
        2 => Arc::new(texts.collect::<StringViewArray>()),
        3 => Arc::new(texts.collect::<DictionaryArray<types::Int32Type>>()),
        _ => Arc::new(texts.map(|text| text.map(str::as_bytes)).collect::<BinaryArray>()),
    }
}
