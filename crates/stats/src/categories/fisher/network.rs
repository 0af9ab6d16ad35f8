//! The exact tail of the probability of a table, its columns taken in two blocks that meet in the middle.
//!
//! Mehta & Patel (J Am Stat Assoc 1983;78:427) fill the columns one after the other; what can be left of the row
//! totals after each, in any order, are the nodes of a network, and paths that agree in node and probability are
//! one. Here the columns are cut into two blocks. Given how many units each row has in the first block, u, the
//! blocks are independent, so that
//!
//! p = Σ over u of P(u) P(S1 + S2 >= s), S = Σ ln x! over a block's cells given its row totals,
//!
//! and each block's distribution depends on its row totals sorted. Two sorted lists answer the inner
//! probability in one pass: the paths through the whole table are never formed. This replaces their bounds on the
//! longest and shortest path, and the result is the same. Equal products of factorials are equal whole numbers
//! ([`Factorials`]), and are added up wherever they meet.

use super::column::{Filling, Key, Packing, fillings};
use super::gathering::{Gathering, Window};
use super::halves::Halves;
use super::hashing::Nodes;
use super::spread::{Spread, Sums};
use super::two_columns::TwoColumns;
use super::values::{Factorials, TIE};
use rayon::prelude::*;

/// Fillings of columns, and values of the second block, kept at once at most: below 1 GB.
pub(super) const MOST_KEPT: usize = 12_000_000;

/// Nodes worked on between two looks at the work done: the same for any number of threads.
pub(super) const CHUNK: usize = 128;

/// Given row and column totals (none 0, at least 2 rows, at least 3 columns): the probability of all tables
/// whose sum of ln x! is at least `observed`. `None` if it takes more than about `work_limit` steps, or too much
/// memory.
pub(super) fn tail(
    row_totals: &[usize],
    column_totals: &[usize],
    observed: i64,
    factorials: &Factorials,
    work_limit: u64,
) -> Option<f64> {
    let mut columns = column_totals.to_vec();
    columns.sort_unstable_by(|left, right| right.cmp(left));
    let (first, second) = columns.split_at(columns.len() / 2);
    let packing = Packing::of(row_totals)?;
    let largest_row = row_totals.iter().copied().max()?;
    let network = Network { packing, largest_row, factorials };
    let mut work = Work { left: work_limit };
    let mut rows = packing.unpack(packing.pack(&mut row_totals.to_vec()));
    rows.sort_unstable();
    let splits = network.splits(&rows, first.iter().sum(), &mut work)?;
    let Seconds { splits, nodes, windows } = network.second_nodes(splits, first.len(), observed - TIE);
    let seconds = network.spreads(&nodes, second, Some(&windows), &mut work)?;
    network.meet(&splits, first, &seconds, observed - TIE, &mut work)
}

/// Steps that may still be taken.
struct Work {
    left: u64,
}

impl Work {
    /// `None` if there are not as many left.
    fn take(&mut self, steps: usize) -> Option<()> {
        self.left = self.left.checked_sub(steps as u64)?;
        Some(())
    }

    fn fillings(&self) -> usize {
        usize::try_from(self.left).unwrap_or(MOST_KEPT).min(MOST_KEPT)
    }
}

/// The second block's side of the splits.
struct Seconds {
    /// Row totals of the first block, index of the second's among `nodes`, probability.
    splits: Vec<(Key, usize, f64)>,
    nodes: Vec<Key>,
    windows: Vec<Window>,
}

struct Network<'a> {
    packing: Packing,
    largest_row: usize,
    factorials: &'a Factorials,
}

