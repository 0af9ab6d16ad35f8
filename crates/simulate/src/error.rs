//! What can go wrong while a hospital is written.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why no hospital was written.
#[derive(Debug)]
pub enum Error {
    /// The plan asks for no person, or for more than ids can number.
    PersonCount(usize),
    /// The scenario holds a number that means nothing; the text names it.
    Scenario(String),
    /// The folder holds a sheet of this name that no earlier simulation wrote; it is left alone.
    Occupied(PathBuf),
    /// A file or folder could not be written.
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::PersonCount(n) => {
                write!(
                    f,
                    "a hospital of {n} persons cannot be written: ask for 1 to {}",
                    crate::hospital::MOST_PERSONS
                )
            }
            Error::Scenario(what) => write!(f, "the scenario cannot be simulated: {what}"),
            Error::Occupied(path) => write!(
                f,
                "{} exists and was not written by a simulation: choose an empty folder",
                path.display()
            ),
            Error::Write { path, .. } => write!(f, "writing {}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Write { source, .. } => Some(source),
            _ => None,
        }
    }
}
