//! The engines against the programs and files that they read.

mod postgres;
