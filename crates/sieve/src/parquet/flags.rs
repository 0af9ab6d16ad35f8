//! The answers of a column's questions to the values of a page: one byte per value, one bit per question.

use ::parquet::basic::{Encoding, Type};
use ::parquet::errors::ParquetError;

use super::bits::Bits;
use super::compiled::Test;
use super::hybrid::{Run, unpack};
use super::pages::{Cells, Trouble, damaged};

/// Questions that a byte can hold, besides the mark of a place that the dictionary lacks.
pub(super) const MOST: usize = 7;

const ABSENT: u8 = 0x80;

/// A text that is not in UTF-8.
const NOT_TEXT: &str = "text that is not in UTF-8";

/// How to read the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    Int32,
    Int64,
    Bytes,
}

impl Stored {
    /// The stored form of a physical type that is looked at here.
    pub(super) fn of(physical: Type) -> Option<Stored> {
        match physical {
            Type::INT32 => Some(Stored::Int32),
            Type::INT64 => Some(Stored::Int64),
            Type::BYTE_ARRAY => Some(Stored::Bytes),
            _ => None,
        }
    }
}

fn of_id(tests: &[Test], id: i64) -> u8 {
    let bit = |(place, test): (usize, &Test)| match test {
        Test::In(members) => u8::from(members.has(id)) << place,
        Test::Like(_) => 0,
    };
    tests.iter().enumerate().map(bit).fold(0, std::ops::BitOr::bitor)
}

fn of_text(tests: &[Test], text: &[u8]) -> Result<u8, Trouble> {
    let text =
        std::str::from_utf8(text).map_err(|_| Trouble::Damaged(ParquetError::General(NOT_TEXT.into())))?;
    let bit = |(place, test): (usize, &Test)| match test {
        Test::In(_) => 0,
        Test::Like(patterns) => u8::from(patterns.match_text(text)) << place,
    };
    Ok(tests.iter().enumerate().map(bit).fold(0, std::ops::BitOr::bitor))
}

/// The answers for each of `n` values stored plainly; where `wanted` is given only for those places, in order.
fn plain(
    bytes: &[u8],
    n: usize,
    stored: Stored,
    tests: &[Test],
    wanted: impl Iterator<Item = usize>,
) -> Result<Vec<u8>, Trouble> {
    let mut flags = vec![0; n];
    let size = match stored {
        Stored::Int32 => 4,
        Stored::Int64 => 8,
        Stored::Bytes => return texts(bytes, flags, tests, wanted),
    };
    let bytes = bytes.get(..n * size).ok_or_else(|| damaged("a page ends before its values do"))?;
    for place in wanted {
        let value = &bytes[place * size..(place + 1) * size];
        let id = match stored {
            Stored::Int32 => value.first_chunk().map_or(0, |value| i64::from(i32::from_le_bytes(*value))),
            _ => value.first_chunk().map_or(0, |value| i64::from_le_bytes(*value)),
        };
        flags[place] = of_id(tests, id);
    }
    Ok(flags)
}

/// Texts stand one after another, each after its length.
fn texts(
    mut bytes: &[u8],
    mut flags: Vec<u8>,
    tests: &[Test],
    wanted: impl Iterator<Item = usize>,
) -> Result<Vec<u8>, Trouble> {
    let mut next = 0;
    for place in wanted {
        loop {
            let (length, rest) =
                bytes.split_first_chunk().ok_or_else(|| damaged("a page ends before its texts do"))?;
            let length = u32::from_le_bytes(*length) as usize;
            let (text, rest) = rest.split_at_checked(length).ok_or_else(|| damaged("a text is cut off"))?;
            bytes = rest;
            next += 1;
            if next > place {
                flags[place] = of_text(tests, text)?;
                break;
            }
        }
    }
    Ok(flags)
}

/// The answers for each entry of a dictionary.
#[derive(Debug, Default)]
pub(super) struct Answers {
    flags: Vec<u8>,
}

impl Answers {
    /// Asks every entry once.
    pub(super) fn new(bytes: &[u8], n: usize, stored: Stored, tests: &[Test]) -> Result<Answers, Trouble> {
        // Every entry takes four bytes and more.
        if n > bytes.len() / 4 {
            return Err(damaged("a dictionary ends before its entries do"));
        }
        Ok(Answers { flags: plain(bytes, n, stored, tests, 0..n)? })
    }

