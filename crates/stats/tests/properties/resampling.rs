//! The bootstrap and permutation tests: threads, direction, degenerate data. Adjusted p: order and bounds.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::multiplicity::{Adjustment, adjust};
use stats::random::Seed;
use stats::resampling::*;
use stats::*;

fn mean(values: &[f64]) -> Answer {
    describe(Sample::new(values).unwrap()).mean
}

const KINDS: [BootstrapInterval; 4] = [
    BootstrapInterval::Bca,
    BootstrapInterval::Percentile,
    BootstrapInterval::Basic,
    BootstrapInterval::Normal,
];

fn rule(interval: BootstrapInterval) -> BootstrapRule {
    BootstrapRule { n_resamples: 199, interval, ..BootstrapRule::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn intervals_are_finite_and_turn_with_the_sign(values in vec((-1e3..1e3_f64, -290_i32..290), 0..30), one_scale: bool) {
        let values: Vec<f64> =
            values.iter().map(|(v, e)| if one_scale { *v } else { v * 10_f64.powi(*e) }).collect();
        let turned: Vec<f64> = values.iter().map(|v| -v).collect();
        for kind in KINDS {
            let run = |values: &[f64]| bootstrap_mean(Sample::new(values).unwrap(), &Seed(7), &rule(kind)).estimate;
            let (there, back) = (run(&values), run(&turned));
            if let Ok(ci) = there.ci {
                prop_assert!(ci.low.is_finite() && ci.high.is_finite() && ci.low <= ci.high);
                let back = back.ci.unwrap();
                let close = |a: f64, b: f64| (a + b).abs() <= 1e-9 * a.abs().max(b.abs()).max(ci.high - ci.low);
                prop_assert!(close(ci.low, back.high) && close(ci.high, back.low), "{ci:?} {back:?} {kind:?}");
            } else {
                prop_assert!(back.ci.is_err());
            }
        }
    }

    #[test]
    fn counting_indices_equals_sorting_resamples(mut values in vec(-20_i32..20, 2..50), fraction in 0.0..=1.0_f64) {
        values.sort_unstable();
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let (sample, fraction) = (Sample::new(&values).unwrap(), Fraction::new(fraction).unwrap());
        let slow = |v: &[f64]| Sorted::new(Sample::new(v).unwrap()).quantile(fraction, QuantileType::Seven);
        let rule = rule(BootstrapInterval::Bca);
        prop_assert_eq!(
            bootstrap_quantile(sample, fraction, &Seed(3), &rule),
            bootstrap(sample, slow, &Seed(3), &rule)
        );
    }

    #[test]
    fn permutation_p_is_a_share(before in vec(-9_i32..9, 0..12), shift in -3_i32..4) {
        let before: Vec<f64> = before.into_iter().map(f64::from).collect();
        let after: Vec<f64> = before.iter().enumerate().map(|(i, v)| v * (i % 3) as f64 + f64::from(shift)).collect();
        let (pairs, turned) = (Pairs::new(&before, &after).unwrap(), Pairs::new(&after, &before).unwrap());
        let exact = PermutationRule::default();
        let drawn = PermutationRule { exact_up_to: 0, n_draws: 99, ..exact };
        for rule in [exact, drawn] {
            let found = permute_signs(pairs, mean, &rule);
            if let Ok(p) = found.estimate.p_value() {
                prop_assert!(p > 0.0 && p <= 1.0);
            } else {
                prop_assert!(before.is_empty());
            }
        }
        prop_assert_eq!(
            permute_signs(pairs, mean, &exact).estimate.p_value(),
            permute_signs(turned, mean, &exact).estimate.p_value()
        );
        let difference = |first: &[f64], second: &[f64]| Ok(mean(second)? - mean(first)?);
        let (first, second) = (Sample::new(&before).unwrap(), Sample::new(&after).unwrap());
        let few = PermutationRule { exact_up_to: 1000, n_draws: 99, ..exact };
        let groups = permute_groups(first, second, difference, &few).estimate.p_value();
        prop_assert!(groups.is_err() == before.is_empty() && groups.is_ok_and(|p| p > 0.0 && p <= 1.0) != before.is_empty());
    }

    #[test]
    fn adjusted_p_keep_order(p in vec(0.0..=1.0_f64, 0..40)) {
        let given: Vec<Answer> = p.iter().copied().map(Ok).collect();
        let by = |adjustment| adjust(&given, adjustment).unwrap().into_iter().map(|p| p.unwrap()).collect::<Vec<f64>>();
        let (bonferroni, holm, hochberg, bh) = (
            by(Adjustment::Bonferroni), by(Adjustment::Holm), by(Adjustment::Hochberg), by(Adjustment::BenjaminiHochberg),
        );
        for i in 0..p.len() {
            prop_assert!(p[i] <= bh[i] + 1e-15 && bh[i] <= hochberg[i] + 1e-15 && hochberg[i] <= holm[i]);
            prop_assert!(holm[i] <= bonferroni[i] && bonferroni[i] <= 1.0);
            for j in 0..p.len() {
                prop_assert!(p[i] > p[j] || holm[i] <= holm[j] && bh[i] <= bh[j] && hochberg[i] <= hochberg[j]);
            }
        }
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let values: Vec<f64> = (0..40).map(|i| f64::from(i * i % 37)).collect();
    let run = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            let sample = Sample::new(&values).unwrap();
            let pairs = Pairs::new(&values[..20], &values[20..]).unwrap();
            let drawn = PermutationRule { exact_up_to: 0, ..PermutationRule::default() };
            (
                bootstrap_mean(sample, &Seed(1), &BootstrapRule::default()),
                bootstrap_quantile(sample, Fraction::HALF, &Seed(1), &BootstrapRule::default()),
                permute_signs(pairs, mean, &drawn),
                permute_signs(pairs, mean, &PermutationRule::default()),
            )
        })
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn drawn_p_is_near_the_exact_one() {
    let (before, after) = ([0.0; 12], [1.0, 2.0, -1.5, 3.0, 2.5, -0.5, 1.2, 0.3, -2.0, 4.0, 1.1, 0.7]);
    let pairs = Pairs::new(&before, &after).unwrap();
    let exact = permute_signs(pairs, mean, &PermutationRule::default());
    let drawn = permute_signs(pairs, mean, &PermutationRule { exact_up_to: 0, ..PermutationRule::default() });
    assert_eq!(exact.n_arrangements, 4096);
    let distance = (exact.estimate.p_value().unwrap() - drawn.estimate.p_value().unwrap()).abs();
    assert!(distance < 4.0 * drawn.monte_carlo_error.unwrap());
}

#[test]
fn degenerate_data_are_typed() {
    let run = |values: &[f64], kind| bootstrap_mean(Sample::new(values).unwrap(), &Seed(1), &rule(kind));
    for kind in KINDS {
        assert_eq!(run(&[], kind).estimate.value, Err(Undefined::NoValues));
        let one = run(&[3.0], kind);
        let few = Undefined::TooFew { needed: 2, found: 1 };
        assert_eq!((one.estimate.value, one.estimate.ci), (Ok(3.0), Err(few)));
        let equal = run(&[0.1; 9], kind);
        assert_eq!((equal.estimate.value, equal.estimate.ci), (Ok(0.1), Err(Undefined::NoSpread)));
    }
    let greatest = |values: &[f64]| Ok(values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let always_above =
        |values: &[f64]| if values == [1.0, 2.0, 3.0, 9.0] { Ok(100.0) } else { greatest(values) };
    let sample = Sample::new(&[1.0, 2.0, 3.0, 9.0]).unwrap();
    let one_side = bootstrap(sample, always_above, &Seed(2), &rule(BootstrapInterval::Bca));
    assert_eq!(one_side.estimate.ci, Err(Undefined::ResamplesOneSided));
    let sometimes =
        |values: &[f64]| if values[0] == 1.0 { mean(values) } else { Err(Undefined::NotPositive) };
    let some = bootstrap(sample, sometimes, &Seed(2), &rule(BootstrapInterval::Percentile));
    assert!(
        matches!(some.estimate.cautions[0], Caution::UndefinedResamples { n_resamples } if n_resamples > 100)
    );
    assert!(adjust(&[Ok(0.1), Ok(1.1)], Adjustment::Holm).is_err());
}
