//! Two columns of a block: their distribution given the row totals.

use super::spread::{Spread, Sums};
use super::values::Factorials;

/// Two columns with given totals, for any row totals of the same sum.
///
/// A row's weights are binomial probabilities with the columns' own share of the units, which cancels: they
/// neither overflow nor vanish.
pub(super) struct TwoColumns {
    /// Units in one of them.
    total: usize,
    /// For each row total, and each count of it in that column: ln of both cells' factorials, and the weight.
    cells: Vec<Vec<(i64, f64)>>,
    /// Weight of the columns' totals.
    all: f64,
}

impl TwoColumns {
    /// Of totals `columns`, for rows of up to `largest` units.
    pub(super) fn new(columns: [usize; 2], largest: usize, factorials: &Factorials) -> Self {
        let [other, total] = columns;
        let n = other + total;
        let (ln_in, ln_out) = ((total as f64 / n as f64).ln(), (other as f64 / n as f64).ln());
        let weight = |row: usize, cell: usize| {
            let by_share = |count: usize, ln: f64| if count == 0 { 0.0 } else { count as f64 * ln };
            (factorials.ln_choose(row, cell) + by_share(cell, ln_in) + by_share(row - cell, ln_out)).exp()
        };
        let value = |row: usize, cell: usize| factorials.fixed(cell) + factorials.fixed(row - cell);
        let of_row =
            |row: usize| (0..=row.min(total)).map(|cell| (value(row, cell), weight(row, cell))).collect();
        Self { total, cells: (0..=largest.min(n)).map(of_row).collect(), all: weight(n, total) }
    }

    /// The distribution of the sum of ln x! over all cells of these rows, and the steps it took.
    pub(super) fn spread(&self, rows: &[usize]) -> (Spread, usize) {
        let (most, rest) = rows.split_at(rows.len().saturating_sub(2));
        self.joined(&self.lists(most), &self.lists(rest))
    }

    /// The lists of some rows.
    pub(super) fn lists(&self, rows: &[usize]) -> Lists {
        let start = Lists { pairs: vec![(0, 1.0)], starts: vec![0, 1], n_made: 1 };
        rows.iter().fold(start, |lists, &row| lists.with_row(&self.cells[row], self.total))
    }

    /// The distribution of all rows from the lists of some and of the others.
    pub(super) fn joined(&self, some: &Lists, others: &Lists) -> (Spread, usize) {
        let mut sums = Sums::default();
        for count in 0..some.n_counts().min(self.total + 1) {
            if self.total - count < others.n_counts() {
                for &(value, weight) in others.of(self.total - count) {
                    sums.add_all(some.of(count), value, weight / self.all);
                }
            }
        }
        let steps = 4 * sums.pairs().len() + some.n_made + others.n_made;
        (sums.spread(), steps)
    }
}

/// For every count of units in one of two columns, the values of some rows with their weights: one list after the
/// other, each ascending.
pub(super) struct Lists {
    pairs: Vec<(i64, f64)>,
    /// Where the list of each count begins, and where the last one ends.
    starts: Vec<usize>,
    n_made: usize,
}

impl Lists {
    /// Pairs held.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    fn n_counts(&self) -> usize {
        self.starts.len() - 1
    }

    fn of(&self, count: usize) -> &[(i64, f64)] {
        &self.pairs[self.starts[count]..self.starts[count + 1]]
    }

    /// With one more row, whose every cell has a value and a weight; counts up to `total`.
    fn with_row(&self, cells: &[(i64, f64)], total: usize) -> Self {
        let n_counts = (self.n_counts() + cells.len() - 1).min(total + 1);
        let mut next = Self {
            pairs: Vec::with_capacity(4 * self.pairs.len()),
            starts: Vec::with_capacity(n_counts + 1),
            n_made: self.n_made,
        };
        for count in 0..n_counts {
            let start = next.pairs.len();
            next.starts.push(start);
            let fewest = (count + 1).saturating_sub(self.n_counts());
            for (cell, &(value, weight)) in cells.iter().enumerate().take(count + 1).skip(fewest) {
                let others = self.of(count - cell);
                next.pairs.extend(others.iter().map(|&(other, so_far)| (other + value, so_far * weight)));
            }
            next.n_made += next.pairs.len() - start;
            next.merge_from(start);
        }
        next.starts.push(next.pairs.len());
        next
    }

    /// Adds up equal values among the pairs from `start` on.
    fn merge_from(&mut self, start: usize) {
        self.pairs[start..].sort_unstable_by_key(|&(value, _)| value);
        let mut kept = start;
        for at in start + 1..self.pairs.len() {
            if self.pairs[at].0 == self.pairs[kept].0 {
                self.pairs[kept].1 += self.pairs[at].1;
            } else {
                kept += 1;
                self.pairs[kept] = self.pairs[at];
            }
        }
        self.pairs.truncate((kept + 1).min(self.pairs.len()));
    }
}
