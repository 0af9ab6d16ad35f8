//! Mistakes while they are collected, and where they are.

use std::ops::Range;

use crate::{Code, Diagnostic};

/// A text with its name; turns byte offsets into lines and columns.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    name: &'a str,
    text: &'a str,
    is_concept_file: bool,
}

impl<'a> Source<'a> {
    pub(crate) fn protocol(name: &'a str, text: &'a str) -> Source<'a> {
        Source { name, text, is_concept_file: false }
    }

    pub(crate) fn concept_file(name: &'a str, text: &'a str) -> Source<'a> {
        Source { name, text, is_concept_file: true }
    }

    /// The mistake at `span`; a span that ends beyond its line is cut at the line's end.
    pub(crate) fn diagnostic(
        &self,
        code: Code,
        span: Range<usize>,
        key: &str,
        message: String,
        help: String,
    ) -> Diagnostic {
        let start = self.boundary(span.start);
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let end = self.boundary(span.end).clamp(start, line_end);
        Diagnostic {
            code,
            file: self.name.to_owned(),
            in_concept_file: self.is_concept_file,
            line: self.text[..line_start].matches('\n').count() + 1,
            column: self.text[line_start..start].chars().count() + 1,
            width: self.text[start..end].chars().count().max(1),
            key: key.to_owned(),
            message,
            help,
            source_line: self.text[line_start..line_end].trim_end_matches('\r').to_owned(),
        }
    }

    /// The nearest character boundary at or before `offset`.
    fn boundary(&self, offset: usize) -> usize {
        let mut at = offset.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The mistakes of a protocol and its concept files.
pub(crate) struct Findings<'a> {
    source: Source<'a>,
    in_protocol: Vec<(usize, Diagnostic)>,
    in_concept_files: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(source: Source<'a>) -> Findings<'a> {
        Findings { source, in_protocol: Vec::new(), in_concept_files: Vec::new() }
    }

    /// Records a mistake in the protocol itself.
    pub(crate) fn report(
        &mut self,
        code: Code,
        span: Range<usize>,
        key: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let found = self.source.diagnostic(code, span.clone(), key, message.into(), help.into());
        self.in_protocol.push((span.start, found));
    }

    /// Records the mistakes of one concept file.
    pub(crate) fn report_concepts(&mut self, mut found: Vec<Diagnostic>) {
        found.sort_by_key(|found| (found.line, found.column));
        self.in_concept_files.append(&mut found);
    }

    /// An empty list about the same text.
    pub(crate) fn apart(&self) -> Findings<'a> {
        Findings::new(self.source)
    }

    /// Takes over those of `others` that are new: inside of `own`, or of a kind not yet reported at their
    /// place. `about` stands before the message of one that lies outside, where its cause cannot be seen.
    pub(crate) fn adopt(&mut self, others: Findings<'a>, own: &[Range<usize>], about: &str) {
        for (at, mut found) in others.in_protocol {
            let is_inside = own.iter().any(|span| span.contains(&at));
            let is_known = self.in_protocol.iter().any(|(old, known)| *old == at && known.code == found.code);
            if !is_inside && !is_known {
                found.message = format!("{about}: {}", found.message);
            }
            if !is_known {
                self.in_protocol.push((at, found));
            }
        }
    }

    /// Everything in the order of the file, concept files last, in the order of their keys.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.in_protocol.sort_by_key(|(offset, found)| (*offset, found.code));
        let own = self.in_protocol.into_iter().map(|(_, found)| found);
        own.chain(self.in_concept_files).collect()
    }
}
