//! What describes a member at the index date: age, stage, initial risk, activity, marker kinetics.

use cohort::Member;
use protocol::Protocol;
use thyroid::cumulative::{Cumulative, cumulative};
use thyroid::kinetics::{Growth, Refusal, Series, doubling};
use thyroid::risk::{InitialRisk, RiskCase, initial_risk};
use thyroid::rules::{CumulativeRules, KineticsRules, RiskRules};
use thyroid::stage::{StageCase, Staging, stage};
use thyroid::tnm::Edition;
use timeline::{Judged, Morphology, Sex, Timeline, Window};

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
fn first_scan(
    member: &Member,
    timeline: &Timeline<'_>,
) -> Option<(timeline::ScanFinding, timeline::RecordRef)> {
    let course = member.courses.courses.first()?;
    let rows = timeline.administrations.iter().filter(|row| course.reason.used.contains(&row.record));
    rows.filter_map(|row| Some((row.scan?, row.record))).next()
}
