//! What a reading gives.

use timeline::{Population, RecordRef};

use crate::account::SourceFile;
use crate::finding::Finding;
use crate::omop::ConceptUse;
use crate::quality::QualityRow;
use crate::text::Text;

/// A file or table of a coded source, whether rows of it became part of a sheet or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// As shown.
    pub name: String,
    /// SHA-256 in lower-case hexadecimal (of a Parquet file: of its footer); empty for a table of a database.
    pub sha256: String,
    /// Its size; 0 for a table of a database.
    pub bytes: u64,
    /// All its rows.
    pub n_rows: u64,
}

/// Something remarkable about a coded record, whether it was used or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The file, as shown.
    pub place: String,
    /// The line in it.
    pub line: i64,
    /// What, in a few words.
    pub says: &'static str,
}

/// A hospital's records, read, with the account of what became of every row.
pub struct Reading {
    /// The persons and their events.
    pub population: Population,
    /// Every row and value that was not used as recorded or deserves a look, by file, line and column.
    pub findings: Vec<Finding>,
    /// The files, in the order of the sources and of the contract's sheets; [`RecordRef::file`] is a
    /// position in this list.
    pub files: Vec<SourceFile>,
    /// Files of the folders, and sheets of the workbooks, that are no study sheet; as shown.
    pub not_read: Vec<String>,
    /// The account of the tables of coded sources: what was there before the study's rows were taken.
    pub tables: Vec<QualityRow>,
    /// For each coded source and each line of the concept sets: where and how often it was found.
    pub concepts: Vec<ConceptUse>,
    /// What is remarkable about coded records: references that lead nowhere, records inside others; the first
    /// of each kind, all are counted in `tables`.
    pub remarks: Vec<Remark>,
    /// Every file or table of the coded sources.
    pub inputs: Vec<InputFile>,
    pub(crate) texts: Vec<Text>,
}

impl Reading {
    /// A row as recorded: the name (trimmed) and the text of every cell, also of columns that the
    /// study does not know. `None` when no row begins at this place.
    pub fn recorded(&self, record: RecordRef) -> Option<Vec<(String, String)>> {
        self.texts.get(usize::from(record.file))?.recorded(record.line)
    }

    /// The row's number as shown: see [`Finding::line`].
    pub fn line(&self, record: RecordRef) -> i64 {
        self.texts
            .get(usize::from(record.file))
            .map_or(i64::from(record.line), |text| text.number(record.line))
    }

    /// Where a row stands, as shown: `lab.csv:12`, or `measurement #4711` for a coded record, whose number is
    /// its own in its table.
    pub fn place(&self, record: RecordRef) -> String {
        let is_coded = self.texts.get(usize::from(record.file)).is_some_and(|text| !text.numbers.is_empty());
        let mark = if is_coded { " #" } else { ":" };
        format!("{}{mark}{}", self.file_name(record), self.line(record))
    }

    /// The name of the file a record is in, as shown; empty for a record of another reading.
    pub fn file_name(&self, record: RecordRef) -> &str {
        self.files.get(usize::from(record.file)).map_or("", |file| &file.name)
    }
}

/// Redacted: shows counts only.
impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Reading({} persons, {} files, {} findings)",
            self.population.len(),
            self.files.len(),
            self.findings.len()
        )
    }
}
