//! Charts: from plain structs to a [`Scene`](crate::Scene) for the width of a journal, one file each.
//!
//! A chart draws what it is given: estimates (medians, quartiles, curves) come from the caller. Marks of one
//! patient are groups with what they say and where they lead; values that cannot be drawn are left out and
//! said in words.

pub mod alluvial;
pub mod balance;
mod block;
pub mod flow;
pub mod forest;
mod keys;
mod lettering;
mod line_key;
mod log_axis;
pub mod slope;
pub mod survival;
pub mod swimmer;
pub mod timeline;
pub mod waterfall;

pub use keys::Emblem;
