//! Time until something happens, some of it only partly seen.

mod cells;
pub mod competing;
mod counts;
pub mod cox;
mod curve;
mod kaplan_meier;
mod landmark;
mod log_rank;
pub mod parametric;
mod problem;
mod response;
pub mod states;

pub use curve::{Curve, CurveInterval, Transform};
pub use kaplan_meier::{follow_up, kaplan_meier, restricted_mean_difference};
pub use landmark::{Landmark, landmark};
pub use log_rank::{LogRank, LogRankWeight, log_rank, log_rank_trend};
pub use problem::{Problem, ProblemKind};
pub use response::{Between, Exits, Survival, Transitions};
