//! What goes in, checked once so that no estimator has to.

use crate::numeric::{STRETCH, largest_if_finite};
use rayon::prelude::*;
use std::fmt;

/// Why numbers were refused. The place is a position in the slice, never the value itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputError {
    /// NaN or an infinity at this position (from 0).
    NotFinite {
        /// Index in the slice.
        position: usize,
    },
    /// The two slices of a paired comparison differ in length.
    LengthsDiffer {
        /// Length of the first.
        before: usize,
        /// Length of the second.
        after: usize,
    },
    /// More successes than trials.
    NumeratorExceedsDenominator,
    /// A confidence level outside 0 < level < 1.
    LevelOutside,
    /// A quantile's fraction outside 0 <= fraction <= 1.
    FractionOutside,
    /// A probability outside 0 to 1, a sum of exclusive ones above 1, or a power not strictly between.
    ProbabilityOutside,
    /// A standard deviation or half-width that is not a number above 0.
    SpreadNotPositive,
    /// A square table with fewer than 2 or more than 1000 categories.
    CategoriesOutside {
        /// How many were asked for.
        found: usize,
    },
    /// Counts whose sum exceeds 2^53, beyond which a double no longer tells neighbours apart.
    CountsOverflow,
    /// The number of cells is not what the dimension asks for.
    CellsDoNotFit {
        /// Rows times columns.
        needed: usize,
        /// How many were given.
        found: usize,
    },
    /// A category's code, counted from 0, is not below the number of categories.
    CodeOutside {
        /// Index in the slices: the first unit with such a code.
        position: usize,
    },
    /// A weight of agreement outside 0 to 1, or not 1 on the diagonal.
    AgreementWeightOutside {
        /// Index among the cells, row by row.
        position: usize,
    },
    /// A unit was read by another number of readers than the first, or by fewer than two.
    ReadersDiffer {
        /// The unit, from 0.
        position: usize,
    },
    /// A margin whose lower end does not lie below its upper end.
    MarginNotOrdered,
    /// A p value outside 0 <= p <= 1 at this position (from 0).
    PValueOutside {
        /// Index in the slice.
        position: usize,
    },
    /// The values do not fill a table with this many columns.
    NotATable {
        /// Values in all.
        values: usize,
        /// Columns asked for.
        columns: usize,
    },
    /// A weight that is below zero or not finite, at this position (from 0).
    WeightOutside {
        /// Index in the slice.
        position: usize,
    },
    /// A group's number at or above the number of groups, at this position (from 0).
    GroupOutside {
        /// Index in the slice.
        position: usize,
    },
    /// A comparison of groups with fewer than two of them.
    FewerThanTwoGroups,
    /// Another number of scores than of categories (or groups).
    ScoresDoNotFit {
        /// How many scores.
        scores: usize,
        /// How many categories.
        categories: usize,
    },
    /// A case weight below 0 at this position (from 0).
    NegativeWeight {
        /// Index in the slice.
        position: usize,
    },
    /// A slice has another number of rows than the response it belongs to.
    RowsDiffer {
        /// Rows of the response.
        needed: usize,
        /// Rows of the slice.
        found: usize,
    },
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite { position } => {
                write!(f, "the value at position {position} is not a finite number")
            }
            Self::LengthsDiffer { before, after } => {
                write!(f, "{before} values before and {after} after do not form pairs")
            }
            Self::NumeratorExceedsDenominator => write!(f, "the numerator exceeds the denominator"),
            Self::LevelOutside => write!(f, "a confidence level lies above 0 and below 1, such as 0.95"),
            Self::FractionOutside => write!(f, "a quantile's fraction lies from 0 to 1, such as 0.25"),
            Self::ProbabilityOutside => write!(f, "probabilities lie from 0 to 1, together too"),
            Self::SpreadNotPositive => write!(f, "a standard deviation or half-width is a number above 0"),
            Self::CountsOverflow => write!(f, "the counts add up to more than 2^53"),
            Self::CategoriesOutside { found } => {
                write!(f, "a square table has 2 to 1000 categories, not {found}")
            }
            Self::CellsDoNotFit { needed, found } => write!(f, "{needed} cells are needed, not {found}"),
            Self::CodeOutside { position } => {
                write!(f, "the code at position {position} is not below the number of categories")
            }
            Self::AgreementWeightOutside { position } => {
                write!(f, "the weight at position {position} is not from 0 to 1, or not 1 on the diagonal")
            }
            Self::ReadersDiffer { position } => {
                write!(
                    f,
                    "the unit at position {position} has fewer than two readers, or not as many as the first"
                )
            }
            Self::MarginNotOrdered => write!(f, "a margin's lower end lies below its upper end"),
            Self::PValueOutside { position } => {
                write!(f, "the p value at position {position} does not lie from 0 to 1")
            }
            Self::NotATable { values, columns } => {
                write!(f, "{values} values do not fill rows of {columns}")
            }
            Self::WeightOutside { position } => {
                write!(f, "the weight at position {position} is below zero or not a finite number")
            }
            Self::GroupOutside { position } => {
                write!(f, "the group at position {position} is not one of the groups")
            }
            Self::FewerThanTwoGroups => write!(f, "a comparison of groups needs at least two"),
            Self::ScoresDoNotFit { scores, categories } => {
                write!(f, "{scores} scores do not fit {categories} categories")
            }
            Self::NegativeWeight { position } => write!(f, "the weight at position {position} is below 0"),
            Self::RowsDiffer { needed, found } => {
                write!(f, "{found} values for the {needed} rows of the response")
            }
        }
    }
}

impl std::error::Error for InputError {}

