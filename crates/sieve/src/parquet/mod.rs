//! Tables of a CDM in Parquet files.
//!
//! [`open`] reads a file's footer and checks it against the CDM. [`select`] gives the rows that meet a
//! filter, [`scan`] all rows part by part. Which files make up a table is for the caller to know, and who is
//! in the table `person`: he gives that set for [`Filter::KnownPerson`](crate::Filter::KnownPerson).

mod bits;
pub(crate) mod canonical;
mod column;
mod compiled;
mod flags;
mod gather;
mod group;
mod hybrid;
mod input;
mod members;
mod open;
mod pages;
mod read;
mod scan;
mod select;
#[cfg(test)]
mod tests;

pub(crate) use open::{ParquetFile, open};
pub(crate) use scan::scan;
pub(crate) use select::select;
