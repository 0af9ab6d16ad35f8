//! Curves and log-rank tests of any response, and what the door refuses.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::survival::{
    CurveInterval, LogRankWeight, ProblemKind, Survival, Transform, Transitions, kaplan_meier, log_rank,
};
use stats::{Fraction, Level};

type Row = (f64, bool, u32);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let day = (0_u32..40).prop_map(f64::from);
    let wide = 0.0..1e6_f64;
    vec((prop_oneof![day, wide], any::<bool>(), 0_u32..3), 0..60)
}

fn columns(rows: &[Row]) -> (Vec<f64>, Vec<bool>, Vec<u32>) {
    (
        rows.iter().map(|row| row.0).collect(),
        rows.iter().map(|row| row.1).collect(),
        rows.iter().map(|row| row.2).collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn curves_fall_and_hold_their_estimates(rows in rows(), p in 0.0..=1.0_f64) {
        let (time, event, _) = columns(&rows);
        let curve = kaplan_meier(&Survival::right(&time, &event).unwrap()).unwrap();
        let total: f64 = curve.events.iter().sum::<f64>() + curve.censored.iter().sum::<f64>();
        prop_assert_eq!(total, rows.len() as f64);
        prop_assert!(curve.survival.windows(2).all(|pair| pair[1] <= pair[0]));
        prop_assert!(curve.survival.iter().all(|s| (0.0..=1.0).contains(s)));
        for transform in [Transform::Plain, Transform::Log, Transform::LogLog] {
            let rule = CurveInterval { transform, ..CurveInterval::default() };
            for i in 0..curve.time.len() {
                if let Some((low, high)) = curve.limits(i, rule) {
                    let s = curve.survival[i];
                    prop_assert!(low <= s + 1e-12 && s <= high + 1e-12 && low >= 0.0 && high <= 1.0, "{low} {s} {high}");
                }
            }
            let quantile = curve.quantile(Fraction::new(p).unwrap(), rule);
            prop_assert!(quantile.value.is_err() || quantile.value.unwrap().is_finite());
        }
        let mean = curve.restricted_mean(10.0, Level::default());
        if let Ok(mean) = mean.value {
            prop_assert!((0.0..=10.0 + 1e-9).contains(&mean));
        }
    }

    #[test]
    fn order_and_unit_of_time_do_not_matter(rows in rows(), factor in 0.01..100.0_f64) {
        let (time, event, group) = columns(&rows);
        let other: Vec<Row> = rows.iter().rev().map(|&(time, event, group)| (time * factor, event, group)).collect();
        let (times, events, groups) = columns(&other);
        for weight in [LogRankWeight::One, LogRankWeight::AtRisk, LogRankWeight::Peto] {
            let here = log_rank(&Survival::right(&time, &event).unwrap(), &group, 3, None, weight).unwrap();
            let there = log_rank(&Survival::right(&times, &events).unwrap(), &groups, 3, None, weight).unwrap();
            match (here.test.p_value(), there.test.p_value()) {
                (Ok(here), Ok(there)) => {
                    prop_assert!((0.0..=1.0).contains(&here));
                    prop_assert!((here - there).abs() < 1e-9, "{here} {there}");
                }
                (here, there) => prop_assert_eq!(here.is_err(), there.is_err()),
            }
            let sums: [f64; 2] = [here.observed.iter().sum(), here.expected.iter().sum()];
            prop_assert!((sums[0] - sums[1]).abs() <= 1e-9 * sums[0].max(1.0));
        }
    }
}

fn kinds<T>(refused: Result<T, Vec<stats::survival::Problem>>) -> Vec<(usize, ProblemKind)> {
    refused.err().unwrap().iter().map(|problem| (problem.row, problem.kind)).collect()
}

#[test]
fn the_door_names_every_problem_at_once() {
    use ProblemKind::*;
    assert_eq!(
        kinds(Survival::right(&[1.0, f64::NAN, -1.0], &[true; 3])),
        [(1, NotFinite), (2, BeforeOrigin)]
    );
    assert_eq!(kinds(Survival::right(&[1.0], &[])), [(0, LengthsDiffer)]);
    assert_eq!(kinds(Survival::competing(&[1.0, 2.0], &[3, 1], 2)), [(0, UnknownCode)]);
    assert_eq!(
        kinds(Survival::delayed(&[1.0, 3.0], &[1.0, 2.0], &[true, true])),
        [(0, ZeroLength), (1, OutOfOrder)]
    );
    assert_eq!(kinds(Survival::between(&[3.0], &[2.0])), [(0, OutOfOrder)]);
    // Rows of a subject in any order; a gap is no problem, an overlap and a row after the event are.
    let start_stop = |start: &[f64], stop: &[f64], event: &[bool]| {
        Survival::start_stop(&[7, 7, 8], start, stop, event).map(|_| ())
    };
    assert!(start_stop(&[5.0, 0.0, 0.0], &[9.0, 3.0, 1.0], &[true, false, true]).is_ok());
    assert_eq!(kinds(start_stop(&[2.0, 0.0, 0.0], &[9.0, 3.0, 1.0], &[true, false, true])), [(0, Overlap)]);
    assert_eq!(kinds(start_stop(&[5.0, 0.0, 0.0], &[9.0, 3.0, 1.0], &[true, true, true])), [(0, AfterEvent)]);
    let jump = Transitions {
        subject: &[1, 1],
        start: &[0.0, 2.0],
        stop: &[2.0, 4.0],
        from: &[0, 0],
        to: &[1, 1],
        n_states: 2,
    };
    assert_eq!(kinds(Survival::states(jump)), [(1, StateJumps)]);
    assert_eq!(kinds(Survival::right(&[1.0], &[true]).unwrap().weighted(&[-1.0])), [(0, BadWeight)]);
}
