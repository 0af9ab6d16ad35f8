//! Means and their ratios.

use crate::scenario::Scenario;
use stats::{
    Level, Pairs, Proportion, SignedRankRule, paired_t, ratio_of_geometric_means, signed_rank, wilson,
};

pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            method: "paired-t",
            situation: "n = 12, normal differences",
            truth: 1.0,
            interval: Box::new(|stream| {
                let after: Vec<f64> = (0..12).map(|_| 1.0 + 2.0 * stream.normal()).collect();
                paired_t(Pairs::new(&[0.0; 12], &after).expect("finite"), Level::default()).ci
            }),
        },
        Scenario {
            method: "paired-t",
            situation: "n = 53, log-normal differences (log SD 1.5)",
            truth: (1.5_f64 * 1.5 / 2.0).exp(),
            interval: Box::new(|stream| {
                let after: Vec<f64> = (0..53).map(|_| (1.5 * stream.normal()).exp()).collect();
                paired_t(Pairs::new(&[0.0; 53], &after).expect("finite"), Level::default()).ci
            }),
        },
        Scenario {
            method: "ratio-of-geometric-means",
            situation: "n = 53, log-normal (log SD 1.5 before, change 0.8)",
            truth: 0.5,
            interval: Box::new(|stream| {
                let before: Vec<f64> = (0..53).map(|_| (3.0 + 1.5 * stream.normal()).exp()).collect();
                let after: Vec<f64> =
                    before.iter().map(|value| value * 0.5 * (0.8 * stream.normal()).exp()).collect();
                ratio_of_geometric_means(Pairs::new(&before, &after).expect("finite"), Level::default()).ci
            }),
        },
        Scenario {
            method: "signed-rank",
            situation: "n = 30, normal differences",
            truth: 0.5,
            interval: Box::new(|stream| {
                let after: Vec<f64> = (0..30).map(|_| 0.5 + stream.normal()).collect();
                signed_rank(Pairs::new(&[0.0; 30], &after).expect("finite"), &SignedRankRule::default()).ci
            }),
        },
        Scenario {
            method: "proportion-wilson",
            situation: "n = 53, p = 0.19",
            truth: 0.19,
            interval: Box::new(|stream| {
                let numerator = (0..53).filter(|_| stream.uniform() < 0.19).count();
                wilson(Proportion::new(numerator, 53).expect("below 53"), Level::default()).ci
            }),
        },
    ]
}
