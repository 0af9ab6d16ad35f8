//! Competing risks: what must add up, what must not depend on order or labels, and the traps.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::Design;
use stats::survival::competing::*;
use stats::survival::*;
use stats::{Level, Statistic, Undefined};

/// Time, cause (of 2), delay before the time, weight, group, covariate.
type Unit = (f64, u32, f64, f64, u32, f64);

fn units(most: usize) -> impl Strategy<Value = Vec<Unit>> {
    let time = || {
        prop_oneof![
            (1_i32..12).prop_map(f64::from),
            0.001..1e4_f64,
            (1_i32..6).prop_map(|t| f64::from(t) / 10.0)
        ]
    };
    let unit =
        (time(), 0_u32..3, 0.01..1.0_f64, prop_oneof![Just(1.0), 0.0..5.0_f64], 0_u32..3, -2.0..2.0_f64);
    vec(unit, 0..most)
}

struct Columns {
    time: Vec<f64>,
    cause: Vec<u32>,
    entry: Vec<f64>,
    weight: Vec<f64>,
    group: Vec<u32>,
    x: Vec<f64>,
}

fn columns(units: &[Unit]) -> Columns {
    Columns {
        time: units.iter().map(|unit| unit.0).collect(),
        cause: units.iter().map(|unit| unit.1).collect(),
        entry: units.iter().map(|unit| unit.0 * (1.0 - unit.2)).collect(),
        weight: units.iter().map(|unit| unit.3).collect(),
        group: units.iter().map(|unit| unit.4).collect(),
        x: units.iter().map(|unit| unit.5).collect(),
    }
}

