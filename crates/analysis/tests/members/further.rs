//! Further estimates on a handful of members, counted by hand.

use analysis::{
    AdditionalKind, Estimate, FinalStatus, MemberRow, Particulars, Response, Stratum, UNIDENTIFIED, further,
    transitions,
};
use protocol::Protocol;

use crate::fixture::{died, member, value, with_pair};

fn found(members: &[MemberRow], id: &str) -> Estimate {
    let all = further(members, &[], &Protocol::builtin());
    all.into_iter().find(|estimate| estimate.id == id).unwrap_or_else(|| panic!("{id} is not estimated"))
}

fn counts(members: &[MemberRow], id: &str) -> (Option<usize>, Option<usize>, usize) {
    let found = found(members, id);
    (found.numerator, found.denominator, found.missing)
}

#[test]
fn male_counts_unknown_sex_as_missing() {
    let of = |sex| MemberRow { sex, ..member() };
    assert_eq!(counts(&[of("M"), of("F"), of("U"), of("M")], "cohort.male"), (Some(2), Some(4), 1));
}

#[test]
fn numbers_of_the_course() {
    let of = |days, mci| MemberRow { interval_days: days, rai2_mci: mci, ..member() };
    let members = [of(1461, Some(100.0)), of(2922, Some(150.0)), of(4383, None)];
    let interval = found(&members, "cohort.rai1_to_rai2");
    assert_eq!((interval.value, interval.median, interval.sd), (Some(8.0), Some(8.0), Some(4.0)));
    assert_eq!((interval.q1, interval.q3), (Some(6.0), Some(10.0)));
    let activity = found(&members, "cohort.rai2_activity");
    assert_eq!((activity.n, activity.missing, activity.value), (2, 1, Some(125.0)));
}

#[test]
fn falls_and_rises_at_their_bounds() {
    // 10 -> 5 is no fall of more than half; 10 -> 12.5 is a rise of a quarter; from 0 there is no share.
    let members = [
        with_pair(10.0, 5.0),
        with_pair(10.0, 4.9),
        with_pair(10.0, 12.5),
        with_pair(10.0, 12.4),
        with_pair(0.0, 3.0),
        member(),
    ];
    assert_eq!(counts(&members, "biochemical.sttg.fall_over_50"), (Some(1), Some(4), 2));
    assert_eq!(counts(&members, "biochemical.sttg.rise_25_or_more"), (Some(1), Some(4), 2));
    assert_eq!(counts(&members, "structural.sttg.fall_over_50"), (Some(0), Some(0), 0));
    assert_eq!(found(&members, "structural.sttg.fall_over_50").value, None);
}

#[test]
fn what_limits_the_pairs() {
    let particulars =
        |same_assay| Particulars { same_assay, same_preparation: Some(true), ..Particulars::default() };
    let mut positive = with_pair(5.0, 4.0);
    positive.pair_exclusion = Some(analysis::PairExclusion::TgabPositive);
    positive.before.as_mut().expect("a value").antibody_positive = true;
    let members = [
        MemberRow {
            after: Some(value(0.2, "left")),
            particulars: particulars(Some(true)),
            ..with_pair(5.0, 1.0)
        },
        MemberRow { particulars: particulars(Some(false)), ..with_pair(5.0, 4.0) },
        MemberRow { particulars: particulars(None), ..with_pair(5.0, 4.0) },
        positive,
        member(),
    ];
    assert_eq!(counts(&members, "pairs.censored"), (Some(1), Some(3), 2));
    assert_eq!(counts(&members, "pairs.tgab_positive"), (Some(1), Some(4), 1));
    assert_eq!(counts(&members, "pairs.cross_assay"), (Some(1), Some(2), 1));
    assert_eq!(counts(&members, "pairs.cross_preparation"), (Some(0), Some(3), 0));
    let fall = found(&members, "biochemical.sttg.fall_over_50");
    assert_eq!(fall.cautions, ["1 pair(s) hold a censored value, taken at its limit"]);
}

