//! Penalised paths: typed answers, the conditions of the minimum, units, seeded folds.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::Design;
use stats::random::Seed;
use stats::regression::penalised::{Folds, Outcome, Path, Penalties, PenaltyRule, cross_validate, penalised};
use stats::{Fraction, Sample, Undefined};

fn number(y: &[f64]) -> Outcome<'_> {
    Outcome::Number(Sample::new(y).unwrap())
}

fn rule(mixture: f64, penalties: Penalties<'_>) -> PenaltyRule<'_> {
    PenaltyRule { mixture: Fraction::new(mixture).unwrap(), penalties }
}

#[test]
fn what_cannot_be_fitted_says_so() {
    let x = [1.0, 2.0, 3.0, 5.0];
    let design = Design::new(4, &[("x", &x)]).unwrap();
    let lasso = PenaltyRule::default();
    let reason = |outcome, rule: &PenaltyRule<'_>| penalised(outcome, &design, rule).unwrap_err();
    assert_eq!(reason(number(&[2.0; 4]), &lasso), Undefined::NoSpread);
    assert_eq!(reason(Outcome::Event(&[true; 4]), &lasso), Undefined::NoSpread);
    assert_eq!(reason(number(&[1.0; 3]), &lasso), Undefined::LengthsDiffer);
    let negative = rule(1.0, Penalties::Given(&[1.0, -1.0]));
    assert_eq!(reason(number(&x), &negative), Undefined::NotPositive);
    let separated = [false, false, true, true];
    let none = rule(1.0, Penalties::Given(&[0.0]));
    assert_eq!(reason(Outcome::Event(&separated), &none), Undefined::NotConverged);
    assert_eq!(penalised(number(&[]), &Design::empty(0), &lasso).unwrap_err(), Undefined::NoValues);
    let folds = Folds::drawn(4, 2, Seed(1));
    let few = cross_validate(number(&x), &design, &lasso, &folds).unwrap_err();
    assert_eq!(few, Undefined::TooFew { needed: 3, found: 2 });
}

#[test]
fn no_penalty_is_least_squares_and_a_constant_column_has_0() {
    let (x, y) = ([1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 5.0, 4.0]);
    let design = Design::new(4, &[("(intercept)", &[1.0; 4]), ("x", &x)]).unwrap();
    let path = penalised(number(&y), &design, &rule(1.0, Penalties::Given(&[0.0]))).unwrap();
    assert_eq!(path.coefficients[0][0], 0.0);
    assert!((path.coefficients[0][1] - 0.8).abs() < 1e-12 && (path.intercepts[0] - 1.5).abs() < 1e-12);
    assert!((path.predict(0, &[1.0, 2.0]).unwrap() - 3.1).abs() < 1e-12);
    assert_eq!(path.predict(0, &[1.0]), Err(Undefined::LengthsDiffer));
}

#[test]
fn folds_are_even_and_the_same_for_the_same_seed() {
    let folds = Folds::drawn(23, 5, Seed(7));
    assert_eq!(folds, Folds::drawn(23, 5, Seed(7)));
    assert_ne!(folds, Folds::drawn(23, 5, Seed(8)));
    assert_eq!(folds.n_folds(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    /// At the minimum each slope of the loss is at most the lasso's penalty, and equals it where the column is in.
    #[test]
    fn the_conditions_of_the_minimum_hold(
        rows in vec((-9_i32..10, -9_i32..10, -9_i32..10, -9_i32..10), 8..30),
        mixture in 0.05..=1.0_f64,
    ) {
        let column = |of: fn(&(i32, i32, i32, i32)) -> i32| -> Vec<f64> { rows.iter().map(|row| f64::from(of(row))).collect() };
        let (a, b, c, y) = (column(|r| r.0), column(|r| r.1), column(|r| r.2), column(|r| r.3));
        let design = Design::new(rows.len(), &[("a", &a), ("b", &b), ("c", &c)]).unwrap();
        let found = penalised(number(&y), &design, &rule(mixture, Penalties::Path(20)));
        let Ok(path) = found else { return Ok(()) };
        let n = rows.len() as f64;
        let moments = |x: &[f64]| {
            let mean = x.iter().sum::<f64>() / n;
            (mean, (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt())
        };
        let unit = moments(&y).1;
        for (at, penalty) in path.penalties.iter().enumerate() {
            let fit: Vec<f64> = design.times(&path.coefficients[at]);
            for (column, x) in [&a, &b, &c].into_iter().enumerate() {
                let (mean, sd) = moments(x);
                if sd == 0.0 { continue }
                let beta = path.coefficients[at][column] * sd / unit;
                let slope = (0..rows.len())
                    .map(|row| (y[row] - path.intercepts[at] - fit[row]) / unit * (x[row] - mean) / sd)
                    .sum::<f64>() / n - penalty / unit * (1.0 - mixture) * beta;
                let lasso = penalty / unit * mixture;
                prop_assert!(slope.abs() <= lasso + 1e-9);
                prop_assert!(beta == 0.0 || (slope - lasso * beta.signum()).abs() < 1e-9);
            }
        }
        prop_assert!(path.explained.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9));
    }

    #[test]
    fn any_rows_give_numbers_or_reasons(
        rows in vec((-9_i32..10, any::<bool>(), -9_i32..10), 0..30),
        exponent in -150_i32..150,
        mixture in 0.0..=1.0_f64,
    ) {
        let unit = 10_f64.powi(exponent);
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.0) * unit).collect();
        let y: Vec<f64> = rows.iter().map(|row| f64::from(row.2) / unit).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let design = Design::new(rows.len(), &[("x", &x), ("same", &x)]).unwrap();
        let finite = |path: &Path| path.intercepts.iter().chain(path.coefficients.iter().flatten()).all(|v| v.is_finite());
        for outcome in [number(&y), Outcome::Event(&event)] {
            let rule = rule(mixture, Penalties::Path(10));
            if let Ok(path) = penalised(outcome, &design, &rule) {
                prop_assert!(finite(&path));
            }
            if let Ok(found) = cross_validate(outcome, &design, &rule, &Folds::drawn(rows.len(), 4, Seed(1))) {
                prop_assert!(found.error.iter().all(|error| error.is_finite()));
                prop_assert!(found.one_standard_error <= found.least);
            }
        }
    }
}
