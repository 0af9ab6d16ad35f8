//! The shape of one person's record.
//!
//! In: events that a source has read. Out: [`Timeline`], one person's events by day, and [`History`],
//! the part that selection may see. It never reads a file, a clock or a code list, and it does not
//! know what any event means for a disease.

mod concept;
mod day;
mod event;
mod names;
mod person;
mod population;
mod quantity;
mod reason;
mod record;
#[allow(clippy::module_inception)]
mod timeline;
mod window;
mod words;

pub use concept::{Concept, Meaning};
pub use day::Day;
pub use event::*;
pub use names::Names;
pub use person::*;
pub use population::{Grouped, Population};
pub use quantity::{Comparator, Quantity, TOLERANCE, at_least, below};
pub use reason::{Judged, Reason, Rule, RunnerUp};
pub use record::RecordRef;
pub use timeline::{Foresight, History, Imaging, Timeline};
pub use window::Window;
