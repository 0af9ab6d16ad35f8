//! Terms: names, coding, problems all at once, and the same columns for new rows.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::{Intercept, Recipe, RecipeProblem, Term, Variables};

#[test]
fn names_and_coding() {
    let (age, stage) = ([50.0, 60.0, 70.0, 80.0], ["II", "I", "III", "I"]);
    let variables = Variables::new(4).number("age", &age).category("stage", &stage);
    let terms = [
        Term::number("age"),
        Term::factor("stage", "I"),
        Term::number("age").by(Term::factor("stage", "I")),
        Term::polynomial("age", 2),
    ];
    let (recipe, design) = Recipe::learn(&variables, Intercept::With, &terms).unwrap();
    let names =
        ["(intercept)", "age", "stage=II", "stage=III", "age:stage=II", "age:stage=III", "age^1", "age^2"];
    assert_eq!(design.names(), names);
    assert_eq!(design.column(2), [1.0, 0.0, 0.0, 0.0]);
    assert_eq!(design.column(5), [0.0, 0.0, 70.0, 0.0]);
    assert!((design.column(7)[0] - 225.0 / 125.0).abs() < 1e-12);
    let new = recipe.apply(&Variables::new(1).number("age", &[65.0]).category("stage", &["III"])).unwrap();
    let row: Vec<f64> = (0..8).map(|column| new.at(0, column)).collect();
    assert_eq!(row, [1.0, 65.0, 0.0, 1.0, 0.0, 65.0, 0.0, 0.0]);
}

#[test]
fn all_problems_at_once() {
    let (age, stage) = ([50.0, f64::NAN, 70.0], ["I", "I", "I"]);
    let variables = Variables::new(3).number("age", &age).category("stage", &stage).number("short", &[1.0]);
    let terms = [
        Term::number("age"),
        Term::factor("stage", "I"),
        Term::number("stage").by(Term::number("weight")),
        Term::number("short"),
        Term::factor_of("age", &["a", "b"]),
    ];
    let problems = Recipe::learn(&variables, Intercept::With, &terms).unwrap_err();
    let variable = |name: &str| name.to_string();
    assert_eq!(
        problems,
        [
            RecipeProblem::NotFinite { variable: variable("age"), row: 1 },
            RecipeProblem::OneLevel { variable: variable("stage") },
            RecipeProblem::NotNumbers { variable: variable("stage") },
            RecipeProblem::UnknownVariable { variable: variable("weight") },
            RecipeProblem::LengthDiffers { variable: variable("short"), found: 1, needed: 3 },
            RecipeProblem::NotFinite { variable: variable("age"), row: 1 },
        ]
    );
}

#[test]
fn an_unknown_level_has_no_coefficient() {
    let variables = Variables::new(2).category("stage", &["I", "II"]);
    let (recipe, _) = Recipe::learn(&variables, Intercept::With, &[Term::factor("stage", "I")]).unwrap();
    let new = recipe.apply(&Variables::new(2).category("stage", &["I", "IV"]));
    let level = "IV".to_string();
    assert_eq!(new, Err(vec![RecipeProblem::UnknownLevel { variable: "stage".to_string(), level, row: 1 }]));
    let wrong = Recipe::learn(&variables, Intercept::With, &[Term::factor("stage", "V")]).unwrap_err();
    assert!(matches!(wrong[..], [RecipeProblem::UnknownReference { .. }]));
    let twice =
        Recipe::learn(&variables, Intercept::With, &[Term::factor("stage", "I"), Term::factor("stage", "I")]);
    assert_eq!(twice.unwrap_err(), [RecipeProblem::NameTwice { column: "stage=II".to_string() }]);
}

#[test]
fn splines_need_values() {
    let x = [1.0, 1.0, 1.0, 2.0, 3.0];
    let learn = |term: Term| {
        Recipe::learn(&Variables::new(5).number("x", &x), Intercept::Without, &[term])
            .map(|(_, d)| d.n_columns())
    };
    let needs =
        |needed| Err(vec![RecipeProblem::TooFewValues { variable: "x".to_string(), needed, found: 3 }]);
    assert_eq!(learn(Term::restricted_cubic_spline("x", 4)), needs(7));
    assert_eq!(learn(Term::natural_spline("x", 3)), needs(4));
    let meet = Err(vec![RecipeProblem::KnotsMeet { variable: "x".to_string() }]);
    assert_eq!(learn(Term::natural_spline("x", 2)), meet);
    assert_eq!(learn(Term::natural_spline("x", 1)), Ok(1));
    assert_eq!(learn(Term::polynomial("x", 3)), needs(4));
    let bad = Err(vec![RecipeProblem::BadKnots { variable: "x".to_string() }]);
    assert_eq!(learn(Term::spline_at("x", &[1.0, 3.0, 2.0])), bad);
    assert_eq!(learn(Term::spline_at("x", &[1.0, 2.0])), bad);
    assert_eq!(learn(Term::spline_at("x", &[1.0, 2.0, 3.0])), Ok(2));
    assert_eq!(
        learn(Term::polynomial("x", 0)),
        Err(vec![RecipeProblem::NoDegree { variable: "x".to_string() }])
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_rows_give_the_same_columns(x in vec(-1e3..1e3_f64, 0..60), exponent in -250_i32..250, df in 1_usize..6) {
        let x: Vec<f64> = x.iter().map(|x| x * 10_f64.powi(exponent)).collect();
        let variables = Variables::new(x.len()).number("x", &x);
        for term in [
            Term::natural_spline("x", df),
            Term::restricted_cubic_spline("x", df + 2),
            Term::polynomial("x", df as u32),
        ] {
            let Ok((recipe, design)) = Recipe::learn(&variables, Intercept::With, &[term]) else { continue };
            prop_assert_eq!(recipe.apply(&variables).unwrap(), design);
        }
    }

    #[test]
    fn splines_are_straight_beyond_their_outer_knots(x in vec(-100.0..100.0_f64, 20..60), size in 3_usize..6) {
        let variables = Variables::new(x.len()).number("x", &x);
        let term = Term::restricted_cubic_spline("x", size);
        let Ok((recipe, _)) = Recipe::learn(&variables, Intercept::Without, &[term]) else { return Ok(()) };
        for far in [-400.0, 300.0] {
            let line = [far, far + 50.0, far + 100.0];
            let design = recipe.apply(&Variables::new(3).number("x", &line)).unwrap();
            for column in 0..design.n_columns() {
                let y = design.column(column);
                let bend = y[0] - 2.0 * y[1] + y[2];
                prop_assert!(bend.abs() <= 1e-8 * (1.0 + y[1].abs()), "{y:?}");
            }
        }
    }
}
