//! Regression to the mean and the analysis of covariance.
//!
//! Tolerance: 1e-8 against numerical integration, 1e-7 for intervals with R's numerical derivatives; relative
//! 1e-10 against lm() (1e-8 for tests), with ends and effects within 1e-10 of the data's scale where they
//! cancel; NIST's certified values of Norris to 1e-10.

use super::table::{Row, pairs, read, require_twenty};
use stats::selection::*;
use stats::{Answer, Estimate, Level, Pairs, Statistic, Test};
use std::collections::BTreeMap;

fn side(row: &Row) -> Side {
    if row.count("above") == 1 { Side::Above } else { Side::Below }
}

fn number(row: &Row, column: &str) -> f64 {
    row.number(column).unwrap()
}

fn expect_ends(row: &Row, estimate: &Estimate, low: &str, high: &str, tolerance: f64, scale: f64) {
    row.expect_within(low, estimate.ci.map(|ci| ci.low), tolerance, scale);
    row.expect_within(high, estimate.ci.map(|ci| ci.high), tolerance, scale);
}

#[test]
fn expectation_equals_the_integral() {
    let rows = read("answers/selection_known.csv");
    require_twenty(&rows);
    for row in &rows {
        let population = Population {
            mean: number(row, "mean"),
            sd_within: number(row, "within"),
            sd_between: number(row, "between"),
        };
        let selection =
            Selection { cutoff: number(row, "cutoff"), side: side(row), n_baselines: row.count("m") };
        row.expect("change", expected_change(&population, &selection), 1e-8);
    }
}

#[test]
fn delta_method_equals_numerical_derivatives() {
    let rows = read("answers/selection_estimated.csv");
    require_twenty(&rows);
    for row in &rows {
        let (other, other_n) = (number(row, "other"), row.count("other_n"));
        let within = match row.text("kind") {
            "sd" => Within::Sd { sd: other, df: other_n as f64 },
            _ => Within::Correlation { r: other, n: other_n },
        };
        let reference =
            Reference::from_summary(row.count("n"), number(row, "mean"), number(row, "sd"), within).unwrap();
        let selection =
            Selection { cutoff: number(row, "cutoff"), side: side(row), n_baselines: row.count("m") };
        let estimate = reference.expected_change(&selection, Level::new(number(row, "level")).unwrap());
        row.expect("change", estimate.value, 1e-10);
        expect_ends(row, &estimate, "low", "high", 1e-7, 0.0);
    }
}

#[test]
fn reference_from_pairs_and_adjusted_change() {
    let (sets, rows) = (pairs(), read("answers/selection_pairs.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let logs = |values: &[f64]| values.iter().map(|value| value.ln()).collect::<Vec<_>>();
        let (first, second) = (logs(&set.before), logs(&set.after));
        let reference = Reference::from_pairs(Pairs::new(&first, &second).unwrap()).unwrap();
        let selection =
            Selection { cutoff: number(row, "cutoff"), side: Side::Above, n_baselines: row.count("m") };
        let (before, after): (Vec<f64>, Vec<f64>) =
            first.iter().zip(&second).filter(|(first, _)| **first > selection.cutoff).unzip();
        assert_eq!(before.len(), row.count("n_chosen"));
        let chosen = Pairs::new(&before, &after).unwrap();
        let change = adjusted_change(chosen, &reference, &selection, Level::default());
        row.expect("change", change.expected.value, 1e-9);
        expect_ends(row, &change.expected, "low", "high", 1e-7, 0.0);
        if row.number("adjusted").is_some() {
            row.expect_within("adjusted", change.adjusted.value, 1e-9, 1e-1);
            expect_ends(row, &change.adjusted, "adjusted_low", "adjusted_high", 1e-7, 1e-1);
            row.expect_within("p", change.adjusted.p_value(), 1e-6, 1e-12);
            let Statistic::StudentT { df, .. } = change.adjusted.test.unwrap().statistic else { panic!() };
            row.expect("df", Ok::<f64, ()>(df), 1e-7);
        }
    }
}

struct Set {
    arm: Vec<usize>,
    before: Vec<f64>,
    after: Vec<f64>,
}

fn sets() -> BTreeMap<String, Set> {
    let by_place = |i: usize| (i * i + i / 3) % 3;
    let mut sets: BTreeMap<String, Set> = pairs()
        .into_iter()
        .map(|(name, set)| {
            let arm = (1..=set.before.len()).map(by_place).collect();
            (name, Set { arm, before: set.before, after: set.after })
        })
        .collect();
    let mut push = |name: &str, arm: usize, before: f64, after: f64| {
        let blank = || Set { arm: Vec::new(), before: Vec::new(), after: Vec::new() };
        let set = sets.entry(name.to_string()).or_insert_with(blank);
        set.arm.push(arm);
        set.before.push(before);
        set.after.push(after);
    };
    for row in read("data/selection.csv") {
        push(
            &format!("own_{}", row.text("set")),
            row.count("arm"),
            number(&row, "before"),
            number(&row, "after"),
        );
    }
    for (x, y) in norris() {
        push("nist_norris", 0, x, y);
    }
    sets
}

/// x and y from line 61 of NIST's file on.
fn norris() -> Vec<(f64, f64)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/oracle/stats/data/nist/Norris.dat");
    let text = std::fs::read_to_string(path).unwrap();
    let numbers =
        |line: &str| line.split_whitespace().map(|text| text.parse().unwrap()).collect::<Vec<f64>>();
    text.lines().skip(60).map(numbers).filter(|pair| pair.len() == 2).map(|pair| (pair[1], pair[0])).collect()
}

