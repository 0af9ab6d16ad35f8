//! Order, direction, scale and units of regressions, and never a panic or NaN.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::Design;
use stats::regression::logistic::firth;
use stats::regression::*;
use stats::{Caution, Estimate, InputError, Level, Undefined};

type Row = (f64, f64, f64, f64, bool);

/// Measurements with ties, two columns, a weight and a yes or no.
fn rows(least: usize) -> impl Strategy<Value = Vec<Row>> {
    let small = || (-8_i32..9).prop_map(|value| f64::from(value) / 4.0);
    let weight = (0_u32..4).prop_map(f64::from);
    vec((small(), small(), small(), weight, any::<bool>()), least..40)
}

struct Parts {
    y: Vec<f64>,
    x: [Vec<f64>; 2],
    weight: Vec<f64>,
    yes: Vec<bool>,
}

impl Parts {
    fn of(rows: &[Row]) -> Self {
        Self {
            y: rows.iter().map(|row| row.0).collect(),
            x: [rows.iter().map(|row| row.1).collect(), rows.iter().map(|row| row.2).collect()],
            weight: rows.iter().map(|row| row.3).collect(),
            yes: rows.iter().map(|row| row.4).collect(),
        }
    }

    fn design(&self) -> Design {
        let mut design = Design::empty(self.y.len()).with_intercept().unwrap();
        design.push("a", &self.x[0]).unwrap();
        design.push("b", &self.x[1]).unwrap();
        design
    }
}

fn sound(estimate: &Estimate) -> Result<(), TestCaseError> {
    if let Ok(value) = estimate.value {
        prop_assert!(value.is_finite());
        if let Ok(ci) = estimate.ci {
            prop_assert!(ci.low.is_finite() && ci.high.is_finite() && ci.contains(value), "{value} {ci:?}");
        }
    }
    if let Ok(p) = estimate.p_value() {
        prop_assert!((0.0..=1.0).contains(&p), "{p}");
    }
    prop_assert!(estimate.sd.is_err() || estimate.sd.unwrap() >= 0.0);
    Ok(())
}

const KINDS: [Variance<'static>; 6] =
    [Variance::Model, Variance::Dispersed, Variance::Hc0, Variance::Hc1, Variance::Hc2, Variance::Hc3];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_finite_and_bounded(rows in rows(0)) {
        let parts = Parts::of(&rows);
        let design = parts.design();
        let y = Response::new(&parts.y).unwrap().weighted(&parts.weight).unwrap();
        let yes = Response::binary(&parts.yes).weighted(&parts.weight).unwrap();
        let counts: Vec<f64> = parts.y.iter().map(|y| (y * 4.0).abs()).collect();
        let counts = Response::new(&counts).unwrap().weighted(&parts.weight).unwrap();
        for variance in KINDS {
            if let Ok(fit) = linear(&y, &design, &LinearRule { variance, level: Level::default() }) {
                fit.coefficients.iter().try_for_each(sound)?;
                sound(&fit.test)?;
                for each in fit.predict_new(&design).into_iter().flatten() { sound(&each)?; }
            }
            for fit in [
                logistic(&yes, &design, variance, Level::default()),
                poisson(&counts, &design, variance, Level::default()),
                log_binomial(&yes, &design, Level::default()),
            ].into_iter().flatten() {
                fit.coefficients.iter().try_for_each(sound)?;
                sound(&fit.test)?;
                prop_assert!(fit.log_likelihood.iter().all(|each| each.is_finite()));
                prop_assert!(fit.covariance.iter().all(|each| each.is_finite()));
            }
        }
        if let Ok(fit) = firth(&yes, &design, Level::default()) {
            fit.coefficients.iter().try_for_each(sound)?;
        }
    }

    #[test]
    fn swapping_yes_and_no_turns_log_odds(rows in rows(12)) {
        let parts = Parts::of(&rows);
        let no: Vec<bool> = parts.yes.iter().map(|yes| !yes).collect();
        let fit = |yes: &[bool]| logistic(&Response::binary(yes), &parts.design(), Variance::Model, Level::default());
        if let (Ok(there), Ok(back)) = (fit(&parts.yes), fit(&no)) {
            for (there, back) in there.coefficients.iter().zip(&back.coefficients) {
                match (there.value, back.value) {
                    (Ok(a), Ok(b)) => prop_assert!((a + b).abs() <= 1e-7 * there.sd.unwrap_or(1.0).max(1e-3)),
                    (Err(Undefined::SeparatedColumn { rising }), Err(reason)) =>
                        prop_assert_eq!(reason, Undefined::SeparatedColumn { rising: !rising }),
                    (a, b) => prop_assert_eq!(a, b),
                }
            }
        }
    }

    #[test]
    fn a_weight_of_two_is_a_row_twice(rows in rows(10)) {
        let parts = Parts::of(&rows);
        let repeated: Vec<Row> =
            rows.iter().flat_map(|row| std::iter::repeat_n(*row, row.3 as usize)).collect();
        let twice = Parts::of(&repeated);
        let weighted = Response::binary(&parts.yes).weighted(&parts.weight).unwrap();
        let one = logistic(&weighted, &parts.design(), Variance::Model, Level::default());
        let two = logistic(&Response::binary(&twice.yes), &twice.design(), Variance::Model, Level::default());
        if let (Ok(one), Ok(two)) = (one, two) {
            for (one, two) in one.coefficients.iter().zip(&two.coefficients) {
                if let (Ok(a), Ok(b), Ok(error)) = (one.value, two.value, one.sd) {
                    prop_assert!((a - b).abs() <= 1e-7 * error);
                }
                prop_assert_eq!(one.value.is_ok(), two.value.is_ok());
            }
        }
    }

    #[test]
    fn scale_of_a_column_divides_its_coefficient(rows in rows(12), exponent in -250_i32..250) {
        let parts = Parts::of(&rows);
        let factor = 2_f64.powi(exponent);
        let scaled: Vec<f64> = parts.x[0].iter().map(|x| x * factor).collect();
        let mut design = Design::empty(rows.len()).with_intercept().unwrap();
        design.push("a", &scaled).unwrap();
        design.push("b", &parts.x[1]).unwrap();
        let y = Response::new(&parts.y).unwrap();
        let fit = |design: &Design| linear(&y, design, &LinearRule::default()).unwrap().coefficients[1].clone();
        let (plain, scaled) = (fit(&parts.design()), fit(&design));
        if let (Ok(plain), Ok(other), Ok(error)) = (plain.value, scaled.value, plain.sd) {
            prop_assert!((other * factor - plain).abs() <= 1e-9 * (plain.abs() + error));
        }
        prop_assert_eq!(plain.value.is_ok(), scaled.value.is_ok());
        let yes = Response::binary(&parts.yes);
        let fit = |design: &Design| logistic(&yes, design, Variance::Model, Level::default());
        let (Ok(plain), Ok(other)) = (fit(&parts.design()), fit(&design)) else { return Ok(()) };
        let (plain, other) = (&plain.coefficients[1], &other.coefficients[1]);
        if let (Ok(value), Ok(other), Ok(error)) = (plain.value, other.value, plain.sd) {
            prop_assert!((other * factor - value).abs() <= 1e-7 * (value.abs() + error));
        }
    }

    #[test]
    fn c_mirrors_itself(scores in vec((0_i32..20, any::<bool>()), 0..60)) {
        let (score, yes): (Vec<f64>, Vec<bool>) = scores.iter().map(|&(s, yes)| (f64::from(s), yes)).unzip();
        let turned: Vec<f64> = score.iter().map(|s| -s).collect();
        let (there, back) =
            (c_statistic(&score, &yes, Level::default()).unwrap(), c_statistic(&turned, &yes, Level::default()).unwrap());
        sound(&there)?;
        if let (Ok(a), Ok(b)) = (there.value, back.value) {
            prop_assert!((a + b - 1.0).abs() < 1e-12);
            prop_assert!((there.sd.unwrap_or(0.0) - back.sd.unwrap_or(0.0)).abs() < 1e-12);
        }
    }
}

