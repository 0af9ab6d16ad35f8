//! Change of imaging of the structural stratum, findings of the reoperated.

use analysis::{Change, Estimate, Findings, Stratum};

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Line, SHARE};
use super::group::Group;
use crate::Document;
use crate::html::{number, words};

const OF_ALL: &str = "not a class of those who could be judged";
const OF_JUDGED: &str = "the rest of the line above; no estimate of its own";
const NOBODY: &str = "nobody could be judged";
const CLASSES: [(&str, u8, &str, &[Change]); 5] = [
    ("progression", 0, "progression", &[Change::Progression]),
    ("resolution_or_shrinkage", 0, "resolution or shrinkage", &[Change::Resolution, Change::Shrinkage]),
    ("resolution", 1, "resolution", &[Change::Resolution]),
    ("shrinkage", 1, "shrinkage", &[Change::Shrinkage]),
    ("stable", 0, "stable", &[Change::Stable]),
];

/// Classes of change, of the evaluable and of all; findings at 1 to 2 years.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let level = number::level(document.protocol.analysis.confidence_level);
    let mut lines = structural(document);
    lines.extend(reoperated(document));
    let grid = Grid {
        id: "imaging",
        tab: "Imaging change",
        caption: "Imaging at 1 to 2 years: change of structural disease, and findings after reoperation"
            .into(),
        first: ("Class", 2.0),
        columns: vec![
            Column::new("n/N (%)", SHARE, 1.3),
            Column::new(format!("{level} CI (Wilson)"), &[Part::Low, Part::High], 1.4),
            Column::new("n/all of the stratum (%)", SHARE, 1.4),
        ],
        lines,
        notes: vec![
            "N: of evaluable the stratum, of the classes those who are evaluable before and after; of findings \
             those with a neck study at 1 to 2 years. Any new or grown lesion is progression. Findings are not \
             cut at further treatment."
                .into(),
        ],
        ..Grid::default()
    };
    Some(grid.finish())
}

fn structural(document: &Document<'_>) -> Vec<Line> {
    let group = Group::of(document.results, Stratum::Structural);
    let found = |id: &str| document.results.estimate(&format!("structural.imaging.{id}"));
    let mut lines = vec![Line::Group(format!("Structural stratum (N = {})", number::count(group.n())))];
    let is_insufficient = |change: Option<Change>| change.is_none_or(|change| change == Change::Insufficient);
    let mut values = judged(found("evaluable")).to_vec();
    values.push(group.share(|member| !is_insufficient(member.imaging_change)));
    lines.push(Line::inside("evaluable", values));
    for (id, indent, label, changes) in CLASSES {
        let all = group.share(|member| member.imaging_change.is_some_and(|change| changes.contains(&change)));
        let mut values = judged(found(id)).to_vec();
        values.push(all);
        lines.push(Line::Values(label.into(), 1 + indent, values));
    }
    let insufficient = group.share(|member| is_insufficient(member.imaging_change));
    lines.push(of_all(words::change(Change::Insufficient), insufficient));
    lines
}

fn reoperated(document: &Document<'_>) -> Vec<Line> {
    let group = Group::of(document.results, Stratum::Reoperated);
    let found = document.results.estimate("reoperated.imaging.findings_1_2y");
    let is = |wanted: Findings| group.share(|member| member.imaging_findings == Some(wanted));
    let missing =
        group.share(|member| member.imaging_findings.is_none_or(|found| found == Findings::Missing));
    let mut yes = judged(found).to_vec();
    yes.push(is(Findings::Yes));
    let imaged = found.map_or(0, |found| found.n);
    let no = group.count(|member| member.imaging_findings == Some(Findings::No));
    let rest = Value::NotApplicable(Part::Low, OF_JUDGED);
    vec![
        Line::Group(format!("Reoperated stratum (N = {})", number::count(group.n()))),
        Line::inside(words::findings(Findings::Yes), yes),
        Line::inside(
            words::findings(Findings::No),
            vec![Value::Share { n: no, of: imaged }, rest, is(Findings::No)],
        ),
        of_all(words::findings(Findings::Missing), missing),
    ]
}

fn judged(found: Option<&Estimate>) -> [Value; 2] {
    let share = found.map_or(Value::NotApplicable(Part::N, NOBODY), super::estimates::value);
    let ci = found.and_then(|found| found.ci);
    [share, ci.map_or(Value::NotApplicable(Part::Low, NOBODY), Value::ShareInterval)]
}

fn of_all(label: &str, all: Value) -> Line {
    let none = |part| Value::NotApplicable(part, OF_ALL);
    Line::inside(label, vec![none(Part::N), none(Part::Low), all])
}
