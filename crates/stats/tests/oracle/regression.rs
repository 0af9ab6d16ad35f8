//! Regression against R's lm and glm, sandwich, NIST's certified values and Firth's likelihood as maximised in
//! `regression.R`. Tolerance: relative 1e-8 for coefficients (in units of their standard error where they are near 0),
//! variances and likelihoods, 1e-7 for profile ends; log-likelihoods 1e-10; NIST 1e-9.

use super::table::{Row, read, require_twenty};
use stats::design::Design;
use stats::regression::logistic::firth;
use stats::regression::*;
use stats::{Answer, Caution, Estimate, Level, Statistic, Undefined};
use std::collections::BTreeMap;

/// Set and variance: fitted once.
fn key(row: &Row) -> String {
    format!("{} {}", row.text("set"), row.text("variance"))
}

type Columns = BTreeMap<String, Vec<f64>>;

fn sets(path: &str) -> BTreeMap<String, Columns> {
    let mut sets: BTreeMap<String, Columns> = BTreeMap::new();
    for row in read(path) {
        let set = sets.entry(row.text("set").to_string()).or_default();
        for name in ["y", "event", "count", "x1", "x2", "x3", "weight", "exposure", "cluster"] {
            if path.ends_with("rows.csv") || ["event", "x1", "x2", "x3", "weight"].contains(&name) {
                set.entry(name.to_string()).or_default().push(row.number(name).unwrap());
            }
        }
    }
    sets
}

fn design(set: &Columns) -> Design {
    let mut design = Design::empty(set["x1"].len()).with_intercept().unwrap();
    for name in ["x1", "x2", "x3"] {
        design.push(name, &set[name]).unwrap();
    }
    design
}

fn response(set: &Columns, name: &str) -> Response {
    Response::new(&set[name]).unwrap().weighted(&set["weight"]).unwrap()
}

fn codes(set: &Columns) -> Vec<u32> {
    set["cluster"].iter().map(|&code| code as u32).collect()
}

fn variance<'a>(name: &str, codes: &'a [u32]) -> Variance<'a> {
    match name {
        "model" => Variance::Model,
        "dispersed" => Variance::Dispersed,
        "hc0" => Variance::Hc0,
        "hc1" => Variance::Hc1,
        "hc2" => Variance::Hc2,
        "hc3" => Variance::Hc3,
        _ => Variance::Cluster(codes),
    }
}

fn f_of(estimate: &Estimate) -> Answer {
    estimate.test.map(|test| match test.statistic {
        Statistic::F { f, .. } => f,
        other => panic!("{other:?}"),
    })
}

fn expect_coefficient(row: &Row, estimate: &Estimate, covariance: f64) {
    let error = row.number("error").unwrap_or(0.0);
    row.expect_within("value", estimate.value, 1e-8, error);
    row.expect("error", estimate.sd, 1e-8);
    row.expect_within("low", estimate.ci.map(|ci| ci.low), 1e-8, error);
    row.expect_within("high", estimate.ci.map(|ci| ci.high), 1e-8, error);
    if row.number("covariance").is_some() {
        row.expect_within("covariance", Ok::<_, ()>(covariance), 1e-7, 1e-3 * error);
    }
}

