//! One row, with what its cells may hold; whatever cannot be read becomes a finding.

use std::borrow::Cow;

use timeline::{Day, RecordRef};

use super::Context;
use crate::cell::date::{birth_day, day};
use crate::cell::number::number;
use crate::cell::word::{text, trim};
use crate::finding::{Finding, FindingKind};
use crate::schema::Column;
use crate::text::rows::Cells;

/// A closed list of words.
pub(crate) trait Word: Copy + 'static {
    /// The words, lower case.
    const LIST: &'static [&'static str];
    /// What they name, in the same order.
    const MEMBERS: &'static [Self];

    /// The member a trimmed cell names, without regard to case.
    fn named(cell: &[u8]) -> Option<Self> {
        let is = |word: &&str| word.as_bytes().eq_ignore_ascii_case(cell);
        Self::LIST.iter().position(is).map(|place| Self::MEMBERS[place])
    }
}

macro_rules! lists {
    ($($name:ty),+ $(,)?) => {$(
        impl Word for $name {
            const LIST: &'static [&'static str] = <$name>::WORDS;
            const MEMBERS: &'static [$name] = <$name>::ALL;
        }
    )+};
}

lists!(
    timeline::Analyte,
    timeline::Cytology,
    timeline::DeathCause,
    timeline::Extension,
    timeline::Feature,
    timeline::Impression,
    timeline::Margins,
    timeline::Modality,
    timeline::Preparation,
    timeline::RadioiodineIntent,
    timeline::Region,
    timeline::ScanFinding,
    timeline::Site,
    timeline::SurgeryIntent,
    timeline::SurgeryKind,
    timeline::TreatmentKind,
);

impl Word for bool {
    const LIST: &'static [&'static str] = &["yes", "no"];
    const MEMBERS: &'static [bool] = &[true, false];
}

/// One row. Columns are named by their place in the sheet's list.
pub(crate) struct Row<'r> {
    pub cells: &'r Cells<'r>,
    pub columns: &'static [Column],
    pub record: RecordRef,
    /// Whom findings name: trimmed, as recorded.
    pub person_id: &'r [u8],
    pub findings: &'r mut Vec<Finding>,
    /// The person of the row before.
    pub last_person: &'r mut u32,
}

impl<'r> Row<'r> {
    /// The trimmed cell.
    #[inline]
    pub(crate) fn cell(&self, column: usize) -> &'r [u8] {
        trim(self.cells.cells[column])
    }

    /// Adds a finding about a cell.
    #[cold]
    pub(crate) fn report(&mut self, column: usize, kind: FindingKind, message: impl Into<Cow<'static, str>>) {
        self.findings.push(Finding {
            person_id: text(self.person_id).into(),
            record: self.record,
            line: 0,
            column: Some(self.columns[column].name),
            text: text(self.cell(column)).into(),
            kind,
            message: message.into(),
            order: column as u8 + 1,
        });
    }

    /// Adds a finding about cells beyond the header.
    #[cold]
    pub(crate) fn report_surplus(&mut self) {
        let message = "the row has more cells than the header; it is used, the surplus is not read";
        let person_id = text(self.person_id);
        self.findings.push(Finding::of_row(&person_id, self.record, FindingKind::SurplusCells, message));
    }

    /// The person a key cell names.
    pub(crate) fn person(&mut self, column: usize, context: &Context<'_>) -> Option<u32> {
        let id = self.cell(column);
        let found = context.persons.find(id, *self.last_person);
        match found {
            Some(person) => *self.last_person = person,
            None if id.is_empty() => self.empty_key(column),
            None => {
                let message = "no such person in the patient sheet; the row is not used";
                self.report(column, FindingKind::UnknownPerson, message);
            }
        }
        found
    }

    /// The identifier in a key cell.
    pub(crate) fn key_id(&mut self, column: usize) -> Option<&'r str> {
        let id = self.cell(column);
        if id.is_empty() {
            self.empty_key(column);
            return None;
        }
        std::str::from_utf8(id).ok()
    }

    /// The day in a key cell.
    #[inline]
    pub(crate) fn key_day(&mut self, column: usize, context: &Context<'_>) -> Option<Day> {
        let cell = self.cell(column);
        let found = day(cell, context.options.date_order);
        match found {
            Some(_) => {}
            None if cell.is_empty() => self.empty_key(column),
            None => self.report(column, FindingKind::UnreadableDate, "not a date; the row is not used"),
        }
        found
    }

    /// The word in a key cell.
    pub(crate) fn key_word<W: Word>(&mut self, column: usize) -> Option<W> {
        let cell = self.cell(column);
        let found = W::named(cell);
        match found {
            Some(_) => {}
            None if cell.is_empty() => self.empty_key(column),
            None => {
                let message = format!("not one of {}; the row is not used", W::LIST.join(", "));
                self.report(column, FindingKind::UnknownWord, message);
            }
        }
        found
    }

    #[cold]
    fn empty_key(&mut self, column: usize) {
        self.report(column, FindingKind::EmptyKeyCell, "the cell is empty; the row is not used");
    }

    /// The day in any other cell.
    pub(crate) fn day(&mut self, column: usize, context: &Context<'_>) -> Option<Day> {
        self.read_day(column, day(self.cell(column), context.options.date_order))
    }

    /// The day of birth, which may be a year alone.
    pub(crate) fn birth_day(&mut self, column: usize, context: &Context<'_>) -> Option<Day> {
        self.read_day(column, birth_day(self.cell(column), context.options.date_order))
    }

    fn read_day(&mut self, column: usize, found: Option<Day>) -> Option<Day> {
        if found.is_none() && !self.cell(column).is_empty() {
            self.report(column, FindingKind::UnreadableDate, "not a date; read as not recorded");
        }
        found
    }

    /// The number in a cell.
    #[inline]
    pub(crate) fn number(&mut self, column: usize) -> Option<f64> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        let found = number(cell);
        if found.is_none() {
            let message = "not a number (digits with an optional point and exponent); read as not recorded";
            self.report(column, FindingKind::UnreadableNumber, message);
        }
        found
    }

    /// The word in a cell.
    pub(crate) fn word<W: Word>(&mut self, column: usize) -> Option<W> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        let found = W::named(cell);
        if found.is_none() {
            let message = format!("not one of {}; read as not recorded", W::LIST.join(", "));
            self.report(column, FindingKind::UnknownWord, message);
        }
        found
    }

    /// The text of a cell.
    pub(crate) fn text(&self, column: usize) -> Option<Box<str>> {
        let cell = self.cell(column);
        (!cell.is_empty()).then(|| text(cell).into())
    }
}
