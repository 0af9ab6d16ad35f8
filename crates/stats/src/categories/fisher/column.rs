//! One column of the table: every way its units can fall into the rows that still have room.

use super::values::Factorials;

/// Row totals not yet spent, ascending, packed into one word: the order of rows does not matter to what the
/// rest of the table can do, so all orders are one node (Mehta & Patel 1983).
pub(super) type Key = u128;

/// How [`Key`]s are packed.
#[derive(Clone, Copy)]
pub(super) struct Packing {
    pub(super) n_rows: usize,
    bits: u32,
}

impl Packing {
    /// `None` if the rows do not fit into 128 bits, far beyond what can be enumerated.
    pub(super) fn of(row_totals: &[usize]) -> Option<Self> {
        let bits = usize::BITS - row_totals.iter().max()?.leading_zeros();
        (row_totals.len() as u32 * bits <= Key::BITS).then_some(Self { n_rows: row_totals.len(), bits })
    }

    /// Sorts, then packs.
    pub(super) fn pack(&self, rows: &mut [usize]) -> Key {
        for sorted in 1..rows.len() {
            let mut at = sorted;
            while at > 0 && rows[at - 1] > rows[at] {
                rows.swap(at - 1, at);
                at -= 1;
            }
        }
        rows.iter().fold(0, |key, &row| key << self.bits | row as Key)
    }

    pub(super) fn unpack(&self, key: Key) -> Vec<usize> {
        let mask = (1 << self.bits) - 1;
        (0..self.n_rows as u32).rev().map(|row| (key >> (row * self.bits) & mask) as usize).collect()
    }
}

/// A way to fill one column.
#[derive(Clone, Copy)]
pub(super) struct Filling {
    /// Its cells, sorted.
    pub(super) used: Key,
    /// What is left of the rows, sorted.
    pub(super) rest: Key,
    /// Sum of ln x! over its cells, fixed point.
    pub(super) value: i64,
    /// Its probability given the row totals left and the column's total.
    pub(super) probability: f64,
}

/// Every filling of a column of `total` units, equal ones added up, ascending by cells and rest. `None` if there are
/// more than `limit` before adding up.
pub(super) fn fillings(
    rows: &[usize],
    total: usize,
    packing: Packing,
    factorials: &Factorials,
    limit: usize,
) -> Option<Vec<Filling>> {
    let room: Vec<usize> =
        rows.iter().rev().scan(0, |sum, &row| Some(std::mem::replace(sum, *sum + row))).collect();
    let all = room[rows.len() - 1] + rows[0];
    let mut search = Search {
        rows,
        room_after: room.into_iter().rev().collect(),
        packing,
        factorials,
        ln_all: factorials.ln_choose(all, total),
        cells: vec![0; rows.len()],
        rest: vec![0; rows.len()],
        found: Vec::new(),
        limit,
    };
    search.fill(0, total, Partial { value: 0, ln: 0.0, orders: 1.0, run: 0, same: 0 });
    let mut found = search.found;
    if found.len() > limit {
        return None;
    }
    found.sort_unstable_by_key(|filling| (filling.used, filling.rest));
    found.dedup_by(|next, kept| {
        let equal = (next.used, next.rest) == (kept.used, kept.rest);
        kept.probability += if equal { next.probability } else { 0.0 };
        equal
    });
    Some(found)
}

/// What is known of a column filled down to some row.
#[derive(Clone, Copy)]
struct Partial {
    value: i64,
    ln: f64,
    /// In how many orders equal rows could have received their cells.
    orders: f64,
    /// Rows so far in the present run of equal totals.
    run: usize,
    /// Cells so far in it that equal the last one.
    same: usize,
}

struct Search<'a> {
    rows: &'a [usize],
    room_after: Vec<usize>,
    packing: Packing,
    factorials: &'a Factorials,
    ln_all: f64,
    cells: Vec<usize>,
    rest: Vec<usize>,
    found: Vec<Filling>,
    limit: usize,
}

impl Search<'_> {
    /// Fills `row` and those after it with `left` units. Among rows of equal total only descending cells are
    /// tried: the t! / (m1! m2! ..) orders of them have the same rest, value and probability, and are counted.
    fn fill(&mut self, row: usize, left: usize, so_far: Partial) {
        if self.found.len() > self.limit {
            return;
        }
        if row == self.rows.len() {
            self.rest.copy_from_slice(self.rows);
            self.rest.iter_mut().zip(&self.cells).for_each(|(rest, cell)| *rest -= cell);
            let rest = self.packing.pack(&mut self.rest);
            let probability = so_far.orders * (so_far.ln - self.ln_all).exp();
            self.rest.copy_from_slice(&self.cells);
            let used = self.packing.pack(&mut self.rest);
            self.found.push(Filling { used, rest, value: so_far.value, probability });
            return;
        }
        let total = self.rows[row];
        let same_run = row > 0 && self.rows[row - 1] == total;
        let most = total.min(left).min(if same_run { self.cells[row - 1] } else { total });
        for cell in left.saturating_sub(self.room_after[row])..=most {
            let run = if same_run { so_far.run + 1 } else { 1 };
            let same = if same_run && self.cells[row - 1] == cell { so_far.same + 1 } else { 1 };
            self.cells[row] = cell;
            let next = Partial {
                value: so_far.value + self.factorials.fixed(cell),
                ln: so_far.ln + self.factorials.ln_choose(total, cell),
                orders: so_far.orders * run as f64 / same as f64,
                run,
                same,
            };
            self.fill(row + 1, left - cell, next);
        }
    }
}
