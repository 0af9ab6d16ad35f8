//! Categories of the same units before and after, or by two readers.

mod counts;
mod difference;
mod discordant;
mod homogeneity;
mod mcnemar;
mod odds;
mod permuted;
mod square;
mod star_mesh;
mod symmetry;

pub use counts::{ChangeCounts, PairedBinary, PairedCounts};
pub use difference::DifferenceInterval;
pub use homogeneity::{HomogeneityTest, marginal_homogeneity};
pub use mcnemar::{McNemarRule, McNemarTest, mcnemar};
pub use odds::{conditional_odds_ratio, sign_of_changes};
pub use permuted::Enumeration;
pub use square::SquareTable;
pub use symmetry::{SymmetryTest, symmetry};
