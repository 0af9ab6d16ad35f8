//! The columns of a regression: named, finite, all of one length.
//!
//! [`Design`] holds columns that are ready; [`Recipe`] makes them from [`Variables`] and [`Term`]s, and makes the same columns
//! of new rows.

mod problem;
mod recipe;
mod spline;
mod term;
mod variables;

pub use problem::RecipeProblem;
pub use recipe::{Intercept, Recipe};
pub use spline::Knots;
use std::fmt;
pub use term::Term;
pub use variables::Variables;

/// Explanatory columns of a regression, column after column (`values[column * n + row]`).
///
/// The intercept is a column like any other, named `(intercept)`; Cox models have none.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    n: usize,
    names: Vec<String>,
    values: Vec<f64>,
}

/// Why columns were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DesignProblem {
    /// A column has another number of rows than the design.
    LengthDiffers {
        /// The column.
        name: String,
        /// Its rows.
        found: usize,
        /// The design's rows.
        needed: usize,
    },
    /// NaN or an infinity.
    NotFinite {
        /// The column.
        name: String,
        /// The first such row, from 0.
        row: usize,
    },
    /// Two columns share a name.
    NameTwice {
        /// The name.
        name: String,
    },
}

impl fmt::Display for DesignProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LengthDiffers { name, found, needed } => {
                write!(f, "column {name} has {found} rows where the design has {needed}")
            }
            Self::NotFinite { name, row } => write!(f, "column {name}, row {row}: not a finite number"),
            Self::NameTwice { name } => write!(f, "two columns are called {name}"),
        }
    }
}

impl std::error::Error for DesignProblem {}

/// Name of the column of ones.
pub const INTERCEPT: &str = "(intercept)";

impl Design {
    /// A design of `n` rows without columns.
    pub fn empty(n: usize) -> Self {
        Self { n, names: Vec::new(), values: Vec::new() }
    }

    /// Columns with their names; all problems at once.
    pub fn new(n: usize, columns: &[(&str, &[f64])]) -> Result<Self, Vec<DesignProblem>> {
        let mut design = Self::empty(n);
        let mut problems = Vec::new();
        for (name, column) in columns {
            if let Err(problem) = design.push(name, column) {
                problems.push(problem);
            }
        }
        if problems.is_empty() { Ok(design) } else { Err(problems) }
    }

    /// Appends a column.
    pub fn push(&mut self, name: &str, column: &[f64]) -> Result<(), DesignProblem> {
        let name = name.to_string();
        if column.len() != self.n {
            return Err(DesignProblem::LengthDiffers { name, found: column.len(), needed: self.n });
        }
        if let Some(row) = column.iter().position(|value| !value.is_finite()) {
            return Err(DesignProblem::NotFinite { name, row });
        }
        if self.names.contains(&name) {
            return Err(DesignProblem::NameTwice { name });
        }
        self.names.push(name);
        self.values.extend_from_slice(column);
        Ok(())
    }

    /// Appends the column of ones.
    pub fn with_intercept(mut self) -> Result<Self, DesignProblem> {
        let ones = vec![1.0; self.n];
        self.push(INTERCEPT, &ones)?;
        Ok(self)
    }

    /// Number of rows.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        self.names.len()
    }

    /// Names in the order of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// One column.
    pub fn column(&self, column: usize) -> &[f64] {
        &self.values[column * self.n..(column + 1) * self.n]
    }

    /// Entry of a row and column.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[column * self.n + row]
    }

    /// The linear predictor: each row's sum of entries times coefficients.
    pub fn times(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut predictor = vec![0.0; self.n];
        for (column, &coefficient) in coefficients.iter().enumerate() {
            if coefficient != 0.0 {
                predictor.iter_mut().zip(self.column(column)).for_each(|(sum, x)| *sum += coefficient * x);
            }
        }
        predictor
    }
}
