//! A file's footer: what is in it, and whether it is the table that it should be.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use ::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use ::parquet::basic::Compression;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ColumnChunkMetaData, PageIndexPolicy, ParquetMetaData};
use arrow_schema::DataType;
use sha2::{Digest, Sha256};

use super::canonical;
use crate::cdm::{Column, Kind, Table};
use crate::engine::InputFile;
use crate::failure::{Failure, Fault, FaultKind};

/// A Parquet file that holds rows of one table, with its footer read.
#[derive(Clone, Debug)]
pub(crate) struct ParquetFile {
    pub(super) path: PathBuf,
    /// As shown.
    pub(super) name: String,
    pub(super) table: Table,
    pub(super) footer: ArrowReaderMetadata,
    /// For each of the table's columns, which of the file's it is.
    places: Vec<Option<usize>>,
    bytes: u64,
    hash: String,
}

impl ParquetFile {
    /// How many rows it has.
    pub(crate) fn n_rows(&self) -> u64 {
        self.row_groups().map(|rows| rows as u64).sum()
    }

    /// Those of the table's columns that it has, in the order of [`Table::columns`].
    pub(crate) fn columns(&self) -> Vec<&'static str> {
        let columns = self.table.columns().iter().zip(&self.places);
        columns.filter(|(_, place)| place.is_some()).map(|(column, _)| column.name).collect()
    }

    /// The names of all its columns, lower case, in the order of the file.
    pub(crate) fn names(&self) -> Vec<String> {
        self.footer.schema().fields().iter().map(|field| field.name().to_ascii_lowercase()).collect()
    }

    /// Its name, size and hash.
    pub(crate) fn input(&self) -> InputFile {
        InputFile { name: self.name.clone(), bytes: self.bytes, hash: ("sha256-footer", self.hash.clone()) }
    }

    /// The number of rows of each row group.
    pub(super) fn row_groups(&self) -> impl Iterator<Item = usize> + '_ {
        self.metadata().row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0))
    }

    pub(super) fn n_groups(&self) -> usize {
        self.metadata().num_row_groups()
    }

    /// The number of rows of one row group.
    pub(super) fn n_rows_of(&self, group: usize) -> usize {
        self.row_groups().nth(group).unwrap_or(0)
    }

    /// The rows of the file before a row group.
    pub(super) fn row(&self, group: usize) -> u64 {
        self.row_groups().take(group).map(|rows| rows as u64).sum()
    }

    pub(super) fn metadata(&self) -> &ParquetMetaData {
        self.footer.metadata()
    }

    /// The Arrow type of the column with this place among the leaves; of a dictionary that of its values.
    pub(super) fn stored_type(&self, leaf: usize) -> &DataType {
        let root = self.footer.parquet_schema().get_column_root_idx(leaf);
        match self.footer.schema().field(root).data_type() {
            DataType::Dictionary(_, values) => values,
            other => other,
        }
    }

    /// The file's column of this name, counted over its leaves; `None` where the file lacks it.
    pub(super) fn place(&self, column: &Column) -> Option<usize> {
        let known = self.table.columns().iter().position(|known| known.name == column.name);
        known.and_then(|known| self.places[known])
    }
}

/// Reads the footer of a file and checks its columns; `name` is the file as shown.
///
/// # Errors
/// [`Failure::Data`] with every problem: a damaged footer, a required column that is not there, a column of
/// another type, a compression that this program cannot read.
pub(crate) fn open(path: &Path, name: &str, table: Table) -> Result<ParquetFile, Failure> {
    let file = File::open(path).map_err(|error| world(name, error))?;
    let bytes = file.metadata().map_err(|error| world(name, error))?.len();
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Optional);
    let load = || ArrowReaderMetadata::load(&file, options).map_err(|error| broken(name, None, error));
    let footer = guarded(name, None, load)?;
    let hash = footer_hash(file, bytes).map_err(|error| world(name, error))?;
    let mut faults = Vec::new();
    let columns = table.columns().iter();
    let places = columns.map(|column| checked(&footer, column, name, &mut faults)).collect();
    if !faults.is_empty() {
        return Err(Failure::Data(faults));
    }
    Ok(ParquetFile { path: path.to_owned(), name: name.to_owned(), table, footer, places, bytes, hash })
}

/// The system would not give the file.
pub(super) fn world(name: &str, error: std::io::Error) -> Failure {
    Failure::World {
        what: format!("reading {name}"),
        help: "see that the file is there and may be read".to_owned(),
        source: Box::new(error),
    }
}