impl Network<'_> {
    /// Every way to give each row some of its units to the first block, which has `total`: the sorted row totals
    /// of the first block and of the second, with their probability. Ascending; equal ones added up.
    fn splits(&self, rows: &[usize], total: usize, work: &mut Work) -> Option<Vec<(Key, Key, f64)>> {
        let found = fillings(rows, total, self.packing, self.factorials, work.fillings())?;
        work.take(found.len())?;
        Some(found.into_iter().map(|filling| (filling.used, filling.rest, filling.probability)).collect())
    }

    /// The second block's nodes, the splits with the index of theirs, and for each node the values that matter.
    fn second_nodes(&self, splits: Vec<(Key, Key, f64)>, n_columns: usize, least: i64) -> Seconds {
        let mut nodes = Nodes::default();
        let mut windows: Vec<Window> = Vec::new();
        let indexed = |(used, rest, probability): (Key, Key, f64)| {
            let at = nodes.index(rest);
            let window = self.window(used, n_columns, least);
            match windows.get_mut(at) {
                Some(so_far) => *so_far = so_far.and(window),
                None => windows.push(window),
            }
            (used, at, probability)
        };
        let splits = splits.into_iter().map(indexed).collect();
        Seconds { splits, nodes: nodes.keys, windows }
    }

    /// What the second block must add to the first.
    fn window(&self, used: Key, n_columns: usize, least: i64) -> Window {
        let rows = self.packing.unpack(used);
        let (lowest, highest) = self.extremes(&rows, n_columns);
        Window { never_below: least - highest, surely_from: least - lowest }
    }

    /// Bounds of S: rows spread evenly over the columns, and rows in one cell each.
    fn extremes(&self, rows: &[usize], n_columns: usize) -> (i64, i64) {
        let even = |row: usize| {
            let (quotient, more) = (row / n_columns, row % n_columns);
            more as i64 * self.factorials.fixed(quotient + 1)
                + (n_columns - more) as i64 * self.factorials.fixed(quotient)
        };
        let lowest = rows.iter().map(|&row| even(row)).sum();
        (lowest, rows.iter().map(|&row| self.factorials.fixed(row)).sum())
    }

    /// The distribution of S over these columns, for each node of row totals; of its window, where given.
    fn spreads(
        &self,
        nodes: &[Key],
        columns: &[usize],
        windows: Option<&[Window]>,
        work: &mut Work,
    ) -> Option<Vec<Spread>> {
        match columns {
            [_] => return self.in_chunks(nodes, work, |&key| self.of_one_column(key)),
            [first, second] => {
                let two = self.two_columns([*first, *second]);
                let numbered: Vec<(usize, Key)> = nodes.iter().copied().enumerate().collect();
                return self.in_chunks(&numbered, work, |&(node, key)| {
                    let rows = self.packing.unpack(key);
                    match windows.map(|windows| windows[node]) {
                        None => two.spread(&rows),
                        Some(window) => window
                            .decided(self.extremes(&rows, 2))
                            .map_or_else(|| window.clip(two.spread(&rows)), |spread| (spread, 1)),
                    }
                });
            }
            _ => {}
        }
        let mut next = Nodes::default();
        let mut steps: Vec<Vec<(usize, Filling)>> = Vec::with_capacity(nodes.len());
        let mut kept = 0;
        for some in nodes.chunks(CHUNK) {
            let limit = work.fillings();
            let found: Option<Vec<Vec<Filling>>> = some
                .par_iter()
                .map(|&key| {
                    fillings(&self.packing.unpack(key), columns[0], self.packing, self.factorials, limit)
                })
                .collect();
            for found in found? {
                work.take(found.len())?;
                kept += found.len();
                steps.push(found.into_iter().map(|filling| (next.index(filling.rest), filling)).collect());
            }
            if kept > MOST_KEPT {
                return None;
            }
        }
        let after = self.spreads(&next.keys, &columns[1..], None, work)?;
        let numbered: Vec<(usize, Vec<(usize, Filling)>)> = steps.into_iter().enumerate().collect();
        self.in_chunks(&numbered, work, |(node, steps)| {
            let window = windows.map_or(Window::ALL, |windows| windows[*node]);
            let mut sums = Gathering::default();
            steps.iter().for_each(|(to, filling)| sums.add(&after[*to], filling, window));
            sums.spread(window)
        })
    }

    /// A column takes all that is left.
    fn of_one_column(&self, key: Key) -> (Spread, usize) {
        let mut sums = Sums::default();
        sums.add(self.packing.unpack(key).iter().map(|&row| self.factorials.fixed(row)).sum(), 1.0);
        (sums.spread(), 1)
    }

    fn two_columns(&self, columns: [usize; 2]) -> TwoColumns {
        TwoColumns::new(columns, self.largest_row, self.factorials)
    }

    /// `each` item's distribution, in parallel, with its steps taken off.
    fn in_chunks<T: Sync>(
        &self,
        items: &[T],
        work: &mut Work,
        each: impl Fn(&T) -> (Spread, usize) + Sync,
    ) -> Option<Vec<Spread>> {
        let mut spreads = Vec::with_capacity(items.len());
        let mut kept = 0;
        for some in items.chunks(CHUNK) {
            let found: Vec<(Spread, usize)> = some.par_iter().map(&each).collect();
            for (spread, steps) in found {
                work.take(steps)?;
                kept += spread.len();
                spreads.push(spread);
            }
            if kept > MOST_KEPT {
                return None;
            }
        }
        Some(spreads)
    }

    /// Σ P(u) P(S1 + S2 >= least). `splits` are sorted by u, whose distribution is made once and let go.
    fn meet(
        &self,
        splits: &[(Key, usize, f64)],
        first: &[usize],
        seconds: &[Spread],
        least: i64,
        work: &mut Work,
    ) -> Option<f64> {
        let groups: Vec<&[(Key, usize, f64)]> = splits.chunk_by(|left, right| left.0 == right.0).collect();
        let halves = match first {
            [one, other] => Halves::of(&groups, self.two_columns([*one, *other]), self.packing),
            _ => None,
        };
        let mut total = 0.0;
        for some in groups.chunks(CHUNK) {
            let keys: Vec<Key> = some.iter().map(|group| group[0].0).collect();
            let firsts = match &halves {
                Some(halves) => self.in_chunks(&keys, work, |&key| halves.spread(key, self.packing))?,
                None => self.spreads(&keys, first, None, work)?,
            };
            let met: Vec<(f64, usize)> = some
                .par_iter()
                .zip(&firsts)
                .map(|(group, first)| {
                    group.iter().fold((0.0, first.len()), |(sum, steps), &(_, second, probability)| {
                        let (tail, more) = meeting(first, &seconds[second], least);
                        (sum + probability * tail, steps + more)
                    })
                })
                .collect();
            for (sum, steps) in met {
                work.take(steps)?;
                total += sum;
            }
        }
        Some(total.min(1.0))
    }
}

/// P(S1 + S2 >= least) of two independent sums, and the steps it took. The second may lack values too low to matter,
/// and their probability.
fn meeting(first: &Spread, second: &Spread, least: i64) -> (f64, usize) {
    let Some((lowest, highest)) = second.range() else { return (0.0, 1) };
    let undecided = first.first_at_least(least - highest);
    let surely = first.first_at_least(least - lowest);
    let tail =
        |(value, probability): (i64, f64)| probability * second.from(second.first_at_least(least - value));
    (
        first.from(surely) * second.from(0) + first.iter(undecided, surely).map(tail).sum::<f64>(),
        surely - undecided + 1,
    )
}
