//! Pooled effects against metafor (relative 1e-8; REML and its interval 1e-6), and the exact models against their
//! likelihoods written out in R (1e-6).

use super::table::read;
use stats::pooling::{Between, PoolRule, Spread, Studies, pool, pool_odds_ratios, pool_proportions};
use stats::{Level, Proportion, Statistic};
use std::collections::BTreeMap;

#[test]
fn pooled_effects_equal_metafor() {
    let mut sets: BTreeMap<String, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for row in read("data/pooling.csv") {
        let set = sets.entry(row.text("set").to_string()).or_default();
        set.0.push(row.number("effect").unwrap());
        set.1.push(row.number("variance").unwrap());
    }
    let rows = read("answers/pooling.csv");
    assert!(sets.len() >= 18);
    for row in &rows {
        let (effect, variance) = &sets[row.text("set")];
        let between = match row.text("method") {
            "FE" => Between::Nothing,
            "DL" => Between::DerSimonianLaird,
            _ => Between::Reml,
        };
        let spread = if row.text("test") == "z" { Spread::Normal } else { Spread::HartungKnapp };
        let rule = PoolRule { between, spread, level: Level::default() };
        let pooled = pool(Studies::new(effect, variance).unwrap(), &rule);
        let tolerance = if between == Between::Reml { 1e-6 } else { 1e-8 };
        let scale = row.number("error").unwrap();
        row.expect_within("effect", pooled.effect.value, tolerance, scale);
        if scale > 1e-12 || row.text("set") == "minute" {
            row.expect("error", pooled.effect.sd, tolerance);
        }
        row.expect("p", pooled.effect.p_value(), 10.0 * tolerance);
        row.expect_within("low", pooled.effect.ci.map(|ci| ci.low), tolerance, scale);
        row.expect_within("high", pooled.effect.ci.map(|ci| ci.high), tolerance, scale);
        if effect.len() > 1 && between != Between::Nothing {
            let typical = variance.iter().copied().fold(f64::INFINITY, f64::min);
            row.expect_within("tau2", pooled.tau2.value, tolerance, typical);
            row.expect_within("tau2_low", pooled.tau2.ci.map(|ci| ci.low), 1e-6, typical);
            if row.number("tau2_high").is_some() {
                row.expect_within("tau2_high", pooled.tau2.ci.map(|ci| ci.high), 1e-6, typical);
            }
        }
        let q = pooled.heterogeneity.test.map(|test| match test.statistic {
            Statistic::ChiSquared { x2, .. } => x2,
            other => panic!("{other:?}"),
        });
        row.expect_within("q", q, 1e-9, 1e-9);
        row.expect("q_p", pooled.heterogeneity.p_value(), 1e-8);
        let reach = pooled.prediction.map(|interval| 0.5 * (interval.high - interval.low));
        if scale > 1e-12 || row.text("set") == "minute" {
            row.expect_within("reach", reach, tolerance, tolerance * scale);
        }
        let total: f64 = pooled.share.iter().sum();
        assert!((total - 1.0).abs() < 1e-12);
    }
}

#[test]
fn exact_models_equal_their_likelihood_written_out() {
    let mut sets: BTreeMap<String, [Vec<Proportion>; 2]> = BTreeMap::new();
    for row in read("data/pooling_counts.csv") {
        let set = sets.entry(row.text("set").to_string()).or_default();
        set[0].push(Proportion::new(row.count("e1"), row.count("n1")).unwrap());
        set[1].push(Proportion::new(row.count("e2"), row.count("n2")).unwrap());
    }
    let rows = read("answers/pooling_binomial.csv");
    assert!(sets.len() >= 15);
    for row in &rows {
        let [first, second] = &sets[row.text("set")];
        let pooled = if row.text("model") == "proportion" {
            pool_proportions(second, Level::default())
        } else {
            pool_odds_ratios(first, second, Level::default()).unwrap()
        };
        assert_eq!(pooled.effect.n, row.count("n"));
        row.expect_within("effect", pooled.effect.value, 1e-6, 0.1);
        row.expect_within("tau", pooled.tau2.map(f64::sqrt), 1e-5, 0.1);
        row.expect("error", pooled.effect.sd, 1e-5);
        row.expect("log_likelihood", pooled.log_likelihood, 1e-9);
    }
}
