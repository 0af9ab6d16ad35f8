//! The table that describes the cohort, by stratum.

use response::Stratum;
use stats::Sample;

use crate::characteristic::{Characteristic, Coded, Measure, characteristics};
use crate::difference::{largest, of_categories, of_numbers};
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

/// Table one: who the members are, their disease, radioiodine, marker and follow-up, in the cohort and by
/// stratum. A category has a row where somebody is in it; what is not recorded is a category too, and is
/// counted as missing.
pub fn table_one(members: &[MemberRow]) -> Table {
    let mut groups: Vec<(String, Vec<usize>)> = vec![("cohort".into(), (0..members.len()).collect())];
    for &stratum in Stratum::ALL {
        let inside = (0..members.len()).filter(|position| members[*position].stratum == stratum);
        groups.push((stratum.word().into(), inside.collect()));
    }
    let table = Builder { members, groups: &groups };
    let rows = characteristics().iter().flat_map(|characteristic| table.rows(characteristic)).collect();
    Table { columns: groups.iter().map(|(name, inside)| (name.clone(), inside.len())).collect(), rows }
}

struct Builder<'a> {
    members: &'a [MemberRow],
    groups: &'a [(String, Vec<usize>)],
}

impl Builder<'_> {
    fn rows(&self, characteristic: &Characteristic) -> Vec<TableRow> {
        let group = characteristic.group;
        match characteristic.measure {
            Measure::Number(unit, value) => vec![self.numeric(group, unit, value)],
            Measure::Category(word) => self.categories(group, &Coded::new(self.members, word)),
        }
    }

    /// One row per category met in the cohort.
    fn categories(&self, group: &str, coded: &Coded) -> Vec<TableRow> {
        let position = |member: &usize| *member as u32;
        let missing: Vec<Vec<u32>> = (self.groups.iter())
            .map(|(_, inside)| {
                let unknown = inside.iter().filter(|member| coded.is_missing(coded.codes[**member]));
                unknown.map(position).collect()
            })
            .collect();
        let counts: Vec<Vec<usize>> =
            self.strata().map(|inside| coded.counts(inside.iter().copied())).collect();
        let smd = largest(&counts, of_categories);
        let row = |code: usize| {
            let of_column = |((_, inside), missing): (&(String, Vec<usize>), &Vec<u32>)| {
                let inside_it = inside.iter().filter(|member| coded.codes[**member] == code);
                let counted: Vec<u32> = inside_it.map(position).collect();
                let cell = Cell::Count { n: counted.len(), of: inside.len() };
                (cell, Behind { counted, missing: missing.clone() })
            };
            let (cells, behind) = self.groups.iter().zip(&missing).map(of_column).unzip();
            let word = coded.words[code].as_str();
            TableRow {
                group: group.into(),
                label: if word.is_empty() { "not recorded".into() } else { word.into() },
                cells,
                behind,
                missing: missing.iter().map(Vec::len).collect(),
                smd: smd.filter(|_| code == 0),
            }
        };
        (0..coded.words.len()).map(row).collect()
    }

    fn numeric(&self, group: &str, unit: &str, value: fn(&MemberRow) -> Option<f64>) -> TableRow {
        let values: Vec<Option<f64>> = self.members.iter().map(value).collect();
        let numbers = |inside: &[usize]| -> Vec<f64> {
            inside.iter().filter_map(|position| values[*position]).collect()
        };
        let of_column = |(_, inside): &(String, Vec<usize>)| {
            let positions = inside.iter().map(|position| *position as u32);
            let (counted, missing) = positions.partition(|position| values[*position as usize].is_some());
            (numeric_cell(&numbers(inside)), Behind { counted, missing })
        };
        let (cells, behind): (Vec<Cell>, Vec<Behind>) = self.groups.iter().map(of_column).unzip();
        let samples: Vec<Vec<f64>> = self.strata().map(numbers).collect();
        TableRow {
            group: group.into(),
            label: unit.into(),
            cells,
            missing: behind.iter().map(|behind| behind.missing.len()).collect(),
            behind,
            smd: largest(&samples, of_numbers),
        }
    }

    /// The columns after the first.
    fn strata(&self) -> impl Iterator<Item = &[usize]> {
        self.groups.iter().skip(1).map(|(_, inside)| inside.as_slice())
    }
}

fn numeric_cell(numbers: &[f64]) -> Cell {
    let found = Sample::new(numbers).map(stats::describe).ok();
    Cell::Numeric {
        n: numbers.len(),
        mean: found.as_ref().and_then(|d| d.mean.ok()),
        sd: found.as_ref().and_then(|d| d.sd.ok()).filter(|sd| *sd > 0.0),
        median: found.as_ref().and_then(|d| d.median.ok()),
        q1: found.as_ref().and_then(|d| d.q1.ok()),
        q3: found.as_ref().and_then(|d| d.q3.ok()),
    }
}