fn f_of(test: Answer<Test>) -> Answer {
    test.map(|test| match test.statistic {
        Statistic::F { f, .. } => f,
        other => panic!("{other:?}"),
    })
}

fn fit(set: &Set, rule: &AncovaRule) -> Ancova {
    let pairs = Pairs::new(&set.before, &set.after).unwrap();
    ancova(Arms::new(pairs, &set.arm, 3).unwrap(), rule)
}

#[test]
fn covariance_equals_lm() {
    let (sets, rows) = (sets(), read("answers/ancova.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let log = row.text("scale") == "log";
        // Logarithms of 1e9 + 1/4 and 1e9 + 1/2 differ in their last digits only.
        if log && row.text("set").ends_with("offset") {
            continue;
        }
        let rule = AncovaRule {
            level: Level::new(number(row, "level")).unwrap(),
            scale: if log { Scale::Logarithm } else { Scale::Linear },
        };
        let found = fit(set, &rule);
        let largest =
            set.before.iter().chain(&set.after).fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let scale = if log { 0.0 } else { 1e-1 * largest };
        assert_eq!(found.slope.n, row.count("n"));
        row.expect_within("slope", found.slope.value, 1e-9, 1e-1);
        expect_ends(row, &found.slope, "slope_low", "slope_high", 1e-9, 1.0);
        row.expect_within("slope_p", found.slope.p_value(), 1e-7, 1e-10);
        row.expect_within("residual_sd", found.residual_sd, 1e-9, 1e-5 * scale);
        for (place, effect) in found.effects.iter().enumerate() {
            let column = |name: &str| format!("{name}_{}", place + 1);
            row.expect_within(&column("effect"), effect.value, 1e-9, scale);
            expect_ends(row, effect, &column("low"), &column("high"), 1e-8, scale);
            row.expect_within(&column("p"), effect.p_value(), 1e-7, 1e-6);
        }
        row.expect_within("one_line_f", f_of(found.one_line), 1e-7, 1e-3);
        row.expect_within("one_line_p", found.one_line.map(|test| test.p_value), 1e-7, 1e-6);
        row.expect_within("parallel_f", f_of(found.parallel), 1e-7, 1e-3);
        row.expect_within("parallel_p", found.parallel.map(|test| test.p_value), 1e-7, 1e-6);
        if let Some(at) = row.number("at").filter(|_| row.number("slope").is_some()) {
            let change = found.expected_change(0, at);
            row.expect_within("change", change.value, 1e-9, scale);
            expect_ends(row, &change, "change_low", "change_high", 1e-8, scale);
            row.expect_within("change_p", change.p_value(), 1e-7, 1e-6);
        }
    }
}

#[test]
fn norris_as_certified() {
    let (x, y): (Vec<f64>, Vec<f64>) = norris().into_iter().unzip();
    let rule = AncovaRule { scale: Scale::Linear, ..AncovaRule::default() };
    let found = ancova(Arms::one(Pairs::new(&x, &y).unwrap()), &rule);
    // At x of 0 the change is the intercept.
    let intercept = found.expected_change(0, 0.0);
    let error = |estimate: &Estimate| {
        let Statistic::StudentT { t, .. } = estimate.test.unwrap().statistic else { panic!() };
        estimate.value.unwrap() / t
    };
    for (actual, certified) in [
        (found.slope.value.unwrap(), 1.00211681802045),
        (error(&found.slope), 0.429796848199937e-3),
        (intercept.value.unwrap(), -0.262323073774029),
        (error(&intercept), 0.232818234301152),
        (found.residual_sd.unwrap(), 0.884796396144373),
    ] {
        assert!((actual / certified - 1.0).abs() < 1e-10, "{actual} {certified}");
    }
}
