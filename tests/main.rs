//! Tests across the crates.

mod house;
mod spec;
mod studies;
