//! Competing risks and states.

use super::example::Example;
use stats::design::Design;
use stats::survival::competing::*;
use stats::survival::states::occupation;
use stats::survival::{CurveInterval, Survival, Transform, Transitions};
use stats::{Level, Statistic};

fn codes(page: &Example, name: &str) -> Vec<u32> {
    page.numbers(name).into_iter().map(|code| code as u32).collect()
}

#[test]
fn incidence_and_pseudo_values() {
    let page = Example::of("competing-risks.md");
    let (time, cause) = (page.numbers("time"), codes(&page, "cause"));
    let response = Survival::competing(&time, &cause, 2).unwrap();
    let curves = cumulative_incidence(&response).unwrap();
    let rule = CurveInterval { transform: Transform::LogLog, ..CurveInterval::default() };
    let estimate = curves.estimate_at(1, 4.0, rule, IncidenceVariance::Influence);
    page.says("incidence", estimate.value.unwrap());
    page.says("other", curves.incidence_at(2, 4.0).unwrap());
    page.says("survival", curves.survival[3]);
    page.says("variance", curves.causes[0].variance[3]);
    page.says("aalen", curves.causes[0].aalen_variance[3]);
    page.says("low", estimate.ci.unwrap().low);
    page.says("high", estimate.ci.unwrap().high);
    let lost = curves.time_lost(1, 5.0, Level::default());
    page.says("time_lost", lost.value.unwrap());
    page.says("time_lost_error", lost.sd.unwrap());
    let values = pseudo_values(&response, PseudoQuantity::Incidence(1), &[4.0]).unwrap();
    for (value, expected) in values[0].iter().zip(page.numbers("pseudo")) {
        assert!((value - expected).abs() < 1e-12, "{value} {expected}");
    }
}

#[test]
fn grays_test() {
    let page = Example::of("competing-risks.md");
    let (time, cause) = (page.numbers("gray_time"), codes(&page, "gray_cause"));
    let response = Survival::competing(&time, &cause, 2).unwrap();
    let found = gray(&response, 1, &codes(&page, "gray_group"), 2, None, 0.0).unwrap();
    match found.test.test.unwrap().statistic {
        Statistic::ChiSquared { x2, .. } => page.says("gray_x2", x2),
        other => panic!("{other:?}"),
    }
}

#[test]
fn fine_and_grays_regression() {
    let page = Example::of("competing-risks.md");
    let (time, cause) = (page.numbers("time"), codes(&page, "fine_gray_cause"));
    let response = Survival::competing(&time, &cause, 2).unwrap();
    let design = Design::new(5, &[("x", &page.numbers("fine_gray_x"))]).unwrap();
    let fit = fine_gray(&response, 1, &design, Level::default()).unwrap();
    page.says("b", fit.coefficients[0].value.unwrap());
    page.says("hazard", *fit.hazard.last().unwrap());
    page.says("at_zero", fit.incidence_at(4.0, &[0.0]).unwrap());
}

#[test]
fn states() {
    let page = Example::of("multi-state.md");
    let (subject, from, to) = (codes(&page, "subject"), codes(&page, "from"), codes(&page, "to"));
    let (start, stop) = (page.numbers("start"), page.numbers("stop"));
    let rows =
        Transitions { subject: &subject, start: &start, stop: &stop, from: &from, to: &to, n_states: 2 };
    let fit = occupation(&Survival::states(rows).unwrap(), None).unwrap();
    let at = |time| fit.estimate_at(1, time, CurveInterval::default());
    for (name, time) in [("p_at_1", 1.0), ("p_at_2", 2.0), ("p_at_3", 3.0)] {
        page.says(name, at(time).value.unwrap());
        page.says("error", at(time).sd.unwrap());
    }
    let time = &fit.expected_times(4.0, Level::default())[1];
    page.says("time", time.value.unwrap());
    page.says("time_error", time.sd.unwrap());
}