#[test]
fn linear_equals_r() {
    let (sets, rows) = (sets("data/regression/rows.csv"), read("answers/regression_linear.csv"));
    require_twenty(&rows);
    let mut fits = BTreeMap::new();
    for row in &rows {
        let set = &sets[row.text("set")];
        let (design, codes) = (design(set), codes(set));
        let rule = LinearRule { variance: variance(row.text("variance"), &codes), level: Level::default() };
        let fit =
            fits.entry(key(row)).or_insert_with(|| linear(&response(set, "y"), &design, &rule).unwrap());
        let column = row.count("column") - 1;
        let estimate = &fit.coefficients[column];
        expect_coefficient(row, estimate, fit.covariance[column * 4 + 1]);
        row.expect("p", estimate.p_value(), 1e-7);
        row.expect("sigma", fit.sigma, 1e-10);
        row.expect("r2", fit.r_squared, 1e-9);
        row.expect_within("adjusted", fit.adjusted_r_squared, 1e-9, 1.0);
        row.expect("f", f_of(&fit.test), 1e-8);
        row.expect("p_f", fit.test.p_value(), 1e-7);
        row.expect("log_likelihood", fit.log_likelihood, 1e-10);
        if row.text("variance") == "model" && estimate.value.is_ok() {
            let at = set["weight"].iter().position(|&weight| weight > 0.0).unwrap();
            let first = [1.0, 1.0, set["x2"][at], set["x3"][at]];
            let names = ["(intercept)", "x1", "x2", "x3"];
            let columns: Vec<_> = names.iter().copied().zip(first.chunks(1)).collect();
            let new = Design::new(1, &columns).unwrap();
            row.expect("predicted", fit.predict(&new).unwrap()[0].value, 1e-9);
            row.expect("predicted_error", fit.predict(&new).unwrap()[0].sd, 1e-8);
            row.expect_within("new_low", fit.predict_new(&new).unwrap()[0].ci.map(|ci| ci.low), 1e-8, 1.0);
        }
    }
}

fn expect_iterated(row: &Row, fit: &Iterated) {
    let column = row.count("column") - 1;
    expect_coefficient(row, &fit.coefficients[column], fit.covariance[column * 4 + 1]);
    row.expect("null", Ok::<_, ()>(fit.log_likelihood[0]), 1e-10);
    row.expect("log_likelihood", Ok::<_, ()>(fit.log_likelihood[1]), 1e-10);
    row.expect("deviance", Ok::<_, ()>(fit.deviance), 1e-10);
    row.expect("dispersion", fit.dispersion, 1e-8);
    row.expect("fitted", Ok::<_, ()>(fit.fitted[0]), 1e-8);
}

#[test]
fn logistic_equals_r() {
    let (sets, rows) = (sets("data/regression/rows.csv"), read("answers/regression_logistic.csv"));
    require_twenty(&rows);
    let mut fits = BTreeMap::new();
    for row in &rows {
        let set = &sets[row.text("set")];
        let codes = codes(set);
        let variance = variance(row.text("variance"), &codes);
        let events = response(set, "event");
        let fit = || logistic(&events, &design(set), variance, Level::default()).unwrap();
        expect_iterated(row, fits.entry(key(row)).or_insert_with(fit));
    }
}

#[test]
fn poisson_equals_r() {
    let (sets, rows) = (sets("data/regression/rows.csv"), read("answers/regression_poisson.csv"));
    require_twenty(&rows);
    let mut fits = BTreeMap::new();
    for row in &rows {
        let set = &sets[row.text("set")];
        let codes = codes(set);
        let offset: Vec<f64> = set["exposure"].iter().map(|exposure| exposure.ln()).collect();
        let counts = response(set, "count").with_offset(&offset).unwrap();
        let variance = variance(row.text("variance"), &codes);
        let fit = || poisson(&counts, &design(set), variance, Level::default()).unwrap();
        expect_iterated(row, fits.entry(key(row)).or_insert_with(fit));
    }
}

#[test]
fn log_binomial_equals_r() {
    let (sets, rows) = (sets("data/regression/rows.csv"), read("answers/regression_log_binomial.csv"));
    require_twenty(&rows);
    let mut fits = BTreeMap::new();
    for row in &rows {
        let set = &sets[row.text("set")];
        let fit = || log_binomial(&response(set, "event"), &design(set), Level::default()).unwrap();
        expect_iterated(row, fits.entry(key(row)).or_insert_with(fit));
    }
}