    /// Whether no entry meets any question.
    pub(super) fn are_none(&self) -> bool {
        self.flags.iter().all(|flags| *flags == 0)
    }

    fn at(&self, place: u32) -> u8 {
        self.flags.get(place as usize).copied().unwrap_or(ABSENT)
    }

    /// The answers by place in the dictionary: one byte for each value of the page.
    fn of_places(&self, cells: &Cells) -> Result<Vec<u8>, Trouble> {
        let (width, runs) = cells.places()?;
        let mut table = self.flags.clone();
        if width <= 16 {
            table.resize(1 << width, ABSENT);
        }
        let (mut flags, mut seen) = (Vec::with_capacity(cells.n_values + 8), 0);
        for run in runs {
            match run? {
                Run::Same { value, n } => {
                    seen |= self.at(value);
                    flags.resize(flags.len() + n, self.at(value));
                }
                Run::Packed { bytes, n } => {
                    let end = flags.len() + n;
                    unpack(bytes, width, n, |places| {
                        let eight = places.map(|place| table.get(place as usize).copied().unwrap_or(ABSENT));
                        flags.extend_from_slice(&eight);
                    });
                    flags.truncate(end);
                }
            }
        }
        seen |= flags.iter().fold(0, |seen, flags| seen | flags);
        if seen & ABSENT != 0 { Err(damaged("a place in the dictionary that it lacks")) } else { Ok(flags) }
    }
}

/// The answers for the values of a page. `wanted` are the rows of the page whose answers matter.
pub(super) fn of_page(
    cells: &Cells,
    answers: Option<&Answers>,
    stored: Stored,
    tests: &[Test],
    wanted: &Bits,
) -> Result<Vec<u8>, Trouble> {
    match cells.encoding {
        Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => match answers {
            Some(answers) => answers.of_places(cells),
            None => Err(damaged("the dictionary is not there")),
        },
        Encoding::PLAIN => {
            let (bytes, n) = (cells.bytes(), cells.n_values);
            match &cells.valid {
                None => plain(bytes, n, stored, tests, wanted.rows(0..wanted.len())),
                Some(valid) => {
                    let rows = valid.rows(0..valid.len()).enumerate();
                    let is_wanted = |(_, row): &(usize, usize)| wanted.has_any(*row..*row + 1);
                    plain(bytes, n, stored, tests, rows.filter(is_wanted).map(|(place, _)| place))
                }
            }
        }
        _ => Err(Trouble::NotForUs),
    }
}

/// Adds the rows from `at` on whose value has the answer of a question to its set.
pub(super) fn add_rows(flags: &[u8], valid: Option<&Bits>, at: usize, sets: &mut [Bits]) {
    match valid {
        None => {
            for (place, chunk) in flags.chunks(64).enumerate() {
                add_chunk(chunk, at + place * 64, sets);
            }
        }
        Some(valid) => {
            let mut rest = flags;
            for word in (0..valid.len()).step_by(64) {
                let rows = valid.word(word);
                let (chunk, after) = rest.split_at(rest.len().min(rows.count_ones() as usize));
                rest = after;
                if chunk.iter().any(|flags| *flags != 0) {
                    for (row, flags) in valid.rows(word..valid.len().min(word + 64)).zip(chunk) {
                        add_chunk(&[*flags], at + row, sets);
                    }
                }
            }
        }
    }
}

/// The lowest bit of each of eight bytes.
const LOWEST: u64 = 0x0101_0101_0101_0101;
/// Multiplied with them, it gathers these bits in the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// Adds up to 64 rows.
fn add_chunk(flags: &[u8], at: usize, sets: &mut [Bits]) {
    let (eights, rest) = flags.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let eights = || eights.iter().chain((!rest.is_empty()).then_some(&last));
    if eights().all(|eight| *eight == [0; 8]) {
        return;
    }
    for (question, set) in sets.iter_mut().enumerate() {
        let gathered =
            |eight: &[u8; 8]| (u64::from_le_bytes(*eight) >> question & LOWEST).wrapping_mul(GATHER) >> 56;
        let words = eights().enumerate().map(|(place, eight)| gathered(eight) << (8 * place));
        set.add_word(at, words.fold(0, std::ops::BitOr::bitor));
    }
}
