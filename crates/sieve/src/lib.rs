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
mod files;
mod filter;
mod parquet;
pub mod postgres;
mod rows;
mod version;

pub use engine::{Catalog, Engine, Found, InputFile, Selected, Version};
pub use extract::{Answer, Codes, Extract, Plan, Question, extract};
pub use failure::{Failure, Fault, FaultKind};
pub use files::folder;
pub use filter::{Filter, IdSet, Pattern, Patterns};
pub use rows::Rows;

/// What Parquet columns may hold, and how that becomes the one Arrow type of each kind; engines in other crates
/// use it too, so that all give the same.
pub mod stored {
    pub use crate::parquet::canonical::{Unreadable, accepts, canonical, data_type};
}

/// Whether a folder, or exactly one folder in it, looks like the tables of a CDM: it has `person` as a file or
/// a folder, in upper or lower case.
pub fn has_tables(folder: &std::path::Path) -> bool {
    let entries = |folder: &std::path::Path| -> Vec<std::path::PathBuf> {
        std::fs::read_dir(folder)
            .map(|found| found.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default()
    };
    let is_person = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        name.split('.').next() == Some("person")
    };
    let inside = entries(folder);
    inside.iter().any(is_person)
        || inside.iter().any(|path| path.is_dir() && entries(path).iter().any(is_person))
}
