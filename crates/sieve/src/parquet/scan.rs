//! Every row of a table's files, part by part.

use ::parquet::errors::ParquetError;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use rayon::prelude::*;

use super::open::{ParquetFile, broken, guarded};
use super::read::{Cells, column, rows, schema};
use crate::cdm::{Column, Table};
use crate::failure::Failure;

/// Every row of the files, in their order, as [`Engine::scan`](crate::Engine::scan) says. While `each` has a
/// part, the columns of the next are read side by side.
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
    let mut parts = Parts {
        groups: groups(files).rev().collect(),
        columns: &columns,
        schema: schema(&columns),
        group: None,
    };
    let mut current = parts.next();
    while let Some(part) = current {
        let (part, mut next) = (part?, None);
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| next = parts.next());
            each(&part)
        })?;
        current = next;
    }
    Ok(())
}

/// The row groups of files, with the file of each.
pub(super) fn groups(files: &[ParquetFile]) -> impl DoubleEndedIterator<Item = (&ParquetFile, usize)> {
    files.iter().flat_map(|file| (0..file.n_groups()).map(move |group| (file, group)))
}

struct Parts<'a> {
    /// Those to come, the next at the end.
    groups: Vec<(&'a ParquetFile, usize)>,
    columns: &'a [&'static Column],
    schema: SchemaRef,
    group: Option<Group<'a>>,
}

/// A row group being read.
struct Group<'a> {
    file: &'a ParquetFile,
    /// Its first row in the file, from 1.
    row: u64,
    cells: Vec<Cells<'a>>,
    left: usize,
}

impl Iterator for Parts<'_> {
    type Item = Result<RecordBatch, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.group.as_ref().is_none_or(|group| group.left == 0) {
            let (file, group) = self.groups.pop()?;
            match Group::new(file, group, self.columns) {
                Ok(group) => self.group = Some(group),
                Err(failure) => return Some(Err(failure)),
            }
        }
        self.group.as_mut().map(|group| group.part(&self.schema))
    }
}

impl<'a> Group<'a> {
    fn new(
        file: &'a ParquetFile,
        group: usize,
        columns: &'a [&'static Column],
    ) -> Result<Group<'a>, Failure> {
        let (row, left) = (file.row(group) + 1, file.n_rows_of(group));
        let cells = columns.iter().map(|column| Cells::of(file, group, column, None));
        let cells = guarded(&file.name, Some(row), || cells.collect::<Result<_, _>>())?;
        Ok(Group { file, row, cells, left })
    }

    fn part(&mut self, schema: &SchemaRef) -> Result<RecordBatch, Failure> {
        let next = |cells: &mut Cells| guarded(&self.file.name, Some(self.row), || cells.next().transpose());
        let arrays = self.cells.par_iter_mut().filter_map(|cells| next(cells).transpose());
        let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
        let n_rows = arrays.first().map_or(self.left, |array| array.len());
        if arrays.len() < self.cells.len() || arrays.iter().any(|array| array.len() != n_rows) {
            let error = ParquetError::General("its columns have different numbers of rows".to_owned());
            return Err(broken(&self.file.name, Some(self.row), error));
        }
        self.left -= n_rows;
        Ok(rows(schema, arrays, n_rows))
    }
}
