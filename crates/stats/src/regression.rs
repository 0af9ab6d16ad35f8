//! Regression: how a response depends on several columns at once.

mod categories;
pub mod multinomial;
pub mod ordinal;
pub mod penalised;

pub use categories::{Categories, CategoriesProblem};
