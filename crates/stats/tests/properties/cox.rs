//! Cox regression on any data.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::Design;
use stats::survival::cox::{Cox, CoxRule, Penalty, Ties, TimeScale, cox};
use stats::survival::{CurveInterval, Survival, landmark};
use stats::{Answer, Caution, Undefined};

type Units = Vec<(f64, bool, f64, f64)>;

/// Times of few values or many, a column of two values and one of several.
fn units() -> impl Strategy<Value = Units> {
    let day = (1_u32..12).prop_map(f64::from);
    let x = (-3_i32..4).prop_map(f64::from);
    let binary = any::<bool>().prop_map(f64::from);
    prop_oneof![
        vec((day, any::<bool>(), binary.clone(), x.clone()), 1..60),
        vec((0.01..100.0, any::<bool>(), binary, x), 1..60),
    ]
}

fn fit(units: &Units, ties: Ties, penalty: Penalty, sign: f64) -> Answer<Cox> {
    let time: Vec<f64> = units.iter().map(|unit| unit.0).collect();
    let event: Vec<bool> = units.iter().map(|unit| unit.1).collect();
    let a: Vec<f64> = units.iter().map(|unit| sign * unit.2).collect();
    let b: Vec<f64> = units.iter().map(|unit| sign * unit.3).collect();
    let design = Design::new(time.len(), &[("a", &a), ("b", &b)]).unwrap();
    cox(&Survival::right(&time, &event).unwrap(), &design, &CoxRule { ties, penalty, ..CoxRule::default() })
}

/// Finite coefficients only: no column is collinear or runs off.
fn calm(fit: &Cox) -> bool {
    fit.coefficients
        .iter()
        .all(|one| one.value.is_ok_and(|value| value.abs() < 5.0) && one.cautions.is_empty())
}

fn near(left: f64, right: f64, scale: f64) -> bool {
    (left - right).abs() <= 1e-7 * left.abs().max(right.abs()).max(scale)
}

