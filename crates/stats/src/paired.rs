//! Two measurements of the same units: did they change, and by how much?

mod mean;
mod ratio;
mod signed_rank;

pub use mean::paired_t;
pub use ratio::ratio_of_geometric_means;
pub use signed_rank::{Continuity, SignedRankRule, ZeroRule, signed_rank, signed_rank_test};
