//! The groups that tables put side by side: the cohort, and each stratum.

use analysis::{MemberRow, Results, Stratum};

use super::cell::Value;
use super::grid::{Column, SHARE};
use crate::html::{number, words};

/// The cohort, or one stratum, with its members.
pub(super) struct Group<'a> {
    name: &'static str,
    stratum: Option<Stratum>,
    members: Vec<&'a MemberRow>,
}

impl<'a> Group<'a> {
    /// The cohort and each stratum.
    pub fn all(results: &'a Results) -> Vec<Group<'a>> {
        std::iter::once(None)
            .chain(Stratum::ALL.iter().map(|stratum| Some(*stratum)))
            .map(|stratum| Group::new(results, stratum))
            .collect()
    }

    /// One stratum.
    pub fn of(results: &'a Results, stratum: Stratum) -> Group<'a> {
        Group::new(results, Some(stratum))
    }

    fn new(results: &'a Results, stratum: Option<Stratum>) -> Group<'a> {
        let inside = |member: &&MemberRow| stratum.is_none_or(|wanted| member.stratum == wanted);
        Group {
            name: stratum.map_or("Cohort", words::stratum),
            stratum,
            members: results.members.iter().filter(inside).collect(),
        }
    }

    /// Members of the group.
    pub fn n(&self) -> usize {
        self.members.len()
    }

    /// Those of whom something holds, of all.
    pub fn share(&self, keep: impl Fn(&MemberRow) -> bool) -> Value {
        Value::Share { n: self.count(keep), of: self.n() }
    }

    /// Those of whom something holds.
    pub fn count(&self, keep: impl Fn(&MemberRow) -> bool) -> usize {
        self.members.iter().filter(|member| keep(member)).count()
    }

    /// The members.
    pub fn members(&self) -> &[&'a MemberRow] {
        &self.members
    }

    /// `Structural (N = 53)`.
    pub fn heading(&self) -> String {
        format!("{} (N = {})", self.name, number::count(self.n()))
    }

    /// The identifier of an estimate in this group: `outcome.ned`, `structural.outcome.ned`.
    pub fn id(&self, estimate: &str) -> String {
        self.stratum.map_or(estimate.into(), |stratum| format!("{}.{estimate}", stratum.word()))
    }

    /// A column of shares.
    pub fn column(&self) -> Column {
        Column::new(self.heading(), SHARE, 1.3)
    }
}
