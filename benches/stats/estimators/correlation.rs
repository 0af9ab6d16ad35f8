//! Two measurements that rise and fall together.

use super::{Call, Entry, LEVEL, number, whole};
use crate::Answers;
use crate::columns::Columns;
use stats::correlation::{self, KendallRule, SpearmanRule};
use stats::{Estimate, Pairs};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[("kendall", kendall), ("pearson", pearson), ("spearman", spearman)];

fn pearson(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&correlation::pearson(related(columns), LEVEL)))
}

fn spearman(columns: &Columns) -> Call<'_> {
    Box::new(|| value_and_p(&correlation::spearman(related(columns), &SpearmanRule::default())))
}

fn kendall(columns: &Columns) -> Call<'_> {
    Box::new(|| value_and_p(&correlation::kendall(related(columns), &KendallRule::default())))
}

fn related(columns: &Columns) -> Pairs<'_> {
    Pairs::new(columns.get("x"), columns.get("y")).expect("finite, as many x as y")
}

fn value_and_p(estimate: &Estimate) -> Answers {
    vec![("value", number(estimate.value)), ("p", number(estimate.p_value()))]
}
