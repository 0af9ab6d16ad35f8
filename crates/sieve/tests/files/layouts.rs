//! The same hospital in every layout gives the same extract, which is written here by hand.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, Date32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;
use sieve::cdm::Table;
use sieve::{Codes, Extract, IdSet, Pattern, Patterns, Plan, Question, extract, folder};
use tempfile::TempDir;

use super::write;

const PERSON: &str = "person_id,gender_concept_id,year_of_birth,person_source_value
12,8507,1950,\"Q, 12\"
11,8532,1960,P11
13,8532,1970,
";

// Persons 11 and 12 by concept, 13 by none, 99 is nobody.
const CONDITION: &str =
    "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_source_value
1,11,4178976,2008-02-29,C73
2,12,0,2009-01-01, c73
3,13,0,2009-01-01,C34
4,99,4178976,2009-01-01,C73
";

const MEASUREMENT: &str = "measurement_id,person_id,measurement_concept_id,measurement_date,value_as_number,unit_source_value,value_source_value
7,12,55,2010-01-02,0.5,ng/mL,
5,11,55,2010-01-01,,ng/mL,<0.2
6,11,55,2010-01-01,1.25,,
8,13,55,2010-01-03,3,ng/mL,
9,11,56,2010-01-03,4,mIU/L,
4,99,55,2010-01-03,5,ng/mL,
";

const TABLES: [(&str, &str); 3] =
    [("person", PERSON), ("condition_occurrence", CONDITION), ("measurement", MEASUREMENT)];

fn plan() -> Plan {
    let codes = |ids: &[i64], texts: &[&str]| Codes {
        ids: Arc::new(ids.iter().copied().collect()),
        texts: Arc::new(Patterns::new(texts.iter().map(|text| Pattern::new(text)).collect())),
    };
    Plan {
        candidates: vec![(Table::ConditionOccurrence, codes(&[4178976], &["C73"]))],
        everybody: vec!["person_source_value"],
        questions: vec![Question {
            table: Table::Measurement,
            columns: vec!["value_as_number", "unit_source_value", "value_source_value", "range_low"],
            codes: Some(codes(&[55], &[])),
        }],
        ..Plan::default()
    }
}

fn answer(extract: &Extract) {
    let people = &extract.everybody;
    let names: Vec<_> = (0..people.len())
        .map(|row| (people.id("person_id", row), people.text("person_source_value", row)))
        .collect();
    assert_eq!(names, [(Some(11), Some("P11")), (Some(12), Some("Q, 12")), (Some(13), None)]);
    assert_eq!(*extract.candidates, IdSet::new(vec![11, 12]));
    let sexes: Vec<_> = extract.persons.ids("gender_concept_id").collect();
    assert_eq!(sexes, [8532, 8507]);
    let measured = &extract.answers[0];
    assert_eq!((measured.n_rows, measured.n_coded, measured.n_orphans), (6, 5, 1));
    let rows = &measured.rows;
    let rows: Vec<_> = (0..rows.len())
        .map(|row| {
            assert_eq!(rows.number("range_low", row), None);
            (
                rows.id("measurement_id", row),
                rows.id("person_id", row),
                rows.day("measurement_date", row),
                rows.number("value_as_number", row),
                rows.text("unit_source_value", row),
                rows.text("value_source_value", row),
            )
        })
        .collect();
    // python3: (date(2010, 1, 1) - date(1970, 1, 1)).days = 14610
    assert_eq!(
        rows,
        [
            (Some(5), Some(11), Some(14_610), None, Some("ng/mL"), Some("<0.2")),
            (Some(6), Some(11), Some(14_610), Some(1.25), None, None),
            (Some(7), Some(12), Some(14_611), Some(0.5), Some("ng/mL"), None),
        ]
    );
}

fn in_layout(lay: impl Fn(&Path, &str, &str)) {
    let place: TempDir = tempfile::tempdir().expect("a folder");
    for (table, text) in TABLES {
        lay(place.path(), table, text);
    }
    let engine = folder(place.path()).unwrap_or_else(|failure| panic!("{failure}"));
    let extract = extract(&*engine, &plan()).unwrap_or_else(|failure| panic!("{failure}"));
    answer(&extract);
}

