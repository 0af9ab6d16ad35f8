//! The main estimate in each subgroup.

use analysis::Estimate;

use super::JournalTable;
use super::cell::{Part, Value};
use super::estimates::with_interval;
use super::grid::{Column, Grid, Line};
use crate::Document;
use crate::figures::FEWEST_PAIRS;
use crate::html::number;

const NO_ESTIMATE: &str = "fewer than five pairs, or no spread";
const NO_INTERACTION: &str = "no test of interaction could be made";

/// Pairs, ratio with interval, p, and p of the interaction.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let subgroups = &document.results.subgroups;
    let mut lines = Vec::new();
    for rows in subgroups.chunk_by(|a, b| a.group == b.group) {
        let heading = if rows[0].group.is_empty() { "All" } else { &rows[0].group };
        lines.push(Line::Group(heading.to_owned()));
        for (at, row) in rows.iter().enumerate() {
            let found = &row.estimate;
            // As in the figure.
            let shown = Some(found).filter(|found| found.n >= FEWEST_PAIRS);
            let p = shown.and_then(|found| found.p_value).filter(|p| p.is_finite());
            let once = |p: Option<f64>| match (at, p) {
                (_, None) if row.group.is_empty() => Value::Blank,
                (_, Some(p)) => Value::P(p),
                (0, None) => Value::NotApplicable(Part::P, NO_INTERACTION),
                (_, None) => Value::Blank,
            };
            let values = vec![
                Value::Count(found.n),
                Value::Count(found.missing),
                with_interval(shown, NO_ESTIMATE),
                p.map_or(Value::NotApplicable(Part::P, NO_ESTIMATE), Value::P),
                once(row.p_interaction),
                once(row.p_adjusted),
            ];
            lines.push(Line::inside(row.label.as_str(), values));
        }
    }
    let first = &subgroups.first()?.estimate;
    let level = number::level(first.ci_level.unwrap_or(document.protocol.analysis.confidence_level));
    let grid = Grid {
        id: "subgroups",
        tab: "Subgroups",
        caption: format!("{} in subgroups", measure(first)),
        first: ("Subgroup", 2.2),
        columns: vec![
            Column::new("Pairs, n", &[Part::N], 0.8),
            Column::new("Missing, n", &[Part::N], 0.8),
            Column::new(format!("Estimate ({level} CI)"), &[Part::Value, Part::Low, Part::High], 1.8),
            Column::new("p", &[Part::P], 0.8),
            Column::new("p, interaction", &[Part::P], 0.9),
            Column::new("Holm's p", &[Part::P], 0.8),
        ],
        lines,
        notes: vec![
            "Subgroups are explored, not confirmed. p of the interaction stands on the first line of a \
             characteristic, as it is and adjusted by Holm's method for the number of characteristics; the other p \
             values are not adjusted."
                .into(),
        ],
        ..Grid::default()
    };
    Some(grid.finish())
}

/// What is estimated, where the label names the subgroup.
fn measure(found: &Estimate) -> &str {
    match found.unit {
        "ratio" => "Stimulated thyroglobulin, ratio of geometric means after/before,",
        _ => &found.label,
    }
}
