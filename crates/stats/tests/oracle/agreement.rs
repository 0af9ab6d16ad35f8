//! Limits of agreement and intraclass correlation against R. Tolerance: limits and their approximate intervals
//! 1e-10, exact intervals 1e-7 (uniroot), both relative to the largest measurement where their own digits cancel;
//! intraclass correlation against psych::ICC 1e-10, or relative to 1e-2 of it near 0.

use super::table::{Row, pairs, read, require_twenty};
use stats::agreement::*;
use stats::{Answer, Estimate, Level, Pairs, Statistic, Undefined};
use std::collections::BTreeMap;

fn ends(row: &Row, columns: [&str; 2], estimate: &Estimate, tolerance: f64, scale: f64) {
    row.expect_within(columns[0], estimate.ci.map(|ci| ci.low), tolerance, scale);
    row.expect_within(columns[1], estimate.ci.map(|ci| ci.high), tolerance, scale);
}

#[test]
fn limits_of_agreement_equal_r() {
    let (sets, rows) = (pairs(), read("answers/limits.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let pairs = Pairs::new(&set.before, &set.after).unwrap();
        let of = |interval| {
            let rule = LimitsRule { interval, ..LimitsRule::default() };
            if row.text("kind") == "mean" {
                (limits_of_agreement(pairs, &rule), set.scale())
            } else {
                (limits_of_agreement_of_ratios(pairs, &rule), 0.0)
            }
        };
        let (approximate, scale) = of(LimitsInterval::Approximate);
        assert_eq!(approximate.bias.n, row.count("n"));
        // Without spread the limits are the bias; R's script stores nothing there.
        let value = |estimate: &Estimate| -> Answer {
            if estimate.sd == Ok(0.0) { Err(Undefined::NoSpread) } else { estimate.value }
        };
        row.expect_within("lower", value(&approximate.lower), 1e-10, 1e-3 * scale);
        row.expect_within("upper", value(&approximate.upper), 1e-10, 1e-3 * scale);
        ends(row, ["bias_low", "bias_high"], &approximate.bias, 1e-10, 1e-3 * scale);
        ends(row, ["lower_low", "lower_high"], &approximate.lower, 1e-10, 1e-3 * scale);
        ends(row, ["upper_low", "upper_high"], &approximate.upper, 1e-10, 1e-3 * scale);
        let (exact, scale) = of(LimitsInterval::Exact);
        ends(row, ["exact_lower_low", "exact_lower_high"], &exact.lower, 1e-7, 1e-3 * scale);
        ends(row, ["exact_upper_low", "exact_upper_high"], &exact.upper, 1e-7, 1e-3 * scale);
    }
}

#[test]
fn intraclass_correlation_equals_psych() {
    let mut tables: BTreeMap<String, (usize, Vec<f64>)> = BTreeMap::new();
    for row in read("data/ratings.csv") {
        let table = tables.entry(row.text("set").to_string()).or_default();
        table.0 = row.count("raters");
        table.1.push(row.number("value").unwrap());
    }
    let rows = read("answers/intraclass.csv");
    require_twenty(&rows);
    for row in &rows {
        let (n_raters, values) = &tables[row.text("set")];
        let form = match row.text("form") {
            "ICC1" => IntraclassForm::OneWay,
            "ICC2" => IntraclassForm::Agreement,
            "ICC3" => IntraclassForm::Consistency,
            "ICC1k" => IntraclassForm::OneWayMean,
            "ICC2k" => IntraclassForm::AgreementMean,
            "ICC3k" => IntraclassForm::ConsistencyMean,
            other => panic!("{other}"),
        };
        let level = Level::new(row.number("level").unwrap()).unwrap();
        let found = intraclass_correlation(Ratings::new(values, *n_raters).unwrap(), form, level);
        row.expect_within("value", found.value, 1e-9, 1e-2);
        row.expect_within("low", found.ci.map(|ci| ci.low), 1e-9, 1e-2);
        row.expect_within("high", found.ci.map(|ci| ci.high), 1e-9, 1e-2);
        row.expect("p", found.p_value(), 1e-8);
        let Statistic::F { f, df1, df2 } = found.test.unwrap().statistic else { panic!("not F") };
        row.expect("f", Ok::<_, ()>(f), 1e-8);
        assert_eq!((Some(df1), Some(df2)), (row.number("df1"), row.number("df2")));
    }
}
