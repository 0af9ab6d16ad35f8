//! The prose says every number and word of the protocol, each in the sentence where it belongs.

use protocol::{Protocol, prose, prose_sections};

use crate::{changed, parse};

/// Replaced text, replacement, what the prose must then say.
const CHANGES: &[(&str, &str, &[&str])] = &[
    ("id = \"second_radioiodine\"", "id = \"my_study\"", &["my_study"]),
    ("title = \"Second radioiodine treatment in", "title = \"Twice treated, in", &["Twice treated, in"]),
    ("help, and whom?", "do any good?", &["do any good?"]),
    ("1995-01-01", "1996-02-03", &["1996-02-03"]),
    ("2015-12-31", "2016-11-29", &["2016-11-29"]),
    ("max_rows_not_used_pct = 5", "max_rows_not_used_pct = 6.25", &["6.25 %"]),
    ("dates = \"iso\"", "dates = \"day-month-year\"", &["DD/MM/YYYY"]),
    ("encoding = \"auto\"", "encoding = \"windows-1255\"", &["windows-1255"]),
    ("min_therapeutic_mci = 20", "min_therapeutic_mci = 23.5", &["23.5 mCi"]),
    ("review_mci = 10", "review_mci = 11.5", &["11.5 mCi"]),
    ("same_administration_pct = 1", "same_administration_pct = 1.75", &["1.75 %"]),
    ("merge_gap_days = 90", "merge_gap_days = 97", &["97 days"]),
    ("review_gap_days = 180", "review_gap_days = 191", &["191 days"]),
    ("distant_until_days = 14", "distant_until_days = 17", &["17 days after the index date"]),
    (
        "baseline_days = [-365, 0]",
        "baseline_days = [-411, -19]",
        &["from 411 to 19 days before the index date"],
    ),
    ("baseline_after_first_course_days = 180", "baseline_after_first_course_days = 173", &["173 days after"]),
    ("follow_up_days = [365, 730]", "follow_up_days = [366, 733]", &["from 366 to 733 days after"]),
    ("follow_up_target_days = 547", "follow_up_target_days = 551", &["551 days after"]),
    ("last_status_days = 730", "last_status_days = 719", &["719 days up to the last visit"]),
    ("additional_treatment_after_days = 14", "additional_treatment_after_days = 21", &["later than 21 days"]),
    ("stimulated_tsh_min = 30", "stimulated_tsh_min = 25.5", &["25.5 mIU/L"]),
    ("stimulated_tsh_days = 3", "stimulated_tsh_days = 8", &["within 8 days"]),
    ("injection_gap_days = 2", "injection_gap_days = 6", &["at most 6 days apart"]),
    ("injection_draw_days = [2, 4]", "injection_draw_days = [1, 5]", &["1 to 5 days after the second"]),
    ("suppressed_tsh_below = 0.5", "suppressed_tsh_below = 0.45", &["0.45 mIU/L"]),
    ("suppressed_tsh_days = 30", "suppressed_tsh_days = 33", &["within 33 days"]),
    ("blackout_days = 90", "blackout_days = 84", &["1 to 84 days after any therapeutic"]),
    ("post_dose_days = 3", "post_dose_days = 7", &["1 to 7 days after a dose"]),
    ("antibody_positive_above = 4.0", "antibody_positive_above = 4.25", &["4.25 IU/mL"]),
    ("antibody_days = 30", "antibody_days = 37", &["within 37 days"]),
    ("antibody_rising_ratio = 1.5", "antibody_rising_ratio = 1.85", &["at least 1.85"]),
    ("antibody_trend_days = 90", "antibody_trend_days = 77", &["at least 77 days apart"]),
    ("washout_ng_ml = 10", "washout_ng_ml = 12.5", &["washout of at least 12.5 ng/mL"]),
    ("\nnode_min_mm = 5", "\nnode_min_mm = 5.5", &["5.5 mm"]),
    ("cross_sectional_mm = 10", "cross_sectional_mm = 9.5", &["9.5 mm on CT or MRI"]),
    ("grow_mm = 3", "grow_mm = 3.5", &["grown by at least 3.5 mm"]),
    ("grow_pct = 20", "grow_pct = 22", &["22 %"]),
    ("shrink_mm = 3", "shrink_mm = 2.5", &["smaller by at least 2.5 mm"]),
    ("shrink_pct = 30", "shrink_pct = 34", &["34 %"]),
    ("new_min_mm = 5", "new_min_mm = 6.5", &["at least 6.5 mm"]),
    ("resolved_node_mm = 5", "resolved_node_mm = 4.5", &["below 4.5 mm"]),
    ("incomplete_stimulated = 10", "incomplete_stimulated = 8.75", &["at least 8.75 ng/mL"]),
    ("incomplete_suppressed = 1", "incomplete_suppressed = 1.25", &["at least 1.25 ng/mL"]),
    ("excellent_stimulated = 1\n", "excellent_stimulated = 0.75\n", &["below 0.75 ng/mL"]),
    ("excellent_suppressed = 0.2", "excellent_suppressed = 0.15", &["below 0.15 ng/mL"]),
    ("evidence = \"confirmed_or_probable\"", "evidence = \"confirmed\"", &["confirmed lesions alone"]),
    (
        "ned = \"excellent_response\"",
        "ned = \"suppressed_undetectable\"",
        &["below what its assay can detect"],
    ),
    (
        "pair_antibodies = \"not_positive\"",
        "pair_antibodies = \"negative\"",
        &["must have a negative antibody value near it"],
    ),
    ("pair_assays = \"any\"", "pair_assays = \"same\"", &["must name the same assay"]),
    ("confidence_level = 0.95", "confidence_level = 0.915", &["91.5 %"]),
    ("seed = 20180203", "seed = 4711", &["4711"]),
    ("title = \"Second radioiodine treatment: before", "title = \"Once more: before", &["Once more: before"]),
    ("patient_pages = 500", "patient_pages = 613", &["613 patients"]),
];

