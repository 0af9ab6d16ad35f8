//! The header row: delimiter, and which column is which.

use super::rows::{is_blank, split_row};
use super::{Lines, Origin};
use crate::cell::word::{in_lower_case, text, trim};
use crate::refusal::{Problem, ProblemKind};
use crate::schema::Sheet;

/// Marks a column that the sheet does not know; it is kept and ignored.
pub(crate) const NOT_OURS: u8 = u8::MAX;

/// How the rows of a text are laid out.
pub(crate) struct Layout {
    pub delimiter: u8,
    /// The header's cells, trimmed.
    pub names: Vec<String>,
    /// For each of them its place in the sheet's list of columns, or [`NOT_OURS`].
    pub targets: Vec<u8>,
    /// Offset of the first row after the header.
    pub body: usize,
    /// Its line, counted from 1.
    pub body_line: u32,
}

impl Layout {
    /// Reads the header: the first row that is not blank. Every problem of it at once.
    pub(crate) fn of(
        origin: &Origin,
        bytes: &[u8],
        start: usize,
        lines: Lines,
    ) -> Result<Layout, Vec<Problem>> {
        let Some(layout) = Layout::found(origin.sheet, bytes, start, lines) else {
            let message = "the file is empty";
            let help = format!("a sheet without rows still needs its header: {}", header(origin.sheet));
            return Err(vec![Problem::new(ProblemKind::EmptyFile, &origin.name, message, help)]);
        };
        let line = layout.header_line(bytes, start, lines);
        let problems = layout.problems(origin, line);
        if problems.is_empty() { Ok(layout) } else { Err(problems) }
    }

    fn found(sheet: Sheet, bytes: &[u8], start: usize, lines: Lines) -> Option<Layout> {
        // The delimiter under which most of the sheet's columns are found; then the most cells.
        let candidates =
            [b',', b';', b'\t'].map(|delimiter| Layout::with(sheet, bytes, start, lines, delimiter));
        let mut best: Option<Layout> = None;
        for layout in candidates.into_iter().flatten() {
            if best.as_ref().is_none_or(|best| layout.merit() > best.merit()) {
                best = Some(layout);
            }
        }
        best
    }

    fn merit(&self) -> (usize, usize) {
        (self.targets.iter().filter(|target| **target != NOT_OURS).count(), self.names.len())
    }

    fn with(sheet: Sheet, bytes: &[u8], start: usize, lines: Lines, delimiter: u8) -> Option<Layout> {
        let (mut at, mut line, mut raw) = (start, 1, Vec::new());
        while at < bytes.len() {
            let row = split_row(bytes, at, delimiter, &mut raw);
            line += if lines == Lines::Rows { 1 } else { row.lines };
            at = row.next;
            if !is_blank(&raw) {
                let names = raw.iter().map(|cell| text(trim(cell)).into_owned()).collect();
                let targets = raw.iter().map(|cell| target(sheet, cell)).collect();
                return Some(Layout { delimiter, names, targets, body: at, body_line: line });
            }
        }
        None
    }

    fn header_line(&self, bytes: &[u8], start: usize, lines: Lines) -> u32 {
        match lines {
            Lines::Rows => self.body_line - 1,
            Lines::Breaks => {
                let header = bytes[start..].iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
                super::split::line_of(bytes, start + header)
            }
        }
    }

    fn problems(&self, origin: &Origin, line: u32) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (place, column) in origin.sheet.columns().iter().enumerate() {
            let n_found = self.targets.iter().filter(|target| usize::from(**target) == place).count();
            let (kind, message, help) = match n_found {
                0 if column.required => (
                    ProblemKind::MissingColumn,
                    format!("the column {} is missing", column.name),
                    format!("the sheet needs the columns {}", header(origin.sheet)),
                ),
                0 | 1 => continue,
                _ => (
                    ProblemKind::DuplicateColumn,
                    format!("the column {} stands in the header {n_found} times", column.name),
                    "rename or remove all but one".to_owned(),
                ),
            };
            problems.push(Problem::new(kind, &origin.name, message, help).at(line));
        }
        problems
    }
}

fn target(sheet: Sheet, cell: &[u8]) -> u8 {
    let place = in_lower_case(cell, |name| sheet.columns().iter().position(|column| column.name == name));
    place.map_or(NOT_OURS, |place| place as u8)
}

fn header(sheet: Sheet) -> String {
    let required = sheet.columns().iter().filter(|column| column.required);
    required.map(|column| column.name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> Result<Layout, Vec<Problem>> {
        let origin = Origin { name: "visit.csv".to_owned(), sheet: Sheet::Visit, source: 0 };
        Layout::of(&origin, text.as_bytes(), 0, Lines::Breaks)
    }

    #[test]
    fn the_header_decides_the_delimiter() {
        for (text, delimiter, targets) in [
            ("person_id,date,type\n", b',', &[0, 1, 2][..]),
            ("date;person_id\n", b';', &[1, 0]),
            ("\"Person_ID\"\tward, bed\tDATE\r\n", b'\t', &[0, NOT_OURS, 1]),
            ("\n \nperson_id;date;\n", b';', &[0, 1, NOT_OURS]),
        ] {
            let layout = layout(text).map_err(|problems| format!("{problems:?}")).expect(text);
            assert_eq!((layout.delimiter, &layout.targets[..]), (delimiter, targets), "{text:?}");
            assert_eq!(layout.body, text.len());
        }
        assert_eq!(layout("\n\nperson_id,date\nx").expect("a header").body_line, 4);
    }

    #[test]
    fn every_problem_of_a_header_is_listed() {
        let kinds = |text: &str| -> Vec<_> {
            let problems = layout(text).err().unwrap_or_default();
            problems.iter().map(|problem| (problem.kind, problem.line)).collect()
        };
        assert_eq!(kinds(""), [(ProblemKind::EmptyFile, None)]);
        assert_eq!(kinds(" \n\n"), [(ProblemKind::EmptyFile, None)]);
        let (missing, twice) = (ProblemKind::MissingColumn, ProblemKind::DuplicateColumn);
        assert_eq!(kinds("\ntype,type,x,x\n"), [(missing, Some(2)), (missing, Some(2)), (twice, Some(2))]);
    }
}
