//! Competing risks and states.

use crate::scenario::Scenario;
use stats::design::Design;
use stats::random::Stream;
use stats::survival::competing::{IncidenceVariance, cumulative_incidence, fine_gray, incidence_difference};
use stats::survival::states::occupation;
use stats::survival::{CurveInterval, Survival, Transform, Transitions};
use stats::{Answer, Interval, Level};

pub fn scenarios() -> Vec<Scenario> {
    let incidence = |situation, n, transform, variance| Scenario {
        method: "competing-risks",
        situation,
        truth: 0.6 * (1.0 - (-1.0_f64).exp()),
        interval: Box::new(move |stream: &mut Stream| incidence_at_20(stream, n, transform, variance)),
    };
    let (log_log, plain) = (Transform::LogLog, Transform::Plain);
    vec![
        incidence(
            "n = 100, incidence 0.38, a third censored, log-log",
            100,
            log_log,
            IncidenceVariance::Influence,
        ),
        incidence("n = 100, the same, plain", 100, plain, IncidenceVariance::Influence),
        incidence("n = 100, the same, log-log, Aalen's variance", 100, log_log, IncidenceVariance::Aalen),
        incidence("n = 25, the same, log-log", 25, log_log, IncidenceVariance::Influence),
        incidence("n = 25, the same, plain", 25, plain, IncidenceVariance::Influence),
        Scenario {
            method: "competing-risks",
            situation: "n = 100, time lost before 20, a third censored",
            truth: 0.6 * (20.0 - (1.0 - (-1.0_f64).exp()) / 0.05),
            interval: Box::new(|stream| {
                let (time, cause) = draw(stream, 100);
                let response = Survival::competing(&time, &cause, 2).expect("drawn");
                cumulative_incidence(&response)?.time_lost(1, 20.0, Level::default()).ci
            }),
        },
        Scenario {
            method: "competing-risks",
            situation: "2 groups of 50, difference in incidence 0 at 20",
            truth: 0.0,
            interval: Box::new(|stream| {
                let mut curves = || {
                    let (time, cause) = draw(stream, 50);
                    cumulative_incidence(&Survival::competing(&time, &cause, 2).expect("drawn"))
                };
                let (first, second) = (curves()?, curves()?);
                incidence_difference(&first, &second, 1, 20.0, Level::default(), IncidenceVariance::default())
                    .ci
            }),
        },
        Scenario {
            method: "competing-risks",
            situation: "n = 200, Fine-Gray log ratio 0.5, a third censored",
            truth: 0.5,
            interval: Box::new(|stream| fine_gray_ratio(stream, 200)),
        },
        Scenario {
            method: "competing-risks",
            situation: "n = 60, Fine-Gray log ratio 0.5, a third censored",
            truth: 0.5,
            interval: Box::new(|stream| fine_gray_ratio(stream, 60)),
        },
        Scenario {
            method: "multi-state",
            situation: "n = 100, probability of a state lost and won again, log-log",
            truth: 0.5 / 0.8 * (1.0 - (-1.6_f64).exp()),
            interval: Box::new(|stream| {
                let rule = CurveInterval { transform: Transform::LogLog, ..CurveInterval::default() };
                back_and_forth(stream, 100, |fit| fit.estimate_at(1, 2.0, rule).ci)
            }),
        },
        Scenario {
            method: "multi-state",
            situation: "n = 100, time in this state within 3 years",
            truth: 0.5 / 0.8 * (3.0 - (1.0 - (-2.4_f64).exp()) / 0.8),
            interval: Box::new(|stream| {
                back_and_forth(stream, 100, |fit| fit.expected_times(3.0, Level::default())[1].ci)
            }),
        },
    ]
}

fn exponential(stream: &mut Stream, rate: f64) -> f64 {
    -(1.0 - stream.uniform()).ln() / rate
}

fn incidence_at_20(
    stream: &mut Stream,
    n: usize,
    transform: Transform,
    variance: IncidenceVariance,
) -> Answer<Interval> {
    let (time, cause) = draw(stream, n);
    let curves = cumulative_incidence(&Survival::competing(&time, &cause, 2).expect("drawn"))?;
    curves.estimate_at(1, 20.0, CurveInterval { transform, ..CurveInterval::default() }, variance).ci
}

/// Rates 0.03 and 0.02; censored between 5 and 50.
fn draw(stream: &mut Stream, n: usize) -> (Vec<f64>, Vec<u32>) {
    let (mut time, mut cause) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let (t, c) = (exponential(stream, 0.05), 5.0 + 45.0 * stream.uniform());
        let which = if stream.uniform() < 0.6 { 1 } else { 2 };
        time.push(t.min(c));
        cause.push(if t <= c { which } else { 0 });
    }
    (time, cause)
}

/// F1(t | x) = 1 - (1 - (1 - exp(-t))/2)^exp(x/2): Fine and Gray's own simulation.
fn fine_gray_ratio(stream: &mut Stream, n: usize) -> Answer<Interval> {
    let (mut time, mut cause, mut x) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..n {
        let group = (i % 2) as f64;
        let ratio = (0.5 * group).exp();
        let (u, c) = (stream.uniform(), 0.5 + 2.0 * stream.uniform());
        let (t, which) = if u < 1.0 - 0.5_f64.powf(ratio) {
            (-(1.0 - 2.0 * (1.0 - (1.0 - u).powf(1.0 / ratio))).ln(), 1)
        } else {
            (exponential(stream, (-0.5 * group).exp()), 2)
        };
        time.push(t.min(c));
        cause.push(if t <= c { which } else { 0 });
        x.push(group);
    }
    let design = Design::new(n, &[("group", &x)]).expect("finite");
    let response = Survival::competing(&time, &cause, 2).expect("drawn");
    fine_gray(&response, 1, &design, Level::default())?.coefficients[0].ci
}

/// From state 0 to 1 at rate 0.5, back at rate 0.3, censored between 2 and 6 years.
fn back_and_forth(
    stream: &mut Stream,
    n: usize,
    interval: impl Fn(&stats::survival::states::Occupation) -> Answer<Interval>,
) -> Answer<Interval> {
    let (mut subject, mut start, mut stop, mut from, mut to) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..n as u32 {
        let (mut t, mut state, end) = (0.0, 0, 2.0 + 4.0 * stream.uniform());
        while t < end {
            let next = t + exponential(stream, if state == 0 { 0.5 } else { 0.3 });
            let moves = next <= end;
            subject.push(i);
            start.push(t);
            stop.push(next.min(end));
            from.push(state);
            to.push(if moves { 1 - state } else { state });
            (t, state) = (next, if moves { 1 - state } else { state });
        }
    }
    let rows =
        Transitions { subject: &subject, start: &start, stop: &stop, from: &from, to: &to, n_states: 2 };
    interval(&occupation(&Survival::states(rows).expect("drawn"), None)?)
}
