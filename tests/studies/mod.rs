//! Whole studies, end to end.

mod acceptance;
mod coded;
mod compare;
mod edges;
mod formats;
mod invariance;
mod open_data;
mod page;
mod sheets;
mod tracks;
