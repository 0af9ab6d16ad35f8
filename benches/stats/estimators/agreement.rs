//! Two readers and more.

use super::{Call, Entry, LEVEL, counts, whole};
use crate::columns::Columns;
use stats::agreement::{
    IntraclassForm, KappaRule, Ratings, WeightedTable, cohen_kappa, intraclass_correlation,
};
use stats::categories::SquareTable;

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[("intraclass", intraclass), ("weighted_kappa", weighted_kappa)];

fn weighted_kappa(columns: &Columns) -> Call<'_> {
    let (counts, k) = (counts(columns, "table"), columns.count("rows"));
    Box::new(move || {
        let table = SquareTable::new(k, &counts).expect("a square");
        whole(&cohen_kappa(&WeightedTable::quadratic(&table), &KappaRule::default()).kappa)
            .into_iter()
            .filter(|(name, _)| *name != "p")
            .collect()
    })
}

/// Form (2,1): the same raters throughout, absolute agreement.
fn intraclass(columns: &Columns) -> Call<'_> {
    let (values, k) = (columns.get("ratings"), columns.count("raters"));
    Box::new(move || {
        let ratings = Ratings::new(values, k).expect("finite, every subject by every rater");
        whole(&intraclass_correlation(ratings, IntraclassForm::Agreement, LEVEL))
    })
}
