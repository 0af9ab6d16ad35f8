//! Stimulated thyroglobulin before and after, by stratum.

use analysis::{Estimate, MarkerValue, MemberRow, PairExclusion, Stratum};

use super::JournalTable;
use super::cell::{Part, Value};
use super::estimates::with_interval;
use super::grid::{Column, Grid, Layout, Line};
use super::group::Group;
use crate::Document;
use crate::html::{number, words};

const PARTS: &[Part] = &[
    Part::N,
    Part::Of,
    Part::Share,
    Part::Mean,
    Part::Sd,
    Part::Median,
    Part::Q1,
    Part::Q3,
    Part::Value,
    Part::Low,
    Part::High,
    Part::P,
    Part::Missing,
];
const NO_PAIR: &str = "no pair of values before and after";
const NO_TEST: &str = "no test: fewer than two pairs, or no spread of the differences";
const NO_POSITIVE: &str = "no pair with both values above 0";

/// Pairs, values before and after, three measures of change with interval and p.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let strata: Vec<Group<'_>> =
        Stratum::ALL.iter().map(|stratum| Group::of(document.results, *stratum)).collect();
    let level = number::level(document.protocol.analysis.confidence_level);
    let rows = Rows { document, strata: &strata };
    let mut lines = rows.pairs();
    lines.extend(rows.side("before", "Before", |(before, _)| before));
    lines.extend(rows.side("after", "After", |(_, after)| after));
    lines.extend(rows.changes(&level));
    let grid = Grid {
        id: "paired",
        tab: "Paired change",
        caption: "Stimulated thyroglobulin before and after the second radioiodine course, by stratum".into(),
        first: ("Measure", 2.6),
        compared: "Stratum",
        columns: strata.iter().map(|group| Column::new(group.heading(), PARTS, 1.6)).collect(),
        lines,
        notes: notes(&level),
        layout: Layout::Long(PARTS),
        ..Grid::default()
    };
    Some(grid.finish())
}

fn notes(level: &str) -> Vec<String> {
    vec![
        format!(
            "Values in ng/mL, of the same patients before and after. Intervals are {level} confidence \
             intervals; all tests are two-sided. A censored value enters at its limit."
        ),
        "The change follows patients who were chosen because their values were high; there is no control \
         group, and it cannot be ascribed to the treatment alone."
            .into(),
    ]
}

struct Rows<'a> {
    document: &'a Document<'a>,
    strata: &'a [Group<'a>],
}

type Pair<'a> = (&'a MarkerValue, &'a MarkerValue);

impl Rows<'_> {
    fn line(&self, name: &str, value: impl Fn(&Group<'_>) -> Value) -> Line {
        Line::inside(name, self.strata.iter().map(value).collect())
    }

    fn pairs(&self) -> Vec<Line> {
        let mut lines = vec![
            Line::Group("Patients, n/N (%)".into()),
            self.line("pairs in the analysis", |group| group.share(MemberRow::in_paired_analysis)),
        ];
        for &reason in PairExclusion::ALL {
            let name = format!("excluded: {}", words::pair_exclusion(reason));
            lines.push(self.line(&name, |group| group.share(|m| m.pair_exclusion == Some(reason))));
        }
        lines
    }

    /// The values of one side: mean, median, how many are known only as below or above a limit.
    fn side(&self, word: &str, heading: &str, pick: fn(Pair<'_>) -> &MarkerValue) -> Vec<Line> {
        let id = format!("sttg.{word}");
        let censored = |group: &Group<'_>, how: &str| {
            let pairs = || group.members().iter().filter_map(|member| member.pair());
            let n = pairs().filter(|pair| pick(*pair).censored == how).count();
            Value::Share { n, of: pairs().count() }
        };
        vec![
            Line::Group(format!("{heading}, ng/mL")),
            self.line("mean (SD)", |group| self.described(group, &id, Part::Mean)),
            self.line("median (Q1 to Q3)", |group| self.described(group, &id, Part::Median)),
            self.line("known as below a limit, n/pairs (%)", |group| censored(group, "left")),
            self.line("known as above a limit, n/pairs (%)", |group| censored(group, "right")),
        ]
    }

    fn found(&self, group: &Group<'_>, id: &str) -> Option<&Estimate> {
        self.document.results.estimate(&group.id(id))
    }

    fn described(&self, group: &Group<'_>, id: &str, part: Part) -> Value {
        let Some(found) = self.found(group, id) else {
            return Value::NotApplicable(part, NO_PAIR);
        };
        let quartiles = found.q1.zip(found.q3);
        let value = match (part, found.value, found.median) {
            (Part::Mean, Some(mean), _) => Value::mean(mean, found.sd),
            (Part::Median, _, Some(median)) => Value::MedianIqr { median, quartiles },
            _ => Value::NotApplicable(part, NO_PAIR),
        };
        value.beside(Some(found.n), found.missing)
    }

    fn changes(&self, level: &str) -> Vec<Line> {
        let [change, rank, ratio] =
            ["sttg.change", "sttg.wilcoxon", "sttg.ratio"].map(|id| (id, self.method(id)));
        let mut lines = vec![Line::Group("Change, after minus before, ng/mL".into())];
        lines.extend(self.estimated(change, &format!("mean ({level} CI)"), NO_PAIR));
        lines.extend(self.estimated(rank, &format!("pseudomedian, Hodges-Lehmann ({level} CI)"), NO_PAIR));
        lines.push(Line::Group("Ratio of geometric means, after/before".into()));
        lines.extend(self.estimated(ratio, &format!("ratio ({level} CI)"), NO_POSITIVE));
        lines.push(self.line("pairs in the ratio, both values above 0, n/pairs (%)", |group| {
            let n = self.found(group, "sttg.ratio").map_or(0, |found| found.n);
            Value::Share { n, of: group.count(MemberRow::in_paired_analysis) }
        }));
        lines
    }

    fn estimated(&self, (id, method): (&str, String), name: &str, none: &'static str) -> [Line; 2] {
        let p = format!("p, {method}");
        let beside = |group: &Group<'_>, value: Value| match self.found(group, id) {
            Some(found) => value.beside(Some(found.n), found.missing),
            None => value,
        };
        let p_of = |group: &Group<'_>| match self.found(group, id).and_then(|found| found.p_value) {
            Some(p) => Value::P(p),
            None => Value::NotApplicable(Part::P, NO_TEST),
        };
        [
            self.line(name, |group| beside(group, with_interval(self.found(group, id), none))),
            self.line(&p, |group| beside(group, p_of(group))),
        ]
    }

    /// The test, without what depends on the number of pairs.
    fn method(&self, id: &str) -> String {
        let text = match id {
            "sttg.change" => "paired t",
            "sttg.wilcoxon" => "Wilcoxon signed rank",
            _ => "paired t on logarithms",
        };
        let names = self.strata.iter().filter_map(|group| self.found(group, id)?.method);
        let normal = names.clone().filter(|name| *name == "signed_rank_normal").count();
        match (id, normal) {
            ("sttg.wilcoxon", 0) => format!("{text}, exact"),
            ("sttg.wilcoxon", n) if n == names.count() => format!("{text}, normal approximation"),
            ("sttg.wilcoxon", _) => format!("{text}, exact up to 200 differences, else normal"),
            _ => text.into(),
        }
    }
}
