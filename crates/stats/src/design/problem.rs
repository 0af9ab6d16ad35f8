//! What is wrong with a recipe or with the variables it meets.

use std::fmt;

/// Why variables could not be turned into columns. Categories are repeated, since they are names and not values of one
/// person; numbers are not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecipeProblem {
    /// No variable has this name.
    UnknownVariable {
        /// The name.
        variable: String,
    },
    /// A variable has another number of rows than declared.
    LengthDiffers {
        /// The variable.
        variable: String,
        /// Its rows.
        found: usize,
        /// Rows declared.
        needed: usize,
    },
    /// NaN or an infinity.
    NotFinite {
        /// The variable.
        variable: String,
        /// The first such row, from 0.
        row: usize,
    },
    /// A term needs numbers and the variable holds categories.
    NotNumbers {
        /// The variable.
        variable: String,
    },
    /// A term needs categories and the variable holds numbers.
    NotCategories {
        /// The variable.
        variable: String,
    },
    /// A category that the recipe does not know: it has no coefficient.
    UnknownLevel {
        /// The variable.
        variable: String,
        /// The category.
        level: String,
        /// The first such row, from 0.
        row: usize,
    },
    /// The reference is not among the levels.
    UnknownReference {
        /// The variable.
        variable: String,
        /// The reference asked for.
        level: String,
    },
    /// A factor has fewer than two levels, and no column.
    OneLevel {
        /// The variable.
        variable: String,
    },
    /// Knots are not ascending and finite, or fewer than the spline needs.
    BadKnots {
        /// The variable.
        variable: String,
    },
    /// Too few distinct values for the knots or powers asked for.
    TooFewValues {
        /// The variable.
        variable: String,
        /// Distinct values needed.
        needed: usize,
        /// Distinct values found.
        found: usize,
    },
    /// Ties put two knots on one place.
    KnotsMeet {
        /// The variable.
        variable: String,
    },
    /// A polynomial of degree 0.
    NoDegree {
        /// The variable.
        variable: String,
    },
    /// Two terms make columns of the same name.
    NameTwice {
        /// The name.
        column: String,
    },
    /// A column (a product, a power) exceeds the range of numbers.
    BeyondRange {
        /// The column.
        column: String,
    },
}

impl fmt::Display for RecipeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVariable { variable } => write!(f, "there is no variable {variable}"),
            Self::LengthDiffers { variable, found, needed } => {
                write!(f, "variable {variable} has {found} rows where {needed} were declared")
            }
            Self::NotFinite { variable, row } => {
                write!(f, "variable {variable}, row {row}: not a finite number")
            }
            Self::NotNumbers { variable } => write!(f, "variable {variable} holds categories, not numbers"),
            Self::NotCategories { variable } => {
                write!(f, "variable {variable} holds numbers, not categories")
            }
            Self::UnknownLevel { variable, level, row } => {
                write!(f, "variable {variable}, row {row}: the level {level} is not known to the model")
            }
            Self::UnknownReference { variable, level } => {
                write!(f, "variable {variable} has no level {level} to refer to")
            }
            Self::OneLevel { variable } => write!(f, "variable {variable} has fewer than two levels"),
            Self::BadKnots { variable } => {
                write!(f, "the knots of {variable} must be finite, ascending and enough for the spline")
            }
            Self::TooFewValues { variable, needed, found } => {
                write!(f, "variable {variable} has {found} of the {needed} distinct values its columns need")
            }
            Self::KnotsMeet { variable } => {
                write!(f, "ties let knots of {variable} meet: ask for fewer, or give them")
            }
            Self::NoDegree { variable } => write!(f, "the polynomial of {variable} has no power"),
            Self::NameTwice { column } => write!(f, "two columns are called {column}"),
            Self::BeyondRange { column } => write!(f, "column {column} exceeds the range of numbers"),
        }
    }
}

impl std::error::Error for RecipeProblem {}
