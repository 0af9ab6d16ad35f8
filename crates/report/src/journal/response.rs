//! Response categories before, at 1 to 2 years and last, and who went where.

use analysis::{MemberRow, Response};

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Line, SHARE};
use super::group::Group;
use crate::Document;
use crate::html::words::{self, RESPONSES};

type When = (&'static str, fn(&MemberRow) -> Response);

const BEFORE: When = ("before", |member| member.response_before);
const FOLLOW_UP: When = ("at 1 to 2 years", |member| member.response_1_2y);
const LAST: When = ("at the last visit", |member| member.response_last);

/// How many are in each category, at each time.
pub(super) fn distribution(document: &Document<'_>) -> Option<JournalTable> {
    let cohort = cohort(document)?;
    let times = [BEFORE, FOLLOW_UP, LAST];
    let line = |category: &Response| {
        let values = times.iter().map(|(_, of)| cohort.share(|member| of(member) == *category));
        Line::new(words::response(*category), values.collect())
    };
    let grid = Grid {
        id: "responses",
        tab: "Responses",
        caption: "Response category before, at 1 to 2 years and at the last visit, whole cohort, n/N (%)"
            .into(),
        first: ("Category (ATA 2015)", 2.0),
        columns: times.iter().map(|(name, _)| Column::new(words::capital(name), SHARE, 1.3)).collect(),
        lines: RESPONSES.iter().map(line).collect(),
        notes: vec![
            "Each window is judged anew from its own records; unknown means that no neck study or no usable \
             thyroglobulin lies in the window."
                .into(),
        ],
        ..Grid::default()
    };
    Some(grid.finish())
}

/// From before to 1 to 2 years.
pub(super) fn first_transition(document: &Document<'_>) -> Option<JournalTable> {
    transition(document, ("transition_1_2y", "Response to 1-2 y"), BEFORE, FOLLOW_UP)
}

/// From 1 to 2 years to the last visit.
pub(super) fn last_transition(document: &Document<'_>) -> Option<JournalTable> {
    transition(document, ("transition_last", "Response to last visit"), FOLLOW_UP, LAST)
}

fn transition(
    document: &Document<'_>,
    (id, tab): (&'static str, &'static str),
    (earlier, before): When,
    (later, after): When,
) -> Option<JournalTable> {
    let cohort = cohort(document)?;
    let line = |name: &str, keep: &dyn Fn(&MemberRow) -> bool| {
        let to = |category: &Response| {
            Value::Count(cohort.count(|member| keep(member) && after(member) == *category))
        };
        let mut values: Vec<Value> = RESPONSES.iter().map(to).collect();
        values.push(Value::Count(cohort.count(keep)));
        Line::new(name, values)
    };
    let mut lines: Vec<Line> = RESPONSES
        .iter()
        .map(|from| line(words::response(*from), &|member| before(member) == *from))
        .collect();
    lines.push(line("all", &|_| true));
    let mut columns: Vec<Column> = RESPONSES
        .iter()
        .map(|category| Column::new(words::capital(words::response(*category)), &[Part::N], 1.0))
        .collect();
    columns.push(Column::new("All", &[Part::N], 0.7));
    let grid = Grid {
        id,
        tab,
        caption: format!("Patients by response category {earlier} (lines) and {later} (columns)"),
        first: ("Category (ATA 2015)", 1.8),
        over: vec![(RESPONSES.len(), words::capital(later)), (1, String::new())],
        columns,
        lines,
        notes: vec!["Numbers of patients, whole cohort; lines and columns add up to the totals.".into()],
        ..Grid::default()
    };
    Some(grid.finish())
}

fn cohort<'a>(document: &Document<'a>) -> Option<Group<'a>> {
    Group::all(document.results).into_iter().next()
}
