//! Treatment after the index date (contract 6).

use cohort::Member;
use thyroid::surgery::is_neck_surgery;
use timeline::{Day, RecordRef, Rule, Timeline, TreatmentKind, words};

/// Additional treatment.
pub static ADDITIONAL: Rule = Rule {
    id: "6.additional_treatment",
    says: "Treatment later than the bound after the index date: a third or later course, neck surgery, \
           radiotherapy, percutaneous ablation, kinase inhibitor or systemic treatment.",
};

words! {
    /// Kind of treatment after the index date, in alphabetical order.
    pub enum AdditionalKind {
        /// External beam radiotherapy.
        Ebrt = "ebrt",
        /// Neck surgery.
        NeckSurgery = "neck_surgery",
        /// Percutaneous ablation.
        PercutaneousAblation = "percutaneous_ablation",
        /// A third or later radioiodine course.
        Radioiodine = "radioiodine",
        /// Systemic treatment.
        Systemic = "systemic",
        /// Kinase inhibitor.
        Tki = "tki",
    }
}

/// One treatment after the index date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdditionalTreatment {
    /// Day it began.
    pub day: Day,
    /// What it was.
    pub kind: AdditionalKind,
    /// Its row.
    pub record: RecordRef,
}

/// All treatments after the index date, by day.
pub fn later_treatments(member: &Member, timeline: &Timeline<'_>) -> Vec<AdditionalTreatment> {
    let courses = member.courses.courses.iter().skip(2).map(|course| AdditionalTreatment {
        day: course.day,
        kind: AdditionalKind::Radioiodine,
        record: course.reason.used[0],
    });
    let surgeries = timeline.surgeries.iter().filter(|row| is_neck_surgery(row)).map(|row| {
        AdditionalTreatment { day: row.day, kind: AdditionalKind::NeckSurgery, record: row.record }
    });
    let others = timeline.treatments.iter().map(|row| AdditionalTreatment {
        day: row.day,
        kind: match row.kind {
            TreatmentKind::Ebrt => AdditionalKind::Ebrt,
            TreatmentKind::PercutaneousAblation => AdditionalKind::PercutaneousAblation,
            TreatmentKind::Tki => AdditionalKind::Tki,
            TreatmentKind::Systemic => AdditionalKind::Systemic,
        },
        record: row.record,
    });
    let mut all: Vec<_> =
        courses.chain(surgeries).chain(others).filter(|later| later.day > member.index.day).collect();
    all.sort_by_key(|later| (later.day, later.record));
    all
}
