//! Invented members.

use analysis::{
    AdditionalKind, Afterwards, FinalStatus, LaterTreatment, MarkerValue, MemberRow, Particulars, Response,
    Stratum,
};

/// A woman of 50 in the biochemical stratum, without a pair, seen last after 1000 days.
pub fn member() -> MemberRow {
    MemberRow {
        person_id: "P".into(),
        stratum: Stratum::Biochemical,
        index_date: "2004-03-17".into(),
        age_at_index: Some(50),
        sex: "F",
        rai1_date: "2002-05-01".into(),
        rai1_mci: Some(100.0),
        rai2_mci: Some(150.0),
        before: None,
        after: None,
        pair_exclusion: Some(analysis::PairExclusion::MissingBoth),
        imaging_change: None,
        imaging_findings: None,
        response_before: Response::BiochemicalIncomplete,
        response_1_2y: Response::Unknown,
        response_last: Response::Unknown,
        final_status: FinalStatus::Unknown,
        additional: Vec::new(),
        last_visit: None,
        follow_up_days: Some(1000),
        interval_days: 700,
        histology: "8260/3".into(),
        stage_7: "I".into(),
        stage_8: "I".into(),
        risk: "low",
        cumulative_mci: Some(250.0),
        flags: Vec::new(),
        particulars: Particulars::default(),
        afterwards: Afterwards { last_contact: Some(1000), ..Afterwards::default() },
    }
}

/// The same with a pair of the primary analysis.
pub fn with_pair(before: f64, after: f64) -> MemberRow {
    MemberRow {
        before: Some(value(before, "no")),
        after: Some(value(after, "no")),
        pair_exclusion: None,
        ..member()
    }
}

/// A marker value.
pub fn value(number: f64, censored: &'static str) -> MarkerValue {
    MarkerValue { number, date: "2004-01-15".into(), offset: -60, censored, antibody_positive: false }
}

/// A member seen last after so many days.
pub fn seen(days: i32) -> MemberRow {
    let afterwards = Afterwards { last_contact: Some(days), ..Afterwards::default() };
    MemberRow { afterwards, ..member() }
}

/// A member who died after so many days.
pub fn died(days: i32, cause: &'static str) -> MemberRow {
    let final_status =
        if cause == "thyroid_cancer" { FinalStatus::DeadOfDisease } else { FinalStatus::DeadOther };
    let afterwards = Afterwards { death: Some((days, cause)), ..seen(days).afterwards };
    MemberRow { final_status, afterwards, ..member() }
}

/// The same member, treated again after so many days.
pub fn treated(member: MemberRow, days: i32) -> MemberRow {
    let kind = AdditionalKind::NeckSurgery;
    let mut afterwards = member.afterwards.clone();
    afterwards.treatments.push(LaterTreatment { days, kind });
    MemberRow { additional: vec![kind], afterwards, ..member }
}
