//! Generalised estimating equations against geepack; Mancl and DeRouen's correction against its definition in R.
//! Tolerances: coefficients 1e-6 of their standard error, standard errors, scale and correlation 1e-6.

use super::mixed::Values;
use super::table::{Row, read};
use stats::design::Design;
use stats::mixed::gee::{Family, Sandwich, Working};
use stats::mixed::{Gee, GeeRule, Repeated, gee};

fn ok(value: f64) -> Result<f64, ()> {
    Ok(value)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    0.5 * (sorted[(n - 1) / 2] + sorted[n / 2])
}

/// As `gee.R` makes yes/no values and counts of the response.
fn response(values: &Values, row: &Row) -> Vec<f64> {
    let (unit, middle) = (row.number("unit").unwrap(), row.number("middle").unwrap());
    let scaled: Vec<f64> = values.y.iter().map(|y| y / unit - middle).collect();
    let middle_value = median(&scaled);
    match row.text("link") {
        "identity" => scaled.iter().map(|y| y * unit).collect(),
        "logit" => scaled.iter().map(|&y| f64::from(u8::from(y > middle_value))).collect(),
        _ => scaled.iter().map(|y| (y.min(3.0) / 2.0).exp().round_ties_even()).collect(),
    }
}

fn solve(row: &Row, sandwich: Sandwich) -> Gee {
    let values = Values::of(row.text("set"));
    let origin = if row.text("set") == "far_origin_22" { 100.0 } else { 0.0 };
    let time: Vec<f64> = values.time.iter().map(|time| time - origin).collect();
    let mut design = Design::empty(time.len()).with_intercept().unwrap();
    design.push("time", &time).unwrap();
    design.push("x", &values.x).unwrap();
    let rule = GeeRule {
        family: match row.text("link") {
            "identity" => Family::Identity,
            "logit" => Family::Logit,
            _ => Family::Log,
        },
        working: match row.text("working") {
            "independence" => Working::Independence,
            "exchangeable" => Working::Exchangeable,
            _ => Working::Autoregressive,
        },
        sandwich,
        ..GeeRule::default()
    };
    let y = response(&values, row);
    gee(&Repeated::new(&y, &values.group).unwrap(), &design, &rule)
        .unwrap_or_else(|reason| panic!("{} {}: {reason}", row.text("set"), row.text("working")))
}

#[test]
fn gee_equals_geepack() {
    for row in &read("answers/gee.csv") {
        let column = row.count("column");
        let robust = solve(row, Sandwich::Robust);
        let error = row.number("error").unwrap();
        row.expect_within("value", robust.coefficients[column].value, 1e-6, error);
        row.expect("error", robust.coefficients[column].sd, 1e-6);
        row.expect("scale", ok(robust.scale), 1e-6);
        row.expect_within("alpha", robust.correlation, 1e-6, 0.1);
        row.expect("model", ok(robust.model_covariance[column * 4].sqrt()), 1e-6);
        row.expect("corrected", solve(row, Sandwich::ManclDeRouen).coefficients[column].sd, 1e-6);
    }
}
