//! Written hospitals, read back by readers that know nothing of the crate.

mod bytes;
mod cdm;
mod common;
mod sheets;
mod truth;
