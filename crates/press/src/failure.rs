//! Why a document could not be made.

use std::fmt;

/// A document that could not be made: which, and the cause in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The document: `report.pdf`.
    pub document: &'static str,
    /// The cause.
    pub cause: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "making {}: {}", self.document, self.cause)
    }
}

impl std::error::Error for Failure {}
