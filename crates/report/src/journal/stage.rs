//! Staging by two editions, and initial risk.

use std::collections::BTreeSet;

use analysis::MemberRow;

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Line};
use super::group::Group;
use crate::Document;
use crate::html::words;

const SEVERAL: &str = "several possible, inputs missing";
/// Risks from the lowest, then unknown.
const RISKS: [&str; 6] = ["low", "<=intermediate", "intermediate", ">=intermediate", "high", "unknown"];

/// Stage by the seventh edition against stage by the eighth.
pub(super) fn editions(document: &Document<'_>) -> Option<JournalTable> {
    let cohort = Group::all(document.results).into_iter().next()?;
    let seventh = met(cohort.members(), |member| stage(&member.stage_7));
    let eighth = met(cohort.members(), |member| stage(&member.stage_8));
    let line = |name: &str, keep: &dyn Fn(&MemberRow) -> bool| {
        let cell = |of: &&str| Value::Count(cohort.count(|m| keep(m) && stage(&m.stage_8) == *of));
        let mut values: Vec<Value> = eighth.iter().map(cell).collect();
        values.push(Value::Count(cohort.count(keep)));
        Line::new(name, values)
    };
    let mut lines: Vec<Line> =
        seventh.iter().map(|of| line(of, &|member| stage(&member.stage_7) == *of)).collect();
    lines.push(line("all", &|_| true));
    let mut columns: Vec<Column> = eighth.iter().map(|of| Column::new(*of, &[Part::N], 1.0)).collect();
    columns.push(Column::new("All", &[Part::N], 0.8));
    let over = match eighth.len() {
        0 => Vec::new(),
        n => vec![(n, "Stage, AJCC 8".to_owned()), (1, String::new())],
    };
    let grid = Grid {
        id: "staging",
        tab: "Staging",
        caption: "Patients by stage of the AJCC seventh edition (lines) and eighth edition (columns)".into(),
        first: ("Stage, AJCC 7", 1.8),
        over,
        columns,
        lines,
        notes: vec![format!(
            "Numbers of patients, whole cohort. \"{SEVERAL}\": the recorded T, N, M and age leave more than \
             one stage possible."
        )],
        ..Grid::default()
    };
    Some(grid.finish())
}

/// Initial risk of recurrence by stratum.
pub(super) fn risk(document: &Document<'_>) -> Option<JournalTable> {
    let groups = Group::all(document.results);
    let known = met(groups.first()?.members(), |member| member.risk);
    let others = known.iter().copied().filter(|risk| !RISKS.contains(risk));
    let line = |risk: &str| {
        let values = groups.iter().map(|group| group.share(|member| member.risk == risk));
        Line::new(named(risk), values.collect())
    };
    let met = RISKS.into_iter().filter(|risk| known.contains(risk));
    let lines: Vec<Line> = met.chain(others).map(line).collect();
    let grid = Grid {
        id: "risk",
        tab: "ATA risk",
        caption: "Initial risk of recurrence (ATA 2015) by stratum, n/N (%)".into(),
        first: ("Risk", 2.0),
        columns: groups.iter().map(Group::column).collect(),
        lines,
        notes: vec!["Risk is known only to a bound where inputs are missing.".into()],
        ..Grid::default()
    };
    (groups[0].n() > 0).then(|| grid.finish())
}

fn named(risk: &str) -> String {
    if risk.is_empty() { "not recorded".into() } else { words::category(risk) }
}

/// A stage; one word for all that are known only as an interval.
fn stage(label: &str) -> &str {
    match label {
        "" => "not recorded",
        label if label.contains(" to ") => SEVERAL,
        label => label,
    }
}

/// The words met among the members, in alphabetical order: stages first, then what is not known.
fn met<'a>(members: &[&'a MemberRow], word: impl Fn(&'a MemberRow) -> &'a str) -> BTreeSet<&'a str> {
    members.iter().map(|member| word(member)).collect()
}
