//! Readings of each unit by several readers.

use crate::InputError;

/// For each unit, how many of its readers chose each category. Every unit has the same number of readers,
/// who need not be the same persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRatings {
    n_categories: usize,
    n_readers: usize,
    /// Unit by unit.
    counts: Vec<usize>,
    n_missing: usize,
}

impl CategoryRatings {
    /// `counts` unit by unit, `n_categories` numbers each. Refuses fewer than 2 or more than 1000 categories,
    /// a broken last unit, and units with fewer than two readers or not as many as the first. No unit at all
    /// is allowed.
    pub fn new(n_categories: usize, counts: &[usize]) -> Result<Self, InputError> {
        if !(2..=1000).contains(&n_categories) {
            return Err(InputError::CategoriesOutside { found: n_categories });
        }
        if !counts.len().is_multiple_of(n_categories) {
            let needed = counts.len().next_multiple_of(n_categories);
            return Err(InputError::CellsDoNotFit { needed, found: counts.len() });
        }
        let readers = |unit: &[usize]| unit.iter().try_fold(0_usize, |sum, &count| sum.checked_add(count));
        let first = counts.chunks(n_categories).next().map_or(Some(0), readers);
        let n_readers = first.filter(|&n| n <= 1 << 26).ok_or(InputError::CountsOverflow)?;
        let differs = |unit: &[usize]| n_readers < 2 || readers(unit) != Some(n_readers);
        match counts.chunks(n_categories).position(differs) {
            Some(position) => Err(InputError::ReadersDiffer { position }),
            None => Ok(Self { n_categories, n_readers, counts: counts.to_vec(), n_missing: 0 }),
        }
    }

    /// Codes from 0 below `n_categories`, unit by unit, `n_readers` each.
    pub fn of_codes(n_categories: usize, n_readers: usize, codes: &[usize]) -> Result<Self, InputError> {
        if !(2..=1000).contains(&n_categories) {
            return Err(InputError::CategoriesOutside { found: n_categories });
        }
        if n_readers < 2 {
            return Err(InputError::ReadersDiffer { position: 0 });
        }
        if !codes.len().is_multiple_of(n_readers) {
            let needed = codes.len().next_multiple_of(n_readers);
            return Err(InputError::CellsDoNotFit { needed, found: codes.len() });
        }
        if let Some(position) = codes.iter().position(|&code| code >= n_categories) {
            return Err(InputError::CodeOutside { position });
        }
        let mut counts = vec![0; codes.len() / n_readers * n_categories];
        for (position, code) in codes.iter().enumerate() {
            counts[position / n_readers * n_categories + code] += 1;
        }
        Self::new(n_categories, &counts)
    }

    /// The same readings with the number of units that lack some and were left out.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// Units.
    pub fn n(&self) -> usize {
        self.counts.len() / self.n_categories
    }

    /// Readers of each unit; 0 if there is no unit.
    pub fn n_readers(&self) -> usize {
        self.n_readers
    }

    /// Categories, seen or not.
    pub fn n_categories(&self) -> usize {
        self.n_categories
    }

    /// Declared by [`CategoryRatings::with_missing`]; 0 if not.
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }

    /// Unit by unit, how many readers chose each category.
    pub(super) fn units(&self) -> impl ExactSizeIterator<Item = &[usize]> {
        self.counts.chunks(self.n_categories)
    }
}
