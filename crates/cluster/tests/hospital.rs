//! A CDM made by hand: tables in memory, and the same as Parquet files with everything that files may differ
//! in.

use std::collections::BTreeMap;
use std::fs::{File, create_dir_all};
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, Date32Array, Float64Array, Int64Array, StringArray, new_null_array,
};
use datafusion::arrow::compute::{cast, concat_batches};
use datafusion::arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;
use sieve::cdm::{Kind, Table};
use sieve::{Catalog, Found, InputFile, Version};

use crate::plain::Plain;

/// Texts with spaces of every sort, both cases, letters beyond ASCII, and signs that SQL reads otherwise.
const TEXTS: &[Option<&str>] = &[
    Some("X1"),
    Some(" x1 "),
    Some("\u{a0}X1\t"),
    Some("x1.2"),
    Some("X1.25\n"),
    Some("\u{e4}x1"),
    Some("\u{c4}X1"),
    Some("Y_2"),
    Some("YA2"),
    Some("y%3"),
    Some("8-end"),
    Some("8-END "),
    Some("o'k"),
    Some(""),
    None,
];

/// How a file differs from the tables in memory.
struct Writing<'a> {
    file: &'a str,
    upper: bool,
    types: &'a [(&'a str, DataType)],
    omitted: &'a [&'a str],
    rows_per_group: usize,
}

/// Numbers without any pattern that matters here, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn id(&mut self, limit: u64) -> Option<i64> {
        let id = self.below(limit);
        (id != 0).then_some(id as i64)
    }

    fn text(&mut self) -> Option<&'static str> {
        TEXTS[self.below(TEXTS.len() as u64) as usize]
    }
}

