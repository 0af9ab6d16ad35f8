//! Paired categories: differences, odds ratios, kappa.

use crate::scenario::{Draw, Scenario};
use stats::agreement::{
    CategoryRatings, KappaInterval, KappaRule, WeightedTable, cohen_kappa, fleiss_kappa, gwet_ac1,
};
use stats::categories::{
    DifferenceInterval, McNemarRule, PairedBinary, SquareTable, conditional_odds_ratio, mcnemar,
    sign_of_changes,
};
use stats::random::Stream;
use stats::{Answer, Interval, Level};

/// Probabilities of both, only before, only after, neither.
const COMMON: [f64; 4] = [0.3, 0.1, 0.2, 0.4];
const RARE: [f64; 4] = [0.05, 0.02, 0.06, 0.87];

/// Frequencies of three categories with every reader.
const MARGINS: [f64; 3] = [0.5, 0.3, 0.2];

pub fn scenarios() -> Vec<Scenario> {
    let mut scenarios = differences();
    scenarios.extend(directions());
    scenarios.extend(agreements());
    scenarios
}

fn differences() -> Vec<Scenario> {
    let scenario = |situation, n, probabilities: [f64; 4], interval| Scenario {
        method: "mcnemar",
        situation,
        truth: probabilities[2] - probabilities[1],
        interval: changes(n, probabilities, move |pairs| {
            mcnemar(pairs, &McNemarRule { interval, ..McNemarRule::default() }).ci
        }),
    };
    let (tango, newcombe, wald) =
        (DifferenceInterval::Tango, DifferenceInterval::Newcombe, DifferenceInterval::Wald);
    vec![
        scenario("Tango, n = 10, 10 % only before, 20 % only after", 10, COMMON, tango),
        scenario("Tango, n = 25, the same", 25, COMMON, tango),
        scenario("Tango, n = 50, the same", 50, COMMON, tango),
        scenario("Tango, n = 25, 2 % only before, 6 % only after", 25, RARE, tango),
        scenario("Tango, n = 50, 2 % only before, 6 % only after", 50, RARE, tango),
        scenario("Newcombe, n = 25, 10 % only before, 20 % only after", 25, COMMON, newcombe),
        scenario("Newcombe, n = 50, 2 % only before, 6 % only after", 50, RARE, newcombe),
        scenario("Wald, n = 25, 10 % only before, 20 % only after", 25, COMMON, wald),
        scenario("Wald, n = 50, 2 % only before, 6 % only after", 50, RARE, wald),
    ]
}

fn directions() -> Vec<Scenario> {
    let odds = |situation, n| Scenario {
        method: "mcnemar",
        situation,
        truth: COMMON[2] / COMMON[1],
        interval: changes(n, COMMON, |pairs| conditional_odds_ratio(pairs, Level::default()).ci),
    };
    vec![
        odds("conditional odds ratio, n = 10, 10 % only before, 20 % only after", 10),
        odds("conditional odds ratio, n = 25, the same", 25),
        odds("conditional odds ratio, n = 50, the same", 50),
        Scenario {
            method: "mcnemar",
            situation: "share of upward changes, n = 41, 12 % down, 24 % up",
            truth: 2.0 / 3.0,
            interval: changes(41, [0.0, 0.12, 0.24, 0.64], |pairs| {
                sign_of_changes(pairs, Level::default()).ci
            }),
        },
    ]
}

fn agreements() -> Vec<Scenario> {
    let scenario = |situation, truth, interval| Scenario { method: "kappa", situation, truth, interval };
    let large = |n, kappa, weights: Weights| two_readers(n, kappa, weights, KappaInterval::LargeSample);
    let near = |n, kappa, weights: Weights| two_readers(n, kappa, weights, KappaInterval::Transformed);
    vec![
        scenario("large-sample, n = 10, three categories, kappa 0.6", 0.6, large(10, 0.6, unweighted)),
        scenario("large-sample, n = 25, the same", 0.6, large(25, 0.6, unweighted)),
        scenario("large-sample, n = 50, the same", 0.6, large(50, 0.6, unweighted)),
        scenario("large-sample, n = 200, the same", 0.6, large(200, 0.6, unweighted)),
        scenario("large-sample, n = 50, kappa 0", 0.0, large(50, 0.0, unweighted)),
        scenario("large-sample, n = 50, kappa 0.85", 0.85, large(50, 0.85, unweighted)),
        scenario("large-sample, quadratic weights, n = 25, kappa 0.6", 0.6, large(25, 0.6, quadratic)),
        scenario("large-sample, quadratic weights, n = 50, kappa 0.6", 0.6, large(50, 0.6, quadratic)),
        scenario("transformed, n = 10, three categories, kappa 0.6", 0.6, near(10, 0.6, unweighted)),
        scenario("transformed, n = 25, the same", 0.6, near(25, 0.6, unweighted)),
        scenario("transformed, n = 50, the same", 0.6, near(50, 0.6, unweighted)),
        scenario("transformed, n = 50, kappa 0", 0.0, near(50, 0.0, unweighted)),
        scenario("transformed, n = 50, kappa 0.85", 0.85, near(50, 0.85, unweighted)),
        scenario("transformed, quadratic weights, n = 25, kappa 0.6", 0.6, near(25, 0.6, quadratic)),
        scenario("transformed, quadratic weights, n = 50, kappa 0.6", 0.6, near(50, 0.6, quadratic)),
        scenario("Fleiss, three readers, n = 10, kappa 0.6", 0.6, readers(10, 3, 0.6, fleiss)),
        scenario("Fleiss, three readers, n = 25, the same", 0.6, readers(25, 3, 0.6, fleiss)),
        scenario("Fleiss, three readers, n = 50, the same", 0.6, readers(50, 3, 0.6, fleiss)),
        scenario("AC1, three readers, n = 25, the same readings", ac1(0.6), readers(25, 3, 0.6, gwet)),
        scenario("AC1, three readers, n = 50, the same readings", ac1(0.6), readers(50, 3, 0.6, gwet)),
    ]
}

