//! The rows of a table's files that meet a filter.

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use rayon::prelude::*;

use super::compiled::Compiled;
use super::group::{Group, Part, too_large};
use super::open::{ParquetFile, guarded};
use super::read::{Cells, column, rows, schema};
use crate::cdm::{Column, Table};
use crate::engine::Selected;
use crate::failure::Failure;
use crate::filter::{Filter, IdSet};

/// The rows of a table that meet the filter, as [`Engine::select`](crate::Engine::select) says. The files are
/// those of the table; `known` are the persons of [`Filter::KnownPerson`].
///
/// # Errors
/// As [`Engine::select`](crate::Engine::select).
pub(crate) fn select(
    files: &[ParquetFile],
    table: Table,
    names: &[&'static str],
    filter: &Filter,
    known: &IdSet,
) -> Result<Selected, Failure> {
    let columns: Vec<&'static Column> = names.iter().map(|name| column(table, name)).collect();
    let (schema, compiled) = (schema(&columns), Compiled::new(table, filter, known));
    let groups: Vec<_> = groups(files).collect();
    let part =
        |(file, group): (&ParquetFile, usize)| Group::new(file, group, &compiled).part(&columns, &schema);
    let parts: Vec<Part> = groups.into_par_iter().map(part).collect::<Result<_, _>>()?;
    let n_parts = if let Filter::All(parts) = filter { parts.len() } else { 0 };
    let passed = (0..n_parts).map(|place| parts.iter().map(|part| part.passed[place]).sum()).collect();
    let rows = concat_batches(&schema, parts.iter().map(|part| &part.rows));
    let rows = rows.map_err(|_| too_large(table.name(), "a column"))?;
    Ok(Selected { rows, n_rows: files.iter().map(ParquetFile::n_rows).sum(), passed })
}

/// Every row of the files, in their order, as [`Engine::scan`](crate::Engine::scan) says.
///
/// # Errors
/// As [`Engine::scan`](crate::Engine::scan).
pub(crate) fn scan(
    files: &[ParquetFile],
    table: Table,
    names: &[&'static str],
    each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let columns: Vec<&'static Column> = names.iter().map(|name| column(table, name)).collect();
    let schema = schema(&columns);
    for (file, group) in groups(files) {
        let row = Some(file.row(group) + 1);
        let cells = columns.iter().map(|column| Cells::of(file, group, column, None));
        let mut cells = guarded(&file.name, row, || cells.collect::<Result<Vec<_>, _>>())?;
        let mut left = file.n_rows_of(group);
        while left > 0 {
            let arrays = cells.iter_mut().filter_map(Iterator::next);
            let arrays = guarded(&file.name, row, || arrays.collect::<Result<Vec<_>, _>>())?;
            let n_rows = arrays.first().map_or(left, |array| array.len());
            each(&rows(&schema, arrays, n_rows))?;
            left -= n_rows;
        }
    }
    Ok(())
}

fn groups(files: &[ParquetFile]) -> impl Iterator<Item = (&ParquetFile, usize)> {
    files.iter().flat_map(|file| (0..file.row_groups().count()).map(move |group| (file, group)))
}
