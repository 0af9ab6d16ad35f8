//! Rows as the database sends them (`COPY ... (FORMAT binary)`), made into Arrow batches.

use std::io::{self, Read};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema, SchemaRef};

use super::cells::{Bad, Cells};
use super::sql;
use super::stored::Stored;
use crate::failure::{Failure, Fault, FaultKind};

const SIGNATURE: &[u8; 11] = b"PGCOPY\n\xff\r\n\0";
const MOST_ROWS: usize = 8_192;
const MOST_TEXT: usize = 16 << 20;

/// Why a stream of rows stopped.
pub(super) enum Stop {
    /// The stream broke.
    Stream(io::Error),
    /// A value is not what it should be, or there are too many; or the receiver stopped.
    Failure(Failure),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Stream(error)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Failure(fault.into())
    }
}

/// When a batch is given on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Portions {
    /// At the end, all rows in one.
    One,
    /// Whenever it has some thousand rows or some megabytes of text.
    Many,
}

/// Columns as they fill.
pub(super) struct Filling<'a> {
    stored: &'a Stored,
    columns: Vec<(&'static str, Cells)>,
    schema: SchemaRef,
    n_rows: usize,
    n_text: usize,
    spare: Vec<u8>,
}

impl<'a> Filling<'a> {
    /// Empty columns of a table.
    pub(super) fn new(stored: &'a Stored, columns: &[&'static str]) -> Filling<'a> {
        let cells = columns.iter().map(|column| (*column, Cells::new(stored.reading(column))));
        let columns: Vec<_> = cells.collect();
        let fields = columns.iter().map(|(name, cells)| Field::new(*name, cells.data_type(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        Filling { stored, columns, schema, n_rows: 0, n_text: 0, spare: Vec::new() }
    }

    /// Reads all rows; gives them on in portions.
    ///
    /// # Errors
    /// When the stream ends before its mark of the end, whatever was given on before.
    pub(super) fn read(
        &mut self,
        stream: &mut dyn Read,
        portions: Portions,
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Stop> {
        head(stream)?;
        while self.row(stream)? {
            let is_full = self.n_rows >= MOST_ROWS || self.n_text >= MOST_TEXT;
            if portions == Portions::Many && is_full {
                each(&self.finish()).map_err(Stop::Failure)?;
            }
        }
        if portions == Portions::One || self.n_rows > 0 {
            each(&self.finish()).map_err(Stop::Failure)?;
        }
        // The server may still have to say that something went wrong.
        if stream.read(&mut [0])? == 0 { Ok(()) } else { Err(garbled().into()) }
    }

    fn row(&mut self, stream: &mut dyn Read) -> Result<bool, Stop> {
        let n_fields = i16::from_be_bytes(taken(stream)?);
        if n_fields == -1 {
            return Ok(false);
        }
        if n_fields as usize != self.columns.len() {
            return Err(garbled().into());
        }
        for (column, cells) in &mut self.columns {
            let length = i32::from_be_bytes(taken(stream)?);
            let Ok(length) = usize::try_from(length) else {
                cells.push_null();
                continue;
            };
            self.spare.resize(length, 0);
            stream.read_exact(&mut self.spare)?;
            cells.push(&self.spare).map_err(|bad| told(&bad, self.stored, column))?;
            self.n_text += length;
        }
        self.n_rows += 1;
        Ok(true)
    }

    /// The rows so far; begins anew.
    pub(super) fn finish(&mut self) -> RecordBatch {
        let columns: Vec<ArrayRef> = self.columns.iter_mut().map(|(_, cells)| cells.finish()).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.n_rows));
        (self.n_rows, self.n_text) = (0, 0);
        match RecordBatch::try_new_with_options(self.schema.clone(), columns, &options) {
            Ok(batch) => batch,
            Err(error) => unreachable!("columns of one length and the schema's types: {error}"),
        }
    }
}

fn head(stream: &mut dyn Read) -> Result<(), Stop> {
    if taken::<11>(stream)? != *SIGNATURE {
        return Err(garbled().into());
    }
    taken::<4>(stream)?;
    let length = u32::from_be_bytes(taken(stream)?);
    io::copy(&mut stream.take(length.into()), &mut io::sink())?;
    Ok(())
}

fn taken<const N: usize>(stream: &mut dyn Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn garbled() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the server sent rows in another form than asked for")
}

fn told(bad: &Bad, stored: &Stored, column: &str) -> Stop {
    let (kind, message, is_bad) = match bad {
        Bad::Length => return Stop::Stream(garbled()),
        Bad::NotWhole => {
            let message = "holds a number that is not whole, or too large";
            (FaultKind::UnreadableValue, message, "{} <> trunc({}::numeric) OR abs({}) > 9007199254740992")
        }
        Bad::NoDay => {
            (FaultKind::UnreadableValue, "holds a date that is no day of the calendar", "NOT isfinite({})")
        }
        Bad::NotText => {
            let message = format!("{column} holds text that is not UTF-8");
            let help = "load it into a database made with UTF8";
            return Fault::new(FaultKind::Encoding, stored.shown(), message, help).into();
        }
        Bad::TooMuch => {
            let message = format!("{column} has more than 2 GB of text in the rows asked for");
            let help = "ask for fewer rows: narrow the concept sets";
            return Fault::new(FaultKind::TooLarge, stored.shown(), message, help).into();
        }
    };
    let help = format!("find the rows with: {}", sql::finding(stored, stored.table, column, is_bad));
    Fault::new(kind, stored.shown(), format!("{column} {message}"), help).into()
}
