//! One row of `patients.csv`, in plain values.

use response::{
    AdditionalKind, Change, FinalStatus, Findings, Flag, Outcome, PairExclusion, Pick, Response, Stratum,
};

use crate::particulars::{Afterwards, Particulars};

/// A chosen marker value.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkerValue {
    /// The number, ng/mL; a censored value's limit.
    pub number: f64,
    /// The day that counts, `YYYY-MM-DD`.
    pub date: String,
    /// Days from the index date.
    pub offset: i32,
    /// `no`, `left` or `right`.
    pub censored: &'static str,
    /// Whether antibodies are positive.
    pub antibody_positive: bool,
}

impl MarkerValue {
    fn new(pick: &Pick, outcome: &Outcome) -> MarkerValue {
        MarkerValue {
            number: pick.number(),
            date: pick.day.iso(),
            offset: pick.day - outcome.member.index.day,
            censored: pick.censored(),
            antibody_positive: pick.antibody_positive,
        }
    }
}

/// One cohort member.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRow {
    /// The person's identifier.
    pub person_id: String,
    /// Stratum.
    pub stratum: Stratum,
    /// Index date, `YYYY-MM-DD`.
    pub index_date: String,
    /// Completed years at the index date.
    pub age_at_index: Option<i32>,
    /// `F`, `M` or `U`.
    pub sex: &'static str,
    /// Day of the first course.
    pub rai1_date: String,
    /// Activity of the first course, mCi.
    pub rai1_mci: Option<f64>,
    /// Activity of the second course, mCi.
    pub rai2_mci: Option<f64>,
    /// Marker before.
    pub before: Option<MarkerValue>,
    /// Marker after.
    pub after: Option<MarkerValue>,
    /// Why the pair is not in the primary analysis; `None` when it is.
    pub pair_exclusion: Option<PairExclusion>,
    /// Change of imaging (stratum structural).
    pub imaging_change: Option<Change>,
    /// Imaging findings at 1 to 2 years (stratum reoperated).
    pub imaging_findings: Option<Findings>,
    /// Response before.
    pub response_before: Response,
    /// Response at 1 to 2 years.
    pub response_1_2y: Response,
    /// Response at the last visit.
    pub response_last: Response,
    /// Final status.
    pub final_status: FinalStatus,
    /// Kinds of additional treatment, alphabetical.
    pub additional: Vec<AdditionalKind>,
    /// Last visit.
    pub last_visit: Option<String>,
    /// Days from the index date to the last visit.
    pub follow_up_days: Option<i32>,
    /// Days from the first course to the index date.
    pub interval_days: i32,
    /// Histology, `8260/3`; empty when not recorded.
    pub histology: String,
    /// Stage of the seventh edition: `II`, `I to II` when inputs are missing, or `unknown`.
    pub stage_7: String,
    /// Stage of the eighth edition, likewise.
    pub stage_8: String,
    /// ATA 2015 initial risk: `low`, `intermediate`, `high`, `<=intermediate`, `>=intermediate` or
    /// `unknown`.
    pub risk: &'static str,
    /// Therapeutic activity up to the index date, mCi; `None` when any part is unknown.
    pub cumulative_mci: Option<f64>,
    /// Flags, alphabetical.
    pub flags: Vec<Flag>,
    /// What describes the member beside the columns above.
    pub particulars: Particulars,
    /// What happened after the index date.
    pub afterwards: Afterwards,
}

impl MemberRow {
    /// The row of one outcome.
    pub fn new(outcome: &Outcome) -> MemberRow {
        let member = &outcome.member;
        let courses = &member.courses.courses;
        let activity = |course: usize| courses.get(course).and_then(|course| course.activity_mci);
        let value = |pick: &Option<Pick>| pick.as_ref().map(|pick| MarkerValue::new(pick, outcome));
        MemberRow {
            person_id: outcome.description.id.to_string(),
            stratum: member.stratum,
            index_date: member.index.day.iso(),
            age_at_index: outcome.description.age,
            sex: outcome.description.sex.word(),
            rai1_date: member.index.first_course.iso(),
            rai1_mci: activity(0),
            rai2_mci: activity(1),
            before: value(&outcome.pair.before),
            after: value(&outcome.pair.after),
            pair_exclusion: outcome.pair.exclusion,
            imaging_change: outcome.imaging.as_ref().map(|imaging| imaging.result.change),
            imaging_findings: outcome.findings.as_ref().map(|findings| findings.value),
            response_before: outcome.response_before.value,
            response_1_2y: outcome.response_follow_up.value,
            response_last: outcome.response_last.value,
            final_status: outcome.final_status.value,
            additional: outcome.additional_kinds(),
            last_visit: outcome.last_visit.map(|day| day.iso()),
            follow_up_days: outcome.last_visit.map(|day| day - member.index.day),
            interval_days: member.index.day - member.index.first_course,
            histology: outcome.description.histology(),
            stage_7: outcome.description.stage_7.value.label(),
            stage_8: outcome.description.stage_8.value.label(),
            risk: outcome.description.risk.value.label(),
            cumulative_mci: outcome.description.cumulative_mci(),
            flags: member.flags.clone(),
            particulars: Particulars::new(outcome),
            afterwards: Afterwards::new(outcome),
        }
    }

    /// Whether both values entered the primary paired analysis.
    pub fn in_paired_analysis(&self) -> bool {
        self.pair_exclusion.is_none()
    }

    /// The pair of the primary analysis.
    pub fn pair(&self) -> Option<(&MarkerValue, &MarkerValue)> {
        if self.pair_exclusion.is_some() {
            return None;
        }
        self.before.as_ref().zip(self.after.as_ref())
    }
}