/// The header and each row with its line break.
fn lines(text: &str) -> (&str, Vec<&str>) {
    let mut lines = text.split_inclusive('\n');
    (lines.next().expect("a header"), lines.collect())
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn csv_in_lower_case() {
    in_layout(|place, table, text| write(&place.join(format!("{table}.csv")), text.as_bytes()));
}

#[test]
fn csv_in_upper_case_gzipped_with_semicolons_commas_quotes_and_carriage_returns() {
    in_layout(|place, table, text| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all("\u{feff}".as_bytes()).expect("bytes");
        for (number, row) in cells(text).into_iter().enumerate() {
            let cell = |cell: &String| match cell.parse::<f64>() {
                Ok(_) => cell.replace('.', ","),
                Err(_) if number == 0 => cell.to_uppercase(),
                Err(_) => format!("\"{cell}\""),
            };
            let row: Vec<String> = row.iter().map(cell).collect();
            write!(packed, "{}\r\n", row.join(";")).expect("bytes");
        }
        let name = format!("{}.CSV.gz", table.to_uppercase());
        write(&place.join(name), &packed.finish().expect("bytes"));
    });
}

#[test]
fn csv_as_r_writes_it_with_times_of_day() {
    in_layout(|place, table, text| {
        let mut written = String::new();
        for (number, row) in cells(text).into_iter().enumerate() {
            let cell = |cell: &String| match cell.as_str() {
                "" => "NA".to_owned(),
                cell if cell.parse::<f64>().is_ok() => cell.to_owned(),
                day if number > 0 && day.starts_with("20") && day.contains('-') => {
                    format!("\"{day} 13:00:00\"")
                }
                text => format!("\"{text}\""),
            };
            let row: Vec<String> = row.iter().map(cell).collect();
            written += &(row.join(",") + "\n");
        }
        write(&place.join(format!("cdm/{table}.csv")), written.as_bytes());
    });
}

#[test]
fn csv_in_shards_beside_each_other_and_in_folders() {
    in_layout(|place, table, text| {
        let (header, rows) = lines(text);
        for (number, row) in rows.into_iter().enumerate() {
            let shard = format!("{header}{row}");
            let name = if table == "measurement" {
                format!("Measurement_{number:05}.csv")
            } else {
                format!("{table}/part-{number}.csv")
            };
            write(&place.join(name), shard.as_bytes());
        }
    });
}

/// The type of a column in a Parquet file.
#[derive(Clone, Copy)]
enum Width {
    /// 32 bits, and timestamps in place of dates.
    Narrow,
    /// 64 bits and dates.
    Wide,
}

fn batch(text: &str, width: Width) -> RecordBatch {
    let mut rows = cells(text);
    let names = rows.remove(0);
    let columns = names.iter().enumerate().map(|(at, name)| {
        let cells = || rows.iter().map(move |row| Some(row[at].as_str()).filter(|cell| !cell.is_empty()));
        let whole = || cells().map(|cell| cell.map(|cell| cell.parse::<i64>().expect("a number")));
        let days = || cells().map(|cell| cell.map(day));
        let column: ArrayRef = match (name.rsplit_once('_').map_or("", |(_, end)| end), width) {
            ("id" | "birth", Width::Narrow) => {
                Arc::new(whole().map(|id| id.map(|id| id as i32)).collect::<Int32Array>())
            }
            ("id" | "birth", Width::Wide) => Arc::new(whole().collect::<Int64Array>()),
            ("date", Width::Wide) => Arc::new(days().collect::<Date32Array>()),
            ("date", Width::Narrow) => Arc::new(
                days()
                    .map(|day| day.map(|day| i64::from(day) * 86_400_000_000 + 1))
                    .collect::<TimestampMicrosecondArray>(),
            ),
            ("number", _) => Arc::new(
                cells()
                    .map(|cell| cell.map(|cell| cell.parse().expect("a number")))
                    .collect::<Float64Array>(),
            ),
            _ => Arc::new(cells().collect::<StringArray>()),
        };
        (name.clone(), column)
    });
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
        .expect("a batch")
}

/// By Python: (date - date(1970, 1, 1)).days.
fn day(cell: &str) -> i32 {
    match cell {
        "2008-02-29" => 13_938,
        "2009-01-01" => 14_245,
        "2010-01-01" => 14_610,
        "2010-01-02" => 14_611,
        "2010-01-03" => 14_612,
        other => panic!("{other}"),
    }
}

fn parquet_bytes(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(batch).expect("rows");
    writer.close().expect("a footer");
    bytes
}

#[test]
fn parquet_of_64_bits_in_one_file() {
    in_layout(|place, table, text| {
        write(&place.join(format!("{table}.parquet")), &parquet_bytes(&batch(text, Width::Wide)));
    });
}

#[test]
fn parquet_of_32_bits_with_timestamps_as_spark_shards_it() {
    in_layout(|place, table, text| {
        let batch = batch(text, Width::Narrow);
        write(&place.join(format!("{}.parquet/_SUCCESS", table.to_uppercase())), b"");
        for row in 0..batch.num_rows() {
            let name = format!("{}.parquet/part-{row:05}.snappy.parquet", table.to_uppercase());
            write(&place.join(name), &parquet_bytes(&batch.slice(row, 1)));
        }
    });
}
