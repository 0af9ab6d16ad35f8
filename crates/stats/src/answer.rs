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
    /// Some values are censored on a side, or between bounds, that the method does not take.
    OtherCensoring {
        /// How many.
        found: usize,
    },
    /// It lies where limits hide it.
    BeyondLimits,
    /// All values are limits on one side: the likelihood rises without end towards infinity.
    AllCensored,
    /// The limits carry a coefficient to infinity: some combination of columns tells censored rows apart.
    Separated,
    /// The column (alone or with others) tells rows with the response from rows without: its coefficient is infinite.
    SeparatedColumn {
        /// Towards plus infinity.
        rising: bool,
    },
    /// A column is a combination of the columns before it.
    Collinear {
        /// Which one, from 0.
        column: usize,
    },
    /// The iteration found no maximum and no reason why there should be none.
    NotConverged,
    /// Two fits cannot be compared: not the same values, or not one model within the other.
    NotNested,
    /// The assumed effect is zero: no number of units finds it.
    NoEffect,
    /// Nothing reaches it: no number of units up to the largest tried, or no point of the curve.
    NotReached,
    /// No unit changed its category, so that nothing can be said about the direction of changes.
    NoDiscordantPairs,
    /// Chance alone gives complete agreement: all readings lie in one category, or the weights call those in use
    /// the same.
    AgreementCertain,
    /// The resampled statistics lie so far to one side of the estimate that no interval of this kind exists.
    ResamplesOneSided,
    /// The points lie on a line (or in perfect order) up to rounding: no spread about it is left to measure by.
    PerfectFit,
    /// There are groups with values, and fewer than a comparison needs.
    TooFewGroups {
        /// The least number of groups with values that would do.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// A row or a column of the table is empty (or only one is left): nothing can be compared.
    EmptyMargin,
    /// A count is zero, and the method needs its logarithm or its reciprocal.
    ZeroCount,
    /// An exact answer would take more steps or memory than the rule allows.
    TooMuchWork,
    /// The method is for a response of another shape (bounds or states, say, instead of times of exit).
    OtherResponse,
    /// The time asked for lies after the last one observed.
    BeyondFollowUp,
    /// Columns that describe the same rows differ in length, or a code exceeds the number declared.
    LengthsDiffer,
    /// No event was observed.
    NoEvents,
    /// The likelihood rises towards a limit as the estimate grows without bound.
    Infinite,
    /// Fewer than two groups have somebody at risk when an event happens.
    OneGroup,
    /// The estimate lies at the edge of what is possible, where an interval of this kind has no meaning.
    AtBoundary,
    /// A category declared has no row: merge it with a neighbour, or do not declare it.
    EmptyCategory,
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
            Self::OtherCensoring { found } => {
                write!(f, "{found} values are censored in a way the method does not take")
            }
            Self::BeyondLimits => write!(f, "it lies where limits hide it"),
            Self::AllCensored => write!(f, "all values are limits on one side"),
            Self::Separated => write!(f, "limits carry a coefficient to infinity"),
            Self::SeparatedColumn { rising } => {
                let end = if *rising { "plus" } else { "minus" };
                write!(f, "the column separates: its coefficient is {end} infinity")
            }
            Self::Collinear { column } => write!(f, "column {column} is a combination of those before it"),
            Self::NotConverged => write!(f, "the iteration found no maximum"),
            Self::NotNested => write!(f, "the two fits are not of the same values, one within the other"),
            Self::NoEffect => write!(f, "the assumed effect is zero, no number of units finds it"),
            Self::NotReached => {
                write!(f, "nothing reaches it: no number of units tried, no point of the curve")
            }
            Self::NoDiscordantPairs => write!(f, "no unit changed its category"),
            Self::AgreementCertain => write!(f, "chance alone gives complete agreement"),
            Self::ResamplesOneSided => write!(f, "the resamples lie on one side of the estimate"),
            Self::PerfectFit => write!(f, "the points lie on a line and leave no error to measure by"),
            Self::TooFewGroups { needed, found } => {
                write!(f, "{found} of the {needed} groups with values it needs")
            }
            Self::EmptyMargin => write!(f, "a row or a column of the table is empty"),
            Self::ZeroCount => write!(f, "a count is zero and the method needs its logarithm"),
            Self::TooMuchWork => write!(f, "an exact answer would take more work than the rule allows"),
            Self::OtherResponse => write!(f, "the method is for a response of another shape"),
            Self::BeyondFollowUp => write!(f, "the time lies after the last one observed"),
            Self::LengthsDiffer => write!(f, "columns that describe the same rows do not fit each other"),
            Self::Infinite => write!(f, "the estimate grows without bound"),
            Self::NoEvents => write!(f, "no event was observed"),
            Self::OnBoundary => write!(f, "the maximum lies where a fitted risk is 1"),
            Self::FullLeverage => write!(f, "one row alone decides a coefficient"),
            Self::OneGroup => write!(f, "fewer than two groups are at risk when an event happens"),
            Self::AtBoundary => write!(f, "the estimate lies at the edge of what is possible"),
            Self::EmptyCategory => write!(f, "a category of the response has no row"),
        }
    }
}

/// `value` if it is finite, else [`Undefined::BeyondRange`]: the gate every computed result leaves by.
pub(crate) fn finite(value: f64) -> Answer {
    if value.is_finite() { Ok(value) } else { Err(Undefined::BeyondRange) }
}
