//! Everything the report prints.

use analysis::Results;
use protocol::Protocol;

use crate::track::Track;

/// One line of the review queue: a value that was not used as recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReviewRow {
    /// The person, as recorded; may be empty.
    pub person_id: String,
    /// The file.
    pub source: String,
    /// The line in it, or the number that a coded record has in its source.
    pub line: i64,
    /// Kind of finding, one word.
    pub kind: String,
    /// What it means and what happened to it.
    pub message: String,
}

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Name as shown.
    pub name: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Rows read, without the header.
    pub rows_read: usize,
    /// Rows used.
    pub rows_used: usize,
    /// Rows not used.
    pub rows_not_used: usize,
    /// Rows of analytes the study does not use.
    pub rows_ignored: usize,
    /// Rows recorded twice.
    pub duplicates: usize,
}

/// One line of the data-quality account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityLine {
    /// The table or file; empty when the line is about all of them.
    pub place: String,
    /// What is counted, one word.
    pub check: &'static str,
    /// More precisely: a test and year, a column, a kind.
    pub detail: String,
    /// How many.
    pub n: u64,
    /// Of how many, where that has a meaning.
    pub of: Option<u64>,
}

impl QualityLine {
    /// The share in per cent; `None` of nothing. All of them, and only all of them, are 100: a little less
    /// never comes to be printed so with one decimal.
    pub fn per_cent(&self) -> Option<f64> {
        let of = self.of.filter(|of| *of > 0)?;
        let share = 100.0 * self.n as f64 / of as f64;
        Some(if self.n < of { share.min(99.9) } else { share })
    }
}

/// One line of a concept set, and where its rows were found in a coded source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptLine {
    /// What the code means to the study.
    pub set: &'static str,
    /// The vocabulary.
    pub vocabulary: String,
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// Whether the line takes the code out of the set.
    pub is_excluded: bool,
    /// How many concepts of the source's vocabulary have the code.
    pub n_concepts: u64,
    /// The table or kind of resource; empty when the code was never found.
    pub table: &'static str,
    /// How: by its concept, or by the text that the source stored.
    pub by: &'static str,
    /// Rows, of persons with a record of the disease.
    pub n_rows: u64,
    /// Persons, where they were counted.
    pub n_persons: Option<u64>,
}

/// A recorded row: where it stands and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowText {
    /// File and line: `lab.csv:12`.
    pub place: String,
    /// The recorded cells, in words.
    pub text: String,
}

/// One decision about a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was asked: `Stratum`.
    pub question: String,
    /// The answer: `structural`.
    pub answer: String,
    /// Identifier of the rule.
    pub rule: &'static str,
    /// The rule in a sentence.
    pub says: &'static str,
    /// The rows that decided.
    pub used: Vec<RowText>,
    /// The rows passed over, with why.
    pub runners_up: Vec<(RowText, &'static str)>,
}

/// One event of a patient's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLine {
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// Days from the index date, when there is one.
    pub offset: Option<i32>,
    /// Kind: `surgery`, `radioiodine`, `tg`, `tsh`, `tgab`, `imaging`, `lesion`, `treatment`, `visit`, ...
    pub kind: &'static str,
    /// What happened, in words.
    pub text: String,
    /// File and line.
    pub place: String,
}

/// The evidence of one patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientPage {
    /// The patient.
    pub person_id: String,
    /// Every decision, in the order of the study.
    pub decisions: Vec<Decision>,
    /// The timeline, by day.
    pub events: Vec<EventLine>,
}

/// Everything the report prints.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    /// The results.
    pub results: &'a Results,
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The review queue.
    pub review: &'a [ReviewRow],
    /// The data-quality account.
    pub quality: &'a [QualityLine],
    /// Which codes were found; empty where no source is coded.
    pub concepts: &'a [ConceptLine],
    /// The files read.
    pub sources: &'a [SourceRow],
    /// Evidence of the members, in the order of `results.members`; empty for large cohorts.
    pub pages: &'a [PatientPage],
    /// Courses of the members as numbers, in the order of `results.members`; empty for large cohorts.
    pub tracks: &'a [Track],
    /// Version of the program.
    pub version: &'a str,
    /// Whether the data are synthetic (the demo), which is then said at the top.
    pub synthetic: bool,
}
