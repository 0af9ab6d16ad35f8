//! Marginal homogeneity and symmetry against R (MASS, coin, mcnemar.test) and statsmodels. Tolerance: relative
//! 1e-10, absolute 1e-12 where a generalised inverse leaves rounding in place of 0; p values of chi-squared 1e-9
//! (a statistic's rounding grows in its tail); enumerated p values 1e-9; simulated ones within five standard
//! errors.

use super::table::{Row, read, require_twenty};
use stats::categories::*;
use stats::{Answer, Caution, Estimate, Statistic};
use std::collections::BTreeMap;

pub fn sets() -> BTreeMap<String, SquareTable> {
    let table = |row: &Row| {
        let counts: Vec<usize> =
            row.text("counts").split(' ').map(|count| count.parse::<f64>().unwrap() as usize).collect();
        SquareTable::new(row.count("k"), &counts).unwrap()
    };
    read("data/square_tables.csv").iter().map(|row| (row.text("set").to_string(), table(row))).collect()
}

fn x2_and_df(estimate: &Estimate) -> (Answer, Answer) {
    match estimate.test {
        Ok(test) => match test.statistic {
            Statistic::ChiSquared { x2, df } => (Ok(x2), Ok(df)),
            other => panic!("{other:?}"),
        },
        Err(reason) => (Err(reason), Err(reason)),
    }
}

#[test]
fn asymptotic_tests_equal_r() {
    let (sets, rows) = (sets(), read("answers/square_tables.csv"));
    require_twenty(&rows);
    for row in &rows {
        let table = &sets[row.text("set")];
        let stuart = marginal_homogeneity(table, HomogeneityTest::StuartMaxwell);
        let (x2, df) = x2_and_df(&stuart);
        row.expect_within("stuart_x2", x2, 1e-10, 1e-2);
        row.expect("stuart_df", df, 0.0);
        row.expect("stuart_p", stuart.p_value(), 1e-9);
        let bhapkar = marginal_homogeneity(table, HomogeneityTest::Bhapkar);
        row.expect_within("bhapkar_x2", x2_and_df(&bhapkar).0, 1e-10, 1e-2);
        row.expect("bhapkar_p", bhapkar.p_value(), 1e-9);
        let bowker = symmetry(table, SymmetryTest::Bowker);
        let (x2, df) = x2_and_df(&bowker);
        row.expect("bowker_x2", x2, 1e-10);
        row.expect("bowker_df", df, 0.0);
        row.expect("bowker_p", bowker.p_value(), 1e-9);
    }
}

#[test]
fn statsmodels_agrees() {
    let (sets, rows) = (sets(), read("answers/square_tables_statsmodels.csv"));
    require_twenty(&rows);
    for row in &rows {
        let table = &sets[row.text("set")];
        let stuart = marginal_homogeneity(table, HomogeneityTest::StuartMaxwell);
        row.expect_within("stuart_x2", x2_and_df(&stuart).0, 1e-10, 1e-2);
        let bhapkar = marginal_homogeneity(table, HomogeneityTest::Bhapkar);
        row.expect_within("bhapkar_x2", x2_and_df(&bhapkar).0, 1e-9, 1e-2);
    }
}

#[test]
fn conditional_tests_equal_enumeration() {
    let (sets, rows) = (sets(), read("answers/square_tables.csv"));
    let (mut n_homogeneity, mut n_symmetry) = (0, 0);
    for row in &rows {
        let table = &sets[row.text("set")];
        if row.number("exact_homogeneity").is_none() {
            continue;
        }
        let rule = Enumeration::default();
        let homogeneity = marginal_homogeneity(table, HomogeneityTest::Exact(rule));
        if homogeneity.cautions.is_empty() {
            n_homogeneity += 1;
            row.expect("exact_homogeneity", homogeneity.p_value(), 1e-9);
        }
        let symmetry = symmetry(table, SymmetryTest::Exact(rule));
        if symmetry.cautions.is_empty() {
            n_symmetry += 1;
            row.expect("exact_symmetry", symmetry.p_value(), 1e-9);
        }
    }
    assert!(n_homogeneity >= 20 && n_symmetry >= 20, "{n_homogeneity} {n_symmetry}");
}

#[test]
fn simulated_tests_come_near() {
    let (sets, rows) = (sets(), read("answers/square_tables.csv"));
    let rule = Enumeration { max_states: 0, n_draws: 4000, ..Enumeration::default() };
    for row in &rows {
        let table = &sets[row.text("set")];
        if row.number("exact_homogeneity").is_none() {
            continue;
        }
        near(row, "exact_homogeneity", &marginal_homogeneity(table, HomogeneityTest::Exact(rule)));
        near(row, "exact_symmetry", &symmetry(table, SymmetryTest::Exact(rule)));
    }
}

fn near(row: &Row, column: &str, estimate: &Estimate) {
    let [Caution::Simulated { n_draws: 4000, standard_error }] = estimate.cautions[..] else {
        panic!("{:?}", estimate.cautions)
    };
    let (p, expected) = (estimate.p_value().unwrap(), row.number(column).unwrap());
    assert!(
        (p - expected).abs() <= 5.0 * standard_error + 1.0 / 4000.0,
        "{p} {expected} {:?}",
        row.text("set")
    );
}

/// Stuart 1955 prints 11.96 for the eyes of 7477 women, Fleiss & Everitt 1971 14.00 for their patients; Bowker's
/// statistic of the women is 19.11 (Agresti, Categorical Data Analysis, chapter 11).
#[test]
fn printed_examples() {
    let sets = sets();
    let stuart =
        |set: &str| x2_and_df(&marginal_homogeneity(&sets[set], HomogeneityTest::StuartMaxwell)).0.unwrap();
    assert!((stuart("vision_women") - 11.96).abs() < 0.005);
    assert!((stuart("fleiss_everitt") - 14.00).abs() < 0.005);
    assert!(
        (x2_and_df(&symmetry(&sets["vision_women"], SymmetryTest::Bowker)).0.unwrap() - 19.11).abs() < 0.005
    );
}
