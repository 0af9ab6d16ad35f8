//! Reading one piece of a file.

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::SchemaRef;

use super::column::Values;
use super::header::Header;
use super::rows::{Dialect, NOT_WANTED, Place, each_row, line_breaks};
use super::test::Test;
use crate::cdm::{Column, Kind};
use crate::filter::Filter;

/// How many problems of a table are told one by one.
pub(in crate::files) const MOST_TOLD: usize = 20;

/// What is asked of a file.
pub(super) struct Request {
    dialect: Dialect,
    n_columns: usize,
    /// For each column of the file its place among the cells wanted, or [`NOT_WANTED`].
    targets: Vec<u8>,
    /// The columns of the cells wanted.
    wanted: Vec<&'static Column>,
    /// For each column of the answer its kind and its place among the cells wanted.
    answer: Vec<(Kind, Option<usize>)>,
    tests: Vec<Test>,
    schema: SchemaRef,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// So many cells.
    Cells(usize),
    /// More cells than the header, with something in them.
    Surplus(usize),
    /// This column's cell.
    Cell(&'static Column),
    /// The bytes.
    Encoding,
}

/// What a piece gave.
pub(super) struct Piece {
    pub rows: RecordBatch,
    pub n_rows: u64,
    /// Rows that met the first part of the filter, the first two, and so on.
    pub passed: Vec<u64>,
    pub n_lines: u64,
    /// Problems with their line, counted from 0 at the piece's beginning: no more than can be told.
    pub wrong: Vec<(u64, Wrong)>,
    /// How many there are.
    pub n_wrong: u64,
}

impl Request {
    /// Of a file with this header.
    pub(super) fn new(
        header: &Header,
        columns: &[&'static Column],
        filter: &Filter,
        column_of: impl Fn(&str) -> Option<&'static Column>,
        schema: SchemaRef,
    ) -> Request {
        let mut wanted: Vec<&'static Column> = Vec::new();
        let mut place = |column: &'static Column| {
            header.names.iter().position(|name| name == column.name)?;
            let known = wanted.iter().position(|known| known.name == column.name);
            Some(known.unwrap_or_else(|| {
                wanted.push(column);
                wanted.len() - 1
            }))
        };
        let answer = columns.iter().map(|column| (column.kind, place(column))).collect();
        let mut place_of = |name: &'static str| place(column_of(name)?);
        let tests = match filter {
            Filter::All(parts) => parts.iter().map(|part| Test::new(part, &mut place_of)).collect(),
            whole => vec![Test::new(whole, &mut place_of)],
        };
        let target = |name: &String| wanted.iter().position(|column| column.name == name);
        let targets =
            header.names.iter().map(|name| target(name).map_or(NOT_WANTED, |at| at as u8)).collect();
        let (dialect, n_columns) = (header.dialect, header.names.len());
        Request { dialect, n_columns, targets, wanted, answer, tests, schema }
    }

    /// Reads a piece of whole rows.
    pub(super) fn read(&self, bytes: &[u8]) -> Piece {
        let mut reading = Reading {
            request: self,
            values: self.answer.iter().map(|(kind, _)| Values::new(*kind)).collect(),
            n_rows: 0,
            n_passed: 0,
            passed: vec![0; self.tests.len()],
            wrong: Vec::new(),
            n_wrong: 0,
        };
        let valid = match str::from_utf8(bytes) {
            Ok(_) => bytes,
            Err(error) => {
                let line = line_breaks(&bytes[..error.valid_up_to()]);
                reading.complain(line, Wrong::Encoding);
                &[]
            }
        };
        let n_lines = each_row(valid, self.dialect, &self.targets, self.wanted.len(), |place, cells| {
            reading.row(place, cells);
        });
        let n_lines = if valid.len() < bytes.len() { line_breaks(bytes) } else { n_lines };
        reading.finish(n_lines)
    }
}

struct Reading<'a> {
    request: &'a Request,
    values: Vec<Values>,
    n_rows: u64,
    n_passed: usize,
    passed: Vec<u64>,
    wrong: Vec<(u64, Wrong)>,
    n_wrong: u64,
}

impl Reading<'_> {
    fn complain(&mut self, line: u64, wrong: Wrong) {
        self.n_wrong += 1;
        if self.wrong.len() < MOST_TOLD {
            self.wrong.push((line, wrong));
        }
    }

    fn row(&mut self, place: Place, cells: &[&[u8]]) {
        self.n_rows += 1;
        if place.n_cells < self.request.n_columns {
            return self.complain(place.line, Wrong::Cells(place.n_cells));
        }
        if place.has_surplus {
            return self.complain(place.line, Wrong::Surplus(place.n_cells));
        }
        for (number, test) in self.request.tests.iter().enumerate() {
            match test.is_passed_by(cells, self.request.dialect) {
                Ok(true) => self.passed[number] += 1,
                Ok(false) => return,
                Err(cell) => return self.complain(place.line, Wrong::Cell(self.request.wanted[cell])),
            }
        }
        self.take(place, cells);
    }

    fn take(&mut self, place: Place, cells: &[&[u8]]) {
        self.n_passed += 1;
        for number in 0..self.values.len() {
            let Some(at) = self.request.answer[number].1 else {
                self.values[number].push_null();
                continue;
            };
            if self.values[number].push(cells[at], self.request.dialect).is_err() {
                self.complain(place.line, Wrong::Cell(self.request.wanted[at]));
            }
        }
    }

    fn finish(self, n_lines: u64) -> Piece {
        let columns: Vec<ArrayRef> = self.values.into_iter().map(Values::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.n_passed));
        let rows = match RecordBatch::try_new_with_options(self.request.schema.clone(), columns, &options) {
            Ok(rows) => rows,
            Err(error) => unreachable!("every row adds one value to every column: {error}"),
        };
        let Reading { n_rows, passed, wrong, n_wrong, .. } = self;
        Piece { rows, n_rows, passed, n_lines, wrong, n_wrong }
    }
}
