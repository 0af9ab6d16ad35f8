//! What every engine can do.

use arrow_array::RecordBatch;

use crate::cdm::Table;
use crate::failure::Failure;
use crate::filter::Filter;

/// The version of a CDM, as far as its tables show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 5.3.
    V53,
    /// 5.4.
    V54,
    /// The tables are the same in both.
    Either,
}

/// A file of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// As shown: the path below the folder that the user named.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// What tells it from another file, in lower-case hexadecimal, and how it was made: `sha256` of the
    /// whole file, or `sha256-footer` of a Parquet file's footer (schema, statistics, places).
    pub hash: (&'static str, String),
}

/// A table that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which one.
    pub table: Table,
    /// As shown: `measurement.csv`, `measurement/` for a folder of shards, `cdm.measurement` for a
    /// database.
    pub name: String,
    /// Those of the CDM's columns that it has, lower case, in the order of [`Table::columns`].
    pub columns: Vec<&'static str>,
    /// Its files; none for a database.
    pub files: Vec<InputFile>,
}

impl Found {
    /// Whether it has this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }
}

/// What is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// The place as shown, without any password.
    pub name: String,
    /// The version.
    pub version: Version,
    /// The tables, in the order of [`Table::ALL`].
    pub tables: Vec<Found>,
    /// Files that are no table of the CDM, as shown.
    pub not_read: Vec<String>,
}

impl Catalog {
    /// The table, where it is there.
    pub fn table(&self, table: Table) -> Option<&Found> {
        self.tables.iter().find(|found| found.table == table)
    }
}

/// The rows that an engine gave.
#[derive(Clone, Debug)]
pub struct Selected {
    /// The rows, with the columns asked for in that order, each of its [`Kind`](crate::cdm::Kind)'s Arrow
    /// type and nullable; in any order of rows.
    pub rows: RecordBatch,
    /// Rows of the table.
    pub n_rows: u64,
    /// For [`Filter::All`]: rows that met the first of its parts, the first two, and so on. Else empty.
    pub passed: Vec<u64>,
}

/// A place that holds CDM tables and can be asked for rows.
///
/// Whatever the engine, the same tables give the same rows: numbers and texts as stored, texts not
/// trimmed, days without the time. A table that is not there has no rows.
pub trait Engine: Send + Sync {
    /// What is there.
    fn catalog(&self) -> &Catalog;

    /// The rows of a table that meet the filter.
    ///
    /// Every name in `columns` and in the filter must be a column of the CDM's table; one that the
    /// stored table lacks reads as nulls.
    ///
    /// # Errors
    /// [`Failure::Data`] names file and row; [`Failure::World`] when the place cannot be read to the end.
    /// Never fewer rows instead of an error.
    fn select(&self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Selected, Failure>;

    /// Every row of a table, part after part, in the order stored; for accounts of whole tables, without
    /// holding them in memory. Stops when `each` fails.
    ///
    /// # Errors
    /// As [`Engine::select`], and whatever `each` gives.
    fn scan(
        &self,
        table: Table,
        columns: &[&'static str],
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure>;
}
