//! The distribution of imputed values against mice's (1500 imputations; 400 for chains), exact moments and numerical integration.
//! Means must agree within 4.5 standard errors of their difference, SDs over imputations within 4.5 of theirs: 2 of a
//! million right programs would fail a line by chance.

use super::table::{Row, read};
use stats::missing::{Column, Completed, Imputation, ImputationRule, Reading, Scale, Table, impute};
use stats::random::Seed;

const STANDARD_ERRORS: f64 = 4.5;

fn column(rows: &[Row], name: &str) -> Vec<Option<f64>> {
    rows.iter().map(|row| row.number(name)).collect()
}

fn build(rows: &[Row], name: &str, imputation: Imputation) -> Column {
    let values = column(rows, name);
    let levels: Vec<Option<u32>> = values.iter().map(|value| value.map(|level| level as u32)).collect();
    let column = match imputation {
        Imputation::Logistic => Column::binary(
            name,
            &levels.iter().map(|level| level.map(|level| level == 1)).collect::<Vec<_>>(),
        ),
        Imputation::ProportionalOdds => Column::ordered(name, &levels, 4).unwrap(),
        Imputation::Tobit => {
            let reading = |value: &Option<f64>| match *value {
                None => Reading::Missing,
                Some(value) if value < 0.2 => Reading::Between { low: f64::NEG_INFINITY, high: 0.2 },
                Some(value) => Reading::Known(value),
            };
            let readings: Vec<Reading> = values.iter().map(reading).collect();
            Column::laboratory(name, &readings, Scale::Identity).unwrap()
        }
        _ => Column::numeric(name, &values, Scale::Identity).unwrap(),
    };
    column.with_imputation(imputation).unwrap()
}

fn completed(rows: &[Row], columns: &[(&str, Imputation)], iterations: usize) -> Vec<Completed> {
    let mut built = vec![build(rows, "x", Imputation::Linear)];
    built.extend(columns.iter().map(|(name, imputation)| build(rows, name, *imputation)));
    let rule = ImputationRule {
        m: Some(if iterations > 1 { 400 } else { 1500 }),
        iterations,
        seed: Seed(7),
        ..ImputationRule::default()
    };
    impute(&Table::new(built).unwrap(), &rule).unwrap().tables
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn sd(values: &[f64]) -> f64 {
    let centre = mean(values);
    (values.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / (values.len() - 1) as f64).sqrt()
}

fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let (a, b) = (mean(x), mean(y));
    let product: f64 = x.iter().zip(y).map(|(x, y)| (x - a) * (y - b)).sum();
    product / (x.len() - 1) as f64 / (sd(x) * sd(y))
}

/// One statistic of every completed table against the stored line.
fn compare(answers: &[Row], set: &str, statistic: &str, ours: &[f64]) {
    let row =
        answers.iter().find(|row| row.text("set") == set && row.text("statistic") == statistic).unwrap();
    let (expected, spread) = (row.number("mean").unwrap(), row.number("sd").unwrap());
    let n = match row.count("n") {
        0 => f64::INFINITY,
        n => n as f64,
    };
    let inverse = 1.0 / ours.len() as f64 + 1.0 / n;
    let z = (mean(ours) - expected) / (spread * inverse.sqrt());
    // The error of an SD grows with the kurtosis of what it is taken of.
    let (centre, ours_sd) = (mean(ours), sd(ours));
    let kurtosis = mean(&ours.iter().map(|value| ((value - centre) / ours_sd).powi(4)).collect::<Vec<f64>>());
    let z_spread = (ours_sd / spread).ln() / (0.25 * (kurtosis.max(3.0) - 1.0) * inverse).sqrt();
    assert!(z.abs() < STANDARD_ERRORS, "{set} {statistic}: mean {} for {expected}", mean(ours));
    assert!(z_spread.abs() < STANDARD_ERRORS, "{set} {statistic}: SD {} for {spread}", sd(ours));
}

fn check(rows: &[Row], answers: &[Row], set: &str, columns: &[(&str, Imputation)], iterations: usize) {
    let tables = completed(rows, columns, iterations);
    for (at, (name, _)) in columns.iter().enumerate() {
        let gaps: Vec<bool> = column(rows, name).iter().map(Option::is_none).collect();
        let filled = |table: &Completed| -> Vec<f64> {
            table.columns[at + 1]
                .iter()
                .zip(&gaps)
                .filter(|(_, gap)| **gap)
                .map(|(value, _)| *value)
                .collect()
        };
        let over = |statistic: &dyn Fn(&Completed) -> f64| tables.iter().map(statistic).collect::<Vec<f64>>();
        let set = format!("{set}_{name}");
        compare(answers, &set, "mean", &over(&|table| mean(&filled(table))));
        compare(answers, &set, "sd", &over(&|table| sd(&filled(table))));
        compare(
            answers,
            &set,
            "correlation",
            &over(&|table| correlation(&table.columns[0], &table.columns[at + 1])),
        );
        if set == "norm_numeric" {
            compare(answers, &set, "exact_mean", &over(&|table| mean(&filled(table))));
        }
    }
}

#[test]
fn draws_are_distributed_as_in_mice() {
    let (rows, answers) = (read("data/missing/table.csv"), read("answers/missing_draws.csv"));
    let (matching, linear) = (Imputation::Matching { donors: 5 }, Imputation::Linear);
    check(&rows, &answers, "pmm", &[("numeric", matching)], 1);
    check(&rows, &answers, "norm", &[("numeric", linear)], 1);
    check(&rows, &answers, "logreg", &[("binary", Imputation::Logistic)], 1);
    check(&rows, &answers, "polr", &[("ordered", Imputation::ProportionalOdds)], 1);
    let chain = [("numeric", linear), ("binary", Imputation::Logistic), ("other", linear)];
    check(&rows, &answers, "chain", &chain, 5);
    check(&rows, &answers, "chain_pmm", &[("numeric", matching), ("other", matching)], 5);
}

#[test]
fn values_below_a_limit_are_drawn_from_their_posterior() {
    let (rows, answers) = (read("data/missing/table.csv"), read("answers/missing_draws.csv"));
    let tables = completed(&rows, &[("laboratory", Imputation::Tobit)], 1);
    let readings = column(&rows, "laboratory");
    for (statistic, wanted) in [("below", true), ("missing", false)] {
        let ours: Vec<f64> = tables
            .iter()
            .map(|table| {
                let is = |reading: &Option<f64>| reading.map_or(!wanted, |value| wanted && value < 0.2);
                let values = table.columns[1].iter().zip(&readings).filter(|(_, reading)| is(reading));
                mean(&values.map(|(value, _)| *value).collect::<Vec<f64>>())
            })
            .collect();
        compare(&answers, "tobit_laboratory", statistic, &ours);
    }
}