/// Plain, weighted, delayed, both.
fn shapes(data: &Columns) -> Vec<Survival<'_>> {
    let plain = Survival::competing(&data.time, &data.cause, 2).unwrap();
    let late = plain.entering(&data.entry).unwrap();
    vec![plain, plain.weighted(&data.weight).unwrap(), late, late.weighted(&data.weight).unwrap()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn incidences_and_survival_add_up_to_one(units in units(60)) {
        let data = columns(&units);
        for response in shapes(&data) {
            let curves = cumulative_incidence(&response).unwrap();
            let mut last = [0.0; 2];
            for i in 0..curves.time.len() {
                let sum: f64 = curves.survival[i] + curves.causes.iter().map(|cause| cause.incidence[i]).sum::<f64>();
                prop_assert!((sum - 1.0).abs() < 1e-12, "{sum}");
                for (cause, last) in curves.causes.iter().zip(&mut last) {
                    prop_assert!(cause.incidence[i] >= *last && cause.incidence[i] <= 1.0 + 1e-12);
                    prop_assert!(cause.variance[i] >= 0.0 && cause.variance[i].is_finite());
                    prop_assert!(cause.aalen_variance[i] >= -1e-12 && cause.aalen_variance[i].is_finite());
                    *last = cause.incidence[i];
                }
                for transform in [Transform::Plain, Transform::Log, Transform::LogLog] {
                    let rule = CurveInterval { transform, ..CurveInterval::default() };
                    let estimate = curves.estimate_at(1, curves.time[i], rule, IncidenceVariance::Influence);
                    if let Ok(ci) = estimate.ci {
                        prop_assert!(0.0 <= ci.low && ci.low <= ci.high && ci.high <= 1.0);
                        let value = estimate.value.unwrap();
                        prop_assert!(ci.low <= value + 1e-12 && value <= ci.high + 1e-12, "{value} {ci:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn one_cause_is_kaplan_meier_with_greenwoods_variance(units in units(60)) {
        let data = columns(&units);
        let event: Vec<bool> = data.cause.iter().map(|&cause| cause > 0).collect();
        let response = Survival::right(&data.time, &event).unwrap();
        let (curve, curves) = (kaplan_meier(&response).unwrap(), cumulative_incidence(&response).unwrap());
        for i in 0..curve.time.len() {
            let s = curve.survival[i];
            prop_assert!((curves.causes[0].incidence[i] - (1.0 - s)).abs() < 1e-12);
            if s > 0.0 {
                let greenwood = s * s * curve.log_variance[i];
                prop_assert!((curves.causes[0].variance[i] - greenwood).abs() < 1e-12, "{greenwood}");
            }
        }
    }

    #[test]
    fn influence_is_the_derivative_by_the_weight(units in units(25), at in 0_usize..25) {
        let data = columns(&units);
        prop_assume!(!units.is_empty() && data.weight.iter().all(|&weight| weight > 0.1));
        for late in [false, true] {
            let of = |weight: &[f64]| {
                let mut response = Survival::competing(&data.time, &data.cause, 2).unwrap();
                if late {
                    response = response.entering(&data.entry).unwrap();
                }
                cumulative_incidence(&response.weighted(weight).unwrap()).unwrap()
            };
            let curves = of(&data.weight);
            let i = at.min(curves.time.len() - 1);
            let mut sum = 0.0;
            for unit in 0..units.len() {
                let step = 1e-4 * data.weight[unit];
                let (mut more, mut less) = (data.weight.clone(), data.weight.clone());
                (more[unit], less[unit]) = (more[unit] + step, less[unit] - step);
                let difference = of(&more).causes[0].incidence[i] - of(&less).causes[0].incidence[i];
                sum += (difference / (2.0 * step) * data.weight[unit]).powi(2);
            }
            let variance = curves.causes[0].variance[i];
            prop_assert!((variance - sum).abs() < 1e-6 * sum.max(1e-3), "{late} {variance} {sum}");
        }
    }

    #[test]
    fn order_and_labels_do_not_matter(units in units(60)) {
        let data = columns(&units);
        let turned: Vec<Unit> = units.iter().rev().copied().collect();
        let relabelled: Vec<Unit> =
            turned.iter().map(|unit| (unit.0, [0, 2, 1][unit.1 as usize], unit.2, unit.3, 2 - unit.4, unit.5)).collect();
        let other = columns(&relabelled);
        for (a, b) in shapes(&data).iter().zip(&shapes(&other)) {
            let (a, b) = (cumulative_incidence(a).unwrap(), cumulative_incidence(b).unwrap());
            for i in 0..a.time.len() {
                prop_assert!((a.causes[0].incidence[i] - b.causes[1].incidence[i]).abs() < 1e-12);
                prop_assert!((a.causes[0].variance[i] - b.causes[1].variance[i]).abs() < 1e-12);
            }
        }
        let test = |data: &Columns, cause| gray(&shapes(data)[0], cause, &data.group, 3, None, 0.0).unwrap().test.test;
        if let (Ok(a), Ok(b)) = (test(&data, 1), test(&other, 2)) {
            prop_assert!((0.0..=1.0).contains(&a.p_value));
            let x2 = |test: stats::Test| match test.statistic {
                Statistic::ChiSquared { x2, .. } => x2,
                _ => f64::NAN,
            };
            prop_assert!((x2(a) - x2(b)).abs() <= 1e-6 * x2(a).max(1.0), "{a:?} {b:?}");
        }
    }

    #[test]
    fn recoding_a_group_turns_the_sign(units in units(60)) {
        let data = columns(&units);
        let response = shapes(&data)[0];
        let fit = |column: Vec<f64>| {
            let design = Design::new(units.len(), &[("group", &column), ("x", &data.x)]).unwrap();
            fine_gray(&response, 1, &design, Level::default())
        };
        let group = |one: f64, rest: f64| data.group.iter().map(|&group| if group == 0 { one } else { rest }).collect();
        if let (Ok(a), Ok(b)) = (fit(group(1.0, 0.0)), fit(group(0.0, 1.0))) {
            let usable = |fit: &FineGray| fit.coefficients.iter().all(|c| c.ci.is_ok() && c.cautions.is_empty());
            if usable(&a) && usable(&b) {
                let (first, second) = (a.coefficients[0].value.unwrap(), b.coefficients[0].value.unwrap());
                prop_assert!((first + second).abs() < 1e-5 * first.abs().max(1.0), "{first} {second}");
                let incidence = a.incidence_at(data.time[0], &[0.0, 0.5]).unwrap();
                prop_assert!((0.0..=1.0).contains(&incidence));
                prop_assert!((incidence - b.incidence_at(data.time[0], &[1.0, 0.5]).unwrap()).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn a_fit_has_finite_numbers_or_reasons(units in units(30)) {
        let data = columns(&units);
        let group: Vec<f64> = data.group.iter().map(|&group| f64::from(group)).collect();
        let design = Design::new(units.len(), &[("x", &data.x), ("group", &group)]).unwrap();
        if let Ok(fit) = fine_gray(&shapes(&data)[0], 2, &design, Level::default()) {
            for coefficient in &fit.coefficients {
                prop_assert!(coefficient.value.is_err() || coefficient.value.unwrap().is_finite());
                if let Ok(ci) = coefficient.ci {
                    prop_assert!(ci.contains(coefficient.value.unwrap()));
                    prop_assert!((0.0..=1.0).contains(&coefficient.p_value().unwrap()));
                }
            }
            prop_assert!(fit.hazard.windows(2).all(|pair| pair[0] <= pair[1]), "{:?} {:?}", fit.hazard, fit.coefficients);
            prop_assert!(fit.covariance.iter().chain(&fit.covariance_of_known_weights).all(|value| !value.is_nan()));
        }
    }

    #[test]
    fn exchanging_groups_turns_the_difference(first in units(40), second in units(40), time in 1.0..9.0_f64) {
        let (first, second) = (columns(&first), columns(&second));
        let curves = |data: &Columns| cumulative_incidence(&shapes(data)[0]).unwrap();
        let (first, second) = (curves(&first), curves(&second));
        let difference = |a, b| incidence_difference(a, b, 1, time, Level::default(), IncidenceVariance::default());
        let (there, back) = (difference(&first, &second), difference(&second, &first));
        prop_assert_eq!(there.value.ok(), back.value.map(|value| 0.0 - value).ok());
        if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
            prop_assert!((there.low + back.high).abs() < 1e-12 && there.low <= there.high);
        }
        prop_assert_eq!(there.p_value().ok(), back.p_value().ok());
    }

    #[test]
    fn pseudo_values_are_own_values_without_censoring(units in units(40), time in 1.0..12.0_f64) {
        let mut data = columns(&units);
        data.cause.iter_mut().for_each(|cause| *cause = 1 + *cause % 2);
        let response = shapes(&data)[0];
        prop_assume!(!units.is_empty());
        let of = |quantity| pseudo_values(&response, quantity, &[time]).unwrap().remove(0);
        let (survival, incidence, mean) =
            (of(PseudoQuantity::Survival), of(PseudoQuantity::Incidence(1)), of(PseudoQuantity::RestrictedMean));
        for unit in 0..units.len() {
            // Near times are united: leave those near the horizon alone.
            prop_assume!((data.time[unit] - time).abs() > 1e-3);
            let (own, n) = (data.time[unit], units.len() as f64);
            let flag = |yes: bool| f64::from(u8::from(yes));
            prop_assert!((survival[unit] - flag(own > time)).abs() < 1e-10 * n);
            prop_assert!((incidence[unit] - flag(own < time && data.cause[unit] == 1)).abs() < 1e-10 * n);
            prop_assert!((mean[unit] - own.min(time)).abs() < 1e-6 * n);
        }
    }

    #[test]
    fn a_landmark_keeps_who_is_left(units in units(40), at in 0.0..12.0_f64) {
        let data = columns(&units);
        let kept = landmark(&shapes(&data)[2], at).unwrap();
        prop_assert_eq!(kept.rows.len() + kept.n_before + kept.n_later, units.len());
        for (place, &row) in kept.rows.iter().enumerate() {
            prop_assert!(data.time[row] > at && data.entry[row] <= at);
            prop_assert_eq!((kept.time[place], kept.cause[place]), (data.time[row] - at, data.cause[row]));
        }
        prop_assert!(cumulative_incidence(&kept.response()).is_ok());
    }
}

#[test]
fn an_increment_takes_the_survival_before_the_time() {
    // Two of four have each cause at 1: F1 = F2 = 1/2. With S(t) = 0 in the place of S(t-) = 1 both would be 0.
    let response = Survival::competing(&[1.0; 4], &[1, 1, 2, 2], 2).unwrap();
    let curves = cumulative_incidence(&response).unwrap();
    assert_eq!((curves.incidence_at(1, 1.0), curves.incidence_at(2, 1.0)), (Ok(0.5), Ok(0.5)));
    assert_eq!((curves.incidence_at(1, 0.9), curves.survival[0]), (Ok(0.0), 0.0));
    // Nobody is censored: the variance is that of a share.
    assert!((curves.causes[0].variance[0] - 0.25 / 4.0).abs() < 1e-15);
}

#[test]
fn nearly_tied_times_are_one_time() {
    let times = [0.1 + 0.2, 0.3, 0.5, 0.6 - 0.1];
    let curves = cumulative_incidence(&Survival::competing(&times, &[1, 2, 1, 0], 2).unwrap()).unwrap();
    assert_eq!(curves.time.len(), 2);
    assert_eq!(curves.incidence_at(1, 0.4), Ok(0.25));
    assert_eq!(curves.incidence_at(2, 0.4), Ok(0.25));
    assert_eq!(curves.incidence_at(1, 0.5), Ok(0.5));
}

#[test]
fn what_cannot_be_answered_says_why() {
    let time = [1.0, 2.0, 3.0, 4.0];
    let response = Survival::competing(&time, &[1, 2, 0, 0], 2).unwrap();
    let curves = cumulative_incidence(&response).unwrap();
    let at =
        |cause, time| curves.estimate_at(cause, time, CurveInterval::default(), IncidenceVariance::default());
    assert_eq!(at(3, 1.0).value, Err(Undefined::LengthsDiffer));
    assert_eq!(at(1, 5.0).value, Err(Undefined::BeyondFollowUp));
    assert_eq!((at(1, 0.5).value, at(1, 0.5).ci), (Ok(0.0), Err(Undefined::NoEvents)));
    assert_eq!(curves.time_lost(1, 4.0, Level::default()).value, Ok(0.75));
    let none = Survival::competing(&[], &[], 2).unwrap();
    let nothing = cumulative_incidence(&none).unwrap();
    let nothing = nothing.estimate_at(1, 1.0, CurveInterval::default(), IncidenceVariance::Aalen);
    assert_eq!(nothing.value, Err(Undefined::NoValues));
    assert_eq!(pseudo_values(&none, PseudoQuantity::Survival, &[1.0]), Err(Undefined::NoValues));
    assert_eq!(pseudo_values(&response, PseudoQuantity::Incidence(9), &[1.0]), Err(Undefined::LengthsDiffer));
    assert_eq!(pseudo_values(&response, PseudoQuantity::Survival, &[9.0]), Err(Undefined::BeyondFollowUp));
    let between = Survival::between(&[1.0], &[2.0]).unwrap();
    assert_eq!(cumulative_incidence(&between), Err(Undefined::OtherResponse));
    assert_eq!(gray(&response, 1, &[0, 1], 2, None, 0.0), Err(Undefined::LengthsDiffer));
    assert_eq!(gray(&response, 1, &[0; 4], 1, None, 0.0).unwrap().test.test, Err(Undefined::OneGroup));
    assert_eq!(gray(&response, 7, &[0, 1, 0, 1], 2, None, 0.0).unwrap().test.test, Err(Undefined::NoEvents));
    let design = Design::new(4, &[("x", &[0.0, 1.0, 2.0, 4.0])]).unwrap();
    let reason =
        |response: &Survival<'_>, cause| fine_gray(response, cause, &design, Level::default()).unwrap_err();
    assert_eq!(reason(&response, 3), Undefined::NoEvents);
    assert_eq!(reason(&none, 1), Undefined::LengthsDiffer);
    assert_eq!(reason(&response.weighted(&[1.0; 4]).unwrap(), 1), Undefined::OtherResponse);
}

#[test]
fn collinear_and_separating_columns_are_named() {
    let n = 40;
    let time: Vec<f64> = (0..n).map(|i| 1.0 + f64::from(i * 7 % 40)).collect();
    let cause: Vec<u32> = (0..n).map(|i| if i % 2 == 0 { 1 } else { (2 * (i % 3)).min(2) as u32 }).collect();
    let x: Vec<f64> = (0..n).map(|i| f64::from(i % 5)).collect();
    let twice: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
    let separates: Vec<f64> = cause.iter().map(|&cause| f64::from(u8::from(cause == 1))).collect();
    let response = Survival::competing(&time, &cause, 2).unwrap();
    let design = Design::new(n as usize, &[("x", &x), ("twice", &twice)]).unwrap();
    let fit = fine_gray(&response, 1, &design, Level::default()).unwrap();
    assert!(fit.coefficients[0].value.is_ok());
    assert_eq!(fit.coefficients[1].value, Err(Undefined::Collinear { column: 1 }));
    let design = Design::new(n as usize, &[("separates", &separates)]).unwrap();
    match fine_gray(&response, 1, &design, Level::default()) {
        Ok(fit) => assert_eq!(fit.coefficients[0].cautions, [stats::Caution::InfiniteCoefficient]),
        Err(reason) => assert_eq!(reason, Undefined::NotConverged),
    }
}

#[test]
fn the_unit_of_time_does_not_matter() {
    let n = 50;
    let time: Vec<f64> = (0..n).map(|i| 1.0 + f64::from(i * 17 % 41)).collect();
    let cause: Vec<u32> = (0..n).map(|i| (i * 5 % 3) as u32).collect();
    let group: Vec<u32> = (0..n).map(|i| (i % 2) as u32).collect();
    let x: Vec<f64> = (0..n).map(|i| f64::from(i * 3 % 7)).collect();
    let design = Design::new(n as usize, &[("x", &x)]).unwrap();
    let of = |unit: f64| {
        let time: Vec<f64> = time.iter().map(|time| time * unit).collect();
        let response = Survival::competing(&time, &cause, 2).unwrap();
        let curves = cumulative_incidence(&response).unwrap();
        let fit = fine_gray(&response, 1, &design, Level::default()).unwrap();
        let test = gray(&response, 1, &group, 2, None, 1.0).unwrap();
        (curves.causes, fit.covariance, fit.hazard, test)
    };
    assert_eq!(of(1.0), of(2_f64.powi(990)));
    assert_eq!(of(1.0), of(2_f64.powi(-10)));
    // Nor does that of a column.
    let response = Survival::competing(&time, &cause, 2).unwrap();
    let column = |unit: f64| {
        let x: Vec<f64> = x.iter().map(|x| x * unit).collect();
        let design = Design::new(n as usize, &[("x", &x)]).unwrap();
        fine_gray(&response, 1, &design, Level::default()).unwrap()
    };
    let ordinary = column(1.0);
    for power in [996, -996] {
        let (extreme, unit) = (column(2_f64.powi(power)), 2_f64.powi(power));
        let (found, expected) = (&extreme.coefficients[0], &ordinary.coefficients[0]);
        let close = |a: f64, b: f64| (a - b).abs() < 1e-8 * b.abs();
        assert!(close(found.value.unwrap() * unit, expected.value.unwrap()), "{found:?}");
        assert!(close(found.sd.unwrap() * unit, expected.sd.unwrap()), "{found:?}");
        assert!(close(
            extreme.incidence_at(30.0, &[2.0 * unit]).unwrap(),
            ordinary.incidence_at(30.0, &[2.0]).unwrap()
        ));
    }
}
