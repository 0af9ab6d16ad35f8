//! The rows of a table's files that meet a filter.

use arrow_array::{BooleanArray, RecordBatch};
use arrow_select::concat::concat_batches;
use arrow_select::filter::filter_record_batch;
use rayon::prelude::*;

use super::evaluate;
use super::open::ParquetFile;
use super::read::{Batches, columns, schema};
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
    let asked = columns(table, names);
    let mut read = names.to_vec();
    read.extend(evaluate::columns_of(filter));
    let mut seen = Vec::new();
    read.retain(|name| {
        !seen.contains(name) && {
            seen.push(name);
            true
        }
    });
    let read = columns(table, &read);
    let parts: Vec<Part> = groups(files)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(file, group)| part(file, group, &read, asked.len(), filter, known))
        .collect::<Result<_, _>>()?;
    let n_parts = if let Filter::All(parts) = filter { parts.len() } else { 0 };
    let passed = (0..n_parts).map(|place| parts.iter().map(|part| part.passed[place]).sum()).collect();
    let batches = parts.iter().flat_map(|part| &part.batches);
    let rows = match concat_batches(&schema(&asked), batches) {
        Ok(rows) => rows,
        Err(error) => unreachable!("batches of one schema: {error}"),
    };
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
    let columns = columns(table, names);
    for (file, group) in groups(files) {
        for batch in Batches::of(file, group, &columns)? {
            each(&batch?)?;
        }
    }
    Ok(())
}

struct Part {
    batches: Vec<RecordBatch>,
    passed: Vec<u64>,
}

fn groups(files: &[ParquetFile]) -> impl Iterator<Item = (&ParquetFile, usize)> {
    files.iter().flat_map(|file| (0..file.row_groups().count()).map(move |group| (file, group)))
}

fn part(
    file: &ParquetFile,
    group: usize,
    read: &[&'static Column],
    n_asked: usize,
    filter: &Filter,
    known: &IdSet,
) -> Result<Part, Failure> {
    let mut passed = if let Filter::All(parts) = filter { vec![0; parts.len()] } else { Vec::new() };
    let asked: Vec<usize> = (0..n_asked).collect();
    let mut batches = Vec::new();
    for batch in Batches::of(file, group, read)? {
        let batch = batch?;
        let wanted = BooleanArray::from(evaluate::wanted(&batch, filter, known, &mut passed));
        let kept = batch.project(&asked).and_then(|batch| filter_record_batch(&batch, &wanted));
        match kept {
            Ok(kept) => batches.push(kept),
            Err(error) => unreachable!("one flag per row: {error}"),
        }
    }
    Ok(Part { batches, passed })
}
