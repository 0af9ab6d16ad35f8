//! The Parquet files of a table, and what their footers say.

use std::fs::File;
use std::io::Read;
use std::path::{Path, absolute};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::datasource::listing::ListingTableUrl;
use datafusion::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use sieve::cdm::{Column, Table};
use sieve::stored::{accepts, data_type};
use sieve::{Catalog, Failure, Fault, FaultKind, Found};

use crate::failure::world;

/// A table with its files.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) table: Table,
    /// In the order of the catalog.
    pub(crate) files: Vec<StoredFile>,
}

/// A file of a table.
#[derive(Debug)]
pub(crate) struct StoredFile {
    pub(crate) url: ListingTableUrl,
    pub(crate) n_rows: u64,
    pub(crate) columns: Columns,
}

/// The columns of the CDM that a file has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns(Vec<StoredColumn>);

/// A column as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredColumn {
    /// Which column of the CDM it is.
    pub(crate) column: Column,
    /// Its name in the file.
    pub(crate) name: String,
    /// Its type in the file.
    pub(crate) data_type: DataType,
}

impl Columns {
    /// The column, where the file has it.
    pub(crate) fn named(&self, name: &str) -> Option<&StoredColumn> {
        self.0.iter().find(|stored| stored.column.name == name)
    }

    /// The file's schema, of these columns alone.
    pub(crate) fn schema(&self) -> Arc<Schema> {
        let field = |stored: &StoredColumn| Field::new(&stored.name, stored.data_type.clone(), true);
        Arc::new(Schema::new(self.0.iter().map(field).collect::<Vec<_>>()))
    }
}

impl Stored {
    /// How many rows the table has, by the footers.
    pub(crate) fn n_rows(&self) -> u64 {
        self.files.iter().map(|file| file.n_rows).sum()
    }

    /// The files in groups whose columns have the same names and types.
    pub(crate) fn groups(&self) -> Vec<(&Columns, Vec<&StoredFile>)> {
        let mut groups: Vec<(&Columns, Vec<&StoredFile>)> = Vec::new();
        for file in &self.files {
            match groups.iter_mut().find(|(columns, _)| **columns == file.columns) {
                Some((_, files)) => files.push(file),
                None => groups.push((&file.columns, vec![file])),
            }
        }
        groups
    }
}

/// Reads the footers of every table.
///
/// # Errors
/// With every problem of every file.
pub(crate) fn open(folder: &Path, catalog: &Catalog) -> Result<Vec<Stored>, Failure> {
    let (mut tables, mut faults) = (Vec::new(), Vec::new());
    for found in &catalog.tables {
        let mut files = Vec::new();
        for file in &found.files {
            match open_file(folder, &file.name, found) {
                Ok(file) => files.push(file),
                Err(Failure::Data(more)) => faults.extend(more),
                Err(failure) => return Err(failure),
            }
        }
        tables.push(Stored { table: found.table, files });
    }
    if faults.is_empty() { Ok(tables) } else { Err(Failure::Data(faults)) }
}

fn open_file(folder: &Path, name: &str, found: &Found) -> Result<StoredFile, Failure> {
    let unreadable = |error: std::io::Error| {
        world(format!("reading {name}"), "see that the file is there and may be read", error)
    };
    let path = absolute(folder.join(name)).map_err(unreadable)?;
    let mut file = File::open(&path).map_err(unreadable)?;
    let mut mark = [0; 4];
    if file.read_exact(&mut mark).is_err() || &mark != b"PAR1" {
        return Err(not_parquet(name));
    }
    let footer = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|_| damaged(name))?;
    let n_rows = u64::try_from(footer.metadata().file_metadata().num_rows()).map_err(|_| damaged(name))?;
    let url = ListingTableUrl::parse(file_url(&path)).map_err(|error| {
        world(format!("naming {name} to the cluster"), "give the file a plain name", error)
    })?;
    let columns = columns(found, footer.schema(), name)?;
    Ok(StoredFile { url, n_rows, columns })
}

/// The path as `file://` address, with everything escaped that means something in one.
fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                url.push(byte.into());
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

fn columns(found: &Found, schema: &Schema, name: &str) -> Result<Columns, Failure> {
    let (mut columns, mut faults) = (Vec::new(), Vec::new());
    for field in schema.fields() {
        // What the catalog does not name is not read: a column of another type without a single value.
        let Some(column) = found.table.column(field.name()) else {
            continue;
        };
        if accepts(column.kind, field.data_type()) {
            let (name, data_type) = (field.name().clone(), sendable(field.data_type()));
            columns.push(StoredColumn { column: *column, name, data_type });
        } else if found.has(column.name) {
            faults.push(other_type(name, column, field.data_type()));
        }
    }
    if faults.is_empty() { Ok(Columns(columns)) } else { Err(Failure::Data(faults)) }
}

/// Views, which Ballista cannot send in one piece, are read without them.
fn sendable(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::Dictionary(_, values) => sendable(values),
        other => other.clone(),
    }
}

fn not_parquet(name: &str) -> Failure {
    let message = "the cluster reads Parquet files, and this is none";
    let help = "write the tables as Parquet, or run without --engine";
    Fault::new(FaultKind::UnknownSource, name, message, help).into()
}

fn damaged(name: &str) -> Failure {
    let message = "this Parquet file is cut off or damaged";
    Fault::new(FaultKind::DamagedFile, name, message, "copy or export the file again").into()
}

fn other_type(name: &str, column: &Column, stored: &DataType) -> Fault {
    let wanted = data_type(column.kind);
    let message = format!("the column {} should hold {wanted} and holds {stored}", column.name);
    let help = "export the column with the type that the CDM gives it, or run without --engine";
    Fault::new(FaultKind::WrongType, name, message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_signs_of_its_own_is_escaped() {
        let url = file_url(Path::new("/data/a b%/[1]?*.parquet"));
        assert_eq!(url, "file:///data/a%20b%25/%5B1%5D%3F%2A.parquet");
    }
}
