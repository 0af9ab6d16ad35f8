//! The header of a CSV file: delimiter, quotes, names of the columns.

use std::io::{self, Read};

use memchr::memchr2;

use super::rows::{Dialect, NOT_WANTED, after_break, closing_quote, each_row, text};
use crate::cdm::{Kind, Table};

/// The longest header that is looked for.
const LONGEST: u64 = 1 << 20;

/// How the rows of a file are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::files) struct Header {
    pub(super) dialect: Dialect,
    /// The names, lower case, in the order of the file.
    pub names: Vec<String>,
    /// The line it stands on, counted from 1.
    pub(super) line: u64,
    /// Offset of the first row after the header.
    pub(super) body: u64,
    /// Its line, counted from 1.
    pub(super) body_line: u64,
}

/// Why there is no header.
#[derive(Debug)]
pub(super) enum NoHeader {
    /// The file could not be read.
    Unread(io::Error),
    /// Nothing is in it but blanks.
    Empty,
    /// Not UTF-8, on this line.
    Encoding(u64),
}

impl Header {
    /// Reads the header of a table: the first line that is not blank.
    pub(super) fn read(reader: impl Read, table: Table) -> Result<Header, NoHeader> {
        let mut bytes = Vec::new();
        reader.take(LONGEST).read_to_end(&mut bytes).map_err(NoHeader::Unread)?;
        let mut first = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut line = 1;
        loop {
            if first >= bytes.len() {
                return Err(NoHeader::Empty);
            }
            let end = memchr2(b'\n', b'\r', &bytes[first..]).map_or(bytes.len(), |at| first + at);
            let next = if end < bytes.len() { after_break(&bytes, end) } else { end };
            let header = &bytes[first..end];
            if !header.trim_ascii().is_empty() {
                if str::from_utf8(header).is_err() || header.contains(&0) {
                    return Err(NoHeader::Encoding(line));
                }
                let mut found = Header::of(header, table, next as u64, line);
                found.dialect.missing = missing_word(&found, header, &bytes[next..], table);
                return Ok(found);
            }
            (first, line) = (next, line + 1);
        }
    }

    fn of(header: &[u8], table: Table, body: u64, line: u64) -> Header {
        let candidates = [b',', b';', b'\t'].map(|delimiter| {
            let names = names(header, Dialect::new(delimiter));
            let n_known = names.iter().filter(|name| table.column(name).is_some()).count();
            (n_known, names.len(), delimiter, names)
        });
        // The delimiter under which most of the table's columns are found; then the most cells.
        let mut best = None;
        for candidate in candidates {
            if best.as_ref().is_none_or(|(n_known, n, _, _)| (*n_known, *n) < (candidate.0, candidate.1)) {
                best = Some(candidate);
            }
        }
        let (_, _, delimiter, names) = best.unwrap_or_default();
        let is_vocabulary =
            matches!(table, Table::Concept | Table::ConceptRelationship | Table::ConceptAncestor);
        let quotes = !(is_vocabulary && delimiter == b'\t' && !header.contains(&b'"'));
        Header {
            dialect: Dialect { quotes, ..Dialect::new(delimiter) },
            names,
            line,
            body,
            body_line: line + 1,
        }
    }
}

/// The word that stands for a missing text: `NA` or `NULL`, when columns that hold no text have it among
/// the first rows; `NA`, when the names of the columns are quoted, as R writes them and its texts. In other
/// files `NA` is a text like any other.
fn missing_word(header: &Header, line: &[u8], rows: &[u8], table: Table) -> &'static [u8] {
    let is_typed = |name: &String| table.column(name).is_some_and(|column| column.kind != Kind::Text);
    let mut n_typed = 0;
    let target = |name: &String| {
        n_typed += u8::from(is_typed(name));
        if is_typed(name) { n_typed - 1 } else { NOT_WANTED }
    };
    let targets: Vec<u8> = header.names.iter().map(target).collect();
    let mut word: &[u8] = if line.starts_with(b"\"") { b"NA" } else { b"" };
    each_row(rows, header.dialect, &targets, usize::from(n_typed), |_, cells| {
        if let Some(found) = [&b"NA"[..], b"NULL"].into_iter().find(|word| cells.contains(word)) {
            word = found;
        }
    });
    word
}

fn names(line: &[u8], dialect: Dialect) -> Vec<String> {
    let mut names = Vec::new();
    let mut first = 0;
    loop {
        let quoted = line.get(first) == Some(&b'"');
        let behind = if quoted { closing_quote(line, first).map_or(line.len(), |at| at + 1) } else { first };
        let end = memchr::memchr(dialect.delimiter, &line[behind..]).map_or(line.len(), |at| behind + at);
        let name = text(&line[first..end], dialect);
        names.push(String::from_utf8_lossy(name.trim_ascii()).to_lowercase());
        if end == line.len() {
            return names;
        }
        first = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_for_a_missing_text_is_seen_in_the_other_columns() {
        for (bytes, word) in [
            ("person_id,year_of_birth,person_source_value\n1,NA,NA", "NA"),
            ("person_id,year_of_birth,person_source_value\n1,NULL,x\n", "NULL"),
            ("person_id,year_of_birth,person_source_value\n1,1960,NA\n", ""),
            ("\"person_id\",\"year_of_birth\",\"person_source_value\"\n1,1960,NA\n", "NA"),
        ] {
            let header = Header::read(bytes.as_bytes(), Table::Person).expect(bytes);
            assert_eq!(header.dialect.missing, word.as_bytes(), "{bytes}");
        }
    }

    #[test]
    fn the_header_decides_the_delimiter_and_whether_quotes_are_text() {
        for (bytes, table, delimiter, quotes, names, body, line) in [
            ("person_id,x\n1", Table::Person, b',', true, &["person_id", "x"][..], 12, 2),
            (
                "\u{feff}\r\n\"Person_ID\";\"a,b\"\r\n1",
                Table::Person,
                b';',
                true,
                &["person_id", "a,b"],
                24,
                3,
            ),
            ("PERSON_ID", Table::Person, b',', true, &["person_id"], 9, 2),
            (
                "concept_id\tconcept_name\n",
                Table::Concept,
                b'\t',
                false,
                &["concept_id", "concept_name"],
                24,
                2,
            ),
            ("\"concept_id\"\t\"x\"\n", Table::Concept, b'\t', true, &["concept_id", "x"], 17, 2),
            ("person_id\tx\n", Table::Person, b'\t', true, &["person_id", "x"], 12, 2),
        ] {
            let header = Header::read(bytes.as_bytes(), table).expect(bytes);
            assert_eq!(header.dialect, Dialect { delimiter, quotes, ..header.dialect }, "{bytes:?}");
            assert_eq!(
                (&header.names[..], header.body, header.body_line),
                (&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..], body, line)
            );
        }
        assert!(matches!(Header::read(&b" \n\n"[..], Table::Person), Err(NoHeader::Empty)));
        assert!(matches!(
            Header::read(&b"\nperson_id,\xe9\n"[..], Table::Person),
            Err(NoHeader::Encoding(2))
        ));
    }
}
