//! Paired t and ratio of geometric means against `t.test`. Tolerance: relative 1e-10; means and ends of
//! intervals relative to the largest measurement times 1e-3 where their own digits cancel.

use super::table::{Row, pairs, read, require_twenty};
use stats::{Answer, Estimate, Level, Pairs, Statistic, paired_t, ratio_of_geometric_means};

fn t_and_df(estimate: &Estimate) -> (Answer, Answer) {
    match estimate.test {
        Ok(test) => match test.statistic {
            Statistic::StudentT { t, df } => (Ok(t), Ok(df)),
            _ => panic!("not a t test"),
        },
        Err(reason) => (Err(reason), Err(reason)),
    }
}

fn level(row: &Row) -> Level {
    Level::new(row.number("level").unwrap()).unwrap()
}

#[test]
fn paired_t_equals_r() {
    let (sets, rows) = (pairs(), read("answers/paired_t.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let estimate = paired_t(Pairs::new(&set.before, &set.after).unwrap(), level(row));
        let (t, df) = t_and_df(&estimate);
        let scale = 1e-3 * set.scale();
        assert_eq!(estimate.n, row.count("n"));
        row.expect_within("mean", estimate.value, 1e-10, scale);
        row.expect_within("sd", estimate.sd, 1e-10, 1e-3 * scale);
        row.expect_within("t", t, 1e-10, 1e-3);
        row.expect("df", df, 0.0);
        row.expect("p", estimate.p_value(), 1e-10);
        row.expect_within("low", estimate.ci.map(|ci| ci.low), 1e-10, scale);
        row.expect_within("high", estimate.ci.map(|ci| ci.high), 1e-10, scale);
    }
}

#[test]
fn ratio_of_geometric_means_equals_r() {
    let (sets, rows) = (pairs(), read("answers/ratio.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let estimate = ratio_of_geometric_means(Pairs::new(&set.before, &set.after).unwrap(), level(row));
        let (t, _) = t_and_df(&estimate);
        assert_eq!(estimate.n, row.count("n"));
        assert_eq!(estimate.n_missing, row.count("left_out"));
        row.expect("ratio", estimate.value, 1e-10);
        row.expect_within("sd", estimate.sd, 1e-10, 1e-3);
        row.expect_within("t", t, 1e-10, 1e-3);
        row.expect("p", estimate.p_value(), 1e-10);
        row.expect("low", estimate.ci.map(|ci| ci.low), 1e-10);
        row.expect("high", estimate.ci.map(|ci| ci.high), 1e-10);
    }
}
