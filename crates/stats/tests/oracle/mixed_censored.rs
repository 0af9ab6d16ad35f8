//! Left-censored mixed models against the likelihood written out in R (trapezoidal rule, integrate, optim), and without
//! a limit against lme4. Tolerances: log-likelihood 1e-9, coefficients 1e-5 of their standard error, standard errors
//! and deviations 1e-5; against lme4 1e-6.

use super::mixed::Values;
use super::table::read;
use stats::design::Design;
use stats::mixed::linear::Covariance;
use stats::mixed::{CensoredRule, Repeated, left_censored};

fn ok(value: f64) -> Result<f64, ()> {
    Ok(value)
}

#[test]
fn left_censored_equals_integration() {
    let rows = read("answers/mixed_censored.csv");
    for row in &rows {
        let name = row.text("set").split('@').next().unwrap();
        let mut values = Values::of(name);
        let limit = row.number("limit").unwrap();
        let below: Vec<bool> = values.y.iter().map(|&y| y <= limit).collect();
        values.y.iter_mut().for_each(|y| *y = y.max(limit));
        let columns = if name == "person_change_20" { "time after" } else { "time" };
        let response = Repeated::new(&values.y, &values.group).unwrap();
        let random: Design = values.random(row.text("random") == "correlated");
        let fit = left_censored(&response, &below, &values.fixed(columns), &random, &CensoredRule::default())
            .unwrap();
        let estimate = &fit.coefficients[row.count("column")];
        assert_eq!(fit.n_censored, row.count("n_censored"));
        row.expect("log_likelihood", ok(fit.log_likelihood), 1e-9);
        row.expect_within("value", estimate.value, 1e-5, row.number("error").unwrap());
        row.expect("error", estimate.sd, 1e-5);
        row.expect("sd_1", fit.random_sd[0].value, 1e-5);
        if row.number("sd_2").is_some() {
            row.expect("sd_2", fit.random_sd[1].value, 1e-5);
        }
        row.expect("residual_sd", fit.residual_sd.value, 1e-5);
        row.expect("log_sd_1", fit.random_sd[0].sd, 1e-5);
        row.expect("log_sd_residual", fit.residual_sd.sd, 1e-5);
    }
}

#[test]
fn without_a_limit_it_is_the_mixed_model() {
    let rows = read("answers/mixed.csv");
    let wanted = |set: &str| !set.starts_with("recurrence") && set != "strong_between_30";
    for row in rows
        .iter()
        .filter(|row| row.count("reml") == 0 && row.count("singular") == 0 && wanted(row.text("set")))
    {
        let values = Values::of(row.text("set"));
        let rule = CensoredRule {
            covariance: match row.text("random") {
                "uncorrelated" => Covariance::Uncorrelated,
                _ => Covariance::Correlated,
            },
            n_nodes: 3,
            ..CensoredRule::default()
        };
        let response = Repeated::new(&values.y, &values.group).unwrap();
        let random = values.random(row.text("random") != "intercept");
        let below = vec![false; values.y.len()];
        let fixed = values.fixed(row.text("columns"));
        let fit = left_censored(&response, &below, &fixed, &random, &rule).unwrap();
        let column = match row.text("column") {
            "(Intercept)" => 0,
            name => 1 + row.text("columns").split(' ').position(|column| column == name).unwrap(),
        };
        row.expect("log_likelihood", ok(fit.log_likelihood), 1e-9);
        row.expect_within("value", fit.coefficients[column].value, 1e-6, row.number("error").unwrap_or(0.0));
        row.expect("variance_1", ok(fit.random_covariance[0]), 1e-6);
        row.expect("residual", fit.residual_sd.value.map(|sd| sd * sd), 1e-6);
    }
}