#[test]
fn responses_status_and_deaths() {
    let of =
        |stratum, last, status| MemberRow { stratum, response_last: last, final_status: status, ..member() };
    let members = [
        of(Stratum::Structural, Response::Excellent, FinalStatus::Ned),
        of(Stratum::Structural, Response::Unknown, FinalStatus::Unknown),
        of(Stratum::Biochemical, Response::Excellent, FinalStatus::Ned),
        died(100, "thyroid_cancer"),
        died(100, "unknown"),
    ];
    assert_eq!(counts(&members, "response.last.excellent"), (Some(2), Some(5), 3));
    assert_eq!(counts(&members, "response.last.unknown"), (Some(3), Some(5), 0));
    assert_eq!(counts(&members, "structural.response.last.excellent"), (Some(1), Some(2), 1));
    assert_eq!(counts(&members, "final_status.ned"), (Some(2), Some(5), 1));
    assert_eq!(counts(&members, "structural.final_status.ned"), (Some(1), Some(2), 1));
    assert_eq!(counts(&members, "outcome.not_ned"), (Some(3), Some(5), 1));
    assert_eq!(counts(&members, "outcome.death"), (Some(2), Some(5), 0));
    assert_eq!(counts(&members, "outcome.death.disease"), (Some(1), Some(5), 0));
    assert_eq!(counts(&members, "outcome.death.other"), (Some(1), Some(5), 0));
}

#[test]
fn additional_treatment_by_stratum_and_kind() {
    let treated = MemberRow { additional: vec![AdditionalKind::Ebrt, AdditionalKind::Tki], ..member() };
    let members = [treated, member()];
    assert_eq!(counts(&members, "biochemical.outcome.additional_treatment"), (Some(1), Some(2), 0));
    assert_eq!(counts(&members, "biochemical.outcome.additional_treatment.tki"), (Some(1), Some(2), 0));
    assert_eq!(counts(&members, "biochemical.outcome.additional_treatment.systemic"), (Some(0), Some(2), 0));
}

#[test]
fn uptake_is_known_only_from_a_decided_scan() {
    let of = |scan| MemberRow { particulars: Particulars { scan, ..Particulars::default() }, ..member() };
    let members = ["neck_nodal", "mediastinal", "bed_only", "negative", "indeterminate", ""].map(of);
    assert_eq!(counts(&members, "cohort.rai2_avid"), (Some(2), Some(4), 2));
}

#[test]
fn transitions_add_up_to_the_members() {
    use Response::{BiochemicalIncomplete, Excellent, Unknown};
    let of = |stratum, at_1_2y, last| MemberRow {
        stratum,
        response_1_2y: at_1_2y,
        response_last: last,
        ..member()
    };
    let members = [
        of(Stratum::Biochemical, Excellent, Excellent),
        of(Stratum::Biochemical, Unknown, Excellent),
        of(Stratum::Reoperated, Excellent, Excellent),
    ];
    let all = transitions(&members, None);
    let ways: Vec<_> = all.iter().map(|way| (way.from, way.at_1_2y, way.last, way.n)).collect();
    assert_eq!(ways.len(), 2);
    assert!(ways.contains(&(BiochemicalIncomplete, Excellent, Excellent, 2)));
    assert!(ways.contains(&(BiochemicalIncomplete, Unknown, Excellent, 1)));
    let biochemical = transitions(&members, Some(Stratum::Biochemical));
    assert_eq!(biochemical.iter().map(|way| way.n).sum::<usize>(), 2);
    assert!(transitions(&members, Some(Stratum::Structural)).is_empty());
}

#[test]
fn every_identifier_is_used_once() {
    let members = [member(), with_pair(5.0, 4.0)];
    let mut ids: Vec<String> = analysis::estimates(&members, &Protocol::builtin())
        .into_iter()
        .chain(further(&members, &analysis::curves(&members, &Protocol::builtin()), &Protocol::builtin()))
        .map(|estimate| estimate.id)
        .chain(UNIDENTIFIED.iter().map(|question| question.id.to_string()))
        .collect();
    let n = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n);
}
