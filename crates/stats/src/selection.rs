//! Regression to the mean: what a group chosen for extreme values does by chance, and how to take it out.
//!
//! Persons selected because one noisy value lay beyond a cutoff had, on average, an error in the direction of the
//! selection; the next value has none, so that the group moves towards the mean without any effect. Two
//! remedies: the movement expected from the variance between and within persons ([`expected_change`],
//! [`Reference`], [`adjusted_change`]), and the analysis of covariance ([`ancova`]).

mod adjusted;
mod ancova;
mod arms;
mod fit;
mod known;
mod lines;
mod reference;

pub use adjusted::{SelectionAdjusted, adjusted_change};
pub use ancova::{Ancova, AncovaRule, Scale, ancova};
pub use arms::Arms;
pub use known::{Population, Selection, Side, expected_change};
pub use reference::{Reference, Within};
