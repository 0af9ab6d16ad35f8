//! A case's data: every file `<name>.bin` of a folder is a column of little-endian doubles.

use std::collections::HashMap;
use std::path::Path;

/// Columns by name.
pub struct Columns(HashMap<String, Vec<f64>>);

impl Columns {
    /// All of a folder.
    pub fn read(folder: &Path) -> Self {
        let files =
            std::fs::read_dir(folder).expect("the case's folder").map(|entry| entry.expect("a file").path());
        Self(
            files
                .map(|path| {
                    (path.file_stem().expect("a name").to_string_lossy().into_owned(), doubles(&path))
                })
                .collect(),
        )
    }

    /// The column of this name, which the case must have.
    pub fn get(&self, name: &str) -> &[f64] {
        self.0.get(name).unwrap_or_else(|| panic!("the case has no column {name}"))
    }

    /// A column of one number.
    pub fn count(&self, name: &str) -> usize {
        self.get(name)[0] as usize
    }
}

fn doubles(path: &Path) -> Vec<f64> {
    let bytes = std::fs::read(path).expect("a column");
    bytes.chunks_exact(8).map(|eight| f64::from_le_bytes(eight.try_into().expect("eight bytes"))).collect()
}
