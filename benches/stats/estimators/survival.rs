//! Times to an event.

use super::{Call, Entry, LEVEL, number};
use crate::Answers;
use crate::columns::Columns;
use stats::design::Design;
use stats::survival::competing::{FineGray, Incidence, IncidenceVariance, cumulative_incidence, fine_gray};
use stats::survival::cox::{CoxRule, cox};
use stats::survival::{Curve, CurveInterval, LogRankWeight, Survival, Transform};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[
    ("cox", cox_of_two),
    ("cox_many", cox_of_many),
    ("cumulative_incidence", incidence),
    ("fine_gray", subdistribution),
    ("kaplan_meier", kaplan_meier),
    ("log_rank", log_rank),
];

const RULE: CurveInterval = CurveInterval { level: LEVEL, transform: Transform::LogLog };
const COVARIATES: [&str; 10] = ["x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9"];

fn kaplan_meier(columns: &Columns) -> Call<'_> {
    let event = events(columns);
    Box::new(move || {
        let response = Survival::right(columns.get("time"), &event).expect("times from 0");
        points_of_curve(&stats::survival::kaplan_meier(&response).expect("a curve"))
    })
}

fn points_of_curve(curve: &Curve) -> Answers {
    let early = curve.estimate_at(365.0, RULE).ci.expect("an interval");
    vec![
        ("s 365", curve.survival_at(365.0)),
        ("s 1000", curve.survival_at(1000.0)),
        ("low 365", early.low),
        ("high 365", early.high),
    ]
}

fn log_rank(columns: &Columns) -> Call<'_> {
    let (event, group) = (events(columns), codes(columns, "group"));
    Box::new(move || {
        let response = Survival::right(columns.get("time"), &event).expect("times from 0");
        let found = stats::survival::log_rank(&response, &group, 2, None, LogRankWeight::One);
        super::p_alone(&found.expect("two groups").test)
    })
}

fn cox_of_two(columns: &Columns) -> Call<'_> {
    let event = events(columns);
    Box::new(move || {
        let response = Survival::right(columns.get("time"), &event).expect("times from 0");
        let fit = cox(&response, &group_and_age(columns), &CoxRule::default()).expect("a maximum");
        vec![
            ("b group", number(fit.coefficients[0].value)),
            ("b age", number(fit.coefficients[1].value)),
            ("se group", number(fit.coefficients[0].sd)),
        ]
    })
}

fn cox_of_many(columns: &Columns) -> Call<'_> {
    let event = events(columns);
    Box::new(move || {
        let response = Survival::right(columns.get("time"), &event).expect("times from 0");
        let covariates = COVARIATES.map(|name| (name, columns.get(name)));
        let design = Design::new(event.len(), &covariates).expect("finite");
        let fit = cox(&response, &design, &CoxRule::default()).expect("a maximum");
        let values = fit.coefficients.iter().map(|estimate| number(estimate.value));
        COVARIATES.into_iter().zip(values).chain([("se x0", number(fit.coefficients[0].sd))]).collect()
    })
}

fn incidence(columns: &Columns) -> Call<'_> {
    let cause = codes(columns, "cause");
    Box::new(move || {
        let response = Survival::competing(columns.get("time"), &cause, 2).expect("times from 0");
        points_of_incidence(&cumulative_incidence(&response).expect("two causes"))
    })
}

/// With both variances: by influences (R's survfit), by Aalen's formula (cmprsk, scikit-survival).
fn points_of_incidence(incidence: &Incidence) -> Answers {
    let at = |cause, time, variance| incidence.estimate_at(cause, time, RULE, variance);
    let early = at(1, 365.0, IncidenceVariance::Influence);
    let late = at(2, 1000.0, IncidenceVariance::Influence);
    let aalen = at(1, 365.0, IncidenceVariance::Aalen);
    let interval = aalen.ci.expect("an interval");
    vec![
        ("first 365", number(early.value)),
        ("second 1000", number(late.value)),
        ("se first 365", number(early.sd)),
        ("se second 1000", number(late.sd)),
        ("Aalen's se first 365", number(aalen.sd)),
        ("Aalen's low first 365", interval.low),
        ("Aalen's high first 365", interval.high),
    ]
}

fn subdistribution(columns: &Columns) -> Call<'_> {
    let cause = codes(columns, "cause");
    Box::new(move || {
        let response = Survival::competing(columns.get("time"), &cause, 2).expect("times from 0");
        let FineGray { coefficients, .. } =
            fine_gray(&response, 1, &group_and_age(columns), LEVEL).expect("a maximum");
        vec![
            ("b group", number(coefficients[0].value)),
            ("b age", number(coefficients[1].value)),
            ("se group", number(coefficients[0].sd)),
            ("se age", number(coefficients[1].sd)),
        ]
    })
}

fn group_and_age(columns: &Columns) -> Design {
    let covariates = ["group", "age"].map(|name| (name, columns.get(name)));
    Design::new(covariates[0].1.len(), &covariates).expect("finite")
}

fn events(columns: &Columns) -> Vec<bool> {
    columns.get("event").iter().map(|&event| event == 1.0).collect()
}

fn codes(columns: &Columns, name: &str) -> Vec<u32> {
    super::counts(columns, name).into_iter().map(|code| code as u32).collect()
}
