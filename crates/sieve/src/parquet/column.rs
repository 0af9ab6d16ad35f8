//! The questions to one column of a row group: which rows meet each of them.

use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::page_index::column_index::ColumnIndexMetaData;
use ::parquet::file::statistics::Statistics;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_schema::DataType;

use super::bits::Bits;
use super::compiled::Test;
use super::flags::{Answers, MOST, Stored, add_rows, of_page};
use super::open::{ParquetFile, broken};
use super::pages::{Next, Pages, Read, Trouble, is_all_dictionary};
use super::read::Cells;
use crate::cdm::Column;
use crate::failure::Failure;

/// What is kept of a column, at most: about a row group of numbers stored plainly.
const KEPT: usize = 16 << 20;

/// What a column answered.
pub(super) struct Met {
    /// For each question the rows that meet it.
    pub(super) sets: Vec<Bits>,
    /// What was read for it.
    pub(super) read: Vec<Read>,
}

impl From<Vec<Bits>> for Met {
    fn from(sets: Vec<Bits>) -> Met {
        Met { sets, read: Vec::new() }
    }
}

/// For each question the rows that meet it, right for the rows `among`.
pub(super) fn rows_that_meet(
    file: &ParquetFile,
    group: usize,
    column: &'static Column,
    tests: &[Test],
    among: &Bits,
) -> Result<Met, Failure> {
    let n_rows = among.len();
    let Some(leaf) = file.place(column) else { return Ok(vec![Bits::none(n_rows); tests.len()].into()) };
    let chunk = file.metadata().row_group(group).column(leaf);
    let stored = stored(file, leaf, tests);
    if let Some(sets) = by_statistics(chunk, stored, tests, n_rows) {
        return Ok(sets.into());
    }
    if let Some(stored) = stored {
        let may_meet = may_meet(file, group, leaf, tests);
        match by_pages(Pages::of(file, group, leaf)?, chunk, stored, tests, among, &may_meet) {
            Ok(met) => return Ok(met),
            Err(Trouble::NotForUs) => {}
            Err(Trouble::Damaged(error)) => return Err(broken(&file.name, Some(file.row(group) + 1), error)),
        }
    }
    by_cells(Cells::of(file, group, column, Some(among))?, tests, among).map(Met::from)
}

/// How the values are stored, where they can be looked at without the Arrow reader.
fn stored(file: &ParquetFile, leaf: usize, tests: &[Test]) -> Option<Stored> {
    let descriptor = file.metadata().file_metadata().schema_descr().column(leaf);
    let is_flat = descriptor.max_def_level() <= 1 && descriptor.max_rep_level() == 0;
    let stored = Stored::of(descriptor.physical_type()).filter(|_| is_flat && tests.len() <= MOST)?;
    let in_arrow = file.stored_type(leaf);
    let is_id = |test: &Test| matches!(test, Test::In(_));
    let is_plain = match stored {
        Stored::Int32 => *in_arrow == DataType::Int32 && tests.iter().all(is_id),
        Stored::Int64 => *in_arrow == DataType::Int64 && tests.iter().all(is_id),
        Stored::Bytes => {
            use DataType::*;
            let is_text = matches!(in_arrow, Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView);
            is_text && !tests.iter().any(is_id)
        }
    };
    is_plain.then_some(stored)
}

/// Where the smallest and the largest value answer every question.
fn by_statistics(
    chunk: &ColumnChunkMetaData,
    stored: Option<Stored>,
    tests: &[Test],
    n_rows: usize,
) -> Option<Vec<Bits>> {
    let statistics = chunk.statistics()?;
    let has_nulls = chunk.column_descr().max_def_level() > 0 && statistics.null_count_opt() != Some(0);
    if chunk.column_descr().max_rep_level() == 0 && statistics.null_count_opt() == Some(n_rows as u64) {
        return Some(vec![Bits::none(n_rows); tests.len()]);
    }
    let (min, max) = match (stored?, statistics) {
        (Stored::Int32, Statistics::Int32(values)) => {
            (i64::from(*values.min_opt()?), i64::from(*values.max_opt()?))
        }
        (Stored::Int64, Statistics::Int64(values)) => (*values.min_opt()?, *values.max_opt()?),
        _ => return None,
    };
    let decided = |test: &Test| match test {
        Test::In(members) if !members.has_any(min, max) => Some(Bits::none(n_rows)),
        Test::In(members) if !has_nulls && members.has_all(min, max) => Some(Bits::all(n_rows)),
        _ => None,
    };
    tests.iter().map(decided).collect()
}

