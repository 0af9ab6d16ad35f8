//! Every number of the methods section is the protocol's.

use protocol::{Protocol, prose_sections};
use report::text;

use super::{document, told};
use crate::html::fixture::Case;

fn methods(change: impl FnOnce(&mut Protocol)) -> String {
    let mut case = Case::size(12);
    change(&mut case.protocol);
    told(&text::methods(&document(&case)))
}

/// A change of one value, and what the methods say then.
type Change = (fn(&mut Protocol), &'static str);

#[test]
fn a_changed_value_changes_the_sentence() {
    let unchanged = methods(|_| {});
    let changes: [Change; 40] = [
        (|p| p.index.min_therapeutic_mci = 77.0, "77 mCi"),
        (|p| p.index.review_mci = 7.5, "7.5 mCi"),
        (|p| p.index.same_administration_pct = 3.0, "at most 3 %"),
        (|p| p.index.merge_gap_days = 91, "91 days"),
        (|p| p.index.review_gap_days = 181, "181 days"),
        (|p| p.distant_until_days = 17, "17 days after the index date"),
        (|p| p.distant_until_days = 17, "distant disease up to 17 days after it"),
        (|p| p.windows.baseline_days = (-400, 0), "400 days before the index date"),
        (|p| p.windows.baseline_days = (-761, 0), "baseline window is −25 to 0"),
        (|p| p.windows.baseline_after_first_course_days = 190, "190 days after the first course"),
        (|p| p.windows.follow_up_days = (300, 790), "from 300 to 790 days"),
        (|p| p.windows.follow_up_days = (300, 790), "follow-up window 9.9 to 26, with"),
        (|p| p.windows.follow_up_days = (301, 791), "tested from 301 to 791 days"),
        (|p| p.windows.follow_up_target_days = 500, "500 days after the index date"),
        (|p| p.windows.follow_up_target_days = 457, "with 15 preferred"),
        (|p| p.windows.last_status_days = 600, "600 days up to the last visit"),
        (|p| p.windows.last_status_days = 1096, "last status is 36 months long"),
        (|p| p.windows.additional_treatment_after_days = 21, "21 days after the index date"),
        (|p| p.marker.stimulated_tsh_min = 25.0, "25 mIU/L"),
        (|p| p.marker.stimulated_tsh_days = 5, "within 5 days"),
        (|p| p.marker.injection_gap_days = 4, "at most 4 days apart"),
        (|p| p.marker.injection_draw_days = (1, 6), "1 to 6 days"),
        (|p| p.marker.suppressed_tsh_below = 0.3, "below 0.3 mIU/L"),
        (|p| p.marker.suppressed_tsh_days = 33, "within 33 days"),
        (|p| p.marker.blackout_days = 80, "1 to 80 days"),
        (|p| p.marker.post_dose_days = 8, "1 to 8 days"),
        (|p| p.marker.antibody_positive_above = 60.0, "60 IU/mL"),
        (|p| p.marker.antibody_days = 44, "within 44 days"),
        (|p| p.marker.antibody_rising_ratio = 1.7, "at least 1.7"),
        (|p| p.marker.antibody_trend_days = 99, "99 days"),
        (|p| p.structural.washout_ng_ml = 11.0, "at least 11 ng/mL"),
        (|p| p.structural.node_min_mm = 6.0, "below 6 mm"),
        (|p| p.structural.cross_sectional_mm = 12.0, "12 mm"),
        (|p| p.change.grow_mm = 4.0, "at least 4 mm and at least 20 %"),
        (|p| p.change.shrink_pct = 35.0, "and at least 35 %"),
        (|p| p.change.new_min_mm = 6.5, "6.5 mm"),
        (|p| p.response.incomplete_stimulated = 12.0, "stimulated at least 12 ng/mL"),
        (|p| p.response.incomplete_suppressed = 1.5, "suppressed at least 1.5 ng/mL"),
        (|p| p.response.excellent_suppressed = 0.1, "suppressed and below 0.1 ng/mL"),
        (|p| p.analysis.confidence_level = 0.9, "a level of 90 %"),
    ];
    for (change, says) in changes {
        assert!(!unchanged.contains(says), "already: {says}");
        let text = methods(change);
        assert!(text.contains(says), "not said: {says}\n{text}");
    }
}

#[test]
fn no_rule_has_a_second_wording() {
    let case = Case::size(12);
    let text = told(&text::methods(&document(&case)));
    for section in prose_sections(&case.protocol) {
        if ["Strata", "Windows", "Final status", "Change of imaging"].contains(&section.heading.as_str()) {
            for paragraph in section.paragraphs {
                assert!(text.contains(&paragraph), "{paragraph}");
            }
        }
    }
}

#[test]
fn the_order_is_that_of_strobe_and_the_sources_are_counted() {
    let text = methods(|_| {});
    let places: Vec<usize> = [
        "Study design",
        "Setting and data sources",
        "Participants and eligibility",
        "Variables and measurement",
        "Outcomes",
        "Bias",
        "Study size",
        "Statistical methods",
        "Missing data",
        "Sensitivity analyses",
        "Software and reporting",
    ]
    .iter()
    .map(|heading| text.find(&format!("\n{heading}\n")).expect(heading))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(
        text.contains("From 1 file, 12,345 rows were read, of which 12,000 were used; 300 could not be used")
    );
    assert!(text.contains("Wilson interval [4] without continuity correction"), "{text}");
}
