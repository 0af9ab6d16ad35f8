//! Finding things by identifier: a table of 32-bit hashes, eight bytes per entry, that leaves the
//! comparison of the identifiers to whoever has them.

use hashbrown::HashTable;

/// Numbers by the hash of their identifier.
#[derive(Default)]
pub(crate) struct Ids {
    table: HashTable<(u32, u32)>,
}

/// The hash of an identifier; `seed` tells apart what has equal identifiers.
pub(crate) fn hash(id: &[u8], seed: u64) -> u32 {
    let (words, rest) = id.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut mixed = mix(seed ^ id.len() as u64);
    for word in words.iter().chain([&last]) {
        mixed = mix(mixed ^ u64::from_le_bytes(*word));
    }
    (mixed >> 32) as u32
}

/// Every bit of the word changes about half of the bits of the answer.
pub(crate) fn mix(word: u64) -> u64 {
    let mixed = (word ^ (word >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Ids {
    /// Without entries, with room for so many.
    pub(crate) fn with_capacity(n_entries: usize) -> Ids {
        Ids { table: HashTable::with_capacity(n_entries) }
    }

    /// The number with this hash that `is` says is the one.
    #[inline]
    pub(crate) fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        self.table.find(spread(hash), |entry| entry.0 == hash && is(entry.1)).map(|entry| entry.1)
    }

    /// Adds a number.
    pub(crate) fn insert(&mut self, hash: u32, number: u32) {
        self.table.insert_unique(spread(hash), (hash, number), |entry| spread(entry.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found() {
        let names: Vec<String> = (0..5000).map(|number| format!("P{number}")).collect();
        let mut ids = Ids::default();
        for (name, number) in names.iter().zip(0..) {
            ids.insert(hash(name.as_bytes(), 0), number);
        }
        for (name, number) in names.iter().zip(0..) {
            assert_eq!(
                ids.find(hash(name.as_bytes(), 0), |found| names[found as usize] == *name),
                Some(number)
            );
        }
        assert_eq!(ids.find(hash(b"Q", 0), |found| names[found as usize] == "Q"), None);
    }
}
