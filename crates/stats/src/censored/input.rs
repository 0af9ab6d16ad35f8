//! Censored values at the door.

use std::fmt;

/// One value as far as it is known.
///
/// An interval holds its lower bound and not its upper one, so that "below 3" and "at or above 3" share no
/// value and leave none out. For a continuous quantity this makes no difference to a likelihood; it decides
/// ties of limits and values in rank methods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Censored {
    /// The value itself.
    Exact(f64),
    /// Less than this limit, such as "<0.1".
    Below(f64),
    /// This limit or more, such as ">500".
    AtOrAbove(f64),
    /// `low` <= value < `high`, such as between the limits of detection and of quantification.
    Between {
        /// Lower bound.
        low: f64,
        /// Upper bound, above `low`.
        high: f64,
    },
}

impl Censored {
    /// Lower and upper bound; infinite where there is none, equal for an exact value.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Exact(value) => (value, value),
            Self::Below(limit) => (f64::NEG_INFINITY, limit),
            Self::AtOrAbove(limit) => (limit, f64::INFINITY),
            Self::Between { low, high } => (low, high),
        }
    }

    /// The value, if it is known.
    pub fn exact(self) -> Option<f64> {
        if let Self::Exact(value) = self { Some(value) } else { None }
    }

    fn problem(self) -> Option<Flaw> {
        match self {
            Self::Exact(value) if !value.is_finite() => Some(Flaw::ValueNotFinite),
            Self::Below(limit) | Self::AtOrAbove(limit) if !limit.is_finite() => Some(Flaw::LimitNotFinite),
            Self::Between { low, high } if !low.is_finite() || !high.is_finite() => {
                Some(Flaw::LimitNotFinite)
            }
            Self::Between { low, high } if low > high => Some(Flaw::BoundsReversed),
            Self::Between { low, high } if low == high => Some(Flaw::BoundsEqual),
            _ => None,
        }
    }
}

/// What is wrong with one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// An exact value is NaN or infinite.
    ValueNotFinite,
    /// A limit is NaN or infinite; a one-sided value has a kind of its own.
    LimitNotFinite,
    /// The lower bound exceeds the upper one.
    BoundsReversed,
    /// The bounds coincide: no value lies between them. If the value is known, it is `Exact`.
    BoundsEqual,
}

/// Which side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first measurement, or the only one.
    Before,
    /// The second measurement.
    After,
}

/// One flaw and its place; never the value itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Index in the slice.
    pub position: usize,
    /// Which slice.
    pub side: Side,
    /// What is wrong.
    pub flaw: Flaw,
}

/// Why censored values, or a design, were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CensoredError {
    /// Every flawed value, in order of side and position.
    Flawed(Vec<Problem>),
    /// The two slices of a paired comparison differ in length.
    LengthsDiffer {
        /// Length of the first.
        before: usize,
        /// Length of the second.
        after: usize,
    },
    /// A design without columns, or whose length is no multiple of their number.
    DesignShape {
        /// How many numbers there are.
        length: usize,
        /// How many columns were declared.
        n_columns: usize,
    },
    /// NaN or an infinity in the design.
    DesignNotFinite {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
    },
    /// The design and the sample differ in length.
    RowsDiffer {
        /// Rows of the design.
        design: usize,
        /// Values of the sample.
        sample: usize,
    },
}

impl fmt::Display for CensoredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flawed(problems) => {
                write!(f, "{} values are flawed:", problems.len())?;
                problems.iter().try_for_each(|problem| write!(f, " {problem};"))
            }
            Self::LengthsDiffer { before, after } => {
                write!(f, "{before} values before and {after} after do not form pairs")
            }
            Self::DesignShape { length, n_columns } => {
                write!(f, "{length} numbers do not fill rows of {n_columns} columns")
            }
            Self::DesignNotFinite { row, column } => {
                write!(f, "row {row}, column {column} of the design is not a finite number")
            }
            Self::RowsDiffer { design, sample } => {
                write!(f, "the design has {design} rows for {sample} values")
            }
        }
    }
}

