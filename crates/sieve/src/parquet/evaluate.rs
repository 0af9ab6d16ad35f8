//! A filter on rows in memory, one row at a time: the plain meaning that faster ways are judged by.

use arrow_array::RecordBatch;

use crate::filter::{Filter, IdSet};
use crate::rows::Rows;

/// The columns that a filter looks at.
pub(super) fn columns_of(filter: &Filter) -> Vec<&'static str> {
    match filter {
        Filter::Everything => Vec::new(),
        Filter::All(parts) | Filter::Any(parts) => parts.iter().flat_map(columns_of).collect(),
        Filter::In { column, .. } | Filter::Like { column, .. } => vec![column],
        Filter::KnownPerson => vec!["person_id"],
    }
}

/// For each row whether it meets the filter; `passed` grows as [`Selected::passed`](crate::Selected::passed)
/// says. The batch holds the filter's columns.
pub(super) fn wanted(batch: &RecordBatch, filter: &Filter, known: &IdSet, passed: &mut [u64]) -> Vec<bool> {
    let rows = Rows::new(batch.clone());
    (0..rows.len()).map(|row| counted(&rows, row, filter, known, passed)).collect()
}

fn counted(rows: &Rows, row: usize, filter: &Filter, known: &IdSet, passed: &mut [u64]) -> bool {
    let Filter::All(parts) = filter else { return is_met(rows, row, filter, known) };
    for (part, passed) in parts.iter().zip(passed) {
        if !is_met(rows, row, part, known) {
            return false;
        }
        *passed += 1;
    }
    true
}

fn is_met(rows: &Rows, row: usize, filter: &Filter, known: &IdSet) -> bool {
    match filter {
        Filter::Everything => true,
        Filter::All(parts) => parts.iter().all(|part| is_met(rows, row, part, known)),
        Filter::Any(parts) => parts.iter().any(|part| is_met(rows, row, part, known)),
        Filter::In { column, ids } => rows.id(column, row).is_some_and(|id| ids.contains(id)),
        Filter::Like { column, patterns } => {
            rows.text(column, row).is_some_and(|text| patterns.match_text(text))
        }
        Filter::KnownPerson => rows.id("person_id", row).is_some_and(|id| known.contains(id)),
    }
}