type Columns = Vec<(&'static str, ArrayRef)>;

/// Writes the files; the same tables in memory.
pub fn write(folder: &Path, n_persons: i64, n_measurements: i64) -> Plain {
    let mut numbers = Numbers(1);
    let mut tables: BTreeMap<Table, RecordBatch> =
        Table::ALL.iter().map(|table| (*table, whole(*table, Vec::new(), 0))).collect();
    tables.insert(Table::Person, persons(&mut numbers, n_persons));
    tables.insert(Table::ConditionOccurrence, conditions(&mut numbers, n_persons));
    tables.insert(Table::Measurement, measurements(&mut numbers, n_persons, n_measurements));
    tables.insert(Table::ObservationPeriod, periods(n_persons));
    let catalog = Catalog {
        name: "hospital".into(),
        version: Version::Either,
        tables: vec![
            split(folder, &mut tables, Table::Person, PERSON),
            split(folder, &mut tables, Table::ObservationPeriod, PERIOD),
            split(folder, &mut tables, Table::ConditionOccurrence, CONDITION),
            split(folder, &mut tables, Table::Measurement, MEASUREMENT),
        ],
        not_read: Vec::new(),
    };
    Plain::new(catalog, tables)
}

const PERSON: &[Writing<'_>] =
    &[Writing { file: "person.parquet", upper: false, types: &[], omitted: &[], rows_per_group: 500 }];

const PERIOD: &[Writing<'_>] = &[Writing {
    file: "OBSERVATION_PERIOD.parquet",
    upper: true,
    types: &[
        ("observation_period_start_date", DataType::Timestamp(TimeUnit::Nanosecond, None)),
        ("observation_period_id", DataType::UInt32),
    ],
    omitted: &[],
    rows_per_group: 100_000,
}];

const CONDITION: &[Writing<'_>] = &[
    Writing {
        file: "condition_occurrence/part 0 [a].parquet",
        upper: false,
        types: &[("condition_concept_id", DataType::Int32), ("condition_source_value", DataType::Utf8View)],
        omitted: &["condition_source_concept_id"],
        rows_per_group: 1000,
    },
    Writing {
        file: "condition_occurrence/part%201.PARQUET",
        upper: false,
        types: &[],
        omitted: &["condition_source_concept_id"],
        rows_per_group: 1000,
    },
];

const MEASUREMENT: &[Writing<'_>] = &[
    Writing {
        file: "measurement/0.parquet",
        upper: true,
        types: &[
            ("measurement_id", DataType::Int32),
            ("measurement_concept_id", DataType::Int32),
            ("measurement_date", DataType::Timestamp(TimeUnit::Millisecond, None)),
            ("measurement_source_value", DataType::LargeUtf8),
        ],
        omitted: &[],
        rows_per_group: 3000,
    },
    Writing {
        file: "measurement/1.parquet",
        upper: false,
        types: &[("measurement_date", DataType::Date64), ("value_as_number", DataType::Float32)],
        omitted: &[],
        rows_per_group: 700,
    },
    Writing { file: "measurement/2.parquet", upper: false, types: &[], omitted: &[], rows_per_group: 700 },
    Writing {
        file: "measurement/3.parquet",
        upper: false,
        types: &[],
        omitted: &[],
        rows_per_group: 100_000,
    },
];

/// Of every tenth a number beyond 2^53, so that a way through doubles would be seen; some are negative.
fn person(number: i64) -> i64 {
    match number % 10 {
        0 => 9_007_199_254_740_993 + number,
        1 => -number,
        _ => number,
    }
}

fn persons(numbers: &mut Numbers, n: i64) -> RecordBatch {
    let births = (0..n).map(|_| (numbers.below(9) > 0).then(|| numbers.below(20_000) as i32 - 10_000));
    let births: Date32Array = births.collect();
    let sources: StringArray = (0..n).map(|number| Some(format!(" P{number} "))).collect();
    let columns: Columns = vec![
        ("person_id", ints((0..n).map(|number| Some(person(number))))),
        ("gender_concept_id", ints((0..n).map(|number| Some(number % 2)))),
        ("year_of_birth", ints((0..n).map(|number| Some(1940 + number % 60)))),
        ("birth_datetime", Arc::new(births)),
        ("person_source_value", Arc::new(sources)),
    ];
    whole(Table::Person, columns, n as usize)
}

fn periods(n_persons: i64) -> RecordBatch {
    let n = n_persons + 50;
    let columns: Columns = vec![
        ("observation_period_id", ints((0..n).map(Some))),
        ("person_id", ints((0..n).map(|number| Some(person(number))))),
        ("observation_period_start_date", days((0..n).map(|number| number as i32 % 9000 - 3000))),
        ("observation_period_end_date", days((0..n).map(|number| number as i32 % 9000 + 3000))),
    ];
    whole(Table::ObservationPeriod, columns, n as usize)
}

fn conditions(numbers: &mut Numbers, n_persons: i64) -> RecordBatch {
    let n = n_persons * 2;
    let texts: StringArray = (0..n).map(|_| numbers.text()).collect();
    let columns: Columns = vec![
        ("condition_occurrence_id", ints((0..n).map(|number| Some(n - number)))),
        ("person_id", ints((0..n).map(|_| Some(person(numbers.below(n_persons as u64 + 20) as i64))))),
        ("condition_concept_id", ints((0..n).map(|_| numbers.id(400)))),
        ("condition_start_date", days((0..n).map(|_| numbers.below(8000) as i32))),
        ("condition_source_value", Arc::new(texts)),
        ("condition_source_concept_id", ints((0..n).map(|_| numbers.id(400)))),
    ];
    whole(Table::ConditionOccurrence, columns, n as usize)
}

fn measurements(numbers: &mut Numbers, n_persons: i64, n: i64) -> RecordBatch {
    let texts: StringArray = (0..n).map(|_| numbers.text()).collect();
    let units: StringArray = (0..n).map(|_| (numbers.below(5) > 0).then_some("ng/mL")).collect();
    let values = (0..n).map(|_| (numbers.below(7) > 0).then(|| numbers.below(4000) as f64 / 8.0));
    let values: Float64Array = values.collect();
    let columns: Columns = vec![
        ("measurement_id", ints((0..n).map(Some))),
        ("person_id", ints((0..n).map(|_| Some(person(numbers.below(n_persons as u64 + 20) as i64))))),
        ("measurement_concept_id", ints((0..n).map(|_| numbers.id(60)))),
        ("measurement_date", days((0..n).map(|_| numbers.below(16_000) as i32 - 4000))),
        ("value_as_number", Arc::new(values)),
        ("measurement_source_value", Arc::new(texts)),
        ("unit_source_value", Arc::new(units)),
    ];
    whole(Table::Measurement, columns, n as usize)
}

fn ints(values: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.collect::<Int64Array>())
}

