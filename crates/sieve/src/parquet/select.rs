//! The rows of a table's files that meet a filter.

use arrow_select::concat::concat_batches;
use rayon::prelude::*;

use super::compiled::Compiled;
use super::group::{Group, Part, too_large};
use super::open::{ParquetFile, guarded};
use super::read::{column, schema};
use super::scan::groups;
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
    let part = |(file, group): (&ParquetFile, usize)| {
        let part = || Group::new(file, group, &compiled).part(&columns, &schema);
        guarded(&file.name, Some(file.row(group) + 1), part)
    };
    let parts: Vec<Part> = groups.into_par_iter().map(part).collect::<Result<_, _>>()?;
    let n_parts = if let Filter::All(parts) = filter { parts.len() } else { 0 };
    let passed = (0..n_parts).map(|place| parts.iter().map(|part| part.passed[place]).sum()).collect();
    let rows = concat_batches(&schema, parts.iter().map(|part| &part.rows));
    let rows = rows.map_err(|_| too_large(table.name(), "a column"))?;
    Ok(Selected { rows, n_rows: files.iter().map(ParquetFile::n_rows).sum(), passed })
}
