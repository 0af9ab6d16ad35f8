//! Cutting a text at row boundaries, with an eye on quotes.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};

/// Ranges of whole rows, each at least `size` bytes except the last. A quote opens a cell only as
/// its first byte, which takes the delimiter to see; `None` when the text has no quotes.
/// Error: the offset of a quote that is never closed.
pub(crate) fn spans(
    bytes: &[u8],
    start: usize,
    delimiter: Option<u8>,
    size: usize,
) -> Result<Vec<Range<usize>>, usize> {
    let mut spans = Spans { bytes, size: size.max(1), first: start, found: Vec::new() };
    let mut outside = start;
    if let Some(delimiter) = delimiter {
        while let Some(quote) = memchr(b'"', &bytes[outside..]).map(|at| outside + at) {
            spans.cut(outside..quote);
            let before = if quote == start { b'\n' } else { bytes[quote - 1] };
            let opens = matches!(before, b'\n' | b'\r') || before == delimiter;
            outside = if opens { closing_quote(bytes, quote).ok_or(quote)? + 1 } else { quote + 1 };
        }
    }
    spans.cut(outside..bytes.len());
    if spans.first < bytes.len() {
        spans.found.push(spans.first..bytes.len());
    }
    Ok(spans.found)
}

struct Spans<'a> {
    bytes: &'a [u8],
    size: usize,
    first: usize,
    found: Vec<Range<usize>>,
}

impl Spans<'_> {
    /// Cuts after line breaks of `free`, a stretch outside quotes.
    fn cut(&mut self, free: Range<usize>) {
        loop {
            let from = free.start.max(self.first.saturating_add(self.size - 1));
            if from >= free.end {
                return;
            }
            let Some(at) = memchr2(b'\n', b'\r', &self.bytes[from..free.end]) else {
                return;
            };
            let end = after_break(self.bytes, from + at);
            self.found.push(self.first..end);
            self.first = end;
        }
    }
}

/// The offset after the line break at `at`; CR LF is one.
pub(crate) fn after_break(bytes: &[u8], at: usize) -> usize {
    if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { at + 2 } else { at + 1 }
}

/// The offset of the quote that closes the one at `opening`; doubled quotes are text.
pub(crate) fn closing_quote(bytes: &[u8], opening: usize) -> Option<usize> {
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
pub(crate) fn line_breaks(bytes: &[u8]) -> u32 {
    let lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    (memchr_iter(b'\n', bytes).count() + memchr_iter(b'\r', bytes).filter(lone).count()) as u32
}

/// The line, counted from 1, on which the byte at `offset` stands.
pub(crate) fn line_of(bytes: &[u8], offset: usize) -> u32 {
    1 + line_breaks(&bytes[..offset])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, size: usize) -> Vec<&str> {
        let found = spans(text.as_bytes(), 0, Some(b','), size).expect("closed quotes");
        found.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn cuts_fall_between_rows() {
        assert_eq!(parts("a,b\nc,d\ne,f", 1), ["a,b\n", "c,d\n", "e,f"]);
        assert_eq!(parts("a,b\r\nc,d\re\n", 1), ["a,b\r\n", "c,d\r", "e\n"]);
        assert_eq!(parts("a,b\nc,d\ne,f\n", 5), ["a,b\nc,d\n", "e,f\n"]);
        assert_eq!(parts("", 1), [""; 0]);
    }

    #[test]
    fn breaks_inside_quotes_are_text() {
        assert_eq!(parts("a,\"b\nc\"\nd", 1), ["a,\"b\nc\"\n", "d"]);
        assert_eq!(parts("\"a\"\"\n\"\nd\n", 1), ["\"a\"\"\n\"\n", "d\n"]);
        assert_eq!(parts("5\" node\nd\n", 1), ["5\" node\n", "d\n"]);
        assert_eq!(parts("\"a\"x\"\nd\n", 1), ["\"a\"x\"\n", "d\n"]);
    }

    #[test]
    fn a_quote_left_open_is_found() {
        assert_eq!(spans(b"a,b\nc,\"d\ne,f\n", 0, Some(b','), 1), Err(6));
        assert_eq!(spans(b"\"a\"\"", 0, Some(b','), 1), Err(0));
    }

    #[test]
    fn lines_are_counted_from_one() {
        let text = b"a\nb\r\nc\rd";
        assert_eq!([0, 2, 5, 7].map(|offset| line_of(text, offset)), [1, 2, 3, 4]);
    }
}
