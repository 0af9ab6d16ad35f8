//! A file in waves of whole rows, so that no more than a few of them are in memory at once.

use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr, memchr2, memrchr2};

use super::rows::{Dialect, after_break, closing_quote, line_breaks};

/// A stretch of a file that ends with a row.
pub(super) struct Wave {
    pub bytes: Vec<u8>,
    /// Whole rows each, in order.
    pub pieces: Vec<Range<usize>>,
}

/// Why there is no next wave. Lines are counted from 0 at its beginning.
pub(super) enum Stopped {
    /// The file could not be read on.
    Unread(io::Error),
    /// On this line a quote opens a cell, and none closes it.
    OpenQuote(u64),
    /// On this line begins a row that is larger than can be.
    LongRow(u64),
}

/// How a file is cut.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// Bytes of a wave, at least.
    pub wave: usize,
    /// Bytes of a piece, at least.
    pub piece: usize,
    /// Bytes of the longest row: more are taken for a quote that is never closed.
    pub row: usize,
}

/// The waves of a file.
pub(super) struct Waves<R> {
    reader: R,
    dialect: Dialect,
    sizes: Sizes,
    rest: Vec<u8>,
    is_done: bool,
}

impl<R: Read> Waves<R> {
    /// Of a reader that stands at the beginning of a row.
    pub(super) fn new(reader: R, dialect: Dialect, sizes: Sizes) -> Waves<R> {
        Waves { reader, dialect, sizes, rest: Vec::new(), is_done: false }
    }

    /// The next wave; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<Wave>, Stopped> {
        if self.is_done {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            self.read_more(&mut bytes)?;
            let cut = cut(&bytes, self.dialect, self.sizes.piece, self.is_done);
            if let (true, Some(quote)) = (self.is_done, cut.open_quote) {
                return Err(Stopped::OpenQuote(line_breaks(&bytes[..quote])));
            }
            if cut.end > 0 || self.is_done {
                self.rest = bytes.split_off(cut.end);
                return Ok((!bytes.is_empty()).then_some(Wave { bytes, pieces: cut.pieces }));
            }
            if bytes.len() > self.sizes.row {
                self.is_done = true;
                return Err(Stopped::LongRow(0));
            }
        }
    }

    /// As much again as there is already, so that a long row is not looked over too often.
    fn read_more(&mut self, bytes: &mut Vec<u8>) -> Result<(), Stopped> {
        let n_wanted = self.sizes.wave.max(bytes.len());
        bytes.reserve(n_wanted);
        let read = self.reader.by_ref().take(n_wanted as u64).read_to_end(bytes);
        match read {
            Ok(n_read) => self.is_done = n_read < n_wanted,
            Err(error) => {
                self.is_done = true;
                return Err(Stopped::Unread(error));
            }
        }
        Ok(())
    }
}

struct Cut {
    pieces: Vec<Range<usize>>,
    /// Behind the last whole row.
    end: usize,
    /// A quote that is not closed up to the end.
    open_quote: Option<usize>,
}

/// Cuts a stretch, which begins with a row, into pieces of at least `size` bytes.
fn cut(bytes: &[u8], dialect: Dialect, size: usize, is_last: bool) -> Cut {
    let mut cut = Cutting { bytes, size: size.max(1), is_last, pieces: Vec::new(), first: 0, end: 0 };
    let (mut outside, mut open_quote) = (0, None);
    let next_quote = |from: usize| if dialect.quotes { memchr(b'"', &bytes[from..]) } else { None };
    while let Some(quote) = next_quote(outside).map(|at| outside + at) {
        cut.pass(outside..quote);
        let before = if quote == 0 { b'\n' } else { bytes[quote - 1] };
        let opens = matches!(before, b'\n' | b'\r') || before == dialect.delimiter;
        outside = match closing_quote(bytes, quote) {
            _ if !opens => quote + 1,
            // A quote at the very end may be the first half of a doubled one.
            Some(closing) if closing + 1 < bytes.len() || is_last => closing + 1,
            _ => {
                open_quote = Some(quote);
                break;
            }
        };
    }
    if open_quote.is_none() {
        cut.pass(outside..bytes.len());
    }
    let (end, first) = (if is_last { bytes.len() } else { cut.end }, cut.first);
    if first < end {
        cut.pieces.push(first..end);
    }
    Cut { pieces: cut.pieces, end, open_quote }
}

struct Cutting<'a> {
    bytes: &'a [u8],
    size: usize,
    is_last: bool,
    pieces: Vec<Range<usize>>,
    first: usize,
    end: usize,
}

