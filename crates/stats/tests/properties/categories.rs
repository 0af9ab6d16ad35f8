//! Ordinal and multinomial regression: typed answers, direction, order.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::Design;
use stats::regression::multinomial::multinomial;
use stats::regression::ordinal::ordinal;
use stats::regression::{Categories, CategoriesProblem};
use stats::{Caution, Level, Undefined};

fn one(x: &[f64]) -> Design {
    Design::new(x.len(), &[("x", x)]).unwrap()
}

fn with_ones(x: &[f64]) -> Design {
    let mut design = Design::empty(x.len()).with_intercept().unwrap();
    design.push("x", x).unwrap();
    design
}

#[test]
fn what_cannot_be_fitted_says_so() {
    let fits = |codes: &[u32], n: usize, x: &[f64]| {
        let response = Categories::new(codes, n).unwrap();
        let ordinal = ordinal(&response, &one(x), Level::default()).err();
        assert_eq!(ordinal, multinomial(&response, &with_ones(x), 0, Level::default()).err());
        ordinal
    };
    assert_eq!(fits(&[], 3, &[]), Some(Undefined::NoValues));
    assert_eq!(fits(&[0, 2, 2], 3, &[1.0, 2.0, 3.0]), Some(Undefined::EmptyCategory));
    assert_eq!(fits(&[0, 0], 1, &[1.0, 2.0]), Some(Undefined::TooFew { needed: 2, found: 1 }));
    assert_eq!(fits(&[0, 1], 2, &[1.0]), Some(Undefined::LengthsDiffer));
    assert_eq!(Categories::new(&[0, 3], 3).unwrap_err(), CategoriesProblem::CodeOutside { row: 1 });
    let response = Categories::new(&[0, 1], 2).unwrap();
    assert_eq!(response.weighted(&[1.0, -1.0]).unwrap_err(), CategoriesProblem::BadWeight { row: 1 });
    assert_eq!(
        multinomial(&response, &with_ones(&[1.0, 2.0]), 2, Level::default()).err(),
        Some(Undefined::NotPartOfMethod)
    );
}

#[test]
fn separation_is_called_infinite() {
    let codes = [0, 0, 1, 1, 2, 2, 0, 1, 2, 2];
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1.5, 3.5, 5.5, 7.0];
    let response = Categories::new(&codes, 3).unwrap();
    let fit = ordinal(&response, &one(&x), Level::default()).unwrap();
    assert_eq!(fit.coefficients[0].cautions, [Caution::InfiniteCoefficient]);
    let fit = multinomial(&response, &with_ones(&x), 0, Level::default()).unwrap();
    for coefficients in &fit.coefficients {
        assert_eq!(coefficients[1].cautions, [Caution::InfiniteCoefficient]);
    }
    // A group that is all of the top category, the others mixed: quasi-separation.
    let group = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0];
    let fit = ordinal(&response, &one(&group), Level::default()).unwrap();
    assert_eq!(fit.coefficients[0].cautions, [Caution::InfiniteCoefficient]);
    assert_eq!(fit.thresholds[0].cautions, []);
}

#[test]
fn columns_that_say_nothing_are_collinear() {
    let response = Categories::new(&[0, 1, 2, 1, 0, 2], 3).unwrap();
    let fit = ordinal(&response, &one(&[4.0; 6]), Level::default()).unwrap();
    assert!(matches!(fit.coefficients[0].value, Err(Undefined::Collinear { .. })));
    assert_eq!(fit.test.test, Err(Undefined::NoSpread));
    assert!((fit.thresholds[0].value.unwrap() + std::f64::consts::LN_2).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn turning_the_order_turns_the_sign(rows in vec((0_u32..3, -4_i32..5), 12..60)) {
        let codes: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let turned: Vec<u32> = codes.iter().map(|code| 2 - code).collect();
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
        let fit = |codes: &[u32]| ordinal(&Categories::new(codes, 3).unwrap(), &one(&x), Level::default());
        let (there, back) = match (fit(&codes), fit(&turned)) {
            (Ok(there), Ok(back)) => (there, back),
            (there, back) => {
                prop_assert_eq!(there.err(), back.err());
                return Ok(());
            }
        };
        let (a, b) = (&there.coefficients[0], &back.coefficients[0]);
        if let (Ok(left), Ok(right)) = (a.value, b.value)
            && a.cautions.is_empty()
        {
            prop_assert!((left + right).abs() < 1e-7 * (1.0 + left.abs()), "{left} {right}");
            prop_assert!(a.ci.unwrap().contains(left) && (0.0..=1.0).contains(&a.p_value().unwrap()));
            let test = there.proportionality.p_value();
            prop_assert!(test.is_err() || (0.0..=1.0).contains(&test.unwrap()));
        }
    }

    #[test]
    fn any_rows_give_numbers_or_reasons(rows in vec((0_u32..4, -4_i32..5), 0..40), exponent in -250_i32..250) {
        let codes: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.1) * 10_f64.powi(exponent)).collect();
        let response = Categories::new(&codes, 4).unwrap();
        let mut estimates = Vec::new();
        if let Ok(fit) = ordinal(&response, &one(&x), Level::default()) {
            estimates.extend(fit.coefficients.into_iter().chain(fit.thresholds));
        }
        if let Ok(fit) = multinomial(&response, &with_ones(&x), 1, Level::default()) {
            estimates.extend(fit.coefficients.into_iter().flatten());
        }
        for estimate in estimates {
            if let (Ok(value), Ok(ci)) = (estimate.value, estimate.ci) {
                prop_assert!(value.is_finite() && ci.contains(value));
            }
        }
    }

    #[test]
    fn two_categories_are_one_model(rows in vec((0_u32..2, -4_i32..5), 10..60)) {
        let codes: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
        let response = Categories::new(&codes, 2).unwrap();
        let ordered = ordinal(&response, &one(&x), Level::default());
        let unordered = multinomial(&response, &with_ones(&x), 0, Level::default());
        if let (Ok(ordered), Ok(unordered)) = (ordered, unordered) {
            let (a, b) = (&ordered.coefficients[0], &unordered.coefficients[0][1]);
            if let (Ok(left), Ok(right)) = (a.value, b.value)
                && a.cautions.is_empty()
            {
                prop_assert!((left - right).abs() < 1e-7 * (1.0 + left.abs()));
            }
        }
    }
}