/// The file is not what its format says, or the system would not give it.
pub(super) fn broken(name: &str, row: Option<u64>, error: ParquetError) -> Failure {
    let message = match error {
        ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
            Ok(cause) if cause.kind() != std::io::ErrorKind::UnexpectedEof => return world(name, *cause),
            Ok(cause) => cause.to_string(),
            Err(cause) => cause.to_string(),
        },
        other => other.to_string(),
    };
    let message = format!("this Parquet file is cut off or damaged: {message}");
    let fault = Fault::new(FaultKind::DamagedFile, name, message, "copy or export the file again");
    match row {
        Some(row) => fault.at(row).into(),
        None => fault.into(),
    }
}

/// Runs what reads a file with its decoders, some of which panic on damaged bytes instead of saying so.
pub(super) fn guarded<T>(
    name: &str,
    row: Option<u64>,
    read: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    // What was half read is dropped with the error, so nothing can be seen in a broken state.
    std::panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let error = ParquetError::General("its bytes make no sense".to_owned());
        Err(broken(name, row, error))
    })
}

/// The footer with its length and the format's mark, hashed.
fn footer_hash(mut file: File, bytes: u64) -> std::io::Result<String> {
    let mut end = [0; 8];
    file.seek(SeekFrom::End(-8))?;
    file.read_exact(&mut end)?;
    let length = u64::from(u32::from_le_bytes([end[0], end[1], end[2], end[3]]));
    file.seek(SeekFrom::Start(bytes.saturating_sub(length + 8)))?;
    let mut footer = Vec::new();
    file.read_to_end(&mut footer)?;
    Ok(Sha256::digest(&footer).iter().map(|byte| format!("{byte:02x}")).collect())
}

fn checked(
    footer: &ArrowReaderMetadata,
    column: &Column,
    name: &str,
    faults: &mut Vec<Fault>,
) -> Option<usize> {
    let fields = footer.schema().fields();
    let named = |(_, field): &(usize, &_)| is_named(field, column);
    let mut places = fields.iter().map(AsRef::as_ref).enumerate().filter(named);
    let (root, field) = match (places.next(), places.next()) {
        (Some(only), None) => only,
        (Some(_), Some(_)) => {
            faults.push(twice(name, column));
            return None;
        }
        (None, _) => {
            faults.extend(column.required.then(|| absent(name, column)));
            return None;
        }
    };
    let leaves = footer.parquet_schema();
    let leaf = (0..leaves.num_columns()).find(|leaf| leaves.get_column_root_idx(*leaf) == root)?;
    let chunks = || footer.metadata().row_groups().iter().map(|group| group.column(leaf));
    if let Some(codec) = chunks().map(ColumnChunkMetaData::compression).find(|codec| !is_readable(*codec)) {
        faults.push(unreadable(name, column, codec));
    }
    if canonical::accepts(column.kind, field.data_type()) {
        return Some(leaf);
    }
    // A column without a single value may be of any type: exporters guess it.
    if !chunks().all(is_null) {
        faults.push(other_type(name, column, field.data_type()));
    }
    None
}

fn is_named(field: &arrow_schema::Field, column: &Column) -> bool {
    field.name().eq_ignore_ascii_case(column.name)
}

fn is_null(chunk: &ColumnChunkMetaData) -> bool {
    let nulls = chunk.statistics().and_then(|statistics| statistics.null_count_opt());
    chunk.num_values() == 0 || nulls.is_some_and(|nulls| i64::try_from(nulls) == Ok(chunk.num_values()))
}

fn is_readable(codec: Compression) -> bool {
    !matches!(codec, Compression::BROTLI(_) | Compression::LZO)
}

fn absent(name: &str, column: &Column) -> Fault {
    let message = format!("the column {} is not there", column.name);
    Fault::new(FaultKind::MissingColumn, name, message, "export the table with all columns of the CDM")
}

fn twice(name: &str, column: &Column) -> Fault {
    let message = format!("the column {} is there more than once", column.name);
    Fault::new(FaultKind::WrongType, name, message, "keep one of them, in upper or lower case")
}

fn other_type(name: &str, column: &Column, stored: &DataType) -> Fault {
    let wanted = match column.kind {
        Kind::Id => "whole numbers",
        Kind::Day => "dates",
        Kind::Number => "numbers",
        Kind::Text => "texts",
    };
    let message = format!("the column {} should hold {wanted} and holds {stored}", column.name);
    Fault::new(FaultKind::WrongType, name, message, "export the column with the type that the CDM gives it")
}

fn unreadable(name: &str, column: &Column, codec: Compression) -> Fault {
    let codec = format!("{codec:?}");
    let codec = codec.split('(').next().unwrap_or_default();
    let message = format!("the column {} is compressed by {codec}, which is not read here", column.name);
    let help = "write the file with zstd, snappy, gzip, lz4 or no compression";
    Fault::new(FaultKind::UnknownCompression, name, message, help)
}
