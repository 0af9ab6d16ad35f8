//! Rows and cells of a piece of whole rows, sixty-four bytes at a time.
//!
//! The rules are those of RFC 4180 as the crate `csv` reads it: a quote opens a cell only as its first
//! byte, a doubled quote inside is one quote, what follows the closing quote up to the delimiter belongs
//! to the cell; rows end at LF, CR LF or CR; blank lines are no rows. The crate itself copies every cell
//! byte by byte; here the cells that nobody asked for are not touched.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

/// How cells are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between two cells.
    pub delimiter: u8,
    /// Whether a quote may open a cell. Vocabulary files from Athena, with tabs, have quotes as text.
    pub quotes: bool,
    /// The word that stands, without quotes, for a text that is missing; empty where none does.
    pub missing: &'static [u8],
}

impl Dialect {
    /// With quotes and without a word for what is missing.
    pub(super) const fn new(delimiter: u8) -> Dialect {
        Dialect { delimiter, quotes: true, missing: b"" }
    }
}

/// Marks a column that nobody asked for.
pub(super) const NOT_WANTED: u8 = u8::MAX;

/// Where a row is, and whether it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its first line, counted from 0 at the beginning of the piece.
    pub line: u64,
    /// Its cells.
    pub n_cells: usize,
    /// Whether a cell beyond the header holds something.
    pub has_surplus: bool,
}

/// Visits every row that is not blank, with the cells wanted: `targets` says for each column of the file
/// its place among them. Cells come as they stand in the file, with their quotes ([`text`] removes them).
/// Gives the number of lines.
pub(super) fn each_row<'a>(
    bytes: &'a [u8],
    dialect: Dialect,
    targets: &[u8],
    n_wanted: usize,
    visit: impl FnMut(Place, &[&'a [u8]]),
) -> u64 {
    let cells = vec![&bytes[..0]; n_wanted];
    let mut row =
        Row { bytes, targets, cells, line: 0, breaks: 0, place: 0, has_surplus: false, first: 0, visit };
    let mut block = 0;
    while block < bytes.len() {
        block = row.read_block(block, dialect);
    }
    if row.first < bytes.len() || row.place > 0 {
        row.end_cell(bytes.len());
        row.end_row(bytes.len());
    }
    row.line
}

struct Row<'a, 't, V> {
    bytes: &'a [u8],
    targets: &'t [u8],
    cells: Vec<&'a [u8]>,
    line: u64,
    /// Line breaks inside the cells of this row.
    breaks: u64,
    place: usize,
    has_surplus: bool,
    /// Where the present cell begins.
    first: usize,
    visit: V,
}

impl<'a, V: FnMut(Place, &[&'a [u8]])> Row<'a, '_, V> {
    /// Reads the marks of one block; gives where the next one begins, behind a quoted cell that is longer.
    fn read_block(&mut self, block: usize, dialect: Dialect) -> usize {
        let mut marks = marks(&self.bytes[block..], dialect);
        while marks != 0 {
            let at = block + marks.trailing_zeros() as usize;
            marks &= marks - 1;
            if at < self.first {
                continue; // the LF of a CR LF
            }
            let byte = self.bytes[at];
            if byte == dialect.delimiter {
                self.end_cell(at);
                self.place += 1;
                self.first = at + 1;
            } else if byte == b'"' {
                if at == self.first {
                    let behind = self.quoted(at);
                    if behind >= block + BLOCK {
                        return behind;
                    }
                    marks &= u64::MAX << (behind - block);
                }
            } else {
                self.end_cell(at);
                self.end_row(at);
                self.first = after_break(self.bytes, at);
            }
        }
        block + BLOCK
    }

    /// Passes over what stands in quotes; gives the offset behind the closing one.
    fn quoted(&mut self, opening: usize) -> usize {
        let closing = closing_quote(self.bytes, opening).unwrap_or(self.bytes.len());
        self.breaks += line_breaks(&self.bytes[opening..closing]);
        closing + 1
    }

    #[inline]
    fn end_cell(&mut self, end: usize) {
        let cell = &self.bytes[self.first..end];
        match self.targets.get(self.place) {
            Some(&NOT_WANTED) => {}
            Some(&target) => self.cells[usize::from(target)] = cell,
            None => self.has_surplus |= !cell.trim_ascii().is_empty(),
        }
    }

