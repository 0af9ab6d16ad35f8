//! Estimators over slices of numbers. Useful alone: it knows nothing of studies, persons or hormones.
//!
//! **In:** slices of finite `f64` checked once ([`Sample`], [`Pairs`]) or counts ([`Proportion`]), and a
//! confidence [`Level`]. NaN and infinities are refused at that door with an [`InputError`].
//!
//! **Out:** an [`Estimate`] or a [`Description`]: value, confidence interval, test, the numbers used and
//! missing, ties and zeros, the [`Method`] with its reference, and [`Caution`]s. What the numbers cannot
//! answer is an [`Undefined`] reason in its place, never NaN.
//!
//! **Never:** reads a file or a clock, draws an unseeded random number, prints, or panics on finite input.
//!
//! | question | function |
//! |---|---|
//! | what do these values look like? | [`describe()`], [`Sorted::quantile`] |
//! | how common is it? | [`wilson`] |
//! | did the mean change? | [`paired_t`] |
//! | by what factor did it change? | [`ratio_of_geometric_means`] |
//! | did the middle change, whatever the distribution? | [`signed_rank`] |
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
pub mod multiplicity;
mod numeric;
pub mod paired;
pub mod power;
pub mod proportion;
pub mod random;
pub mod regression;
pub mod resampling;
pub mod selection;
pub mod survival;

pub use answer::{Answer, Undefined};
pub use describe::{Description, QuantileType, Sorted, describe};
pub use estimate::{Caution, Estimate, Interval, Method, Statistic, Test};
pub use input::{Fraction, InputError, Level, Pairs, Proportion, Sample};
pub use paired::{SignedRankRule, paired_t, ratio_of_geometric_means, signed_rank};
pub use proportion::wilson;
