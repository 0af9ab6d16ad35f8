//! Cox regression.

use super::example::Example;
use stats::design::Design;
use stats::survival::Survival;
use stats::survival::cox::{Cox, CoxRule, Penalty, cox};

fn fit(page: &Example, x: &str, penalty: Penalty) -> Cox {
    let (time, x) = (page.numbers("time"), page.numbers(x));
    let event: Vec<bool> = page.numbers("event").iter().map(|&event| event == 1.0).collect();
    let design = Design::new(time.len(), &[("x", &x)]).unwrap();
    let response = Survival::right(&time, &event).unwrap();
    cox(&response, &design, &CoxRule { penalty, ..CoxRule::default() }).unwrap()
}

#[test]
fn cox_regression() {
    let page = Example::of("cox.md");
    let plain = fit(&page, "x", Penalty::None);
    page.says("value", plain.coefficients[0].value.unwrap());
    page.says("error", plain.coefficients[0].sd.unwrap());
    page.says("null", plain.log_likelihood[0]);
    page.says("log_likelihood", plain.log_likelihood[1]);
    let (baseline, martingale) = (plain.baseline(0).unwrap(), plain.martingale());
    for (row, (hazard, martingale)) in (1..).zip(baseline.hazard.iter().zip(&martingale)) {
        page.says(&format!("hazard_{row}"), *hazard);
        page.says(&format!("martingale_{row}"), *martingale);
    }
    let schoenfeld = plain.schoenfeld().unwrap();
    page.says("schoenfeld_1", schoenfeld.values[0]);
    page.says("schoenfeld_2", schoenfeld.values[1]);
    page.says("c", plain.concordance(None).unwrap().c.value.unwrap());
    let firth = fit(&page, "firth_x", Penalty::Firth);
    page.says("firth_value", firth.coefficients[0].value.unwrap());
    page.says("firth_error", firth.coefficients[0].sd.unwrap());
}
