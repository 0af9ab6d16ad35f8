//! From a Common Data Model, in files or in a database, to the rows that a study asks for.
//!
//! In: a place that holds OMOP CDM tables, and a [`Plan`]: which codes make a person a candidate, and
//! which rows of the candidates are wanted. Out: an [`Extract`]: those rows as Arrow batches, sorted, with
//! how many rows were looked at. Every [`Engine`] gives the same extract, byte for byte.
//!
//! It never knows what a code means, never converts a value, never drops a row without a count.

pub mod cdm;
mod engine;
mod extract;
mod failure;
mod filter;
pub mod postgres;
mod rows;

pub use engine::{Catalog, Engine, Found, InputFile, Selected, Version};
pub use extract::{Answer, Codes, Extract, Plan, Question, extract};
pub use failure::{Failure, Fault, FaultKind};
pub use filter::{Filter, IdSet, Pattern, Patterns};
pub use rows::Rows;
