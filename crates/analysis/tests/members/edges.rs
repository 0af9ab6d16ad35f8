//! Cohorts at the edge: nobody, one, three, all censored, one category, values that are no numbers.

use analysis::{Curve, MemberRow, balances, curves, further, subgroups, table_one};
use protocol::Protocol;

use crate::fixture::{died, member, seen, with_pair};

/// Computes everything and checks what must hold of any cohort.
fn sound(members: &[MemberRow]) -> Vec<Curve> {
    let protocol = Protocol::builtin();
    let drawn = curves(members, &protocol);
    for curve in &drawn {
        assert!(curve.steps.windows(2).all(|pair| pair[0].years <= pair[1].years), "{}", curve.id);
        assert!(curve.steps.iter().all(|step| (0.0..=1.0).contains(&step.value)), "{}", curve.id);
        let limits = curve.steps.iter().filter_map(|step| step.ci.map(|ci| (step.value, ci)));
        assert!(limits.clone().all(|(value, (low, high))| low <= value && value <= high), "{}", curve.id);
        assert!(!curve.at_risk.is_empty() && curve.at_risk.len() <= 11, "{}", curve.id);
        assert_eq!(curve.at_risk[0], (0.0, curve.n), "{}", curve.id);
    }
    for estimate in further(members, &drawn, &protocol) {
        let numbers = [estimate.value, estimate.sd, estimate.median, estimate.q1, estimate.q3];
        assert!(numbers.into_iter().flatten().all(f64::is_finite), "{}", estimate.id);
        assert!(estimate.numerator <= estimate.denominator, "{}", estimate.id);
    }
    for line in subgroups(members, &protocol) {
        assert!(line.estimate.value.is_none_or(f64::is_finite), "{}", line.estimate.id);
        assert!(line.estimate.n + line.estimate.missing <= members.len(), "{}", line.estimate.id);
    }
    for balance in balances(members) {
        assert!(balance.differences.iter().all(|one| one.value.is_none_or(f64::is_finite)), "{}", balance.id);
    }
    for row in table_one(members).rows {
        assert_eq!((row.cells.len(), row.missing.len()), (4, 4), "{}", row.group);
        assert!(row.smd.is_none_or(|smd| smd >= 0.0 && smd.is_finite()), "{}", row.group);
    }
    drawn
}

#[test]
fn nobody() {
    let drawn = sound(&[]);
    assert!(drawn.iter().all(|curve| curve.n == 0 && curve.steps.len() == 1 && curve.at_risk == [(0.0, 0)]));
    assert_eq!(subgroups(&[], &Protocol::builtin()).len(), 1);
}

#[test]
fn one_and_three() {
    sound(&[member()]);
    sound(&[with_pair(5.0, 4.0)]);
    sound(&[with_pair(5.0, 4.0), died(3, "other"), seen(9)]);
}

#[test]
fn all_censored() {
    let drawn = sound(&[seen(100), seen(200), seen(300)]);
    let survival = drawn.iter().find(|curve| curve.id == "time.overall_survival").expect("drawn");
    let steps: Vec<(f64, f64)> = survival.steps.iter().map(|step| (step.years, step.value)).collect();
    assert_eq!(steps, [(0.0, 1.0), (300.0 / 365.25, 1.0)]);
    assert_eq!(survival.censored.len(), 3);
}

#[test]
fn one_category_and_equal_values() {
    sound(&vec![with_pair(5.0, 5.0); 20]);
}

#[test]
fn values_that_are_no_numbers() {
    let odd = [f64::NAN, f64::INFINITY, -1.0, 0.0, f64::MIN_POSITIVE, f64::MAX];
    let mut members: Vec<MemberRow> = odd.iter().flat_map(|a| odd.map(|b| with_pair(*a, b))).collect();
    for (member, value) in members.iter_mut().zip(odd) {
        member.rai2_mci = Some(value);
    }
    members[0].index_date = "é€-<&\u{7}".into();
    members[1].histology = "\u{0}<script>".into();
    members[2].afterwards.last_contact = Some(i32::MAX);
    members[3].afterwards.death = Some((i32::MIN, "other"));
    let protocol = Protocol::builtin();
    let drawn = curves(&members, &protocol);
    assert!(drawn.iter().all(|curve| curve.at_risk.len() <= 11));
    further(&members, &drawn, &protocol);
    subgroups(&members, &protocol);
    balances(&members);
    table_one(&members);
}
