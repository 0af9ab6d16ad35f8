//! Two independent groups.

use crate::scenario::Scenario;
use stats::groups::{
    RankSumRule, SuperiorityInterval, mann_whitney_shift, mann_whitney_test, pooled_t,
    ratio_of_geometric_means, welch_t,
};
use stats::random::Stream;
use stats::{Answer, Interval, Level, Sample};

fn sample(values: &[f64]) -> Sample<'_> {
    Sample::new(values).expect("finite")
}

/// `n` draws of mean + sd times a standard normal number.
fn normal(stream: &mut Stream, n: usize, mean: f64, sd: f64) -> Vec<f64> {
    (0..n).map(|_| mean + sd * stream.normal()).collect()
}

/// A scenario whose interval is computed from a first and a second group.
fn scenario(
    method: &'static str,
    situation: &'static str,
    truth: f64,
    groups: impl Fn(&mut Stream) -> (Vec<f64>, Vec<f64>) + Sync + 'static,
    interval: impl Fn(Sample<'_>, Sample<'_>) -> Answer<Interval> + Sync + 'static,
) -> Scenario {
    let interval = move |stream: &mut Stream| {
        let (first, second) = groups(stream);
        interval(sample(&first), sample(&second))
    };
    Scenario { method, situation, truth, interval: Box::new(interval) }
}

pub fn scenarios() -> Vec<Scenario> {
    let mut scenarios = means();
    scenarios.extend(shifts());
    scenarios.extend(superiorities());
    scenarios
}

fn means() -> Vec<Scenario> {
    let unequal = |stream: &mut Stream| (normal(stream, 8, 0.0, 3.0), normal(stream, 40, 1.0, 1.0));
    let skewed = |stream: &mut Stream| {
        let exp = |values: Vec<f64>| values.into_iter().map(f64::exp).collect::<Vec<_>>();
        (exp(normal(stream, 10, 3.0, 1.5)), exp(normal(stream, 60, 3.0, 1.5)))
    };
    let welch = |first: Sample<'_>, second: Sample<'_>| welch_t(first, second, Level::default()).ci;
    let pooled = |first: Sample<'_>, second: Sample<'_>| pooled_t(first, second, Level::default()).ci;
    let ratio =
        |first: Sample<'_>, second: Sample<'_>| ratio_of_geometric_means(first, second, Level::default()).ci;
    vec![
        scenario("two-means", "Welch, 8 and 40 normal, SD 3 and 1", 1.0, unequal, welch),
        scenario("two-means", "pooled, 8 and 40 normal, SD 3 and 1", 1.0, unequal, pooled),
        scenario(
            "two-means",
            "pooled, 12 and 20 normal, equal SD",
            0.5,
            |stream| (normal(stream, 12, 0.0, 1.0), normal(stream, 20, 0.5, 1.0)),
            pooled,
        ),
        scenario("two-means", "Welch, 10 and 60 log-normal (log SD 1.5)", 0.0, skewed, welch),
        scenario("two-means", "ratio, 10 and 60 log-normal (log SD 1.5)", 1.0, skewed, ratio),
    ]
}

fn shifts() -> Vec<Scenario> {
    let shift =
        |first: Sample<'_>, second: Sample<'_>| mann_whitney_shift(first, second, &RankSumRule::default()).ci;
    let rounded = |values: Vec<f64>| values.into_iter().map(f64::round).collect::<Vec<_>>();
    vec![
        scenario(
            "mann-whitney",
            "shift, 12 and 15 normal",
            1.0,
            |stream| (normal(stream, 12, 0.0, 1.0), normal(stream, 15, 1.0, 1.0)),
            shift,
        ),
        scenario(
            "mann-whitney",
            "shift, 25 and 25 normal in whole numbers, SD 1.5",
            1.0,
            move |stream| (rounded(normal(stream, 25, 0.0, 1.5)), rounded(normal(stream, 25, 1.0, 1.5))),
            shift,
        ),
        scenario(
            "mann-whitney",
            "shift, 120 and 120 normal",
            0.3,
            |stream| (normal(stream, 120, 0.0, 1.0), normal(stream, 120, 0.3, 1.0)),
            shift,
        ),
    ]
}

/// P(second > first) of normal groups with this standardised difference; Φ(1) is 0.8413, Φ(2) 0.9772, Φ(1/2) 0.6915.
fn superiorities() -> Vec<Scenario> {
    let interval =
        |first: Sample<'_>, second: Sample<'_>| mann_whitney_test(first, second, &RankSumRule::default()).ci;
    let rule = RankSumRule { superiority: SuperiorityInterval::DeLong, ..RankSumRule::default() };
    let delong = move |first: Sample<'_>, second: Sample<'_>| mann_whitney_test(first, second, &rule).ci;
    let (first, second, root) = (0.841_344_746_068_543, 0.977_249_868_051_821, std::f64::consts::SQRT_2);
    let steps = |stream: &mut Stream, n: usize, power: f64| -> Vec<f64> {
        (0..n).map(|_| (4.0 * stream.uniform().powf(power)).floor()).collect()
    };
    vec![
        scenario(
            "mann-whitney",
            "superiority 0.84, 15 and 20 normal",
            first,
            move |stream| (normal(stream, 15, 0.0, 1.0), normal(stream, 20, root, 1.0)),
            interval,
        ),
        scenario(
            "mann-whitney",
            "superiority 0.98, 15 and 20 normal",
            second,
            move |stream| (normal(stream, 15, 0.0, 1.0), normal(stream, 20, 2.0 * root, 1.0)),
            interval,
        ),
        scenario(
            "mann-whitney",
            "superiority 0.5, 30 and 30 in four steps",
            0.5,
            move |stream| (steps(stream, 30, 1.0), steps(stream, 30, 1.0)),
            interval,
        ),
        scenario(
            "mann-whitney",
            "superiority 0.69, 10 and 60 normal, SD 3 and 1",
            0.691_462_461_274_013,
            |stream| (normal(stream, 10, 0.0, 3.0), normal(stream, 60, 0.5 * 10.0_f64.sqrt(), 1.0)),
            interval,
        ),
        scenario(
            "mann-whitney",
            "superiority 0.69, 60 and 10 normal, SD 3 and 1",
            0.691_462_461_274_013,
            |stream| (normal(stream, 60, 0.0, 3.0), normal(stream, 10, 0.5 * 10.0_f64.sqrt(), 1.0)),
            interval,
        ),
        scenario(
            "mann-whitney",
            "superiority 0.69, DeLong, 10 and 60 normal, SD 3 and 1",
            0.691_462_461_274_013,
            |stream| (normal(stream, 10, 0.0, 3.0), normal(stream, 60, 0.5 * 10.0_f64.sqrt(), 1.0)),
            delong,
        ),
        scenario(
            "mann-whitney",
            "superiority 0.69, DeLong, 40 and 60 normal, SD 3 and 1",
            0.691_462_461_274_013,
            |stream| (normal(stream, 40, 0.0, 3.0), normal(stream, 60, 0.5 * 10.0_f64.sqrt(), 1.0)),
            delong,
        ),
    ]
}
