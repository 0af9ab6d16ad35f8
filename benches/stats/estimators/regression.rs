//! Regressions, and filling gaps by them.

use super::{Call, Entry, LEVEL, number};
use crate::columns::Columns;
use stats::design::Design;
use stats::missing::{Completed, ImputationRule, Scale, Table, impute, pool_over};
use stats::mixed::linear::Freedom;
use stats::mixed::{MixedRule, Repeated, linear_mixed};
use stats::regression::{Response, Variance, logistic};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] =
    &[("chained_equations", chained_equations), ("linear_mixed", random_intercepts), ("logistic", odds)];

const COVARIATES: [&str; 20] = [
    "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",
    "x16", "x17", "x18", "x19",
];

fn odds(columns: &Columns) -> Call<'_> {
    let y = columns.get("y");
    let covariates = COVARIATES.map(|name| (name, columns.get(name)));
    Box::new(move || {
        let design = Design::new(y.len(), &covariates).and_then(intercept).expect("finite");
        let response = Response::new(y).expect("finite");
        let fit = logistic(&response, &design, Variance::Model, LEVEL).expect("a maximum");
        let values = fit.coefficients.iter().map(|estimate| number(estimate.value));
        let names = COVARIATES.into_iter().chain(["intercept"]);
        names.zip(values).chain([("se x0", number(fit.coefficients[0].sd))]).collect()
    })
}

fn intercept(design: Design) -> Result<Design, Vec<stats::design::DesignProblem>> {
    design.with_intercept().map_err(|problem| vec![problem])
}

fn random_intercepts(columns: &Columns) -> Call<'_> {
    let group: Vec<u32> = super::counts(columns, "group").into_iter().map(|code| code as u32).collect();
    let (x, y) = (columns.get("x"), columns.get("y"));
    // The normal reference: lme4 gives no degrees of freedom either.
    let rule = MixedRule { freedom: Freedom::Normal, ..MixedRule::default() };
    Box::new(move || {
        let response = Repeated::new(y, &group).expect("finite");
        let fixed = Design::new(y.len(), &[("x", x)]).and_then(intercept).expect("finite");
        let random = intercept(Design::empty(y.len())).expect("a column of ones");
        let fit = linear_mixed(&response, &fixed, &random, &rule).expect("a maximum");
        vec![
            ("b x", number(fit.coefficients[0].value)),
            ("intercept", number(fit.coefficients[1].value)),
            ("se x", number(fit.coefficients[0].sd)),
            ("sd of groups", number(fit.random_sd[0].value)),
            ("sd within", number(fit.residual_sd.value)),
        ]
    })
}

fn chained_equations(columns: &Columns) -> Call<'_> {
    let gaps =
        |name: &&str| columns.get(name).iter().map(|&value| (!value.is_nan()).then_some(value)).collect();
    let values: Vec<Vec<Option<f64>>> = COVARIATES[..10].iter().map(gaps).collect();
    let rule = ImputationRule { m: Some(5), iterations: 5, ..ImputationRule::default() };
    Box::new(move || {
        let column = |(name, values): (&&str, &Vec<Option<f64>>)| {
            stats::missing::Column::numeric(name, values, Scale::Identity).expect("finite")
        };
        let table = Table::new(COVARIATES.iter().zip(&values).map(column).collect()).expect("ten columns");
        let filled = impute(&table, &rule).expect("known values");
        let mean = |column: usize| {
            number(pool_over(&filled, None, LEVEL, |table| Ok(mean_of(table, column))).estimate.value)
        };
        vec![("mean of x1", mean(1)), ("mean of x9", mean(9))]
    })
}

/// A column's mean, with its variance.
fn mean_of(table: &Completed, column: usize) -> (f64, f64) {
    let values = &table.columns[column];
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    (mean, squares / (n * (n - 1.0)))
}
