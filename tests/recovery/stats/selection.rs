//! Regression to the mean from estimated parameters, the adjusted change, the analysis of covariance.

use crate::scenario::Scenario;
use stats::random::Stream;
use stats::selection::*;
use stats::{Answer, Interval, Level, Pairs};

const METHOD: &str = "regression-to-the-mean";
const POPULATION: Population = Population { mean: 10.0, sd_within: 2.0, sd_between: 3.0 };
const SELECTION: Selection = Selection { cutoff: 13.0, side: Side::Above, n_baselines: 1 };

/// Two values of `n` unselected persons.
fn reference(stream: &mut Stream, n: usize) -> (Vec<f64>, Vec<f64>) {
    (0..n)
        .map(|_| {
            let own = POPULATION.mean + POPULATION.sd_between * stream.normal();
            (own + POPULATION.sd_within * stream.normal(), own + POPULATION.sd_within * stream.normal())
        })
        .unzip()
}

/// Selected persons, and a later value with a true change.
fn selected(stream: &mut Stream, n: usize, change: f64) -> (Vec<f64>, Vec<f64>) {
    let mut columns = (Vec::new(), Vec::new());
    while columns.0.len() < n {
        let own = POPULATION.mean + POPULATION.sd_between * stream.normal();
        let first = own + POPULATION.sd_within * stream.normal();
        if first >= SELECTION.cutoff {
            columns.0.push(first);
            columns.1.push(own + change + POPULATION.sd_within * stream.normal());
        }
    }
    columns
}

fn expected(situation: &'static str, n: usize) -> Scenario {
    Scenario {
        method: METHOD,
        situation,
        truth: expected_change(&POPULATION, &SELECTION).expect("defined"),
        interval: Box::new(move |stream| {
            let (first, second) = reference(stream, n);
            let reference = Reference::from_pairs(Pairs::new(&first, &second).expect("finite"))?;
            reference.expected_change(&SELECTION, Level::default()).ci
        }),
    }
}

fn adjusted(situation: &'static str, n_reference: usize, n: usize) -> Scenario {
    Scenario {
        method: METHOD,
        situation,
        truth: -1.0,
        interval: Box::new(move |stream| {
            let (first, second) = reference(stream, n_reference);
            let reference = Reference::from_pairs(Pairs::new(&first, &second).expect("finite"))?;
            let (before, after) = selected(stream, n, -1.0);
            let pairs = Pairs::new(&before, &after).expect("finite");
            adjusted_change(pairs, &reference, &SELECTION, Level::default()).adjusted.ci
        }),
    }
}

/// Two groups on the log scale, slope 0.7, the second at `effect` times the first.
fn covariance(situation: &'static str, truth: f64, part: fn(&Ancova) -> Answer<Interval>) -> Scenario {
    Scenario {
        method: METHOD,
        situation,
        truth,
        interval: Box::new(move |stream| {
            let arm: Vec<usize> = (0..20).map(|place| usize::from(place >= 12)).collect();
            let before: Vec<f64> =
                arm.iter().map(|&arm| (2.0 + 0.5 * arm as f64 + stream.normal()).exp()).collect();
            let after: Vec<f64> = before
                .iter()
                .zip(&arm)
                .map(|(before, &arm)| {
                    before.powf(0.7) * 0.5_f64.powi(arm as i32) * (0.4 * stream.normal()).exp()
                })
                .collect();
            let pairs = Pairs::new(&before, &after).expect("finite");
            part(&ancova(Arms::new(pairs, &arm, 2).expect("two arms"), &AncovaRule::default()))
        }),
    }
}

pub fn scenarios() -> Vec<Scenario> {
    vec![
        expected("expected change, reference of 20 pairs", 20),
        expected("expected change, reference of 100 pairs", 100),
        adjusted("adjusted change, reference of 100, 25 selected", 100, 25),
        covariance("covariance, 12 and 8, effect", 0.5, |fit| fit.effects[0].ci),
        covariance("covariance, 12 and 8, slope", 0.7, |fit| fit.slope.ci),
        covariance("covariance, expected change at 10", 10_f64.powf(-0.3), |fit| {
            fit.expected_change(0, 10.0).ci
        }),
    ]
}
