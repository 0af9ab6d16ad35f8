//! Cohen's, Fleiss' and Gwet's coefficients against R (the delta method by complex steps, vcd, psych) and
//! statsmodels. Tolerance: relative 1e-10, where digits cancel relative to a coefficient of 1e-3; p values 1e-9
//! (a z's rounding grows in its tail). statsmodels' variances are differences of larger numbers: 1e-8.

use super::square_tables::sets;
use super::table::{Row, read, require_twenty};
use stats::agreement::*;
use stats::categories::SquareTable;
use stats::{Answer, Estimate, Level, Statistic};

fn weighted<'a>(table: &'a SquareTable, kind: &str) -> WeightedTable<'a> {
    match kind {
        "unweighted" => WeightedTable::unweighted(table),
        "linear" => WeightedTable::linear(table),
        "quadratic" => WeightedTable::quadratic(table),
        _ => {
            let k = table.n_categories();
            let weight = |cell: usize| match (cell / k).abs_diff(cell % k) {
                0 => 1.0,
                1 => 0.75,
                _ => 0.0,
            };
            WeightedTable::custom(table, &(0..k * k).map(weight).collect::<Vec<f64>>()).unwrap()
        }
    }
}

fn several(tables: &[Row], set: &str) -> CategoryRatings {
    let row = tables.iter().find(|row| row.text("set") == set).unwrap();
    let counts: Vec<usize> = row.text("counts").split(' ').map(|count| count.parse().unwrap()).collect();
    CategoryRatings::new(row.count("k"), &counts).unwrap()
}

fn level(row: &Row) -> Level {
    Level::new(row.number("level").unwrap()).unwrap()
}

fn z(estimate: &Estimate) -> Answer {
    estimate.test.map(|test| match test.statistic {
        Statistic::Normal { z } => z,
        other => panic!("{other:?}"),
    })
}

#[test]
fn two_readers_equal_r() {
    let (sets, rows) = (sets(), read("answers/kappa.csv"));
    require_twenty(&rows);
    for row in &rows {
        let weighted = weighted(&sets[row.text("set")], row.text("kind"));
        let with = |interval| cohen_kappa(&weighted, &KappaRule { level: level(row), interval });
        let transformed = with(KappaInterval::Transformed).kappa.ci;
        row.expect_within("z_low", transformed.map(|ci| ci.low), 1e-9, 1e-3);
        row.expect_within("z_high", transformed.map(|ci| ci.high), 1e-9, 1e-3);
        let found = with(KappaInterval::LargeSample);
        row.expect_within("kappa", found.kappa.value, 1e-10, 1e-3);
        row.expect_within("low", found.kappa.ci.map(|ci| ci.low), 1e-10, 1e-3);
        row.expect_within("high", found.kappa.ci.map(|ci| ci.high), 1e-10, 1e-3);
        row.expect("observed", found.observed, 1e-12);
        row.expect("expected", found.expected, 1e-12);
        row.expect("se", found.standard_error, 1e-9);
        row.expect("se_null", found.standard_error_null, 1e-9);
        row.expect_within("z", z(&found.kappa), 1e-9, 1e-3);
        row.expect("p", found.kappa.p_value(), 1e-9);
        row.expect("agreement", found.agreement.value, 1e-14);
        row.expect_within("agreement_low", found.agreement.ci.map(|ci| ci.low), 1e-10, 1e-6);
        row.expect("agreement_high", found.agreement.ci.map(|ci| ci.high), 1e-10);
        row.expect_within("pabak", found.adjusted.value, 1e-12, 1e-3);
        row.expect_within("pabak_low", found.adjusted.ci.map(|ci| ci.low), 1e-10, 1e-3);
        row.expect_within("pabak_high", found.adjusted.ci.map(|ci| ci.high), 1e-10, 1e-3);
        if row.number("greatest").is_some() {
            row.expect_within("greatest", found.greatest, 1e-10, 1e-3);
        }
    }
}

#[test]
fn two_readers_equal_statsmodels() {
    let (sets, rows) = (sets(), read("answers/kappa_statsmodels.csv"));
    require_twenty(&rows);
    for row in &rows {
        let found = cohen_kappa(&weighted(&sets[row.text("set")], row.text("kind")), &KappaRule::default());
        row.expect_within("kappa", found.kappa.value, 1e-10, 1e-3);
        row.expect("se", found.standard_error, 1e-8);
        row.expect("se_null", found.standard_error_null, 1e-8);
    }
}

#[test]
fn several_readers_equal_r_and_statsmodels() {
    let (tables, rows) = (read("data/category_ratings.csv"), read("answers/category_ratings.csv"));
    require_twenty(&rows);
    let ratings = |set: &str| several(&tables, set);
    for row in &rows {
        let ratings = ratings(row.text("set"));
        let found = match row.text("name") {
            "fleiss" => fleiss_kappa(&ratings, level(row)),
            _ => gwet_ac1(&ratings, level(row)),
        };
        row.expect_within("value", found.value, 1e-10, 1e-3);
        row.expect_within("low", found.ci.map(|ci| ci.low), 1e-9, 1e-3);
        row.expect_within("high", found.ci.map(|ci| ci.high), 1e-9, 1e-3);
        row.expect_within("z", z(&found), 1e-10, 1e-3);
        row.expect("p", found.p_value(), 1e-9);
    }
    for row in &read("answers/category_ratings_statsmodels.csv") {
        row.expect_within(
            "value",
            fleiss_kappa(&ratings(row.text("set")), Level::default()).value,
            1e-10,
            1e-3,
        );
    }
}

/// Cohen 1960 prints kappa 0.492 for 200 diagnoses, Landis & Koch 1977 0.208 and 0.297 for patients of Winnipeg and
/// New Orleans, Agresti 0.129 for 91 couples. Fleiss 1981 prints kappa 0.68 with 0.087 and 0.076 for 100 diagnoses, Agresti 0.493 with 0.057 for 118 slides,
/// Altman 1991 0.47 for 85 xeromammograms, Fleiss 1971 0.430 for 30 patients and six psychiatrists.
#[test]
fn printed_examples() {
    let sets = sets();
    let found = |set: &str| {
        let found = cohen_kappa(&WeightedTable::unweighted(&sets[set]), &KappaRule::default());
        [found.kappa.value, found.standard_error, found.standard_error_null].map(Result::unwrap)
    };
    near(found("fleiss_diagnoses"), [0.68, 0.087, 0.076], [0.005, 0.001, 0.0005]);
    near(found("pathologists"), [0.493, 0.057, 0.050], [0.0005, 0.0005, 0.0005]);
    near(found("xeromammograms"), [0.47, 0.073, 0.069], [0.005, 0.0005, 0.0005]);
    for (set, printed) in [
        ("cohen_1960", 0.492),
        ("sclerosis_winnipeg", 0.208),
        ("sclerosis_new_orleans", 0.297),
        ("sexual_fun", 0.129),
    ] {
        assert!((found(set)[0] - printed).abs() <= 0.0006, "{set} {:?}", found(set));
    }
    let tables = read("data/category_ratings.csv");
    for (set, printed) in [("fleiss_1971", 0.430), ("fourteen_readers", 0.210)] {
        let value = fleiss_kappa(&several(&tables, set), Level::default()).value.unwrap();
        assert!((value - printed).abs() <= 0.0005, "{set} {value}");
    }
}

#[track_caller]
fn near(actual: [f64; 3], printed: [f64; 3], within: [f64; 3]) {
    for ((actual, printed), within) in actual.into_iter().zip(printed).zip(within) {
        assert!((actual - printed).abs() <= within, "{actual} {printed}");
    }
}
