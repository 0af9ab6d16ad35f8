//! Whether an identifier is in a set, asked many million times.

use crate::filter::IdSet;

/// A set of identifiers: one bit each where they are close together, else buckets.
#[derive(Debug)]
pub(super) struct Members<'a> {
    sorted: &'a [i64],
    first: i64,
    lookup: Lookup,
}

#[derive(Debug)]
enum Lookup {
    /// A bit for every number from the first to the last.
    Dense(Vec<u64>),
    /// For each stretch of 2^`shift` numbers where it begins in `sorted`, and at last its end.
    Buckets { shift: u32, begins: Vec<u32> },
}

/// Bits allowed for each member: more than a hash table would take are not worth it.
const BITS: u64 = 256;

impl Members<'_> {
    /// Of a set.
    pub(super) fn new(set: &IdSet) -> Members<'_> {
        let sorted = set.as_slice();
        let (first, last) = (sorted.first().copied().unwrap_or(0), sorted.last().copied().unwrap_or(0));
        let span = last.abs_diff(first);
        let lookup = match span / BITS <= sorted.len() as u64 {
            true => Lookup::Dense(dense(sorted, first, span)),
            false => buckets(sorted, first, span),
        };
        Members { sorted, first, lookup }
    }

    /// Whether the set has it.
    #[inline]
    pub(super) fn has(&self, id: i64) -> bool {
        let Some(distance) = id.checked_sub(self.first).and_then(|far| u64::try_from(far).ok()) else {
            // Beyond 64 bits only where the set spans more than half of all numbers.
            return id > self.first && self.sorted.binary_search(&id).is_ok();
        };
        match &self.lookup {
            Lookup::Dense(words) => {
                let word = usize::try_from(distance / 64).ok().and_then(|word| words.get(word));
                word.is_some_and(|word| word >> (distance % 64) & 1 == 1)
            }
            Lookup::Buckets { shift, begins } => {
                let bucket = usize::try_from(distance >> shift).unwrap_or(usize::MAX);
                match begins.get(bucket..bucket.saturating_add(2)) {
                    Some(&[begin, end]) => {
                        self.sorted[begin as usize..end as usize].binary_search(&id).is_ok()
                    }
                    _ => false,
                }
            }
        }
    }

    /// Whether the set has any number of this range, both ends included.
    pub(super) fn has_any(&self, min: i64, max: i64) -> bool {
        let begin = self.sorted.partition_point(|id| *id < min);
        self.sorted.get(begin).is_some_and(|id| *id <= max)
    }

    /// Whether the set has every number of this range, both ends included.
    pub(super) fn has_all(&self, min: i64, max: i64) -> bool {
        let begin = self.sorted.partition_point(|id| *id < min);
        let end = self.sorted.partition_point(|id| *id <= max);
        min <= max && (end - begin) as u64 == max.abs_diff(min).saturating_add(1)
    }
}

fn dense(sorted: &[i64], first: i64, span: u64) -> Vec<u64> {
    let mut words = vec![0; if sorted.is_empty() { 0 } else { span as usize / 64 + 1 }];
    for id in sorted {
        let distance = id.abs_diff(first);
        words[(distance / 64) as usize] |= 1 << (distance % 64);
    }
    words
}

/// About one bucket per member.
fn buckets(sorted: &[i64], first: i64, span: u64) -> Lookup {
    let mut shift = 0;
    while span >> shift > 2 * sorted.len() as u64 {
        shift += 1;
    }
    let n_buckets = (span >> shift) as usize + 1;
    let mut begins = vec![0; n_buckets + 1];
    for id in sorted {
        begins[(id.abs_diff(first) >> shift) as usize + 1] += 1_u32;
    }
    let mut total = 0;
    for begin in &mut begins {
        total += *begin;
        *begin = total;
    }
    Lookup::Buckets { shift, begins }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number() -> impl Strategy<Value = i64> {
        prop_oneof![
            0..200_i64,
            any::<i64>(),
            i64::MIN..i64::MIN + 9,
            Just(i64::MAX),
            2_000_000_000..2_000_000_009_i64
        ]
    }

    proptest! {
        #[test]
        fn a_number_is_in_the_set_when_it_was_put_there(
            ids in proptest::collection::vec(number(), 0..40),
            asked in proptest::collection::vec(number(), 40),
            spread in 0..50_000_i64,
        ) {
            let set: IdSet = ids.iter().copied().chain((0..spread / 100).map(|n| n * spread)).collect();
            let members = Members::new(&set);
            for id in asked.iter().chain(set.as_slice()) {
                prop_assert_eq!(members.has(*id), set.contains(*id));
            }
            for pair in asked.windows(2) {
                let any = set.as_slice().iter().any(|id| (pair[0]..=pair[1]).contains(id));
                prop_assert_eq!(members.has_any(pair[0], pair[1]), any);
            }
            prop_assert_eq!(members.has_all(1, 3), [1, 2, 3].iter().all(|id| set.contains(*id)));
            prop_assert!(!members.has_all(i64::MIN, i64::MAX));
        }
    }
}
