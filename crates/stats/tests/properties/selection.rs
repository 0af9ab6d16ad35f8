//! Regression to the mean: direction, mirror, bounds; the analysis of covariance under exchange and scale.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::selection::*;
use stats::{Estimate, InputError, Level, Pairs, Undefined};

fn finite_and_inside(estimate: &Estimate) -> bool {
    let Ok(value) = estimate.value else { return true };
    let inside = estimate.ci.is_err() || estimate.ci.is_ok_and(|ci| ci.contains(value) && ci.low.is_finite());
    value.is_finite() && inside && estimate.p_value().map_or(true, |p| (0.0..=1.0).contains(&p))
}

fn rows() -> impl Strategy<Value = Vec<(usize, f64, f64)>> {
    let tenth = || (0_i32..60).prop_map(|value| f64::from(value) / 10.0);
    let wide = || (-1e3..1e3, -280_i32..280).prop_map(|(value, exponent)| value * 10_f64.powi(exponent));
    prop_oneof![
        vec((0_usize..3, tenth(), tenth()), 0..40),
        vec((0_usize..3, 0.01..1e4, 0.01..1e4), 0..30),
        vec((0_usize..2, wide(), wide()), 0..20),
    ]
}

fn fit(rows: &[(usize, f64, f64)], scale: Scale) -> Ancova {
    let arm: Vec<usize> = rows.iter().map(|row| row.0).collect();
    let (before, after): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row.1, row.2)).unzip();
    let pairs = Pairs::new(&before, &after).unwrap();
    ancova(Arms::new(pairs, &arm, 3).unwrap(), &AncovaRule { scale, ..AncovaRule::default() })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn selection_moves_towards_the_mean(
        mean in -100.0..100.0_f64, sd_within in 0.0..20.0_f64, sd_between in 0.0..20.0_f64, cutoff in -300.0..300.0_f64, m in 1_usize..5,
    ) {
        let population = Population { mean, sd_within, sd_between };
        let change = |cutoff, side, n_baselines| expected_change(&population, &Selection { cutoff, side, n_baselines });
        match (change(cutoff, Side::Above, m), change(2.0 * mean - cutoff, Side::Below, m)) {
            (Ok(above), Ok(below)) => {
                prop_assert!(above <= 0.0 && below >= 0.0);
                prop_assert!((above + below).abs() <= 1e-9 * below.max(1e-9), "{above} {below}");
                prop_assert!(change(cutoff, Side::Above, m + 1).unwrap() >= above - 1e-12 * above.abs());
            }
            (above, below) => prop_assert!(above.is_err() && below.is_err()),
        }
    }

    #[test]
    fn covariance_stays_finite(rows in rows(), at in 0.01..1e3_f64) {
        for scale in [Scale::Logarithm, Scale::Linear] {
            let found = fit(&rows, scale);
            prop_assert!(finite_and_inside(&found.slope), "{:?}", found.slope);
            for estimate in found.effects.iter().chain([&found.expected_change(0, at)]) {
                prop_assert!(finite_and_inside(estimate), "{estimate:?}");
            }
            for test in [found.one_line, found.parallel].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&test.p_value));
            }
        }
    }

    #[test]
    fn exchanging_the_groups_turns_the_effect(rows in vec((0_usize..2, 0.01..1e4, 0.01..1e4), 6..30)) {
        let exchanged: Vec<_> = rows.iter().map(|row| (1 - row.0, row.1, row.2)).collect();
        let (there, back) = (&fit(&rows, Scale::Logarithm).effects[0], &fit(&exchanged, Scale::Logarithm).effects[0]);
        if let (Ok(there), Ok(back)) = (there.value, back.value) {
            prop_assert!((there * back - 1.0).abs() < 1e-9, "{there} {back}");
        }
        if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
            prop_assert!((there.low * back.high - 1.0).abs() < 1e-8);
        }
    }

    #[test]
    fn adjusted_is_observed_less_expected(
        first in vec((0.0..10.0_f64, 0.0..10.0_f64), 3..30), chosen in vec((5.0..10.0_f64, 0.0..10.0_f64), 0..20),
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) = first.into_iter().unzip();
        let reference = Reference::from_pairs(Pairs::new(&a, &b).unwrap()).unwrap();
        let (before, after): (Vec<f64>, Vec<f64>) = chosen.into_iter().unzip();
        let selection = Selection { cutoff: 5.0, side: Side::Above, n_baselines: 1 };
        let change = adjusted_change(Pairs::new(&before, &after).unwrap(), &reference, &selection, Level::default());
        prop_assert!(finite_and_inside(&change.expected) && finite_and_inside(&change.adjusted));
        if let (Ok(adjusted), Ok(observed), Ok(expected)) = (change.adjusted.value, change.observed.value, change.expected.value) {
            prop_assert!((adjusted - (observed - expected)).abs() < 1e-12);
        }
    }
}

#[test]
fn what_gives_no_selection() {
    let selection = Selection { cutoff: 1.0, side: Side::Above, n_baselines: 1 };
    let none = Population { mean: 0.0, sd_within: 0.0, sd_between: 0.0 };
    assert_eq!(expected_change(&none, &selection), Err(Undefined::NoSpread));
    let steady = Population { sd_between: 1.0, ..none };
    assert_eq!(expected_change(&steady, &selection), Ok(0.0));
    let bad = Population { sd_within: f64::NAN, ..steady };
    assert_eq!(expected_change(&bad, &selection), Err(Undefined::BeyondRange));
    let within = Within::Correlation { r: 1.5, n: 9 };
    assert_eq!(Reference::from_summary(9, 0.0, 1.0, within).err(), Some(Undefined::BeyondRange));
    let pairs = Pairs::new(&[1.0], &[2.0]).unwrap();
    assert_eq!(Arms::new(pairs, &[2], 2).err(), Some(InputError::GroupOutside { position: 0 }));
    assert_eq!(Arms::new(pairs, &[], 2).err(), Some(InputError::LengthsDiffer { before: 1, after: 0 }));
    let empty = ancova(Arms::one(Pairs::new(&[], &[]).unwrap()), &AncovaRule::default());
    assert_eq!(empty.slope.value, Err(Undefined::NoValues));
}
