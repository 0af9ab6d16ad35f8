//! One mistake in a file of figures, with its place and what to do.

use std::fmt;
use std::ops::Range;

/// What is wrong with the file itself; what is wrong with the paper is a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters of the line are meant, at least 1.
    pub width: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The line, without its end.
    pub source_line: String,
}

impl Mistake {
    /// The mistake at these bytes of the text; a place beyond its line is cut at the line's end.
    pub(crate) fn at(file: &str, text: &str, span: Range<usize>, message: String, help: String) -> Mistake {
        let start = text.floor_char_boundary(span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = text.floor_char_boundary(span.end).clamp(start, line_end);
        Mistake {
            file: file.to_owned(),
            line: text[..line_start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            width: text[start..end].chars().count().max(1),
            message,
            help,
            source_line: text[line_start..line_end].trim_end_matches('\r').to_owned(),
        }
    }
}

/// With the source line and a caret under the place, as the mistakes of a protocol are shown.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let blank = |letter| if letter == '\t' { '\t' } else { ' ' };
        let before: String = self.source_line.chars().take(self.column - 1).map(blank).collect();
        writeln!(f, "error: {}", self.message)?;
        writeln!(f, "{gutter}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{gutter} |\n{number} | {}", self.source_line)?;
        writeln!(f, "{gutter} | {before}{}", "^".repeat(self.width))?;
        write!(f, "{gutter} = help: {}", self.help)
    }
}
