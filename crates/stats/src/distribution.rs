//! The distributions the tests look their statistics up in.
//!
//! Tails are computed as tails, never as 1 minus the other side, so that p values keep their digits down
//! to the smallest numbers. How: positive-term series and continued fractions behind fronts in Loader's
//! saddle-point form, quantiles by Newton's method on the logarithm of the tail.
//!
//! Accuracy, against 40-digit arithmetic stored in `tests/oracle/stats`, for tails from 0.5 to 1e-300 and shapes
//! from 0.01 to 1e8 (degrees of freedom from 0.02 to 2e8): relative error at most 3e-13, of tails and of
//! quantiles. Counts (up to 1e12 trials) and the noncentral t are within the same bound. Beyond shapes of 1e8
//! nothing is measured; the cost grows as the root of the shape, and the continued fractions stop at a million
//! levels, converged or not.
//!
//! Why not `statrs` 0.19, of which only the normal quantile is left (right to 3e-16 from 0.5 ± 1e-15 to 1e-300).
//! On the same table: gamma tails off by 3e-11 at shape 1e4 and 3e-7 at 1e8; the incomplete beta function answers
//! 1 for 0.30 (x = 1 - 3e-16, shapes 1 and 0.01), and -1.15 for 0.5 at the centre of shapes of 1e8;
//! its inverse is wrong by eight orders of magnitude at tails near 1e-10 (shapes 0.5 and 1e4) and does not return at all for shapes 0.01 and 1e8. R 4.2 is right to 1e-12 on nearly all of it: `pbeta`
//! and `pf` reach 3e-11 at shapes of 1e8, `dbinom` 8e-10 at 1e12 trials, `qf` goes over to the chi-squared above
//! 400,000 denominator degrees of freedom and loses its result in places below one, and the noncentral `pt`
//! loses its digits in upper tails below 1e-10 (56 of 343 answers off by more than 1e-9).

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
