//! A manuscript as Word document.

use crate::{Failure, Manuscript};

/// The manuscript as bytes of a DOCX file.
///
/// # Errors
/// When the package cannot be written.
pub fn docx(_manuscript: &Manuscript) -> Result<Vec<u8>, Failure> {
    Err(Failure { document: "manuscript.docx", cause: "not written yet".into() })
}