/// Finite values in any order, and how many more are missing.
#[derive(Clone, Copy)]
pub struct Sample<'a> {
    values: &'a [f64],
    n_missing: usize,
}

impl<'a> Sample<'a> {
    /// Refuses NaN and infinities. An empty slice is a sample.
    pub fn new(values: &'a [f64]) -> Result<Self, InputError> {
        require_finite(values)?;
        Ok(Self { values, n_missing: 0 })
    }

    /// The same sample with the number of values that should have been there and are not.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// The values in the order given.
    pub fn values(&self) -> &'a [f64] {
        self.values
    }

    /// Declared by [`Sample::with_missing`]; 0 if not.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }
}

/// Two measurements of the same units: `before[i]` and `after[i]` belong together. All finite.
#[derive(Clone, Copy)]
pub struct Pairs<'a> {
    before: &'a [f64],
    after: &'a [f64],
    largest: f64,
    n_equal: usize,
    n_missing: usize,
}

impl<'a> Pairs<'a> {
    /// Refuses slices of different length, NaN and infinities. No pairs at all are allowed.
    pub fn new(before: &'a [f64], after: &'a [f64]) -> Result<Self, InputError> {
        if before.len() != after.len() {
            return Err(InputError::LengthsDiffer { before: before.len(), after: after.len() });
        }
        let Some((largest, n_equal)) = survey(before, after) else {
            require_finite(before)?;
            require_finite(after)?;
            unreachable!("the survey found a value that is not finite");
        };
        Ok(Self { before, after, largest, n_equal, n_missing: 0 })
    }

    /// The same pairs with the number of units that lack one or both measurements.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// Number of complete pairs.
    pub fn n(&self) -> usize {
        self.before.len()
    }

    /// First measurements.
    pub fn before(&self) -> &'a [f64] {
        self.before
    }

    /// Second measurements.
    pub fn after(&self) -> &'a [f64] {
        self.after
    }

    /// Declared by [`Pairs::with_missing`]; 0 if not.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }

    /// The largest magnitude of all measurements, found at the door; 0 for none.
    pub(crate) fn largest_magnitude(&self) -> f64 {
        self.largest
    }

    /// Pairs whose two measurements are equal, counted at the door.
    pub(crate) fn n_equal(&self) -> usize {
        self.n_equal
    }

    /// `(before, after)` in the order given.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (f64, f64)> + Clone + use<'a> {
        self.before.iter().copied().zip(self.after.iter().copied())
    }
}

/// Pairs that one processor looks over at a time.
const SHARE: usize = 64 * STRETCH;

/// The largest magnitude, and how many pairs have no difference; `None` if a value is not finite.
fn survey(before: &[f64], after: &[f64]) -> Option<(f64, usize)> {
    let both = |one: (f64, usize), other: (f64, usize)| Some((one.0.max(other.0), one.1 + other.1));
    if before.len() > SHARE {
        let shares = before.par_chunks(SHARE).zip(after.par_chunks(SHARE));
        return shares.map(|(before, after)| survey(before, after)).try_reduce(|| (0.0, 0), both);
    }
    before.chunks(STRETCH).zip(after.chunks(STRETCH)).try_fold((0.0, 0), |so_far, (before, after)| {
        let largest = largest_if_finite(before)?.max(largest_if_finite(after)?);
        both(so_far, (largest, before.iter().zip(after).filter(|(before, after)| before == after).count()))
    })
}

/// A count out of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion {
    numerator: usize,
    denominator: usize,
    n_missing: usize,
}

impl Proportion {
    /// Refuses a numerator above the denominator. 0 of 0 is allowed and has no value.
    pub fn new(numerator: usize, denominator: usize) -> Result<Self, InputError> {
        if numerator > denominator {
            return Err(InputError::NumeratorExceedsDenominator);
        }
        Ok(Self { numerator, denominator, n_missing: 0 })
    }

    /// The same proportion with the number of those who belong to neither count because it is not known.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// Those that have it.
    pub fn numerator(&self) -> usize {
        self.numerator
    }

    /// Those that could have it.
    pub fn denominator(&self) -> usize {
        self.denominator
    }

    /// Declared by [`Proportion::with_missing`]; 0 if not.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }
}

/// A two-sided confidence level, above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Level(f64);

impl Level {
    /// 95 %, the level of the study contract and the default.
    pub const NINETY_FIVE: Self = Self(0.95);

    /// Refuses anything not strictly between 0 and 1.
    pub fn new(level: f64) -> Result<Self, InputError> {
        if level > 0.0 && level < 1.0 { Ok(Self(level)) } else { Err(InputError::LevelOutside) }
    }

    /// As a fraction of 1.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The probability left to each side: 0.025 for 95 %.
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }
}

impl Default for Level {
    fn default() -> Self {
        Self::NINETY_FIVE
    }
}

/// A fraction of the sample, from 0 (the least value) to 1 (the greatest).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Fraction(f64);

impl Fraction {
    /// The first quartile.
    pub const QUARTER: Self = Self(0.25);
    /// The median.
    pub const HALF: Self = Self(0.5);
    /// The third quartile.
    pub const THREE_QUARTERS: Self = Self(0.75);

    /// Refuses anything outside 0 to 1.
    pub fn new(fraction: f64) -> Result<Self, InputError> {
        if (0.0..=1.0).contains(&fraction) { Ok(Self(fraction)) } else { Err(InputError::FractionOutside) }
    }

    /// As a number from 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

pub(crate) fn require_finite(values: &[f64]) -> Result<(), InputError> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(position) => Err(InputError::NotFinite { position }),
        None => Ok(()),
    }
}
