//! The cells of a few rows of a column, picked out of its pages.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{ArrayRef, PrimitiveArray};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};

use ::parquet::basic::{Encoding, Type};
use ::parquet::errors::ParquetError;

use super::bits::Bits;
use super::canonical::canonical;
use super::hybrid::{CutOff, Run, at};
use super::open::{ParquetFile, broken};
use super::pages::{Cells, Next, Pages, Read, Trouble, damaged};
use crate::cdm::{Column, Kind};
use crate::failure::Failure;

/// The cells of a column in these rows of a row group, where they are stored in one of the usual ways. What
/// was `read` of the column before is not read again.
pub(super) fn gathered(
    file: &ParquetFile,
    group: usize,
    column: &'static Column,
    wanted: &Bits,
    read: &[Read],
) -> Result<Option<ArrayRef>, Failure> {
    let Some(leaf) = file.place(column) else { return Ok(None) };
    let descriptor = file.metadata().file_metadata().schema_descr().column(leaf);
    if descriptor.max_def_level() > 1 || descriptor.max_rep_level() > 0 {
        return Ok(None);
    }
    let stored = file.stored_type(leaf);
    let pages = match has_all(read, wanted) {
        true => Source::Kept(read),
        false => Source::File(Pages::of(file, group, leaf)?),
    };
    let gathered = match (descriptor.physical_type(), column.kind) {
        (Type::INT32, _) => fixed::<Int32Type, 4>(pages, wanted, stored, i32::from_le_bytes),
        (Type::INT64, _) => fixed::<Int64Type, 8>(pages, wanted, stored, i64::from_le_bytes),
        (Type::FLOAT, _) => fixed::<Float32Type, 4>(pages, wanted, stored, f32::from_le_bytes),
        (Type::DOUBLE, _) => fixed::<Float64Type, 8>(pages, wanted, stored, f64::from_le_bytes),
        (Type::BYTE_ARRAY, Kind::Text) => texts(pages, wanted),
        _ => return Ok(None),
    };
    match gathered {
        // A cell that cannot be read is looked for again, by who can name its row.
        Ok(array) => Ok(canonical(&array, column.kind).ok()),
        Err(Trouble::NotForUs) => Ok(None),
        Err(Trouble::Damaged(error)) => Err(broken(&file.name, Some(file.row(group) + 1), error)),
    }
}

/// Where the pages come from.
enum Source<'a> {
    Kept(&'a [Read]),
    File(Pages),
}

/// Whether the pages that were read hold every wanted row.
fn has_all(read: &[Read], wanted: &Bits) -> bool {
    let held = |read: &Read| match read {
        Read::Dictionary(..) => 0,
        Read::Page(rows, _) => wanted.count_in(rows.clone()),
    };
    read.iter().map(held).sum::<usize>() == wanted.count()
}

/// Goes through the pages that have a wanted row, and calls `each` with the dictionary's bytes and number, or
/// with a page and, for each wanted row in it, the place of its value among the page's; `None` for a null.
fn walk(
    source: Source,
    wanted: &Bits,
    mut each: impl FnMut(Found) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let mut pages = match source {
        Source::File(pages) => pages,
        Source::Kept(read) => {
            for read in read {
                match read {
                    Read::Dictionary(bytes, n) => each(Found::Dictionary(bytes, *n))?,
                    Read::Page(rows, cells) => each(Found::Page(cells, &places(cells, rows, wanted)))?,
                }
            }
            return Ok(());
        }
    };
    while let Some(next) = pages.next()? {
        match next {
            Next::Dictionary(bytes, n) => each(Found::Dictionary(&bytes, n))?,
            Next::Rows(rows, _) if !wanted.has_any(rows.clone()) => pages.skip()?,
            Next::Rows(rows, _) => {
                let cells = pages.read(&rows)?;
                each(Found::Page(&cells, &places(&cells, &rows, wanted)))?;
            }
        }
    }
    Ok(())
}

/// For each wanted row of a page the place of its value among the page's.
fn places(cells: &Cells, rows: &Range<usize>, wanted: &Bits) -> Vec<Option<usize>> {
    let wanted = wanted.rows(rows.clone()).map(|row| row - rows.start);
    match &cells.valid {
        None => wanted.map(Some).collect(),
        Some(valid) => places_among(valid, wanted),
    }
}

enum Found<'a> {
    Dictionary(&'a [u8], usize),
    Page(&'a Cells, &'a [Option<usize>]),
}

/// For each row, rising, how many valid ones are before it, where it is valid itself.
fn places_among(valid: &Bits, rows: impl Iterator<Item = usize>) -> Vec<Option<usize>> {
    let (mut counted, mut before) = (0, 0);
    let place = |row: usize| {
        before += valid.count_in(counted..row);
        counted = row;
        valid.has_any(row..row + 1).then_some(before)
    };
    rows.map(place).collect()
}

