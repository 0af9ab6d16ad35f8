//! Two groups by regression: means, odds and risks.

use super::example::Example;
use stats::design::Design;
use stats::regression::logistic::firth;
use stats::regression::*;
use stats::{Estimate, Level, Statistic};

fn grouped(page: &Example) -> (Response, Design, Vec<bool>, Vec<f64>) {
    let (mut group, mut event) = (Vec::new(), Vec::new());
    for (code, name) in ["unexposed", "exposed"].into_iter().enumerate() {
        for (count, yes) in page.numbers(name).into_iter().zip([true, false]) {
            group.extend(vec![code as f64; count as usize]);
            event.extend(vec![yes; count as usize]);
        }
    }
    let mut design = Design::empty(group.len()).with_intercept().unwrap();
    design.push("exposed", &group).unwrap();
    (Response::binary(&event), design, event, group)
}

fn x2(estimate: &Estimate) -> f64 {
    match estimate.test.unwrap().statistic {
        Statistic::ChiSquared { x2, .. } => x2,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_means() {
    let page = Example::of("linear-regression.md");
    let y = Response::new(&page.numbers("y")).unwrap();
    let mut design = Design::empty(6).with_intercept().unwrap();
    design.push("group", &page.numbers("group")).unwrap();
    let fit = |variance| linear(&y, &design, &LinearRule { variance, level: Level::default() }).unwrap();
    let model = fit(Variance::Model);
    page.says("intercept", model.coefficients[0].value.unwrap());
    page.says("value", model.coefficients[1].value.unwrap());
    page.says("se", model.coefficients[1].sd.unwrap());
    page.says("sigma", model.sigma.unwrap());
    page.says("r2", model.r_squared.unwrap());
    let (Statistic::StudentT { t, .. }, Statistic::F { f, .. }) =
        (model.coefficients[1].test.unwrap().statistic, model.test.test.unwrap().statistic)
    else {
        panic!("other statistics")
    };
    page.says("t", t);
    page.says("f", f);
    page.says("hc0", fit(Variance::Hc0).coefficients[1].sd.unwrap());
    page.says("hc3", fit(Variance::Hc3).coefficients[1].sd.unwrap());
}

#[test]
fn odds_ratio_of_a_table() {
    let page = Example::of("logistic-regression.md");
    let (response, design, event, group) = grouped(&page);
    let fit = logistic(&response, &design, Variance::Model, Level::default()).unwrap();
    page.says("value", fit.coefficients[1].value.unwrap());
    page.says("se", fit.coefficients[1].sd.unwrap());
    page.says("x2", x2(&fit.test));
    let ratio = fit.ratio(1);
    page.says("odds_ratio", ratio.value.unwrap());
    page.says("low", ratio.ci.unwrap().low);
    page.says("high", ratio.ci.unwrap().high);
    page.says("firth", firth(&response, &design, Level::default()).unwrap().coefficients[1].value.unwrap());
    page.says("c", c_statistic(&group, &event, Level::default()).unwrap().value.unwrap());
}

#[test]
fn risk_ratio_of_a_table() {
    let page = Example::of("poisson-and-log-binomial.md");
    let (response, design, ..) = grouped(&page);
    let fit = log_binomial(&response, &design, Level::default()).unwrap();
    page.says("value", fit.coefficients[1].value.unwrap());
    page.says("se", fit.coefficients[1].sd.unwrap());
    page.says("risk_ratio", fit.ratio(1).value.unwrap());
    page.says("low", fit.ratio(1).ci.unwrap().low);
    page.says("high", fit.ratio(1).ci.unwrap().high);
    let error = |variance| {
        poisson(&response, &design, variance, Level::default()).unwrap().coefficients[1].sd.unwrap()
    };
    page.says("zou", error(Variance::Hc0));
    page.says("poisson", error(Variance::Model));
}
