//! How much two categories agree.

use crate::InputError;
use crate::categories::SquareTable;

/// A table of two readers and the weight of agreement of each pair of categories: 1 for the same category,
/// from 0 to 1 for two different ones.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedTable<'a> {
    pub(super) table: &'a SquareTable,
    pub(super) weighting: Weighting,
    /// 1 - weight, row by row.
    disagreements: Vec<f64>,
}

/// Where the weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighting {
    Unweighted,
    Linear,
    Quadratic,
    Custom,
}

impl<'a> WeightedTable<'a> {
    /// Weight 0 for any two different categories: for categories without an order.
    pub fn unweighted(table: &'a SquareTable) -> Self {
        Self::spaced(table, Weighting::Unweighted, |steps| if steps > 0.0 { 1.0 } else { 0.0 })
    }

    /// Weight 1 - |i - j| / (k - 1) (Cicchetti and Allison).
    pub fn linear(table: &'a SquareTable) -> Self {
        Self::spaced(table, Weighting::Linear, |steps| steps)
    }

    /// Weight 1 - (i - j)² / (k - 1)² (Fleiss and Cohen).
    pub fn quadratic(table: &'a SquareTable) -> Self {
        Self::spaced(table, Weighting::Quadratic, |steps| steps * steps)
    }

    /// Weights of your own, row by row. Refuses another number of cells than the table's, weights outside 0
    /// to 1, and others than 1 on the diagonal.
    pub fn custom(table: &'a SquareTable, weights: &[f64]) -> Result<Self, InputError> {
        let (k, needed) = (table.n_categories(), table.counts().len());
        if weights.len() != needed {
            return Err(InputError::CellsDoNotFit { needed, found: weights.len() });
        }
        let fits = |position: usize, weight: f64| {
            (0.0..=1.0).contains(&weight) && (!position.is_multiple_of(k + 1) || weight == 1.0)
        };
        match (0..needed).find(|&position| !fits(position, weights[position])) {
            Some(position) => Err(InputError::AgreementWeightOutside { position }),
            None => {
                let disagreements = weights.iter().map(|weight| 1.0 - weight).collect();
                Ok(Self { table, weighting: Weighting::Custom, disagreements })
            }
        }
    }

    /// 1 - weight of these two categories.
    pub(super) fn disagreement(&self, row: usize, column: usize) -> f64 {
        self.disagreements[row * self.table.n_categories() + column]
    }

    /// From the distance of categories as a part of the largest distance.
    fn spaced(table: &'a SquareTable, weighting: Weighting, disagreement: impl Fn(f64) -> f64) -> Self {
        let k = table.n_categories();
        let cell = |cell: usize| disagreement((cell / k).abs_diff(cell % k) as f64 / (k - 1) as f64);
        Self { table, weighting, disagreements: (0..k * k).map(cell).collect() }
    }
}
