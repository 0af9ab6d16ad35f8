//! Proportions, alone and compared, and the strength of an association.

use crate::scenario::Scenario;
use stats::categories::{Table, cramers_v};
use stats::proportion::*;
use stats::random::Stream;
use stats::{Estimate, Level, Proportion};

fn draw(stream: &mut Stream, n: usize, p: f64) -> Proportion {
    let numerator = (0..n).filter(|_| stream.uniform() < p).count();
    Proportion::new(numerator, n).expect("at most n")
}

fn one(
    situation: &'static str,
    n: usize,
    p: f64,
    estimate: impl Fn(Proportion, Level) -> Estimate + Sync + 'static,
) -> Scenario {
    Scenario {
        method: "proportion-exact",
        situation,
        truth: p,
        interval: Box::new(move |stream| estimate(draw(stream, n, p), Level::default()).ci),
    }
}

type Compared = fn(Proportion, Proportion) -> Estimate;

fn two(
    method: &'static str,
    situation: &'static str,
    groups: [(usize, f64); 2],
    truth: fn(f64, f64) -> f64,
    estimate: Compared,
) -> Scenario {
    let [(n1, p1), (n2, p2)] = groups;
    Scenario {
        method,
        situation,
        truth: truth(p1, p2),
        interval: Box::new(move |stream| {
            let first = draw(stream, n1, p1);
            estimate(first, draw(stream, n2, p2)).ci
        }),
    }
}

fn difference(p1: f64, p2: f64) -> f64 {
    p2 - p1
}

fn ratio(p1: f64, p2: f64) -> f64 {
    p2 / p1
}

fn odds(p1: f64, p2: f64) -> f64 {
    p2 / (1.0 - p2) / (p1 / (1.0 - p1))
}

fn unadjusted() -> ScoreRule {
    ScoreRule { variance: ScoreVariance::Unadjusted, ..ScoreRule::default() }
}

const SMALL: [(usize, f64); 2] = [(20, 0.10), (30, 0.02)];
const USUAL: [(usize, f64); 2] = [(53, 0.19), (48, 0.40)];

/// Cells 0.35 0.15 0.15 0.35: phi = 0.4.
fn associated(stream: &mut Stream, n: usize) -> Table {
    let mut counts = [0; 4];
    for _ in 0..n {
        let u = stream.uniform();
        counts[[0.35, 0.5, 0.65].iter().filter(|&&limit| u >= limit).count()] += 1;
    }
    Table::new(&counts, 2).expect("two by two")
}

pub fn scenarios() -> Vec<Scenario> {
    let mut scenarios = vec![
        one("Clopper-Pearson, n = 30, p = 0.02", 30, 0.02, clopper_pearson),
        one("Clopper-Pearson, n = 53, p = 0.19", 53, 0.19, clopper_pearson),
        one("Jeffreys, n = 30, p = 0.02", 30, 0.02, jeffreys),
        one("Jeffreys, n = 53, p = 0.19", 53, 0.19, jeffreys),
    ];
    let newcombe: Compared = |first, second| newcombe_difference(first, second, Level::default());
    let score: Compared = |first, second| score_difference(first, second, &ScoreRule::default());
    let mee: Compared = |first, second| score_difference(first, second, &unadjusted());
    for (situation, groups, estimate) in [
        ("Newcombe, 20 at 0.10 and 30 at 0.02", SMALL, newcombe),
        ("Newcombe, 53 at 0.19 and 48 at 0.40", USUAL, newcombe),
        ("Miettinen-Nurminen, 20 at 0.10 and 30 at 0.02", SMALL, score),
        ("Miettinen-Nurminen, 53 at 0.19 and 48 at 0.40", USUAL, score),
        ("Mee, 20 at 0.10 and 30 at 0.02", SMALL, mee),
        ("Mee, 53 at 0.19 and 48 at 0.40", USUAL, mee),
    ] {
        scenarios.push(two("two-proportions", situation, groups, difference, estimate));
    }
    let katz: Compared = |first, second| katz_risk_ratio(first, second, Level::default());
    let score: Compared = |first, second| score_risk_ratio(first, second, &ScoreRule::default());
    let koopman: Compared = |first, second| score_risk_ratio(first, second, &unadjusted());
    for (situation, groups, estimate) in [
        ("risk ratio, Katz, 20 at 0.10 and 30 at 0.02", SMALL, katz),
        ("risk ratio, Katz, 53 at 0.19 and 48 at 0.40", USUAL, katz),
        ("risk ratio, Miettinen-Nurminen, 20 at 0.10 and 30 at 0.02", SMALL, score),
        ("risk ratio, Miettinen-Nurminen, 53 at 0.19 and 48 at 0.40", USUAL, score),
        ("risk ratio, Koopman, 53 at 0.19 and 48 at 0.40", USUAL, koopman),
    ] {
        scenarios.push(two("ratios-of-proportions", situation, groups, ratio, estimate));
    }
    let woolf: Compared = |first, second| woolf_odds_ratio(first, second, Level::default());
    let score: Compared = |first, second| score_odds_ratio(first, second, &ScoreRule::default());
    let cornfield: Compared = |first, second| score_odds_ratio(first, second, &unadjusted());
    let conditional: Compared = |first, second| conditional_odds_ratio(first, second, Level::default());
    for (situation, groups, estimate) in [
        ("odds ratio, Woolf, 20 at 0.10 and 30 at 0.02", SMALL, woolf),
        ("odds ratio, Woolf, 53 at 0.19 and 48 at 0.40", USUAL, woolf),
        ("odds ratio, Miettinen-Nurminen, 20 at 0.10 and 30 at 0.02", SMALL, score),
        ("odds ratio, Miettinen-Nurminen, 53 at 0.19 and 48 at 0.40", USUAL, score),
        ("odds ratio, Cornfield, 53 at 0.19 and 48 at 0.40", USUAL, cornfield),
        ("odds ratio, exact conditional, 20 at 0.10 and 30 at 0.02", SMALL, conditional),
        ("odds ratio, exact conditional, 53 at 0.19 and 48 at 0.40", USUAL, conditional),
    ] {
        scenarios.push(two("ratios-of-proportions", situation, groups, odds, estimate));
    }
    for (situation, n) in
        [("Cramer's V, two by two, n = 60, V = 0.4", 60), ("Cramer's V, two by two, n = 400, V = 0.4", 400)]
    {
        scenarios.push(Scenario {
            method: "chi-squared-tables",
            situation,
            truth: 0.4,
            interval: Box::new(move |stream| cramers_v(&associated(stream, n), Level::default()).ci),
        });
    }
    scenarios
}
