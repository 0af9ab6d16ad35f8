//! A sheet's text: decoded, with its header understood, cut at row boundaries.

pub(crate) mod encoding;
pub(crate) mod glance;
pub(crate) mod layout;
pub(crate) mod marks;
pub(crate) mod rows;
pub(crate) mod split;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use crate::refusal::{Problem, ProblemKind};
use crate::schema::Sheet;
use encoding::Decoded;
use layout::Layout;
use rows::{Cells, split_row};

/// Where a text comes from.
#[derive(Clone)]
pub(crate) struct Origin {
    /// As shown to users.
    pub name: String,
    pub sheet: Sheet,
    /// Position in the list of sources.
    pub source: u16,
}

/// What counts as a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// The file's own line breaks, also those inside quoted cells.
    Breaks,
    /// Every row is one line: the rows of a workbook sheet, or of a sheet written from coded records.
    Rows,
}

/// One sheet of one source, in memory as UTF-8.
pub(crate) struct Text {
    pub origin: Origin,
    pub bytes: Vec<u8>,
    pub layout: Layout,
    pub lines: Lines,
    /// Whole rows each, in order, without the header.
    pub spans: Vec<Range<usize>>,
    /// The line on which each span begins; known once the rows have been read.
    pub first_lines: Vec<u32>,
    /// For a sheet written from coded records: by row, the number that the record has in its source.
    pub numbers: Vec<i64>,
    /// Where the rows of the spans begin that somebody has asked for.
    pub places: OnceLock<Vec<Places>>,
}

/// Line and offset of every row of a span, once they were looked up.
pub(crate) type Places = OnceLock<Vec<(u32, u32)>>;

impl Text {
    /// Understands the header of a decoded text and cuts the rest at row boundaries, into spans of
    /// at least so many bytes.
    pub(crate) fn open(
        origin: Origin,
        text: Decoded,
        lines: Lines,
        span_bytes: usize,
    ) -> Result<Text, Vec<Problem>> {
        let Decoded { bytes, start, glance } = text;
        if glance.has_nul {
            let at = memchr::memchr(0, &bytes).unwrap_or(0);
            let message = "the file holds NUL bytes: it is not text in the expected encoding";
            let help =
                "export the sheet as CSV; a UTF-16 file without byte order mark must be declared as utf-16";
            let problem = Problem::new(ProblemKind::BinaryFile, &origin.name, message, help);
            return Err(vec![problem.at(split::line_of(&bytes, at))]);
        }
        let name = &origin.name;
        let layout = Layout::of(&origin, &bytes, start, lines).map_err(|mut problems| {
            // A quote left open in the header swallows the rest of the file, and with it the columns.
            let open = split::spans(&bytes, start, glance.has_quote.then_some(b','), usize::MAX).err();
            problems.extend(open.map(|quote| unterminated(name, &bytes, quote)));
            problems
        })?;
        let delimiter = glance.has_quote.then_some(layout.delimiter);
        let spans = split::spans(&bytes, layout.body, delimiter, span_bytes)
            .map_err(|quote| vec![unterminated(name, &bytes, quote)])?;
        if spans.iter().any(|span| u32::try_from(span.len()).is_err()) {
            let message = "a single row is larger than 4 GiB";
            let help = "look for a quote or a line end that is missing";
            return Err(vec![Problem::new(ProblemKind::TooLarge, name, message, help)]);
        }
        let (first_lines, numbers, places) = (Vec::new(), Vec::new(), OnceLock::new());
        Ok(Text { origin, bytes, layout, lines, spans, first_lines, numbers, places })
    }

    /// How a line is shown: by its number in the file, or by that of the record it was written from.
    pub(crate) fn number(&self, line: u32) -> i64 {
        let row = line.checked_sub(self.layout.body_line).and_then(|row| self.numbers.get(row as usize));
        row.copied().unwrap_or(i64::from(line))
    }

    /// The row that begins at `offset`, reduced to what makes rows equal: the sheet's own columns in
    /// their order, trimmed, in lower case except for identifiers.
    pub(crate) fn normal_form(&self, offset: usize) -> Vec<u8> {
        let mut raw = Vec::new();
        split_row(&self.bytes, offset, self.layout.delimiter, &mut raw);
        let mut cells = Cells::default();
        cells.place(&raw, &self.layout);
        let mut form = Vec::new();
        for (cell, column) in cells.cells.iter().zip(self.origin.sheet.columns()) {
            let cell = crate::cell::word::trim(cell);
            let cell = if column.is_id {
                Cow::Borrowed(cell)
            } else if cell.is_ascii() {
                Cow::Owned(cell.to_ascii_lowercase())
            } else {
                Cow::Owned(crate::cell::word::text(cell).to_lowercase().into_bytes())
            };
            form.extend((cell.len() as u64).to_le_bytes());
            form.extend_from_slice(&cell);
        }
        form
    }

    /// The trimmed cell of the row that begins at `offset`; empty when the text has no such column.
    pub(crate) fn cell(&self, offset: usize, column: &str) -> String {
        let mut raw = Vec::new();
        split_row(&self.bytes, offset, self.layout.delimiter, &mut raw);
        let place = self.origin.sheet.columns().iter().position(|known| known.name == column);
        let place = place
            .and_then(|place| self.layout.targets.iter().position(|target| usize::from(*target) == place));
        let cell = place.and_then(|place| raw.get(place));
        cell.map(|cell| crate::cell::word::text(crate::cell::word::trim(cell)).into_owned())
            .unwrap_or_default()
    }

    /// The cells of the row on this line with their column names; `None` when no row begins there.
    pub(crate) fn recorded(&self, line: u32) -> Option<Vec<(String, String)>> {
        let span = self.first_lines.partition_point(|first| *first <= line).checked_sub(1)?;
        let range = self.spans.get(span)?;
        let rows = self.rows_of(span);
        let row = rows.binary_search_by_key(&(line - self.first_lines[span]), |(line, _)| *line).ok()?;
        let mut raw = Vec::new();
        split_row(&self.bytes, range.start + rows[row].1 as usize, self.layout.delimiter, &mut raw);
        Some(self.named(&raw))
    }

    /// Line and offset of every row of a span, both counted from the span's beginning; looked up once.
    fn rows_of(&self, span: usize) -> &[(u32, u32)] {
        let empty = || self.spans.iter().map(|_| OnceLock::new()).collect();
        self.places.get_or_init(empty)[span].get_or_init(|| {
            let range = &self.spans[span];
            let mut rows = Vec::new();
            rows::each_row(self, range.clone(), |place, _| {
                rows.push((place.line, (place.offset - range.start) as u32));
            });
            rows
        })
    }

    fn named(&self, raw: &[Cow<'_, [u8]>]) -> Vec<(String, String)> {
        let names = &self.layout.names;
        let name =
            |place: usize| names.get(place).cloned().unwrap_or_else(|| format!("column {}", place + 1));
        let cell = |place: usize| raw.get(place).map(|cell| crate::cell::word::text(cell).into_owned());
        (0..names.len().max(raw.len())).map(|place| (name(place), cell(place).unwrap_or_default())).collect()
    }
}

fn unterminated(file: &str, bytes: &[u8], quote: usize) -> Problem {
    let message = "a quote is opened here and never closed: the rows after it would be swallowed";
    let problem =
        Problem::new(ProblemKind::UnterminatedQuote, file, message, "close the quote, or remove it");
    problem.at(split::line_of(bytes, quote))
}