impl Cutting<'_> {
    /// Cuts after line breaks of `free`, a stretch outside quotes.
    fn pass(&mut self, free: Range<usize>) {
        if let Some(at) = memrchr2(b'\n', b'\r', &self.bytes[free.clone()]) {
            self.end = self.behind(free.start + at).unwrap_or(self.end);
        }
        loop {
            let from = free.start.max(self.first.saturating_add(self.size - 1));
            let Some(rest) = self.bytes.get(from..free.end) else { return };
            let Some(at) = memchr2(b'\n', b'\r', rest) else { return };
            let Some(end) = self.behind(from + at) else { return };
            self.pieces.push(self.first..end);
            self.first = end;
            self.end = self.end.max(end);
        }
    }

    /// The offset behind a line break; `None` when that may be in the middle of a CR LF.
    fn behind(&self, at: usize) -> Option<usize> {
        let is_half = self.bytes[at] == b'\r' && at + 1 == self.bytes.len() && !self.is_last;
        (!is_half).then(|| after_break(self.bytes, at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rows::{each_row, text};
    use super::*;

    const DIALECT: Dialect = Dialect::new(b',');
    const MOST: usize = 64;

    type Found = (u64, Vec<Vec<u8>>);

    /// Every row with its line, read in small waves; an error for the line of a quote left open.
    fn rows(bytes: &[u8], wave: usize, piece: usize) -> Result<Vec<Found>, u64> {
        let targets: Vec<u8> = (0..MOST as u8).collect();
        let mut waves = Waves::new(bytes, DIALECT, Sizes { wave, piece, row: 1 << 20 });
        let (mut found, mut line) = (Vec::new(), 0);
        loop {
            let wave = match waves.next() {
                Ok(Some(wave)) => wave,
                Ok(None) => return Ok(found),
                Err(Stopped::OpenQuote(after)) => return Err(line + after),
                Err(_) => panic!("bytes in memory are read"),
            };
            for piece in &wave.pieces {
                line += each_row(&wave.bytes[piece.clone()], DIALECT, &targets, MOST, |place, cells| {
                    let cells = cells[..place.n_cells.min(MOST)].iter();
                    found.push((
                        line + place.line,
                        cells.map(|cell| text(cell, DIALECT).into_owned()).collect(),
                    ));
                });
            }
        }
    }

    /// The same by the crate `csv`, without blank lines.
    fn by_csv(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let rows = reader.byte_records().map(|row| row.expect("bytes in memory are read"));
        rows.map(|row| row.iter().map(<[u8]>::to_vec).collect()).collect()
    }

    fn is_blank(row: &[Vec<u8>]) -> bool {
        row.len() == 1 && row[0].trim_ascii().is_empty()
    }

    #[test]
    fn a_row_without_end_is_not_read_to_the_end_of_the_file() {
        let bytes = [b"a,b\nc,\"", &[b'x'; 1000][..], b"\"\n"].concat();
        let mut waves = Waves::new(&bytes[..], DIALECT, Sizes { wave: 10, piece: 1, row: 100 });
        assert!(matches!(waves.next(), Ok(Some(wave)) if wave.bytes == b"a,b\n"));
        assert!(matches!(waves.next(), Err(Stopped::LongRow(0))));
        assert!(matches!(waves.next(), Ok(None)));
        assert!(waves.reader.len() > 800);
    }

    #[test]
    fn a_quote_left_open_is_told_with_its_line() {
        for size in 1..9 {
            assert_eq!(rows(b"a,b\nc,\"d\ne,f\n", size, 1), Err(1));
            assert_eq!(rows(b"\"a\"\"", size, 1), Err(0));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_rows_or_an_open_quote(
            bytes in proptest::collection::vec(
                prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..300),
            wave in 1usize..40, piece in 1usize..40,
        ) {
            let _ = rows(&bytes, wave, piece);
        }

        #[test]
        fn rows_are_those_of_the_crate_csv_in_waves_of_any_size(
            text in "(\"([a,\n\r]|\"\"){0,90}\"[a\"]{0,2}|[a \"]{0,70}|[,\n\r]){0,40}",
            wave in 1usize..40, piece in 1usize..40,
        ) {
            if let Ok(found) = rows(text.as_bytes(), wave, piece) {
                let cells: Vec<_> = found.iter().map(|(_, row)| row).filter(|row| !is_blank(row)).cloned().collect();
                let expected: Vec<_> = by_csv(text.as_bytes()).into_iter().filter(|row| !is_blank(row)).collect();
                prop_assert_eq!(cells, expected);
                prop_assert_eq!(found, rows(text.as_bytes(), 1 << 20, 1 << 20).expect("no open quote"));
            }
        }
    }
}
