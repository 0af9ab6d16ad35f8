//! Who was excluded, and why.

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Line, SHARE};
use crate::Document;
use crate::html::words;

/// The criteria in their order, with those who left at each.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let steps = &document.results.attrition;
    let candidates = steps.first()?.n_remaining;
    let mut lines = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let values = match at.checked_sub(1).map(|before| steps[before].n_remaining) {
            None => vec![
                Value::NotApplicable(Part::Text, "everybody with a patient record is a candidate"),
                Value::NotApplicable(Part::N, "everybody with a patient record is a candidate"),
                Value::Count(step.n_remaining),
            ],
            Some(asked) => vec![
                Value::Text(words::exclusion(step.criterion)),
                Value::Share { n: step.n_excluded, of: asked },
                Value::Count(step.n_remaining),
            ],
        };
        lines.push(Line::new(words::remaining(step.criterion), values));
    }
    let excluded: usize = steps.iter().map(|step| step.n_excluded).sum();
    let cohort = document.results.members.len();
    lines.push(Line::new(
        "All excluded, of the candidates",
        vec![
            Value::Text("any reason".into()),
            Value::Share { n: excluded, of: candidates },
            Value::Count(cohort),
        ],
    ));
    let grid = Grid {
        id: "attrition",
        tab: "Attrition",
        caption: "Selection of the patients: criteria in the order in which they were asked".into(),
        first: ("Remaining after", 2.4),
        columns: vec![
            Column::new("Reason of exclusion", &[Part::Text], 2.4),
            Column::new("Excluded, n/asked (%)", SHARE, 1.4),
            Column::new("Remaining, n", &[Part::N], 1.0),
        ],
        lines,
        notes: vec![
            "The first criterion that is not met is the reason; each candidate is in the cohort or has \
             exactly one reason."
                .into(),
        ],
        ..Grid::default()
    };
    Some(grid.finish())
}
