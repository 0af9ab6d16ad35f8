//! Tests across the crates.

mod house;
mod studies;
