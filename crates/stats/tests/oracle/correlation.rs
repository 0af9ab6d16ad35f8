//! Correlations against `cor`, `cor.test`, SciPy, and the enumeration of all orders.
//!
//! Tolerance: relative 1e-10; coefficients, t and ends of intervals within 1e-10 of the size 1e-3 where they
//! cancel, p of |t| near 0 likewise. Exact p: 1e-12 against enumeration, 1e-10 against `cor.test`.

use super::table::{Row, pairs, read, require_twenty};
use stats::correlation::*;
use stats::{Answer, Estimate, Level, Pairs, Statistic};
use std::collections::BTreeMap;

type Columns = (Vec<f64>, Vec<f64>);

fn sets() -> BTreeMap<String, Columns> {
    let mut sets: BTreeMap<String, Columns> =
        pairs().into_iter().map(|(name, set)| (name, (set.before, set.after))).collect();
    for row in read("data/correlation.csv") {
        let set = sets.entry(format!("xy_{}", row.text("set"))).or_default();
        set.0.push(row.number("x").unwrap());
        set.1.push(row.number("y").unwrap());
    }
    sets.insert("recurrence_100000".to_string(), recurrence());
    sets
}

/// As in `correlation.R`.
fn recurrence() -> Columns {
    (1..=100_000_u64)
        .map(|i| {
            let x = (i * i * 31 + 17 * i) % 100_003;
            (x as f64, (x / 5000 + (i * 7919) % 13) as f64)
        })
        .unzip()
}

fn level(row: &Row) -> Level {
    Level::new(row.number("level").unwrap()).unwrap()
}

fn standardised(estimate: &Estimate) -> Answer {
    estimate.test.map(|test| match test.statistic {
        Statistic::StudentT { t, .. } => t,
        Statistic::Normal { z } => z,
        other => panic!("{other:?}"),
    })
}

fn expect_ends(row: &Row, estimate: &Estimate, low: &str, high: &str) {
    row.expect_within(low, estimate.ci.map(|ci| ci.low), 1e-10, 1e-3);
    row.expect_within(high, estimate.ci.map(|ci| ci.high), 1e-10, 1e-3);
}

#[test]
fn pearson_equals_r() {
    let (sets, rows) = (sets(), read("answers/correlation.csv"));
    require_twenty(&rows);
    for row in &rows {
        let (x, y) = &sets[row.text("set")];
        let estimate = pearson(Pairs::new(x, y).unwrap(), level(row));
        assert_eq!(estimate.n, row.count("n"));
        // Data far from zero lose digits in R, whose mean is taken out in one step.
        row.expect_within("r", estimate.value, 1e-10, 1e-3);
        row.expect_within("t", standardised(&estimate), 1e-8, 1e-3);
        row.expect_within("p", estimate.p_value(), 1e-8, 1e-300);
        expect_ends(row, &estimate, "low", "high");
    }
}

#[test]
fn spearman_equals_r() {
    let (sets, rows) = (sets(), read("answers/correlation.csv"));
    for row in &rows {
        let (x, y) = &sets[row.text("set")];
        let pairs = Pairs::new(x, y).unwrap();
        let rule = SpearmanRule { level: level(row), ..SpearmanRule::default() };
        let approximate = spearman(pairs, &SpearmanRule { exact_up_to: 0, ..rule });
        row.expect_within("rho", approximate.value, 1e-10, 1e-3);
        expect_ends(row, &approximate, "rho_low", "rho_high");
        if row.number("rho_t").is_some() {
            row.expect_within("rho_t", standardised(&approximate), 1e-10, 1e-3);
            row.expect("rho_p", approximate.p_value(), 1e-9);
        }
        if row.number("rho").is_some() {
            assert_eq!(approximate.n_ties, row.count("ties"));
        }
        if row.number("rho_exact_p").is_some() {
            row.expect("rho_exact_p", spearman(pairs, &rule).p_value(), 1e-10);
        }
    }
}

#[test]
fn kendall_equals_r() {
    let (sets, rows) = (sets(), read("answers/correlation.csv"));
    for row in rows.iter().filter(|row| row.text("set") != "recurrence_100000") {
        let (x, y) = &sets[row.text("set")];
        let pairs = Pairs::new(x, y).unwrap();
        let rule = KendallRule { level: level(row), ..KendallRule::default() };
        let normal = kendall(pairs, &KendallRule { exact_up_to: 0, exact_with_ties_up_to: 0, ..rule });
        row.expect_within("tau", normal.value, 1e-12, 1e-3);
        row.expect_within("tau_z", standardised(&normal), 1e-10, 1e-3);
        row.expect("tau_p", normal.p_value(), 1e-10);
        row.expect_within("tau_low", normal.ci.map(|ci| ci.low), 1e-9, 1e-2);
        row.expect_within("tau_high", normal.ci.map(|ci| ci.high), 1e-9, 1e-2);
        if row.number("tau_exact_p").is_some() {
            // R takes the upper tail as 1 minus the lower.
            row.expect_within("tau_exact_p", kendall(pairs, &rule).p_value(), 1e-10, 1e-4);
        }
    }
}

#[test]
fn exact_p_equals_enumeration() {
    let (sets, rows) = (sets(), read("answers/correlation_exact.csv"));
    require_twenty(&rows);
    for row in &rows {
        let (x, y) = &sets[row.text("set")];
        let pairs = Pairs::new(x, y).unwrap();
        let tau = kendall(pairs, &KendallRule::default());
        if row.number("rho_p").is_some() {
            row.expect("rho_p", spearman(pairs, &SpearmanRule::default()).p_value(), 1e-12);
            row.expect("tau_p", tau.p_value(), 1e-12);
        }
        if row.number("tau_p_scipy").is_some() {
            row.expect("tau_p_scipy", tau.p_value(), 1e-12);
        }
    }
}
