//! A workbook as XLSX file.

use crate::{Failure, Workbook};

/// The workbook as bytes of an XLSX file.
///
/// # Errors
/// When the package cannot be written.
pub fn xlsx(_workbook: &Workbook) -> Result<Vec<u8>, Failure> {
    Err(Failure { document: "tables.xlsx", cause: "not written yet".into() })
}
