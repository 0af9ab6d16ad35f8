//! Multi-state models: probabilities add up, and the variances are those of a subject-by-time table.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::survival::competing::cumulative_incidence;
use stats::survival::states::*;
use stats::survival::*;
use stats::{Level, Undefined};

#[derive(Default, Debug)]
struct Rows {
    subject: Vec<u32>,
    start: Vec<f64>,
    stop: Vec<f64>,
    from: Vec<u32>,
    to: Vec<u32>,
}

impl Rows {
    fn response(&self) -> Survival<'_> {
        let rows = Transitions {
            subject: &self.subject,
            start: &self.start,
            stop: &self.stop,
            from: &self.from,
            to: &self.to,
            n_states: 3,
        };
        Survival::states(rows).unwrap()
    }
}

/// Subjects with stays of 1 to 3 days in one of three states, and perhaps a gap after each.
fn rows() -> impl Strategy<Value = Rows> {
    vec((0_u32..3, 0_u32..3, vec((1_u32..4, 0_u32..3, 0_u32..4), 1..6)), 1..15).prop_map(|subjects| {
        let mut rows = Rows::default();
        for (subject, (begin, state, stays)) in subjects.into_iter().enumerate() {
            let (mut time, mut state) = (begin, state);
            for (length, next, gap) in stays {
                rows.subject.push(subject as u32);
                rows.start.push(f64::from(time));
                rows.stop.push(f64::from(time + length));
                rows.from.push(state);
                rows.to.push(next);
                time += length + gap.saturating_sub(2);
                state = next;
            }
        }
        rows
    })
}

