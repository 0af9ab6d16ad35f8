//! Final status, and treatment after the second course, by stratum.

use analysis::{AdditionalKind, FinalStatus};

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Grid, Layout, Line};
use super::group::Group;
use crate::Document;
use crate::html::{number, words};

const PARTS: &[Part] = &[Part::N, Part::Of, Part::Share, Part::Low, Part::High];
const NO_INTERVAL: &str = "no interval was estimated for the group";

/// Status at the last visit.
pub(super) fn last(document: &Document<'_>) -> Option<JournalTable> {
    let groups = Group::all(document.results);
    let level = number::level(document.protocol.analysis.confidence_level);
    let mut lines: Vec<Line> = words::STATES
        .iter()
        .map(|state| {
            let values = groups.iter().map(|group| group.share(|member| member.final_status == *state));
            Line::new(words::status(*state), values.collect())
        })
        .collect();
    let ci = |group: &Group<'_>| interval(document, &group.id("outcome.ned"));
    let heading = format!("{}, {level} CI (Wilson)", words::status(FinalStatus::Ned));
    lines.insert(1, Line::inside(heading, groups.iter().map(ci).collect()));
    let grid = Grid {
        id: "status",
        tab: "Final status",
        caption: "Final status at the last visit by stratum, n/N (%)".into(),
        first: ("Status", 2.0),
        compared: "Group",
        columns: groups.iter().map(Group::column).map(|column| column.with_parts(PARTS)).collect(),
        lines,
        notes: vec!["The dead and the unknown are in every denominator.".into()],
        layout: Layout::Long(PARTS),
        ..Grid::default()
    };
    Some(grid.finish())
}

/// Treatment later than the second course, any and by type.
pub(super) fn additional(document: &Document<'_>) -> Option<JournalTable> {
    let groups = Group::all(document.results);
    let level = number::level(document.protocol.analysis.confidence_level);
    let any = groups.iter().map(|group| group.share(|member| !member.additional.is_empty()));
    let mut lines = vec![Line::new("any", any.collect())];
    let ci = |group: &Group<'_>| interval(document, &group.id("outcome.additional_treatment"));
    lines.push(Line::inside(format!("any, {level} CI (Wilson)"), groups.iter().map(ci).collect()));
    for &kind in AdditionalKind::ALL {
        let values = groups.iter().map(|group| group.share(|member| member.additional.contains(&kind)));
        lines.push(Line::inside(words::additional(kind), values.collect()));
    }
    let after = document.protocol.windows.additional_treatment_after_days;
    let grid = Grid {
        id: "additional_treatment",
        tab: "Additional treatment",
        caption: format!(
            "Treatment later than {after} days after the second radioiodine course, by type and stratum, n/N (%)"
        ),
        first: ("Treatment", 2.0),
        compared: "Group",
        columns: groups.iter().map(Group::column).map(|column| column.with_parts(PARTS)).collect(),
        lines,
        notes: vec![
            "A patient counts once, and once for each type; types of one patient may be several, so that \
             lines do not add up to any."
                .into(),
        ],
        layout: Layout::Long(PARTS),
        ..Grid::default()
    };
    Some(grid.finish())
}

fn interval(document: &Document<'_>, id: &str) -> Value {
    let ci = document.results.estimate(id).and_then(|found| found.ci);
    ci.map_or(Value::NotApplicable(Part::Low, NO_INTERVAL), Value::ShareInterval)
}
