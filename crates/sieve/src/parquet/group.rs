//! The rows of one row group that meet a filter: first which, then their cells.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use arrow_select::concat::concat;

use super::bits::Bits;
use super::column::{Met, rows_that_meet};
use super::compiled::{Compiled, Node};
use super::gather::gathered;
use super::open::ParquetFile;
use super::pages::Read;
use super::read::{Cells, rows};
use crate::cdm::Column;
use crate::failure::{Failure, Fault, FaultKind};

/// One row group being asked.
pub(super) struct Group<'a> {
    file: &'a ParquetFile,
    group: usize,
    filter: &'a Compiled<'a>,
    /// For each column looked at, once it was: among which rows, and what it answered.
    known: Vec<Option<(Bits, Met)>>,
}

/// What was found in a row group.
pub(super) struct Part {
    pub(super) rows: RecordBatch,
    /// As [`Selected::passed`](crate::Selected::passed).
    pub(super) passed: Vec<u64>,
}

impl<'a> Group<'a> {
    /// Of this number.
    pub(super) fn new(file: &'a ParquetFile, group: usize, filter: &'a Compiled<'a>) -> Group<'a> {
        Group { file, group, filter, known: filter.columns.iter().map(|_| None).collect() }
    }

    /// The rows that meet the filter.
    pub(super) fn part(mut self, columns: &[&'static Column], schema: &SchemaRef) -> Result<Part, Failure> {
        let mut passed = Vec::new();
        let wanted = self.wanted(&mut passed)?;
        let arrays =
            columns.iter().map(|column| cells(self.file, self.group, column, &wanted, self.read(column)));
        let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
        Ok(Part { rows: rows(schema, arrays, wanted.count()), passed })
    }

    /// What was read of a column to answer its questions.
    fn read(&self, column: &Column) -> &[Read] {
        let columns = self.filter.columns.iter().zip(&self.known);
        let known = columns.filter(|((known, _), _)| known.name == column.name);
        known
            .filter_map(|(_, known)| known.as_ref())
            .map(|(_, met)| met.read.as_slice())
            .next()
            .unwrap_or_default()
    }

    fn wanted(&mut self, passed: &mut Vec<u64>) -> Result<Bits, Failure> {
        let mut wanted = Bits::all(self.file.n_rows_of(self.group));
        let filter = self.filter;
        let Node::All(parts) = &filter.node else { return self.met(&filter.node, &wanted) };
        for part in parts {
            let met = self.met(part, &wanted)?;
            wanted.keep(&met);
            passed.push(wanted.count() as u64);
        }
        Ok(wanted)
    }

    /// The rows that meet a part of the filter, right for the rows `among`.
    fn met(&mut self, node: &Node, among: &Bits) -> Result<Bits, Failure> {
        if among.is_empty() {
            return Ok(among.clone());
        }
        match node {
            Node::Everything => Ok(among.clone()),
            Node::All(parts) => {
                let mut met = among.clone();
                for part in parts {
                    met.keep(&self.met(part, &met.clone())?);
                }
                Ok(met)
            }
            Node::Any(parts) => {
                let mut met = Bits::none(among.len());
                for part in parts {
                    met.unite(&self.met(part, among)?);
                }
                Ok(met)
            }
            Node::Leaf(column, test) => self.leaf(*column, *test, among),
        }
    }

    /// All questions to a column are asked at once.
    fn leaf(&mut self, place: usize, test: usize, among: &Bits) -> Result<Bits, Failure> {
        if let Some((known, met)) = &self.known[place]
            && among.is_within(known)
        {
            return Ok(met.sets[test].clone());
        }
        let (column, tests) = &self.filter.columns[place];
        let mut asked = among.clone();
        if let Some((known, _)) = &self.known[place] {
            asked.unite(known);
        }
        let met = rows_that_meet(self.file, self.group, column, tests, &asked)?;
        let rows = met.sets[test].clone();
        self.known[place] = Some((asked, met));
        Ok(rows)
    }
}

/// The cells of a column in these rows.
fn cells(
    file: &ParquetFile,
    group: usize,
    column: &'static Column,
    wanted: &Bits,
    read: &[Read],
) -> Result<ArrayRef, Failure> {
    if !wanted.is_full()
        && let Some(cells) = gathered(file, group, column, wanted, read)?
    {
        return Ok(cells);
    }
    let parts = Cells::of(file, group, column, Some(wanted))?.collect::<Result<Vec<_>, _>>()?;
    joined(&file.name, column, &parts)
}

fn joined(name: &str, column: &'static Column, parts: &[ArrayRef]) -> Result<ArrayRef, Failure> {
    match parts {
        [] => Ok(super::read::nothing(column)),
        [only] => Ok(only.clone()),
        _ => {
            let parts: Vec<_> = parts.iter().map(AsRef::as_ref).collect();
            concat(&parts).map_err(|_| too_large(name, column.name))
        }
    }
}

/// More text than an Arrow array can hold.
pub(super) fn too_large(name: &str, column: &str) -> Failure {
    let message = format!("the rows asked for hold more than 2 GB of text in {column}");
    let help = "ask for fewer rows, or leave the column out of the export";
    Fault::new(FaultKind::TooLarge, name, message, help).into()
}
