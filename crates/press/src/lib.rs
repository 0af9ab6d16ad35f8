//! Sets a manuscript: the same blocks as PDF, as Word document and, for tables of numbers, as workbook.
//!
//! In: a [`Manuscript`] (headings, paragraphs, tables, figures) or a [`Workbook`] in plain values. Out: bytes
//! of a file. It knows no study and computes nothing; the same input gives the same bytes, without a
//! clock, a network, or a font of the machine.

mod docx;
mod failure;
mod fitted;
mod manuscript;
mod pdf;
mod workbook;
mod xlsx;

pub use docx::docx;
pub use failure::Failure;
pub use manuscript::{Align, Block, Cell, Figure, Manuscript, Row, Span, Style, Table, Text};
pub use pdf::{figure_pdf, pdf};
pub use workbook::{Sheet, SheetCell, Workbook};
pub use xlsx::xlsx;
