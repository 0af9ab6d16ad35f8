//! What the reader noticed about single rows: the material of the review queue.

use std::borrow::Cow;

use timeline::{RecordRef, words};

words! {
    /// What is the matter with a row or a cell. The word is a stable code.
    pub enum FindingKind {
        /// A key cell is empty; the row is not used.
        EmptyKeyCell = "empty_key_cell",
        /// A date cannot be read. In a key cell the row is not used, elsewhere the cell counts as empty.
        UnreadableDate = "unreadable_date",
        /// A number cannot be read; the cell counts as empty.
        UnreadableNumber = "unreadable_number",
        /// A word is not in its list. In a key cell the row is not used, elsewhere it counts as empty.
        UnknownWord = "unknown_word",
        /// The person is not in the patient sheet; the row is not used.
        UnknownPerson = "unknown_person",
        /// The imaging study is not known; the row is not used.
        UnknownStudy = "unknown_study",
        /// The row equals an earlier one; it counts once.
        DuplicateRow = "duplicate_row",
        /// Another row of the same identifier stands; this one is set aside.
        ConflictingRow = "conflicting_row",
        /// An earlier source recorded another value, which stands.
        ConflictingValue = "conflicting_value",
        /// The row has more cells than the header; the surplus is not read.
        SurplusCells = "surplus_cells",
        /// A laboratory value cannot be used.
        UnusableValue = "unusable_value",
        /// A laboratory value has no unit and none may be assumed; it is not used.
        UnitMissing = "unit_missing",
        /// The unit is not known.
        UnitUnknown = "unit_unknown",
        /// The histology is neither a full code nor a known name; it counts as not recorded.
        HistologyUnknown = "histology_unknown",
        /// The activity has no known unit; its size decided which one it is.
        ActivityUnitAssumed = "activity_unit_assumed",
        /// The activity has no known unit and its size does not decide; it counts as unknown.
        AmbiguousActivity = "ambiguous_activity",
        /// Dates in an order that cannot be (birth, diagnosis, events, death); used as recorded.
        ImplausibleOrder = "implausible_order",
        /// A number outside what occurs; used as recorded.
        ImplausibleValue = "implausible_value",
    }
}

/// One row or cell that was not used as recorded, or that deserves a look.
#[derive(Clone, PartialEq)]
pub struct Finding {
    /// The person as recorded, trimmed; empty when the row names nobody. A lesion's row names the
    /// person of its study.
    pub person_id: Box<str>,
    /// The row.
    pub record: RecordRef,
    /// The row's number as shown: the line of the file, or the number that a coded record has in its
    /// source (`measurement_id`). Set once the rows have been read.
    pub line: i64,
    /// The column, by its name in the contract; `None` when the finding is about the whole row.
    pub column: Option<&'static str>,
    /// The cell as recorded, trimmed; empty when the finding is about the whole row.
    pub text: Box<str>,
    /// What is the matter.
    pub kind: FindingKind,
    /// What it means and what happens to it, in a sentence.
    pub message: Cow<'static, str>,
    /// Position of the column in the sheet's list, for ordering; 0 for the whole row.
    pub(crate) order: u8,
}

impl Finding {
    /// A finding about a whole row.
    pub(crate) fn of_row(
        person_id: &str,
        record: RecordRef,
        kind: FindingKind,
        message: impl Into<Cow<'static, str>>,
    ) -> Finding {
        let (person_id, message) = (person_id.into(), message.into());
        Finding { person_id, record, line: 0, column: None, text: "".into(), kind, message, order: 0 }
    }
}

/// Redacted: shows the place and the kind, never a patient's value.
impl std::fmt::Debug for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Finding({} {:?} {:?})", self.kind.word(), self.record, self.column)
    }
}

/// Orders findings by file, line and column, then by kind.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.record, finding.order, finding.kind));
}
