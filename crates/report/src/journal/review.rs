//! What was not used as recorded, counted by kind.

use std::collections::BTreeMap;

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Line};
use crate::Document;
use crate::html::words;

/// Lines of the review queue by kind and file.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let mut kinds: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for row in document.review {
        *kinds.entry(&row.kind).or_default().entry(&row.source).or_default() += 1;
    }
    let mut lines = Vec::new();
    for (kind, sources) in &kinds {
        let all = sources.values().sum();
        lines.push(Line::new(words::capital(kind), vec![Value::Text("all files".into()), Value::Count(all)]));
        let inside = sources.iter().map(|(source, n)| {
            Line::inside(words::capital(kind), vec![Value::Text((*source).into()), Value::Count(*n)])
        });
        lines.extend(inside);
    }
    lines.push(Line::new(
        "All kinds",
        vec![Value::Text("all files".into()), Value::Count(document.review.len())],
    ));
    let grid = Grid {
        id: "review",
        tab: "Review queue",
        caption: "Values and rows that were not used as recorded, by kind".into(),
        first: ("Kind", 2.4),
        columns: vec![Column::new("File", &[Part::Text], 1.6), Column::new("Lines", &[Part::N], 0.8)],
        lines,
        notes: vec!["review.csv has each of them, with patient, file and line.".into()],
        ..Grid::default()
    };
    Some(grid.finish())
}
