//! Two or more independent groups: do their values differ?
//!
//! A difference is always *second minus first*, a ratio *second over first*, by position of the arguments:
//! exchanging them turns the sign. Values that share their value with another, in the same group or in another, are
//! the *ties* of `n_ties`. Groups without values are left out and named in a caution.
//!
//! | question | function |
//! |---|---|
//! | do two means differ? | [`welch_t`], [`pooled_t`] |
//! | by what factor do two groups differ? | [`ratio_of_geometric_means`] |
//! | how often is a value of the second group the greater one? | [`mann_whitney_test`] |
//! | by how much is the second group shifted? | [`mann_whitney_shift`] |
//! | do several means differ? | [`one_way_anova`], [`welch_anova`] |
//! | do several groups differ, whatever the distribution? | [`kruskal_wallis`] |
//! | do values rise from group to group? | [`jonckheere_terpstra`] |

mod anova;
mod centre;
mod input;
mod jonckheere_terpstra;
mod kruskal_wallis;
mod mean;
mod order_null;
mod pooled;
mod rank_sum;
mod ratio;

pub use anova::{Anova, SumOfSquares, one_way_anova, welch_anova};
pub use input::Groups;
pub use jonckheere_terpstra::{JonckheereTerpstra, TrendRule, jonckheere_terpstra};
pub use kruskal_wallis::{KruskalWallis, KruskalWallisP, kruskal_wallis};
pub use mean::{pooled_t, welch_t};
pub use rank_sum::{Correction, RankSumRule, SuperiorityInterval, mann_whitney_shift, mann_whitney_test};
pub use ratio::ratio_of_geometric_means;
