//! Censored values against survival's survfit and survreg, and against published algorithms written out in R
//! (`censored.R`). Tolerance: curve and its quantiles relative 1e-10; Turnbull's log-likelihood 1e-9 and never below
//! survfit's, probabilities absolute 1e-7; regression 1e-7 of the larger of the number and its standard error;
//! order statistics 1e-10; paired tests' z and p 1e-9, ratios and their limits 1e-7.

use super::table::{Row, read, require_twenty};
use stats::censored::*;
use stats::{Estimate, Fraction, Level, QuantileType, Statistic, Undefined};
use std::collections::BTreeMap;

#[derive(Default)]
struct Set {
    values: Vec<Censored>,
    x: Vec<f64>,
    g: Vec<f64>,
}

fn censored(low: f64, high: f64) -> Censored {
    match (low.is_finite(), high.is_finite()) {
        (true, true) if low == high => Censored::Exact(low),
        (false, true) => Censored::Below(high),
        (true, false) => Censored::AtOrAbove(low),
        _ => Censored::Between { low, high },
    }
}

fn sets() -> BTreeMap<String, Set> {
    let mut sets: BTreeMap<String, Set> = BTreeMap::new();
    let mut push = |name: &str, value: Censored, x: f64, g: f64| {
        let set = sets.entry(name.to_string()).or_default();
        set.values.push(value);
        set.x.push(x);
        set.g.push(g);
    };
    let number = |row: &Row, column: &str| row.number(column).unwrap();
    for row in read("data/censored.csv") {
        let value = censored(number(&row, "low"), number(&row, "high"));
        push(row.text("set"), value, number(&row, "x"), number(&row, "g"));
    }
    for row in read("data/lifelines/interval_diabetes.csv") {
        let male = f64::from(row.text("gender") == "\"male\"");
        push("diabetes", censored(number(&row, "left"), number(&row, "right")), male, 0.0);
    }
    let left = |value: f64, known: bool| if known { Censored::Exact(value) } else { Censored::Below(value) };
    for row in read("data/lifelines/CuZn-LeftCensoredDataset.csv") {
        let value = left(number(&row, "T"), row.text("E") == "1");
        let fan = row.text("group") == "alluvial_fan";
        push("cuzn", value, f64::from(fan), 0.0);
        push(if fan { "cuzn_fan" } else { "cuzn_basin" }, value, 0.0, 0.0);
    }
    for row in read("data/lifelines/nh4.csv") {
        let value = left(number(&row, "NH4.mg.per.L"), row.text("Censored") == "FALSE");
        push("nh4", value, number(&row, "Week"), 0.0);
    }
    sets
}

fn level(row: &Row) -> Level {
    Level::new(row.number("level").unwrap()).unwrap()
}

