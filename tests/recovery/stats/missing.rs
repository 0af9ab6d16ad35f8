//! Missing values: pooled estimates over imputations, shifts, and weighted means. In all, x is a standard normal,
//! y = 1 + x + noise of SD 1, and about 30 % are missing, more where the other column is high.

use crate::scenario::Scenario;
use stats::design::Design;
use stats::missing::*;
use stats::random::{Seed, Stream};
use stats::{Answer, Interval, Level};

const IMPUTATION: &str = "multiple-imputation";
const WEIGHTS: &str = "missing-bounds-and-weights";

pub fn scenarios() -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for (imputation, words) in
        [(Imputation::Matching { donors: 5 }, "matching"), (Imputation::Linear, "Bayesian regression")]
    {
        scenarios.push(Scenario {
            method: IMPUTATION,
            situation: match words {
                "matching" => "mean of y, n = 100, 30 % missing at random given x, matching, m = 20",
                _ => "mean of y, n = 100, 30 % missing at random given x, Bayesian regression, m = 20",
            },
            truth: 1.0,
            interval: Box::new(move |stream| {
                let (x, y) = draw(100, stream);
                let y = hide(&y, &x, stream);
                pooled(&[all(&x), y], 1, imputation, stream, 0.0, |table| mean(&table.columns[1]))
            }),
        });
        scenarios.push(Scenario {
            method: IMPUTATION,
            situation: match words {
                "matching" => "slope of y on x, n = 100, 30 % of x missing at random given y, matching, m = 20",
                _ => "slope of y on x, n = 100, 30 % of x missing at random given y, Bayesian regression, m = 20",
            },
            truth: 1.0,
            interval: Box::new(move |stream| {
                let (x, y) = draw(100, stream);
                let x = hide(&x, &y.iter().map(|y| (y - 1.0) / 1.5).collect::<Vec<_>>(), stream);
                pooled(&[x, all(&y)], 0, imputation, stream, 0.0, |table| {
                    slope(&table.columns[0], &table.columns[1])
                })
            }),
        });
    }
    scenarios.push(Scenario {
        method: IMPUTATION,
        situation: "mean of y, n = 100, 30 % below a limit, 25 % missing at random, Tobit, m = 20",
        truth: 1.0,
        interval: Box::new(below_limit),
    });
    scenarios.push(Scenario {
        method: IMPUTATION,
        situation: "mean of y, n = 100, the 30 % missing 0.5 lower than x tells, shift of -0.5, m = 20",
        truth: 1.0 - 0.5 * 0.3,
        interval: Box::new(|stream| {
            let (x, y) = draw(100, stream);
            let y: Vec<Option<f64>> = y.iter().map(|&y| (stream.uniform() >= 0.3).then_some(y)).collect();
            pooled(&[all(&x), y], 1, Imputation::Linear, stream, -0.5, |table| mean(&table.columns[1]))
        }),
    });
    for (n, variance, situation) in [
        (
            100,
            WeightVariance::Estimated,
            "weighted mean of y, n = 100, 30 % missing given x, weights estimated",
        ),
        (
            100,
            WeightVariance::Known,
            "weighted mean of y, n = 100, 30 % missing given x, weights taken as known",
        ),
        (
            500,
            WeightVariance::Estimated,
            "weighted mean of y, n = 500, 30 % missing given x, weights estimated",
        ),
    ] {
        scenarios.push(Scenario {
            method: WEIGHTS,
            situation,
            truth: 1.0,
            interval: Box::new(move |stream| {
                let (x, y) = draw(n, stream);
                let y = hide(&y, &x, stream);
                let design = Design::new(n, &[("x", &x)])
                    .and_then(|design| design.with_intercept().map_err(|problem| vec![problem]));
                let rule = WeightRule { variance, ..WeightRule::default() };
                weighted_mean(&y, &design.expect("finite"), &rule)?.mean.ci
            }),
        });
    }
    scenarios
}

fn draw(n: usize, stream: &mut Stream) -> (Vec<f64>, Vec<f64>) {
    (0..n)
        .map(|_| {
            let x = stream.normal();
            (x, 1.0 + x + stream.normal())
        })
        .unzip()
}

/// Missing with probability 1/(1 + exp(1 - by)): about 30 %.
fn hide(values: &[f64], by: &[f64], stream: &mut Stream) -> Vec<Option<f64>> {
    let seen = |by: f64, stream: &mut Stream| stream.uniform() >= 1.0 / (1.0 + (1.0 - by).exp());
    values.iter().zip(by).map(|(&value, &by)| seen(by, stream).then_some(value)).collect()
}

fn all(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// Imputes the column at `filled`, shifted by `shift`, and pools.
fn pooled(
    columns: &[Vec<Option<f64>>],
    filled: usize,
    imputation: Imputation,
    stream: &mut Stream,
    shift: f64,
    analyse: impl Fn(&Completed) -> (f64, f64),
) -> Answer<Interval> {
    let build = |(at, values): (usize, &Vec<Option<f64>>)| {
        let column = Column::numeric(&at.to_string(), values, Scale::Identity).expect("finite");
        column.with_imputation(imputation).expect("a number")
    };
    let table = Table::new(columns.iter().enumerate().map(build).collect()).expect("of one length");
    let rule = ImputationRule {
        m: Some(20),
        iterations: 1,
        seed: Seed(stream.bits()),
        delta: (shift != 0.0).then_some(Delta { column: filled, shift }),
        ..ImputationRule::default()
    };
    let imputations = impute(&table, &rule).map_err(|refused| refused.reason)?;
    let complete = columns[0].len() as f64 - if filled == 0 { 2.0 } else { 1.0 };
    pool_over(&imputations, Some(complete), Level::default(), |table| Ok(analyse(table))).estimate.ci
}

/// y below 0.25 is known to lie below it; a quarter of the rest of the readings is missing given x.
fn below_limit(stream: &mut Stream) -> Answer<Interval> {
    let (x, y) = draw(100, stream);
    let readings: Vec<Reading> = hide(&y, &x.iter().map(|x| x - 0.3).collect::<Vec<_>>(), stream)
        .into_iter()
        .map(|y| match y {
            None => Reading::Missing,
            Some(y) if y < 0.25 => Reading::Between { low: f64::NEG_INFINITY, high: 0.25 },
            Some(y) => Reading::Known(y),
        })
        .collect();
    let table = Table::new(vec![
        Column::numeric("x", &all(&x), Scale::Identity).expect("finite"),
        Column::laboratory("y", &readings, Scale::Identity).expect("finite"),
    ]);
    let rule =
        ImputationRule { m: Some(20), iterations: 1, seed: Seed(stream.bits()), ..ImputationRule::default() };
    let imputations = impute(&table.expect("of one length"), &rule).map_err(|refused| refused.reason)?;
    pool_over(&imputations, Some(99.0), Level::default(), |table| Ok(mean(&table.columns[1]))).estimate.ci
}

/// Mean and its variance.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0) / n)
}

/// Least squares slope of y on x and its variance.
fn slope(x: &[f64], y: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let (x_mean, y_mean) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let squares: f64 = x.iter().map(|x| (x - x_mean).powi(2)).sum();
    let slope = x.iter().zip(y).map(|(x, y)| (x - x_mean) * (y - y_mean)).sum::<f64>() / squares;
    let residuals: f64 = x.iter().zip(y).map(|(x, y)| (y - y_mean - slope * (x - x_mean)).powi(2)).sum();
    (slope, residuals / (n - 2.0) / squares)
}
