//! How common something is, and how two groups differ in it.

mod clopper_pearson;
mod conditional_odds;
mod e_value;
mod exact_test;
mod jeffreys;
mod log_ratio;
mod needed_to_treat;
mod newcombe;
mod score;
mod two;
mod wilson;

pub use clopper_pearson::clopper_pearson;
pub use conditional_odds::conditional_odds_ratio;
pub use e_value::{EValue, e_value};
pub use exact_test::binomial_test;
pub use jeffreys::jeffreys;
pub use log_ratio::{katz_risk_ratio, woolf_odds_ratio};
pub use needed_to_treat::{NumberNeeded, number_needed_to_treat};
pub use newcombe::newcombe_difference;
pub use score::{ScoreRule, ScoreVariance, score_difference, score_odds_ratio, score_risk_ratio};
pub use wilson::wilson;
