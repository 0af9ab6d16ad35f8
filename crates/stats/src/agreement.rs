//! Do two measurements of the same units agree, and within which limits?

mod kappa;
pub use kappa::*;
