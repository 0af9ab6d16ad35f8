//! From what a coded source says to study sheets: which fact means what (contract 10).
//!
//! Days, numbers and units are written as stored; the sheet reader judges them, so that one rule holds for
//! every kind of source.

mod earliest;
mod imaging;
mod laboratory;
mod pages;
mod patient;
mod radioiodine;
mod surgery;
#[cfg(test)]
mod tests;
mod treatment;

use std::collections::{BTreeMap, BTreeSet};

use crate::chart::Chart;
use crate::schema::Sheet;
use pages::Pages;

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
    /// The persons whom they name: candidates whose events are read, whatever the coded source says of them.
    pub persons: BTreeSet<Box<str>>,
    /// Their imaging studies: identifier of the person, day and modality. A coded procedure of the same
    /// person, day and modality is the same study and is not written again.
    pub studies: BTreeSet<(Box<str>, Box<str>, Box<str>)>,
    /// Their administrations of radioiodine: identifier of the person and day. A coded procedure of the same
    /// person and day that says no activity is the same administration and is not written again.
    pub radioiodine_days: BTreeSet<(Box<str>, Box<str>)>,
    /// All their imaging studies by their identifier.
    pub ids: BTreeMap<Box<str>, KnownStudy>,
}

/// A row of another source's imaging sheet, as recorded.
pub(crate) struct KnownStudy {
    pub person: Box<str>,
    pub day: Box<str>,
    pub modality: Box<str>,
    pub region: Box<str>,
    pub adequate: Box<str>,
    /// Whether the row has a report of its own.
    pub has_report: bool,
}

/// The sheets of a chart, by sheet, then by file.
///
/// A sheet that the study requires is there, if only with its header, when the source has the table that would
/// hold its facts: that nothing was found in it is an answer.
pub(crate) fn sheets(chart: &Chart, known: &Known) -> Vec<SheetText> {
    let mut pages = Pages::default();
    patient::write(chart, &mut pages);
    surgery::write(chart, &mut pages);
    radioiodine::write(chart, known, &mut pages);
    laboratory::write(chart, &mut pages);
    imaging::write(chart, known, &mut pages);
    treatment::write(chart, &mut pages);
    pages.require(chart);
    pages.into_sheets()
}
