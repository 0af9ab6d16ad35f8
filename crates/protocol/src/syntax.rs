//! TOML, read so that one slip does not hide the next mistake.
//!
//! The TOML reader stops at the first error. Where there is one, the text is cut into statements, each
//! is read alone, and those that cannot be read are replaced by blanks of the same length: the rest
//! keeps its places and can be checked.

use std::ops::Range;

use toml_edit::{Document, TomlError};

use crate::Code;
use crate::findings::Findings;

/// Most lines of one statement that are tried when the text has errors.
const LONGEST: usize = 30;
/// Most errors that are reported: a text with more is hardly a protocol.
const MOST_ERRORS: usize = 100;

/// What could be read.
pub(crate) struct Parsed {
    pub(crate) document: Document<String>,
    /// Names of keys and sections that stand in the text but could not be read: they are not missing.
    pub(crate) unread: Vec<String>,
    /// A section header could not be read: any section may be the one.
    pub(crate) unread_header: bool,
}

/// Reads a text; every error is reported.
pub(crate) fn parse(text: &str, findings: &mut Findings) -> Parsed {
    match Document::parse(text.to_owned()) {
        Ok(document) => Parsed { document, unread: Vec::new(), unread_header: false },
        Err(_) => Recovery::new(text).run(findings),
    }
}

struct Statement {
    span: Range<usize>,
    is_header: bool,
}

struct Recovery<'a> {
    text: &'a str,
    readable: Vec<u8>,
    statements: Vec<Statement>,
    unread: Vec<String>,
    unread_header: bool,
    n_errors: usize,
}

impl<'a> Recovery<'a> {
    fn new(text: &'a str) -> Recovery<'a> {
        let readable = text.as_bytes().to_vec();
        Recovery {
            text,
            readable,
            statements: Vec::new(),
            unread: Vec::new(),
            unread_header: false,
            n_errors: 0,
        }
    }

    fn run(mut self, findings: &mut Findings) -> Parsed {
        self.cut(findings);
        let document = loop {
            let text = String::from_utf8_lossy(&self.readable).into_owned();
            let error = match Document::parse(text) {
                Ok(document) => break document,
                Err(error) => error,
            };
            let at = error.span().map_or(0, |span| span.start);
            let still_there = |s: &Statement| s.span.contains(&at) && !self.is_blank(&s.span);
            let statement = self.statements.iter().position(still_there);
            if self.n_errors < MOST_ERRORS {
                self.report(findings, &error, 0);
            }
            match statement {
                Some(statement) if self.n_errors < MOST_ERRORS => self.drop_statement(statement),
                _ => {
                    self.unread_header = true;
                    break Document::parse(String::new()).expect("an empty text is valid TOML");
                }
            }
        };
        Parsed { document, unread: self.unread, unread_header: self.unread_header }
    }

    /// Cuts the text into statements and drops those that cannot be read alone.
    fn cut(&mut self, findings: &mut Findings) {
        let lines = line_spans(self.text);
        let mut at = 0;
        while at < lines.len() && self.n_errors < MOST_ERRORS {
            let line = self.text[lines[at].clone()].trim_start_matches('\u{feff}').trim_start();
            if line.trim().is_empty() || line.starts_with('#') {
                at += 1;
                continue;
            }
            let is_header = line.starts_with('[');
            let complete = (at..lines.len().min(at + LONGEST))
                .find(|last| Document::parse(&self.text[lines[at].start..lines[*last].end]).is_ok());
            let last = complete.unwrap_or_else(|| last_line(self.text, &lines, at));
            let span = lines[at].start..lines[last].end;
            self.statements.push(Statement { span: span.clone(), is_header });
            if complete.is_none()
                && let Err(error) = Document::parse(&self.text[span.clone()])
            {
                self.report(findings, &error, span.start);
                self.drop_statement(self.statements.len() - 1);
            }
            at = last + 1;
        }
        self.drop_orphans();
    }

    /// Without its header a statement would fall to the section before.
    fn drop_orphans(&mut self) {
        let mut headless = false;
        for index in 0..self.statements.len() {
            if self.statements[index].is_header {
                headless = self.is_blank(&self.statements[index].span);
            } else if headless {
                self.drop_statement(index);
            }
        }
    }

    fn drop_statement(&mut self, index: usize) {
        let Statement { span, is_header } = &self.statements[index];
        let (span, is_header) = (span.clone(), *is_header);
        let text = &self.text[span.clone()];
        self.unread.push(name_of(text));
        for byte in &mut self.readable[span] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        if is_header {
            self.unread_header |= !crate::keys::is_table(&name_of(text));
            let end = (index + 1..self.statements.len()).find(|i| self.statements[*i].is_header);
            for own in index + 1..end.unwrap_or(self.statements.len()) {
                self.drop_statement(own);
            }
        }
    }

    fn report(&mut self, findings: &mut Findings, error: &TomlError, offset: usize) {
        self.n_errors += 1;
        let span = error.span().unwrap_or(0..0);
        let span = offset + span.start..offset + span.end;
        if error.message() == "duplicate key" {
            let name = self.text.get(span.clone()).unwrap_or("").trim().to_owned();
            let message = format!("`{name}` stands twice");
            findings.report(Code::Repeated, span, "", message, "keep one of the two");
        } else {
            let help = "text stands in double quotes, a list in [ ], a number bare with a decimal point; \
                    one `key = value` to a line";
            findings.report(Code::Syntax, span, "", error.message().to_owned(), help);
        }
    }

    fn is_blank(&self, span: &Range<usize>) -> bool {
        self.readable[span.clone()].iter().all(|byte| byte.is_ascii_whitespace())
    }
}

/// The name of a key or section as far as it can be made out.
fn name_of(statement: &str) -> String {
    let head = statement.split(['=', '\n', '#']).next().unwrap_or("");
    let head = head.trim().trim_matches(|c: char| "[]\"'".contains(c) || c.is_whitespace());
    head.split_whitespace().next().unwrap_or("").to_owned()
}

/// The last line of a statement that begins at `from` and cannot be read: up to the next line that
/// looks like a key or a header.
fn last_line(text: &str, lines: &[Range<usize>], from: usize) -> usize {
    let begins = |line: &str| {
        let line = line.trim_start();
        let name = line.trim_start_matches(|c: char| c.is_alphanumeric() || "_-.\"'".contains(c));
        line.starts_with('[') || (name.len() < line.len() && name.trim_start().starts_with('='))
    };
    let next = (from + 1..lines.len()).find(|i| begins(&text[lines[*i].clone()]));
    next.unwrap_or(lines.len()) - 1
}

fn line_spans(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let span = start..start + line.len();
            start = span.end;
            span
        })
        .collect()
}
