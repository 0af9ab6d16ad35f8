//! What a coded source (OMOP, FHIR) says, in the study's meanings, before it is written as sheets.
//!
//! Everything is as stored: days, numbers and units are judged where the sheets are read, so that one rule
//! holds for every kind of source.

use timeline::Meaning;

/// A table or a resource file.
pub(crate) struct ChartFile {
    /// As shown: `measurement.parquet`, `Observation.000.ndjson`.
    pub name: String,
    /// What its rows are called: `measurement`, `Observation`.
    pub table: &'static str,
    /// Size in bytes; 0 for a database.
    pub bytes: u64,
    /// Hash in lower-case hexadecimal; empty for a database.
    pub sha256: String,
    /// All its rows.
    pub n_rows: u64,
}

/// Where a row is: the position of its file, and its own number (the table's key; the line of an NDJSON file).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    pub file: u16,
    pub row: i64,
}

/// A person with at least one record of the disease.
pub(crate) struct ChartPerson {
    /// The identifier by which every source names this person.
    pub id: Box<str>,
    /// `F`, `M` or `U`.
    pub sex: &'static str,
    /// Day or year of birth as the patient sheet has it; empty when not recorded.
    pub birth: Box<str>,
    /// Day of death; empty when not recorded.
    pub death: Box<str>,
    /// `thyroid_cancer`, `other`, `unknown`, or empty.
    pub death_cause: &'static str,
    pub at: At,
}

/// A row with a code of the study. Days are `YYYY-MM-DD`, or as stored when they are no such day.
pub(crate) struct Coded {
    /// Position in [`Chart::persons`].
    pub person: u32,
    pub day: Box<str>,
    pub meaning: Meaning,
    /// The code as stored.
    pub code: Box<str>,
    pub at: At,
}

/// A drug given.
pub(crate) struct Drug {
    pub coded: Coded,
    /// Quantity as stored; empty when not recorded.
    pub quantity: Box<str>,
    /// Its unit, when one is recorded.
    pub unit: Box<str>,
}

/// A measurement.
pub(crate) struct Measurement {
    pub coded: Coded,
    /// `<`, `<=`, `>`, `>=`, or empty for an exact value.
    pub comparator: &'static str,
    /// The number in shortest form; empty when absent.
    pub number: Box<str>,
    /// The value as the laboratory printed it; used where there is no number.
    pub text: Box<str>,
    pub unit: Box<str>,
    pub upper_reference: Box<str>,
}

/// A visit.
pub(crate) struct ChartVisit {
    pub person: u32,
    pub day: Box<str>,
    pub kind: Box<str>,
    pub at: At,
}

/// A text about a person: a note, a diagnostic report.
pub(crate) struct ChartNote {
    pub person: u32,
    pub day: Box<str>,
    pub title: Box<str>,
    pub text: Box<str>,
    /// The imaging study that it says it is about; empty when it says none.
    pub study: Box<str>,
    pub at: At,
}

/// All that a coded source says. Lists are sorted by person, day and place.
#[derive(Default)]
pub(crate) struct Chart {
    pub files: Vec<ChartFile>,
    /// Persons with a record of the disease, or named by another source; by identifier.
    pub persons: Vec<ChartPerson>,
    /// Everybody else, by identifier: candidates without histology.
    pub uninvolved: Vec<Box<str>>,
    pub conditions: Vec<Coded>,
    pub procedures: Vec<Coded>,
    pub drugs: Vec<Drug>,
    pub measurements: Vec<Measurement>,
    pub visits: Vec<ChartVisit>,
    pub notes: Vec<ChartNote>,
}
