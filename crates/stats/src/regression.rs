//! Regression: how a response depends on several columns at once.
//!
//! A [`Response`] with a number, a yes or no, or a count a row, and a [`crate::design::Design`] of named columns.

mod categories;
mod iterated;
pub mod linear;
pub mod log_binomial;
pub mod logistic;
pub mod multinomial;
pub mod ordinal;
pub mod penalised;
pub mod poisson;
mod response;
mod rows;

pub use categories::{Categories, CategoriesProblem};
pub use iterated::Iterated;
pub use linear::{Linear, LinearRule, linear};
pub use log_binomial::log_binomial;
pub use logistic::{c_statistic, logistic};
pub use poisson::poisson;
pub use response::{Response, Variance};
