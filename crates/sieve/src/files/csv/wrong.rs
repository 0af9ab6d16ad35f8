//! Problems of CSV files, as told to people. Never with what a cell holds.

use std::io::{self, ErrorKind};

use super::request::{MOST_TOLD, Piece, Wrong};
use crate::cdm::{Column, Kind, Table};
use crate::failure::{Failure, Fault, FaultKind};

/// The problems of a table's rows, in the order of the files and lines.
#[derive(Default)]
pub(super) struct Complaints {
    told: Vec<Fault>,
    /// How many there are beyond those.
    n_more: u64,
}

impl Complaints {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Adds a problem.
    pub(super) fn push(&mut self, fault: Fault) {
        self.told.push(fault);
    }

    /// Adds the problems of a piece that begins on this line.
    pub(super) fn add(&mut self, name: &str, line: u64, n_columns: usize, piece: &Piece) {
        let n_room = MOST_TOLD.saturating_sub(self.told.len());
        for (after, wrong) in piece.wrong.iter().take(n_room) {
            self.told.push(of_row(name, *wrong, n_columns).at(line + after));
        }
        self.n_more += piece.n_wrong - piece.wrong.len().min(n_room) as u64;
    }

    /// The first problems, and how many more there are.
    pub(super) fn into_faults(mut self, table: Table) -> Vec<Fault> {
        if self.n_more > 0 {
            let message = format!("{} more of this table's rows or cells are wrong", self.n_more);
            let help = "put the first ones right; the others may have the same cause";
            self.told.push(Fault::new(FaultKind::UnreadableValue, table.name(), message, help));
        }
        self.told
    }
}

fn of_row(name: &str, wrong: Wrong, n_columns: usize) -> Fault {
    match wrong {
        Wrong::Cells(n) => ragged(name, n, n_columns),
        Wrong::Surplus(n) => ragged(name, n, n_columns),
        Wrong::Cell(column) => unreadable(name, column),
        Wrong::Encoding => encoding(name),
    }
}

fn ragged(name: &str, n: usize, n_columns: usize) -> Fault {
    let message = format!("the row has {n} cells and the header {n_columns}");
    let help = "put texts with delimiters or line breaks in quotes; see that the row is whole";
    Fault::new(FaultKind::DamagedFile, name, message, help)
}

fn unreadable(name: &str, column: &Column) -> Fault {
    let (what, help) = match column.kind {
        Kind::Id => ("a whole number", "write digits alone, or leave the cell empty"),
        Kind::Day => ("a day", "write days as YYYY-MM-DD or YYYYMMDD, or leave the cell empty"),
        Kind::Number => (
            "a number",
            "write digits with a decimal point, or leave the cell empty; what else was written belongs to \
             the column value_source_value or operator_concept_id",
        ),
        Kind::Text => ("a text", "save the file as UTF-8"),
    };
    let message = format!("the cell of the column {} is not {what}", column.name);
    Fault::new(FaultKind::UnreadableValue, name, message, help)
}

/// The bytes are not UTF-8.
pub(super) fn encoding(name: &str) -> Fault {
    let message = "the bytes are not valid UTF-8";
    Fault::new(FaultKind::Encoding, name, message, "save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)")
}

/// Nothing is in it.
pub(super) fn empty(name: &str) -> Fault {
    let message = "the file is empty";
    let help = "export the table again; one without rows still has its header";
    Fault::new(FaultKind::DamagedFile, name, message, help)
}

/// A quote swallows the rest of the file.
pub(super) fn open_quote(name: &str) -> Fault {
    let message = "a quote is opened here and never closed: the rows after it would be swallowed";
    Fault::new(FaultKind::DamagedFile, name, message, "close the quote, or double it where it is text")
}

/// A row has no end.
pub(super) fn long_row(name: &str) -> Fault {
    let message = "the row that begins here is larger than 256 MiB";
    Fault::new(FaultKind::TooLarge, name, message, "look for a quote or a line end that is missing")
}

/// The file cannot be read on: damaged, or the system will not give it.
pub(in crate::files) fn unread(name: &str, error: io::Error) -> Failure {
    if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidInput | ErrorKind::InvalidData) {
        let message = format!("the compressed file is cut off or damaged: {error}");
        return Fault::new(FaultKind::DamagedFile, name, message, "copy or export the file again").into();
    }
    Failure::World {
        what: format!("reading {name}"),
        help: "see that the file is there and may be read".to_owned(),
        source: Box::new(error),
    }
}

/// Problems of the header: columns that are missing, and such as are there twice.
pub(super) fn of_header(name: &str, table: Table, names: &[String], line: u64) -> Vec<Fault> {
    let columns = table.columns().iter();
    let faults =
        columns.filter_map(|column| match names.iter().filter(|name| *name == column.name).count() {
            0 if column.required => {
                let message = format!("the column {} is not there", column.name);
                Some((FaultKind::MissingColumn, message, "export the table with all columns of the CDM"))
            }
            0 | 1 => None,
            _ => {
                let message = format!("the column {} is there more than once", column.name);
                Some((FaultKind::WrongType, message, "keep one of them"))
            }
        });
    faults.map(|(kind, message, help)| Fault::new(kind, name, message, help).at(line)).collect()
}
