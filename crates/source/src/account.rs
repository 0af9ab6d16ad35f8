//! What became of the rows of each file.

use std::collections::{BTreeMap, HashSet};

use timeline::RecordRef;

use crate::aside::Aside;
use crate::finding::FindingKind;
use crate::refusal::{Problem, ProblemKind};
use crate::schema::Sheet;
use crate::sheets::Record;
use crate::table::Table;

/// A file, or one sheet of a workbook, with what became of its rows:
/// `rows_read = rows_used + rows_not_used + rows_ignored + duplicates + conflicting`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// As shown to users: `lab.csv`, `book.xlsx#lab`, with the source in front if there are several.
    pub name: String,
    /// The study sheet it was read as.
    pub sheet: Sheet,
    /// Position of its source in the list of sources.
    pub source: u16,
    /// SHA-256 of the file (of the whole workbook) in lower-case hexadecimal.
    pub sha256: String,
    /// Size of the file (of the whole workbook).
    pub bytes: u64,
    /// Rows that are not wholly blank, without the header.
    pub rows_read: u64,
    /// Rows that are part of the population.
    pub rows_used: u64,
    /// Rows with a wrong key cell, an unknown person or an unknown study; equal ones count once.
    pub rows_not_used: u64,
    /// Laboratory rows of other analytes.
    pub rows_ignored: u64,
    /// Rows equal to an earlier one.
    pub duplicates: u64,
    /// Rows set aside because another row of the same identifier stands.
    pub conflicting: u64,
}

/// Counts of a file's rows.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub used: u64,
    pub not_used: u64,
    pub ignored: u64,
    pub duplicates: u64,
    pub conflicting: u64,
}

impl Counts {
    /// Adds those of another file.
    pub(crate) fn add(&mut self, other: Counts) {
        self.used += other.used;
        self.not_used += other.not_used;
        self.ignored += other.ignored;
        self.duplicates += other.duplicates;
        self.conflicting += other.conflicting;
    }
}

impl SourceFile {
    /// Takes over the counts.
    pub(crate) fn set(&mut self, counts: Counts) {
        self.rows_used = counts.used;
        self.rows_not_used = counts.not_used;
        self.rows_ignored = counts.ignored;
        self.duplicates = counts.duplicates;
        self.conflicting = counts.conflicting;
        self.rows_read =
            counts.used + counts.not_used + counts.ignored + counts.duplicates + counts.conflicting;
    }
}

/// Counts the rows of a table by file. `among_used` were rows of the table, `among_not_used` have
/// been taken out of it.
pub(crate) fn count<R: Record>(
    table: &Table<'_, R>,
    among_used: &[Aside],
    among_not_used: &[Aside],
) -> BTreeMap<u16, Counts> {
    let mut counts: BTreeMap<u16, Counts> = BTreeMap::new();
    for chunk in &table.chunks {
        let file = counts.entry(chunk.file).or_default();
        file.used += chunk.rows.len() as u64;
        file.not_used += chunk.not_used.len() as u64;
        file.ignored += chunk.n_ignored;
    }
    for aside in among_used {
        let file = counts.entry(aside.record.file).or_default();
        file.used -= 1;
        match aside.kind {
            FindingKind::DuplicateRow => file.duplicates += 1,
            _ => file.conflicting += 1,
        }
    }
    for aside in among_not_used {
        counts.entry(aside.record.file).or_default().duplicates += 1;
    }
    counts
}

/// The places of the rows that cannot be used.
pub(crate) fn not_used<R: Record>(table: &Table<'_, R>) -> HashSet<RecordRef> {
    let rows = |chunk| -> Vec<RecordRef> {
        let chunk: &crate::table::Chunk<R> = chunk;
        chunk.not_used.iter().map(|(line, _)| chunk.record_at(*line)).collect()
    };
    table.chunks.iter().flat_map(rows).collect()
}

/// The problem of a file of which too many rows cannot be used: strictly more than the share.
pub(crate) fn too_many_not_used(name: &str, counts: Counts, share: f64) -> Option<Problem> {
    let n_rows = counts.used + counts.not_used + counts.conflicting;
    if counts.not_used as f64 <= share * n_rows as f64 + 1e-9 {
        return None;
    }
    let message = format!(
        "{} of {n_rows} rows cannot be used ({:.1} %; at most {} % may be)",
        counts.not_used,
        100.0 * counts.not_used as f64 / n_rows as f64,
        100.0 * share,
    );
    let help =
        "correct these rows in the export; if they are all of one kind, look at how the column is written";
    Some(Problem::new(ProblemKind::TooManyRowsNotUsed, name, message, help))
}
