//! A concept file as text: its lines, cells and columns, and the mistakes found in it.

use std::ops::Range;

use crate::findings::Source;
use crate::nearest::did_you_mean;
use crate::read::quoted;
use crate::{Code, Diagnostic};

/// A: code and meaning read in a source; B: expert knowledge; C: to be verified.
pub(super) const CERTAINTIES: [&str; 3] = ["A", "B", "C"];

/// One cell and where it begins in the text.
#[derive(Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A concept file under the reading eye.
pub(super) struct ConceptFile<'a, const N: usize> {
    source: Source<'a>,
    text: &'a str,
    columns: [&'static str; N],
    pub(super) found: Vec<Diagnostic>,
}

/// One line of it: its cells in the order of the columns.
pub(super) type Line<const N: usize> = [Cell; N];

impl<'a, const N: usize> ConceptFile<'a, N> {
    /// Of this text; all columns are required, in any order.
    pub(super) fn new(name: &'a str, text: &'a str, columns: [&'static str; N]) -> ConceptFile<'a, N> {
        ConceptFile { source: Source::concept_file(name, text), text, columns, found: Vec::new() }
    }

    /// The lines that have a cell for each column. `purpose` says what a file without lines lacks.
    pub(super) fn lines(&mut self, purpose: &str) -> Vec<Line<N>> {
        let mut lines = lines(self.text);
        let Some(header) = lines.next().map(|(start, line)| cells(line, start)) else {
            let help = self.expected_columns();
            self.report(Code::ConceptColumns, 0..0, "", "the file is empty", &help);
            return Vec::new();
        };
        let Some(places) = self.places(&header) else { return Vec::new() };
        let rows: Vec<_> =
            lines.map(|(start, line)| (cells(line, start), start..start + line.len())).collect();
        if rows.is_empty() {
            let help = format!("list at least one code: without one {purpose}");
            self.report(Code::EmptyConceptSet, 0..self.text.len(), "", "the file lists no code", &help);
        }
        rows.into_iter().filter_map(|(row, span)| self.line(row, span, &places)).collect()
    }

    fn line(&mut self, row: Vec<Cell>, span: Range<usize>, places: &[usize; N]) -> Option<Line<N>> {
        if row.len() != N {
            let message = format!("{} cells, {N} expected", row.len());
            let help = "one cell per column; a name with a comma stands in double quotes";
            self.report(Code::ConceptRow, span, "", &message, help);
            return None;
        }
        Some(places.map(|at| row[at].clone()))
    }

    /// Where each column stands; `None` when one is not there, unknown or repeated.
    fn places(&mut self, header: &[Cell]) -> Option<[usize; N]> {
        let before = self.found.len();
        for (at, cell) in header.iter().enumerate() {
            let name = cell.text.as_str();
            if !self.columns.contains(&name) {
                let help = did_you_mean(name, &self.columns);
                self.report(
                    Code::ConceptColumns,
                    cell.span(),
                    name,
                    &format!("unknown column `{name}`"),
                    &help,
                );
            } else if header[..at].iter().any(|other| other.text == name) {
                let message = format!("the column `{name}` stands twice");
                self.report(Code::ConceptColumns, cell.span(), name, &message, "keep one of the two");
            }
        }
        let places = self.columns.map(|name| header.iter().position(|cell| cell.text == name));
        let absent = self.columns.iter().zip(&places).filter(|(_, at)| at.is_none());
        let absent: Vec<&str> = absent.map(|(name, _)| *name).collect();
        if !absent.is_empty() {
            let (start, end) = (header[0].start, header[header.len() - 1].end);
            let message = format!("missing: {}", quoted(&absent));
            let help = self.expected_columns();
            self.report(Code::ConceptColumns, start..end, "", &message, &help);
        }
        (self.found.len() == before).then(|| places.map(|at| at.unwrap_or(0)))
    }

    /// Reports a cell for which something does not hold.
    pub(super) fn expect(&mut self, cell: &Cell, column: &str, holds: bool, help: &str) {
        if !holds {
            let message = match cell.text.as_str() {
                "" => "the cell is empty".to_owned(),
                text => format!("`{text}` cannot be used"),
            };
            self.report(Code::ConceptRow, cell.span(), column, &message, help);
        }
    }

    /// Reports a mistake at a place.
    pub(super) fn report(&mut self, code: Code, span: Range<usize>, column: &str, message: &str, help: &str) {
        let found = self.source.diagnostic(code, span, column, message.to_owned(), help.to_owned());
        self.found.push(found);
    }

    fn expected_columns(&self) -> String {
        format!("the first line names the columns: {}", self.columns.join(","))
    }
}

impl Cell {
    /// Its place.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Lines that are not blank, with their place; the byte-order mark belongs to none.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive('\n').filter_map(move |raw| {
        let mark = if next == 0 && raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let start = next + mark;
        next += raw.len();
        let line = raw[mark..].trim_end_matches(['\n', '\r']);
        (!line.trim().is_empty()).then_some((start, line))
    })
}

/// The cells of one line, trimmed; a cell in double quotes may hold commas and doubled quotes.
fn cells(line: &str, start: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut cell = Cell { text: String::new(), start, end: start };
    let mut quoted = false;
    let mut letters = line.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        cell.end = start + at + letter.len_utf8();
        match letter {
            '"' if quoted && letters.peek().is_some_and(|(_, next)| *next == '"') => {
                letters.next();
                cell.text.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => {
                let next = Cell { text: String::new(), start: cell.end, end: cell.end };
                cell.end -= 1;
                cells.push(std::mem::replace(&mut cell, next));
            }
            other => cell.text.push(other),
        }
    }
    cells.push(cell);
    for cell in &mut cells {
        cell.text = cell.text.trim().to_owned();
    }
    cells
}
