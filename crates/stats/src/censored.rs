//! Values known only to lie below, above or between limits.
//!
//! **In:** [`Censored`] values, checked once as a [`CensoredSample`] or [`CensoredPairs`]; a [`Design`] for
//! covariates. **Out:** [`crate::Estimate`]s, as everywhere in this crate.
//!
//! | question | function | takes |
//! |---|---|---|
//! | how are the values distributed, whatever the shape? | [`kaplan_meier`] | exact and below a limit |
//! | the same for any limits | [`turnbull`] | all |
//! | mean, geometric mean, if (log-)normal | [`censored_mean`], [`censored_geometric_mean`] | all |
//! | how do they depend on covariates? | [`censored_regression`], [`likelihood_ratio`] | all |
//! | mean, SD, quantiles with few exact values | [`order_statistics`] | exact and below a limit |
//! | did they change? | [`prentice_wilcoxon`], [`censored_sign`] | all, in pairs |
//! | by what factor did they change? | [`censored_ratio`] | all, in pairs |
//! | what would substitution have said? | [`substitute`] | exact and below a limit |
//!
//! ```
//! use stats::Level;
//! use stats::censored::{Censored::*, CensoredPairs, CensoredSample, censored_ratio, kaplan_meier};
//!
//! let before = [Exact(12.0), Exact(3.1), Exact(40.0), AtOrAbove(500.0), Exact(7.5), Below(0.1)];
//! let after = [Exact(4.0), Below(1.0), Exact(22.0), Exact(310.0), Exact(8.1), Below(0.1)];
//! let found = censored_ratio(CensoredPairs::new(&before, &after)?, Level::default());
//! assert_eq!((found.ratio.n, found.n_one_sided, found.n_uninformative), (5, 2, 1));
//! assert!(found.ratio.value.unwrap() < 1.0);
//! let curve = kaplan_meier(CensoredSample::new(&after)?).unwrap();
//! assert_eq!(curve.n_censored, 2);
//! # Ok::<(), stats::censored::CensoredError>(())
//! ```

mod input;
mod kaplan_meier;
mod normal_model;
mod order_statistics;
mod paired;
mod substitution;
mod turnbull;

pub use input::{Censored, CensoredError, CensoredPairs, CensoredSample, Design, Flaw, Problem, Side};
pub use kaplan_meier::{Band, KaplanMeier, LimitedQuantile, Step, kaplan_meier};
pub use normal_model::{
    CensoredFit, Counts, Scale, censored_geometric_mean, censored_mean, censored_regression, likelihood_ratio,
};
pub use order_statistics::{OrderStatistics, order_statistics};
pub use paired::{
    CensoredRatio, PrenticeWilcoxonRule, SignCounts, censored_ratio, censored_sign, prentice_wilcoxon,
};
pub use substitution::{Replacement, Substituted, substitute};
pub use turnbull::{Ends, Mass, Npmle, turnbull};