/// For each page whether its smallest and largest value leave any question open; nothing where the file has no
/// index of its pages.
fn may_meet(file: &ParquetFile, group: usize, leaf: usize, tests: &[Test]) -> Vec<bool> {
    let index = file.metadata().column_index().and_then(|groups| groups.get(group)?.get(leaf));
    let may = |min: i64, max: i64| {
        let may = |test: &Test| matches!(test, Test::In(members) if members.has_any(min, max));
        tests.iter().any(may)
    };
    match index {
        Some(ColumnIndexMetaData::INT32(pages)) => {
            let ranges = pages.min_values_iter().zip(pages.max_values_iter());
            let may = |min: &i32, max: &i32| may(i64::from(*min), i64::from(*max));
            ranges.map(|(min, max)| min.zip(max).is_some_and(|(min, max)| may(min, max))).collect()
        }
        Some(ColumnIndexMetaData::INT64(pages)) => {
            let ranges = pages.min_values_iter().zip(pages.max_values_iter());
            ranges.map(|(min, max)| min.zip(max).is_some_and(|(min, max)| may(*min, *max))).collect()
        }
        _ => Vec::new(),
    }
}

/// Page by page, a dictionary's entries looked at once each.
fn by_pages(
    mut pages: Pages,
    chunk: &ColumnChunkMetaData,
    stored: Stored,
    tests: &[Test],
    among: &Bits,
    may_meet: &[bool],
) -> Result<Met, Trouble> {
    let mut met = Met::from(vec![Bits::none(among.len()); tests.len()]);
    let (mut answers, mut left) = (None, KEPT);
    while let Some(next) = pages.next()? {
        let read = match next {
            Next::Dictionary(bytes, n) => {
                let found = Answers::new(&bytes, n, stored, tests)?;
                if found.are_none() && is_all_dictionary(chunk) {
                    break;
                }
                answers = Some(found);
                Read::Dictionary(bytes, n)
            }
            Next::Rows(rows, page) if may_meet.get(page) == Some(&false) || !among.has_any(rows.clone()) => {
                pages.skip()?;
                continue;
            }
            Next::Rows(rows, _) => {
                let cells = pages.read(&rows)?;
                let wanted = among.part(rows.clone());
                let flags = of_page(&cells, answers.as_ref(), stored, tests, &wanted)?;
                add_rows(&flags, cells.valid.as_ref(), rows.start, &mut met.sets);
                Read::Page(rows, cells)
            }
        };
        left = left.saturating_sub(read.size());
        if left > 0 {
            met.read.push(read);
        }
    }
    Ok(met)
}

/// Cell by cell, as the Arrow reader gives them.
fn by_cells(cells: Cells, tests: &[Test], among: &Bits) -> Result<Vec<Bits>, Failure> {
    let mut sets = vec![Bits::none(among.len()); tests.len()];
    let mut rows = among.rows(0..among.len());
    for part in cells {
        let part = part?;
        for (cell, row) in (0..part.len()).zip(&mut rows) {
            for (test, set) in tests.iter().zip(&mut sets) {
                if part.is_valid(cell) && is_met(&part, cell, test) {
                    set.add(row..row + 1);
                }
            }
        }
    }
    Ok(sets)
}

fn is_met(part: &dyn Array, cell: usize, test: &Test) -> bool {
    match test {
        Test::In(members) => members.has(part.as_primitive::<Int64Type>().value(cell)),
        Test::Like(patterns) => patterns.match_text(part.as_string::<i32>().value(cell)),
    }
}