/// 1 - disagreement over its expectation by AC1, of readers who share `kappa` of the units.
fn ac1(kappa: f64) -> f64 {
    let heterogeneity = 1.0 - MARGINS.iter().map(|part| part * part).sum::<f64>();
    1.0 - (1.0 - kappa) * heterogeneity / (1.0 - heterogeneity / 2.0)
}

fn changes(
    n: usize,
    probabilities: [f64; 4],
    interval: impl Fn(&PairedBinary) -> Answer<Interval> + Sync + 'static,
) -> Box<Draw> {
    Box::new(move |stream| {
        let drawn: Vec<usize> = (0..n).map(|_| category(stream, &probabilities)).collect();
        let before: Vec<bool> = drawn.iter().map(|&kind| kind < 2).collect();
        let after: Vec<bool> = drawn.iter().map(|&kind| kind % 2 == 0).collect();
        interval(&PairedBinary::of(&before, &after).expect("as many before as after"))
    })
}

/// One of the categories with these probabilities.
fn category(stream: &mut Stream, probabilities: &[f64]) -> usize {
    let mut left = stream.uniform();
    let place = probabilities.iter().position(|probability| {
        left -= probability;
        left < 0.0
    });
    place.unwrap_or(probabilities.len() - 1)
}

/// With probability `kappa` all readers see the same category, else each sees one of their own: every
/// coefficient of the kappa family is then `kappa`, whatever the weights.
fn unit(stream: &mut Stream, n_readers: usize, kappa: f64) -> Vec<usize> {
    if stream.uniform() < kappa {
        vec![category(stream, &MARGINS); n_readers]
    } else {
        (0..n_readers).map(|_| category(stream, &MARGINS)).collect()
    }
}

/// One of the doors of [`WeightedTable`].
type Weights = for<'a> fn(&'a SquareTable) -> WeightedTable<'a>;

fn two_readers(n: usize, kappa: f64, weights: Weights, interval: KappaInterval) -> Box<Draw> {
    Box::new(move |stream| {
        let (first, second): (Vec<usize>, Vec<usize>) = (0..n)
            .map(|_| {
                let codes = unit(stream, 2, kappa);
                (codes[0], codes[1])
            })
            .unzip();
        let table = SquareTable::of_codes(3, &first, &second).expect("codes below 3");
        cohen_kappa(&weights(&table), &KappaRule { interval, ..KappaRule::default() }).kappa.ci
    })
}

fn readers(
    n: usize,
    n_readers: usize,
    kappa: f64,
    interval: fn(&CategoryRatings) -> Answer<Interval>,
) -> Box<Draw> {
    Box::new(move |stream| {
        let codes: Vec<usize> = (0..n).flat_map(|_| unit(stream, n_readers, kappa)).collect();
        interval(&CategoryRatings::of_codes(3, n_readers, &codes).expect("codes below 3"))
    })
}

fn unweighted(table: &SquareTable) -> WeightedTable<'_> {
    WeightedTable::unweighted(table)
}

fn quadratic(table: &SquareTable) -> WeightedTable<'_> {
    WeightedTable::quadratic(table)
}

fn fleiss(ratings: &CategoryRatings) -> Answer<Interval> {
    fleiss_kappa(ratings, Level::default()).ci
}

fn gwet(ratings: &CategoryRatings) -> Answer<Interval> {
    gwet_ac1(ratings, Level::default()).ci
}
