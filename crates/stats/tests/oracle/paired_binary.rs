//! McNemar, paired differences, conditional odds ratios and the sign test against R. Tolerance: relative 1e-10
//! for closed forms and binomial p values (1e-4 for those of more than a million changed pairs), 1e-7 for the
//! exact limits (beta quantiles), 1e-8 of at least 0.001 for Tango's interval, whose stored ends are roots found
//! by `uniroot`.

use super::table::{Row, read, require_twenty};
use stats::categories::*;
use stats::{Answer, Estimate, Interval, Level, Statistic};
use std::collections::BTreeMap;

fn sets() -> BTreeMap<String, PairedBinary> {
    let pairs = |row: &Row| {
        PairedBinary::new(PairedCounts {
            both: row.count("both"),
            only_before: row.count("only_before"),
            only_after: row.count("only_after"),
            neither: row.count("neither"),
        })
    };
    read("data/paired_binary.csv")
        .iter()
        .map(|row| (row.text("set").to_string(), pairs(row).unwrap()))
        .collect()
}

fn level(row: &Row) -> Level {
    Level::new(row.number("level").unwrap()).unwrap()
}

/// The binomial tail of more than a million pairs is as accurate as `distribution::beta`.
fn binomial_tolerance(pairs: &PairedBinary) -> f64 {
    if pairs.n_discordant() > 1_000_000 { 1e-4 } else { 1e-10 }
}

fn x2(estimate: &Estimate) -> Answer {
    estimate.test.map(|test| match test.statistic {
        Statistic::ChiSquared { x2, df: 1.0 } => x2,
        other => panic!("{other:?}"),
    })
}

fn ends(row: &Row, low: &str, high: &str, ci: Answer<Interval>, tolerance: f64, scale: f64) {
    row.expect_within(low, ci.map(|ci| ci.low), tolerance, scale);
    match ci.map(|ci| ci.high) {
        Ok(f64::INFINITY) => assert_eq!(row.number(high), Some(f64::INFINITY)),
        other => row.expect_within(high, other, tolerance, scale),
    }
}

#[test]
fn tests_equal_r() {
    let (sets, rows) = (sets(), read("answers/paired_binary.csv"));
    require_twenty(&rows);
    for row in &rows {
        let pairs = &sets[row.text("set")];
        let of = |test| mcnemar(pairs, &McNemarRule { level: level(row), test, ..McNemarRule::default() });
        row.expect("exact", of(McNemarTest::Exact).p_value(), binomial_tolerance(pairs));
        row.expect("mid_p", of(McNemarTest::MidP).p_value(), binomial_tolerance(pairs));
        row.expect("asymptotic", of(McNemarTest::Asymptotic).p_value(), 1e-10);
        row.expect("corrected", of(McNemarTest::Corrected).p_value(), 1e-10);
        row.expect("x2", x2(&of(McNemarTest::Asymptotic)), 1e-10);
        row.expect("x2_corrected", x2(&of(McNemarTest::Corrected)), 1e-10);
    }
}

#[test]
fn differences_equal_r() {
    let (sets, rows) = (sets(), read("answers/paired_binary.csv"));
    for row in &rows {
        let pairs = &sets[row.text("set")];
        let of =
            |interval| mcnemar(pairs, &McNemarRule { level: level(row), interval, ..McNemarRule::default() });
        let tango = of(DifferenceInterval::Tango);
        row.expect("value", tango.value, 1e-14);
        row.expect("sd", tango.sd, 1e-10);
        ends(row, "tango_low", "tango_high", tango.ci, 1e-8, 1e-3);
        let newcombe = of(DifferenceInterval::Newcombe);
        ends(row, "newcombe_low", "newcombe_high", newcombe.ci, 1e-10, 1e-2);
        ends(row, "wald_low", "wald_high", of(DifferenceInterval::Wald).ci, 1e-10, 1e-2);
    }
}

#[test]
fn odds_ratios_and_signs_equal_r() {
    let (sets, rows) = (sets(), read("answers/paired_binary.csv"));
    for row in &rows {
        let pairs = &sets[row.text("set")];
        let odds = conditional_odds_ratio(pairs, level(row));
        row.expect("odds_ratio", odds.value, 1e-14);
        ends(row, "odds_low", "odds_high", odds.ci, 1e-7, 0.0);
        row.expect("exact", odds.p_value(), binomial_tolerance(pairs));
        let sign = sign_of_changes(pairs, level(row));
        row.expect("share", sign.value, 1e-14);
        ends(row, "share_low", "share_high", sign.ci, 1e-7, 0.0);
        row.expect("exact", sign.p_value(), binomial_tolerance(pairs));
    }
}

/// Printed in Fagerland, Lydersen & Laake 2013 (p values) and 2014 (intervals) for Bentur's 21 children, in
/// Newcombe 1998 for his example (a), McNemar's statistic of Johnson & Johnson's 85 sibling pairs with Hodgkin's
/// disease in Rice, Mathematical Statistics and Data Analysis, 13.5; 10 progressed and 5 regressed by hand:
/// 2 (1 + 15 + 105 + 455 + 1365 + 3003) / 2^15.
#[test]
fn printed_examples() {
    let sets = sets();
    let bentur = &sets["bentur_hyperresponsiveness"];
    let p = |test| mcnemar(bentur, &McNemarRule { test, ..McNemarRule::default() }).p_value().unwrap();
    assert_near(p(McNemarTest::Asymptotic), 0.034, 5e-4);
    assert_near(p(McNemarTest::Corrected), 0.077, 5e-4);
    assert_near(p(McNemarTest::Exact), 0.070, 5e-4);
    assert_near(p(McNemarTest::MidP), 0.039, 5e-4);
    let ci = |set: &str, interval| {
        let ci = mcnemar(&sets[set], &McNemarRule { interval, ..McNemarRule::default() }).ci.unwrap();
        (ci.low, ci.high)
    };
    let tango = ci("bentur_hyperresponsiveness", DifferenceInterval::Tango);
    assert_near(tango.0, 0.026, 5e-4);
    assert_near(tango.1, 0.517, 5e-4);
    let newcombe = ci("newcombe_a", DifferenceInterval::Newcombe);
    assert_near(newcombe.0, -0.3404, 5e-5);
    assert_near(newcombe.1, -0.0569, 5e-5);
    let sign = sign_of_changes(&sets["scan_progress_regress"], Level::default());
    assert_near(sign.p_value().unwrap(), 2.0 * 4944.0 / 32768.0, 1e-12);
    let rule = McNemarRule { test: McNemarTest::Asymptotic, ..McNemarRule::default() };
    assert_near(x2(&mcnemar(&sets["tonsillectomy_hodgkin"], &rule)).unwrap(), 2.91, 5e-3);
}

#[track_caller]
fn assert_near(actual: f64, printed: f64, tolerance: f64) {
    assert!((actual - printed).abs() <= tolerance, "{actual} {printed}");
}
