//! Response to therapy, ATA 2015 categories (contract 7, clinical rules 2.1).

use timeline::{Comparator, Day, Imaging, Judged, Lab, Reason, RecordRef, Rule, Window, words};

use crate::antibody::{Antibody, rising};
use crate::marker::{Reading, State};
use crate::rules::{Excellence, MarkerRules, ResponseRules, StructuralRules};
use crate::structural::{evidence, is_neck_study, is_whole_body_study};

words! {
    /// Response category.
    pub enum Response {
        /// Structural evidence.
        StructuralIncomplete = "structural_incomplete",
        /// Too little evidence.
        Unknown = "unknown",
        /// Thyroglobulin or antibodies show disease.
        BiochemicalIncomplete = "biochemical_incomplete",
        /// No evidence of disease.
        Excellent = "excellent",
        /// None of the others.
        Indeterminate = "indeterminate",
    }
}

/// Structural incomplete.
pub static STRUCTURAL: Rule =
    Rule { id: "7.response.structural", says: "A study of the window shows structural evidence." };
/// Unknown.
pub static UNKNOWN: Rule = Rule {
    id: "7.response.unknown",
    says: "No neck study, or no usable thyroglobulin outside the blackout, in the window.",
};
/// Biochemical incomplete by thyroglobulin.
pub static BIOCHEMICAL: Rule = Rule {
    id: "7.response.biochemical.tg",
    says: "The deciding thyroglobulin reaches the incomplete bound (antibodies or not).",
};
/// Biochemical incomplete by antibodies.
pub static BIOCHEMICAL_TGAB: Rule =
    Rule { id: "7.response.biochemical.tgab", says: "TgAb rises in the window." };
/// Excellent.
pub static EXCELLENT: Rule = Rule {
    id: "7.response.excellent",
    says: "The deciding thyroglobulin lies below the excellent bound and antibodies are not positive.",
};
/// Indeterminate.
pub static INDETERMINATE: Rule =
    Rule { id: "7.response.indeterminate", says: "None of the other categories." };

/// How the deciding thyroglobulin is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deciding {
    /// The latest stimulated value of the window, else the latest suppressed.
    StimulatedFirst,
    /// The latest of either; on one day the stimulated.
    Latest,
    /// The latest suppressed value of the window, which alone can show an excellent response, and only with a
    /// negative antibody value near it; else the latest stimulated (clinical rules 2.2, ATA 2025).
    SuppressedFirst,
}

/// Which studies of the window can show structural evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Any neck or whole-body study.
    ByAny,
    /// Neck studies of the most recent neck-study day and whole-body studies of the most recent
    /// whole-body-study day.
    ByMostRecent,
}

/// What a response is judged from.
#[derive(Clone, Copy)]
pub struct Assessment<'a> {
    /// Thyroglobulin values of the person.
    pub readings: &'a [Reading<'a>],
    /// Laboratory rows, for antibody trends.
    pub labs: &'a [Lab],
    /// Imaging.
    pub imaging: Imaging<'a>,
    /// The window.
    pub window: Window,
    /// The window of the antibody trend.
    pub trend_window: Window,
    /// How the deciding value is chosen.
    pub deciding: Deciding,
    /// Which studies count.
    pub shown: Shown,
}

/// The rule sets a response needs.
#[derive(Clone, Copy, Debug)]
pub struct ResponseContext<'a> {
    /// Thresholds.
    pub response: &'a ResponseRules,
    /// Marker rules, for antibody trends.
    pub marker: &'a MarkerRules,
    /// Structural rules.
    pub structural: &'a StructuralRules,
    /// Which values can show an excellent response.
    pub excellent: Excellence,
}

/// Judges the response in a window, in the contract's order.
pub fn response(assessment: &Assessment<'_>, rules: ResponseContext<'_>) -> Judged<Response> {
    let Assessment { readings, labs, imaging, window, .. } = *assessment;
    if let Some(records) = structural_records(assessment, rules.structural) {
        return Judged::new(Response::StructuralIncomplete, Reason::new(&STRUCTURAL, records));
    }
    let neck: Vec<RecordRef> = imaging
        .studies
        .iter()
        .filter(|study| window.contains(study.day) && is_neck_study(study))
        .map(|study| study.record)
        .collect();
    let usable: Vec<&Reading> =
        readings.iter().filter(|reading| reading.is_usable() && window.contains(reading.day)).collect();
    if neck.is_empty() || usable.is_empty() {
        let seen = neck.into_iter().chain(usable.iter().map(|reading| reading.lab.record));
        return Judged::new(Response::Unknown, Reason::new(&UNKNOWN, seen));
    }
    let deciding = deciding(&usable, assessment.deciding);
    if let Some(reading) = deciding
        && is_incomplete(reading, rules.response)
    {
        return Judged::new(Response::BiochemicalIncomplete, Reason::new(&BIOCHEMICAL, reading.records()));
    }
    let trend = rising(labs, assessment.trend_window, rules.marker);
    if trend.value {
        return Judged::new(
            Response::BiochemicalIncomplete,
            Reason::new(&BIOCHEMICAL_TGAB, trend.reason.used),
        );
    }
    let shown_by = deciding.and_then(|reading| excellent_by(reading, &usable, assessment.deciding, rules));
    let (value, rule) = match shown_by {
        Some(_) => (Response::Excellent, &EXCELLENT),
        None => (Response::Indeterminate, &INDETERMINATE),
    };
    let second = shown_by.filter(|other| deciding.is_some_and(|first| first.lab.record != other.lab.record));
    let values = deciding.into_iter().chain(second).flat_map(|reading| reading.records());
    Judged::new(value, Reason::new(rule, values.chain(neck)))
}

