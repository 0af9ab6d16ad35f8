//! Repeated values: what must hold for any data.

use proptest::prelude::*;
use stats::design::Design;
use stats::mixed::gee::{Family, Working};
use stats::mixed::*;
use stats::{Answer, Estimate, Undefined};

/// Values of up to eight groups, with times.
fn values() -> impl Strategy<Value = Vec<(u32, f64, f64)>> {
    let one = (0u32..8, -3i32..6, prop_oneof![-50i32..50, Just(0)]);
    prop::collection::vec(one.prop_map(|(g, t, y)| (g, f64::from(t), f64::from(y) / 4.0)), 0..50)
}

fn design(time: &[f64]) -> Design {
    let mut design = Design::empty(time.len()).with_intercept().unwrap();
    design.push("time", time).unwrap();
    design
}

fn is_sound(estimate: &Estimate) {
    for number in [estimate.value, estimate.sd, estimate.p_value()].into_iter().flatten() {
        assert!(number.is_finite(), "{estimate:?}");
    }
    if let (Ok(value), Ok(ci)) = (estimate.value, estimate.ci) {
        assert!(ci.contains(value) && ci.low.is_finite() && ci.high.is_finite(), "{estimate:?}");
    }
    if let Ok(p) = estimate.p_value() {
        assert!((0.0..=1.0).contains(&p), "{estimate:?}");
    }
}

fn fit(rows: &[(u32, f64, f64)], slope: bool) -> Answer<LinearMixed> {
    let group: Vec<u32> = rows.iter().map(|row| row.0).collect();
    let time: Vec<f64> = rows.iter().map(|row| row.1).collect();
    let y: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let intercept = Design::empty(rows.len()).with_intercept().unwrap();
    let random = if slope { design(&time) } else { intercept };
    linear_mixed(&Repeated::new(&y, &group).unwrap(), &design(&time), &random, &MixedRule::default())
}

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-5 * (a.abs() + b.abs() + scale)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn mixed_models_are_sound(rows in values(), slope: bool) {
        if let Ok(fit) = fit(&rows, slope) {
            fit.coefficients.iter().chain(&fit.random_sd).chain([&fit.residual_sd]).for_each(is_sound);
            prop_assert!(fit.log_likelihood.is_finite());
            prop_assert!(fit.random_effects.iter().all(|effect| effect.is_finite()));
        }
    }

    #[test]
    fn order_and_sign_of_the_values(rows in values()) {
        let turned: Vec<_> = rows.iter().rev().map(|&(g, t, y)| (100 - g, t, -y)).collect();
        match (fit(&rows, false), fit(&turned, false)) {
            (Ok(one), Ok(other)) => {
                prop_assert!(near(one.log_likelihood, other.log_likelihood, 1.0));
                let (a, b) = (&one.coefficients[1], &other.coefficients[1]);
                if let (Ok(x), Ok(y), Ok(error)) = (a.value, b.value, a.sd) {
                    prop_assert!(near(x, -y, error), "{a:?} {b:?}");
                }
            }
            (one, other) => prop_assert_eq!(one.err(), other.err()),
        }
    }

    #[test]
    fn censored_models_are_sound(rows in values(), cut in -8.0f64..8.0, slope: bool) {
        let group: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let time: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let y: Vec<f64> = rows.iter().map(|row| row.2.max(cut)).collect();
        let below: Vec<bool> = rows.iter().map(|row| row.2 <= cut).collect();
        let intercept = Design::empty(rows.len()).with_intercept().unwrap();
        let random = if slope { design(&time) } else { intercept };
        let rule = CensoredRule { n_nodes: 5, ..CensoredRule::default() };
        let response = Repeated::new(&y, &group).unwrap();
        if let Ok(fit) = left_censored(&response, &below, &design(&time), &random, &rule) {
            fit.coefficients.iter().chain(&fit.random_sd).chain([&fit.residual_sd]).for_each(is_sound);
        }
    }

    #[test]
    fn estimating_equations_are_sound(rows in values(), family in 0..3, working in 0..3) {
        let group: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let time: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let rule = GeeRule {
            family: [Family::Identity, Family::Logit, Family::Log][family as usize],
            working: [Working::Independence, Working::Exchangeable, Working::Autoregressive][working as usize],
            ..GeeRule::default()
        };
        let y: Vec<f64> = rows
            .iter()
            .map(|row| match rule.family {
                Family::Identity => row.2,
                Family::Logit => f64::from(u8::from(row.2 > 0.0)),
                Family::Log => row.2.abs().round(),
            })
            .collect();
        if let Ok(found) = gee(&Repeated::new(&y, &group).unwrap(), &design(&time), &rule) {
            found.coefficients.iter().for_each(is_sound);
        }
    }
}

#[test]
fn what_cannot_be_fitted_says_why() {
    let one = |rows: &[(u32, f64, f64)]| fit(rows, false).err();
    assert_eq!(one(&[]), Some(Undefined::NoValues));
    assert_eq!(one(&[(1, 0.0, 1.0), (1, 1.0, 2.0), (1, 2.0, 2.5)]), Some(Undefined::OneGroup));
    let single: Vec<_> = (0..9).map(|g| (g, f64::from(g % 3), f64::from(g * g % 7))).collect();
    assert_eq!(one(&single), Some(Undefined::TooFew { needed: 10, found: 9 }));
    let constant: Vec<_> = (0..12).map(|i| (i % 4, f64::from(i), 3.0)).collect();
    assert_eq!(one(&constant), Some(Undefined::NoSpread));
}

#[test]
fn any_unit_gives_the_same_fit() {
    let rows: Vec<_> =
        (0u32..40).map(|i| (i % 8, f64::from(i / 8), f64::from(i * 7919 % 31) + f64::from(i % 8))).collect();
    let plain = fit(&rows, true).unwrap();
    for scale in [1e-300, 1e300] {
        let scaled: Vec<_> = rows.iter().map(|&(g, t, y)| (g, t, y * scale)).collect();
        let other = fit(&scaled, true).unwrap();
        for (a, b) in plain.coefficients.iter().zip(&other.coefficients) {
            assert!(near(a.value.unwrap(), b.value.unwrap() / scale, 0.0));
            assert!(near(a.p_value().unwrap(), b.p_value().unwrap(), 0.0));
        }
    }
}
