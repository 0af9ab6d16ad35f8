//! Baseline characteristics of groups compared.

use analysis::Balance;
use figure::Width;
use figure::charts::balance::{self as chart, Row};
use press::Text;

use super::Plate;
use crate::Document;
use crate::html::{number, words};

/// Differences up to this size count as balance (Austin 2009).
const LIMIT: f64 = 0.1;

/// Love plot of every comparison in which a difference is defined.
pub(super) fn balance(document: &Document<'_>) -> Option<Plate> {
    let is_defined = |balance: &&Balance| balance.differences.iter().any(|one| one.value.is_some());
    let balances: Vec<&Balance> = document.results.balances.iter().filter(is_defined).collect();
    if balances.is_empty() {
        return None;
    }
    let plain = chart::Balance {
        title: "Balance of baseline characteristics".into(),
        value_title: "Standardized difference".into(),
        limit: LIMIT,
        comparisons: balances.iter().map(|balance| name(balance)).collect(),
        rows: rows(&balances),
    };
    Some(Plate {
        id: "balance",
        caption: caption(&plain, document.results.balances.len() - balances.len()),
        one_column: chart::balance(&plain, Width::OneColumn),
        two_columns: chart::balance(&plain, Width::TwoColumns),
    })
}

/// `Reoperated (n = 50) minus not reoperated (n = 114)`.
fn name(balance: &Balance) -> String {
    let [first, second] = &balance.groups;
    format!(
        "{} (n = {}) minus {} (n = {})",
        words::capital(&second.0),
        number::count(second.1),
        first.0,
        number::count(first.1)
    )
}

/// One row per characteristic and category, in the order in which they are first met.
fn rows(balances: &[&Balance]) -> Vec<Row> {
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for one in balances.iter().flat_map(|balance| &balance.differences) {
        let key = (&*one.label, &*one.detail);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let value = |balance: &Balance, (label, detail): (&str, &str)| {
        let found = balance.differences.iter().find(|one| one.label == label && one.detail == detail);
        found.and_then(|one| one.value)
    };
    let row = |key: (&str, &str)| Row {
        group: key.0.into(),
        label: words::category(key.1),
        values: balances.iter().map(|balance| value(balance, key)).collect(),
    };
    keys.into_iter().map(row).collect()
}

fn caption(plain: &chart::Balance, n_left_out: usize) -> Text {
    let mut text = format!(
        "Standardized differences of characteristics at the index date, of numbers in standard deviations \
         (root of the mean variance), of categories likewise from their shares: {}. Dashed lines stand at −{LIMIT} \
         and {LIMIT}; larger differences are commonly taken as imbalance. The differences describe these patients \
         and carry no test.",
        plain.comparisons.join("; ")
    );
    if plain.rows.iter().any(|row| row.values.iter().any(Option::is_none)) {
        text +=
            " A difference is not defined where a group has too few known values or neither group varies.";
    }
    if n_left_out > 0 {
        text += " A comparison without any defined difference is left out.";
    }
    text.into()
}
