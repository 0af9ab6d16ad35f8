//! Written hospitals, read back by readers that know nothing of the crate.

mod bytes;
mod cdm;
mod common;
mod fhir;
mod parquet_files;
mod reduced;
mod sheets;
mod truth;
