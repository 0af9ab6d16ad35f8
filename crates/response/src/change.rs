//! Neck imaging before and after the index treatment (contract 6).

use std::cmp::Reverse;

use protocol::Protocol;
use thyroid::change::{ImagingChange, imaging_change};
use thyroid::structural::{evidence, is_neck_study};
use timeline::{Day, Imaging, Judged, Reason, RecordRef, Rule, RunnerUp, Study, Window, words};

/// The study before.
pub static BEFORE: Rule = Rule {
    id: "6.imaging.before",
    says: "The most recent neck study of the baseline window that shows structural evidence, else the most \
           recent neck study there.",
};
/// The study after.
pub static AFTER: Rule = Rule {
    id: "6.imaging.after",
    says: "Among neck studies of the follow-up window before any intercurrent treatment: the modality of the \
           study before preferred, then nearest to the target day (tie: the later).",
};
static FOUND: Rule =
    Rule { id: "6.findings.yes", says: "A neck study of the follow-up window shows structural evidence." };
static NOT_FOUND: Rule = Rule {
    id: "6.findings.no",
    says: "Neck studies of the follow-up window, and none shows structural evidence.",
};
static NO_STUDY: Rule = Rule { id: "6.findings.missing", says: "No neck study in the follow-up window." };

words! {
    /// Whether neck imaging shows disease at 1 to 2 years.
    pub enum Findings {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// There is no neck study.
        Missing = "missing",
    }
}

/// The studies compared and what became of the lesions.
#[derive(Clone, Debug)]
pub struct ImagingComparison {
    /// Why this study before.
    pub before: Option<Reason>,
    /// Why this study after.
    pub after: Option<Reason>,
    /// The change.
    pub result: ImagingChange,
}

/// Chooses the two studies and compares them.
pub fn compare(
    imaging: Imaging<'_>,
    baseline: Window,
    follow_up: Window,
    target: Day,
    intercurrent: Option<Day>,
    protocol: &Protocol,
) -> ImagingComparison {
    let shows = |position: &usize| !evidence(imaging, *position, &protocol.structural).is_empty();
    let before = neck_studies(imaging, baseline).max_by_key(|position| {
        let study = &imaging.studies[*position];
        (shows(position), study.day, Reverse(same_day_order(study)))
    });
    let modality = before.map(|position| imaging.studies[position].modality);
    let open = intercurrent.map_or(follow_up, |day| follow_up.before(day));
    let after = neck_studies(imaging, open).min_by_key(|position| {
        let study = &imaging.studies[*position];
        let other_modality = modality.is_some_and(|before| before != study.modality);
        (other_modality, (study.day - target).abs(), target - study.day, same_day_order(study))
    });
    let reason = |rule, chosen: Option<usize>, window| {
        let chosen = chosen?;
        let others = neck_studies(imaging, window).filter(|other| *other != chosen).map(|other| RunnerUp {
            record: imaging.studies[other].record,
            why: "another neck study is preferred",
        });
        Some(Reason::new(rule, [imaging.studies[chosen].record]).over(others))
    };
    ImagingComparison {
        before: reason(&BEFORE, before, baseline),
        after: reason(&AFTER, after, follow_up),
        result: imaging_change(imaging, before, after, &protocol.structural, &protocol.change),
    }
}

/// Whether any neck study of the window shows structural evidence; not cut at treatment.
pub fn findings(imaging: Imaging<'_>, window: Window, protocol: &Protocol) -> Judged<Findings> {
    let studies: Vec<usize> = neck_studies(imaging, window).collect();
    let mut shown: Vec<RecordRef> = Vec::new();
    for &position in &studies {
        for found in evidence(imaging, position, &protocol.structural) {
            shown.extend([imaging.studies[position].record, found.lesion.record]);
            shown.extend(found.support);
        }
    }
    let all = studies.iter().map(|position| imaging.studies[*position].record);
    match (studies.is_empty(), shown.is_empty()) {
        (true, _) => Judged::new(Findings::Missing, Reason::new(&NO_STUDY, [])),
        (false, true) => Judged::new(Findings::No, Reason::new(&NOT_FOUND, all)),
        (false, false) => Judged::new(Findings::Yes, Reason::new(&FOUND, shown)),
    }
}

fn neck_studies(imaging: Imaging<'_>, window: Window) -> impl Iterator<Item = usize> {
    (0..imaging.studies.len()).filter(move |position| {
        let study = &imaging.studies[*position];
        window.contains(study.day) && is_neck_study(study)
    })
}

/// Two on one day: ultrasound, CT, MRI, then the smallest identifier.
fn same_day_order(study: &Study) -> (timeline::Modality, &str) {
    (study.modality, &study.id)
}
