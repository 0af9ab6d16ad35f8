//! How many are needed, and what can so many show?
//!
//! Each question has two directions: `*_power` answers the power of a number of units, `*_size` the least number
//! that reaches a power. Power is computed for a given truth; it says nothing about the data at hand.
//!
//! | test | exact | by approximation |
//! |---|---|---|
//! | mean change, Student's t | [`paired_t_power`], [`paired_t_size`] | |
//! | Wilcoxon's signed rank | simulation, with its error | efficiency, Noether: [`signed_rank_power`], [`signed_rank_size`] |
//! | McNemar | conditional test, enumerated | Connor, Miettinen: [`mcnemar_power`], [`mcnemar_size`] |
//! | two proportions | Fisher, chi-squared, enumerated | normal: [`two_proportions_power`], [`two_proportions_size`] |
//! | one proportion's interval | [`wilson_half_width`], [`wilson_size`] | |
//!
//! Formulas, examples and limits: `docs/methods/power.md`.

mod input;
mod mcnemar;
mod paired_t;
mod precision;
mod result;
mod search;
mod signed_rank;
mod two_proportions;

pub use input::{Discordance, Effect, Probability, Sides, TestRule, Wanted};
pub use mcnemar::{McNemarApproach, mcnemar_power, mcnemar_size};
pub use paired_t::{paired_t_power, paired_t_size};
pub use precision::{WidthOf, wilson_half_width, wilson_size};
pub use result::{Power, SampleSize};
pub use signed_rank::{Shape, SignedRankApproach, signed_rank_power, signed_rank_size};
pub use two_proportions::{TwoProportionsApproach, two_proportions_power, two_proportions_size};
