//! From rows in reading order to rows by person and day.

use rayon::prelude::*;
use timeline::{Grouped, RecordRef};

use hashbrown::HashMap;

use crate::sheets::Record;
use crate::table::{NOBODY, Position, Table};

/// Which row comes where: row `i` of the result is the one that entry `i` names.
pub(crate) struct Order {
    entries: Vec<u64>,
    starts: Vec<usize>,
    packing: Packing,
}

/// How a position is packed into 32 bits of an entry: sorting key (22), position (32), tag (10).
#[derive(Clone, Copy)]
struct Packing {
    row_bits: u32,
}

const TAG_BITS: u32 = 10;
const KEY_SHIFT: u32 = 32 + TAG_BITS;
const GONE: u64 = u64::MAX;

impl Packing {
    fn of<R: Record>(table: &Table<'_, R>) -> Option<Packing> {
        let most = table.chunks.iter().map(|chunk| chunk.rows.len()).max().unwrap_or(0);
        let row_bits = most.max(1).next_power_of_two().trailing_zeros();
        let n_positions = (table.chunks.len() as u64).checked_shl(row_bits)?;
        (n_positions <= 1 << 32).then_some(Packing { row_bits })
    }

    fn entry(self, key: u32, chunk: usize, row: usize) -> u64 {
        let position = (chunk as u64) << self.row_bits | row as u64;
        u64::from(key >> TAG_BITS) << KEY_SHIFT
            | position << TAG_BITS
            | u64::from(key & ((1 << TAG_BITS) - 1))
    }

    fn position(self, entry: u64) -> Position {
        let packed = (entry >> TAG_BITS) as u32;
        let chunk = u64::from(packed) >> self.row_bits;
        Position { chunk: chunk as usize, row: (packed - ((chunk << self.row_bits) as u32)) as usize }
    }
}

