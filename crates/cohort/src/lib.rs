//! Who enters, when (the index date), and who is lost where.
//!
//! In: timelines and a protocol. Out: a [`Cohort`] with its attrition. It cannot know where data came
//! from, and a criterion sees only a [`History`](timeline::History) that ends at the index date plus the
//! protocol's stated exceptions: selection cannot see the outcome.

mod baseline;
mod criteria;
mod selection;

pub use baseline::{Baseline, Stratum, baseline};
pub use selection::{Attrition, Candidate, Cohort, Exclusion, Flag, Index, Member, Selection, select};
