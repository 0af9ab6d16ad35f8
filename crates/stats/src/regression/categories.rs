//! A response of categories, checked once.

use crate::{Answer, Undefined};
use std::fmt;

/// The category of each row, coded from 0, and how many categories there are.
#[derive(Clone, Copy, Debug)]
pub struct Categories<'a> {
    codes: &'a [u32],
    n_categories: usize,
    weight: Option<&'a [f64]>,
}

/// Why categories were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CategoriesProblem {
    /// A code at or above the number of categories.
    CodeOutside {
        /// The row, from 0.
        row: usize,
    },
    /// A weight that is negative or not finite.
    BadWeight {
        /// The row, from 0.
        row: usize,
    },
    /// Another number of weights than rows.
    LengthsDiffer,
}

impl fmt::Display for CategoriesProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CodeOutside { row } => write!(f, "row {row}: a category outside those declared"),
            Self::BadWeight { row } => write!(f, "row {row}: a weight is negative or not finite"),
            Self::LengthsDiffer => write!(f, "there are not as many weights as rows"),
        }
    }
}

impl std::error::Error for CategoriesProblem {}

impl<'a> Categories<'a> {
    /// Refuses a code at or above `n_categories`; the first such row is told.
    pub fn new(codes: &'a [u32], n_categories: usize) -> Result<Self, CategoriesProblem> {
        match codes.iter().position(|&code| code as usize >= n_categories) {
            Some(row) => Err(CategoriesProblem::CodeOutside { row }),
            None => Ok(Self { codes, n_categories, weight: None }),
        }
    }

    /// The same with a weight a row (finite, not negative): so many alike rows. Rows of weight 0 take no part.
    pub fn weighted(self, weight: &'a [f64]) -> Result<Self, CategoriesProblem> {
        if weight.len() != self.codes.len() {
            return Err(CategoriesProblem::LengthsDiffer);
        }
        match weight.iter().position(|weight| !(*weight >= 0.0 && weight.is_finite())) {
            Some(row) => Err(CategoriesProblem::BadWeight { row }),
            None => Ok(Self { weight: Some(weight), ..self }),
        }
    }

    /// Number of rows.
    pub fn n(&self) -> usize {
        self.codes.len()
    }

    /// Number of categories declared.
    pub fn n_categories(&self) -> usize {
        self.n_categories
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weight.map_or(1.0, |weight| weight[row])
    }

    pub(super) fn code(&self, row: usize) -> usize {
        self.codes[row] as usize
    }

    /// Rows that take part, and the weight in each category; there must be two categories or more, none of them empty.
    pub(super) fn used(&self) -> Answer<(Vec<usize>, Vec<f64>)> {
        let rows: Vec<usize> = (0..self.n()).filter(|&row| self.weight(row) > 0.0).collect();
        let mut totals = vec![0.0; self.n_categories];
        rows.iter().for_each(|&row| totals[self.code(row)] += self.weight(row));
        if rows.is_empty() {
            return Err(Undefined::NoValues);
        }
        if self.n_categories < 2 {
            return Err(Undefined::TooFew { needed: 2, found: self.n_categories });
        }
        if totals.contains(&0.0) { Err(Undefined::EmptyCategory) } else { Ok((rows, totals)) }
    }
}
