//! A manuscript and a figure as PDF.

use figure::{Print, Scene};

use crate::{Failure, Manuscript};

/// The manuscript as bytes of a PDF file.
///
/// # Errors
/// When it cannot be set.
pub fn pdf(_manuscript: &Manuscript) -> Result<Vec<u8>, Failure> {
    Err(Failure { document: "report.pdf", cause: "not written yet".into() })
}

/// One figure as a PDF of its own size.
///
/// # Errors
/// When it cannot be set.
pub fn figure_pdf(_scene: &Scene, _print: Print) -> Result<Vec<u8>, Failure> {
    Err(Failure { document: "a figure", cause: "not written yet".into() })
}