fn days(values: impl Iterator<Item = i32>) -> ArrayRef {
    Arc::new(values.map(Some).collect::<Date32Array>())
}

/// The table with all its columns; those not given are null.
fn whole(table: Table, mut given: Columns, n_rows: usize) -> RecordBatch {
    let columns = table.columns().iter().map(|column| {
        let data_type = match column.kind {
            Kind::Id => DataType::Int64,
            Kind::Day => DataType::Date32,
            Kind::Number => DataType::Float64,
            Kind::Text => DataType::Utf8,
        };
        let place = given.iter().position(|(name, _)| *name == column.name);
        let array = place.map_or_else(|| new_null_array(&data_type, n_rows), |place| given.remove(place).1);
        (Field::new(column.name, data_type, true), array)
    });
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("types and lengths are equal")
}

/// Writes a table's rows in as many files as there are ways to write them. What a file omits becomes null in
/// memory too.
fn split(
    folder: &Path,
    tables: &mut BTreeMap<Table, RecordBatch>,
    table: Table,
    writings: &[Writing<'_>],
) -> Found {
    let rows = &tables[&table];
    let share = rows.num_rows().div_ceil(writings.len());
    let mut shards = Vec::new();
    for (number, writing) in writings.iter().enumerate() {
        let first = number * share;
        let shard = rows.slice(first, share.min(rows.num_rows() - first));
        write_file(folder, writing, &shard);
        shards.push(without(&shard, writing.omitted));
    }
    let rows = concat_batches(&rows.schema(), &shards).expect("one schema");
    tables.insert(table, rows);
    let files = writings.iter().map(|writing| InputFile {
        name: writing.file.into(),
        bytes: 0,
        hash: ("sha256", String::new()),
    });
    let columns = table.columns().iter().map(|column| column.name).collect();
    Found { table, name: table.name().into(), columns, files: files.collect() }
}

fn without(rows: &RecordBatch, omitted: &[&str]) -> RecordBatch {
    let columns = rows.schema_ref().fields().iter().zip(rows.columns());
    let arrays = columns.map(|(field, array)| match omitted.contains(&field.name().as_str()) {
        true => new_null_array(field.data_type(), rows.num_rows()),
        false => array.clone(),
    });
    RecordBatch::try_new(rows.schema(), arrays.collect()).expect("types and lengths are equal")
}

fn write_file(folder: &Path, writing: &Writing<'_>, rows: &RecordBatch) {
    let path = folder.join(writing.file);
    create_dir_all(path.parent().expect("it is in the folder")).expect("the folder can be made");
    let schema = rows.schema();
    let columns = schema.fields().iter().zip(rows.columns());
    let columns = columns.filter(|(field, _)| !writing.omitted.contains(&field.name().as_str()));
    let columns = columns.map(|(field, array)| {
        let typed = writing.types.iter().find(|(name, _)| name == field.name());
        let data_type = typed.map_or(field.data_type(), |(_, data_type)| data_type);
        let name = if writing.upper { field.name().to_uppercase() } else { field.name().clone() };
        (name, cast(array, data_type).expect("the types are near"))
    });
    let batch = RecordBatch::try_from_iter(columns).expect("the lengths are equal");
    let properties =
        WriterProperties::builder().set_max_row_group_row_count(Some(writing.rows_per_group)).build();
    let file = File::create(path).expect("the file can be made");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("a known schema");
    writer.write(&batch).expect("the disk has room");
    writer.close().expect("the disk has room");
}
