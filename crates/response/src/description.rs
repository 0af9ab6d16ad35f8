//! What describes a member at the index date: age, stage, initial risk, activity, marker kinetics.

use cohort::Member;
use protocol::Protocol;
use thyroid::cumulative::{Cumulative, cumulative};
use thyroid::kinetics::{Growth, Refusal, Series, doubling};
use thyroid::risk::{InitialRisk, RiskCase, initial_risk};
use thyroid::rules::{CumulativeRules, KineticsRules, RiskRules};
use thyroid::stage::{StageCase, Staging, stage};
use thyroid::tnm::{Edition, read_n, read_t};
use timeline::{Administration, Judged, Morphology, Preparation, ScanFinding, Sex, Timeline, Window};

/// What describes a member at the index date. Nothing here decides who enters or what is estimated.
#[derive(Clone, Debug)]
pub struct Description {
    /// The person's identifier.
    pub id: Box<str>,
    /// Sex.
    pub sex: Sex,
    /// Completed years at the index date; `None` without a birth date.
    pub age: Option<i32>,
    /// Completed years at diagnosis; `None` without one of the dates.
    pub age_at_diagnosis: Option<i32>,
    /// Days from diagnosis to the index date.
    pub days_since_diagnosis: Option<i32>,
    /// T category as recorded, of whichever edition: `T3a`; `None` when not recorded or unreadable.
    pub t: Option<&'static str>,
    /// N category, likewise.
    pub n: Option<&'static str>,
    /// How TSH was raised for the second course; recombinant TSH if any of its rows says so.
    pub preparation: Option<Preparation>,
    /// What the scan after the second course showed: of several the one with uptake outside the bed.
    pub scan: Option<ScanFinding>,
    /// Histology.
    pub morphology: Option<Morphology>,
    /// Stage, seventh edition.
    pub stage_7: Judged<Staging>,
    /// Stage, eighth edition.
    pub stage_8: Judged<Staging>,
    /// ATA 2015 initial risk.
    pub risk: Judged<InitialRisk>,
    /// Activity given up to and including the index date.
    pub activity: Judged<Cumulative>,
    /// Doubling time of suppressed Tg between the first course and the index date.
    pub kinetics: Judged<Result<Growth, Refusal>>,
}

impl Description {
    /// Histology as `8260/3`; empty when not recorded.
    pub fn histology(&self) -> String {
        self.morphology.map(|code| format!("{}/{}", code.histology, code.behaviour)).unwrap_or_default()
    }

    /// Therapeutic activity up to the index date, mCi; `None` when any part is unknown.
    pub fn cumulative_mci(&self) -> Option<f64> {
        let therapeutic = &self.activity.value.therapeutic;
        (therapeutic.n_unknown == 0).then_some(therapeutic.known_mci)
    }
}

/// Describes one member.
pub fn describe(member: &Member, timeline: &Timeline<'_>, protocol: &Protocol) -> Description {
    let patient = timeline.patient;
    let index = member.index.day;
    let years = |day: Option<timeline::Day>| {
        day.zip(patient.birth).map(|(day, birth)| day.completed_years_since(birth))
    };
    let age_at_diagnosis = years(patient.diagnosis);
    let case = StageCase {
        age_at_diagnosis,
        tumour: &patient.tumour,
        size_mm: None,
        distant: &[],
        record: patient.record,
    };
    let risk_case = RiskCase {
        age_at_diagnosis,
        morphology: patient.morphology,
        tumour: &patient.tumour,
        first_scan: first_scan(member, timeline),
        distant: &[],
        thyroglobulin_suggests_distant: false,
        record: patient.record,
    };
    let series = Series {
        labs: timeline.labs,
        injections: timeline.injections,
        doses: &member.courses.doses,
        window: Window { first: member.index.first_course, last: index },
    };
    Description {
        id: patient.id.clone(),
        sex: patient.sex,
        age: years(Some(index)),
        age_at_diagnosis,
        days_since_diagnosis: patient.diagnosis.map(|day| index - day),
        t: patient.tumour.t.as_deref().and_then(read_t).map(|t| t.category.word()),
        n: patient.tumour.n.as_deref().and_then(read_n).map(|n| n.category.word()),
        preparation: course_rows(member, timeline, 1).filter_map(|row| row.preparation).max(),
        scan: course_rows(member, timeline, 1).filter_map(|row| row.scan).max_by_key(|scan| weight(*scan)),
        morphology: patient.morphology,
        stage_7: stage(Edition::Seventh, &case),
        stage_8: stage(Edition::Eighth, &case),
        risk: initial_risk(&risk_case, &RiskRules::default()),
        activity: cumulative(
            &member.courses,
            timeline.administrations,
            Some(index),
            &protocol.index,
            &CumulativeRules::default(),
        ),
        kinetics: doubling(&series, &protocol.marker, &KineticsRules::default()),
    }
}

/// What the first recorded scan of the first course showed.
fn first_scan(member: &Member, timeline: &Timeline<'_>) -> Option<(ScanFinding, timeline::RecordRef)> {
    course_rows(member, timeline, 0).filter_map(|row| Some((row.scan?, row.record))).next()
}

/// The rows of a course, counted from 0.
fn course_rows<'a>(
    member: &'a Member,
    timeline: &Timeline<'a>,
    course: usize,
) -> impl Iterator<Item = &'a Administration> {
    let used = member.courses.courses.get(course).map_or(&[][..], |course| &course.reason.used);
    timeline.administrations.iter().filter(move |row| used.contains(&row.record))
}

/// Uptake outside the thyroid bed weighs most, then a scan that says there is none, then an undecided one.
fn weight(scan: ScanFinding) -> u8 {
    match scan {
        ScanFinding::Indeterminate => 0,
        ScanFinding::Negative | ScanFinding::BedOnly => 1,
        ScanFinding::NeckNodal
        | ScanFinding::Mediastinal
        | ScanFinding::Lung
        | ScanFinding::Bone
        | ScanFinding::OtherDistant => 2,
    }
}