const ALL: [Ties; 3] = [Ties::Efron, Ties::Breslow, Ties::Exact];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_finite_and_bounded(units in units()) {
        for (ties, penalty) in [(Ties::Efron, Penalty::None), (Ties::Breslow, Penalty::Ridge(1.0)), (Ties::Exact, Penalty::None)] {
            let Ok(fit) = fit(&units, ties, penalty, 1.0) else { continue };
            for one in &fit.coefficients {
                let Ok(value) = one.value else { continue };
                prop_assert!(value.is_finite() && one.sd.unwrap().is_finite());
                prop_assert!(one.ci.is_ok_and(|ci| ci.contains(value)));
                prop_assert!((0.0..=1.0).contains(&one.p_value().unwrap()));
            }
            prop_assert!(fit.martingale().iter().chain(&fit.deviance()).all(|residual| residual.is_finite()));
            if let Ok(found) = fit.concordance(None) {
                prop_assert!(found.c.value.is_ok_and(|c| (0.0..=1.0).contains(&c)));
            }
            if let Ok(tests) = fit.proportional(TimeScale::KaplanMeier) {
                let p_values = tests.columns.iter().chain([&tests.global]).filter_map(|test| test.p_value().ok());
                prop_assert!(p_values.into_iter().all(|p| (0.0..=1.0).contains(&p)));
            }
        }
    }

    #[test]
    fn turning_the_columns_turns_the_coefficients(units in units()) {
        for ties in ALL {
            if let (Ok(there), Ok(back)) = (fit(&units, ties, Penalty::None, 1.0), fit(&units, ties, Penalty::None, -1.0)) {
                for (there, back) in there.coefficients.iter().zip(&back.coefficients) {
                    match (there.value, back.value) {
                        (Ok(there), Ok(back)) => prop_assert!(near(there, -back, 1e-3)),
                        (Err(Undefined::SeparatedColumn { rising }), back) =>
                            prop_assert_eq!(back, Err(Undefined::SeparatedColumn { rising: !rising })),
                        (there, back) => prop_assert_eq!(there, back),
                    }
                }
            }
        }
    }

    #[test]
    fn residuals_sum_to_nothing(units in units()) {
        for ties in [Ties::Efron, Ties::Breslow] {
            let Ok(fit) = fit(&units, ties, Penalty::None, 1.0) else { continue };
            if !calm(&fit) { continue }
            let n = units.len() as f64;
            prop_assert!(fit.martingale().iter().sum::<f64>().abs() < 1e-9 * n);
            let scores = fit.score_residuals().unwrap();
            for column in 0..2 {
                prop_assert!(scores.iter().skip(column).step_by(2).sum::<f64>().abs() < 1e-6 * n);
                let schoenfeld = fit.schoenfeld().unwrap();
                prop_assert!(schoenfeld.values.iter().skip(column).step_by(2).sum::<f64>().abs() < 1e-6 * n);
            }
        }
    }

    #[test]
    fn only_the_order_of_times_counts(units in units()) {
        let later: Units = units.iter().map(|&(time, event, a, b)| (time * time * 3.0, event, a, b)).collect();
        let mut reversed = units.clone();
        reversed.reverse();
        for ties in ALL {
            let Ok(fit_of) = fit(&units, ties, Penalty::None, 1.0) else { continue };
            if !calm(&fit_of) { continue }
            for other in [&later, &reversed] {
                let other = fit(other, ties, Penalty::None, 1.0).unwrap();
                for (one, other) in fit_of.coefficients.iter().zip(&other.coefficients) {
                    // Rows in another order round otherwise on the way to the maximum, which a flat likelihood
                    // of few rows places less sharply than the iteration ends.
                    let (one, other) = (one.value.unwrap(), other.value.unwrap());
                    prop_assert!((one - other).abs() <= 1e-5 * one.abs().max(1.0), "{one} and {other}");
                }
            }
        }
    }

    #[test]
    fn without_ties_all_rules_agree(columns in vec((any::<bool>(), 0_i32..2, -3_i32..4), 5..40)) {
        let units: Units = columns.iter().enumerate()
            .map(|(row, &(event, a, b))| (1.0 + row as f64, event, f64::from(a), f64::from(b))).collect();
        let fits: Vec<_> = ALL.iter().map(|&ties| fit(&units, ties, Penalty::None, 1.0)).collect();
        let Ok(first) = &fits[0] else { return Ok(()) };
        if !calm(first) { return Ok(()) }
        for other in &fits[1..] {
            for (one, other) in first.coefficients.iter().zip(&other.as_ref().unwrap().coefficients) {
                prop_assert!(near(one.value.unwrap(), other.value.unwrap(), 1e-3));
                prop_assert!(near(one.sd.unwrap(), other.sd.unwrap(), 1e-3));
            }
        }
    }

    #[test]
    fn cutting_rows_in_two_changes_nothing(units in units(), cut in 0.5..8.0_f64) {
        let Ok(whole) = fit(&units, Ties::Efron, Penalty::None, 1.0) else { return Ok(()) };
        if !calm(&whole) { return Ok(()) }
        let (mut subject, mut start, mut stop) = (Vec::new(), Vec::new(), Vec::new());
        let (mut event, mut a, mut b) = (Vec::new(), Vec::new(), Vec::new());
        for (number, unit) in units.iter().enumerate() {
            let cuts = if unit.0 > cut + 0.01 { vec![0.0, cut, unit.0] } else { vec![0.0, unit.0] };
            for pair in cuts.windows(2) {
                subject.push(number as u32);
                start.push(pair[0]);
                stop.push(pair[1]);
                event.push(unit.1 && pair[1] == unit.0);
                a.push(unit.2);
                b.push(unit.3);
            }
        }
        let design = Design::new(stop.len(), &[("a", &a), ("b", &b)]).unwrap();
        let response = Survival::start_stop(&subject, &start, &stop, &event).unwrap();
        let cut = cox(&response, &design, &CoxRule::default()).unwrap();
        let (robust, robust_cut) = (whole.robust(None).unwrap(), cut.robust(None).unwrap());
        for column in 0..2 {
            let [one, other] = [&whole, &cut].map(|fit| fit.coefficients[column].clone());
            prop_assert!(near(one.value.unwrap(), other.value.unwrap(), 1e-3));
            prop_assert!(near(one.sd.unwrap(), other.sd.unwrap(), 1e-3));
            let [one, other] = [&robust, &robust_cut].map(|fit| fit.coefficients[column].sd.unwrap());
            prop_assert!(near(one, other, 1e-3));
        }
        prop_assert_eq!(robust_cut.n_clusters, units.len());
        // Predictors that agree in all but the last digit may tie in one fit and not in the other.
        let both = whole.concordance(None).ok().zip(cut.concordance(None).ok());
        if let Some((one, other)) = both.filter(|(one, other)| near(one.tied, other.tied, 1.0)) {
            prop_assert!(near(one.concordant, other.concordant, 1.0) && near(one.discordant, other.discordant, 1.0));
            prop_assert!((one.c.sd.unwrap() - other.c.sd.unwrap()).abs() < 1e-9);
        }
        for scale in [TimeScale::KaplanMeier, TimeScale::Identity] {
            if let (Ok(one), Ok(other)) = (whole.proportional(scale), cut.proportional(scale)) {
                for (one, other) in one.columns.iter().zip(&other.columns) {
                    if let (Ok(one), Ok(other)) = (one.p_value(), other.p_value()) {
                        prop_assert!((one - other).abs() < 1e-6);
                    }
                }
            }
        }
        let x = [1.0, 0.5];
        let (one, other) = (whole.predict(&x, 0).unwrap(), cut.predict(&x, 0).unwrap());
        for (one, other) in one.variance.iter().zip(&other.variance) {
            prop_assert!(near(*one, *other, 1e-6));
        }
    }

    #[test]
    fn firth_is_finite(units in vec((1_u32..9, any::<bool>(), 0_i32..2, -2_i32..3), 4..25)) {
        let units: Units = units.iter().map(|&(t, event, a, b)| (f64::from(t), event, f64::from(a), f64::from(b))).collect();
        let Ok(fit) = fit(&units, Ties::Efron, Penalty::Firth, 1.0) else { return Ok(()) };
        for one in &fit.coefficients {
            let Ok(value) = one.value else { continue };
            prop_assert!(value.abs() < 30.0, "{value}");
            prop_assert!(one.ci.is_ok_and(|ci| ci.contains(value)));
        }
    }
}

