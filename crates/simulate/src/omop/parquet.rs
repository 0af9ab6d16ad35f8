//! A table as one Parquet file: row groups of about a million rows, pages with an index, Snappy.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use rayon::prelude::*;

use super::batch::schema;
use super::table::Table;
use crate::Error;
use crate::hospital::failed;

/// Rows from which on a row group is closed.
const ROW_GROUP: usize = 1_000_000;

/// An open file. Columns are encoded in parallel; a row group in the making is all that is held.
pub(crate) struct ParquetTable {
    path: PathBuf,
    schema: SchemaRef,
    writer: SerializedFileWriter<File>,
    factory: ArrowRowGroupWriterFactory,
    columns: Vec<ArrowColumnWriter>,
    n_rows: usize,
    n_groups: usize,
}

impl ParquetTable {
    pub(crate) fn create(folder: &Path, table: Table) -> Result<ParquetTable, Error> {
        let path = folder.join(format!("{}.parquet", table.word()));
        let file = File::create(&path).map_err(failed(&path))?;
        let schema = schema(table);
        let (writer, factory) = open(file, &schema).map_err(unwritten(&path))?;
        Ok(ParquetTable { path, schema, writer, factory, columns: Vec::new(), n_rows: 0, n_groups: 0 })
    }

    /// Adds rows. A row group that is full is closed where it is full, also within the rows.
    pub(crate) fn append(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let mut from = 0;
        while from < batch.num_rows() {
            let n = (ROW_GROUP - self.n_rows).min(batch.num_rows() - from);
            self.encode(&batch.slice(from, n)).map_err(unwritten(&self.path))?;
            from += n;
            if self.n_rows == ROW_GROUP {
                self.close_group().map_err(unwritten(&self.path))?;
            }
        }
        Ok(())
    }

    pub(crate) fn close(mut self) -> Result<(), Error> {
        let closed = self.close_group().and_then(|()| self.writer.close().map(|_| ()));
        closed.map_err(unwritten(&self.path))
    }

    fn encode(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        if self.columns.is_empty() {
            self.columns = self.factory.create_column_writers(self.n_groups)?;
        }
        self.n_rows += batch.num_rows();
        let columns = self.columns.par_iter_mut().zip(batch.columns()).zip(self.schema.fields().par_iter());
        columns.try_for_each(|((writer, array), field)| {
            compute_leaves(field, array)?.iter().try_for_each(|leaf| writer.write(leaf))
        })
    }

    fn close_group(&mut self) -> Result<(), ParquetError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let columns = std::mem::take(&mut self.columns);
        let chunks: Vec<_> =
            columns.into_par_iter().map(ArrowColumnWriter::close).collect::<Result<_, _>>()?;
        let mut group = self.writer.next_row_group()?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
        (self.n_rows, self.n_groups) = (0, self.n_groups + 1);
        Ok(())
    }
}

/// The Arrow schema is not stored: dictionaries are a matter of writing, readers see plain strings.
fn open(
    file: File,
    schema: &SchemaRef,
) -> Result<(SerializedFileWriter<File>, ArrowRowGroupWriterFactory), ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_created_by("retreat simulate".into())
        .build();
    let root = ArrowSchemaConverter::new().convert(schema)?.root_schema_ptr();
    let writer = SerializedFileWriter::new(file, root, Arc::new(properties))?;
    let factory = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
    Ok((writer, factory))
}

fn unwritten(path: &Path) -> impl FnOnce(ParquetError) -> Error + use<> {
    let path = path.to_owned();
    move |error| Error::Write { path, source: std::io::Error::other(error) }
}
