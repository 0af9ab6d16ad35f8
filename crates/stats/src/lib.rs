//! Estimators over slices of numbers. Useful alone: it knows nothing of studies, persons or hormones.
//!
//! **In:** slices of finite `f64` checked once ([`Sample`], [`Pairs`]), counts ([`Proportion`] and the tables of
//! [`categories`]), values known within limits ([`censored`]), and a confidence [`Level`]. What is not a
//! number, or does not fit, is refused at that door with an [`InputError`].
//!
//! **Out:** an [`Estimate`] or a [`Description`]: value, confidence interval, test, the numbers used and
//! missing, ties and zeros, the [`Method`] with its reference, and [`Caution`]s. What the numbers cannot
//! answer is an [`Undefined`] reason in its place, never NaN.
//!
//! **Never:** reads a file or a clock, draws an unseeded random number, prints, or panics on finite input. The number
//! of threads changes no digit.
//!
//! | question | module |
//! |---|---|
//! | what do these values look like? how far apart are two groups? | [`describe`](mod@describe) |
//! | did the same units change, and by how much? | [`paired`] |
//! | do two or more groups differ? | [`groups`] |
//! | how common is it, and how much more common in the other group? | [`proportion`] |
//! | did categories change; are two classifications associated? | [`categories`] |
//! | do two readers or two methods agree? | [`agreement`] |
//! | what if some values are only known as below or above a limit? | [`censored`] |
//! | do two measurements rise and fall together? | [`correlation`] |
//! | how much of the change is regression to the mean? | [`selection`] |
//! | what if no formula fits the statistic? | [`resampling`] |
//! | what do several tests together say? | [`multiplicity`] |
//! | how many units are needed? | [`power`] |
//! | how long until it happens, with or without competing causes and covariates? | [`survival`] |
//! | what explains a number, a yes or no, a count, a grade? | [`regression`], columns from [`design`] |
//! | how does a value move in units measured repeatedly? | [`mixed`] |
//! | what if values are missing? | [`missing`] |
//! | what do several studies or sites say together? | [`pooling`] |
//!
//! A change is always *after minus before* (or *after over before*): exchanging the two turns the sign.
//! Formulas, worked examples and limits stand in `docs/methods/`.
//!
//! ```
//! use stats::{Pairs, SignedRankRule, signed_rank};
//!
//! let before = [10.0, 8.0, 12.0, 9.0, 15.0, 7.0];
//! let after = [9.0, 9.0, 10.0, 9.0, 11.0, 4.0];
//! let change = signed_rank(Pairs::new(&before, &after)?, &SignedRankRule::default());
//! assert_eq!((change.value, change.p_value()), (Ok(-2.0), Ok(0.1875)));
//! assert_eq!((change.n, change.n_zeros, change.n_ties), (6, 1, 2));
//! # Ok::<(), stats::InputError>(())
//! ```

pub mod agreement;
mod answer;
pub mod categories;
pub mod censored;
pub mod correlation;
pub mod describe;
pub mod design;
pub mod distribution;
mod estimate;
pub mod groups;
mod input;
mod matrix;
pub mod missing;
pub mod mixed;
pub mod multiplicity;
mod newton;
mod numeric;
pub mod paired;
pub mod pooling;
pub mod power;
pub mod proportion;
mod quadrature;
pub mod random;
pub mod regression;
pub mod resampling;
mod scaled;
pub mod selection;
pub mod survival;

pub use answer::{Answer, Undefined};
pub use describe::{Description, QuantileType, Sorted, describe};
pub use estimate::{Caution, Estimate, Interval, Method, Statistic, Test};
pub use input::{Fraction, InputError, Level, Pairs, Proportion, Sample};
pub use paired::{SignedRankRule, paired_t, ratio_of_geometric_means, signed_rank};
pub use proportion::wilson;
