//! Repeated values of the same persons: linear mixed models, their left-censored relative, and generalised
//! estimating equations.

pub mod censored;
pub mod gee;
pub mod linear;
mod piecewise;
mod repeated;
mod small;

pub use censored::{CensoredMixed, CensoredRule, left_censored};
pub use gee::{Gee, GeeRule, gee};
pub use linear::{LinearMixed, MixedRule, linear_mixed};
pub use piecewise::{CHANGE_OF_SLOPE, TIME, piecewise};
pub use repeated::Repeated;