    #[inline]
    fn end_row(&mut self, end: usize) {
        let is_blank = self.place == 0 && self.bytes[self.first..end].trim_ascii().is_empty();
        if !is_blank {
            let (line, n_cells, has_surplus) = (self.line, self.place + 1, self.has_surplus);
            (self.visit)(Place { line, n_cells, has_surplus }, &self.cells);
        }
        self.line += 1 + self.breaks;
        (self.breaks, self.place, self.has_surplus) = (0, 0, false);
    }
}

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// Which of the first [`BLOCK`] bytes end a cell or a row or may open a quoted cell, lowest bit first.
fn marks(bytes: &[u8], dialect: Dialect) -> u64 {
    // Without quotes their place is taken by the delimiter, which is a mark anyway.
    let (delimiter, quote) = (dialect.delimiter, if dialect.quotes { b'"' } else { dialect.delimiter });
    match bytes.first_chunk::<BLOCK>() {
        Some(block) => marks_of(block, delimiter, quote),
        None => {
            let mut block = [0; BLOCK];
            block[..bytes.len()].copy_from_slice(bytes);
            marks_of(&block, delimiter, quote)
        }
    }
}

/// One byte of 0 or 1 for each, eight of which a multiplication gathers into the upper byte of a word.
fn marks_of(block: &[u8; BLOCK], delimiter: u8, quote: u8) -> u64 {
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let is_mark = block.map(|byte| {
        u8::from(byte == delimiter)
            | u8::from(byte == b'\n')
            | u8::from(byte == b'\r')
            | u8::from(byte == quote)
    });
    let (words, _) = is_mark.as_chunks::<8>();
    words
        .iter()
        .rev()
        .fold(0, |marks, word| marks << 8 | u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56)
}

/// The offset after the line break at `at`; CR LF is one.
pub(super) fn after_break(bytes: &[u8], at: usize) -> usize {
    if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { at + 2 } else { at + 1 }
}

/// The offset of the quote that closes the one at `opening`; doubled quotes are text.
pub(super) fn closing_quote(bytes: &[u8], opening: usize) -> Option<usize> {
    let mut from = opening + 1;
    loop {
        let quote = from + memchr(b'"', bytes.get(from..)?)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

/// Line breaks in a text: LF, CR LF and a CR alone.
pub(super) fn line_breaks(bytes: &[u8]) -> u64 {
    let lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    (memchr_iter(b'\n', bytes).count() + memchr_iter(b'\r', bytes).filter(lone).count()) as u64
}

/// What a cell holds: without its quotes, doubled ones once.
pub(super) fn text(cell: &[u8], dialect: Dialect) -> Cow<'_, [u8]> {
    if !dialect.quotes || cell.first() != Some(&b'"') {
        return Cow::Borrowed(cell);
    }
    let closing = closing_quote(cell, 0).unwrap_or(cell.len());
    let (inside, tail) = (&cell[1..closing], cell.get(closing + 1..).unwrap_or_default());
    if tail.is_empty() && memchr(b'"', inside).is_none() {
        return Cow::Borrowed(inside);
    }
    let mut whole = Vec::with_capacity(cell.len());
    let mut from = 0;
    while let Some(at) = memchr(b'"', &inside[from..]) {
        whole.extend_from_slice(&inside[from..=from + at]);
        from = (from + at + 2).min(inside.len());
    }
    whole.extend_from_slice(&inside[from..]);
    whole.extend_from_slice(tail);
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_lines_and_blank_rows() {
        let long = "x".repeat(200);
        let bytes = format!("a,\"b\n\"\"c\"\"\",\r\n\n \n\"{long}\",5\" x,\"y\"z\rlast");
        let mut found = Vec::new();
        let dialect = Dialect::new(b',');
        let lines = each_row(bytes.as_bytes(), dialect, &[1, 0, NOT_WANTED], 2, |place, cells| {
            let texts: Vec<String> =
                cells.iter().map(|cell| String::from_utf8_lossy(&text(cell, dialect)).into_owned()).collect();
            found.push((place.line, place.n_cells, texts));
        });
        let row = |line, n, second: &str, first: &str| (line, n, vec![second.to_owned(), first.to_owned()]);
        assert_eq!(found[..2], [row(0, 3, "b\n\"c\"", "a"), row(4, 3, "5\" x", &long)]);
        assert_eq!((found[2].0, found[2].1, &found[2].2[1], lines), (5, 1, &"last".to_owned(), 6));
    }

    #[test]
    fn without_quotes_a_quote_is_text() {
        let dialect = Dialect { quotes: false, ..Dialect::new(b'\t') };
        let mut found = Vec::new();
        each_row(b"\"open\tb\n\"\tc\n", dialect, &[0, 1], 2, |_, cells| {
            found.push(cells.iter().map(|cell| text(cell, dialect).into_owned()).collect::<Vec<_>>());
        });
        assert_eq!(found, [[&b"\"open"[..], b"b"], [b"\"", b"c"]]);
    }
}
