//! Counts of units by two classifications.

use crate::{InputError, Proportion};

/// The largest total a table may have: every whole number up to it is an `f64`.
const LARGEST_TOTAL: usize = 1 << 53;

/// Counts in rows and columns: each unit stands in exactly one cell. Rows or columns that are empty, and a table
/// without any cell, are allowed; estimators leave empty ones out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    counts: Vec<usize>,
    n_columns: usize,
    n_missing: usize,
}

impl Table {
    /// From counts written row by row. Refuses counts that do not fill their last row, and totals above 2^53.
    pub fn new(counts: &[usize], n_columns: usize) -> Result<Self, InputError> {
        if n_columns == 0 && !counts.is_empty() || n_columns > 0 && !counts.len().is_multiple_of(n_columns) {
            return Err(InputError::CellsDoNotFit {
                needed: counts.len().div_ceil(n_columns.max(1)) * n_columns,
                found: counts.len(),
            });
        }
        let total = counts.iter().try_fold(0_usize, |total, &count| total.checked_add(count));
        if total.is_none_or(|total| total > LARGEST_TOTAL) {
            return Err(InputError::CountsOverflow);
        }
        Ok(Self { counts: counts.to_vec(), n_columns, n_missing: 0 })
    }

    /// One row a group, in the order given; first column those that have it, second column those that have not.
    pub fn of_groups(groups: &[Proportion]) -> Result<Self, InputError> {
        let counts: Vec<usize> = groups
            .iter()
            .flat_map(|group| [group.numerator(), group.denominator() - group.numerator()])
            .collect();
        let n_missing = groups.iter().fold(0, |sum: usize, group| sum.saturating_add(group.n_missing()));
        Ok(Self::new(&counts, 2)?.with_missing(n_missing))
    }

    /// The same table with the number of units that lack one or both classifications.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// Number of rows, empty ones included.
    pub fn n_rows(&self) -> usize {
        self.counts.len().checked_div(self.n_columns).unwrap_or(0)
    }

    /// Number of columns, empty ones included.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// The count in a row and column, both from 0.
    pub fn count(&self, row: usize, column: usize) -> usize {
        self.counts[row * self.n_columns + column]
    }

    /// All units.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Units of each row.
    pub fn row_totals(&self) -> Vec<usize> {
        self.rows().map(|row| row.iter().sum()).collect()
    }

    /// Units of each column.
    pub fn column_totals(&self) -> Vec<usize> {
        let mut totals = vec![0; self.n_columns];
        for row in self.rows() {
            totals.iter_mut().zip(row).for_each(|(total, count)| *total += count);
        }
        totals
    }

    /// Rows and columns exchanged.
    pub fn transposed(&self) -> Self {
        let (n_rows, n_columns) = (self.n_rows(), self.n_columns);
        let counts =
            (0..n_columns).flat_map(|column| (0..n_rows).map(move |row| self.count(row, column))).collect();
        Self { counts, n_columns: n_rows, n_missing: self.n_missing }
    }

    /// Declared by [`Table::with_missing`]; 0 if not.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[usize]> {
        self.counts.chunks_exact(self.n_columns.max(1))
    }

    /// The same without empty rows and columns.
    pub(super) fn without_empty(&self) -> Self {
        let columns: Vec<bool> = self.column_totals().iter().map(|&total| total > 0).collect();
        let counts = self
            .rows()
            .filter(|row| row.iter().any(|&count| count > 0))
            .flat_map(|row| row.iter().zip(&columns).filter(|(_, used)| **used).map(|(count, _)| *count))
            .collect();
        let n_columns = columns.iter().filter(|&&used| used).count();
        Self { counts, n_columns, n_missing: self.n_missing }
    }
}
