//! Parametric survival, terms of a design, ordinal, multinomial and penalised regression.

use super::example::Example;
use stats::design::{Design, Intercept, Recipe, Term, Variables};
use stats::regression::Categories;
use stats::regression::multinomial::multinomial;
use stats::regression::ordinal::ordinal;
use stats::regression::penalised::{Outcome, Penalties, PenaltyRule, penalised};
use stats::survival::Survival;
use stats::survival::parametric::{Family, parametric};
use stats::{Fraction, Level, Sample, Statistic};

#[test]
fn parametric_survival() {
    let page = Example::of("parametric-survival.md");
    let (time, group) = (page.numbers("time"), page.numbers("group"));
    let event: Vec<bool> = page.numbers("event").iter().map(|event| *event == 1.0).collect();
    let mut design = Design::empty(time.len()).with_intercept().unwrap();
    design.push("group", &group).unwrap();
    let response = Survival::right(&time, &event).unwrap();
    let fit = parametric(&response, &design, Family::Exponential, None, Level::default()).unwrap();
    page.says("value", fit.coefficients[1].value.unwrap());
    page.says("error", fit.coefficients[1].sd.unwrap());
    page.says("low", fit.coefficients[1].ci.unwrap().low);
    page.says("high", fit.coefficients[1].ci.unwrap().high);
    page.says("null", fit.log_likelihood[0]);
    page.says("full", fit.log_likelihood[1]);
    page.says("median", fit.quantile(&[1.0, 0.0], Fraction::HALF).value.unwrap());
    page.says("survival", fit.survival(&[1.0, 0.0], 6.0).value.unwrap());
}

#[test]
fn spline_terms() {
    let page = Example::of("design.md");
    let (x, knots) = (page.numbers("x"), page.numbers("knots"));
    let variables = Variables::new(x.len()).number("x", &x);
    let (_, design) = Recipe::learn(&variables, Intercept::Without, &[Term::spline_at("x", &knots)]).unwrap();
    assert_eq!(design.at(0, 1), 0.0);
    for (row, x) in x.iter().enumerate().skip(1) {
        page.says(&format!("at_{x}"), design.at(row, 1));
    }
}

#[test]
fn ordinal_and_multinomial() {
    let page = Example::of("ordinal-and-multinomial.md");
    let (mut codes, mut group) = (Vec::new(), Vec::new());
    for (name, value) in [("group_0", 0.0), ("group_1", 1.0)] {
        for (code, count) in page.numbers(name).into_iter().enumerate() {
            codes.extend(std::iter::repeat_n(code as u32, count as usize));
            group.extend(std::iter::repeat_n(value, count as usize));
        }
    }
    let response = Categories::new(&codes, 3).unwrap();
    let design = Design::new(group.len(), &[("group", &group)]).unwrap();
    let fit = ordinal(&response, &design, Level::default()).unwrap();
    page.says("value", fit.coefficients[0].value.unwrap());
    page.says("error", fit.coefficients[0].sd.unwrap());
    page.says("threshold_1", fit.thresholds[0].value.unwrap());
    page.says("threshold_2", fit.thresholds[1].value.unwrap());
    let Statistic::ChiSquared { x2, .. } = fit.proportionality.test.unwrap().statistic else { panic!() };
    page.says("score", x2);
    let fit = multinomial(&response, &design.with_intercept().unwrap(), 0, Level::default()).unwrap();
    page.says("middle", fit.coefficients[0][0].value.unwrap());
    page.says("middle_error", fit.coefficients[0][0].sd.unwrap());
    page.says("highest", fit.coefficients[1][0].value.unwrap());
    page.says("highest_error", fit.coefficients[1][0].sd.unwrap());
}

#[test]
fn penalised_regression() {
    let page = Example::of("penalised-regression.md");
    let (x1, x2, y) = (page.numbers("x1"), page.numbers("x2"), page.numbers("y"));
    let design = Design::new(y.len(), &[("x1", &x1), ("x2", &x2)]).unwrap();
    let outcome = Outcome::Number(Sample::new(&y).unwrap());
    let fit = |mixture: f64, penalties: Penalties<'_>| {
        let rule = PenaltyRule { mixture: Fraction::new(mixture).unwrap(), penalties };
        penalised(outcome, &design, &rule).unwrap()
    };
    page.says("greatest", fit(1.0, Penalties::Path(1)).penalties[0]);
    for (name, mixture) in [("lasso", 1.0), ("ridge", 0.0), ("net", 0.5)] {
        let path = fit(mixture, Penalties::Given(&[0.5]));
        page.says(&format!("{name}_1"), path.coefficients[0][0]);
        page.says(&format!("{name}_2"), path.coefficients[0][1]);
    }
}
