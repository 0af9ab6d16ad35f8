//! Parametric survival regression: typed answers, units, order.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::Design;
use stats::survival::Survival;
use stats::survival::parametric::{Family, parametric};
use stats::{Caution, Fraction, Level, Undefined};

const FAMILIES: [Family; 4] = [Family::Weibull, Family::Exponential, Family::LogNormal, Family::LogLogistic];

fn ones(n: usize) -> Design {
    Design::empty(n).with_intercept().unwrap()
}

#[test]
fn what_has_no_maximum_says_so() {
    let fit = |time: &[f64], event: &[bool]| {
        let response = Survival::right(time, event).unwrap();
        FAMILIES.map(|family| parametric(&response, &ones(time.len()), family, None, Level::default()).err())
    };
    assert_eq!(fit(&[], &[]), [Some(Undefined::NoValues); 4]);
    assert_eq!(fit(&[1.0, 2.0], &[false, false]), [Some(Undefined::NoEvents); 4]);
    assert_eq!(fit(&[0.0, 2.0], &[true, true]), [Some(Undefined::NotPositive); 4]);
    let perfect = Some(Undefined::PerfectFit);
    assert_eq!(fit(&[7.0; 6], &[true; 6]), [perfect, None, perfect, perfect]);
    // The only event is the last time seen: its spread is 0 for all the data know.
    assert_eq!(fit(&[1.0, 2.0, 3.0], &[false, false, true]), [perfect, None, perfect, perfect]);
    assert_eq!(fit(&[1.0, 2.0, 3.0], &[false, true, false]), [None; 4]);
}

#[test]
fn a_group_without_events_is_called_infinite() {
    let time = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 2.5, 3.5, 4.5, 5.5];
    let event = [true, true, true, false, true, true, false, false, false, false];
    let group = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    let mut design = ones(10);
    design.push("group", &group).unwrap();
    design.push("again", &group).unwrap();
    for family in FAMILIES {
        let response = Survival::right(&time, &event).unwrap();
        let fit = parametric(&response, &design, family, None, Level::default()).unwrap();
        assert_eq!(fit.coefficients[1].cautions, [Caution::InfiniteCoefficient], "{family:?}");
        assert_eq!(fit.coefficients[0].cautions, [], "{family:?}");
        assert!(matches!(fit.coefficients[2].value, Err(Undefined::Collinear { .. })));
        assert!(matches!(fit.cautions[..], [Caution::FewEvents { n_events: 5, n_columns: 2 }]));
    }
}

#[test]
fn a_design_without_columns_leaves_the_scale_alone() {
    let response = Survival::right(&[0.5, 1.5, 3.0, 2.0], &[true, true, false, true]).unwrap();
    for family in FAMILIES {
        let fit = parametric(&response, &Design::empty(4), family, None, Level::default()).unwrap();
        assert_eq!((fit.coefficients.len(), fit.covariance.len()), (0, 1));
        assert_eq!(fit.test.test, Err(Undefined::NoSpread));
        assert!(fit.quantile(&[], Fraction::HALF).value.is_ok());
    }
}

#[test]
fn another_shape_or_length_is_refused() {
    let response = Survival::right(&[1.0, 2.0], &[true, true]).unwrap();
    let fit = |n| parametric(&response, &ones(n), Family::Weibull, None, Level::default()).map(|fit| fit.n);
    assert_eq!(fit(3), Err(Undefined::LengthsDiffer));
    let fit = parametric(&response, &ones(2), Family::Weibull, None, Level::default()).unwrap();
    assert_eq!(fit.quantile(&[1.0, 2.0], Fraction::HALF).value, Err(Undefined::LengthsDiffer));
    assert_eq!(fit.survival(&[1.0], 0.0).value, Ok(1.0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_data_gives_numbers_or_reasons(
        rows in vec((0_i32..40, 0_i32..8, -3_i32..4, any::<bool>()), 0..30),
        exponent in -300_i32..290,
    ) {
        let unit = 10_f64.powi(exponent);
        let low: Vec<f64> = rows.iter().map(|row| f64::from(row.0) * unit).collect();
        let high: Vec<f64> = rows
            .iter()
            .map(|row| if row.1 == 7 { f64::INFINITY } else { f64::from(row.0 + row.1) * unit })
            .collect();
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let mut design = ones(rows.len());
        design.push("x", &x).unwrap();
        for family in FAMILIES {
            let response = Survival::between(&low, &high).unwrap();
            let Ok(fit) = parametric(&response, &design, family, None, Level::default()) else { continue };
            prop_assert!(fit.log_likelihood.iter().all(|value| value.is_finite()));
            for estimate in fit.coefficients.iter().chain([&fit.scale]) {
                if let (Ok(value), Ok(ci)) = (estimate.value, estimate.ci) {
                    prop_assert!(value.is_finite() && ci.contains(value));
                }
                prop_assert!(estimate.p_value().is_err() || (0.0..=1.0).contains(&estimate.p_value().unwrap()));
            }
            let survival = fit.survival(&[1.0, 0.5], 5.0 * unit);
            prop_assert!(survival.value.is_err() || (0.0..=1.0).contains(&survival.value.unwrap()));
        }
    }

    #[test]
    fn another_unit_of_time_moves_the_intercept_only(
        rows in vec((1_i32..200, any::<bool>(), -3_i32..4), 12..40),
        factor in 0.01..100.0_f64,
    ) {
        let time: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
        let scaled: Vec<f64> = time.iter().map(|time| time * factor).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let mut design = ones(rows.len());
        design.push("x", &x).unwrap();
        for family in [Family::Weibull, Family::LogNormal, Family::LogLogistic] {
            let fit = |time: &[f64]| {
                parametric(&Survival::right(time, &event).unwrap(), &design, family, None, Level::default())
            };
            let (Ok(one), Ok(other)) = (fit(&time), fit(&scaled)) else { continue };
            if one.coefficients.iter().any(|c| c.sd.is_err() || c.sd.unwrap() > 1e3) { continue }
            let of = |fit: &stats::survival::parametric::Parametric, at: usize| fit.coefficients[at].value.unwrap();
            let error = one.coefficients[1].sd.unwrap();
            prop_assert!((of(&one, 1) - of(&other, 1)).abs() < 1e-6 * error);
            prop_assert!((of(&one, 0) + factor.ln() - of(&other, 0)).abs() < 1e-6 * (1.0 + error));
        }
    }
}
