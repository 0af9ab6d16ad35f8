//! Regressions: robust variances, odds, rare events, risks.

use crate::scenario::Scenario;
use stats::design::Design;
use stats::random::Stream;
use stats::regression::logistic::firth;
use stats::regression::*;
use stats::{Answer, Interval, Level, Undefined};

/// A column of the standard normal distribution beside the constant.
fn normal(stream: &mut Stream, n: usize) -> (Design, Vec<f64>) {
    let x: Vec<f64> = (0..n).map(|_| stream.normal()).collect();
    let mut design = Design::empty(n).with_intercept().expect("new");
    design.push("x", &x).expect("finite");
    (design, x)
}

/// Half the rows in each of two groups.
fn groups(n: usize) -> (Design, Vec<f64>) {
    let x: Vec<f64> = (0..n).map(|row| (row % 2) as f64).collect();
    let mut design = Design::empty(n).with_intercept().expect("new");
    design.push("group", &x).expect("finite");
    (design, x)
}

fn unequal(stream: &mut Stream, variance: Variance<'_>) -> Answer<Interval> {
    let (design, x) = normal(stream, 40);
    let y: Vec<f64> = x.iter().map(|x| 1.0 + 0.5 * x + (0.2 + x.abs()) * stream.normal()).collect();
    let rule = LinearRule { variance, level: Level::default() };
    linear(&Response::new(&y).expect("finite"), &design, &rule)?.coefficients[1].ci
}

fn yes(stream: &mut Stream, x: &[f64], risk: impl Fn(f64) -> f64) -> Response {
    let drawn: Vec<bool> = x.iter().map(|&x| stream.uniform() < risk(x)).collect();
    Response::binary(&drawn)
}

fn logit(eta: f64) -> f64 {
    1.0 / (1.0 + (-eta).exp())
}

pub fn scenarios() -> Vec<Scenario> {
    let scenario = |method, situation, truth, interval| Scenario { method, situation, truth, interval };
    vec![
        scenario(
            "linear-regression",
            "HC3, n = 40, spread grows with the column",
            0.5,
            Box::new(|stream| unequal(stream, Variance::Hc3)),
        ),
        scenario(
            "linear-regression",
            "the model's variance in the same place",
            0.5,
            Box::new(|stream| unequal(stream, Variance::Model)),
        ),
        scenario(
            "linear-regression",
            "HC0 in the same place",
            0.5,
            Box::new(|stream| unequal(stream, Variance::Hc0)),
        ),
        scenario(
            "linear-regression",
            "15 clusters of 6, CR1",
            0.5,
            Box::new(|stream| {
                let (design, x) = normal(stream, 90);
                let codes: Vec<u32> = (0..90).map(|row| row / 6).collect();
                let shared: Vec<f64> = (0..15).map(|_| stream.normal()).collect();
                let y: Vec<f64> =
                    (0..90).map(|row| 0.5 * x[row] + shared[row / 6] + stream.normal()).collect();
                let rule = LinearRule { variance: Variance::Cluster(&codes), level: Level::default() };
                linear(&Response::new(&y).expect("finite"), &design, &rule)?.coefficients[1].ci
            }),
        ),
        scenario(
            "logistic-regression",
            "n = 100, log odds ratio 0.7",
            0.7,
            Box::new(|stream| {
                let (design, x) = normal(stream, 100);
                let response = yes(stream, &x, |x| logit(-0.5 + 0.7 * x));
                logistic(&response, &design, Variance::Model, Level::default())?.coefficients[1].ci
            }),
        ),
        scenario(
            "logistic-regression",
            "Firth, n = 30, risk 0.1 and log odds ratio 1",
            1.0,
            Box::new(|stream| {
                let (design, x) = groups(30);
                let response = yes(stream, &x, |x| logit(-2.2 + x));
                firth(&response, &design, Level::default())?.coefficients[1].ci
            }),
        ),
        scenario(
            "logistic-regression",
            "c statistic 0.7602, 40 with and 60 without",
            0.760_249_938_906_523_5,
            Box::new(|stream| {
                let yes: Vec<bool> = (0..100).map(|row| row < 40).collect();
                let score: Vec<f64> =
                    yes.iter().map(|&yes| if yes { 1.0 } else { 0.0 } + stream.normal()).collect();
                c_statistic(&score, &yes, Level::default()).map_err(|_| Undefined::NoValues)?.ci
            }),
        ),
        scenario(
            "poisson-and-log-binomial",
            "Zou, n = 100, risk ratio 2 (risks 0.2 and 0.4)",
            2.0_f64.ln(),
            Box::new(|stream| {
                let (design, x) = groups(100);
                let response = yes(stream, &x, |x| 0.2 * (1.0 + x));
                poisson(&response, &design, Variance::Hc0, Level::default())?.coefficients[1].ci
            }),
        ),
        scenario(
            "poisson-and-log-binomial",
            "log-binomial in the same place",
            2.0_f64.ln(),
            Box::new(|stream| {
                let (design, x) = groups(100);
                let response = yes(stream, &x, |x| 0.2 * (1.0 + x));
                log_binomial(&response, &design, Level::default())?.coefficients[1].ci
            }),
        ),
        scenario(
            "poisson-and-log-binomial",
            "dispersed, 80 counts of twice their mean's variance",
            0.3,
            Box::new(|stream| {
                let (design, x) = normal(stream, 80);
                // A Poisson number of pairs: mean m, variance 2 m.
                let y: Vec<f64> =
                    x.iter().map(|x| 2.0 * poisson_draw(stream, 0.5 * (1.5 + 0.3 * x).exp())).collect();
                let response = Response::new(&y).expect("finite");
                poisson(&response, &design, Variance::Dispersed, Level::default())?.coefficients[1].ci
            }),
        ),
    ]
}

fn poisson_draw(stream: &mut Stream, mean: f64) -> f64 {
    let (mut n, mut product, least) = (0.0, stream.uniform(), (-mean).exp());
    while product > least {
        product *= stream.uniform();
        n += 1.0;
    }
    n
}
