//! Missing values: what can be said in their place, and how sure it is.
//!
//! | question | function |
//! |---|---|
//! | which values might have stood there, given the rest? | [`impute`]: chained equations over a [`Table`] |
//! | what do several completed tables say together? | [`pool`], [`pool_over`], [`pool_vectors`]: Rubin's rules |
//! | what if the missing differ from the observed? | [`delta_adjusted`], [`tipping_point`] |
//! | how far could the missing move the answer at most? | [`proportion_bounds`], [`change_bounds`] |
//! | what if those measured stand for others like them? | [`weighted_mean`]: inverse-probability weights |
//!
//! Multiple imputation and weights are right if the missing differ from the observed only by what the table
//! holds (missing at random). Nothing in the data can show that; the deltas and the bounds say what follows if
//! it is wrong.

mod bounds;
mod chained;
mod column;
mod delta;
mod draws;
mod linear;
mod logistic;
mod matching;
mod odds;
mod plan;
mod rubin;
mod state;
mod table;
mod tobit;
mod vectors;
mod weights;

pub use bounds::{ChangeBounds, ProportionBounds, change_bounds, proportion_bounds};
pub use chained::{Completed, ImputationRule, Imputations, NotImputable, Trace, Visiting, impute};
pub use column::{Column, Derivation, Imputation, Reading, Scale};
pub use delta::{Delta, Tipping, delta_adjusted, tipping_point};
pub use rubin::{Pooled, pool, pool_over};
pub use table::{Table, TableProblem};
pub use vectors::pool_vectors;
pub use weights::{WeightRule, WeightVariance, Weighted, weighted_mean};
