//! Independent groups.

use super::{Call, Entry, LEVEL, p_alone, whole};
use crate::Answers;
use crate::columns::Columns;
use stats::groups::{self, Groups, KruskalWallisP, RankSumRule, TrendRule};
use stats::{Estimate, Sample};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[
    ("jonckheere_terpstra", jonckheere_terpstra),
    ("kruskal_wallis", kruskal_wallis),
    ("mann_whitney", mann_whitney),
    ("mann_whitney_shift", mann_whitney_shift),
    ("one_way_anova", one_way_anova),
    ("welch_t", welch_t),
];

fn welch_t(columns: &Columns) -> Call<'_> {
    Box::new(|| {
        let [first, second] = two_groups(columns);
        whole(&groups::welch_t(first, second, LEVEL))
            .into_iter()
            .filter(|(name, _)| *name != "value")
            .collect()
    })
}

fn mann_whitney(columns: &Columns) -> Call<'_> {
    Box::new(|| {
        let [first, second] = two_groups(columns);
        p_alone(&groups::mann_whitney_test(first, second, &RankSumRule::default()))
    })
}

fn mann_whitney_shift(columns: &Columns) -> Call<'_> {
    Box::new(|| {
        let [first, second] = two_groups(columns);
        whole(&groups::mann_whitney_shift(first, second, &RankSumRule::default()))
    })
}

fn two_groups(columns: &Columns) -> [Sample<'_>; 2] {
    ["first", "second"].map(|name| Sample::new(columns.get(name)).expect("finite"))
}

fn one_way_anova(columns: &Columns) -> Call<'_> {
    let parts = split(columns);
    Box::new(move || several(&parts, |all| groups::one_way_anova(all).estimate))
}

fn kruskal_wallis(columns: &Columns) -> Call<'_> {
    let parts = split(columns);
    Box::new(move || several(&parts, |all| groups::kruskal_wallis(all, KruskalWallisP::default()).estimate))
}

fn jonckheere_terpstra(columns: &Columns) -> Call<'_> {
    let parts = split(columns);
    Box::new(move || several(&parts, |all| groups::jonckheere_terpstra(all, &TrendRule::default()).estimate))
}

fn several(parts: &[Vec<f64>], test: impl Fn(Groups<'_>) -> Estimate) -> Answers {
    let samples: Vec<Sample> = parts.iter().map(|part| Sample::new(part).expect("finite")).collect();
    p_alone(&test(Groups::new(&samples).expect("four groups")))
}

/// The values of each group, outside the clock as for the peers.
fn split(columns: &Columns) -> Vec<Vec<f64>> {
    let mut parts = vec![Vec::new(); 4];
    for (&value, &group) in columns.get("value").iter().zip(columns.get("group")) {
        parts[group as usize].push(value);
    }
    parts
}
