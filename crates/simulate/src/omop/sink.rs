//! Where the rows of a table go.

use std::path::Path;

use arrow_schema::SchemaRef;
use rayon::prelude::*;

use super::TableFiles;
use super::batch::{Rows, schema};
use super::csv::{CsvTable, lines};
use super::parquet::ParquetTable;
use super::table::Table;
use crate::Error;

/// An open table. It numbers the rows.
pub(crate) struct Sink {
    table: Table,
    schema: SchemaRef,
    n_rows: u64,
    file: File,
}

enum File {
    Csv(CsvTable),
    Parquet(Box<ParquetTable>),
}

impl Sink {
    pub(crate) fn create(folder: &Path, table: Table, files: TableFiles) -> Result<Sink, Error> {
        let file = match files {
            TableFiles::Csv => File::Csv(CsvTable::create(folder, table)?),
            TableFiles::Parquet => File::Parquet(Box::new(ParquetTable::create(folder, table)?)),
        };
        Ok(Sink { table, schema: schema(table), n_rows: 0, file })
    }

    pub(crate) fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// Adds rows, numbered on from the last.
    pub(crate) fn append(&mut self, rows: &[&Rows]) -> Result<(), Error> {
        let mut numbered = Vec::new();
        for rows in rows {
            numbered.push((*rows, self.n_rows as i64 + 1));
            self.n_rows += rows.n_rows as u64;
        }
        let (table, schema) = (self.table, &self.schema);
        match &mut self.file {
            File::Csv(file) => {
                let lines = |(rows, key): &(&Rows, i64)| lines(table, &rows.complete(table, schema, *key));
                let written: Vec<Vec<u8>> = numbered.par_iter().map(lines).collect();
                written.iter().try_for_each(|bytes| file.append(bytes))
            }
            File::Parquet(file) => {
                numbered.iter().try_for_each(|(rows, key)| file.append(&rows.complete(table, schema, *key)))
            }
        }
    }

    pub(crate) fn close(self) -> Result<(), Error> {
        match self.file {
            File::Csv(_) => Ok(()),
            File::Parquet(file) => file.close(),
        }
    }
}
