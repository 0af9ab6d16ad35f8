//! Competing risks against R: survfit, prodlim and cmprsk::cuminc (relative 1e-10), Gray's test (1e-10), cmprsk::crr and coxph on
//! finegray data (1e-7: R stops its iterations there), pseudo-values by refitting without each row (1e-10 of n, in
//! whose units they are differences).

use super::responses::{find, responses_of};
use super::table::{Row, read, require_twenty};
use stats::design::Design;
use stats::survival::competing::{
    FineGray, IncidenceVariance, PseudoQuantity, cumulative_incidence, fine_gray, gray, pseudo_values,
};
use stats::survival::{CurveInterval, Survival, Transform};
use stats::{Level, Statistic, Undefined};

const DATA: &str = "data/competing/rows.csv";
const TOLERANCE: f64 = 1e-10;
const ITERATED: f64 = 1e-7;

fn number(row: &Row, column: &str) -> f64 {
    row.number(column).expect("never missing")
}

#[test]
fn cumulative_incidence_equals_r() {
    let (sets, rows) = (responses_of(DATA), read("answers/competing_points.csv"));
    require_twenty(&rows);
    let mut n_aalen = 0;
    for row in &rows {
        let curves = cumulative_incidence(&find(&sets, row.text("set")).competing()).unwrap();
        let (cause, time) = (row.count("cause") as u32, number(row, "time"));
        let at = |step: &f64| (step - time).abs() <= 1e-7 * time.max(1.0);
        let i = curves.time.iter().rposition(at).expect("R's time is one of ours");
        let curve = &curves.causes[cause as usize - 1];
        let ok = |value: f64| Ok::<f64, ()>(value);
        if !row.text("set").starts_with("weighted") {
            row.expect("at_risk", ok(curves.at_risk[i]), TOLERANCE);
        }
        row.expect_within("survival", ok(curves.survival[i]), TOLERANCE, 1e-3);
        row.expect_within("incidence", ok(curve.incidence[i]), TOLERANCE, 1e-6);
        row.expect_within("error", ok(curve.variance[i].sqrt()), TOLERANCE, 1e-4);
        if row.number("aalen").is_some() {
            row.expect_within("aalen", ok(curve.aalen_variance[i]), TOLERANCE, 1e-6);
            n_aalen += 1;
        }
        if row.number("greenwood").is_some() {
            row.expect_within("greenwood", ok(curve.variance[i].sqrt()), TOLERANCE, 1e-4);
        }
        if curve.incidence[i] == 0.0 || curve.variance[i] < 1e-20 {
            continue;
        }
        let scales = [("plain", Transform::Plain), ("log", Transform::Log), ("loglog", Transform::LogLog)];
        for (name, transform) in scales {
            let rule = CurveInterval { transform, ..CurveInterval::default() };
            let estimate = curves.estimate_at(cause, curves.time[i], rule, IncidenceVariance::Influence);
            row.expect_within(&format!("{name}_low"), estimate.ci.map(|ci| ci.low), TOLERANCE, 1e-3);
            row.expect_within(&format!("{name}_high"), estimate.ci.map(|ci| ci.high), TOLERANCE, 1e-3);
        }
    }
    assert!(n_aalen >= 200, "{n_aalen}");
}

