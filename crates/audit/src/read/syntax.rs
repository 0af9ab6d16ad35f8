//! TOML whose sections are read one by one where the whole cannot be.

use std::ops::Range;

use toml_edit::{Document, TomlError};

use super::Mistakes;

const HELP: &str =
    "text stands in double quotes, a list in [ ], a number bare or in quotes; one `key = value` to a line";

/// The document; sections that cannot be read are reported and left out.
pub(super) fn parse(text: &str, mistakes: &mut Mistakes<'_>) -> Document<String> {
    if let Ok(document) = Document::parse(text.to_owned()) {
        return document;
    }
    let mut readable = text.as_bytes().to_vec();
    for span in sections(text) {
        if let Err(error) = Document::parse(&text[span.clone()]) {
            report(&error, span.start, mistakes);
            blank(&mut readable[span]);
        }
    }
    let rest = String::from_utf8_lossy(&readable).into_owned();
    Document::parse(rest).unwrap_or_else(|error| {
        report(&error, 0, mistakes);
        Document::parse(String::new()).expect("an empty text is TOML")
    })
}

fn report(error: &TomlError, offset: usize, mistakes: &mut Mistakes<'_>) {
    let span = error.span().unwrap_or(0..0);
    let is_twice = error.message() == "duplicate key";
    let help = if is_twice { "keep one of the two; a section that may stand twice has [[ ]]" } else { HELP };
    mistakes.report(span.start + offset..span.end + offset, error.message(), help);
}

/// Blanks of the same length: the rest keeps its places.
fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

/// From each line that begins with a bracket to the next one.
fn sections(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && line.trim_start().starts_with('[') {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}
