//! A quick hash for whole numbers.

use super::column::Key;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are whole numbers. Its order is the same on every machine.
pub(super) type WholeMap<K, V> = HashMap<K, V, BuildHasherDefault<Multiplying>>;

/// One multiplication a word (Knuth, The Art of Computer Programming, 6.4), its high half folded down.
#[derive(Clone, Copy, Default)]
pub(super) struct Multiplying(u64);

impl Hasher for Multiplying {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u64(&mut self, word: u64) {
        let product = (self.0.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ product >> 32;
    }

    fn write_i64(&mut self, word: i64) {
        self.write_u64(word as u64);
    }

    fn write_u128(&mut self, word: u128) {
        self.write_u64(word as u64);
        self.write_u64((word >> 64) as u64);
    }
}

/// Nodes in the order found.
#[derive(Default)]
pub(super) struct Nodes {
    index: WholeMap<Key, usize>,
    pub(super) keys: Vec<Key>,
}

impl Nodes {
    /// The index of a node, given one if it is new.
    pub(super) fn index(&mut self, key: Key) -> usize {
        *self.index.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() - 1
        })
    }

    /// The index of a node seen before.
    pub(super) fn of(&self, key: Key) -> usize {
        self.index[&key]
    }
}
