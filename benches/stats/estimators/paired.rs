//! Before and after.

use super::{Call, Entry, LEVEL, p_alone, whole};
use crate::columns::Columns;
use stats::{Pairs, SignedRankRule};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[
    ("paired_t", paired_t),
    ("ratio_of_geometric_means", ratio_of_geometric_means),
    ("signed_rank", signed_rank),
    ("signed_rank_test", signed_rank_test),
];

fn paired_t(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::paired_t(pairs(columns), LEVEL)))
}

fn ratio_of_geometric_means(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::ratio_of_geometric_means(pairs(columns), LEVEL)))
}

fn signed_rank(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::signed_rank(pairs(columns), &SignedRankRule::default())))
}

/// Without the Hodges-Lehmann estimate and its interval, as the peers.
fn signed_rank_test(columns: &Columns) -> Call<'_> {
    Box::new(|| p_alone(&stats::paired::signed_rank_test(pairs(columns), &SignedRankRule::default())))
}

fn pairs(columns: &Columns) -> Pairs<'_> {
    Pairs::new(columns.get("before"), columns.get("after")).expect("finite, as many before as after")
}
