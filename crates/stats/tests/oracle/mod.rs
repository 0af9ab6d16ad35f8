//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod cox;
mod describe;
mod distribution;
mod log_rank;
mod paired;
mod regression;
mod responses;
mod signed_rank;
mod survival_curves;
mod table;
mod wilson;
