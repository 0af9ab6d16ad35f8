//! Censored values: the normal models, the turned curve, the ratio of pairs.

use crate::scenario::Scenario;
use stats::censored::*;
use stats::random::Stream;
use stats::{Answer, Fraction, Interval, Level};

fn below_a_limit(values: impl Iterator<Item = f64>, limits: &[f64]) -> Vec<Censored> {
    let cut = |(at, value): (usize, f64)| {
        let limit = limits[at % limits.len()];
        if value < limit { Censored::Below(limit) } else { Censored::Exact(value) }
    };
    values.enumerate().map(cut).collect()
}

fn log_normal(stream: &mut Stream, n: usize, limits: &[f64]) -> Vec<Censored> {
    below_a_limit((0..n).map(|_| (1.0 + stream.normal()).exp()), limits)
}

fn sample(values: &[Censored]) -> CensoredSample<'_> {
    CensoredSample::new(values).expect("finite")
}

fn scenario(
    method: &'static str,
    situation: &'static str,
    truth: f64,
    interval: impl Fn(&mut Stream) -> Answer<Interval> + Sync + 'static,
) -> Scenario {
    Scenario { method, situation, truth, interval: Box::new(interval) }
}

/// ln of a limit that hides 30 % of N(1, 1): 1 - 0.5244.
const THIRTY: f64 = 0.475_599_487_291_959;

fn normal_mean(n: usize) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let values = below_a_limit((0..n).map(|_| 1.0 + stream.normal()), &[THIRTY]);
        censored_mean(sample(&values), Scale::Normal, Level::default()).ci
    }
}

fn geometric_mean(n: usize) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let values = log_normal(stream, n, &[THIRTY.exp()]);
        censored_geometric_mean(sample(&values), Level::default()).ci
    }
}

fn log_normal_mean(n: usize) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let values = log_normal(stream, n, &[THIRTY.exp()]);
        censored_mean(sample(&values), Scale::LogNormal, Level::default()).ci
    }
}

fn slope(n: usize) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let x: Vec<f64> = (0..n).map(|_| stream.normal()).collect();
        let y: Vec<f64> = x.iter().map(|x| 1.0 + 0.5 * x + stream.normal()).collect();
        let design: Vec<f64> = x.iter().flat_map(|&x| [1.0, x]).collect();
        let values = below_a_limit(y.into_iter(), &[THIRTY]);
        let design = Design::new(&design, 2).expect("finite");
        let fit = censored_regression(sample(&values), design, Scale::Normal, Level::default());
        fit.expect("as many rows").coefficients[1].ci
    }
}

fn median(n: usize, band: Band) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let values = log_normal(stream, n, &[1.0, 1.6, 2.4]);
        let quantile = kaplan_meier(sample(&values))?.quantile(Fraction::HALF, band, Level::default());
        // An open lower end holds everything below.
        let (low, high) = (quantile.low.unwrap_or(0.0), quantile.high?);
        Ok(Interval { low, high, level: Level::default(), method: quantile.estimate.method })
    }
}

fn curve_mean(n: usize) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let values = log_normal(stream, n, &[1.0, 1.6, 2.4]);
        kaplan_meier(sample(&values))?.mean(Level::default()).ci
    }
}

/// Pairs of which 30 % have a limit in place of the second value.
fn pairs(stream: &mut Stream, n: usize, lean: f64) -> (Vec<Censored>, Vec<Censored>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let (level, noise, change) = (stream.normal(), stream.normal(), stream.normal());
        // With `lean` the change depends on the level before, as in regression to the mean.
        let b = 2.0 + level + lean * noise;
        let a = 1.5 + level + 0.8 * change;
        before.push(b.exp());
        after.push(a.exp());
    }
    // Limits on both sides: 1.5 - 0.55 hides near a third of the second values, a tenth of the first.
    let limits = [2.0, 3.0];
    (below_a_limit(before.into_iter(), &limits), below_a_limit(after.into_iter(), &limits))
}

fn ratio(n: usize, lean: f64, wald: bool) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let (before, after) = pairs(stream, n, lean);
        let found = censored_ratio(CensoredPairs::new(&before, &after).expect("finite"), Level::default());
        if wald { found.wald.ci } else { found.ratio.ci }
    }
}

pub fn scenarios() -> Vec<Scenario> {
    let factor = (-0.5_f64).exp();
    vec![
        scenario("censored-normal", "mean, n = 15, 30 % below one limit", 1.0, normal_mean(15)),
        scenario("censored-normal", "mean, n = 50, 30 % below one limit", 1.0, normal_mean(50)),
        scenario("censored-normal", "slope, n = 50, 30 % below one limit", 0.5, slope(50)),
        scenario("censored-normal", "geometric mean, n = 15, 30 % below", 1_f64.exp(), geometric_mean(15)),
        scenario("censored-normal", "geometric mean, n = 50, 30 % below", 1_f64.exp(), geometric_mean(50)),
        scenario(
            "censored-normal",
            "log-normal mean, n = 50, 30 % below",
            1.5_f64.exp(),
            log_normal_mean(50),
        ),
        scenario(
            "censored-distribution",
            "median, log(-log), n = 60, three limits, 30 % below",
            1_f64.exp(),
            median(60, Band::LogLog),
        ),
        scenario(
            "censored-distribution",
            "median, plain, n = 60, three limits, 30 % below",
            1_f64.exp(),
            median(60, Band::Plain),
        ),
        scenario(
            "censored-distribution",
            "median, log(-log), n = 20, three limits, 30 % below",
            1_f64.exp(),
            median(20, Band::LogLog),
        ),
        scenario(
            "censored-distribution",
            "mean, n = 60, log-normal, three limits, 30 % below",
            1.5_f64.exp(),
            curve_mean(60),
        ),
        scenario("censored-paired", "ratio, profile, n = 40, 30 % censored", factor, ratio(40, 0.0, false)),
        scenario("censored-paired", "ratio, Wald, n = 40, 30 % censored", factor, ratio(40, 0.0, true)),
        scenario("censored-paired", "ratio, profile, n = 15, 30 % censored", factor, ratio(15, 0.0, false)),
        scenario(
            "censored-paired",
            "ratio, profile, n = 40, change depends on the value before",
            factor,
            ratio(40, 0.8, false),
        ),
        scenario(
            "censored-paired",
            "ratio, profile, n = 150, change depends on the value before",
            factor,
            ratio(150, 0.8, false),
        ),
    ]
}
