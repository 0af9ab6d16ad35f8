//! The pages of one column in one row group, those that are not needed left unread.

use std::ops::Range;

use ::parquet::basic::Encoding;
use ::parquet::column::page::{Page, PageReader};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::page_index::offset_index::PageLocation;
use ::parquet::file::reader::SerializedPageReader;
use bytes::Bytes;

use super::bits::Bits;
use super::hybrid::{CutOff, Run, Runs};
use super::input::Input;
use super::open::{ParquetFile, broken, world};
use crate::failure::Failure;

/// Why a page could not be used.
#[derive(Debug)]
pub(super) enum Trouble {
    /// What is not as the format says.
    Damaged(ParquetError),
    /// The column is stored in a way that only the Arrow reader knows.
    NotForUs,
}

impl From<ParquetError> for Trouble {
    fn from(error: ParquetError) -> Trouble {
        Trouble::Damaged(error)
    }
}

impl From<CutOff> for Trouble {
    fn from(_: CutOff) -> Trouble {
        damaged("a page ends before its values do")
    }
}

/// Something is not as the format says.
pub(super) fn damaged(what: &str) -> Trouble {
    Trouble::Damaged(ParquetError::General(what.to_owned()))
}

/// The pages of a column without repeated or nested values.
pub(super) struct Pages {
    reader: SerializedPageReader<Input>,
    may_be_null: bool,
    row: usize,
    n_rows: usize,
    n_pages: usize,
}

/// The next page.
pub(super) enum Next {
    /// The entries of the dictionary, stored plainly: their bytes and number.
    Dictionary(Bytes, usize),
    /// Cells of these rows, not yet read, in the data page of this number.
    Rows(Range<usize>, usize),
}

/// What was read of a column, kept for those who need it again.
pub(super) enum Read {
    /// As [`Next::Dictionary`].
    Dictionary(Bytes, usize),
    /// The cells of these rows.
    Page(Range<usize>, Cells),
}

impl Read {
    /// The memory that it takes.
    pub(super) fn size(&self) -> usize {
        match self {
            Read::Dictionary(bytes, _) => bytes.len(),
            Read::Page(rows, cells) => cells.buffer.len() + rows.len() / 8,
        }
    }
}

/// The values of the rows of a page that are not null.
pub(super) struct Cells {
    /// Which rows of the page have a value; `None`: all.
    pub(super) valid: Option<Bits>,
    pub(super) n_values: usize,
    pub(super) encoding: Encoding,
    buffer: Bytes,
    from: usize,
}

impl Cells {
    /// The values as encoded.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.from..).unwrap_or_default()
    }

    /// The places in the dictionary: their width in bits, and the runs.
    pub(super) fn places(&self) -> Result<(usize, Runs<'_>), Trouble> {
        match self.bytes().split_first() {
            Some((width, runs)) => {
                Ok((usize::from(*width), Runs::new(runs, usize::from(*width), self.n_values)?))
            }
            None if self.n_values == 0 => Ok((0, Runs::new(&[], 0, 0)?)),
            None => Err(CutOff.into()),
        }
    }
}

impl Pages {
    /// Of the column with this place among the leaves.
    pub(super) fn of(file: &ParquetFile, group: usize, leaf: usize) -> Result<Pages, Failure> {
        let metadata = file.metadata().row_group(group);
        let (chunk, n_rows) = (metadata.column(leaf), file.n_rows_of(group));
        let input = Input::open(&file.path).map_err(|error| world(&file.name, error))?;
        let locations = locations(file, group, leaf, n_rows);
        let reader = SerializedPageReader::new(input.into(), chunk, n_rows, locations);
        let reader = reader.map_err(|error| broken(&file.name, None, error))?;
        let may_be_null = chunk.column_descr().max_def_level() > 0;
        Ok(Pages { reader, may_be_null, row: 0, n_rows, n_pages: 0 })
    }

    /// What comes next; `None` after the last row.
    pub(super) fn next(&mut self) -> Result<Option<Next>, Trouble> {
        let Some(page) = self.reader.peek_next_page()? else {
            return if self.row == self.n_rows { Ok(None) } else { Err(damaged("rows are missing")) };
        };
        if page.is_dict {
            return self.dictionary().map(Some);
        }
        let n = page.num_rows.or(page.num_levels).ok_or(Trouble::NotForUs)?;
        let rows = self.row..self.row.saturating_add(n);
        if rows.end > self.n_rows {
            return Err(damaged("a column has more rows than its row group"));
        }
        self.row = rows.end;
        self.n_pages += 1;
        Ok(Some(Next::Rows(rows, self.n_pages - 1)))
    }