#[test]
fn what_cannot_be_is_said() {
    let level = Level::default();
    let design = |n: usize| Design::empty(n).with_intercept().unwrap();
    let logit =
        |yes: &[bool]| logistic(&Response::binary(yes), &design(yes.len()), Variance::Model, level).err();
    assert_eq!(logit(&[]), Some(Undefined::NoValues));
    assert_eq!(logit(&[false; 4]), Some(Undefined::NoEvents));
    assert_eq!(logit(&[true; 4]), Some(Undefined::NoSpread));
    assert_eq!(
        logistic(&Response::binary(&[true]), &design(2), Variance::Model, level).err(),
        Some(Undefined::LengthsDiffer)
    );
    let halves = Response::new(&[0.5, 1.0]).unwrap();
    assert_eq!(logistic(&halves, &design(2), Variance::Model, level).err(), Some(Undefined::OtherResponse));
    let negative = Response::new(&[-1.0, 1.0]).unwrap();
    assert_eq!(poisson(&negative, &design(2), Variance::Model, level).err(), Some(Undefined::OtherResponse));
    assert_eq!(
        Response::binary(&[true]).weighted(&[-1.0]).err(),
        Some(InputError::NegativeWeight { position: 0 })
    );
    let one = linear(&Response::new(&[3.0]).unwrap(), &design(1), &LinearRule::default()).unwrap();
    assert_eq!(one.coefficients[0].value, Ok(3.0));
    assert_eq!(one.sigma, Err(Undefined::TooFew { needed: 2, found: 1 }));
    let flat = linear(&Response::new(&[3.0; 5]).unwrap(), &design(5), &LinearRule::default()).unwrap();
    assert_eq!((flat.sigma, flat.coefficients[0].p_value()), (Ok(0.0), Err(Undefined::NoSpread)));
}

#[test]
fn a_leverage_of_one_has_no_hc3() {
    let mut design = Design::empty(5).with_intercept().unwrap();
    design.push("alone", &[0.0, 0.0, 0.0, 0.0, 1.0]).unwrap();
    let y = Response::new(&[1.0, 2.0, 4.0, 3.0, 9.0]).unwrap();
    let fit = linear(&y, &design, &LinearRule { variance: Variance::Hc3, level: Level::default() }).unwrap();
    assert_eq!(fit.coefficients[1].sd, Err(Undefined::FullLeverage));
}

#[test]
fn infinite_coefficients_are_named() {
    let mut design = Design::empty(8).with_intercept().unwrap();
    design.push("group", &[0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]).unwrap();
    let counts = Response::new(&[1.0, 0.0, 3.0, 2.0, 0.0, 0.0, 0.0, 0.0]).unwrap();
    let fit = poisson(&counts, &design, Variance::Model, Level::default()).unwrap();
    assert_eq!(fit.coefficients[1].value, Err(Undefined::SeparatedColumn { rising: false }));
    assert!((fit.coefficients[0].value.unwrap() - 1.5_f64.ln()).abs() < 1e-12);
    assert!(fit.cautions.contains(&Caution::Separation { n_rows: 4, n_columns: 1 }));
}
