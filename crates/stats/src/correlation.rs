//! How closely two measurements of the same units go together: Pearson, Spearman, Kendall.
//!
//! The two columns of [`crate::Pairs`] are x and y; exchanging them changes nothing. Every coefficient needs
//! three pairs and some spread on both sides. Positive means that large goes with large.

mod kendall;
mod pearson;
mod permutation;
mod ranks;
mod spearman;

pub use kendall::{KendallRule, kendall};
pub use pearson::pearson;
pub use spearman::{SpearmanRule, spearman};

use crate::numeric::all_equal;
use crate::{Pairs, Undefined};

/// The least number of pairs: two points always lie on a line.
const NEEDED: usize = 3;

/// Why there is no coefficient, if there is none.
fn require_spread(pairs: Pairs<'_>) -> Result<(), Undefined> {
    match pairs.n() {
        0 => Err(Undefined::NoValues),
        found if found < NEEDED => Err(Undefined::TooFew { needed: NEEDED, found }),
        _ if all_equal(pairs.before(), 0.0) || all_equal(pairs.after(), 0.0) => Err(Undefined::NoSpread),
        _ => Ok(()),
    }
}