impl Order {
    /// Sorts the rows of each person by sorting key, then as read. `None`: more rows than can be
    /// numbered.
    pub(crate) fn of<R: Record>(table: &Table<'_, R>, n_persons: usize) -> Option<Order> {
        let packing = Packing::of(table)?;
        let mut starts = vec![0usize; n_persons + 1];
        for chunk in &table.chunks {
            for &person in chunk.persons.iter().filter(|person| **person != NOBODY) {
                starts[person as usize + 1] += 1;
            }
        }
        for person in 0..n_persons {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut entries = vec![0u64; starts[n_persons]];
        for (number, chunk) in table.chunks.iter().enumerate() {
            for (row, (&person, &key)) in chunk.persons.iter().zip(&chunk.keys).enumerate() {
                if person != NOBODY {
                    let place = &mut next[person as usize];
                    entries[*place] = packing.entry(key, number, row);
                    *place += 1;
                }
            }
        }
        let mut order = Order { entries, starts, packing };
        order.persons().into_par_iter().with_min_len(256).for_each(|mine| {
            if !mine.is_sorted() {
                mine.sort_unstable();
            }
        });
        Some(order)
    }

    fn persons(&mut self) -> Vec<&mut [u64]> {
        let mut rest = self.entries.as_mut_slice();
        let mut persons = Vec::with_capacity(self.starts.len());
        for pair in self.starts.windows(2) {
            let (mine, others) = rest.split_at_mut(pair[1] - pair[0]);
            rest = others;
            if mine.len() > 1 {
                persons.push(mine);
            }
        }
        persons
    }

    /// Takes out rows that equal an earlier one; returns them, each with the one that stands.
    pub(crate) fn take_duplicates<R: Record>(&mut self, table: &Table<'_, R>) -> Vec<(Position, Position)> {
        let packing = self.packing;
        let found: Vec<Vec<(Position, Position)>> = self
            .persons()
            .into_par_iter()
            .with_min_len(256)
            .map(|mine| {
                let mut found = Vec::new();
                for same_key in mine.chunk_by_mut(|a, b| a >> KEY_SHIFT == b >> KEY_SHIFT) {
                    if may_hold_equal(same_key) {
                        take_equal(same_key, packing, table, &mut found);
                    }
                }
                found
            })
            .filter(|found| !found.is_empty())
            .collect();
        let found: Vec<_> = found.into_iter().flatten().collect();
        if !found.is_empty() {
            self.close_gaps();
        }
        found
    }

    fn close_gaps(&mut self) {
        let (mut kept, mut first) = (0, 0);
        for person in 1..self.starts.len() {
            let last = self.starts[person];
            for from in first..last {
                if self.entries[from] != GONE {
                    self.entries[kept] = self.entries[from];
                    kept += 1;
                }
            }
            first = last;
            self.starts[person] = kept;
        }
        self.entries.truncate(kept);
    }

    /// Makes the final rows, in order; `make` gets the chunk's number, the row, its sorting key and
    /// its place.
    pub(crate) fn gather<R: Record, T: Send + Sync>(
        self,
        table: &Table<'_, R>,
        make: impl Fn(usize, &R, u32, RecordRef) -> T + Sync,
    ) -> Grouped<T> {
        let packing = self.packing;
        let rows: Vec<T> = self
            .entries
            .par_iter()
            .with_min_len(1024)
            .map(|entry| {
                let at = packing.position(*entry);
                let chunk = &table.chunks[at.chunk];
                let row = &chunk.rows[at.row];
                make(at.chunk, row, (entry >> KEY_SHIFT) as u32, chunk.record_at(row.line()))
            })
            .collect();
        Grouped::from_parts(rows, self.starts)
    }

    /// For each row in reading order its place in the result; of no meaning for a row set aside.
    pub(crate) fn places<R: Record>(&self, table: &Table<'_, R>) -> Vec<u32> {
        let (bases, n_rows) = table.numbering();
        let mut places = vec![0; n_rows];
        for (entry, place) in self.entries.iter().zip(0..) {
            let at = self.packing.position(*entry);
            places[bases[at.chunk] + at.row] = place;
        }
        places
    }

    /// As [`Order::gather`], one after the other, so that `make` may take what the rows own.
    pub(crate) fn take<R: Record, T: Send + Sync>(
        self,
        table: &mut Table<'_, R>,
        mut make: impl FnMut(&mut R, RecordRef) -> T,
    ) -> Grouped<T> {
        let packing = self.packing;
        let moved = |entry: &u64| {
            let at = packing.position(*entry);
            let chunk = &mut table.chunks[at.chunk];
            let record = chunk.record_at(chunk.rows[at.row].line());
            make(&mut chunk.rows[at.row], record)
        };
        Grouped::from_parts(self.entries.iter().map(moved).collect(), self.starts)
    }
}

fn tag(entry: u64) -> u64 {
    entry & ((1 << TAG_BITS) - 1)
}

fn may_hold_equal(entries: &[u64]) -> bool {
    match entries.len() {
        0 | 1 => false,
        2..=16 => {
            entries.iter().enumerate().any(|(place, a)| entries[..place].iter().any(|b| tag(*a) == tag(*b)))
        }
        _ => true,
    }
}

/// Compares the rows of one person and key that share a tag by their text.
#[cold]
fn take_equal<R: Record>(
    entries: &mut [u64],
    packing: Packing,
    table: &Table<'_, R>,
    found: &mut Vec<(Position, Position)>,
) {
    let mut n_tagged: HashMap<u64, u32> = HashMap::new();
    for entry in &*entries {
        *n_tagged.entry(tag(*entry)).or_default() += 1;
    }
    let mut standing: HashMap<Vec<u8>, Position> = HashMap::new();
    for entry in entries.iter_mut().filter(|entry| n_tagged[&tag(**entry)] > 1) {
        let at = packing.position(*entry);
        match standing.entry(table.normal_form(at)) {
            hashbrown::hash_map::Entry::Vacant(vacant) => {
                vacant.insert(at);
            }
            hashbrown::hash_map::Entry::Occupied(occupied) => {
                found.push((at, *occupied.get()));
                *entry = GONE;
            }
        }
    }
}
