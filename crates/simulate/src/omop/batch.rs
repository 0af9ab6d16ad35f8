//! Rows of one table on their way to a file, column by column.

use std::sync::Arc;

use arrow_array::builder::{
    Date32Builder, Float64Builder, Int64Builder, StringDictionaryBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, new_null_array};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use timeline::Day;

use super::table::{Column, Kind, Table};

/// A cell. An absent cell is null.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Id(i64),
    Day(Day),
    Number(f64),
    Text(&'a str),
}

/// Rows of a table.
pub(crate) struct Batch {
    table: Table,
    columns: Vec<Builder>,
    n_rows: usize,
}

/// Rows of a table, complete but for the keys.
pub(crate) struct Rows {
    pub n_rows: usize,
    /// The filled columns but for the key, in the order of the table.
    columns: Vec<ArrayRef>,
}

enum Builder {
    Id(Int64Builder),
    Day(Date32Builder),
    Time(TimestampMicrosecondBuilder),
    Number(Float64Builder),
    Text(StringDictionaryBuilder<Int32Type>),
}

impl Batch {
    pub(crate) fn new(table: Table) -> Batch {
        Batch { table, columns: given(table).map(|column| Builder::new(column.kind)).collect(), n_rows: 0 }
    }

    /// Adds a row: one value for each filled column but for the key, in the order of the table.
    pub(crate) fn push(&mut self, values: &[Value]) {
        debug_assert_eq!(values.len(), self.columns.len(), "{:?}", self.table);
        self.columns.iter_mut().zip(values).for_each(|(column, value)| column.push(*value));
        self.n_rows += 1;
    }

    pub(crate) fn finish(mut self) -> Rows {
        Rows { n_rows: self.n_rows, columns: self.columns.iter_mut().map(Builder::finish).collect() }
    }
}

impl Rows {
    /// The rows as the table has them, numbered from `first_key` on.
    pub(crate) fn complete(&self, table: Table, schema: &SchemaRef, first_key: i64) -> RecordBatch {
        let mut given = self.columns.iter();
        let column = |column: &Column| match (column.is_filled, column.kind) {
            (false, kind) => new_null_array(&data_type(kind), self.n_rows),
            (true, Kind::Key) => {
                Arc::new(Int64Array::from_iter_values(first_key..first_key + self.n_rows as i64)) as ArrayRef
            }
            (true, _) => given.next().expect("a batch has every filled column").clone(),
        };
        let columns = table.columns().iter().map(column).collect();
        RecordBatch::try_new(schema.clone(), columns).expect("columns have the types and length of the table")
    }
}

/// The filled columns but for the key.
fn given(table: Table) -> impl Iterator<Item = &'static Column> {
    table.columns().iter().filter(|column| column.is_filled && column.kind != Kind::Key)
}

/// The Arrow schema of a table. Text is a dictionary here, and plain strings in a file.
pub(crate) fn schema(table: Table) -> SchemaRef {
    let field = |column: &Column| Field::new(column.name, data_type(column.kind), column.kind != Kind::Key);
    Arc::new(Schema::new(table.columns().iter().map(field).collect::<Vec<_>>()))
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Key | Kind::Id => DataType::Int64,
        Kind::Day => DataType::Date32,
        Kind::Time => DataType::Timestamp(TimeUnit::Microsecond, None),
        Kind::Number => DataType::Float64,
        Kind::Text => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
    }
}

impl Builder {
    fn new(kind: Kind) -> Builder {
        match kind {
            Kind::Key | Kind::Id => Builder::Id(Int64Builder::new()),
            Kind::Day => Builder::Day(Date32Builder::new()),
            Kind::Time => Builder::Time(TimestampMicrosecondBuilder::new()),
            Kind::Number => Builder::Number(Float64Builder::new()),
            Kind::Text => Builder::Text(StringDictionaryBuilder::new()),
        }
    }

    fn push(&mut self, value: Value) {
        const MICROSECONDS: i64 = 86_400_000_000;
        match (self, value) {
            (Builder::Id(ids), Value::Id(id)) => ids.append_value(id),
            (Builder::Day(days), Value::Day(day)) => days.append_value(day.number()),
            (Builder::Time(times), Value::Day(day)) => {
                times.append_value(i64::from(day.number()) * MICROSECONDS);
            }
            (Builder::Number(numbers), Value::Number(number)) => numbers.append_value(number),
            (Builder::Text(texts), Value::Text(text)) => texts.append_value(text),
            (builder, value) => {
                debug_assert!(matches!(value, Value::Null), "{value:?}");
                builder.push_null();
            }
        }
    }

    fn push_null(&mut self) {
        match self {
            Builder::Id(ids) => ids.append_null(),
            Builder::Day(days) => days.append_null(),
            Builder::Time(times) => times.append_null(),
            Builder::Number(numbers) => numbers.append_null(),
            Builder::Text(texts) => texts.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Id(ids) => Arc::new(ids.finish()),
            Builder::Day(days) => Arc::new(days.finish()),
            Builder::Time(times) => Arc::new(times.finish()),
            Builder::Number(numbers) => Arc::new(numbers.finish()),
            Builder::Text(texts) => Arc::new(texts.finish()),
        }
    }
}
