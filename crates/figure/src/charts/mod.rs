//! Charts: from plain structs to a [`Scene`](crate::Scene) for the width of a journal, one file each.

pub mod balance;
mod block;
pub mod flow;
pub mod forest;
mod line_key;
pub mod survival;
