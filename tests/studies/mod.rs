//! Whole studies, end to end.

mod acceptance;
mod compare;
mod invariance;
