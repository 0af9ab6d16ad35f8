//! Tables of counts against R (`tables.R`) and rational arithmetic (`tables.py`). Tolerance: closed forms relative 1e-10
//! (coin's p of the linear-by-linear test 1e-9); exact p 1e-10 (fisher.test, full enumeration) and 1e-12 (rational); V's limits 1e-7 (or absolute 1e-8 near 0).

use super::table::{read, require_twenty};
use stats::categories::*;
use stats::random::Seed;
use stats::{Answer, Caution, Estimate, Level, Proportion, Statistic, Undefined};
use std::collections::BTreeMap;

fn numbers<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> Vec<T> {
    text.split(' ').map(|number| number.parse().unwrap()).collect()
}

fn tables() -> BTreeMap<String, Table> {
    let table =
        |row: &super::table::Row| Table::new(&numbers(row.text("counts")), row.count("n_columns")).unwrap();
    read("data/tables.csv").iter().map(|row| (row.text("set").to_string(), table(row))).collect()
}

fn chi_squared(estimate: &Estimate) -> (Answer, Answer) {
    match estimate.test.map(|test| test.statistic) {
        Ok(Statistic::ChiSquared { x2, df }) => (Ok(x2), Ok(df)),
        Ok(other) => panic!("{other:?}"),
        Err(reason) => (Err(reason), Err(reason)),
    }
}

#[test]
fn exact_p_equals_r_and_enumeration() {
    let (tables, rows) = (tables(), read("answers/tables.csv"));
    assert!(rows.len() >= 40);
    let mut n_enumerated = 0;
    for row in &rows {
        let table = &tables[row.text("set")];
        for table in [table.clone(), table.transposed()] {
            let estimate = fisher_exact(&table, &FisherRule::default());
            row.expect("p_fisher", estimate.p_value(), 1e-10);
            if row.number("p_enumerated").is_some() {
                n_enumerated += 1;
                row.expect("p_enumerated", estimate.p_value(), 1e-10);
            }
            let Statistic::TableProbability { ln_probability } = estimate.test.unwrap().statistic else {
                panic!()
            };
            row.expect_within("ln_probability", Ok::<_, ()>(ln_probability), 1e-10, 10.0);
        }
    }
    assert!(n_enumerated >= 40);
}

#[test]
fn exact_p_equals_rational_arithmetic() {
    let (tables, rows) = (tables(), read("answers/tables_rational.csv"));
    let answered: Vec<_> = rows.iter().filter(|row| row.number("p").is_some()).collect();
    assert!(answered.len() >= 40);
    for row in answered {
        row.expect("p", fisher_exact(&tables[row.text("set")], &FisherRule::default()).p_value(), 1e-12);
    }
}

#[test]
fn monte_carlo_finds_the_exact_p() {
    let (tables, rows) = (tables(), read("answers/tables.csv"));
    let monte_carlo = Some(MonteCarlo { seed: Seed(7), n_draws: 4000 });
    for row in &rows {
        let table = &tables[row.text("set")];
        let exact = fisher_exact(table, &FisherRule { work_limit: 0, monte_carlo: None });
        if exact.test.is_ok() {
            continue;
        }
        assert_eq!(exact.p_value(), Err(Undefined::TooMuchWork));
        let estimate = fisher_exact(table, &FisherRule { work_limit: 0, monte_carlo });
        let [Caution::Simulated { n_draws: 4000, standard_error }] = estimate.cautions[..] else {
            panic!("{:?}", estimate.cautions)
        };
        let distance = (estimate.p_value().unwrap() - row.number("p_fisher").unwrap()).abs();
        assert!(distance <= 4.5 * standard_error + 1.0 / 4000.0, "{}: {distance}", row.text("set"));
    }
}

#[test]
fn large_sample_tests_equal_r() {
    let (tables, rows) = (tables(), read("answers/tables.csv"));
    require_twenty(&rows);
    for row in &rows {
        let table = &tables[row.text("set")];
        let plain = pearson(table, Continuity::Uncorrected);
        let (x2, df) = chi_squared(&plain);
        row.expect_within("x2", x2, 1e-10, 1e-4);
        row.expect("df", df, 0.0);
        row.expect("p_x2", plain.p_value(), 1e-10);
        if row.number("x2_yates").is_some() {
            let yates = pearson(table, Continuity::Yates);
            row.expect_within("x2_yates", chi_squared(&yates).0, 1e-10, 1e-4);
            row.expect("p_yates", yates.p_value(), 1e-10);
        }
        let g = likelihood_ratio(table);
        row.expect_within("g", chi_squared(&g).0, 1e-10, 1e-2);
        row.expect("p_g", g.p_value(), 1e-10);
        let cautioned = matches!(plain.cautions[..], [Caution::SmallExpected { .. }]);
        assert_eq!(cautioned, row.number("cautioned") == Some(1.0), "{}", row.text("set"));
        if let [Caution::SmallExpected { n_below_five, .. }] = plain.cautions[..] {
            assert_eq!(Some(n_below_five as f64), row.number("below_five"));
        }
    }
}

#[test]
fn cramers_v_equals_r() {
    let (tables, rows) = (tables(), read("answers/tables.csv"));
    require_twenty(&rows);
    for row in &rows {
        let estimate = cramers_v(&tables[row.text("set")], Level::default());
        row.expect_within("v", estimate.value, 1e-10, 1e-6);
        row.expect_within("v_low", estimate.ci.map(|ci| ci.low), 1e-7, 0.1);
        row.expect_within("v_high", estimate.ci.map(|ci| ci.high), 1e-7, 0.1);
    }
}

#[test]
fn linear_by_linear_equals_coin() {
    let (tables, rows) = (tables(), read("answers/tables.csv"));
    require_twenty(&rows);
    for row in &rows {
        let table = &tables[row.text("set")];
        let scores = |n: usize| (1..=n).map(|score| score as f64).collect::<Vec<f64>>();
        let estimate = linear_by_linear(table, &scores(table.n_rows()), &scores(table.n_columns())).unwrap();
        row.expect_within("r", estimate.value, 1e-10, 1e-3);
        row.expect("p_lbl", estimate.p_value(), 1e-9);
    }
}

#[test]
fn trend_equals_r() {
    let rows = read("answers/trend.csv");
    require_twenty(&rows);
    let mut n_exact = 0;
    for row in &rows {
        let (x, n) = (numbers::<usize>(row.text("x")), numbers::<usize>(row.text("n")));
        let groups: Vec<Proportion> =
            x.iter().zip(&n).map(|(&x, &n)| Proportion::new(x, n).unwrap()).collect();
        let groups = ScoredGroups::new(&groups, &numbers(row.text("scores"))).unwrap();
        let estimate = cochran_armitage(&groups, TrendVariance::Binomial);
        row.expect_within("slope", estimate.value, 1e-10, 1e-6);
        let z2 = estimate.test.map(|test| match test.statistic {
            Statistic::Normal { z } => z * z,
            other => panic!("{other:?}"),
        });
        row.expect_within("z2", z2, 1e-10, 1e-6);
        row.expect("p", estimate.p_value(), 1e-10);
        let conditional = cochran_armitage(&groups, TrendVariance::Conditional);
        row.expect("p_conditional", conditional.p_value(), 1e-10);
        if row.number("p_exact").is_some() {
            n_exact += 1;
            row.expect("p_exact", cochran_armitage_exact(&groups).p_value(), 1e-10);
        }
    }
    assert!(n_exact >= 14);
}
