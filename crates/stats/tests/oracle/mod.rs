//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod correlation;
mod describe;
mod description;
mod distribution;
mod paired;
mod selection;
mod signed_rank;
mod table;
mod wilson;
