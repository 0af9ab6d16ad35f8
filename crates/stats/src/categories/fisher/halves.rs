//! The first block's lists, half the rows at a time.

use super::column::{Key, Packing};
use super::hashing::Nodes;
use super::network::{CHUNK, MOST_KEPT};
use super::spread::Spread;
use super::two_columns::{Lists, TwoColumns};
use rayon::prelude::*;

/// For a first block of two columns: the lists of its two largest rows, and of the others, each made once however many
/// nodes share them.
pub(super) struct Halves {
    two: TwoColumns,
    index: Nodes,
    lists: Vec<Lists>,
}

impl Halves {
    /// `None` if they would take too much memory.
    pub(super) fn of(groups: &[&[(Key, usize, f64)]], two: TwoColumns, packing: Packing) -> Option<Self> {
        let (mut index, mut parts) = (Nodes::default(), Vec::new());
        for group in groups {
            for part in Self::parts(group[0].0, packing) {
                if index.index(Self::key(&part, packing)) == parts.len() {
                    parts.push(part);
                }
            }
        }
        let (mut lists, mut kept) = (Vec::with_capacity(parts.len()), 0);
        for some in parts.chunks(CHUNK) {
            let made: Vec<Lists> = some.par_iter().map(|part| two.lists(part)).collect();
            kept += made.iter().map(Lists::len).sum::<usize>();
            lists.extend(made);
            if kept > MOST_KEPT {
                return None;
            }
        }
        Some(Self { two, index, lists })
    }

    /// The two largest rows last.
    fn parts(key: Key, packing: Packing) -> [Vec<usize>; 2] {
        let mut rows = packing.unpack(key);
        let largest = rows.split_off(rows.len().saturating_sub(2));
        [rows, largest]
    }

    /// Both kinds in one index: parts that differ in rows of no units only have the same lists.
    fn key(part: &[usize], packing: Packing) -> Key {
        packing.pack(&mut part.to_vec())
    }

    pub(super) fn spread(&self, key: Key, packing: Packing) -> (Spread, usize) {
        let of = |part: &Vec<usize>| &self.lists[self.index.of(Self::key(part, packing))];
        let [most, largest] = Self::parts(key, packing);
        self.two.joined(of(&most), of(&largest))
    }
}
