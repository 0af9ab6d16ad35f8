//! Why a command stops, and with which exit code.

use std::fmt::Write;

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
}

/// Why a command stops.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong; what and what to do.
    Usage(String),
    /// The protocol has mistakes, or cannot be read.
    Protocol(protocol::Problem),
    /// The data cannot be used, or cannot be read.
    Source(source::Failure),
    /// The world failed: what was being done, and the cause.
    World(String, std::io::Error),
}

impl Failure {
    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Usage(_) => exit::USAGE,
            Failure::Protocol(_) => exit::PROTOCOL,
            Failure::Source(source::Failure::Refused(_)) => exit::DATA,
            Failure::Source(source::Failure::World(_)) => exit::DATA,
            Failure::World(..) => exit::INTERNAL,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Usage(message) => write!(f, "{message}"),
            Failure::Protocol(problem) => write!(f, "{problem}"),
            Failure::Source(failure) => write!(f, "{}", chain(failure)),
            Failure::World(what, error) => write!(f, "{what}: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

/// An error with its causes: `reading lab.csv: permission denied`.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
