//! Curves and log-rank by hand.

use super::example::Example;
use stats::survival::{CurveInterval, LogRankWeight, Survival, follow_up, kaplan_meier, log_rank};
use stats::{Fraction, Level, Statistic};

fn events(page: &Example) -> Vec<bool> {
    page.numbers("event").iter().map(|&event| event == 1.0).collect()
}

#[test]
fn curves() {
    let page = Example::of("survival-curves.md");
    let (time, event) = (page.numbers("time"), events(&page));
    let response = Survival::right(&time, &event).unwrap();
    let curve = kaplan_meier(&response).unwrap();
    let rule = CurveInterval::default();
    page.says("s_1", curve.survival_at(1.0));
    page.says("s_3", curve.survival_at(3.0));
    page.says("hazard_3", curve.hazard[2]);
    page.says("log_error_3", curve.log_variance[2].sqrt());
    let ci = curve.estimate_at(1.0, rule).ci.unwrap();
    page.says("low_1", ci.low);
    page.says("high_1", ci.high);
    page.says("median", curve.quantile(Fraction::HALF, rule).value.unwrap());
    let mean = curve.restricted_mean(5.0, Level::default());
    page.says("mean", mean.value.unwrap());
    page.says("mean_error", mean.sd.unwrap());
    let reversed = follow_up(&response).unwrap();
    page.says("follow_up_median", reversed.quantile(Fraction::HALF, rule).value.unwrap());
}

#[test]
fn log_ranks() {
    let page = Example::of("log-rank.md");
    let (time, event) = (page.numbers("time"), events(&page));
    let group: Vec<u32> = page.numbers("group").iter().map(|&group| group as u32).collect();
    let response = Survival::right(&time, &event).unwrap();
    let found = log_rank(&response, &group, 2, None, LogRankWeight::One).unwrap();
    page.says("expected_0", found.expected[0]);
    page.says("variance_0", found.variance[0]);
    let Statistic::ChiSquared { x2, .. } = found.test.test.unwrap().statistic else { panic!() };
    page.says("x2", x2);
    page.says("p", found.test.p_value().unwrap());
}
