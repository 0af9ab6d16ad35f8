//! Whole studies, end to end.

mod acceptance;
mod compare;
mod edges;
mod invariance;
mod page;
mod sheets;
