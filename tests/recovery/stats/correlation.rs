//! Correlations of normal, of tied and of log-normal pairs.

use crate::scenario::Scenario;
use stats::correlation::{KendallRule, SpearmanRule, kendall, pearson, spearman};
use stats::random::Stream;
use stats::{Answer, Interval, Level, Pairs};
use std::f64::consts::PI;

/// The interval of one coefficient.
type Coefficient = fn(Pairs<'_>) -> Answer<Interval>;

fn of_pearson(pairs: Pairs<'_>) -> Answer<Interval> {
    pearson(pairs, Level::default()).ci
}

fn of_spearman(pairs: Pairs<'_>) -> Answer<Interval> {
    spearman(pairs, &SpearmanRule { exact_up_to: 0, ..SpearmanRule::default() }).ci
}

fn of_kendall(pairs: Pairs<'_>) -> Answer<Interval> {
    kendall(pairs, &KendallRule { exact_up_to: 0, exact_with_ties_up_to: 0, ..KendallRule::default() }).ci
}

/// Normal pairs of correlation `rho`.
fn normal(
    method: &'static str,
    situation: &'static str,
    coefficient: Coefficient,
    n: usize,
    rho: f64,
    truth: f64,
) -> Scenario {
    Scenario {
        method,
        situation,
        truth,
        interval: Box::new(move |stream| {
            let x: Vec<f64> = (0..n).map(|_| stream.normal()).collect();
            let rest = (1.0 - rho * rho).sqrt();
            let y: Vec<f64> = x.iter().map(|x| rho * x + rest * stream.normal()).collect();
            coefficient(Pairs::new(&x, &y).expect("finite"))
        }),
    }
}

const N_GRADES: usize = 5;

/// Grades 1 to 5; the second repeats the first in `kept` of the cases and is drawn anew in the others.
fn graded(
    method: &'static str,
    situation: &'static str,
    coefficient: Coefficient,
    n: usize,
    kept: f64,
    truth: f64,
) -> Scenario {
    let draw = |stream: &mut Stream| stream.below(N_GRADES) as f64;
    Scenario {
        method,
        situation,
        truth,
        interval: Box::new(move |stream| {
            let x: Vec<f64> = (0..n).map(|_| draw(stream)).collect();
            let y: Vec<f64> =
                x.iter().map(|&x| if stream.uniform() < kept { x } else { draw(stream) }).collect();
            coefficient(Pairs::new(&x, &y).expect("finite"))
        }),
    }
}

/// tau-b of the grades: over all pairs of cells, probability times concordance, over the share untied.
fn graded_tau(kept: f64) -> f64 {
    let k = N_GRADES as f64;
    let cell = |x: usize, y: usize| (if x == y { kept } else { 0.0 } + (1.0 - kept) / k) / k;
    let order = |left: usize, right: usize| left.cmp(&right) as i32 as f64;
    let cells = || (0..N_GRADES).flat_map(|x| (0..N_GRADES).map(move |y| (x, y)));
    let concordance: f64 = cells()
        .flat_map(|a| {
            cells().map(move |b| cell(a.0, a.1) * cell(b.0, b.1) * order(a.0, b.0) * order(a.1, b.1))
        })
        .sum();
    concordance / (1.0 - 1.0 / k)
}

pub fn scenarios() -> Vec<Scenario> {
    let tau = |rho: f64| 2.0 / PI * rho.asin();
    let grade = |rho: f64| 6.0 / PI * (0.5 * rho).asin();
    vec![
        normal("correlation", "Pearson, n = 10, normal, r = 0.5", of_pearson, 10, 0.5, 0.5),
        normal("correlation", "Pearson, n = 53, normal, r = 0.9", of_pearson, 53, 0.9, 0.9),
        normal("correlation", "Spearman, n = 10, normal, r = 0.5", of_spearman, 10, 0.5, grade(0.5)),
        normal("correlation", "Spearman, n = 53, normal, r = 0.5", of_spearman, 53, 0.5, grade(0.5)),
        normal("correlation", "Spearman, n = 53, normal, r = 0.9", of_spearman, 53, 0.9, grade(0.9)),
        graded("correlation", "Spearman, n = 53, five grades, 40 % repeated", of_spearman, 53, 0.4, 0.4),
        normal("correlation", "Kendall, n = 10, normal, r = 0.5", of_kendall, 10, 0.5, tau(0.5)),
        normal("correlation", "Kendall, n = 20, normal, r = 0", of_kendall, 20, 0.0, 0.0),
        normal("correlation", "Kendall, n = 53, normal, r = 0.5", of_kendall, 53, 0.5, tau(0.5)),
        normal("correlation", "Kendall, n = 53, normal, r = 0.9", of_kendall, 53, 0.9, tau(0.9)),
        normal("correlation", "Kendall, n = 20, normal, r = 0.9", of_kendall, 20, 0.9, tau(0.9)),
        normal("correlation", "Kendall, n = 10, normal, r = 0.9", of_kendall, 10, 0.9, tau(0.9)),
        graded(
            "correlation",
            "Kendall, n = 20, five grades, 40 % repeated",
            of_kendall,
            20,
            0.4,
            graded_tau(0.4),
        ),
        graded(
            "correlation",
            "Kendall, n = 53, five grades, 40 % repeated",
            of_kendall,
            53,
            0.4,
            graded_tau(0.4),
        ),
        graded(
            "correlation",
            "Kendall, n = 53, five grades, 90 % repeated",
            of_kendall,
            53,
            0.9,
            graded_tau(0.9),
        ),
    ]
}