fn right(time: &[f64], event: &[bool], x: &[f64], rule: &CoxRule<'_>) -> Answer<Cox> {
    let design = Design::new(time.len(), &[("x", x)]).unwrap();
    cox(&Survival::right(time, event).unwrap(), &design, rule)
}

#[test]
fn nothing_to_estimate() {
    let rule = CoxRule::default();
    assert_eq!(right(&[], &[], &[], &rule).err(), Some(Undefined::NoEvents));
    assert_eq!(right(&[1.0, 2.0], &[false, false], &[0.0, 1.0], &rule).err(), Some(Undefined::NoEvents));
    // Everybody has the event at one time: no order, no estimate; the same for a constant column.
    for (time, x) in [([2.0; 3], [0.0, 1.0, 2.0]), ([1.0, 2.0, 3.0], [4.0; 3])] {
        let exact = CoxRule { ties: Ties::Exact, ..rule };
        let fit = right(&time, &[true; 3], &x, if time[0] == 2.0 { &exact } else { &rule }).unwrap();
        assert_eq!(fit.coefficients[0].value, Err(Undefined::Collinear { column: 0 }), "{time:?}");
        assert_eq!(fit.test.test, Err(Undefined::NoSpread));
    }
}

#[test]
fn columns_that_cannot_be_told() {
    // 0.1 summed is not 0.1 times n; a column that is constant in each stratum is no column.
    let (time, event, x) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [true; 6], [0.1; 6]);
    let fit = right(&time, &event, &x, &CoxRule::default()).unwrap();
    assert_eq!(fit.coefficients[0].value, Err(Undefined::Collinear { column: 0 }));
    let (stratum, x) = ([0, 1, 2, 0, 1, 2], [0.1, 0.7, 0.3, 0.1, 0.7, 0.3]);
    let fit = right(&time, &event, &x, &CoxRule { stratum: Some(&stratum), ..CoxRule::default() }).unwrap();
    assert_eq!(fit.coefficients[0].value, Err(Undefined::Collinear { column: 0 }));
    assert_eq!(fit.robust(None).unwrap().coefficients[0].value, Err(Undefined::Collinear { column: 0 }));
    assert_eq!(
        fit.proportional(TimeScale::Rank).unwrap().columns[0].p_value(),
        Err(Undefined::Collinear { column: 0 })
    );
}

#[test]
fn extreme_scale() {
    let (time, event) = ([1e307, 2e307, 3e307, 1.7e308], [true; 4]);
    let fit = right(&time, &event, &[0.0, 1e90, 0.0, 1e90], &CoxRule::default()).unwrap();
    let plain = right(&[1.0, 2.0, 3.0, 4.0], &event, &[0.0, 1.0, 0.0, 1.0], &CoxRule::default()).unwrap();
    assert!(near(fit.coefficients[0].value.unwrap() * 1e90, plain.coefficients[0].value.unwrap(), 0.0));
    let far = right(&time, &event, &[0.0, 1e300, 0.0, 1e300], &CoxRule::default());
    assert_eq!(far.err(), Some(Undefined::BeyondRange));
}

