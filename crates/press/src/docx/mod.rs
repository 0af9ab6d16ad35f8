//! A manuscript as Word document: WordprocessingML of our own, packed by the `zip` crate.
//!
//! The elements stand in the order of the schema (ISO/IEC 29500-1, chapter 17), tables have header rows, figures
//! have alternative text, captions and references are fields that Word renumbers. Nothing depends on a
//! clock or on what was written before.

mod body;
mod package;
mod parts;
mod table;
mod xml;

use crate::fitted::fitted;
use crate::{Failure, Manuscript};

/// The manuscript as bytes of a DOCX file.
///
/// # Errors
/// When a figure cannot be drawn or the package cannot be written.
pub fn docx(manuscript: &Manuscript) -> Result<Vec<u8>, Failure> {
    let manuscript = fitted(manuscript);
    let body = body::Body::of(&manuscript)?;
    package::pack(&manuscript, &body).map_err(|cause| package::failure(&cause))
}
