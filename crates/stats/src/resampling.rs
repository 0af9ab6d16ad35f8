//! Intervals and tests from resampling, the same for any number of threads.

mod bootstrap;
mod enumeration;
mod indices;
mod interval;
mod permutation;
mod statistics;

pub use bootstrap::{
    Bootstrap, BootstrapRule, bootstrap, bootstrap_groups, bootstrap_mean, bootstrap_pairs,
    bootstrap_quantile,
};
pub use enumeration::{BootstrapPoint, exact_bootstrap};
pub use indices::{IndexSequence, IndexSource};
pub use interval::{BootstrapInterval, Influence, interval_of_draws};
pub use permutation::{Permutation, PermutationRule, permute_groups, permute_signs};
