//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod agreement;
mod describe;
mod distribution;
mod equivalence;
mod multiplicity;
mod paired;
mod resampling;
mod sign;
mod signed_rank;
mod table;
mod wilson;
