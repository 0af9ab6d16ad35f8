//! One member at a time: values before and after the index treatment, change, responses, status.
//!
//! In: a cohort member and the person's whole timeline. Out: an [`Outcome`] in which every answer has
//! its reason and its runners-up. It never looks at another person.

mod change;
mod description;
mod judged;
mod outcome;
mod pair;
mod status;
mod treatment;

pub use change::{Findings, ImagingComparison};
pub use cohort::{Attrition, Exclusion, Flag, Member, Selection, Stratum};
pub use description::{Description, describe};
pub use outcome::{Outcome, assess, assess_all};
pub use pair::{Pair, PairExclusion, Pick};
pub use status::FinalStatus;
pub use thyroid::change::Change;
pub use thyroid::kinetics::GrowthClass;
pub use thyroid::response::Response;
pub use thyroid::risk::InitialRisk;
pub use thyroid::stage::{Stage, Staged, Staging};
pub use treatment::{ADDITIONAL, AdditionalKind, AdditionalTreatment};
