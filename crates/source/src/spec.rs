//! Naming a source: `sheets:PATH`, `omop:PATH`, `fhir:PATH`, or a bare path whose kind is detected.

use std::ffi::OsStr;
use std::path::PathBuf;

use timeline::words;

words! {
    /// Kind of a source.
    pub enum SourceKind {
        /// A folder of study sheets as CSV, or one XLSX workbook.
        Sheets = "sheets",
        /// OMOP CDM tables.
        Omop = "omop",
        /// FHIR R4 resources.
        Fhir = "fhir",
    }
}

/// A source as the user names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSpec {
    /// The kind, when named; else it is detected.
    pub kind: Option<SourceKind>,
    /// A folder, a file, or (for OMOP) the address of a database.
    pub path: PathBuf,
}

impl SourceSpec {
    /// Reads `kind:PATH` or a bare path. Any text is a source; whether it exists shows in reading.
    pub fn new(text: impl AsRef<OsStr>) -> SourceSpec {
        let text = text.as_ref();
        let named = text.to_str().and_then(|text| {
            let (kind, path) = text.split_once(':')?;
            Some((SourceKind::from_word(kind)?, PathBuf::from(path)))
        });
        match named {
            Some((kind, path)) => SourceSpec { kind: Some(kind), path },
            None => SourceSpec { kind: None, path: PathBuf::from(text) },
        }
    }
}

impl From<&str> for SourceSpec {
    fn from(text: &str) -> SourceSpec {
        SourceSpec::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_may_stand_in_front() {
        for (text, kind, path) in [
            ("sheets:/data/a", Some(SourceKind::Sheets), "/data/a"),
            ("omop:postgres://host/db", Some(SourceKind::Omop), "postgres://host/db"),
            ("fhir:x", Some(SourceKind::Fhir), "x"),
            ("/data/a", None, "/data/a"),
            ("C:/data", None, "C:/data"),
            ("other:x", None, "other:x"),
        ] {
            assert_eq!(SourceSpec::new(text), SourceSpec { kind, path: path.into() });
        }
    }
}
