//! Two one-sided tests against `t.test` at each end of the margin. Tolerance: relative 1e-10 on p, and on t
//! relative to 1e-3 where its digits cancel; p of differences whose own digits cancel 1e-9.

use super::table::{Row, pairs, read, require_twenty};
use stats::paired::{Equivalence, Margin, equivalence_of_geometric_means, equivalence_of_means};
use stats::{Answer, Level, Pairs, Statistic, Test};

fn t(test: Answer<Test>) -> Answer {
    test.map(|test| match test.statistic {
        Statistic::StudentT { t, .. } => t,
        _ => panic!("not t"),
    })
}

fn compare(row: &Row, found: &Equivalence) {
    row.expect_within("t_low", t(found.above_low), 1e-10, 1e-3);
    row.expect_within("t_high", t(found.below_high), 1e-10, 1e-3);
    row.expect("p_low", found.above_low.map(|test| test.p_value), 1e-9);
    row.expect("p_high", found.below_high.map(|test| test.p_value), 1e-9);
    row.expect("p", found.estimate.p_value(), 1e-9);
}

#[test]
fn equivalence_equals_r() {
    let (sets, rows) = (pairs(), read("answers/equivalence.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let pairs = Pairs::new(&set.before, &set.after).unwrap();
        let level = Level::new(row.number("level").unwrap()).unwrap();
        let (low, high) = (row.number("low").unwrap(), row.number("high").unwrap());
        let found = if row.text("kind") == "mean" {
            equivalence_of_means(pairs, Margin::new(low, high).unwrap(), level)
        } else {
            equivalence_of_geometric_means(pairs, Margin::log_ratio(high).unwrap(), level)
        };
        compare(row, &found);
        if let (Ok(equivalent), Ok(ci)) = (found.equivalent, found.estimate.ci) {
            let (low, high) = if row.text("kind") == "mean" { (low, high) } else { (low.exp(), high.exp()) };
            assert_eq!(equivalent, low < ci.low && ci.high < high, "the interval and the tests disagree");
        }
    }
}
