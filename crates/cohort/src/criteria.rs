//! The eligibility criteria (contract 4), each a question about a candidate's history.

use protocol::{Criterion, Protocol};
use thyroid::distant::distant_evidence;
use thyroid::histology::{IS_DTC, NOT_DTC, is_dtc};
use thyroid::surgery::{NO_THYROIDECTOMY, thyroidectomy};
use timeline::{Judged, Reason, Rule};

use crate::baseline::baseline;
use crate::selection::Candidate;

static TWO_COURSES: Rule = Rule { id: "4.two_courses", says: "At least two therapeutic courses." };
static FEWER_COURSES: Rule = Rule { id: "4.fewer_courses", says: "Fewer than two therapeutic courses." };
static IN_PERIOD: Rule = Rule { id: "4.in_period", says: "The index date lies in the study period." };
static OUT_OF_PERIOD: Rule =
    Rule { id: "4.out_of_period", says: "The index date lies outside the study period." };
static NO_DISTANT: Rule =
    Rule { id: "4.no_distant", says: "No evidence of distant disease up to the bound after the index date." };
static DISTANT: Rule =
    Rule { id: "4.distant", says: "Evidence of distant disease up to the bound after the index date." };
static NO_INDEX: Rule = Rule { id: "4.no_index", says: "There is no index date." };

/// Whether the candidate fulfils the criterion, and why.
pub fn fulfils(criterion: Criterion, candidate: &mut Candidate<'_>, protocol: &Protocol) -> Judged<bool> {
    match criterion {
        Criterion::Dtc => dtc(candidate, protocol),
        Criterion::Thyroidectomy => had_thyroidectomy(candidate),
        Criterion::TwoCourses => two_courses(candidate),
        Criterion::IndexInPeriod => in_period(candidate, protocol),
        Criterion::NoDistantMetastasis => no_distant(candidate, protocol),
        Criterion::IncompleteResponse => incomplete_response(candidate, protocol),
    }
}

fn dtc(candidate: &Candidate<'_>, protocol: &Protocol) -> Judged<bool> {
    let fulfilled = is_dtc(candidate.history.morphology(), &protocol.histology);
    let rule = if fulfilled { &IS_DTC } else { &NOT_DTC };
    Judged::new(fulfilled, Reason::new(rule, [candidate.history.patient_record()]))
}

fn had_thyroidectomy(candidate: &Candidate<'_>) -> Judged<bool> {
    let surgeries = candidate.history.surgeries();
    match thyroidectomy(surgeries, candidate.first_course()) {
        Some(found) => Judged::new(true, found.reason),
        None => {
            let seen = surgeries.iter().map(|row| row.record);
            Judged::new(false, Reason::new(&NO_THYROIDECTOMY, seen))
        }
    }
}

fn two_courses(candidate: &Candidate<'_>) -> Judged<bool> {
    let courses = &candidate.courses.courses;
    let rows = courses.iter().take(2).flat_map(|course| course.reason.used.iter().copied());
    let fulfilled = courses.len() >= 2;
    Judged::new(fulfilled, Reason::new(if fulfilled { &TWO_COURSES } else { &FEWER_COURSES }, rows))
}

fn in_period(candidate: &Candidate<'_>, protocol: &Protocol) -> Judged<bool> {
    let Some(index) = candidate.index else {
        return Judged::new(false, Reason::new(&NO_INDEX, []));
    };
    let fulfilled = (protocol.study.first_day..=protocol.study.last_day).contains(&index.day);
    let rule = if fulfilled { &IN_PERIOD } else { &OUT_OF_PERIOD };
    Judged::new(fulfilled, Reason::new(rule, candidate.courses.courses[1].reason.used.iter().copied()))
}

fn no_distant(candidate: &Candidate<'_>, protocol: &Protocol) -> Judged<bool> {
    let Some(index) = candidate.index else {
        return Judged::new(false, Reason::new(&NO_INDEX, []));
    };
    let history = &candidate.history;
    let found = distant_evidence(
        history.tumour(),
        history.patient_record(),
        history.administrations(),
        history.imaging(),
        history.metastases(),
        Some(index.day + protocol.distant_until_days),
    );
    if found.is_empty() {
        Judged::new(true, Reason::new(&NO_DISTANT, []))
    } else {
        Judged::new(false, Reason::new(&DISTANT, found.iter().map(|evidence| evidence.record)))
    }
}

fn incomplete_response(candidate: &mut Candidate<'_>, protocol: &Protocol) -> Judged<bool> {
    let Some(index) = candidate.index else {
        return Judged::new(false, Reason::new(&NO_INDEX, []));
    };
    let found = baseline(&candidate.history, index, &candidate.courses.doses, protocol);
    let judged = Judged::new(found.stratum.is_some(), found.reason.clone());
    candidate.baseline = Some(found);
    judged
}
