//! What became of the rows of each sheet, and what was found in them.

use std::collections::BTreeMap;

use super::{Check, QualityRow};
use crate::finding::FindingKind;
use crate::reading::Reading;

/// Sheets in the order read; a sheet's findings by kind.
pub(super) fn account(reading: &Reading) -> Vec<QualityRow> {
    let mut kinds: BTreeMap<(u16, FindingKind), u64> = BTreeMap::new();
    for finding in &reading.findings {
        *kinds.entry((finding.record.file, finding.kind)).or_default() += 1;
    }
    let mut account = Vec::new();
    for (file, number) in reading.files.iter().zip(0u16..) {
        let place = format!("{} as {}", file.name, file.sheet.word());
        let read = file.rows_read;
        account.push(QualityRow::new(&*place, Check::RowsRead, "", read, None));
        for (check, n) in [
            (Check::RowsUsed, file.rows_used),
            (Check::RowsNotUsed, file.rows_not_used),
            (Check::RowsOfOtherAnalytes, file.rows_ignored),
            (Check::Duplicates, file.duplicates),
            (Check::Conflicting, file.conflicting),
        ] {
            if n > 0 || check == Check::RowsUsed {
                account.push(QualityRow::new(&*place, check, "", n, Some(read)));
            }
        }
        for ((_, kind), n) in kinds.range((number, FindingKind::ALL[0])..=(number, last_kind())) {
            account.push(QualityRow::new(&*place, Check::Findings, kind.word(), *n, None));
        }
    }
    account
}

fn last_kind() -> FindingKind {
    FindingKind::ALL[FindingKind::ALL.len() - 1]
}
