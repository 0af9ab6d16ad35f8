//! The main analysis and the study under other choices, side by side.

use analysis::{Estimate, Results, SensitivityRun, Stratum};

use super::JournalTable;
use super::cell::{Part, Value};
use super::estimates::{value, with_interval};
use super::grid::{Column, Grid, Layout, Line};
use crate::Document;
use crate::html::{number, words};

const PARTS: &[Part] =
    &[Part::N, Part::Of, Part::Share, Part::Value, Part::Low, Part::High, Part::P, Part::Missing];
const NOT_ESTIMATED: &str = "not estimable under this choice";
const NO_TEST: &str = "no test under this choice: too few pairs, or no spread";

/// Estimates of interest in the lines, the main analysis and each run in the columns; `None` without runs.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let results = document.results;
    let runs = Runs { results };
    let level = number::level(document.protocol.analysis.confidence_level);
    let width = if results.sensitivity.len() > 5 { 1.0 } else { 1.5 };
    let names = std::iter::once("Main analysis").chain(results.sensitivity.iter().map(|run| &*run.label));
    let grid = Grid {
        id: "sensitivity",
        tab: "Sensitivity",
        caption: "Main estimates under other choices".into(),
        first: ("Estimate", 2.2),
        compared: "Run",
        columns: names.map(|name| Column::new(name, PARTS, width)).collect(),
        lines: runs.lines(&level),
        notes: results.sensitivity.iter().map(note).collect(),
        layout: Layout::Long(PARTS),
        is_wide: true,
        ..Grid::default()
    };
    (!results.sensitivity.is_empty()).then(|| grid.finish())
}

/// What a run changes, whom it gains and loses, and its caution.
fn note(run: &SensitivityRun) -> String {
    let caution = run.caution.as_ref().map(|caution| format!(" Caution: {caution}.")).unwrap_or_default();
    format!(
        "{} ({}): {}. {} of the main cohort left, {} joined.{}",
        run.label,
        run.id,
        run.changes.join("; "),
        number::count(run.n_left),
        number::count(run.n_joined),
        caution.replace("..", ".")
    )
}

struct Runs<'a> {
    results: &'a Results,
}

impl Runs<'_> {
    fn lines(&self, level: &str) -> Vec<Line> {
        let mut lines = vec![self.whole("Patients in the cohort", "cohort.size")];
        for &stratum in Stratum::ALL {
            let name = stratum.word();
            lines.push(Line::Group(format!("{} stratum", words::stratum(stratum))));
            lines.push(self.whole("patients, n/N (%)", &format!("stratum.{name}")));
            let change = format!("{name}.sttg.change");
            let pairs = |found: &Estimate| Value::Count(found.n);
            lines.push(self.line("pairs of stimulated Tg", &change, |found| found.map(pairs)));
            for (word, label) in [
                ("change", "mean change, ng/mL"),
                ("wilcoxon", "pseudomedian of the change, ng/mL"),
                ("ratio", "ratio of geometric means"),
            ] {
                let id = format!("{name}.sttg.{word}");
                lines.push(self.estimate(&format!("{label} ({level} CI)"), &id));
                lines.push(self.p(&format!("p of the {}", word.replace("wilcoxon", "signed rank")), &id));
            }
            lines.extend(self.shares(&imaging(stratum)));
            lines.extend(
                self.shares(&[("no evidence of disease at the last visit", format!("{name}.outcome.ned"))]),
            );
        }
        lines.push(Line::Group("Whole cohort".into()));
        lines.extend(self.shares(&[
            ("no evidence of disease at the last visit", "outcome.ned".into()),
            ("additional treatment", "outcome.additional_treatment".into()),
        ]));
        lines
    }

    /// A line with the value of each run.
    fn line(&self, name: &str, id: &str, value: impl Fn(Option<&Estimate>) -> Option<Value>) -> Line {
        let runs = self.results.sensitivity.iter().map(|run| run.estimate(id));
        let found = std::iter::once(self.results.estimate(id)).chain(runs);
        let none = Value::NotApplicable(Part::Value, NOT_ESTIMATED);
        Line::inside(name, found.map(|found| value(found).unwrap_or(none.clone())).collect())
    }

    fn whole(&self, name: &str, id: &str) -> Line {
        self.line(name, id, |found| found.map(|found| value(found).beside(None, found.missing)))
    }

    fn estimate(&self, name: &str, id: &str) -> Line {
        self.line(name, id, |found| {
            let value = with_interval(found, NOT_ESTIMATED);
            Some(value.beside(found.map(|found| found.n), found?.missing))
        })
    }

    fn p(&self, name: &str, id: &str) -> Line {
        self.line(name, id, |found| {
            let p = found.and_then(|found| found.p_value).map(Value::P);
            let p = p.unwrap_or(Value::NotApplicable(Part::P, NO_TEST));
            Some(p.beside(found.map(|found| found.n), found?.missing))
        })
    }

    /// Shares, each with a line for its interval.
    fn shares(&self, list: &[(&str, String)]) -> Vec<Line> {
        let ci = |found: Option<&Estimate>| Some(Value::ShareInterval(found?.ci?));
        list.iter()
            .flat_map(|(name, id)| {
                [self.whole(&format!("{name}, n/N (%)"), id), self.line(&format!("{name}, CI"), id, ci)]
            })
            .collect()
    }
}

fn imaging(stratum: Stratum) -> Vec<(&'static str, String)> {
    match stratum {
        Stratum::Structural => vec![
            ("imaging: progression", "structural.imaging.progression".into()),
            ("imaging: resolution or shrinkage", "structural.imaging.resolution_or_shrinkage".into()),
        ],
        Stratum::Biochemical => Vec::new(),
        Stratum::Reoperated => vec![("imaging findings", "reoperated.imaging.findings_1_2y".into())],
    }
}
