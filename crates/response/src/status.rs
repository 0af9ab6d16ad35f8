//! Last visit and final status (contract 7).

use thyroid::distant::{DistantEvidence, distant_evidence};
use thyroid::response::Response;
use timeline::{Day, DeathCause, Event, Judged, Reason, Rule, Timeline, words};

words! {
    /// Final status.
    pub enum FinalStatus {
        /// Died of the disease.
        DeadOfDisease = "dead_of_disease",
        /// Died of another or an unknown cause.
        DeadOther = "dead_other",
        /// Alive with distant disease.
        Distant = "distant",
        /// Alive with structural disease.
        Structural = "structural",
        /// No evidence of disease.
        Ned = "ned",
        /// Alive with biochemical evidence.
        Biochemical = "biochemical",
        /// Alive, indeterminate.
        Indeterminate = "indeterminate",
        /// Too little evidence.
        Unknown = "unknown",
    }
}

static DEAD: Rule =
    Rule { id: "7.status.dead", says: "A date of death is recorded; its cause decides which." };
static DISTANT: Rule = Rule { id: "7.status.distant", says: "Evidence of distant disease at any time." };
static BY_RESPONSE: Rule =
    Rule { id: "7.status.response", says: "The response in the last window gives the status." };

/// The latest day among laboratory, imaging and visit rows.
pub fn last_visit(timeline: &Timeline<'_>) -> Option<Day> {
    let ends = [
        timeline.labs.last().map(Event::day),
        timeline.studies.last().map(Event::day),
        timeline.visits.last().map(Event::day),
    ];
    ends.into_iter().flatten().max()
}

/// The day of the first dated evidence of distant disease, at any time.
pub fn first_distant(timeline: &Timeline<'_>) -> Option<Day> {
    distant(timeline).iter().filter_map(|found| found.day).min()
}

fn distant(timeline: &Timeline<'_>) -> Vec<DistantEvidence> {
    let patient = timeline.patient;
    distant_evidence(
        &patient.tumour,
        patient.record,
        timeline.administrations,
        timeline.imaging(),
        timeline.metastases,
        None,
    )
}

/// The final status, given the response in the last window by the protocol's reading of no evidence of
/// disease.
pub fn final_status(timeline: &Timeline<'_>, last: &Judged<Response>) -> Judged<FinalStatus> {
    let patient = timeline.patient;
    if patient.death.is_some() {
        let status = match patient.death_cause {
            Some(DeathCause::ThyroidCancer) => FinalStatus::DeadOfDisease,
            _ => FinalStatus::DeadOther,
        };
        return Judged::new(status, Reason::new(&DEAD, [patient.record]));
    }
    let distant = distant(timeline);
    if !distant.is_empty() {
        let rows = distant.iter().map(|found| found.record);
        return Judged::new(FinalStatus::Distant, Reason::new(&DISTANT, rows));
    }
    let status = match last.value {
        Response::StructuralIncomplete => FinalStatus::Structural,
        Response::Excellent => FinalStatus::Ned,
        Response::BiochemicalIncomplete => FinalStatus::Biochemical,
        Response::Indeterminate => FinalStatus::Indeterminate,
        Response::Unknown => FinalStatus::Unknown,
    };
    Judged::new(status, Reason::new(&BY_RESPONSE, last.reason.used.iter().copied()))
}