#[test]
fn the_turned_curve_equals_survfit() {
    let (sets, rows) = (sets(), read("answers/censored_km.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let curve = kaplan_meier(CensoredSample::new(&set.values).unwrap()).unwrap();
        assert_eq!(curve.steps.len(), row.count("steps"));
        let sum = |of: fn(&Step) -> f64| Ok::<_, ()>(curve.steps.iter().map(of).sum::<f64>());
        row.expect_within("sum_below", sum(|step| step.below), 1e-10, 1e-3);
        row.expect_within("sum_squares", sum(|step| step.below * step.below), 1e-10, 1e-3);
        row.expect("sum_risk", sum(|step| step.n_at_or_below as f64), 0.0);
        let mean = curve.mean(level(row));
        row.expect("mean", mean.value, 1e-10);
        row.expect_within("mean_low", mean.ci.map(|ci| ci.low), 1e-10, mean.value.unwrap().abs());
        row.expect("mean_high", mean.ci.map(|ci| ci.high), 1e-10);
        let band = if row.text("band") == "plain" { Band::Plain } else { Band::LogLog };
        let quantile =
            curve.quantile(Fraction::new(row.number("fraction").unwrap()).unwrap(), band, level(row));
        row.expect("value", quantile.estimate.value, 1e-10);
        row.expect("low", quantile.low, 1e-10);
        row.expect("high", quantile.high, 1e-10);
    }
}

/// Probability of one value's interval: the masses that it holds.
fn held(masses: &[Mass], value: Censored, ends: Ends) -> f64 {
    let (low, high) = value.bounds();
    let inside = masses.iter().filter(|mass| {
        let point = mass.low == mass.high;
        let at_open_end = match ends {
            Ends::LowHeld => point && mass.low == high,
            Ends::HighHeld => point && mass.low == low,
            Ends::BothHeld => false,
        };
        low <= mass.low && mass.high <= high && (value.exact().is_some() || !at_open_end)
    });
    inside.map(|mass| mass.probability).sum()
}

#[test]
fn turnbull_reaches_the_maximum() {
    let (sets, rows) = (sets(), read("answers/censored_npmle.csv"));
    require_twenty(&rows);
    let mut last: Option<(String, Npmle)> = None;
    for row in &rows {
        let key = format!("{} {}", row.text("set"), row.text("ends"));
        let set = &sets[row.text("set")];
        let ends = match row.text("ends") {
            "low" => Ends::LowHeld,
            "high" => Ends::HighHeld,
            _ => Ends::BothHeld,
        };
        if last.as_ref().is_none_or(|(name, _)| *name != key) {
            let npmle = turnbull(CensoredSample::new(&set.values).unwrap(), ends).unwrap();
            let n = npmle.n as f64;
            assert!(npmle.gap <= 1e-9 * n && npmle.cautions.is_empty(), "{key} {:?}", npmle.cautions);
            row.expect_within("log_likelihood", Ok::<_, ()>(npmle.log_likelihood), 1e-9, 1.0);
            if let Some(survfit) = row.number("survfit") {
                assert!(npmle.log_likelihood >= survfit - 1e-9 * (1.0 + survfit.abs()), "{key} {survfit}");
            }
            last = Some((key, npmle));
        }
        let probability = held(&last.as_ref().unwrap().1.masses, set.values[row.count("row")], ends);
        row.expect_within("probability", Ok::<_, ()>(probability), 1e-7, 1.0);
    }
}

fn statistic(estimate: &Estimate) -> Result<f64, Undefined> {
    estimate.test.map(|test| match test.statistic {
        Statistic::Normal { z } => z,
        Statistic::ChiSquared { x2, .. } => x2,
        other => panic!("{other:?}"),
    })
}

#[test]
fn regression_equals_survreg() {
    let (sets, rows) = (sets(), read("answers/censored_normal.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let sample = CensoredSample::new(&set.values).unwrap();
        let scale = if row.text("dist") == "gaussian" { Scale::Normal } else { Scale::LogNormal };
        let numbers: Vec<f64> = match row.text("model") {
            "mean" => vec![1.0; set.values.len()],
            _ => set.x.iter().zip(&set.g).flat_map(|(&x, &g)| [1.0, x, g]).collect(),
        };
        let columns = if row.text("model") == "mean" { 1 } else { 3 };
        let design = Design::new(&numbers, columns).unwrap();
        let fit = censored_regression(sample, design, scale, Level::default()).unwrap();
        row.expect_within("log_likelihood", fit.log_likelihood, 1e-9, 1.0);
        let estimate = match row.text("what") {
            "intercept" => &fit.coefficients[0],
            "x" => &fit.coefficients[1],
            "g" => &fit.coefficients[2],
            "scale" => &fit.scale,
            _ => &censored_mean(sample, Scale::LogNormal, Level::default()),
        };
        let width = row.number("high").unwrap() - row.number("low").unwrap();
        row.expect_within("value", estimate.value, 1e-7, width);
        row.expect_within("low", estimate.ci.map(|ci| ci.low), 1e-7, width);
        row.expect_within("high", estimate.ci.map(|ci| ci.high), 1e-7, width);
        if columns == 1 && row.text("what") == "intercept" {
            let mean = match scale {
                Scale::Normal => censored_mean(sample, scale, Level::default()),
                Scale::LogNormal => censored_geometric_mean(sample, Level::default()),
            };
            let expected = if scale == Scale::Normal { estimate.value } else { estimate.value.map(f64::exp) };
            assert_eq!(mean.value, expected);
        }
    }
}

#[test]
fn order_statistics_equal_the_published_algorithm() {
    let (sets, rows) = (sets(), read("answers/censored_ros.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let scale = if row.text("scale") == "normal" { Scale::Normal } else { Scale::LogNormal };
        let ros = order_statistics(CensoredSample::new(&set.values).unwrap(), scale).unwrap();
        assert_eq!(ros.completed().len(), row.count("n"));
        let mean = ros.mean();
        let size = mean.value.unwrap().abs();
        row.expect_within("intercept", Ok::<_, ()>(ros.intercept), 1e-10, 1e-2 * mean.sd.unwrap());
        row.expect_within("slope", Ok::<_, ()>(ros.slope), 1e-10, 1e-5 * size);
        row.expect("mean", mean.value, 1e-10);
        row.expect_within("sd", mean.sd, 1e-10, 1e-3 * size);
        let quantile = |f: f64| ros.quantile(Fraction::new(f).unwrap(), QuantileType::Seven).value;
        row.expect_within("q1", quantile(0.25), 1e-10, size);
        row.expect_within("median", quantile(0.5), 1e-10, size);
        row.expect_within("q9", quantile(0.9), 1e-10, size);
    }
}

#[test]
fn pairs_equal_r() {
    let mut sets: BTreeMap<String, (Vec<Censored>, Vec<Censored>)> = BTreeMap::new();
    for row in read("data/censored_pairs.csv") {
        let set = sets.entry(row.text("set").to_string()).or_default();
        let bound = |column: &str| row.number(column).unwrap();
        set.0.push(censored(bound("before_low"), bound("before_high")));
        set.1.push(censored(bound("after_low"), bound("after_high")));
    }
    let rows = read("answers/censored_pairs.csv");
    require_twenty(&rows);
    for row in &rows {
        let (before, after) = &sets[row.text("set")];
        let pairs = CensoredPairs::new(before, after).unwrap();
        let normal = prentice_wilcoxon(pairs, &PrenticeWilcoxonRule { exact_up_to: 0 });
        let exact = prentice_wilcoxon(pairs, &PrenticeWilcoxonRule::default());
        row.expect_within("ppw_value", normal.value, 1e-9, 1.0);
        row.expect_within("ppw_z", statistic(&normal), 1e-9, 1.0);
        row.expect("ppw_p", normal.p_value(), 1e-8);
        if row.number("ppw_exact").is_some() {
            row.expect("ppw_exact", exact.p_value(), 1e-12);
        } else {
            assert_eq!(exact, normal);
        }
        let (sign, counts) = censored_sign(pairs, Level::default());
        let counted = [counts.up, counts.down, counts.equal, counts.indeterminate];
        assert_eq!(counted, ["up", "down", "equal", "unknown"].map(|column| row.count(column)));
        row.expect("sign_p", sign.p_value(), 1e-10);
        let found = censored_ratio(pairs, Level::default());
        assert_eq!(found.ratio.n, row.count("n_informative"));
        row.expect("ratio", found.ratio.value, 1e-7);
        row.expect("sigma", found.ratio.sd, 1e-7);
        row.expect("wald_low", found.wald.ci.map(|ci| ci.low), 1e-7);
        row.expect("wald_high", found.wald.ci.map(|ci| ci.high), 1e-7);
        row.expect("wald_p", found.wald.p_value(), 1e-6);
        row.expect("low", found.ratio.ci.map(|ci| ci.low), 1e-7);
        row.expect("high", found.ratio.ci.map(|ci| ci.high), 1e-7);
        row.expect_within("p", found.ratio.p_value(), 1e-6, 1e-3);
    }
}

/// 100,000 values by Park and Miller's recurrence, which R computes by the same whole numbers.
#[test]
fn a_hundred_thousand_values() {
    let (mut state, mut values, mut design) = (1_u64, Vec::new(), Vec::new());
    let mut next = || {
        state = state * 16_807 % 2_147_483_647;
        state % 1000
    };
    for _ in 0..100_000 {
        let (sum, limit, x) = (next() + next() + next() + next(), 500 * (1 + next() % 4), next() % 10);
        let value = (sum + 20 * x) as f64;
        let limit = limit as f64;
        values.push(if value < limit { Censored::Below(limit) } else { Censored::Exact(value) });
        design.extend([1.0, x as f64]);
    }
    let sample = CensoredSample::new(&values).unwrap();
    let answers = read("answers/censored_huge.csv");
    let row = &answers[0];
    let curve = kaplan_meier(sample).unwrap();
    row.expect("mean", curve.mean(Level::default()).value, 1e-10);
    let median = curve.quantile(Fraction::HALF, Band::LogLog, Level::default());
    row.expect("median", median.estimate.value, 1e-10);
    row.expect("median_low", median.low, 1e-10);
    row.expect("median_high", median.high, 1e-10);
    let design = Design::new(&design, 2).unwrap();
    let fit = censored_regression(sample, design, Scale::Normal, Level::default()).unwrap();
    row.expect("intercept", fit.coefficients[0].value, 1e-7);
    row.expect("slope", fit.coefficients[1].value, 1e-7);
    row.expect("slope_low", fit.coefficients[1].ci.map(|ci| ci.low), 1e-7);
    row.expect("sigma", fit.scale.value, 1e-7);
    row.expect("log_likelihood", fit.log_likelihood, 1e-9);
    // Left-censored: the NPMLE is the curve.
    let found = turnbull(sample, Ends::LowHeld).unwrap();
    row.expect("curve_log_likelihood", Ok::<_, ()>(found.log_likelihood), 1e-9);
}