#[test]
fn all_at_one_time_has_no_trend_in_time() {
    let fit =
        right(&[2.0; 5], &[true, true, false, true, false], &[0.0, 1.0, 2.0, 1.0, 0.0], &CoxRule::default());
    let tests = fit.unwrap().proportional(TimeScale::Identity);
    assert_eq!(tests.err(), Some(Undefined::NoSpread));
}

#[test]
fn a_group_without_events() {
    let (time, event) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [true, true, true, false, false, false]);
    let x = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let fit = right(&time, &event, &x, &CoxRule::default()).unwrap();
    assert_eq!(fit.coefficients[0].cautions, [Caution::InfiniteCoefficient]);
    let firth = CoxRule { penalty: Penalty::Firth, ..CoxRule::default() };
    let firth = right(&time, &event, &x, &firth).unwrap();
    assert!(firth.coefficients[0].value.is_ok_and(|value| (-5.0..-0.5).contains(&value)));
    assert!(firth.coefficients[0].ci.is_ok_and(|ci| ci.low.is_finite() && ci.high.is_finite()));
}

#[test]
fn what_a_method_does_not_give() {
    let (time, event, x) = ([1.0, 2.0, 3.0, 4.0], [true, true, true, false], [0.0, 1.0, 0.0, 1.0]);
    let exact = right(&time, &event, &x, &CoxRule { ties: Ties::Exact, ..CoxRule::default() }).unwrap();
    let none = Some(Undefined::NotPartOfMethod);
    assert_eq!(exact.robust(None).err(), none);
    assert_eq!(exact.dfbeta().err(), none);
    let both = CoxRule { ties: Ties::Exact, penalty: Penalty::Firth, ..CoxRule::default() };
    assert_eq!(right(&time, &event, &x, &both).err(), none);
    let ridge =
        right(&time, &event, &x, &CoxRule { penalty: Penalty::Ridge(1.0), ..CoxRule::default() }).unwrap();
    assert_eq!(ridge.robust(None).err(), none);
    let plain = right(&time, &event, &x, &CoxRule::default()).unwrap();
    assert_eq!(plain.robust(Some(&[1, 2])).err(), Some(Undefined::LengthsDiffer));
    assert_eq!(plain.predict(&[1.0], 7).err(), Some(Undefined::LengthsDiffer));
    assert_eq!(plain.predict(&[f64::NAN], 0).err(), Some(Undefined::BeyondRange));
    let curve = plain.baseline(0).unwrap();
    assert_eq!(curve.estimate_at(5.0, CurveInterval::default()).value, Err(Undefined::BeyondFollowUp));
    assert_eq!(curve.estimate_at(0.5, CurveInterval::default()).value, Ok(1.0));
}

#[test]
fn rows_of_weight_zero_change_nothing() {
    let (time, event) = ([3.0, 1.0, 2.0, 9.0, 4.0], [true, true, true, true, false]);
    let (x, weight) = ([0.0, 0.0, 1.0, 50.0, 1.0], [1.0, 1.0, 1.0, 0.0, 1.0]);
    let design = Design::new(5, &[("x", &x)]).unwrap();
    let response = Survival::right(&time, &event).unwrap().weighted(&weight).unwrap();
    let all = cox(&response, &design, &CoxRule::default()).unwrap();
    let keep = |values: &[f64]| vec![values[0], values[1], values[2], values[4]];
    let four = right(&keep(&time), &[true, true, true, false], &keep(&x), &CoxRule::default()).unwrap();
    assert!(near(all.coefficients[0].value.unwrap(), four.coefficients[0].value.unwrap(), 0.0));
    assert_eq!((all.martingale()[3], all.dfbeta().unwrap()[3], all.n), (0.0, 0.0, 4));
    assert!(near(all.martingale()[4], four.martingale()[3], 0.0));
}

#[test]
fn landmarks() {
    let (subject, start, stop) = ([1, 1, 2, 2, 3], [0.0, 5.0, 0.0, 6.0, 0.0], [5.0, 9.0, 4.0, 8.0, 3.0]);
    let event = [false, true, false, true, true];
    let response = Survival::start_stop(&subject, &start, &stop, &event).unwrap();
    let at_two = landmark(&response, 2.0).unwrap();
    assert_eq!((at_two.rows, at_two.time), (vec![0, 2, 4], vec![7.0, 2.0, 1.0]));
    assert_eq!(at_two.cause.iter().map(|&cause| cause > 0).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(landmark(&response, 5.0).unwrap().rows, [1]);
    let right = Survival::right(&[3.0, 4.0], &[true, false]).unwrap();
    assert_eq!(landmark(&right, 3.0).unwrap().time, [1.0]);
}