#[test]
fn log_binomial_names_the_boundary_where_r_has_no_maximum_inside() {
    let sets = sets("data/regression/rows.csv");
    let rows = read("answers/regression_log_binomial.csv");
    let inside: Vec<&str> = rows.iter().map(|row| row.text("set")).collect();
    let mut n_boundary = 0;
    for (name, set) in &sets {
        let fit = log_binomial(&response(set, "event"), &design(set), Level::default());
        match fit {
            Err(reason) => {
                assert_eq!(reason, Undefined::OnBoundary, "{name}");
                assert!(!inside.contains(&name.as_str()), "{name}");
                n_boundary += 1;
            }
            Ok(fit) if !inside.contains(&name.as_str()) => {
                let largest = fit.fitted.iter().fold(0.0, |largest: f64, each| largest.max(*each));
                let separated = fit.coefficients.iter().any(|each| each.value.is_err());
                assert!(largest > 0.999 || separated, "{name} {largest}");
            }
            Ok(_) => {}
        }
    }
    assert!(n_boundary >= 5, "{n_boundary}");
}

#[test]
fn firth_equals_its_likelihood_maximised_in_r() {
    let mut all = sets("data/regression/rows.csv");
    all.extend(sets("data/regression/separated.csv"));
    let rows = read("answers/regression_firth.csv");
    require_twenty(&rows);
    let mut fits = BTreeMap::new();
    for row in &rows {
        let set = &all[row.text("set")];
        let fit = || firth(&response(set, "event"), &design(set), Level::default()).unwrap();
        let fit = fits.entry(row.text("set").to_string()).or_insert_with(fit);
        let estimate = &fit.coefficients[row.count("column") - 1];
        let error = row.number("error").unwrap();
        row.expect_within("value", estimate.value, 1e-7, error);
        row.expect("error", estimate.sd, 1e-7);
        row.expect_within("low", estimate.ci.map(|ci| ci.low), 1e-7, error);
        row.expect_within("high", estimate.ci.map(|ci| ci.high), 1e-7, error);
        let x2 = |estimate: &Estimate| match estimate.test.unwrap().statistic {
            Statistic::ChiSquared { x2, .. } => x2,
            other => panic!("{other:?}"),
        };
        row.expect_within("x2", Ok::<_, ()>(x2(estimate)), 1e-7, 1e-3);
        row.expect_within("all", Ok::<_, ()>(x2(&fit.test)), 1e-7, 1e-3);
    }
}

