//! Cells of one column of a row group, through the Arrow reader, in canonical types.

use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection, RowSelectionPolicy,
};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow_schema::{Field, Schema, SchemaRef};

use super::bits::Bits;
use super::canonical::{self, Unreadable};
use super::input::Input;
use super::open::{ParquetFile, broken, world};
use crate::cdm::{Column, Table};
use crate::failure::{Failure, Fault, FaultKind};

/// Rows read at a time.
pub(super) const BATCH: usize = 16_384;

/// The column of this name. Panics when the CDM's table has no such column: that is a mistake of the program.
pub(super) fn column(table: Table, name: &str) -> &'static Column {
    table.column(name).unwrap_or_else(|| panic!("{} has no column {name}", table.name()))
}

/// The schema of rows with these columns.
pub(super) fn schema(columns: &[&'static Column]) -> SchemaRef {
    let field = |column: &&Column| Field::new(column.name, canonical::data_type(column.kind), true);
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// Rows of these columns, all of one length.
pub(super) fn rows(schema: &SchemaRef, arrays: Vec<ArrayRef>, n_rows: usize) -> RecordBatch {
    let options = RecordBatchOptions::new().with_row_count(Some(n_rows));
    match RecordBatch::try_new_with_options(schema.clone(), arrays, &options) {
        Ok(batch) => batch,
        Err(error) => unreachable!("columns of the schema's types, of one length: {error}"),
    }
}

/// No cell of a column.
pub(super) fn nothing(column: &Column) -> ArrayRef {
    new_null_array(&canonical::data_type(column.kind), 0)
}

/// The cells of a column, part by part.
pub(super) struct Cells<'a> {
    file: &'a ParquetFile,
    group: usize,
    column: &'static Column,
    /// `None` where the file lacks the column.
    reader: Option<ParquetRecordBatchReader>,
    among: Option<&'a Bits>,
    /// Cells given, and to be given.
    done: usize,
    left: usize,
}

impl<'a> Cells<'a> {
    /// Of a row group; of the rows `among` alone where they are given.
    pub(super) fn of(
        file: &'a ParquetFile,
        group: usize,
        column: &'static Column,
        among: Option<&'a Bits>,
    ) -> Result<Cells<'a>, Failure> {
        let left = among.map_or(file.n_rows_of(group), Bits::count);
        let reader = match file.place(column) {
            Some(leaf) => Some(reader(file, group, leaf, among)?),
            None => None,
        };
        Ok(Cells { file, group, column, reader, among, done: 0, left })
    }

    fn part(&mut self) -> Result<ArrayRef, Failure> {
        let row = self.file.row(self.group) + 1;
        let Some(reader) = &mut self.reader else {
            return Ok(new_null_array(&canonical::data_type(self.column.kind), self.left.min(BATCH)));
        };
        let stored = match reader.next() {
            Some(Ok(batch)) if batch.num_rows() <= self.left => batch.column(0).clone(),
            Some(Err(error)) => return Err(broken(&self.file.name, Some(row), error.into())),
            _ => {
                let error = "a column has another number of rows than its row group".to_owned();
                let error = ::parquet::errors::ParquetError::General(error);
                return Err(broken(&self.file.name, Some(row), error));
            }
        };
        canonical::canonical(&stored, self.column.kind).map_err(|cell| self.unreadable(cell))
    }

    fn unreadable(&self, cell: Unreadable) -> Failure {
        let place = self.done + cell.row;
        let among = self.among.and_then(|rows| rows.rows(0..rows.len()).nth(place));
        let message = format!("the column {} holds {}", self.column.name, cell.why);
        let help = "correct the value in the source and export the table again";
        let row = self.file.row(self.group) + among.unwrap_or(place) as u64 + 1;
        Fault::new(FaultKind::UnreadableValue, &self.file.name, message, help).at(row).into()
    }
}

impl Iterator for Cells<'_> {
    type Item = Result<ArrayRef, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let part = self.part();
        let n = part.as_ref().map_or(self.left, |part| part.len());
        (self.done, self.left) = (self.done + n, self.left - n);
        Some(part)
    }
}

fn reader(
    file: &ParquetFile,
    group: usize,
    leaf: usize,
    among: Option<&Bits>,
) -> Result<ParquetRecordBatchReader, Failure> {
    let input = Input::open(&file.path).map_err(|error| world(&file.name, error))?;
    let projection = ProjectionMask::leaves(file.footer.parquet_schema(), [leaf]);
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(input, file.footer.clone());
    let mut builder = builder.with_row_groups(vec![group]).with_projection(projection).with_batch_size(BATCH);
    if let Some(among) = among.filter(|among| !among.is_full()) {
        let selection = RowSelection::from_boolean_buffer(among.to_buffer());
        builder =
            builder.with_row_selection(selection).with_row_selection_policy(RowSelectionPolicy::default());
    }
    builder.build().map_err(|error| broken(&file.name, Some(file.row(group) + 1), error))
}