/// Numbers of a fixed width, as an array of the stored type.
fn fixed<T: ArrowPrimitiveType, const N: usize>(
    pages: Source,
    wanted: &Bits,
    stored: &DataType,
    value: impl Fn([u8; N]) -> T::Native,
) -> Result<ArrayRef, Trouble> {
    let value = |bytes: &[u8], place: usize| {
        let bytes = bytes.get(place * N..).and_then(|bytes| bytes.first_chunk::<N>());
        bytes.map(|bytes| value(*bytes)).ok_or(CutOff)
    };
    let (mut values, mut valid, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    walk(pages, wanted, |found| {
        match found {
            Found::Dictionary(bytes, n) => {
                entries =
                    (0..n.min(bytes.len())).map(|place| value(bytes, place)).collect::<Result<_, _>>()?;
            }
            Found::Page(cells, places) => {
                let mut indices = Indices::new(cells)?;
                for place in places {
                    valid.push(place.is_some());
                    values.push(match (place, &mut indices) {
                        (None, _) => T::Native::default(),
                        (Some(place), None) => value(cells.bytes(), *place)?,
                        (Some(place), Some(indices)) => {
                            *entries.get(indices.at(*place)?).ok_or_else(lacking)?
                        }
                    });
                }
            }
        }
        Ok(())
    })?;
    let array = PrimitiveArray::<T>::new(ScalarBuffer::from(values), Some(NullBuffer::from(valid)));
    typed(Arc::new(array), stored).ok_or(Trouble::NotForUs)
}

fn lacking() -> Trouble {
    damaged("a place in the dictionary that it lacks")
}

/// The same values under the Arrow type that the file's schema gives them.
fn typed(array: ArrayRef, stored: &DataType) -> Option<ArrayRef> {
    use TimeUnit::*;
    Some(match (array.data_type(), stored) {
        (own, stored) if own == stored => array,
        (DataType::Int32, DataType::Date32) => {
            Arc::new(array.as_primitive::<Int32Type>().reinterpret_cast::<Date32Type>())
        }
        (DataType::Int64, DataType::Timestamp(unit, _)) => {
            let times = array.as_primitive::<Int64Type>();
            match unit {
                Second => Arc::new(times.reinterpret_cast::<TimestampSecondType>()),
                Millisecond => Arc::new(times.reinterpret_cast::<TimestampMillisecondType>()),
                Microsecond => Arc::new(times.reinterpret_cast::<TimestampMicrosecondType>()),
                Nanosecond => Arc::new(times.reinterpret_cast::<TimestampNanosecondType>()),
            }
        }
        _ => return None,
    })
}

/// Texts of any length.
fn texts(pages: Source, wanted: &Bits) -> Result<ArrayRef, Trouble> {
    let (mut texts, mut entries, mut length) = (StringBuilder::new(), Entries::default(), 0);
    walk(pages, wanted, |found| {
        let (cells, places) = match found {
            Found::Dictionary(bytes, n) => {
                entries = Entries::new(bytes, n)?;
                return Ok(());
            }
            Found::Page(cells, places) => (cells, places),
        };
        let (mut indices, mut plain) = (Indices::new(cells)?, Texts { bytes: cells.bytes(), next: 0 });
        for place in places {
            let bytes = match (place, &mut indices) {
                (None, _) => {
                    texts.append_null();
                    continue;
                }
                (Some(place), Some(indices)) => entries.at(indices.at(*place)?).ok_or_else(lacking)?,
                (Some(place), None) => plain.at(*place)?,
            };
            length += bytes.len();
            // Beyond what one array holds, or not in UTF-8: for who can say so.
            let text = std::str::from_utf8(bytes).ok().filter(|_| length <= i32::MAX as usize);
            texts.append_value(text.ok_or(Trouble::NotForUs)?);
        }
        Ok(())
    })?;
    Ok(Arc::new(texts.finish()))
}

/// Texts one after another, each after its length.
struct Texts<'a> {
    bytes: &'a [u8],
    next: usize,
}

impl<'a> Texts<'a> {
    /// The text at a place that is not before the last one asked for.
    fn at(&mut self, place: usize) -> Result<&'a [u8], CutOff> {
        loop {
            let (length, rest) = self.bytes.split_first_chunk().ok_or(CutOff)?;
            let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(CutOff)?;
            (self.bytes, self.next) = (rest, self.next + 1);
            if self.next > place {
                return Ok(text);
            }
        }
    }
}

/// The texts of a dictionary.
#[derive(Default)]
struct Entries {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Entries {
    fn new(bytes: &[u8], n: usize) -> Result<Entries, Trouble> {
        let (mut texts, mut entries) = (Texts { bytes, next: 0 }, Entries::default());
        for place in 0..n {
            entries.bytes.extend_from_slice(texts.at(place)?);
            entries.ends.push(entries.bytes.len());
        }
        Ok(entries)
    }

    fn at(&self, place: usize) -> Option<&[u8]> {
        let begin = if place == 0 { 0 } else { *self.ends.get(place - 1)? };
        self.bytes.get(begin..*self.ends.get(place)?)
    }
}

/// The places in the dictionary of a page's values.
struct Indices<'a> {
    width: usize,
    runs: super::hybrid::Runs<'a>,
    run: Option<Run<'a>>,
    /// The number of the run's first value.
    first: usize,
}

impl<'a> Indices<'a> {
    /// Of a page; `None` where its values are stored plainly.
    fn new(cells: &'a Cells) -> Result<Option<Indices<'a>>, Trouble> {
        match cells.encoding {
            Encoding::PLAIN => Ok(None),
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {
                let (width, runs) = cells.places()?;
                Ok(Some(Indices { width, runs, run: None, first: 0 }))
            }
            _ => Err(Trouble::NotForUs),
        }
    }

    /// The place of the value of this number, which is not before the last one asked for.
    fn at(&mut self, value: usize) -> Result<usize, Trouble> {
        loop {
            let n = self.run.map_or(0, |run| run.len());
            if value < self.first + n {
                break;
            }
            self.first += n;
            self.run = Some(self.runs.next().ok_or(CutOff)??);
        }
        match self.run {
            Some(Run::Same { value, .. }) => Ok(value as usize),
            Some(Run::Packed { bytes, .. }) => Ok(at(bytes, self.width, value - self.first) as usize),
            None => Err(Trouble::Damaged(ParquetError::General("no values".to_owned()))),
        }
    }
}