#[test]
fn c_statistic_equals_all_pairs() {
    let (sets, rows) = (sets("data/regression/rows.csv"), read("answers/regression_c.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let scale = row.number("scale").unwrap();
        let score: Vec<f64> = set["x2"]
            .iter()
            .zip(&set["x3"])
            .map(|(x2, x3)| ((x2 + 2.0 * x3) * scale + 0.00025).floor())
            .collect();
        let events: Vec<bool> = set["event"].iter().map(|&event| event == 1.0).collect();
        let c = c_statistic(&score, &events, Level::default()).unwrap();
        row.expect("value", c.value, 1e-10);
        row.expect("error", c.sd, 1e-10);
        row.expect("low", c.ci.map(|ci| ci.low), 1e-10);
        row.expect("high", c.ci.map(|ci| ci.high), 1e-10);
    }
}

#[test]
fn quasi_complete_separation_leaves_the_others_their_limit() {
    let set = &sets("data/regression/separated.csv")["quasi"];
    let fit = logistic(&response(set, "event"), &design(set), Variance::Model, Level::default()).unwrap();
    assert_eq!(fit.coefficients[1].value, Err(Undefined::SeparatedColumn { rising: true }));
    assert!(fit.cautions.contains(&Caution::Separation { n_rows: 6, n_columns: 1 }), "{:?}", fit.cautions);
    // The limit: the rows outside the separated group alone.
    let inside: Vec<usize> = (0..18).filter(|&row| set["x1"][row] == 0.0).collect();
    let pick = |name: &str| inside.iter().map(|&row| set[name][row]).collect::<Vec<f64>>();
    let mut rest = Design::empty(inside.len()).with_intercept().unwrap();
    rest.push("x2", &pick("x2")).unwrap();
    rest.push("x3", &pick("x3")).unwrap();
    let alone =
        logistic(&Response::new(&pick("event")).unwrap(), &rest, Variance::Model, Level::default()).unwrap();
    for (whole, part) in [(0, 0), (2, 1), (3, 2)] {
        let (whole, part) = (&fit.coefficients[whole], &alone.coefficients[part]);
        assert!((whole.value.unwrap() - part.value.unwrap()).abs() < 1e-9 * part.sd.unwrap());
        assert!((whole.sd.unwrap() / part.sd.unwrap() - 1.0).abs() < 1e-9);
    }
    assert!((fit.log_likelihood[1] - alone.log_likelihood[1]).abs() < 1e-10);
}

#[test]
fn complete_separation_leaves_no_value() {
    let set = &sets("data/regression/separated.csv")["complete"];
    let fit = logistic(&response(set, "event"), &design(set), Variance::Model, Level::default()).unwrap();
    assert_eq!(fit.coefficients[2].value, Err(Undefined::SeparatedColumn { rising: true }));
    assert!(fit.coefficients.iter().all(|estimate| estimate.value.is_err()));
    assert_eq!((fit.log_likelihood[1], fit.n), (0.0, 8));
}

fn within(actual: f64, certified: f64, tolerance: f64) {
    assert!((actual / certified - 1.0).abs() < tolerance, "{actual} {certified}");
}

#[test]
fn norris_has_its_certified_digits() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/oracle/stats/data/nist/Norris.dat");
    let text = std::fs::read_to_string(path).unwrap();
    let numbers = |line: &str| line.split_whitespace().map(|x| x.parse().unwrap()).collect::<Vec<f64>>();
    let data: Vec<Vec<f64>> = text.lines().skip(60).take(36).map(numbers).collect();
    let (y, x): (Vec<f64>, Vec<f64>) = data.iter().map(|row| (row[0], row[1])).unzip();
    let mut design = Design::empty(36).with_intercept().unwrap();
    design.push("x", &x).unwrap();
    let fit = linear(&Response::new(&y).unwrap(), &design, &LinearRule::default()).unwrap();
    let certified = [(-0.262323073774029, 0.232818234301152), (1.00211681802045, 0.429796848199937E-03)];
    for (estimate, (value, error)) in fit.coefficients.iter().zip(certified) {
        within(estimate.value.unwrap(), value, 1e-11);
        within(estimate.sd.unwrap(), error, 1e-11);
    }
    within(fit.sigma.unwrap(), 0.884796396144373, 1e-11);
    within(fit.r_squared.unwrap(), 0.999993745883712, 1e-14);
    within(f_of(&fit.test).unwrap(), 5436385.54079785, 1e-10);
}

#[test]
fn longley_has_its_certified_digits() {
    let rows = read("data/nist/longley_statsmodels.csv");
    let column = |name: &str| rows.iter().map(|row| row.number(name).unwrap()).collect::<Vec<f64>>();
    let mut design = Design::empty(rows.len()).with_intercept().unwrap();
    for name in ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"] {
        design.push(name, &column(name)).unwrap();
    }
    let y = Response::new(&column("TOTEMP")).unwrap();
    let fit = linear(&y, &design, &LinearRule::default()).unwrap();
    let certified = [
        (-3482258.63459582, 890420.383607373),
        (15.0618722713733, 84.9149257747669),
        (-0.358191792925910E-01, 0.334910077722432E-01),
        (-2.02022980381683, 0.488399681651699),
        (-1.03322686717359, 0.214274163161675),
        (-0.511041056535807E-01, 0.226073200069370),
        (1829.15146461355, 455.478499142212),
    ];
    for (estimate, (value, error)) in fit.coefficients.iter().zip(certified) {
        within(estimate.value.unwrap(), value, 1e-9);
        within(estimate.sd.unwrap(), error, 1e-9);
    }
    within(fit.sigma.unwrap(), 304.854073561965, 1e-11);
    within(fit.r_squared.unwrap(), 0.995479004577296, 1e-13);
    within(f_of(&fit.test).unwrap(), 330.285339234588, 1e-10);
}
