//! Intervals about one sample, and standardised differences.

use crate::scenario::Scenario;
use stats::describe::*;
use stats::random::Stream;
use stats::{Answer, Fraction, Interval, Level, QuantileType, Sample, Sorted};

fn one_sample(
    situation: &'static str,
    truth: f64,
    n: usize,
    draw: fn(&mut Stream) -> f64,
    interval: fn(Sample<'_>) -> Answer<Interval>,
) -> Scenario {
    Scenario {
        method: "description",
        situation,
        truth,
        interval: Box::new(move |stream| {
            let values: Vec<f64> = (0..n).map(|_| draw(stream)).collect();
            interval(Sample::new(&values).expect("finite"))
        }),
    }
}

/// Normal groups of SD 1 and `sd`, their means `shift` apart.
fn two_groups(
    situation: &'static str,
    unit: StandardUnit,
    n: (usize, usize),
    shift: f64,
    sd: f64,
) -> Scenario {
    Scenario {
        method: "standardized-difference",
        situation,
        truth: shift / (0.5 * (1.0 + sd * sd)).sqrt(),
        interval: Box::new(move |stream| {
            let first: Vec<f64> = (0..n.0).map(|_| stream.normal()).collect();
            let second: Vec<f64> = (0..n.1).map(|_| shift + sd * stream.normal()).collect();
            let (first, second) =
                (Sample::new(&first).expect("finite"), Sample::new(&second).expect("finite"));
            standardized_difference(first, second, unit, Level::default()).ci
        }),
    }
}

pub fn scenarios() -> Vec<Scenario> {
    let normal: fn(&mut Stream) -> f64 = |stream| stream.normal();
    let skewed: fn(&mut Stream) -> f64 = |stream| (1.2 * stream.normal()).exp();
    let mean: fn(Sample<'_>) -> Answer<Interval> = |sample| mean_interval(sample, Level::default()).ci;
    let geometric: fn(Sample<'_>) -> Answer<Interval> =
        |sample| geometric_mean_interval(sample, Level::default()).ci;
    let median: fn(Sample<'_>) -> Answer<Interval> = |sample| {
        quantile_interval(&Sorted::new(sample), Fraction::HALF, QuantileType::Seven, Level::default()).ci
    };
    let quartile: fn(Sample<'_>) -> Answer<Interval> = |sample| {
        quantile_interval(&Sorted::new(sample), Fraction::QUARTER, QuantileType::Seven, Level::default()).ci
    };
    vec![
        one_sample("mean, n = 12, normal", 0.0, 12, normal, mean),
        one_sample("mean, n = 53, log-normal (log SD 1.2)", (0.5_f64 * 1.44).exp(), 53, skewed, mean),
        one_sample("geometric mean, n = 53, log-normal (log SD 1.2)", 1.0, 53, skewed, geometric),
        one_sample("median, n = 12, normal", 0.0, 12, normal, median),
        one_sample("median, n = 53, log-normal", 1.0, 53, skewed, median),
        one_sample("first quartile, n = 53, normal", -0.674_489_750_196_081_7, 53, normal, quartile),
        two_groups("Cohen's d, 8 and 12, d = 0.8", StandardUnit::Pooled, (8, 12), 0.8, 1.0),
        two_groups("average variance, 15 and 20, 0.5", StandardUnit::AverageVariance, (15, 20), 0.5, 1.0),
        two_groups(
            "average variance, 50 and 150, SD 1 and 2",
            StandardUnit::AverageVariance,
            (50, 150),
            0.5,
            2.0,
        ),
    ]
}
