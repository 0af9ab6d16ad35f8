//! What one cell says: blanks, words, numbers, dates, and the values made of them.

pub(crate) mod activity;
pub(crate) mod date;
pub(crate) mod histology;
pub(crate) mod laboratory;
pub(crate) mod number;
pub(crate) mod units;
pub(crate) mod word;
