//! Everything that is judged of one member.

use cohort::{Member, Stratum};
use protocol::Protocol;
use rayon::prelude::*;
use thyroid::marker::readings;
use timeline::{Day, DeathCause, Judged, Population, Timeline, Window};

use crate::change::{Findings, ImagingComparison, compare, findings};
use crate::description::{Description, describe};
use crate::judged::{Responses, responses};
use crate::pair::{Pair, pair};
use crate::status::{FinalStatus, final_status, first_distant, last_visit};
use crate::treatment::{AdditionalKind, AdditionalTreatment, later_treatments};
use thyroid::response::Response;

/// One member's outcome: every answer with its reason.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The member.
    pub member: Member,
    /// Description at the index date.
    pub description: Description,
    /// The marker before and after.
    pub pair: Pair,
    /// Imaging before and after (stratum structural only).
    pub imaging: Option<ImagingComparison>,
    /// Imaging findings at 1 to 2 years (stratum reoperated only).
    pub findings: Option<Judged<Findings>>,
    /// Response before the index treatment.
    pub response_before: Judged<Response>,
    /// Response in the follow-up window.
    pub response_follow_up: Judged<Response>,
    /// Response at the last visit.
    pub response_last: Judged<Response>,
    /// Final status.
    pub final_status: Judged<FinalStatus>,
    /// Additional treatments, by day.
    pub additional: Vec<AdditionalTreatment>,
    /// The latest day among laboratory, imaging and visit rows.
    pub last_visit: Option<Day>,
    /// Day of death, and its cause as recorded.
    pub death: Option<(Day, DeathCause)>,
    /// The first dated evidence of distant disease, at any time.
    pub first_distant: Option<Day>,
}

impl Outcome {
    /// Kinds of additional treatment, each once, in alphabetical order.
    pub fn additional_kinds(&self) -> Vec<AdditionalKind> {
        let mut kinds: Vec<_> = self.additional.iter().map(|treatment| treatment.kind).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }
}

/// Judges one member.
pub fn assess(member: Member, timeline: &Timeline<'_>, protocol: &Protocol) -> Outcome {
    let index = member.index.day;
    let windows = &protocol.windows;
    let values = readings(timeline.labs, timeline.injections, &member.courses.doses, &protocol.marker);
    let later = later_treatments(&member, timeline);
    let intercurrent = later.first().map(|treatment| treatment.day);
    let follow_up = Window::around(index, windows.follow_up_days);
    let target = index + windows.follow_up_target_days;
    let baseline = member.baseline.window;
    let imaging = (member.stratum == Stratum::Structural)
        .then(|| compare(timeline.imaging(), baseline, follow_up, target, intercurrent, protocol));
    let findings =
        (member.stratum == Stratum::Reoperated).then(|| findings(timeline.imaging(), follow_up, protocol));
    let last_visit = last_visit(timeline);
    let Responses { before, follow_up: after, last, status } =
        responses(&member, timeline, &values, last_visit, protocol);
    let description = describe(&member, timeline, protocol);
    let death = timeline.patient.death;
    let bound = index + windows.additional_treatment_after_days;
    Outcome {
        description,
        pair: pair(&values, baseline, follow_up, target, intercurrent, &protocol.pairs),
        imaging,
        findings,
        final_status: final_status(timeline, &status),
        response_before: before,
        response_follow_up: after,
        response_last: last,
        additional: later.into_iter().filter(|treatment| treatment.day > bound).collect(),
        last_visit,
        death: death.map(|day| (day, timeline.patient.death_cause.unwrap_or(DeathCause::Unknown))),
        first_distant: first_distant(timeline),
        member,
    }
}

/// Judges every member, in parallel; the order stays.
pub fn assess_all(members: Vec<Member>, population: &Population, protocol: &Protocol) -> Vec<Outcome> {
    members
        .into_par_iter()
        .map(|member| {
            let timeline = population.timeline(member.person);
            assess(member, &timeline, protocol)
        })
        .collect()
}
