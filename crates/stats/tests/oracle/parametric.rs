//! Parametric survival regression against R's survreg (right-censored, bounds) and against a likelihood written out in R
//! (delayed entry). Tolerance: relative 1e-8 of coefficients (or of their standard errors, where larger), standard errors,
//! covariances and predictions; log-likelihoods 1e-10.

use super::responses::{Rows, find, responses};
use super::table::{Row, read, require_twenty};
use stats::design::Design;
use stats::survival::Survival;
use stats::survival::parametric::{Family, Parametric, parametric};
use stats::{Fraction, Level};
use std::collections::BTreeMap;

#[derive(Default)]
struct Bounds {
    low: Vec<f64>,
    high: Vec<f64>,
    x: [Vec<f64>; 2],
}

fn bounds() -> BTreeMap<String, Bounds> {
    let mut sets: BTreeMap<String, Bounds> = BTreeMap::new();
    for row in read("data/parametric/bounds.csv") {
        let set = sets.entry(row.text("set").to_string()).or_default();
        set.low.push(row.number("low").unwrap());
        set.high.push(row.number("high").unwrap());
        set.x[0].push(row.number("x1").unwrap());
        set.x[1].push(row.number("x2").unwrap());
    }
    sets
}

fn family(row: &Row) -> Family {
    match row.text("family") {
        "weibull" => Family::Weibull,
        "exponential" => Family::Exponential,
        "log_normal" => Family::LogNormal,
        _ => Family::LogLogistic,
    }
}

fn of_rows(set: &Rows, row: &Row) -> (Parametric, Vec<f64>) {
    let group: Vec<f64> = set.group.iter().map(|&group| f64::from(group)).collect();
    let mut design = Design::empty(set.time.len()).with_intercept().unwrap();
    for name in row.text("columns").split(' ') {
        let column = match name {
            "group" => &group,
            "x1" => &set.x[0],
            "x2" => &set.x[1],
            _ => &set.x[2],
        };
        design.push(name, column).unwrap();
    }
    fitted(&set.response(), &design, row)
}

fn of_bounds(set: &Bounds, row: &Row) -> (Parametric, Vec<f64>) {
    let mut design = Design::empty(set.low.len()).with_intercept().unwrap();
    design.push("x1", &set.x[0]).unwrap();
    design.push("x2", &set.x[1]).unwrap();
    fitted(&Survival::between(&set.low, &set.high).unwrap(), &design, row)
}

/// 50,000 rows by the recurrence of `parametric.R`.
fn huge(row: &Row) -> (Parametric, Vec<f64>) {
    let (n, mut state) = (50_000, 77_u64);
    let mut draw = || -> Vec<f64> {
        let next = |_| {
            state = 16807 * state % 2_147_483_647;
            state as f64 / 2_147_483_647.0
        };
        (0..n).map(next).collect()
    };
    let (x1, u, v) = (draw(), draw(), draw());
    let time: Vec<f64> = x1.iter().zip(u).map(|(x1, u)| 1.0 + 20.0 * u * (1.0 + x1)).collect();
    let event: Vec<bool> = v.iter().map(|v| *v < 0.6).collect();
    let mut design = Design::empty(n).with_intercept().unwrap();
    design.push("x1", &x1).unwrap();
    fitted(&Survival::right(&time, &event).unwrap(), &design, row)
}

fn fitted(response: &Survival<'_>, design: &Design, row: &Row) -> (Parametric, Vec<f64>) {
    let first = (0..design.n_columns()).map(|column| design.at(0, column)).collect();
    let fit = parametric(response, design, family(row), None, Level::default());
    (fit.unwrap_or_else(|reason| panic!("{reason}: {} {}", row.text("set"), row.text("family"))), first)
}

#[test]
fn parametric_equals_r() {
    let (sets, bounds, rows) = (responses(), bounds(), read("answers/parametric.csv"));
    require_twenty(&rows);
    let mut last = None;
    for row in &rows {
        // Rows of one fit follow each other, one a column.
        if row.count("column") == 1 {
            last = Some(match bounds.get(row.text("set")) {
                Some(set) => of_bounds(set, row),
                None if row.text("set") == "huge" => huge(row),
                None => of_rows(find(&sets, row.text("set")), row),
            });
        }
        let (fit, first) = last.as_ref().expect("the first column comes first");
        let (column, p) = (row.count("column") - 1, fit.coefficients.len());
        let (estimate, error) = (&fit.coefficients[column], row.number("error"));
        row.expect_within("value", estimate.value, 1e-8, error.unwrap_or(0.0));
        row.expect("error", estimate.sd, 1e-8);
        let scale_error = row.number("scale_error");
        if let (Some(error), Some(scale_error)) = (error, scale_error) {
            let covariance = Ok::<_, ()>(fit.covariance[column * (p + 1) + p]);
            row.expect_within("with_scale", covariance, 1e-8, error * scale_error);
        }
        row.expect("scale", fit.scale.value, 1e-8);
        row.expect("scale_error", fit.scale.sd, 1e-8);
        row.expect("null", Ok::<_, ()>(fit.log_likelihood[0]), 1e-10);
        row.expect("full", Ok::<_, ()>(fit.log_likelihood[1]), 1e-10);
        for (name, fraction) in [("median", 0.5), ("tenth", 0.1)] {
            let quantile = fit.quantile(first, Fraction::new(fraction).unwrap());
            row.expect(name, quantile.value, 1e-8);
            row.expect(&format!("{name}_error"), quantile.sd, 1e-8);
            assert!(quantile.ci.unwrap().contains(quantile.value.unwrap()));
        }
        let survival = fit.survival(first, row.number("time").unwrap());
        row.expect("survival", survival.value, 1e-8);
        row.expect("survival_error", survival.sd, 1e-8);
        assert!(survival.ci.unwrap().contains(survival.value.unwrap()));
    }
}