impl std::error::Error for CensoredError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.flaw {
            Flaw::ValueNotFinite => "the value is not a finite number",
            Flaw::LimitNotFinite => "a limit is not a finite number",
            Flaw::BoundsReversed => "the lower bound exceeds the upper one",
            Flaw::BoundsEqual => "the bounds coincide",
        };
        match self.side {
            Side::Before => write!(f, "position {}: {what}", self.position),
            Side::After => write!(f, "position {} after: {what}", self.position),
        }
    }
}

/// Checked censored values in any order, and how many more are missing.
#[derive(Clone, Copy)]
pub struct CensoredSample<'a> {
    values: &'a [Censored],
    n_missing: usize,
}

impl<'a> CensoredSample<'a> {
    /// Refuses bounds that are not finite or not in order, and names every one. An empty slice is a sample.
    pub fn new(values: &'a [Censored]) -> Result<Self, CensoredError> {
        refuse(flaws(values, Side::Before).collect())?;
        Ok(Self { values, n_missing: 0 })
    }

    /// The same sample with the number of values that should have been there and are not.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// The values in the order given.
    pub fn values(&self) -> &'a [Censored] {
        self.values
    }

    /// Declared by [`CensoredSample::with_missing`]; 0 if not.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }
}

/// Two censored measurements of the same units, all checked.
#[derive(Clone, Copy)]
pub struct CensoredPairs<'a> {
    before: &'a [Censored],
    after: &'a [Censored],
    n_missing: usize,
}

impl<'a> CensoredPairs<'a> {
    /// Refuses slices of different length and every flawed value of either.
    pub fn new(before: &'a [Censored], after: &'a [Censored]) -> Result<Self, CensoredError> {
        if before.len() != after.len() {
            return Err(CensoredError::LengthsDiffer { before: before.len(), after: after.len() });
        }
        refuse(flaws(before, Side::Before).chain(flaws(after, Side::After)).collect())?;
        Ok(Self { before, after, n_missing: 0 })
    }

    /// The same pairs with the number of units that lack one or both measurements.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// Number of pairs with both measurements, however censored.
    pub fn n(&self) -> usize {
        self.before.len()
    }

    /// Declared by [`CensoredPairs::with_missing`]; 0 if not.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }

    /// `(before, after)` in the order given.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Censored, Censored)> + Clone + use<'a> {
        self.before.iter().copied().zip(self.after.iter().copied())
    }
}

/// Covariates: one row a value, one column a coefficient, row after row. An intercept is a column of ones.
#[derive(Clone, Copy)]
pub struct Design<'a> {
    numbers: &'a [f64],
    n_columns: usize,
}

impl<'a> Design<'a> {
    /// Refuses no columns, incomplete rows, NaN and infinities.
    pub fn new(numbers: &'a [f64], n_columns: usize) -> Result<Self, CensoredError> {
        if n_columns == 0 || !numbers.len().is_multiple_of(n_columns) {
            return Err(CensoredError::DesignShape { length: numbers.len(), n_columns });
        }
        match numbers.iter().position(|number| !number.is_finite()) {
            Some(at) => Err(CensoredError::DesignNotFinite { row: at / n_columns, column: at % n_columns }),
            None => Ok(Self { numbers, n_columns }),
        }
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.numbers.len() / self.n_columns
    }

    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// The rows in the order given.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &'a [f64]> + use<'a> {
        self.numbers.chunks_exact(self.n_columns)
    }
}

fn flaws(values: &[Censored], side: Side) -> impl Iterator<Item = Problem> {
    let flawed = move |(position, value): (usize, &Censored)| {
        value.problem().map(|flaw| Problem { position, side, flaw })
    };
    values.iter().enumerate().filter_map(flawed)
}

fn refuse(problems: Vec<Problem>) -> Result<(), CensoredError> {
    if problems.is_empty() { Ok(()) } else { Err(CensoredError::Flawed(problems)) }
}
