//! State occupation probabilities and times in states against R's survfit (relative 1e-10 for probabilities and
//! variances). R's own rounding leaves about 1e-16 where a variance is 0.

use super::table::{read, require_twenty};
use stats::Level;
use stats::survival::states::{Occupation, occupation};
use stats::survival::{CurveInterval, Survival, Transform, Transitions};
use std::collections::HashMap;

const TOLERANCE: f64 = 1e-10;

#[derive(Default)]
struct Set {
    n_states: u32,
    subject: Vec<u32>,
    start: Vec<f64>,
    stop: Vec<f64>,
    from: Vec<u32>,
    to: Vec<u32>,
}

fn fitted() -> HashMap<String, Occupation> {
    let mut sets: HashMap<String, Set> = HashMap::new();
    for row in read("data/states/rows.csv") {
        let set = sets.entry(row.text("set").to_string()).or_default();
        set.n_states = row.count("n_states") as u32;
        set.subject.push(row.count("subject") as u32);
        set.start.push(row.number("start").unwrap());
        set.stop.push(row.number("stop").unwrap());
        set.from.push(row.count("from") as u32);
        set.to.push(row.count("to") as u32);
    }
    let fit = |set: &Set| {
        let rows = Transitions {
            subject: &set.subject,
            start: &set.start,
            stop: &set.stop,
            from: &set.from,
            to: &set.to,
            n_states: set.n_states,
        };
        occupation(&Survival::states(rows).expect("stored rows are right"), None).unwrap()
    };
    sets.iter().map(|(name, set)| (name.clone(), fit(set))).collect()
}

#[test]
fn occupation_equals_survfit() {
    let (fits, rows) = (fitted(), read("answers/states_points.csv"));
    require_twenty(&rows);
    for row in &rows {
        let fit = &fits[row.text("set")];
        let rule = CurveInterval { transform: Transform::LogLog, ..CurveInterval::default() };
        let time = row.number("time").unwrap();
        let ours = *fit.time.iter().rfind(|step| **step <= time + 1e-7).expect("R's time is one of ours");
        let estimate = fit.estimate_at(row.count("state") as u32, ours, rule);
        row.expect_within("probability", estimate.value, TOLERANCE, 1e-3);
        row.expect_within("error", estimate.sd, TOLERANCE, 1e-2);
        if estimate.value.unwrap() > 1e-9 && estimate.sd.unwrap() > 1e-7 {
            row.expect_within("low", estimate.ci.map(|ci| ci.low), TOLERANCE, 1e-2);
            row.expect_within("high", estimate.ci.map(|ci| ci.high), TOLERANCE, 1e-2);
        }
    }
}

#[test]
fn times_in_states_equal_survfit() {
    let (fits, rows) = (fitted(), read("answers/states_times.csv"));
    require_twenty(&rows);
    for row in &rows {
        let until = row.number("until").unwrap();
        let times = fits[row.text("set")].expected_times(until, Level::default());
        let estimate = &times[row.count("state")];
        row.expect_within("mean", estimate.value, TOLERANCE, 1e-3 * until);
        row.expect_within("error", estimate.sd, TOLERANCE, 1e-2 * until);
        let sum: f64 = times.iter().map(|time| time.value.unwrap()).sum();
        assert!((sum - until).abs() <= 1e-12 * until, "{sum} {until}");
    }
}
