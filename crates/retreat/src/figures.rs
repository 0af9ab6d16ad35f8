//! A file of printed figures.

use std::fs;
use std::path::Path;

use audit::Figures;

use crate::failure::Failure;

/// Reads a file of figures (docs/guide/audit.md).
///
/// # Errors
/// [`Failure::Figures`] with every mistake of the file, [`Failure::World`] when it cannot be read.
pub fn load(path: &Path) -> Result<Figures, Failure> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| Failure::Unreadable(format!("reading {name}"), error))?;
    audit::read(&text, &name).map_err(Failure::Figures)
}
