//! Categories: two readings of the same units, and tables of counts.

mod paired;
pub use paired::*;
mod chi_squared;
mod cramers_v;
mod fisher;
mod table;
mod trend;

pub use chi_squared::{Continuity, likelihood_ratio, pearson};
pub use cramers_v::cramers_v;
pub use fisher::{FisherRule, MonteCarlo, fisher_exact};
pub(crate) use fisher::{Walk, two_sided, workable};
pub use table::Table;
pub use trend::{ScoredGroups, TrendVariance, cochran_armitage, cochran_armitage_exact, linear_by_linear};
