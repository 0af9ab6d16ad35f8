//! One mistake with its place and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::Code;

/// One mistake in a protocol or in a concept file that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kind of mistake.
    pub code: Code,
    /// The file: the name given to [`crate::Protocol::parse`] (the path for `load`), or the concept
    /// file as the protocol names it.
    pub file: String,
    /// Whether `file` is a concept file.
    pub in_concept_file: bool,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters of the line are meant, at least 1.
    pub width: usize,
    /// The key concerned, `section.key`; the column for a concept file; empty for the file as a whole.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The line of the file, without its end.
    pub source_line: String,
}

impl Diagnostic {
    /// The mistake with the source line and a caret under the place, as plain text of several lines
    /// without a final newline.
    ///
    /// `file_name` and `source_text` are those of the protocol file; a mistake in a concept file shows
    /// the concept file's name and line instead. `Display` shows the same with what was recorded.
    pub fn render(&self, file_name: &str, source_text: &str) -> String {
        if self.in_concept_file {
            return self.to_string();
        }
        let line = source_text.lines().nth(self.line.saturating_sub(1)).unwrap_or("");
        self.rendered(file_name, line)
    }

    fn rendered(&self, file: &str, source_line: &str) -> String {
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let before: String =
            source_line.chars().take(self.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let beyond = (self.column - 1).saturating_sub(source_line.chars().count());
        let room = source_line.chars().count().saturating_sub(self.column - 1).max(1);
        let caret = "^".repeat(self.width.clamp(1, room));
        let key = if self.key.is_empty() { String::new() } else { format!("{}: ", self.key) };
        let pad = " ".repeat(beyond);
        let help = self.help.replace('\n', &format!("\n{gutter}         "));
        [
            format!("error[{}]: {key}{}", self.code, self.message),
            format!("{gutter}--> {file}:{}:{}", self.line, self.column),
            format!("{gutter} |"),
            format!("{number} | {source_line}"),
            format!("{gutter} | {before}{pad}{caret}"),
            format!("{gutter} = help: {help}"),
        ]
        .join("\n")
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered(&self.file, &self.source_line))
    }
}

/// Why there is no protocol.
#[derive(Debug)]
pub enum Problem {
    /// The protocol file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The protocol is wrong: every mistake, in the order of the file, those of concept files last.
    /// Never empty.
    Mistakes(Vec<Diagnostic>),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unreadable { path, .. } => write!(f, "reading protocol {}", path.display()),
            Problem::Mistakes(mistakes) => {
                for mistake in mistakes {
                    writeln!(f, "{mistake}\n")?;
                }
                match mistakes.len() {
                    1 => write!(f, "1 mistake in the protocol"),
                    n => write!(f, "{n} mistakes in the protocol"),
                }
            }
        }
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Problem::Unreadable { error, .. } => Some(error),
            Problem::Mistakes(_) => None,
        }
    }
}
