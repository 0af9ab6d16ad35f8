//! Repeated values.

use super::example::Example;
use stats::Statistic;
use stats::design::Design;
use stats::mixed::gee::Sandwich;
use stats::mixed::{GeeRule, MixedRule, Repeated, gee, linear_mixed};

fn rows(page: &Example) -> (Vec<f64>, Vec<u32>, Design) {
    let values = page.numbers("values");
    let person = page.numbers("person").iter().map(|&person| person as u32).collect();
    let design = Design::empty(values.len()).with_intercept().unwrap();
    (values, person, design)
}

#[test]
fn one_way_random_effects() {
    let page = Example::of("mixed-model.md");
    let (values, person, ones) = rows(&page);
    let fit =
        linear_mixed(&Repeated::new(&values, &person).unwrap(), &ones, &ones, &MixedRule::default()).unwrap();
    let mean = &fit.coefficients[0];
    let Statistic::StudentT { df, .. } = mean.test.unwrap().statistic else { panic!("not t") };
    page.says("value", mean.value.unwrap());
    page.says("error", mean.sd.unwrap());
    page.says("df", df);
    page.says("low", mean.ci.unwrap().low);
    page.says("high", mean.ci.unwrap().high);
    page.says("p", mean.p_value().unwrap());
    page.says("between", fit.random_sd[0].value.unwrap());
    page.says("within", fit.residual_sd.value.unwrap());
    page.says("first", fit.random_effects[0]);
}

#[test]
fn estimating_equations_of_a_mean() {
    let page = Example::of("gee.md");
    let (values, person, ones) = rows(&page);
    let response = Repeated::new(&values, &person).unwrap();
    let found = gee(&response, &ones, &GeeRule::default()).unwrap();
    let robust =
        gee(&response, &ones, &GeeRule { sandwich: Sandwich::Robust, ..GeeRule::default() }).unwrap();
    let mean = &found.coefficients[0];
    page.says("value", mean.value.unwrap());
    page.says("scale", found.scale);
    page.says("alpha", found.correlation.unwrap());
    page.says("robust", robust.coefficients[0].sd.unwrap());
    page.says("error", mean.sd.unwrap());
    page.says("low", mean.ci.unwrap().low);
    page.says("high", mean.ci.unwrap().high);
}