/// Whether a stimulated or suppressed value reaches the incomplete bound.
pub fn is_incomplete(reading: &Reading<'_>, rules: &ResponseRules) -> bool {
    match reading.state {
        State::Stimulated => reading.value.is_at_least(rules.incomplete_stimulated),
        State::Suppressed => reading.value.is_at_least(rules.incomplete_suppressed),
        State::Neither => false,
    }
}

/// The value that shows an excellent response, given the deciding one: that, or the stimulated one that is
/// asked for as well.
fn excellent_by<'a>(
    reading: &'a Reading<'a>,
    usable: &[&'a Reading<'a>],
    deciding: Deciding,
    rules: ResponseContext<'_>,
) -> Option<&'a Reading<'a>> {
    if !is_excellent(reading, deciding, rules) {
        return None;
    }
    match rules.excellent {
        Excellence::Stimulated => {
            latest(usable, State::Stimulated).filter(|other| is_excellent(other, deciding, rules))
        }
        _ => Some(reading),
    }
}

fn is_excellent(reading: &Reading<'_>, deciding: Deciding, rules: ResponseContext<'_>) -> bool {
    let bounds = rules.response;
    if deciding == Deciding::SuppressedFirst {
        return reading.antibody == Antibody::Negative
            && reading.state == State::Suppressed
            && reading.value.is_below(bounds.excellent_suppressed);
    }
    reading.antibody != Antibody::Positive
        && match (reading.state, rules.excellent) {
            (State::Stimulated, _) => reading.value.is_below(bounds.excellent_stimulated),
            (State::Suppressed, Excellence::SuppressedUndetectable) => {
                reading.value.comparator == Comparator::Below
            }
            (State::Suppressed, Excellence::SuppressedNotIncomplete) => {
                reading.value.is_below(bounds.incomplete_suppressed)
            }
            (State::Suppressed, _) => reading.value.is_below(bounds.excellent_suppressed),
            (State::Neither, _) => false,
        }
}

/// The latest value of one state among `readings`; on its day the highest.
pub fn latest<'a>(readings: &[&'a Reading<'a>], state: State) -> Option<&'a Reading<'a>> {
    readings
        .iter()
        .copied()
        .filter(|reading| reading.state == state)
        .max_by(|a, b| a.day.cmp(&b.day).then_with(|| prefer_high(a, b)))
}

/// Orders values of one day: the higher is greater; equally high: antibody-positive is greater, so
/// that a doubtful value is never the one that shows absence of disease (decision 0003).
fn prefer_high(a: &Reading<'_>, b: &Reading<'_>) -> std::cmp::Ordering {
    let positive = |reading: &Reading| reading.antibody == Antibody::Positive;
    a.value.rank(b.value).then_with(|| positive(a).cmp(&positive(b)))
}

fn deciding<'a>(usable: &[&'a Reading<'a>], choice: Deciding) -> Option<&'a Reading<'a>> {
    let stimulated = latest(usable, State::Stimulated);
    let suppressed = latest(usable, State::Suppressed);
    match (choice, stimulated, suppressed) {
        (Deciding::Latest, Some(high), Some(low)) if low.day > high.day => Some(low),
        (Deciding::SuppressedFirst, _, Some(low)) => Some(low),
        (_, stimulated, suppressed) => stimulated.or(suppressed),
    }
}

fn structural_records(assessment: &Assessment<'_>, rules: &StructuralRules) -> Option<Vec<RecordRef>> {
    let Assessment { imaging, window, shown, .. } = *assessment;
    let inside = |kind: fn(&timeline::Study) -> bool| {
        let studies = imaging.studies.iter().enumerate();
        studies.filter(move |(_, study)| window.contains(study.day) && kind(study))
    };
    let last_day = |kind: fn(&timeline::Study) -> bool| inside(kind).map(|(_, study)| study.day).max();
    let counts = |kind: fn(&timeline::Study) -> bool, day: Day| match shown {
        Shown::ByAny => true,
        Shown::ByMostRecent => Some(day) == last_day(kind),
    };
    let mut records = Vec::new();
    for kind in [is_neck_study as fn(&timeline::Study) -> bool, is_whole_body_study] {
        for (position, study) in inside(kind).filter(|(_, study)| counts(kind, study.day)) {
            for found in evidence(imaging, position, rules) {
                records.extend([study.record, found.lesion.record]);
                records.extend(found.support);
            }
        }
    }
    (!records.is_empty()).then_some(records)
}
