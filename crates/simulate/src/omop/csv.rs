//! A table as CSV: names in lower case, empty for null, days as `YYYY-MM-DD`, codes of the vocabulary's
//! own tables likewise.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, DictionaryArray, RecordBatch, StringArray};
use timeline::Day;

use super::table::{Column, Kind, Table};
use crate::Error;
use crate::cell::{write_day, write_text};
use crate::hospital::failed;

/// An open file with its header.
pub(crate) struct CsvTable {
    path: PathBuf,
    file: File,
}

/// A column with its type known.
enum Typed<'a> {
    Null,
    Id(&'a arrow_array::Int64Array),
    Day(&'a arrow_array::Date32Array),
    Time(&'a arrow_array::TimestampMicrosecondArray),
    Number(&'a arrow_array::Float64Array),
    Text(&'a DictionaryArray<Int32Type>, &'a StringArray),
}

impl CsvTable {
    pub(crate) fn create(folder: &Path, table: Table) -> Result<CsvTable, Error> {
        let path = folder.join(format!("{}.csv", table.word()));
        let mut file = File::create(&path).map_err(failed(&path))?;
        let names: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        writeln!(file, "{}", names.join(",")).map_err(failed(&path))?;
        Ok(CsvTable { path, file })
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(failed(&self.path))
    }
}

/// The rows as lines.
pub(crate) fn lines(table: Table, batch: &RecordBatch) -> Vec<u8> {
    let columns: Vec<Typed> = table
        .columns()
        .iter()
        .zip(batch.columns())
        .map(|(column, array)| Typed::new(column, array))
        .collect();
    let mut out = Vec::with_capacity(batch.num_rows() * 80);
    for row in 0..batch.num_rows() {
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            column.write(row, &mut out);
        }
        out.push(b'\n');
    }
    out
}

impl<'a> Typed<'a> {
    fn new(column: &Column, array: &'a dyn Array) -> Typed<'a> {
        match column.kind {
            _ if !column.is_filled => Typed::Null,
            Kind::Key | Kind::Id => Typed::Id(array.as_primitive::<Int64Type>()),
            Kind::Day => Typed::Day(array.as_primitive::<Date32Type>()),
            Kind::Time => Typed::Time(array.as_primitive::<TimestampMicrosecondType>()),
            Kind::Number => Typed::Number(array.as_primitive::<Float64Type>()),
            Kind::Text => {
                let texts = array.as_dictionary::<Int32Type>();
                Typed::Text(texts, texts.values().as_string())
            }
        }
    }

    fn write(&self, row: usize, out: &mut Vec<u8>) {
        match self {
            Typed::Id(ids) if ids.is_valid(row) => put(out, ids.value(row)),
            Typed::Day(days) if days.is_valid(row) => write_day(Day::from_number(days.value(row)), out),
            Typed::Time(times) if times.is_valid(row) => {
                write_day(Day::from_number((times.value(row) / 86_400_000_000) as i32), out);
                out.extend_from_slice(b" 00:00:00");
            }
            Typed::Number(numbers) if numbers.is_valid(row) => put(out, numbers.value(row)),
            Typed::Text(keys, texts) if keys.is_valid(row) => {
                write_text(texts.value(keys.keys().value(row) as usize), out);
            }
            _ => {}
        }
    }
}

fn put(out: &mut Vec<u8>, shown: impl std::fmt::Display) {
    write!(out, "{shown}").expect("memory takes what is written");
}
