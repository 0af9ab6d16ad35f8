//! Two censored measurements of the same units.

mod prentice_wilcoxon;
mod ratio;
mod sign;

pub use prentice_wilcoxon::{PrenticeWilcoxonRule, prentice_wilcoxon};
pub use ratio::{CensoredRatio, censored_ratio};
pub use sign::{SignCounts, censored_sign};
