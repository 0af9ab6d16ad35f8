//! The state before the index treatment: window, reoperation and stratum (contract 5).

use protocol::Protocol;
use thyroid::antibody::rising;
use thyroid::courses::Dose;
use thyroid::marker::{Reading, State, readings};
use thyroid::response::{is_incomplete, latest};
use thyroid::structural::{evidence, is_neck_study, is_whole_body_study};
use thyroid::surgery::is_reoperation;
use timeline::{History, Judged, Reason, RecordRef, Rule, RunnerUp, Window, words};

use crate::selection::Index;

words! {
    /// Stratum at baseline.
    pub enum Stratum {
        /// Not reoperated, structural evidence.
        Structural = "structural",
        /// Not reoperated, biochemical evidence only.
        Biochemical = "biochemical",
        /// Neck reoperation between the first course and the index date.
        Reoperated = "reoperated",
    }
}

/// Reoperated.
pub static REOPERATED: Rule = Rule {
    id: "5.reoperated",
    says: "Neck surgery between the first course and the index date, not diagnostic, initial or completion.",
};
/// Structural.
pub static STRUCTURAL: Rule = Rule {
    id: "5.structural",
    says: "Not reoperated; a neck or whole-body study of the baseline window shows structural evidence.",
};
/// Biochemical by stimulated thyroglobulin.
pub static BY_STIMULATED: Rule = Rule {
    id: "5.biochemical.stimulated",
    says: "Not reoperated, no structural evidence; the latest stimulated Tg of the baseline window reaches the \
           bound.",
};
/// Biochemical by suppressed thyroglobulin.
pub static BY_SUPPRESSED: Rule = Rule {
    id: "5.biochemical.suppressed",
    says: "Not reoperated, no structural evidence; the latest suppressed Tg of the baseline window reaches the \
           bound.",
};
/// Biochemical by antibodies.
pub static BY_ANTIBODIES: Rule = Rule {
    id: "5.biochemical.tgab",
    says: "Not reoperated, no structural evidence; TgAb rises between the first course and the index date.",
};
/// No evidence.
pub static NO_EVIDENCE: Rule = Rule {
    id: "5.no_evidence",
    says: "Not reoperated, and neither structural nor biochemical evidence in the baseline window.",
};

/// The baseline of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// Days in which baseline values may lie.
    pub window: Window,
    /// Days of the antibody trend.
    pub trend_window: Window,
    /// The stratum; `None` when there is no documented incomplete response.
    pub stratum: Option<Stratum>,
    /// Why.
    pub reason: Reason,
}

/// Judges the baseline of a person with an index date.
pub fn baseline(history: &History<'_>, index: Index, doses: &[Dose], protocol: &Protocol) -> Baseline {
    let windows = &protocol.windows;
    let earliest = index.first_course + windows.baseline_after_first_course_days;
    let trend_window = Window { first: earliest, last: index.day };
    let mut window = Window::around(index.day, windows.baseline_days).not_before(earliest);
    let reoperations: Vec<_> =
        history.surgeries().iter().filter(|row| is_reoperation(row, index.first_course, index.day)).collect();
    let (stratum, reason) = if let Some(last) = reoperations.iter().map(|row| row.day).max() {
        window = window.not_before(last + 1);
        let rows = reoperations.iter().map(|row| row.record);
        (Some(Stratum::Reoperated), Reason::new(&REOPERATED, rows))
    } else {
        not_reoperated(history, doses, window, trend_window, protocol)
    };
    Baseline { window, trend_window, stratum, reason }
}

fn not_reoperated(
    history: &History<'_>,
    doses: &[Dose],
    window: Window,
    trend_window: Window,
    protocol: &Protocol,
) -> (Option<Stratum>, Reason) {
    let shown = structural_rows(history, window, protocol);
    if !shown.is_empty() {
        return (Some(Stratum::Structural), Reason::new(&STRUCTURAL, shown));
    }
    let all = readings(history.labs(), history.injections(), doses, &protocol.marker);
    match biochemical(&all, history, window, trend_window, protocol) {
        Some(judged) => (Some(Stratum::Biochemical), judged.reason),
        None => {
            let seen = all
                .iter()
                .filter(|reading| window.contains(reading.day))
                .map(|reading| RunnerUp { record: reading.lab.record, why: unused_because(reading) });
            (None, Reason::new(&NO_EVIDENCE, []).over(seen))
        }
    }
}

fn unused_because(reading: &Reading<'_>) -> &'static str {
    match (reading.is_usable(), reading.state) {
        (false, _) => "drawn in the blackout after a therapeutic administration",
        (true, State::Neither) => "neither stimulated nor suppressed",
        (true, _) => "below the bound, or not the latest of its kind",
    }
}

/// Rows of all structural evidence in neck and whole-body studies of the window.
fn structural_rows(history: &History<'_>, window: Window, protocol: &Protocol) -> Vec<RecordRef> {
    let imaging = history.imaging();
    let mut rows = Vec::new();
    for (position, study) in imaging.studies.iter().enumerate() {
        if window.contains(study.day) && (is_neck_study(study) || is_whole_body_study(study)) {
            for found in evidence(imaging, position, &protocol.structural) {
                rows.extend([study.record, found.lesion.record]);
                rows.extend(found.support);
            }
        }
    }
    rows
}

fn biochemical(
    all: &[Reading<'_>],
    history: &History<'_>,
    window: Window,
    trend_window: Window,
    protocol: &Protocol,
) -> Option<Judged<()>> {
    let inside: Vec<&Reading> =
        all.iter().filter(|reading| reading.is_usable() && window.contains(reading.day)).collect();
    for (state, rule) in [(State::Stimulated, &BY_STIMULATED), (State::Suppressed, &BY_SUPPRESSED)] {
        if let Some(reading) = latest(&inside, state)
            && is_incomplete(reading, &protocol.response)
        {
            return Some(Judged::new((), Reason::new(rule, reading.records())));
        }
    }
    let trend = rising(history.labs(), trend_window, &protocol.marker);
    trend.value.then(|| Judged::new((), Reason::new(&BY_ANTIBODIES, trend.reason.used)))
}
