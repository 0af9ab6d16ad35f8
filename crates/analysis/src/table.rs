//! The table that describes the cohort, by stratum.

use std::collections::BTreeSet;

use response::Stratum;
use stats::Sample;

use crate::estimate::Behind;
use crate::member::MemberRow;

/// One cell: how a characteristic is distributed in one group.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// `n` of `of`.
    Count {
        /// Members with the characteristic.
        n: usize,
        /// Members of the group.
        of: usize,
    },
    /// A number per member.
    Numeric {
        /// Members with a value.
        n: usize,
        /// Mean.
        mean: Option<f64>,
        /// Standard deviation.
        sd: Option<f64>,
        /// Median.
        median: Option<f64>,
        /// First quartile.
        q1: Option<f64>,
        /// Third quartile.
        q3: Option<f64>,
    },
}

/// One characteristic.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Heading under which the row stands (the characteristic).
    pub group: String,
    /// The category, or the unit of a number.
    pub label: String,
    /// One cell per column.
    pub cells: Vec<Cell>,
    /// The members behind each cell: those with the characteristic or with a value, and those without
    /// a value.
    pub behind: Vec<Behind>,
    /// Members without a recorded value or category, per column: the same on all rows of a characteristic.
    pub missing: Vec<usize>,
    /// Largest absolute standardized difference between two strata, on the first row of a characteristic.
    pub smd: Option<f64>,
}

/// A table with a column for the cohort and one per stratum.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Column names with their number of members.
    pub columns: Vec<(String, usize)>,
    /// Rows.
    pub rows: Vec<TableRow>,
}

/// Table one: sex, age, histology, stage, risk, radioiodine, marker, follow-up.
pub fn table_one(members: &[MemberRow]) -> Table {
    let mut groups: Vec<(String, Vec<usize>)> = vec![("cohort".into(), (0..members.len()).collect())];
    for &stratum in Stratum::ALL {
        let inside = (0..members.len()).filter(|position| members[*position].stratum == stratum);
        groups.push((stratum.word().into(), inside.collect()));
    }
    let table = Builder { members, groups: &groups };
    let mut rows = Vec::new();
    for (word, label) in [("F", "female"), ("M", "male"), ("U", "not recorded")] {
        rows.push(table.count("Sex", label, |member| member.sex == word));
    }
    rows.push(table.numeric("Age at index", "completed years", |member| member.age_at_index.map(f64::from)));
    rows.extend(table.categories("Histology (ICD-O-3)", |member| &member.histology));
    rows.extend(table.categories("Stage, AJCC 7", |member| whole(&member.stage_7)));
    rows.extend(table.categories("Stage, AJCC 8", |member| whole(&member.stage_8)));
    rows.extend(table.categories("Initial risk, ATA 2015", |member| member.risk));
    rows.push(table.numeric("First course", "mCi", |member| member.rai1_mci));
    rows.push(table.numeric("Second course", "mCi", |member| member.rai2_mci));
    rows.push(
        table.numeric("Cumulative therapeutic activity to index", "mCi", |member| member.cumulative_mci),
    );
    rows.push(table.numeric("From first to second course", "years", |member| {
        Some(f64::from(member.interval_days) / 365.25)
    }));
    rows.push(
        table.numeric("Stimulated Tg before", "ng/mL", |member| {
            member.before.as_ref().map(|value| value.number)
        }),
    );
    rows.push(table.numeric("Follow-up from index", "years", |member| {
        member.follow_up_days.map(|days| f64::from(days) / 365.25)
    }));
    Table { columns: groups.iter().map(|(name, inside)| (name.clone(), inside.len())).collect(), rows }
}

/// A stage, or that inputs are missing: the intervals themselves stand with each patient.
fn whole(stage: &str) -> &str {
    if stage.contains(" to ") { "several possible, inputs missing" } else { stage }
}

struct Builder<'a> {
    members: &'a [MemberRow],
    groups: &'a [(String, Vec<usize>)],
}

impl Builder<'_> {
    fn count(&self, group: &str, label: &str, keep: impl Fn(&MemberRow) -> bool) -> TableRow {
        self.row(group, label, |inside| {
            let counted = self.split(inside, &keep).counted;
            let cell = Cell::Count { n: counted.len(), of: inside.len() };
            (cell, Behind { counted, missing: Vec::new() })
        })
    }

    /// One row per category met in the cohort, in alphabetical order.
    fn categories(&self, group: &str, category: impl Fn(&MemberRow) -> &str) -> Vec<TableRow> {
        let met: BTreeSet<&str> = self.members.iter().map(&category).collect();
        met.into_iter()
            .map(|word| {
                let label = if word.is_empty() { "not recorded" } else { word };
                self.count(group, label, |member| category(member) == word)
            })
            .collect()
    }

    fn numeric(&self, group: &str, unit: &str, value: impl Fn(&MemberRow) -> Option<f64>) -> TableRow {
        self.row(group, unit, |inside| {
            let behind = self.split(inside, |member| value(member).is_some());
            let numbers: Vec<f64> =
                inside.iter().filter_map(|position| value(&self.members[*position])).collect();
            let found = Sample::new(&numbers).map(stats::describe).ok();
            let cell = Cell::Numeric {
                n: numbers.len(),
                mean: found.as_ref().and_then(|d| d.mean.ok()),
                sd: found.as_ref().and_then(|d| d.sd.ok()).filter(|sd| *sd > 0.0),
                median: found.as_ref().and_then(|d| d.median.ok()),
                q1: found.as_ref().and_then(|d| d.q1.ok()),
                q3: found.as_ref().and_then(|d| d.q3.ok()),
            };
            (cell, behind)
        })
    }

    fn split(&self, inside: &[usize], keep: impl Fn(&MemberRow) -> bool) -> Behind {
        let positions = inside.iter().map(|position| *position as u32);
        let (counted, missing) = positions.partition(|position| keep(&self.members[*position as usize]));
        Behind { counted, missing }
    }

    fn row(&self, group: &str, label: &str, cell: impl Fn(&[usize]) -> (Cell, Behind)) -> TableRow {
        let (cells, behind) = self.groups.iter().map(|(_, inside)| cell(inside)).unzip();
        let missing = vec![0; self.groups.len()];
        TableRow { group: group.into(), label: label.into(), cells, behind, missing, smd: None }
    }
}
