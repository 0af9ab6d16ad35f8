//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod describe;
mod distribution;
mod paired;
mod proportion;
mod signed_rank;
mod table;
mod tables;
mod wilson;
