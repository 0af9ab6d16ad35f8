//! From a hospital's stored records to one population.
//!
//! In: sources (study sheets as a folder of CSV files or an XLSX workbook) and the study's [`Options`].
//! Out: a [`Reading`]: the [`Population`](timeline::Population) with values in canonical units, what
//! became of every row, and every value that was not used as recorded; or a [`Refusal`] with all
//! problems at once. Contract 1 and 2 decide what is read and how.
//!
//! It never guesses an encoding, a date order or an ambiguous activity, never drops a row without a
//! count, never decides what a value means for the disease (stimulated, suppressed, blackout), and
//! never reads a clock. The result is the same for any number of threads.

mod account;
mod aside;
mod assays;
mod cell;
mod chart;
mod coded;
mod facts;
mod fhir;
mod finding;
mod group;
mod ids;
#[cfg(test)]
mod invariance;
mod load;
mod locate;
mod omop;
mod options;
mod part;
mod persons;
mod plausible;
mod profile;
mod progress;
pub mod quality;
mod read;
mod reading;
mod refusal;
mod schema;
mod sheets;
mod spec;
mod studies;
mod table;
mod text;
mod xlsx;

pub use account::SourceFile;
pub use finding::{Finding, FindingKind};
pub use omop::{ConceptUse, FoundBy, TableUse};
pub use options::{DateOrder, Encoding, Identity, OpenEngine, Options};
pub use profile::profile;
pub use progress::Progress;
pub use read::read;
pub use reading::{InputFile, Reading, Remark};
pub use refusal::{Error, Failure, Problem, ProblemKind, Refusal};
pub use schema::Sheet;
pub use spec::{SourceKind, SourceSpec};
