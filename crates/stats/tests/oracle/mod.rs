//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod cox;
mod describe;
mod distribution;
mod gee;
mod log_rank;
mod mixed;
mod mixed_censored;
mod paired;
mod responses;
mod signed_rank;
mod survival_curves;
mod table;
mod wilson;
