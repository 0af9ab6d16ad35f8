//! Curves of a handful of members, computed by hand.

use analysis::{Afterwards, Curve, CurveKind, FinalStatus, MemberRow, curves, further};
use protocol::Protocol;

use crate::fixture::{died, member, seen, treated};

/// Days of whole years whose quarter days add up.
const FOUR_YEARS: i32 = 1461;

fn curve(members: &[MemberRow], id: &str) -> Curve {
    let all = curves(members, &Protocol::builtin());
    all.into_iter().find(|curve| curve.id == id).expect("the curve is drawn")
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

/// Ends after 1 (treated), 2 (dead), 3 (treated) and 4 units of four years (seen last).
fn four() -> Vec<MemberRow> {
    vec![
        treated(seen(5 * FOUR_YEARS), FOUR_YEARS),
        died(2 * FOUR_YEARS, "other"),
        treated(seen(5 * FOUR_YEARS), 3 * FOUR_YEARS),
        seen(4 * FOUR_YEARS),
    ]
}

#[test]
fn additional_treatment_with_death_competing() {
    let curve = curve(&four(), "time.additional_treatment");
    assert_eq!((curve.n, curve.missing, curve.n_events, curve.n_competing), (4, 0, 2, 1));
    assert_eq!((curve.kind, curve.competing), (CurveKind::CumulativeIncidence, "death"));
    // 1/4 at 4 years; the dead one leaves S = 1/2 with two at risk: + 1/2 * 1/2 at 12 years.
    let steps: Vec<(f64, f64)> = curve.steps.iter().map(|step| (step.years, step.value)).collect();
    assert_eq!(steps.len(), 4);
    for (found, expected) in steps.iter().zip([(0.0, 0.0), (4.0, 0.25), (12.0, 0.5), (16.0, 0.5)]) {
        close(found.0, expected.0);
        close(found.1, expected.1);
    }
    assert_eq!(curve.censored, [16.0]);
    // 16 years would be 17 columns of one: every 2. Who leaves at 4 years is at risk at 4 years.
    let at_risk = [4, 4, 4, 3, 3, 2, 2, 1, 1];
    let expected: Vec<(f64, usize)> = (0..9).map(|n| (2.0 * f64::from(n), at_risk[n as usize])).collect();
    assert_eq!(curve.at_risk, expected);
}

#[test]
fn survival_has_log_log_limits() {
    let curve = curve(&[died(FOUR_YEARS, "other"), seen(2 * FOUR_YEARS)], "time.overall_survival");
    assert_eq!((curve.kind, curve.n_events, curve.n_competing), (CurveKind::Survival, 1, 0));
    let step = curve.steps[1];
    assert_eq!((step.years, step.value), (4.0, 0.5));
    // Greenwood: var log S = 1/2; error of log(-log S) = sqrt(1/2)/ln 2; S = 0.5^exp(-+1.96 error).
    let error = 0.5f64.sqrt() / 2f64.ln();
    let reach = 1.959_963_984_540_054 * error;
    let (low, high) = step.ci.expect("limits");
    close(low, 0.5f64.powf(reach.exp()));
    close(high, 0.5f64.powf((-reach).exp()));
    assert_eq!(curve.steps[2], analysis::Step { years: 8.0, ..step });
}

#[test]
fn death_of_the_disease_and_of_other_causes_compete() {
    let members = [
        died(FOUR_YEARS, "thyroid_cancer"),
        died(2 * FOUR_YEARS, "unknown"),
        died(3 * FOUR_YEARS, "thyroid_cancer"),
    ];
    let curve = curve(&members, "time.death_of_disease");
    assert_eq!((curve.n_events, curve.n_competing), (2, 1));
    close(curve.steps[1].value, 1.0 / 3.0);
    close(curve.steps[2].value, 2.0 / 3.0);
    assert_eq!(curve.censored, [0.0; 0]);
}

#[test]
fn who_was_never_seen_again_is_missing() {
    let lost = MemberRow { afterwards: Afterwards::default(), ..member() };
    let members = [seen(0), seen(-5), lost, seen(365), died(0, "other"), died(-1, "other")];
    let curve = curve(&members, "time.overall_survival");
    // A death on the index date is a death; one before it is a mistake of the record.
    assert_eq!((curve.n, curve.missing, curve.n_events), (2, 4, 1));
    assert_eq!((curve.steps[1].years, curve.steps[1].value), (0.0, 0.5));
}

#[test]
fn treatment_after_death_does_not_count_and_on_its_day_does() {
    let members = [treated(died(400, "other"), 401), treated(died(400, "other"), 400)];
    let curve = curve(&members, "time.additional_treatment");
    assert_eq!((curve.n_events, curve.n_competing), (1, 1));
}

#[test]
fn new_metastases_have_a_curve_only_when_there_are_some() {
    let distant = |days: Option<i32>, status: FinalStatus| MemberRow {
        final_status: status,
        afterwards: Afterwards { first_distant: days, ..seen(2 * FOUR_YEARS).afterwards },
        ..member()
    };
    let none = curves(&[seen(100)], &Protocol::builtin());
    assert!(none.iter().all(|curve| !curve.id.ends_with("distant_metastasis")));
    let members = [
        distant(Some(FOUR_YEARS), FinalStatus::Distant),
        distant(Some(-3), FinalStatus::Distant),
        distant(None, FinalStatus::Distant),
        distant(None, FinalStatus::Ned),
    ];
    let curve = curve(&members, "time.distant_metastasis");
    assert_eq!((curve.n, curve.missing, curve.n_events), (2, 2, 1));
    close(curve.steps[1].value, 0.5);
    let list = further(&members, &[], &Protocol::builtin());
    let new = list.iter().find(|found| found.id == "outcome.new_distant_metastasis").expect("listed");
    assert_eq!((new.numerator, new.denominator, new.missing), (Some(1), Some(2), 2));
}

#[test]
fn follow_up_counts_deaths_as_the_end_of_looking() {
    // Seen last after 4, 8 and 12 years; the death at 8 years leaves before the one censored then.
    let members =
        [seen(FOUR_YEARS), died(2 * FOUR_YEARS, "other"), seen(2 * FOUR_YEARS), seen(3 * FOUR_YEARS)];
    let list = further(&members, &curves(&members, &Protocol::builtin()), &Protocol::builtin());
    let found = list.iter().find(|found| found.id == "cohort.follow_up").expect("listed");
    // 1 - 1/4 at 4 years, times 1/2 at 8 years: 3/8, below one half.
    assert_eq!((found.n, found.value, found.median), (4, Some(8.0), Some(8.0)));
    // A quarter is reached exactly at 4 years: halfway to the next step.
    assert_eq!(found.q1, Some(6.0));
    let survival = |id: &str| list.iter().find(|found| found.id == id).expect("listed").value;
    // Two of three live through 8 years: nothing happens in the first 5.
    assert_eq!(survival("time.overall_survival.at_5y"), Some(1.0));
    close(survival("time.overall_survival.at_10y").expect("followed"), 2.0 / 3.0);
    assert_eq!(survival("structural.time.overall_survival.at_5y"), None);
}

#[test]
fn columns_are_those_of_the_longest_follow_up() {
    let structural = MemberRow { stratum: analysis::Stratum::Structural, ..seen(3 * 365) };
    let members = [structural, seen(5 * FOUR_YEARS)];
    let of = |id: &str| curve(&members, id).at_risk;
    assert_eq!(of("structural.time.overall_survival"), [(0.0, 1), (2.0, 1)]);
    assert_eq!(of("time.overall_survival").len(), 11);
}