#[test]
fn gray_equals_cmprsk() {
    let (sets, rows) = (responses_of(DATA), read("answers/competing_gray.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = find(&sets, row.text("set"));
        let n_groups = set.group.iter().max().map_or(0, |&last| last as usize + 1);
        let stratum = (row.count("stratified") > 0).then_some(&set.stratum[..]);
        let cause = row.count("cause") as u32;
        let found = gray(&set.competing(), cause, &set.group, n_groups, stratum, number(row, "rho")).unwrap();
        let x2 = found.test.test.map(|test| match test.statistic {
            Statistic::ChiSquared { x2, df } => {
                assert_eq!(df, number(row, "df"), "{}", row.text("set"));
                x2
            }
            other => panic!("{other:?}"),
        });
        row.expect_within("x2", x2, TOLERANCE, 1e-6);
    }
}

fn fitted(row: &Row, sets: &[super::responses::Rows], columns: &str) -> FineGray {
    let set = find(sets, row.text("set"));
    let group: Vec<f64> = set.group.iter().map(|&group| f64::from(group)).collect();
    let mut design = Design::empty(set.time.len());
    for name in columns.split(' ') {
        let column = match name {
            "group" => &group,
            "x1" => &set.x[0],
            "x2" => &set.x[1],
            _ => &set.x[2],
        };
        design.push(name, column).unwrap();
    }
    fine_gray(&set.competing(), row.count("cause") as u32, &design, Level::default()).unwrap()
}

#[test]
fn fine_gray_equals_crr_and_finegray() {
    let (sets, rows) = (responses_of(DATA), read("answers/competing_fine_gray.csv"));
    let mut n_known = 0;
    for row in &rows {
        let fit = fitted(row, &sets, row.text("columns"));
        let (k, p) = (row.count("column") - 1, fit.coefficients.len());
        row.expect_within("value", fit.coefficients[k].value, ITERATED, 0.01);
        row.expect("error", fit.coefficients[k].sd, ITERATED);
        let ok = |value: f64| Ok::<f64, ()>(value);
        row.expect_within("covariance_with_first", ok(fit.covariance[k]), ITERATED, 1e-3);
        row.expect("information_error", ok(fit.inverse_information[k * p + k].sqrt()), ITERATED);
        row.expect("log_likelihood", ok(fit.log_likelihood[1]), TOLERANCE);
        row.expect("null", ok(fit.log_likelihood[0]), TOLERANCE);
        if row.number("known_error").is_some() {
            row.expect("known_error", ok(fit.covariance_of_known_weights[k * p + k].sqrt()), ITERATED);
            n_known += 1;
        }
    }
    assert!(rows.len() >= 150 && n_known >= 30, "{} {n_known}", rows.len());
}

#[test]
fn fine_gray_predicts_as_crr() {
    let (sets, rows) = (responses_of(DATA), read("answers/competing_predictions.csv"));
    for row in &rows {
        let fit = fitted(row, &sets, "x1 x2");
        let time = number(row, "time");
        row.expect("p00", fit.incidence_at(time, &[0.0, 0.0]), ITERATED);
        row.expect("p11", fit.incidence_at(time, &[1.0, 1.0]), ITERATED);
        row.expect("pm0", fit.incidence_at(time, &[-0.5, 0.0]), ITERATED);
        assert_eq!(fit.incidence_at(time, &[0.0]), Err(Undefined::LengthsDiffer));
    }
}

#[test]
fn pseudo_values_equal_refitting() {
    let (sets, rows) = (responses_of(DATA), read("answers/competing_pseudo.csv"));
    for row in &rows {
        let set = find(&sets, row.text("set"));
        let (response, time) = (set.competing(), number(row, "time"));
        let n_causes = set.cause.iter().max().copied().unwrap_or(1);
        let (at, n) = (row.count("row") - 1, set.time.len() as f64);
        let compare = |name: &str, quantity, scale: f64| {
            let values = pseudo_values(&response, quantity, &[time]).unwrap();
            row.expect_within(name, Ok::<f64, ()>(values[0][at]), TOLERANCE, n * scale);
        };
        compare("survival", PseudoQuantity::Survival, 1.0);
        compare("first", PseudoQuantity::Incidence(1), 1.0);
        if n_causes > 1 {
            compare("second", PseudoQuantity::Incidence(2), 1.0);
        }
        compare("mean", PseudoQuantity::RestrictedMean, time);
    }
    assert!(rows.len() >= 100);
}

/// Minimal standard recurrence, as in the R script.
fn huge() -> (Vec<f64>, Vec<u32>, Vec<u32>) {
    let mut state = 42_u64;
    let mut next = |below: u64| {
        state = state * 16_807 % 2_147_483_647;
        state % below
    };
    let (mut time, mut cause, mut group) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..200_000 {
        time.push(1.0 + next(60) as f64);
        cause.push([1, 1, 2, 0, 2][next(5) as usize]);
        group.push(next(3) as u32);
    }
    (time, cause, group)
}

#[test]
fn two_hundred_thousand_rows_equal_r() {
    let (time, cause, group) = huge();
    let response = Survival::competing(&time, &cause, 2).unwrap();
    let curves = cumulative_incidence(&response).unwrap();
    for row in read("answers/competing_huge.csv") {
        let i = curves.time.iter().position(|&step| step == number(&row, "time")).unwrap();
        let curve = &curves.causes[row.count("cause") - 1];
        row.expect("incidence", Ok::<f64, ()>(curve.incidence[i]), TOLERANCE);
        row.expect("error", Ok::<f64, ()>(curve.variance[i].sqrt()), TOLERANCE);
        row.expect("aalen", Ok::<f64, ()>(curve.aalen_variance[i]), TOLERANCE);
        let found = gray(&response, row.count("cause") as u32, &group, 3, None, 0.0).unwrap();
        let Ok(Statistic::ChiSquared { x2, .. }) = found.test.test.map(|test| test.statistic) else {
            panic!()
        };
        row.expect("gray", Ok::<f64, ()>(x2), TOLERANCE);
    }
}