/// Probabilities and squared influences by the definition: every subject through every time.
fn table(rows: &Rows, fit: &Occupation) -> Vec<f64> {
    let n_rows = rows.stop.len();
    let first = fit.time[0];
    let at_risk = |time: f64, row: usize| rows.start[row] < time && time <= rows.stop[row];
    let n_first = (0..n_rows).filter(|&row| at_risk(first, row)).count() as f64;
    let n_subjects = rows.subject.iter().max().map_or(0, |&last| last as usize + 1);
    let mut influence = vec![[0.0; 3]; n_subjects];
    for row in (0..n_rows).filter(|&row| at_risk(first, row)) {
        for (state, influence) in influence[rows.subject[row] as usize].iter_mut().enumerate() {
            *influence =
                (f64::from(u8::from(rows.from[row] as usize == state)) - fit.initial[state]) / n_first;
        }
    }
    let (mut p, mut variances) = ([fit.initial[0], fit.initial[1], fit.initial[2]], Vec::new());
    for &time in &fit.time {
        let here: Vec<usize> = (0..n_rows).filter(|&row| at_risk(time, row)).collect();
        let mut hazard = [[0.0; 3]; 3];
        let n = |state: u32| here.iter().filter(|&&row| rows.from[row] == state).count() as f64;
        let moves = |row: usize| rows.stop[row] == time && rows.from[row] != rows.to[row];
        for &row in here.iter().filter(|&&row| moves(row)) {
            let (from, to) = (rows.from[row] as usize, rows.to[row] as usize);
            hazard[from][to] += 1.0 / n(rows.from[row]);
            hazard[from][from] -= 1.0 / n(rows.from[row]);
        }
        let through = |u: [f64; 3]| -> [f64; 3] {
            std::array::from_fn(|k| u[k] + (0..3).map(|j| u[j] * hazard[j][k]).sum::<f64>())
        };
        influence.iter_mut().for_each(|u| *u = through(*u));
        for &row in &here {
            let from = rows.from[row] as usize;
            let step = p[from] / n(rows.from[row]);
            let u = &mut influence[rows.subject[row] as usize];
            (0..3).for_each(|k| u[k] -= step * hazard[from][k]);
            if moves(row) {
                u[from] -= step;
                u[rows.to[row] as usize] += step;
            }
        }
        p = through(p);
        variances.extend((0..3).map(|k| influence.iter().map(|u| u[k] * u[k]).sum::<f64>()));
    }
    variances
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn variances_are_sums_over_subjects(rows in rows()) {
        let Ok(fit) = occupation(&rows.response(), None) else { return Ok(()) };
        for (i, expected) in table(&rows, &fit).into_iter().enumerate() {
            let found = fit.variance[i];
            prop_assert!((found - expected).abs() < 1e-12, "{i} {found} {expected}");
        }
        for p in fit.probability.chunks(3) {
            prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12 && p.iter().all(|p| (0.0..=1.0 + 1e-12).contains(p)));
        }
        let until = *fit.time.last().unwrap();
        let times = fit.expected_times(until, Level::default());
        prop_assert!((times.iter().map(|time| time.value.unwrap()).sum::<f64>() - until).abs() < 1e-9);
    }

    #[test]
    fn competing_risks_are_three_states(units in vec((1_u32..9, 0_u32..3), 1..40)) {
        let (time, cause): (Vec<f64>, Vec<u32>) = units.iter().map(|&(time, cause)| (f64::from(time), cause)).unzip();
        let rows = Rows {
            subject: (0..units.len() as u32).collect(),
            start: vec![0.0; units.len()],
            stop: time.clone(),
            from: vec![0; units.len()],
            to: cause.clone(),
        };
        let curves = cumulative_incidence(&Survival::competing(&time, &cause, 2).unwrap()).unwrap();
        let Ok(fit) = occupation(&rows.response(), Some(&[1.0, 0.0, 0.0])) else { return Ok(()) };
        for (i, &time) in fit.time.iter().enumerate() {
            let at = curves.time.iter().position(|&step| step == time).unwrap();
            for (k, cause) in curves.causes.iter().enumerate() {
                prop_assert!((fit.probability[i * 3 + k + 1] - cause.incidence[at]).abs() < 1e-12);
                prop_assert!((fit.variance[i * 3 + k + 1] - cause.variance[at]).abs() < 1e-12);
            }
        }
        let until = *fit.time.last().unwrap() * 0.9;
        let times = fit.expected_times(until, Level::default());
        for cause in 1..3 {
            let lost = curves.time_lost(cause, until, Level::default());
            prop_assert!((lost.value.unwrap() - times[cause as usize].value.unwrap()).abs() < 1e-12);
            prop_assert!((lost.sd.unwrap().powi(2) - times[cause as usize].sd.unwrap().powi(2)).abs() < 1e-11);
        }
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    let rows = Rows {
        subject: vec![1, 2],
        start: vec![0.0; 2],
        stop: vec![1.0, 2.0],
        from: vec![0; 2],
        to: vec![0; 2],
    };
    assert_eq!(occupation(&rows.response(), None).unwrap_err(), Undefined::NoEvents);
    let rows = Rows { to: vec![1, 0], ..rows };
    assert_eq!(occupation(&rows.response(), Some(&[1.0])).unwrap_err(), Undefined::LengthsDiffer);
    assert_eq!(occupation(&rows.response(), Some(&[0.5, 0.6, 0.0])).unwrap_err(), Undefined::LengthsDiffer);
    let fit = occupation(&rows.response(), None).unwrap();
    assert_eq!(fit.estimate_at(3, 1.0, CurveInterval::default()).value, Err(Undefined::LengthsDiffer));
    assert_eq!(fit.estimate_at(0, 3.0, CurveInterval::default()).value, Err(Undefined::BeyondFollowUp));
    assert_eq!(fit.estimate_at(0, 0.5, CurveInterval::default()).value, Ok(1.0));
    assert_eq!(fit.estimate_at(0, 2.0, CurveInterval::default()).value, Ok(0.5));
    assert_eq!(fit.expected_times(9.0, Level::default())[0].value, Err(Undefined::BeyondFollowUp));
    assert_eq!(fit.expected_times(2.0, Level::default())[0].value, Ok(1.5));
    let right = Survival::right(&[1.0], &[true]).unwrap();
    assert_eq!(occupation(&right, None).unwrap_err(), Undefined::OtherResponse);
}
