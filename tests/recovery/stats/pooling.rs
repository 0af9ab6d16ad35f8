//! Pooled effects.

use crate::scenario::Scenario;
use stats::pooling::{Between, PoolRule, Spread, Studies, pool, pool_odds_ratios, pool_proportions};
use stats::random::Stream;
use stats::{Level, Proportion};

/// Studies whose effects differ by a variance of 0.05 about 0.3.
fn draw(stream: &mut Stream, n_studies: usize) -> (Vec<f64>, Vec<f64>) {
    (0..n_studies)
        .map(|_| {
            let variance = 0.02 + 0.1 * stream.uniform();
            (0.3 + (variance + 0.05).sqrt() * stream.normal(), variance)
        })
        .unzip()
}

fn effects(situation: &'static str, n_studies: usize, spread: Spread) -> Scenario {
    Scenario {
        method: "pooling",
        situation,
        truth: 0.3,
        interval: Box::new(move |stream| {
            let (effect, variance) = draw(stream, n_studies);
            let rule = PoolRule { between: Between::Reml, spread, level: Level::default() };
            pool(Studies::new(&effect, &variance).expect("positive variances"), &rule).effect.ci
        }),
    }
}

fn events(stream: &mut Stream, n: usize, logit: f64) -> Proportion {
    let p = 1.0 / (1.0 + (-logit).exp());
    Proportion::new((0..n).filter(|_| stream.uniform() < p).count(), n).expect("a part")
}

pub fn scenarios() -> Vec<Scenario> {
    vec![
        effects("6 studies, REML, Hartung-Knapp", 6, Spread::HartungKnapp),
        effects("6 studies, REML, normal", 6, Spread::Normal),
        effects("20 studies, REML, Hartung-Knapp", 20, Spread::HartungKnapp),
        Scenario {
            method: "pooling",
            situation: "logit of a rare event (2 %), 15 studies of 60, SD between 0.5",
            truth: -3.9,
            interval: Box::new(|stream| {
                let counts: Vec<Proportion> = (0..15)
                    .map(|_| {
                        let logit = -3.9 + 0.5 * stream.normal();
                        events(stream, 60, logit)
                    })
                    .collect();
                pool_proportions(&counts, Level::default()).effect.ci
            }),
        },
        Scenario {
            method: "pooling",
            situation: "log odds ratio, 12 studies of 2 x 50, 5 % events, SD between 0.4",
            truth: 0.7,
            interval: Box::new(|stream| {
                let arms: Vec<[Proportion; 2]> = (0..12)
                    .map(|_| {
                        let (base, ratio) = (-2.9 + 0.4 * stream.normal(), 0.7 + 0.4 * stream.normal());
                        [events(stream, 50, base), events(stream, 50, base + ratio)]
                    })
                    .collect();
                let (first, second): (Vec<_>, Vec<_>) = arms.iter().map(|arm| (arm[0], arm[1])).unzip();
                pool_odds_ratios(&first, &second, Level::default()).expect("equal lengths").effect.ci
            }),
        },
    ]
}
