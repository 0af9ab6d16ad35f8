//! A square table of counts: the same categories before and after, or by two readers.

use super::counts::{PairedBinary, require_pairs, require_total};
use crate::InputError;

/// Counts of units by category: rows before (or the first reader), columns after (or the second reader).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SquareTable {
    n_categories: usize,
    /// Row by row.
    counts: Vec<usize>,
    n_missing: usize,
}

impl SquareTable {
    /// `counts` row by row. Refuses fewer than 2 or more than 1000 categories, another number of cells than
    /// the square, and counts that add up to more than 2^53. All zero is allowed and has no estimate.
    pub fn new(n_categories: usize, counts: &[usize]) -> Result<Self, InputError> {
        let needed = cells(n_categories)?;
        if counts.len() != needed {
            return Err(InputError::CellsDoNotFit { needed, found: counts.len() });
        }
        require_total(counts.iter().copied())?;
        Ok(Self { n_categories, counts: counts.to_vec(), n_missing: 0 })
    }

    /// Codes from 0 below `n_categories`; `before[i]` and `after[i]` belong to one unit. Categories nobody
    /// has are allowed: `n_categories` says how many there are, not the data.
    pub fn of_codes(n_categories: usize, before: &[usize], after: &[usize]) -> Result<Self, InputError> {
        require_pairs(before.len(), after.len())?;
        let pairs = before.iter().zip(after).map(|(&before, &after)| Some((before, after)));
        Self::tally(n_categories, pairs)
    }

    /// As [`SquareTable::of_codes`]; a unit with a `None` on either side is counted missing.
    pub fn of_optional_codes(
        n_categories: usize,
        before: &[Option<usize>],
        after: &[Option<usize>],
    ) -> Result<Self, InputError> {
        require_pairs(before.len(), after.len())?;
        Self::tally(
            n_categories,
            before.iter().zip(after).map(|(before, after)| Some(((*before)?, (*after)?))),
        )
    }

    /// The same table with the number of units that lack one or both readings.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// How many categories there are, seen or not.
    pub fn n_categories(&self) -> usize {
        self.n_categories
    }

    /// Units with category `row` before and `column` after, both from 0.
    ///
    /// # Panics
    /// If either is not below [`SquareTable::n_categories`], as any index does.
    pub fn count(&self, row: usize, column: usize) -> usize {
        assert!(row < self.n_categories && column < self.n_categories, "a category outside the table");
        self.counts[row * self.n_categories + column]
    }

    /// Row by row.
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// Complete pairs.
    pub fn n(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Pairs on the diagonal: no change, or agreement.
    pub fn n_concordant(&self) -> usize {
        (0..self.n_categories).map(|category| self.count(category, category)).sum()
    }

    /// Units of each category before.
    pub fn row_totals(&self) -> Vec<usize> {
        self.counts.chunks(self.n_categories).map(|row| row.iter().sum()).collect()
    }

    /// Units of each category after.
    pub fn column_totals(&self) -> Vec<usize> {
        let column = |column| (0..self.n_categories).map(|row| self.count(row, column)).sum();
        (0..self.n_categories).map(column).collect()
    }

    /// Found incomplete by [`SquareTable::of_optional_codes`] or declared by [`SquareTable::with_missing`].
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }

    fn tally(
        n_categories: usize,
        pairs: impl Iterator<Item = Option<(usize, usize)>>,
    ) -> Result<Self, InputError> {
        let mut table = Self { n_categories, counts: vec![0; cells(n_categories)?], n_missing: 0 };
        for (position, pair) in pairs.enumerate() {
            let Some((before, after)) = pair else {
                table.n_missing += 1;
                continue;
            };
            if before.max(after) >= n_categories {
                return Err(InputError::CodeOutside { position });
            }
            table.counts[before * n_categories + after] += 1;
        }
        Ok(table)
    }
}

/// Category 0 has it, category 1 has it not.
impl From<PairedBinary> for SquareTable {
    fn from(pairs: PairedBinary) -> Self {
        let counts = pairs.counts();
        Self {
            n_categories: 2,
            counts: vec![counts.both, counts.only_before, counts.only_after, counts.neither],
            n_missing: pairs.n_missing(),
        }
    }
}

fn cells(n_categories: usize) -> Result<usize, InputError> {
    match n_categories {
        2..=1000 => Ok(n_categories * n_categories),
        found => Err(InputError::CategoriesOutside { found }),
    }
}