    fn dictionary(&mut self) -> Result<Next, Trouble> {
        match self.reader.get_next_page()? {
            Some(Page::DictionaryPage { buf, num_values, .. }) => {
                Ok(Next::Dictionary(buf, num_values as usize))
            }
            _ => Err(damaged("the dictionary is not there")),
        }
    }

    /// Leaves the page unread.
    pub(super) fn skip(&mut self) -> Result<(), Trouble> {
        Ok(self.reader.skip_next_page()?)
    }

    /// Reads the page of these rows.
    pub(super) fn read(&mut self, rows: &Range<usize>) -> Result<Cells, Trouble> {
        let n = rows.len();
        let page = self.reader.get_next_page()?.ok_or_else(|| damaged("a page is not there"))?;
        if page.num_values() as usize != n {
            return Err(damaged("a page has another number of values than of rows"));
        }
        match page {
            Page::DataPage { buf, encoding, def_level_encoding, .. } => {
                if !self.may_be_null {
                    return Ok(Cells { valid: None, n_values: n, encoding, buffer: buf, from: 0 });
                }
                if def_level_encoding != Encoding::RLE {
                    return Err(Trouble::NotForUs);
                }
                let length = buf.first_chunk().map(|length| u32::from_le_bytes(*length) as usize);
                let length = length.ok_or(CutOff)?;
                let marks = buf.get(4..).and_then(|rest| rest.get(..length)).ok_or(CutOff)?;
                let (valid, n_values) = valid(marks, n)?;
                Ok(Cells { valid, n_values, encoding, buffer: buf.clone(), from: 4 + length })
            }
            Page::DataPageV2 { buf, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let begin = rep_levels_byte_len as usize;
                let from = begin.saturating_add(def_levels_byte_len as usize);
                let (valid, n_values) = match self.may_be_null {
                    true => valid(buf.get(begin..from).ok_or(CutOff)?, n)?,
                    false => (None, n),
                };
                Ok(Cells { valid, n_values, encoding, buffer: buf, from })
            }
            Page::DictionaryPage { .. } => Err(damaged("a second dictionary")),
        }
    }
}

/// Where the pages are, where the file says so and it can be true.
fn locations(file: &ParquetFile, group: usize, leaf: usize, n_rows: usize) -> Option<Vec<PageLocation>> {
    let index = file.metadata().offset_index()?.get(group)?.get(leaf)?;
    let locations = index.page_locations();
    let begins = || locations.iter().map(|page| page.first_row_index);
    let rises = begins().zip(begins().skip(1)).all(|(one, next)| one < next);
    let first = begins().next()?;
    let last = usize::try_from(begins().next_back()?).ok()?;
    (rises && first == 0 && last < n_rows).then(|| locations.clone())
}

/// Which of `n` rows have a value, and how many.
fn valid(marks: &[u8], n: usize) -> Result<(Option<Bits>, usize), Trouble> {
    let mut bits = Bits::none(n);
    let mut at = 0;
    for run in Runs::new(marks, 1, n)? {
        at += match run? {
            Run::Same { value: 0, n } => n,
            Run::Same { n, .. } => {
                bits.add(at..at + n);
                n
            }
            Run::Packed { bytes, n } => {
                add_packed(&mut bits, at, bytes, n);
                n
            }
        };
    }
    let n_values = bits.count();
    Ok(((n_values < n).then_some(bits), n_values))
}

/// Packed marks are a set of bits already.
fn add_packed(bits: &mut Bits, at: usize, bytes: &[u8], n: usize) {
    for (place, eight) in bytes.chunks(8).enumerate().take(n.div_ceil(64)) {
        let mut word = [0; 8];
        word[..eight.len()].copy_from_slice(eight);
        let left = n - place * 64;
        let mask = if left < 64 { (1 << left) - 1 } else { u64::MAX };
        bits.add_word(at + place * 64, u64::from_le_bytes(word) & mask);
    }
}

/// Whether every cell is stored as a place in the dictionary.
pub(super) fn is_all_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    let is_dictionary = |encoding| matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
    let pages = chunk.page_encoding_stats_mask();
    chunk.dictionary_page_offset().is_some()
        && pages.is_some_and(|pages| pages.encodings().all(is_dictionary))
}
