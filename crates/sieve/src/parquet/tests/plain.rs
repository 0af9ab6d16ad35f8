//! A filter on rows in memory, one row at a time: the plain meaning that the fast ways are judged by.

use arrow_array::{BooleanArray, RecordBatch};
use arrow_select::filter::filter_record_batch;

use crate::rows::Rows;
use crate::{Filter, IdSet};

/// The rows that meet the filter, and how many passed each part of it.
pub(super) fn select(batch: &RecordBatch, filter: &Filter, known: &IdSet) -> (RecordBatch, Vec<u64>) {
    let rows = Rows::new(batch.clone());
    let mut passed = if let Filter::All(parts) = filter { vec![0; parts.len()] } else { Vec::new() };
    let wanted =
        (0..rows.len()).map(|row| counted(&rows, row, filter, known, &mut passed)).collect::<Vec<_>>();
    let kept = filter_record_batch(batch, &BooleanArray::from(wanted));
    (kept.unwrap(), passed)
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
