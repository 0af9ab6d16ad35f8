//! Categories: two readings of the same units, and tables of counts.

mod paired;
pub use paired::*;
