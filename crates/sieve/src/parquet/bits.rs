//! Sets of rows of a row group, one bit each.

use std::ops::Range;

use arrow_buffer::{BooleanBuffer, Buffer};

/// A set of the rows 0 to `len`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// No row of so many.
    pub(super) fn none(len: usize) -> Bits {
        Bits { words: vec![0; len.div_ceil(64)], len }
    }

    /// Every row of so many.
    pub(super) fn all(len: usize) -> Bits {
        let mut bits = Bits::none(len);
        bits.add(0..len);
        bits
    }

    /// How many rows the set is drawn from.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many rows it has.
    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many of these rows it has.
    pub(super) fn count_in(&self, rows: Range<usize>) -> usize {
        masks(rows).map(|(word, mask)| (self.words[word] & mask).count_ones() as usize).sum()
    }

    /// Whether it has none.
    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether it has all.
    pub(super) fn is_full(&self) -> bool {
        self.count() == self.len
    }

    /// Adds rows.
    pub(super) fn add(&mut self, rows: Range<usize>) {
        for (word, mask) in masks(rows) {
            self.words[word] |= mask;
        }
    }

    /// Adds the rows `at` to `at` + 64 that have their bit in `word`; those beyond the end must have none.
    pub(super) fn add_word(&mut self, at: usize, word: u64) {
        let (place, shift) = (at / 64, at % 64);
        if word << shift != 0 {
            self.words[place] |= word << shift;
        }
        if shift > 0 && word >> (64 - shift) != 0 {
            self.words[place + 1] |= word >> (64 - shift);
        }
    }

    /// The bits of the rows `at` to `at` + 64.
    pub(super) fn word(&self, at: usize) -> u64 {
        let (place, shift) = (at / 64, at % 64);
        let word = |place: usize| self.words.get(place).copied().unwrap_or(0);
        if shift == 0 { word(place) } else { word(place) >> shift | word(place + 1) << (64 - shift) }
    }

    /// These rows alone, counted from their first.
    pub(super) fn part(&self, rows: Range<usize>) -> Bits {
        let len = rows.len();
        let mut words: Vec<u64> = rows.step_by(64).map(|at| self.word(at)).collect();
        if let (Some(last), true) = (words.last_mut(), !len.is_multiple_of(64)) {
            *last &= (1 << (len % 64)) - 1;
        }
        Bits { words, len }
    }

    /// Adds the rows of another set.
    pub(super) fn unite(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Keeps only the rows that are also in another set.
    pub(super) fn keep(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Whether every row of this set is in the other.
    pub(super) fn is_within(&self, other: &Bits) -> bool {
        self.words.iter().zip(&other.words).all(|(word, other)| word & !other == 0)
    }

    /// Whether the set has any of these rows.
    pub(super) fn has_any(&self, rows: Range<usize>) -> bool {
        masks(rows).any(|(word, mask)| self.words[word] & mask != 0)
    }

    /// Those of these rows that it has, rising.
    pub(super) fn rows(&self, rows: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        masks(rows).flat_map(move |(word, mask)| {
            let mut left = self.words[word] & mask;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(word * 64 + bit)
            })
        })
    }

    /// As Arrow's buffer of booleans.
    pub(super) fn to_buffer(&self) -> BooleanBuffer {
        BooleanBuffer::new(Buffer::from_vec(self.words.clone()), 0, self.len)
    }
}

/// The words that hold these rows, with their bits in them.
fn masks(rows: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
    let words = if rows.is_empty() { 0..0 } else { rows.start / 64..rows.end.div_ceil(64) };
    words.map(move |word| {
        let from = rows.start.saturating_sub(word * 64);
        let beyond = ((word + 1) * 64).saturating_sub(rows.end);
        (word, u64::MAX << from & u64::MAX >> beyond)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_and_found_across_words() {
        let mut bits = Bits::none(200);
        bits.add(60..130);
        bits.add_word(190, 0b1000000001);
        assert_eq!(bits.count(), 72);
        assert_eq!(
            bits.rows(0..200).take(2).chain(bits.rows(128..200)).collect::<Vec<_>>(),
            [60, 61, 128, 129, 190, 199]
        );
        assert!(
            bits.has_any(0..61) && !bits.has_any(0..60) && !bits.has_any(130..190) && !bits.has_any(5..5)
        );
        assert_eq!(bits.word(126), 0b1111);
        assert!(Bits::all(200).is_full() && bits.is_within(&Bits::all(200)) && Bits::none(200).is_empty());
    }
}
