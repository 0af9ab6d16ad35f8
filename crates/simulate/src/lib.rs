//! Synthetic hospitals with a known truth, for demonstrations, tests and benchmarks.
//!
//! In: a [`Plan`] (how many persons, which seed, clean or with the mess of real exports, and a
//! [`Scenario`] with every proportion and effect). Out: a folder of study sheets as CSV (study
//! contract, section 1) and beside them `truth/truth.csv`, one row per person, with what a study
//! cannot see: the true response class, the true effect of the second treatment, the true
//! thyroglobulin before and after it ([`Truth`] lists the columns). Memory is bounded: persons are made in
//! blocks, in parallel, and written in order; the same plan gives the same bytes for any number of
//! threads.
//!
//! It never describes a real person, never reads a record, and never decides what a rule of the
//! study would decide: whether a simulated person enters a cohort is for the rules to find out from
//! the sheets. The roles of [`Role`] say only what was intended.

mod antibodies;
mod blemish;
mod blocks;
mod care;
mod cell;
mod coded;
mod defaults;
mod disease;
mod draw;
mod error;
mod format;
mod hospital;
mod imaging;
mod laboratory;
mod lesions;
mod omop;
mod panel;
mod patient;
mod person;
mod plan;
mod radioiodine;
mod recorded;
mod reduced;
mod reports;
mod role;
mod sampling;
mod scenario;
mod sheet;
mod studies;
mod surgery;
mod tg;
mod truth;
mod view;

pub use error::Error;
pub use format::Format;
pub use hospital::{Summary, write};
pub use omop::{Cdm, CdmSummary, Table, TableFiles, write_omop};
pub use plan::{Mess, Plan};
pub use reduced::write_reduced;
pub use role::{ResponseClass, Role};
pub use scenario::*;
pub use sheet::Sheet;
pub use truth::Truth;
