//! Why a command stops, and with which exit code.

use std::fmt::{self, Write};
use std::io::{self, ErrorKind};

/// Exit codes (STYLE.md).
pub mod exit {
    /// Something failed that is not the user's doing.
    pub const INTERNAL: u8 = 1;
    /// The command line is wrong.
    pub const USAGE: u8 = 2;
    /// The protocol has mistakes.
    pub const PROTOCOL: u8 = 10;
    /// The data cannot be used.
    pub const DATA: u8 = 11;
    /// A check of printed figures failed.
    pub const CHECK: u8 = 13;
}

/// Where the sheets are explained.
const SHEETS: &str = "docs/guide says what is read and how: sheets.md, omop.md, postgres.md, fhir.md";
/// Where the keys are explained.
const KEYS: &str = "docs/reference/protocol.md explains every key";

/// Where files of figures are explained.
const FIGURES: &str = "docs/guide/audit.md explains the file";

/// Why a command stops.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong.
    Usage {
        /// What is wrong.
        what: String,
        /// What to do.
        help: String,
    },
    /// The protocol has mistakes, or cannot be read.
    Protocol(protocol::Problem),
    /// The data cannot be used, or cannot be read.
    Source(source::Failure),
    /// Documents that could not be made; everything else was written.
    Documents(Vec<press::Failure>),
    /// A file of printed figures has mistakes of its own.
    Figures(Vec<audit::Mistake>),
    /// A file of printed figures cannot be read: what was being done, and the cause.
    Unreadable(String, io::Error),
    /// So many printed figures exclude each other, or are none.
    Printed(usize),
    /// Files of an earlier run cannot be used: every problem.
    Results(Vec<String>),
    /// The world failed: what was being done, and the cause.
    World(String, io::Error),
}

impl Failure {
    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Usage { .. } => exit::USAGE,
            Failure::Protocol(_) => exit::PROTOCOL,
            Failure::Source(_) | Failure::Results(_) | Failure::Figures(_) | Failure::Unreadable(..) => {
                exit::DATA
            }
            Failure::Printed(_) => exit::CHECK,
            Failure::Documents(_) | Failure::World(..) => exit::INTERNAL,
        }
    }

    /// What to do about the whole, a sentence each; single mistakes bring their own.
    pub fn help(&self) -> Vec<&str> {
        let first = match self {
            Failure::Usage { help, .. } => Some(help.as_str()),
            Failure::Protocol(protocol::Problem::Mistakes(_)) => Some(KEYS),
            Failure::Protocol(protocol::Problem::Unreadable { error, .. }) => reading(error.kind()),
            Failure::Source(source::Failure::Refused(_)) => Some(SHEETS),
            Failure::Source(source::Failure::World(source::Error::Read { source, .. })) => {
                reading(source.kind())
            }
            Failure::Source(source::Failure::World(source::Error::Engine { help, .. })) => {
                Some(help.as_str())
            }
            Failure::Documents(_) => {
                Some("the other files were written; please report this with the version")
            }
            Failure::Figures(_) => Some(FIGURES),
            Failure::Unreadable(_, error) => reading(error.kind()),
            Failure::Printed(_) => {
                Some("compare them with the paper; docs/guide/audit.md says what each check means")
            }
            Failure::Results(_) => Some("name two folders that `retreat run` wrote, with all their files"),
            Failure::World(_, error) => writing(error.kind()),
        };
        first.into_iter().collect()
    }
}

/// What went wrong, in one line: `reading lab.csv: Permission denied (os error 13)`.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        match self {
            Failure::Usage { what, .. } => f.write_str(what),
            Failure::Protocol(protocol::Problem::Mistakes(mistakes)) => {
                write!(f, "the protocol cannot be used: {}", counted(mistakes.len(), "mistake"))
            }
            Failure::Source(source::Failure::Refused(refusal)) => {
                write!(f, "the data cannot be used: {}", counted(refusal.problems.len(), "problem"))
            }
            Failure::Documents(failures) => {
                let each: Vec<String> = failures.iter().map(ToString::to_string).collect();
                f.write_str(&each.join("; "))
            }
            Failure::Results(problems) => {
                write!(f, "the results cannot be compared: {}", counted(problems.len(), "problem"))?;
                problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
            }
            Failure::Protocol(problem) => f.write_str(&chain(problem)),
            Failure::Source(failure) => f.write_str(&chain(failure)),
            Failure::Figures(mistakes) => {
                write!(f, "the file of figures cannot be used: {}", counted(mistakes.len(), "mistake"))
            }
            Failure::Printed(n) => write!(f, "{} in the printed figures", counted(*n, "error")),
            Failure::Unreadable(what, error) | Failure::World(what, error) => write!(f, "{what}: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

fn reading(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Some("look at how the path is written"),
        ErrorKind::IsADirectory => Some("this is a folder: name the file in it"),
        ErrorKind::InvalidData => Some("save the file as text in UTF-8"),
        ErrorKind::PermissionDenied => Some("let the account that runs the program read this place"),
        _ => None,
    }
}

fn writing(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotFound => {
            Some("name a place in which the account that runs the program may make folders")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Some("make room, or name a place that has more of it")
        }
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            Some("a mounted folder cannot be replaced as a whole: name a new folder in it")
        }
        ErrorKind::AlreadyExists => Some("move this folder away, or name another place"),
        _ => None,
    }
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
