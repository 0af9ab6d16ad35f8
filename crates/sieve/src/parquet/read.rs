//! Rows of one row group, through the Arrow reader.

use std::fs::File;
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow_schema::{Field, Schema, SchemaRef};

use super::canonical::{self, Unreadable};
use super::open::{ParquetFile, broken, world};
use crate::cdm::{Column, Table};
use crate::failure::{Failure, Fault, FaultKind};

/// Rows read at a time.
const BATCH: usize = 16_384;

/// The columns asked for, in that order. Panics when the CDM's table has no such column: that is a mistake of
/// the program.
pub(super) fn columns(table: Table, names: &[&'static str]) -> Vec<&'static Column> {
    let column = |name: &&str| match table.column(name) {
        Some(column) => column,
        None => panic!("{} has no column {name}", table.name()),
    };
    names.iter().map(column).collect()
}

/// The schema of rows with these columns.
pub(super) fn schema(columns: &[&'static Column]) -> SchemaRef {
    let field = |column: &&Column| Field::new(column.name, canonical::data_type(column.kind), true);
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// The rows of a row group, batch by batch, in canonical types.
pub(super) struct Batches<'a> {
    file: &'a ParquetFile,
    columns: &'a [&'static Column],
    schema: SchemaRef,
    reader: ParquetRecordBatchReader,
    /// Rows of the file before the next batch.
    row: u64,
}

impl<'a> Batches<'a> {
    /// Of the row group of this number.
    pub(super) fn of(
        file: &'a ParquetFile,
        group: usize,
        columns: &'a [&'static Column],
    ) -> Result<Batches<'a>, Failure> {
        let row = file.row_groups().take(group).map(|rows| rows as u64).sum();
        let input = File::open(&file.path).map_err(|error| world(&file.name, error))?;
        let leaves = columns.iter().filter_map(|column| file.place(column));
        let projection = ProjectionMask::leaves(file.footer.parquet_schema(), leaves);
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(input, file.footer.clone());
        let builder = builder.with_row_groups(vec![group]).with_projection(projection).with_batch_size(BATCH);
        let reader = builder.build().map_err(|error| broken(&file.name, Some(row + 1), error))?;
        Ok(Batches { file, columns, schema: schema(columns), reader, row })
    }

    fn canonical(&self, stored: &RecordBatch) -> Result<RecordBatch, Failure> {
        let n_rows = stored.num_rows();
        let array = |column: &&'static Column| match self.file.place(column) {
            None => Ok(new_null_array(&canonical::data_type(column.kind), n_rows)),
            Some(_) => self.array(stored, column),
        };
        let arrays = self.columns.iter().map(array).collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(n_rows));
        match RecordBatch::try_new_with_options(self.schema.clone(), arrays, &options) {
            Ok(batch) => Ok(batch),
            Err(error) => unreachable!("columns of one type and length: {error}"),
        }
    }

    fn array(&self, stored: &RecordBatch, column: &'static Column) -> Result<ArrayRef, Failure> {
        let schema = stored.schema();
        let named = |field: &Arc<Field>| field.name().eq_ignore_ascii_case(column.name);
        let place = schema.fields().iter().position(named);
        let array = place.map(|place| stored.column(place).clone());
        let array =
            array.unwrap_or_else(|| new_null_array(&canonical::data_type(column.kind), stored.num_rows()));
        canonical::canonical(&array, column.kind)
            .map_err(|cell| unreadable(&self.file.name, column, self.row, cell))
    }
}

/// A cell that cannot be read, after so many rows of the file.
pub(super) fn unreadable(name: &str, column: &Column, before: u64, cell: Unreadable) -> Failure {
    let message = format!("the column {} holds {}", column.name, cell.why);
    let help = "correct the value in the source and export the table again";
    Fault::new(FaultKind::UnreadableValue, name, message, help).at(before + cell.row as u64 + 1).into()
}

impl Iterator for Batches<'_> {
    type Item = Result<RecordBatch, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = match self.reader.next()? {
            Ok(stored) => self.canonical(&stored),
            Err(error) => Err(broken(&self.file.name, Some(self.row + 1), error.into())),
        };
        self.row += batch.as_ref().map_or(0, |batch| batch.num_rows() as u64);
        Some(batch)
    }
}
