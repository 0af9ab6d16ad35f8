//! Rows and cells of a span.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3};

use super::layout::{Layout, NOT_OURS};
use super::marks::{BLOCK, marks};
use super::split::{after_break, closing_quote, line_breaks};
use super::{Lines, Text};
use crate::cell::word::trim;
use crate::schema::MAX_COLUMNS;

/// The cells of one row by their place in the sheet's list of columns; not trimmed, missing ones empty.
pub(crate) struct Cells<'a> {
    pub cells: [&'a [u8]; MAX_COLUMNS],
    /// Whether the row has non-empty cells beyond the header.
    pub surplus: bool,
}

impl Default for Cells<'_> {
    fn default() -> Self {
        Cells { cells: [&[]; MAX_COLUMNS], surplus: false }
    }
}

impl<'a> Cells<'a> {
    /// Puts the cells of a row in their places.
    pub(crate) fn place(&mut self, raw: &'a [Cow<'a, [u8]>], layout: &Layout) {
        self.surplus = false;
        for (place, cell) in raw.iter().enumerate() {
            self.put(place, cell, layout);
        }
        self.clear_from(raw.len(), layout);
    }

    #[inline]
    fn put(&mut self, place: usize, cell: &'a [u8], layout: &Layout) {
        match layout.targets.get(place) {
            Some(&NOT_OURS) => {}
            Some(&target) => self.cells[usize::from(target)] = cell,
            None => self.surplus |= !trim(cell).is_empty(),
        }
    }

    #[inline]
    fn clear_from(&mut self, n_cells: usize, layout: &Layout) {
        for &target in layout.targets.get(n_cells..).unwrap_or_default() {
            if target != NOT_OURS {
                self.cells[usize::from(target)] = &[];
            }
        }
    }
}

/// Where a row begins: its offset in the text, and its line counted from 0 at the span's beginning.
#[derive(Clone, Copy)]
pub(crate) struct RowPlace {
    pub offset: usize,
    pub line: u32,
}