/// The prose on one line, without the hash.
fn told(protocol: &Protocol) -> String {
    let plain = Protocol { hash: String::new(), ..protocol.clone() };
    prose(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_changed_value_is_told() {
    let default = told(&Protocol::builtin());
    for (from, to, expected) in CHANGES {
        let protocol = parse(&changed(from, to)).unwrap_or_else(|problem| panic!("{to}: {problem}"));
        let text = told(&protocol);
        for words in *expected {
            assert!(text.contains(words), "{to}: `{words}` is not in\n{text}");
            assert!(!default.contains(words), "{words} stands in the default prose already");
        }
    }
}

#[test]
fn every_key_has_a_change() {
    let told_by_words = ["require.criteria", "change.profile", "response.guideline"];
    for (_, key) in crate::reference::keys_of_the_builtin_study() {
        let name = key.rsplit('.').next().unwrap_or(&key).to_owned();
        let changed = CHANGES.iter().any(|(from, ..)| from.contains(&format!("{name} = ")));
        let period = key.starts_with("study.period") || key == "study.question";
        let is_told = key.starts_with("concepts.") || told_by_words.contains(&key.as_str());
        assert!(changed || period || is_told, "{key}");
    }
}

#[test]
fn criteria_are_told_in_the_order_of_the_protocol() {
    let text =
        changed("\"dtc\", \"thyroidectomy\", \"two_courses\"", "\"two_courses\", \"dtc\", \"thyroidectomy\"");
    let protocol = parse(&text).expect("another order");
    let text = told(&protocol);
    assert!(text.contains("1. Two courses") && text.contains("2. Differentiated"), "{text}");
    assert!(
        text.contains("8337")
            && text.contains("8350")
            && text.contains("neck_us_v1")
            && text.contains("ata2015")
    );
}

#[test]
fn zero_and_one_read_as_words() {
    for (from, to, expected) in [
        ("blackout_days = 90", "blackout_days = 0", "Blackout: none"),
        ("post_dose_days = 3", "post_dose_days = 1", "drawn 1 day after a dose"),
        ("distant_until_days = 14", "distant_until_days = 0", "dated up to the index date"),
        ("injection_gap_days = 2", "injection_gap_days = 1", "at most 1 day apart"),
    ] {
        let text = told(&parse(&changed(from, to)).expect("sound"));
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn the_text_is_the_sections_wrapped() {
    let protocol = Protocol::builtin();
    let text = prose(&protocol);
    assert!(text.lines().all(|line| line.chars().count() <= 80) && text.ends_with('\n'));
    let sections = prose_sections(&protocol);
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for section in &sections {
        assert!(text.contains(&format!("{}\n---", section.heading)), "{}", section.heading);
        for paragraph in &section.paragraphs {
            assert!(!paragraph.contains('\n') && !paragraph.contains("  "), "{paragraph}");
            assert!(flat(&text).contains(paragraph.as_str()));
        }
    }
}
