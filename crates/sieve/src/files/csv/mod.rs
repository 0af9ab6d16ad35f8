//! Tables as CSV: read in pieces, the cells of the filter first, the others only where a row passes.
//!
//! Nothing is dropped and nothing is guessed: a row with too few or too many cells, a text that is not
//! UTF-8, a cell of an identifier, a day or a number that is none, are faults, each with file and line.

mod cell;
mod column;
mod header;
mod pieces;
mod request;
mod rows;
mod stream;
mod test;
mod wrong;

pub(super) use stream::{Asked, CsvFile, read};
pub(super) use wrong::unread;
