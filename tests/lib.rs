//! Tests across the crates: what the whole program means, as opposed to one function.
