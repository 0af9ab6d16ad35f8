//! From what a coded source says to study sheets: which fact means what (contract 10).
//!
//! Days, numbers and units are written as stored; the sheet reader judges them, so that one rule holds for
//! every kind of source.

use std::collections::BTreeSet;

use crate::chart::Chart;
use crate::schema::Sheet;

/// One study sheet, from the rows of one table.
pub(crate) struct SheetText {
    pub sheet: Sheet,
    /// Position in [`Chart::files`].
    pub file: u16,
    /// Header and rows; columns that only explain a row come after the sheet's own.
    pub csv: String,
    /// Where each row was read: the table's key, or the line of an NDJSON file.
    pub rows: Vec<i64>,
}

/// What the sheets of the other sources say that a coded source must know.
#[derive(Default)]
pub(crate) struct Known {
    /// The persons of their patient sheets: candidates, whatever the coded source says of them.
    pub persons: BTreeSet<Box<str>>,
    /// Their imaging studies: identifier of the person, day and modality. A coded procedure of the same
    /// person, day and modality is the same study and is not written again.
    pub studies: BTreeSet<(Box<str>, Box<str>, Box<str>)>,
    /// Identifiers of all those studies.
    pub ids: BTreeSet<Box<str>>,
}

/// The sheets of a chart, by sheet, then by file.
pub(crate) fn sheets(_chart: &Chart, _known: &Known) -> Vec<SheetText> {
    Vec::new()
}
