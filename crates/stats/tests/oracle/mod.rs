//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod censored;
mod describe;
mod distribution;
mod paired;
mod power;
mod signed_rank;
mod table;
mod wilson;
