//! The distributions the tests look their statistics up in.
//!
//! Tails are computed as tails, never as 1 minus the other side, so that p values keep their digits down
//! to the smallest numbers. Accuracy is measured against stored answers of R in `tests/oracle/stats`.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
pub mod f;
pub mod gamma;
pub mod hypergeometric;
pub mod noncentral_t;
pub mod normal;
mod saddle;
mod share;
pub mod student_t;
