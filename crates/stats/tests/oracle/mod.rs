//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod categories;
mod cox;
mod describe;
mod design;
mod distribution;
mod log_rank;
mod paired;
mod parametric;
mod penalised;
mod responses;
mod signed_rank;
mod survival_curves;
mod table;
mod wilson;
