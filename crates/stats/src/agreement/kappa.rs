//! Agreement of readers on categories, less the agreement that chance would give.

mod coefficient;
mod cohen;
mod many;
mod ratings;
mod weights;

pub use cohen::{Kappa, KappaInterval, KappaRule, cohen_kappa};
pub use many::{fleiss_kappa, gwet_ac1};
pub use ratings::CategoryRatings;
pub use weights::WeightedTable;
