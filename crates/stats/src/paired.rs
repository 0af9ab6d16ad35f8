//! Two measurements of the same units: did they change, and by how much?

mod differences;
mod equivalence;
mod mean;
mod ratio;
mod sign;
mod signed_rank;
mod sort;

pub use equivalence::{Equivalence, Margin, equivalence_of_geometric_means, equivalence_of_means};
pub(crate) use mean::Student;
pub use mean::paired_t;
pub(crate) use ratio::LogRatios;
pub use ratio::ratio_of_geometric_means;
pub use sign::{MedianInterval, SignRule, SignTest, sign_test};
pub use signed_rank::{Continuity, SignedRankRule, ZeroRule, signed_rank, signed_rank_test};
