//! Kaplan-Meier curves, quantiles, restricted means and follow-up against R's survfit and prodlim. Tolerance:
//! relative 1e-10.

use super::responses::{find, responses};
use super::table::{read, require_twenty};
use stats::survival::{Curve, CurveInterval, Transform, follow_up, kaplan_meier};
use stats::{Fraction, Level, Undefined};

const TOLERANCE: f64 = 1e-10;

fn position(curve: &Curve, time: f64) -> usize {
    curve.time.iter().position(|&step| (step - time).abs() < 1e-7).expect("R's time is one of ours")
}

#[test]
fn kaplan_meier_equals_r() {
    let (sets, rows) = (responses(), read("answers/survival_points.csv"));
    require_twenty(&rows);
    for row in &rows {
        let curve = kaplan_meier(&find(&sets, row.text("set")).response()).unwrap();
        let i = position(&curve, row.number("time").unwrap());
        row.expect("at_risk", Ok::<_, ()>(curve.at_risk[i]), TOLERANCE);
        row.expect("events", Ok::<_, ()>(curve.events[i]), TOLERANCE);
        row.expect_within("survival", Ok::<_, ()>(curve.survival[i]), TOLERANCE, 1e-6);
        row.expect("hazard", Ok::<_, ()>(curve.hazard[i]), TOLERANCE);
        row.expect("hazard_error", Ok::<_, ()>(curve.hazard_variance[i].sqrt()), TOLERANCE);
        let finite = |value: f64| if value.is_finite() { Ok(value) } else { Err(()) };
        row.expect("log_error", finite(curve.log_variance[i].sqrt()), TOLERANCE);
        for (name, transform) in
            [("plain", Transform::Plain), ("log", Transform::Log), ("loglog", Transform::LogLog)]
        {
            let limits = curve.limits(i, CurveInterval { transform, ..CurveInterval::default() });
            // At S = 1 R gives no log-log interval; we give 1 to 1 on every scale.
            if transform == Transform::LogLog && curve.survival[i] == 1.0 {
                assert_eq!(limits, Some((1.0, 1.0)));
                continue;
            }
            row.expect_within(&format!("{name}_low"), limits.ok_or(()).map(|l| l.0), TOLERANCE, 1e-6);
            row.expect(&format!("{name}_high"), limits.ok_or(()).map(|l| l.1), TOLERANCE);
        }
    }
}

fn limits_fall(curve: &Curve, rule: CurveInterval) -> bool {
    let limits: Vec<_> = (0..curve.time.len()).filter_map(|i| curve.limits(i, rule)).collect();
    limits.windows(2).all(|pair| pair[1].0 <= pair[0].0 && pair[1].1 <= pair[0].1)
}

#[test]
fn quantiles_equal_r() {
    let (sets, rows) = (responses(), read("answers/survival_quantiles.csv"));
    for row in &rows {
        let curve = kaplan_meier(&find(&sets, row.text("set")).response()).unwrap();
        let transform = match row.text("type") {
            "plain" => Transform::Plain,
            "log" => Transform::Log,
            _ => Transform::LogLog,
        };
        let rule = CurveInterval { level: Level::new(row.number("level").unwrap()).unwrap(), transform };
        let quantile = curve.quantile(Fraction::new(row.number("p").unwrap()).unwrap(), rule);
        row.expect("value", quantile.value, TOLERANCE);
        // Where limits do not fall throughout (few at risk at first), R sorts them before it looks for the level.
        if !limits_fall(&curve, rule) {
            continue;
        }
        // We give an interval only where both ends exist; R gives the ends one by one.
        match quantile.ci {
            Ok(ci) => {
                row.expect("low", Ok::<_, ()>(ci.low), TOLERANCE);
                row.expect("high", Ok::<_, ()>(ci.high), TOLERANCE);
            }
            Err(_) => {
                assert!(row.number("low").is_none() || row.number("high").is_none(), "{}", row.text("set"))
            }
        }
    }
}

#[test]
fn restricted_means_and_follow_up_equal_r() {
    let (sets, rows) = (responses(), read("answers/survival_means.csv"));
    require_twenty(&rows);
    let mut n_compared = 0;
    for row in &rows {
        let response = find(&sets, row.text("set")).response();
        let mean =
            kaplan_meier(&response).unwrap().restricted_mean(row.number("until").unwrap(), Level::default());
        row.expect("mean", mean.value, TOLERANCE);
        row.expect_within("mean_error", mean.sd, TOLERANCE, 1e-6);
        let reverse = follow_up(&response).unwrap();
        if row.number("follow_up_last").is_some() {
            row.expect_within(
                "follow_up_last",
                Ok::<_, ()>(*reverse.survival.last().unwrap()),
                TOLERANCE,
                1e-6,
            );
        }
        if row.number("follow_up_median").is_some() {
            let median = reverse.quantile(Fraction::HALF, CurveInterval::default());
            row.expect("follow_up_median", median.value, TOLERANCE);
            n_compared += 1;
        }
    }
    assert!(n_compared >= 10, "{n_compared}");
}

#[test]
fn beyond_the_last_time_there_is_no_curve() {
    let response = stats::survival::Survival::right(&[1.0, 2.0, 3.0], &[true, false, false]).unwrap();
    let curve = kaplan_meier(&response).unwrap();
    assert_eq!(curve.estimate_at(3.5, CurveInterval::default()).value, Err(Undefined::BeyondFollowUp));
    assert_eq!(curve.restricted_mean(4.0, Level::default()).value, Err(Undefined::BeyondFollowUp));
    assert_eq!(curve.quantile(Fraction::HALF, CurveInterval::default()).value, Err(Undefined::NotReached));
}
