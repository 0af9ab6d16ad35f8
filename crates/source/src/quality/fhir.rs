//! The lines of FHIR files by what became of them.

use super::{Check, QualityRow};
use crate::chart::ChartFile;
use crate::fhir::{Account, Count, item, remark};

/// Every file with its lines, then what is remarkable about them.
pub(crate) fn account(account: &Account, files: &[ChartFile]) -> Vec<QualityRow> {
    let mut rows = Vec::new();
    for (file, number) in files.iter().zip(0u16..) {
        let place = format!("{} as {}", file.name, file.table);
        rows.push(QualityRow::new(&*place, Check::RowsRead, "", file.n_rows, None));
        let of = |counts: &[Count]| -> Vec<(&'static str, u64)> {
            let ours = counts.iter().filter(|count| count.file == number);
            ours.map(|count| (count.item, count.n)).collect()
        };
        for (item, n) in of(&account.lines) {
            let (check, detail) = line(item);
            rows.push(QualityRow::new(&*place, check, detail, n, Some(file.n_rows)));
        }
        for (item, n) in of(&account.remarks) {
            let (check, detail) = remarkable(item);
            rows.push(QualityRow::new(&*place, check, detail, n, Some(file.n_rows)));
        }
    }
    rows
}

fn line(found: &'static str) -> (Check, &'static str) {
    match found {
        item::USED => (Check::RowsUsed, ""),
        item::ORPHAN => (Check::Orphans, ""),
        item::UNINVOLVED => (Check::RowsOfUninvolved, ""),
        item::OTHER_CODE => (Check::RowsOfOtherCodes, ""),
        item::STATUS => (Check::NotInForce, ""),
        item::DUPLICATE => (Check::Duplicates, ""),
        item::CONFLICT => (Check::Conflicting, ""),
        other => (Check::RowsNotUsed, other),
    }
}

fn remarkable(found: &'static str) -> (Check, &'static str) {
    match found {
        remark::CONTAINED => (Check::Contained, ""),
        remark::UNRESOLVED_SUBJECT | remark::UNRESOLVED_MEDICATION | remark::UNRESOLVED_RESULT => {
            (Check::UnresolvedReference, found)
        }
        other => (Check::Findings, other),
    }
}
