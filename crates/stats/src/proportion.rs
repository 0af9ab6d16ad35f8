//! How common something is.

mod wilson;

pub use wilson::wilson;
