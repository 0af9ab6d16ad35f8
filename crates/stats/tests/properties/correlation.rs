//! Correlations: symmetry, sign, order, monotone transforms, bounds.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::correlation::*;
use stats::{Estimate, Level, Pairs, Undefined};

type Columns = (Vec<f64>, Vec<f64>);

/// Graded, laboratory and wild values, few and many.
fn columns() -> impl Strategy<Value = Columns> {
    let grade = || (0_i32..4).prop_map(f64::from);
    let tenth = || (0_i32..60).prop_map(|value| f64::from(value) / 10.0);
    let wide = || (-1e3..1e3, -280_i32..280).prop_map(|(value, exponent)| value * 10_f64.powi(exponent));
    prop_oneof![
        vec((grade(), grade()), 0..11).prop_map(|pairs| pairs.into_iter().unzip()),
        vec((tenth(), grade()), 0..60).prop_map(|pairs| pairs.into_iter().unzip()),
        vec((-1e3..1e3, -1e3..1e3_f64), 0..30).prop_map(|pairs| pairs.into_iter().unzip()),
        vec((wide(), wide()), 0..20).prop_map(|pairs| pairs.into_iter().unzip()),
    ]
}

fn all(x: &[f64], y: &[f64]) -> [Estimate; 3] {
    let pairs = Pairs::new(x, y).unwrap();
    [
        pearson(pairs, Level::default()),
        spearman(pairs, &SpearmanRule { exact_up_to: 8, ..SpearmanRule::default() }),
        kendall(pairs, &KendallRule { exact_with_ties_up_to: 8, ..KendallRule::default() }),
    ]
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-11
}

/// The same value, interval and p, where `sign` turns the first two.
fn same(left: &Estimate, right: &Estimate, sign: f64) -> bool {
    let p = match (left.p_value(), right.p_value()) {
        (Ok(left), Ok(right)) => close(left, right),
        (left, right) => left == right,
    };
    let value = match (left.value, right.value) {
        (Ok(left), Ok(right)) => close(left, sign * right),
        (left, right) => left == right,
    };
    let ci = match (left.ci, right.ci) {
        (Ok(left), Ok(right)) if sign > 0.0 => close(left.low, right.low) && close(left.high, right.high),
        (Ok(left), Ok(right)) => close(left.low, -right.high) && close(left.high, -right.low),
        (left, right) => left.err() == right.err(),
    };
    value && ci && p
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bounded_and_inside_the_interval((x, y) in columns()) {
        for estimate in all(&x, &y) {
            let Ok(value) = estimate.value else { continue };
            prop_assert!((-1.0..=1.0).contains(&value));
            if let Ok(ci) = estimate.ci {
                prop_assert!(-1.0 <= ci.low && ci.high <= 1.0 && ci.contains(value), "{value} {ci:?}");
            }
            if let Ok(p) = estimate.p_value() {
                prop_assert!((0.0..=1.0).contains(&p));
            }
            prop_assert!(estimate.n_ties <= estimate.n);
        }
    }

    #[test]
    fn sides_may_be_exchanged_and_turned((x, y) in columns()) {
        let turned: Vec<f64> = y.iter().map(|value| -value).collect();
        let (there, exchanged, turned) = (all(&x, &y), all(&y, &x), all(&x, &turned));
        for method in 0..3 {
            prop_assert!(same(&there[method], &exchanged[method], 1.0), "{:?} {:?}", there[method], exchanged[method]);
            prop_assert!(same(&there[method], &turned[method], -1.0), "{:?} {:?}", there[method], turned[method]);
        }
    }

    #[test]
    fn order_of_the_units_does_not_matter((x, y) in columns(), by in 0_usize..60) {
        let by = by.min(x.len());
        let moved = |values: &[f64]| { let mut moved = values.to_vec(); moved.reverse(); moved.rotate_left(by); moved };
        for (there, moved) in all(&x, &y).iter().zip(&all(&moved(&x), &moved(&y))) {
            prop_assert!(same(there, moved, 1.0), "{there:?} {moved:?}");
        }
    }

    #[test]
    fn ranks_know_no_scale((x, y) in vec((0_i32..40, -40_i32..40), 0..40).prop_map(
        |pairs| pairs.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).unzip::<f64, f64, Vec<f64>, Vec<f64>>())) {
        let bent: Vec<f64> = x.iter().map(|value| value.exp() - 5.0).collect();
        let (there, bent) = (all(&x, &y), all(&bent, &y));
        prop_assert_eq!(&there[1], &bent[1]);
        prop_assert_eq!(&there[2], &bent[2]);
    }

    #[test]
    fn pearson_knows_no_unit((x, y) in vec((-1e3..1e3_f64, -1e3..1e3_f64), 3..30).prop_map(
        |pairs| pairs.into_iter().unzip::<f64, f64, Vec<f64>, Vec<f64>>()), exponent in -900_i32..900) {
        let scaled: Vec<f64> = x.iter().map(|value| value * 2_f64.powi(exponent)).collect();
        prop_assert!(same(&all(&x, &y)[0], &all(&scaled, &y)[0], 1.0));
    }

    #[test]
    fn order_without_exception_is_one(values in vec(-1e6..1e6_f64, 3..40)) {
        let cubes: Vec<f64> = values.iter().map(|value| value * value * value).collect();
        prop_assume!(values.iter().any(|value| *value != values[0]));
        let estimates = all(&values, &cubes);
        prop_assert_eq!((estimates[1].value, estimates[2].value), (Ok(1.0), Ok(1.0)));
        prop_assert_eq!(estimates[1].ci.err(), Some(if values.len() < 4 { Undefined::TooFew { needed: 4, found: 3 } } else { Undefined::PerfectFit }));
    }
}

#[test]
fn what_gives_no_correlation() {
    let reasons = |x: &[f64], y: &[f64]| all(x, y).map(|estimate| estimate.value.err().unwrap());
    assert_eq!(reasons(&[], &[]), [Undefined::NoValues; 3]);
    assert_eq!(reasons(&[1.0, 2.0], &[1.0, 3.0]), [Undefined::TooFew { needed: 3, found: 2 }; 3]);
    assert_eq!(reasons(&[1.0, 2.0, 3.0], &[4.0; 3]), [Undefined::NoSpread; 3]);
    let line = pearson(Pairs::new(&[0.1, 0.2, 0.3, 0.7], &[0.2, 0.3, 0.4, 0.8]).unwrap(), Level::default());
    assert_eq!(
        (line.value, line.ci, line.p_value()),
        (Ok(1.0), Err(Undefined::PerfectFit), Err(Undefined::PerfectFit))
    );
}
