//! Against the stored answers of R in `tests/oracle/stats` at the root of the repository. No R is needed.

mod agreement;
mod censored;
mod correlation;
mod cox;
mod cox_more;
mod describe;
mod description;
mod distribution;
mod equivalence;
mod gee;
mod groups;
mod kappa;
mod log_rank;
mod missing;
mod missing_draws;
mod mixed;
mod mixed_censored;
mod multiplicity;
mod paired;
mod paired_binary;
mod pooling;
mod power;
mod proportion;
mod resampling;
mod responses;
mod selection;
mod sign;
mod signed_rank;
mod square_tables;
mod survival_curves;
mod table;
mod tables;
mod wilson;

mod competing;
mod states;
