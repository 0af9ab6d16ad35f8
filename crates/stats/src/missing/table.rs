//! The table whose gaps are to be filled: columns of one length.

use super::column::{Cell, Column, Derivation, Scale};
use std::fmt;

/// Why a column or table was refused. Rows count from 0; values are never repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableProblem {
    /// NaN or an infinity where a value is known, or bounds that hold no room.
    NotFinite {
        /// The column.
        column: String,
        /// The first such row.
        row: usize,
    },
    /// A known value (or upper bound) at or below 0 in a column on the log scale.
    NotPositive {
        /// The column.
        column: String,
        /// The first such row.
        row: usize,
    },
    /// A level at or above the number of levels.
    UnknownLevel {
        /// The column.
        column: String,
        /// The first such row.
        row: usize,
    },
    /// A column has another number of rows than the first one.
    LengthDiffers {
        /// The column.
        column: String,
    },
    /// Two columns share a name.
    NameTwice {
        /// The name.
        column: String,
    },
    /// It follows from columns that are not there, follow from others themselves, or (a ratio's) are not on the log scale.
    BadDerivation {
        /// The column.
        column: String,
    },
    /// The way of filling does not fit the column (logistic for a number, say).
    OtherImputation {
        /// The column.
        column: String,
    },
}

impl fmt::Display for TableProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite { column, row } => {
                write!(f, "column {column}, row {row}: not a finite number, or bounds without room")
            }
            Self::NotPositive { column, row } => {
                write!(f, "column {column}, row {row}: not above zero, and the column is on the log scale")
            }
            Self::UnknownLevel { column, row } => {
                write!(f, "column {column}, row {row}: a level beyond those declared")
            }
            Self::LengthDiffers { column } => {
                write!(f, "column {column} has another length than the first one")
            }
            Self::NameTwice { column } => write!(f, "two columns are called {column}"),
            Self::BadDerivation { column } => {
                write!(f, "column {column} follows from columns that it cannot follow from")
            }
            Self::OtherImputation { column } => {
                write!(f, "column {column} cannot be filled in this way; see its kind")
            }
        }
    }
}

impl std::error::Error for TableProblem {}

/// Columns of one length with different names.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    n: usize,
    columns: Vec<Column>,
}

impl Table {
    /// Refuses columns of different length, names that occur twice, and columns that follow from ones they cannot
    /// follow from or whose known values then leave the range of numbers; all problems at once.
    pub fn new(mut columns: Vec<Column>) -> Result<Self, Vec<TableProblem>> {
        let given = columns.iter().find(|column| column.derivation.is_none());
        let n = given.map_or(0, |column| column.cells.len());
        let mut problems = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            if column.derivation.is_none() && column.cells.len() != n {
                problems.push(TableProblem::LengthDiffers { column: column.name.clone() });
            }
            if columns[..at].iter().any(|earlier| earlier.name == column.name) {
                problems.push(TableProblem::NameTwice { column: column.name.clone() });
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        for at in 0..columns.len() {
            if let Some(derivation) = columns[at].derivation {
                match derive(&columns, at, derivation) {
                    Ok(cells) => columns[at].cells = cells,
                    Err(problem) => problems.push(problem),
                }
            }
        }
        if problems.is_empty() { Ok(Self { n, columns }) } else { Err(problems) }
    }

    /// Number of rows.
    pub fn n(&self) -> usize {
        self.n
    }

    /// The columns in the order given.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Rows with at least one gap.
    pub fn n_incomplete(&self) -> usize {
        let gap = |row: usize| self.columns.iter().any(|column| !matches!(column.cells[row], Cell::Known(_)));
        (0..self.n).filter(|&row| gap(row)).count()
    }

    /// The larger of 20 and the per cent of incomplete rows (White, Royston & Wood, Stat Med 2011;30:377).
    pub fn suggested_m(&self) -> usize {
        if self.n == 0 { 20 } else { (100 * self.n_incomplete()).div_ceil(self.n).max(20) }
    }
}

fn derive(columns: &[Column], at: usize, derivation: Derivation) -> Result<Vec<Cell>, TableProblem> {
    let column = || columns[at].name.clone();
    let usable = |column: &&Column| {
        let positive = column.scale == Scale::Log || !matches!(derivation, Derivation::Ratio { .. });
        column.derivation.is_none() && positive
    };
    let [Some(first), Some(second)] = derivation.parents().map(|parent| columns.get(parent).filter(usable))
    else {
        return Err(TableProblem::BadDerivation { column: column() });
    };
    let cell = |(row, pair): (usize, (&Cell, &Cell))| {
        let (Cell::Known(first), Cell::Known(second)) = pair else { return Ok(Cell::Missing) };
        let value = derivation.value(*first, *second);
        let fits = value.is_finite() && (columns[at].scale == Scale::Identity || value > 0.0);
        if fits { Ok(Cell::Known(value)) } else { Err(TableProblem::NotFinite { column: column(), row }) }
    };
    first.cells.iter().zip(&second.cells).enumerate().map(cell).collect()
}
