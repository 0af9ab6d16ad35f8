//! Survival curves: a probability, the median, the restricted mean and its difference.

use crate::scenario::Scenario;
use stats::random::Stream;
use stats::survival::{Curve, CurveInterval, Survival, Transform, kaplan_meier, restricted_mean_difference};
use stats::{Fraction, Level};

/// Exponential times with mean 10, censored uniformly between 5 and 25.
fn curve(stream: &mut Stream, n: usize, mean: f64) -> Curve {
    let (time, event): (Vec<f64>, Vec<bool>) = (0..n)
        .map(|_| {
            let (t, c) = (-mean * (1.0 - stream.uniform()).ln(), 5.0 + 20.0 * stream.uniform());
            (t.min(c), t <= c)
        })
        .unzip();
    kaplan_meier(&Survival::right(&time, &event).expect("times are positive")).expect("right-censored")
}

fn probability(situation: &'static str, n: usize, transform: Transform) -> Scenario {
    Scenario {
        method: "survival-curves",
        situation,
        truth: (-0.7_f64).exp(),
        interval: Box::new(move |stream| {
            let rule = CurveInterval { transform, ..CurveInterval::default() };
            curve(stream, n, 10.0).estimate_at(7.0, rule).ci
        }),
    }
}

pub fn scenarios() -> Vec<Scenario> {
    vec![
        probability("S(7) = 0.50, n = 50, log", 50, Transform::Log),
        probability("S(7) = 0.50, n = 50, log-log", 50, Transform::LogLog),
        probability("S(7) = 0.50, n = 20, plain", 20, Transform::Plain),
        probability("S(7) = 0.50, n = 20, log-log", 20, Transform::LogLog),
        Scenario {
            method: "survival-curves",
            situation: "median, n = 50, log",
            truth: 10.0 * std::f64::consts::LN_2,
            interval: Box::new(|stream| {
                curve(stream, 50, 10.0).quantile(Fraction::HALF, CurveInterval::default()).ci
            }),
        },
        Scenario {
            method: "survival-curves",
            situation: "restricted mean to 7, n = 50",
            truth: 10.0 * (1.0 - (-0.7_f64).exp()),
            interval: Box::new(|stream| curve(stream, 50, 10.0).restricted_mean(7.0, Level::default()).ci),
        },
        Scenario {
            method: "survival-curves",
            situation: "difference of restricted means to 7, 50 and 50",
            truth: 15.0 * (1.0 - (-7.0_f64 / 15.0).exp()) - 10.0 * (1.0 - (-0.7_f64).exp()),
            interval: Box::new(|stream| {
                let (first, second) = (curve(stream, 50, 10.0), curve(stream, 50, 15.0));
                restricted_mean_difference(&first, &second, 7.0, Level::default()).ci
            }),
        },
    ]
}
