//! Values that belong to groups (persons, centres).

use crate::{Answer, InputError, Undefined};

/// Finite values, each with the code of its group. Codes are labels: any numbers, in any order.
#[derive(Clone, Debug)]
pub struct Repeated<'a> {
    values: &'a [f64],
    labels: Vec<u32>,
    starts: Vec<usize>,
    order: Vec<usize>,
}

impl<'a> Repeated<'a> {
    /// Refuses slices of different length, NaN and infinities. O(n log n), or O(n) if the rows are sorted by group.
    /// Within a group the rows keep their order.
    pub fn new(values: &'a [f64], group: &[u32]) -> Result<Self, InputError> {
        if values.len() != group.len() {
            return Err(InputError::LengthsDiffer { before: values.len(), after: group.len() });
        }
        if let Some(position) = values.iter().position(|value| !value.is_finite()) {
            return Err(InputError::NotFinite { position });
        }
        let mut order: Vec<usize> = (0..values.len()).collect();
        if !group.is_sorted() {
            order.sort_by_key(|&row| group[row]);
        }
        let (mut labels, mut starts) = (Vec::new(), Vec::new());
        for (at, &row) in order.iter().enumerate() {
            if labels.last() != Some(&group[row]) {
                labels.push(group[row]);
                starts.push(at);
            }
        }
        starts.push(values.len());
        Ok(Self { values, labels, starts, order })
    }

    /// Number of values.
    pub fn n(&self) -> usize {
        self.values.len()
    }

    /// Number of groups that have a value.
    pub fn n_groups(&self) -> usize {
        self.labels.len()
    }

    /// Their codes, ascending: the order of everything that is told group by group.
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    pub(super) fn values(&self) -> &'a [f64] {
        self.values
    }

    /// The rows of each group, in the order given.
    pub(super) fn groups(&self) -> impl ExactSizeIterator<Item = &[usize]> {
        self.starts.windows(2).map(|ends| &self.order[ends[0]..ends[1]])
    }

    /// The same number of rows in a design, or [`Undefined::LengthsDiffer`]; at least one, or [`Undefined::NoValues`].
    pub(super) fn require_rows(&self, n: usize) -> Answer<()> {
        match self.n() {
            own if own != n => Err(Undefined::LengthsDiffer),
            0 => Err(Undefined::NoValues),
            _ => Ok(()),
        }
    }
}