/// Visits every row of a span that is not wholly blank; returns the number of lines.
pub(crate) fn each_row(text: &Text, span: Range<usize>, visit: impl FnMut(RowPlace, &Cells<'_>)) -> u32 {
    if is_plain(&text.bytes[span.clone()]) {
        each_plain_row(text, span, visit)
    } else {
        each_quoted_row(text, span, visit)
    }
}

/// Whether rows end at line feeds and nowhere else, and no cell can be quoted.
pub(crate) fn is_plain(span: &[u8]) -> bool {
    memchr(b'"', span).is_none() && memchr_iter(b'\r', span).all(|at| span.get(at + 1) == Some(&b'\n'))
}

fn each_plain_row(text: &Text, span: Range<usize>, mut visit: impl FnMut(RowPlace, &Cells<'_>)) -> u32 {
    let (layout, bytes) = (&text.layout, &text.bytes[..span.end]);
    let mut cells = Cells::default();
    let (mut offset, mut line, mut first, mut place) = (span.start, 0, span.start, 0);
    // A carriage return before the line feed stays with the last cell and is trimmed with it.
    let mut end_row = |cells: &mut Cells<'_>, row: RowPlace, n_cells: usize, last: &[u8]| {
        if n_cells > 1 || !trim(last).is_empty() {
            if n_cells < layout.targets.len() {
                cells.clear_from(n_cells, layout);
            }
            visit(row, cells);
        }
        cells.surplus = false;
    };
    for block in span.clone().step_by(BLOCK) {
        let mut marks = marks(&bytes[block..], layout.delimiter);
        while marks != 0 {
            let end = block + marks.trailing_zeros() as usize;
            marks &= marks - 1;
            let cell = &bytes[first..end];
            cells.put(place, cell, layout);
            place += 1;
            first = end + 1;
            if bytes[end] == b'\n' {
                end_row(&mut cells, RowPlace { offset, line }, place, cell);
                (offset, line, place) = (first, line + 1, 0);
            }
        }
    }
    if offset < span.end {
        let cell = &bytes[first..];
        cells.put(place, cell, layout);
        end_row(&mut cells, RowPlace { offset, line }, place + 1, cell);
        line += 1;
    }
    line
}

fn each_quoted_row(text: &Text, span: Range<usize>, mut visit: impl FnMut(RowPlace, &Cells<'_>)) -> u32 {
    let bytes = &text.bytes[..span.end];
    let mut raw = Vec::new();
    let (mut offset, mut line) = (span.start, 0);
    while offset < span.end {
        let row = split_row(bytes, offset, text.layout.delimiter, &mut raw);
        if !is_blank(&raw) {
            let mut cells = Cells::default();
            cells.place(&raw, &text.layout);
            visit(RowPlace { offset, line }, &cells);
        }
        offset = row.next;
        line += if text.lines == Lines::Rows { 1 } else { row.lines };
    }
    line
}

/// Whether a split row is a wholly blank line.
pub(crate) fn is_blank(raw: &[Cow<'_, [u8]>]) -> bool {
    raw.iter().all(|cell| trim(cell).is_empty()) && raw.len() <= 1
}

/// The end of a row.
pub(crate) struct RowEnd {
    /// Offset of the next row.
    pub next: usize,
    /// Line breaks up to there.
    pub lines: u32,
}

/// Splits the row that begins at `start`. A cell that begins with a quote ends at the closing one;
/// what follows up to the delimiter belongs to it as well. A quote left open runs to the end.
pub(crate) fn split_row<'a>(
    bytes: &'a [u8],
    start: usize,
    delimiter: u8,
    cells: &mut Vec<Cow<'a, [u8]>>,
) -> RowEnd {
    cells.clear();
    let (mut at, mut lines) = (start, 1);
    loop {
        let end;
        if bytes.get(at) == Some(&b'"') {
            let quote = closing_quote(bytes, at).unwrap_or(bytes.len());
            let inside = &bytes[at + 1..quote.max(at + 1)];
            let rest = (quote + 1).min(bytes.len());
            end = bare_end(bytes, rest, delimiter);
            lines += line_breaks(inside);
            cells.push(unquoted(inside, &bytes[rest..end]));
        } else {
            end = bare_end(bytes, at, delimiter);
            cells.push(Cow::Borrowed(&bytes[at..end]));
        }
        match bytes.get(end) {
            Some(&byte) if byte == delimiter => at = end + 1,
            Some(_) => return RowEnd { next: after_break(bytes, end), lines },
            None => return RowEnd { next: end, lines },
        }
    }
}

fn bare_end(bytes: &[u8], from: usize, delimiter: u8) -> usize {
    memchr3(delimiter, b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |at| from + at)
}

fn unquoted<'a>(inside: &'a [u8], tail: &[u8]) -> Cow<'a, [u8]> {
    if tail.is_empty() && memchr(b'"', inside).is_none() {
        return Cow::Borrowed(inside);
    }
    let mut cell = Vec::with_capacity(inside.len() + tail.len());
    let mut from = 0;
    while let Some(at) = memchr(b'"', &inside[from..]) {
        cell.extend_from_slice(&inside[from..=from + at]);
        from = (from + at + 2).min(inside.len());
    }
    cell.extend_from_slice(&inside[from..]);
    cell.extend_from_slice(tail);
    Cow::Owned(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(text: &str) -> (Vec<String>, usize, u32) {
        let mut cells = Vec::new();
        let end = split_row(text.as_bytes(), 0, b',', &mut cells);
        (cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(), end.next, end.lines)
    }

    #[test]
    fn cells_of_a_row() {
        for (text, cells, next, lines) in [
            ("a,b\nc", &["a", "b"][..], 4, 1),
            ("a,b\r\nc", &["a", "b"], 5, 1),
            ("a,b\rc", &["a", "b"], 4, 1),
            ("a,,\n", &["a", "", ""], 4, 1),
            ("a", &["a"], 1, 1),
            ("\"a,b\",c\n", &["a,b", "c"], 8, 1),
            ("\"a\nb\",c\n", &["a\nb", "c"], 8, 2),
            ("\"a\r\nb\"\n", &["a\r\nb"], 7, 2),
            ("\"say \"\"no\"\"\",c\n", &["say \"no\"", "c"], 15, 1),
            ("\"\",c\n", &["", "c"], 5, 1),
            ("\"a\" ,c\n", &["a ", "c"], 7, 1),
            ("5\" x,c\n", &["5\" x", "c"], 7, 1),
            ("\"open,c\n", &["open,c\n"], 8, 2),
        ] {
            assert_eq!(row(text), (cells.iter().map(ToString::to_string).collect(), next, lines), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_become_rows(text in proptest::collection::vec(
            prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..200)) {
            let (mut at, mut cells) = (0, Vec::new());
            while at < text.len() {
                let end = split_row(&text, at, b',', &mut cells);
                prop_assert!(end.next > at && end.next <= text.len());
                at = end.next;
            }
        }

        #[test]
        fn spans_hold_the_same_rows(text in "(\"([a,\n\r]|\"\"){0,4}\"|[a\"]{0,3}|[,\n\r]){0,40}", size in 1usize..9) {
            let bytes = text.as_bytes();
            let rows_of = |from: usize, to: usize| {
                let (mut at, mut found) = (from, Vec::new());
                while at < to {
                    let mut cells = Vec::new();
                    let next = split_row(&bytes[..to], at, b',', &mut cells).next;
                    found.push(cells.iter().map(|cell| cell.to_vec()).collect::<Vec<_>>());
                    at = next;
                }
                found
            };
            if let Ok(spans) = super::super::split::spans(bytes, 0, Some(b','), size) {
                let apart: Vec<_> = spans.into_iter().flat_map(|span| rows_of(span.start, span.end)).collect();
                prop_assert_eq!(apart, rows_of(0, bytes.len()));
            }
        }
    }
}
