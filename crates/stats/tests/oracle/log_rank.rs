//! Log-rank tests against R's survdiff and its formula written out. Tolerance: relative 1e-9 (a matrix is
//! inverted), z near 0 absolute 1e-9.

use super::responses::{find, responses};
use super::table::{read, require_twenty};
use stats::Statistic;
use stats::survival::{LogRankWeight, log_rank, log_rank_trend};

fn weight(name: &str) -> LogRankWeight {
    match name {
        "one" => LogRankWeight::One,
        "at_risk" => LogRankWeight::AtRisk,
        "root_at_risk" => LogRankWeight::RootAtRisk,
        "peto" => LogRankWeight::Peto,
        "fh_1_0" => LogRankWeight::FlemingHarrington { rho: 1.0, gamma: 0.0 },
        "fh_0_1" => LogRankWeight::FlemingHarrington { rho: 0.0, gamma: 1.0 },
        "fh_half_half" => LogRankWeight::FlemingHarrington { rho: 0.5, gamma: 0.5 },
        other => panic!("{other}"),
    }
}

#[test]
fn log_rank_equals_r() {
    let (sets, rows) = (responses(), read("answers/log_rank.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = find(&sets, row.text("set"));
        let (response, weight) = (set.response(), weight(row.text("weight")));
        let stratum = (row.count("stratified") == 1).then_some(&set.stratum[..]);
        let n_groups = row.count("n_groups");
        let found = log_rank(&response, &set.group, n_groups, stratum, weight).unwrap();
        row.expect_within("observed_last", Ok::<_, ()>(found.observed[n_groups - 1]), 1e-10, 1e-3);
        row.expect_within("expected_last", Ok::<_, ()>(found.expected[n_groups - 1]), 1e-10, 1e-3);
        let x2 = found.test.test.map(|test| match test.statistic {
            Statistic::ChiSquared { x2, .. } => x2,
            other => panic!("{other:?}"),
        });
        row.expect_within("x2", x2, 1e-9, 1e-6);
        row.expect("p", found.test.p_value(), 1e-8);
        let score: Vec<f64> = (0..n_groups).map(|group| group as f64).collect();
        let trend = log_rank_trend(&response, &set.group, &score, stratum, weight).unwrap();
        let z = trend.test.map(|test| match test.statistic {
            Statistic::Normal { z } => z,
            other => panic!("{other:?}"),
        });
        row.expect_within("trend", z, 1e-9, 1e-3);
    }
}
