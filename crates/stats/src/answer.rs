//! A number, or the reason why there is none.

use std::fmt;

/// What an estimator answers to one question: the number, or why the data cannot give it.
pub type Answer<T = f64> = Result<T, Undefined>;

/// Why a quantity has no value. An ordinary outcome of small or constant data, not a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Undefined {
    /// There is not a single value (or pair) to use.
    NoValues,
    /// There are values, and fewer than the quantity needs.
    TooFew {
        /// The least number of values (or pairs) that would do.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// All values (or differences, or log ratios) are equal, up to the rounding of their inputs.
    NoSpread,
    /// Every difference is zero, so that nothing is left to rank.
    AllDifferencesZero,
    /// There are non-zero differences, and fewer than the quantity needs.
    TooFewNonZero {
        /// The least number of non-zero differences that would do.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// A proportion of nothing.
    ZeroDenominator,
    /// The logarithm of a value at or below zero would be needed.
    NotPositive,
    /// The exact result exceeds the largest finite `f64` (about 1.8e308).
    BeyondRange,
    /// The method does not give this quantity for any data.
    NotPartOfMethod,
    /// The method is for a response of another shape (bounds or states, say, instead of times of exit).
    OtherResponse,
    /// The time asked for lies after the last one observed.
    BeyondFollowUp,
    /// The curve does not come down to the level asked for.
    NotReached,
    /// Columns that describe the same rows differ in length, or a code exceeds the number declared.
    LengthsDiffer,
    /// No event was observed.
    NoEvents,
    /// The column is a combination of earlier ones, or constant.
    Collinear,
    /// The search for the maximum did not come to rest.
    NotConverged,
    /// Fewer than two groups have somebody at risk when an event happens.
    OneGroup,
    /// The column (alone or with others) tells rows with the response from rows without: its coefficient is infinite.
    Separated {
        /// Towards plus infinity.
        rising: bool,
    },
    /// The maximum lies on the edge of what the model allows: a fitted risk of 1.
    OnBoundary,
    /// One row alone decides a coefficient: its residual is 0 whatever its response.
    FullLeverage,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValues => write!(f, "there are no values"),
            Self::TooFew { needed, found } => write!(f, "{found} of the {needed} values it needs"),
            Self::NoSpread => write!(f, "all values are equal"),
            Self::AllDifferencesZero => write!(f, "all differences are zero"),
            Self::TooFewNonZero { needed, found } => {
                write!(f, "{found} of the {needed} non-zero differences it needs")
            }
            Self::ZeroDenominator => write!(f, "the denominator is zero"),
            Self::NotPositive => write!(f, "a value is not above zero and has no logarithm"),
            Self::BeyondRange => write!(f, "the result exceeds the largest number a computer word holds"),
            Self::NotPartOfMethod => write!(f, "the method gives no such quantity"),
            Self::OtherResponse => write!(f, "the method is for a response of another shape"),
            Self::BeyondFollowUp => write!(f, "the time lies after the last one observed"),
            Self::NotReached => write!(f, "the curve does not come down to this level"),
            Self::LengthsDiffer => write!(f, "columns that describe the same rows do not fit each other"),
            Self::Collinear => write!(f, "the column is a combination of earlier ones"),
            Self::NotConverged => write!(f, "the search for the maximum did not come to rest"),
            Self::NoEvents => write!(f, "no event was observed"),
            Self::Separated { rising: true } => {
                write!(f, "the column separates: its coefficient is plus infinity")
            }
            Self::Separated { rising: false } => {
                write!(f, "the column separates: its coefficient is minus infinity")
            }
            Self::OnBoundary => write!(f, "the maximum lies where a fitted risk is 1"),
            Self::FullLeverage => write!(f, "one row alone decides a coefficient"),
            Self::OneGroup => write!(f, "fewer than two groups are at risk when an event happens"),
        }
    }
}

/// `value` if it is finite, else [`Undefined::BeyondRange`]: the gate every computed result leaves by.
pub(crate) fn finite(value: f64) -> Answer {
    if value.is_finite() { Ok(value) } else { Err(Undefined::BeyondRange) }
}
