//! The files that were read, and what made the numbers.

use press::{Sheet, SheetCell};

use crate::{Document, SourceRow};

/// Program, study and protocol, then each file with its hash and its rows.
pub(super) fn sheet(document: &Document<'_>) -> Sheet {
    let results = document.results;
    let group = |text: &str| vec![SheetCell::Group(text.into())];
    let fact = |name: &str, value: &str| [name, value].map(|text| SheetCell::Text(text.into())).to_vec();
    let mut rows = vec![
        group("What made the numbers"),
        fact("program", "retreat"),
        fact("version", document.version),
        fact("study", &results.study),
        fact("SHA-256 of the protocol and its concept sets", &results.protocol_hash),
        fact("seed of methods that draw random numbers", &document.protocol.analysis.seed.to_string()),
        group("Files read"),
    ];
    rows.extend(document.sources.iter().map(file));
    Sheet {
        name: "Files and versions".into(),
        title: "Files read and versions".into(),
        head: [
            "File or fact",
            "SHA-256 or value",
            "Rows read",
            "Rows used",
            "Rows not used",
            "Rows of other analytes",
            "Rows recorded twice",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
        notes: vec!["manifest.json has the same, for programs.".into()],
    }
}

fn file(file: &SourceRow) -> Vec<SheetCell> {
    let counts = [file.rows_read, file.rows_used, file.rows_not_used, file.rows_ignored, file.duplicates];
    let mut row = vec![SheetCell::Text(file.name.clone()), SheetCell::Text(file.sha256.clone())];
    row.extend(counts.map(|n| SheetCell::Count(n as u64)));
    row
}
