//! Why a reading stops: the user's data (all problems at once) or the world.

use std::fmt;
use std::path::PathBuf;

use timeline::words;

use crate::Finding;

words! {
    /// What is wrong with a source. The word is a stable code.
    pub enum ProblemKind {
        /// The source cannot be found, or is of no known kind.
        UnknownSource = "unknown_source",
        /// A table that is needed is not there.
        MissingTable = "missing_table",
        /// Two files claim to be the same table.
        DuplicateTable = "duplicate_table",
        /// Tables of two versions of the CDM in one place.
        MixedVersions = "mixed_versions",
        /// A column holds something else than its definition says.
        WrongType = "wrong_type",
        /// A file is cut off or damaged.
        DamagedFile = "damaged_file",
        /// A value cannot be read.
        UnreadableValue = "unreadable_value",
        /// The account that reads may not.
        NoPermission = "no_permission",
        /// Compressed in a way that this program cannot read.
        UnknownCompression = "unknown_compression",
        /// A required sheet is missing in all sources.
        MissingSheet = "missing_sheet",
        /// A required column is missing.
        MissingColumn = "missing_column",
        /// Two columns have the same name.
        DuplicateColumn = "duplicate_column",
        /// Two files or workbook sheets claim to be the same sheet.
        DuplicateSheet = "duplicate_sheet",
        /// The file has no header row.
        EmptyFile = "empty_file",
        /// The file is not text.
        BinaryFile = "binary_file",
        /// The bytes are not in the encoding expected.
        Encoding = "encoding",
        /// A quote is opened and never closed.
        UnterminatedQuote = "unterminated_quote",
        /// The workbook cannot be read.
        UnreadableWorkbook = "unreadable_workbook",
        /// Too many rows of a sheet cannot be used.
        TooManyRowsNotUsed = "too_many_rows_not_used",
        /// More than the program can number (rows, files, laboratory methods).
        TooLarge = "too_large",
    }
}

/// One thing that the user has to put right.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The file, sheet or source, as shown; empty when it is about all sources together.
    pub file: String,
    /// The line, counted from 1, where there is one.
    pub line: Option<u64>,
    /// What is wrong, in a sentence. Holds no patient's value.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The rows concerned, for [`ProblemKind::TooManyRowsNotUsed`]; else empty.
    pub findings: Vec<Finding>,
}

impl Problem {
    pub(crate) fn new(
        kind: ProblemKind,
        file: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        let (file, message, help) = (file.into(), message.into(), help.into());
        Problem { kind, file, line: None, message, help, findings: Vec::new() }
    }

    pub(crate) fn at(mut self, line: u32) -> Problem {
        self.line = Some(line.into());
        self
    }
}

/// `place: what is wrong`, then the help, then the first rows concerned (place and kind only).
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 5;
        match (self.file.is_empty(), self.line) {
            (true, _) => {}
            (false, None) => write!(f, "{}: ", self.file)?,
            (false, Some(line)) => write!(f, "{}, line {line}: ", self.file)?,
        }
        write!(f, "{} [{}]\n  help: {}", self.message, self.kind.word(), self.help)?;
        for finding in self.findings.iter().take(SHOWN) {
            write!(f, "\n  line {}: {}", finding.line, finding.kind.word())?;
            if let Some(column) = finding.column {
                write!(f, " ({column})")?;
            }
        }
        if self.findings.len() > SHOWN {
            write!(f, "\n  and {} more", self.findings.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// The data cannot be used as they are: every problem that was found, in the order of the sources.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The problems; never empty.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.problems.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// The world failed: the data may be right, but cannot be had.
#[derive(Debug)]
pub enum Error {
    /// A file or folder cannot be read.
    Read {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An engine cannot answer: a database, a cluster, a file that breaks off.
    Engine {
        /// What was being done, and where.
        what: String,
        /// What to do.
        help: String,
        /// What the system said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Read { path, .. } => write!(f, "reading {}", path.display()),
            Error::Engine { what, .. } => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Read { source, .. } => Some(source),
            Error::Engine { source, .. } => Some(&**source),
        }
    }
}

/// Why there is no [`Reading`](crate::Reading).
#[derive(Debug)]
pub enum Failure {
    /// The user's data (exit code 11).
    Refused(Refusal),
    /// The world.
    World(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::World(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(refusal) => refusal.fmt(f),
            Failure::World(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Failure::Refused(_) => None,
            Failure::World(error) => error.source(),
        }
    }
}
