//! Question, candidates, courses, strata, windows (contract 3, 4, 5).

use super::Section;
use super::phrases::{days, list, offset, window};
use crate::{Criterion, Protocol};

pub(super) fn question(protocol: &Protocol) -> Section {
    let study = &protocol.study;
    Section::new(
        "Question",
        vec![
            format!("{}. {}", study.title.trim_end_matches('.'), study.question),
            "Patients are compared with themselves, before and after the second radioiodine course. There \
             is no control group: patients were chosen because their values were high, and a change cannot \
             be ascribed to the treatment alone."
                .to_owned(),
            format!("In the results the study is called {}.", study.id),
        ],
    )
}

pub(super) fn candidates(protocol: &Protocol) -> Section {
    let mut paragraphs = vec![
        "Every person with a patient record is a candidate. The criteria are asked in the order below; the \
         first that is not met is the reason of exclusion. Each candidate ends in the cohort or with \
         exactly one reason, and the counts add up."
            .to_owned(),
    ];
    for (at, criterion) in protocol.criteria.iter().enumerate() {
        paragraphs.push(format!("{}. {}", at + 1, sentence(*criterion, protocol)));
    }
    Section::new("Who is looked for", paragraphs)
}

fn sentence(criterion: Criterion, protocol: &Protocol) -> String {
    match criterion {
        Criterion::Dtc => dtc(protocol),
        Criterion::Thyroidectomy => {
            "Thyroidectomy: total or near-total thyroidectomy, or completion thyroidectomy, on or before \
             the first radioiodine course (at any date when there is no therapeutic course). A completion \
             thyroidectomy without such a total or near-total thyroidectomy or lobectomy on record is \
             accepted and flagged (lobectomy elsewhere)."
                .to_owned()
        }
        Criterion::TwoCourses => "Two courses: at least two therapeutic radioiodine courses.".to_owned(),
        Criterion::IndexInPeriod => format!(
            "Study period: the index date lies from {} to {}, both days included.",
            protocol.study.first_day.iso(),
            protocol.study.last_day.iso()
        ),
        Criterion::NoDistantMetastasis => format!(
            "No distant metastasis: no evidence of distant disease dated up to {}. Evidence is an M \
             category of 1, distant uptake (lung, bone or other) on a post-therapy scan of any \
             administration, or a lesion at such a site in any imaging study, whatever its quality, unless \
             the lesion's latest diagnostic cytology by then is benign. Mediastinal disease is \
             locoregional.",
            offset(protocol.distant_until_days)
        ),
        Criterion::IncompleteResponse => {
            "Incomplete response: structural or biochemical evidence of disease at baseline, as under \
             \"Strata\". This is not asked of patients who were reoperated."
                .to_owned()
        }
    }
}

fn dtc(protocol: &Protocol) -> String {
    let codes = |codes: &[u16]| list(&codes.iter().map(u16::to_string).collect::<Vec<_>>());
    let poorly = match protocol.histology.poorly_differentiated.as_slice() {
        [] => String::new(),
        flagged => format!(" Flagged as poorly differentiated: {}.", codes(flagged)),
    };
    format!(
        "Differentiated thyroid carcinoma: ICD-O-3 histology {}, with malignant behaviour (/3).{poorly} A \
         histology that is neither a code nor one of the known names, also a code without behaviour, does \
         not count and goes to review.",
        codes(&protocol.histology.included)
    )
}

pub(super) fn courses(protocol: &Protocol) -> Section {
    let rules = &protocol.index;
    Section::new(
        "Radioiodine courses and the index date",
        vec![
            format!(
                "An administration is therapeutic if its recorded intent is ablation, adjuvant or \
                 treatment; without a recorded intent, if its activity is at least {} mCi. One with \
                 diagnostic intent never is. Without intent, an activity below that bound but at least {} \
                 mCi, or an unknown one, goes to review and is not therapeutic.",
                rules.min_therapeutic_mci, rules.review_mci
            ),
            format!(
                "Two therapeutic rows of one day whose activities differ by at most {} % of the larger are \
                 one administration recorded twice; an unknown activity equals no other.",
                rules.same_administration_pct
            ),
            format!(
                "Administrations are gathered into courses by date: one that falls fewer than {} after the \
                 first administration of a course belongs to it, a later one opens the next course. \
                 Activities of a course add up, and are unknown if any part is. A course that opens fewer \
                 than {} after the first administration of the course before is flagged (course gap) and \
                 still counts.",
                days(rules.merge_gap_days),
                days(rules.review_gap_days)
            ),
            "A course is dated by its first administration. The index date is the date of the second \
             course. Days are calendar days from the index date."
                .to_owned(),
        ],
    )
}

pub(super) fn strata(protocol: &Protocol) -> Section {
    let windows = &protocol.windows;
    let response = &protocol.response;
    let after_first = days(windows.baseline_after_first_course_days);
    Section::new(
        "Strata",
        vec![
            "Reoperated: neck dissection, node excision or excision of soft tissue after the first course \
             and before the index date, whose intent is not diagnostic, initial or completion. A \
             completion thyroidectomy is never a reoperation. Reoperated patients form this stratum \
             whatever else is found."
                .to_owned(),
            "Structural: not reoperated, with structural evidence in any neck or whole-body study of the \
             baseline window."
                .to_owned(),
            format!(
                "Biochemical: not reoperated, without structural evidence in the baseline window, and in \
                 it the latest stimulated thyroglobulin (the highest of that day) is at least {} ng/mL, or \
                 the latest suppressed one at least {} ng/mL, or thyroglobulin antibodies rise from \
                 {after_first} after the first course to the index date. A value with positive antibodies \
                 counts here, since antibodies lower it.",
                response.incomplete_stimulated, response.incomplete_suppressed
            ),
        ],
    )
}

pub(super) fn windows(protocol: &Protocol) -> Section {
    let windows = &protocol.windows;
    Section::new(
        "Windows",
        vec![
            format!(
                "Baseline (before): {}, but not sooner than {} after the first course and, in reoperated \
                 patients, after the last reoperation.",
                window(windows.baseline_days),
                days(windows.baseline_after_first_course_days)
            ),
            format!(
                "Follow-up (after): {}; the value nearest to {} is preferred.",
                window(windows.follow_up_days),
                offset(windows.follow_up_target_days)
            ),
            format!(
                "Last status: the {} up to the last visit, but only after the index date. The last visit \
                 is the latest date among the laboratory, imaging and visit rows that were used, \
                 laboratory rows with an unusable value included.",
                days(windows.last_status_days)
            ),
            "Both ends belong to a window.".to_owned(),
        ],
    )
}
