//! One small change to the built-in study, one mistake: its code and line.

use std::collections::BTreeSet;

use protocol::{Code, Protocol};

use crate::{changed, codes_and_lines, line_of, mistakes, parse};

/// Replaced text, replacement, what must be found, a text on the line where it must be found.
const CASES: &[(&str, &str, Code, &str)] = &[
    ("merge_gap_days = 90", "merge_gap_days = ", Code::Syntax, "merge_gap_days ="),
    ("merge_gap_days = 90", "merge_gap_days 90", Code::Syntax, "merge_gap_days 90"),
    ("merge_gap_days = 90", "merge_gap_days = 090", Code::Syntax, "merge_gap_days = 090"),
    ("dates = \"iso\"", "dates = iso", Code::Syntax, "dates = iso"),
    ("dates = \"iso\"", "dates = \"iso", Code::Syntax, "dates = \"iso"),
    ("[index]", "[index", Code::Syntax, "[index"),
    ("grow_mm = 3", "grow_mm = 3\ngrow_mm = 4", Code::Repeated, "grow_mm = 4"),
    ("[report]", "[study] # again\nid = \"again\"\n[report]", Code::Repeated, "# again"),
    ("last = \"2015-12-31\" }", "last = \"2015-12-31\", last = \"2016-12-31\" }", Code::Repeated, "period ="),
    ("[report]", "[limits]\nmost = 3\n[report]", Code::UnknownSection, "[limits]"),
    ("washout_ng_ml = 10", "washout_ng_ml = 10\nwashout = 10", Code::UnknownKey, "washout = 10"),
    ("[study]", "seed = 3\n[study]", Code::UnknownKey, "seed = 3"),
    ("review_gap_days = 180", "review_gap_day = 180", Code::UnknownKey, "review_gap_day "),
    ("[structural]", "[structual]", Code::UnknownSection, "[structual]"),
    ("last = \"2015-12-31\" }", "last = \"2015-12-31\", end = 3 }", Code::UnknownKey, "period ="),
    ("[status]\nned = \"excellent_response\"", "", Code::MissingSection, "patient_pages"),
    ("review_mci = 10", "", Code::MissingKey, "[index]"),
    ("first = \"1995-01-01\", ", "", Code::MissingKey, "period ="),
    ("period = { first = \"1995-01-01\", last = \"2015-12-31\" }", "", Code::MissingKey, "[study]"),
    ("id = \"second_radioiodine\"", "id = 2", Code::WrongType, "id = 2"),
    ("merge_gap_days = 90", "merge_gap_days = \"90\"", Code::WrongType, "merge_gap_days"),
    ("washout_ng_ml = 10", "washout_ng_ml = true", Code::WrongType, "washout_ng_ml"),
    ("baseline_days = [-365, 0]", "baseline_days = -365", Code::WrongType, "baseline_days = -365"),
    ("baseline_days = [-365, 0]", "baseline_days = [-365, -30, 0]", Code::WrongType, "baseline_days = ["),
    ("baseline_days = [-365, 0]", "baseline_days = [-365, \"0\"]", Code::WrongType, "baseline_days = ["),
    ("first = \"1995-01-01\"", "first = 1995", Code::WrongType, "period ="),
    ("encoding = \"auto\"", "encoding = 8", Code::WrongType, "encoding = 8"),
    ("criteria = [\"dtc\"", "criteria = [1, \"dtc\"", Code::WrongType, "criteria ="),
    ("encoding = \"auto\"", "encoding = \"latin\"", Code::UnknownWord, "encoding ="),
    ("dates = \"iso\"", "dates = \"american\"", Code::UnknownWord, "dates ="),
    ("\"neck_us_v1\"", "\"neck_us_v2\"", Code::UnknownWord, "profile ="),
    ("\"ata2015\"", "\"ata2105\"", Code::UnknownWord, "guideline ="),
    ("\"thyroidectomy\"", "\"thyroid_surgery\"", Code::UnknownWord, "criteria ="),
    ("distant_until_days = 14", "distant_until_days = -1", Code::OutOfRange, "distant_until_days"),
    ("merge_gap_days = 90", "merge_gap_days = 0", Code::OutOfRange, "merge_gap_days"),
    ("grow_pct = 20", "grow_pct = 101", Code::OutOfRange, "grow_pct"),
    ("max_rows_not_used_pct = 5", "max_rows_not_used_pct = -0.5", Code::OutOfRange, "max_rows"),
    ("confidence_level = 0.95", "confidence_level = 1", Code::OutOfRange, "confidence_level"),
    ("confidence_level = 0.95", "confidence_level = 0", Code::OutOfRange, "confidence_level"),
    ("confidence_level = 0.95", "confidence_level = 95", Code::OutOfRange, "confidence_level"),
    ("washout_ng_ml = 10", "washout_ng_ml = nan", Code::OutOfRange, "washout_ng_ml"),
    ("washout_ng_ml = 10", "washout_ng_ml = inf", Code::OutOfRange, "washout_ng_ml"),
    ("antibody_rising_ratio = 1.5", "antibody_rising_ratio = 1", Code::OutOfRange, "antibody_rising_ratio"),
    ("seed = 20180203", "seed = -1", Code::OutOfRange, "seed ="),
    ("last_status_days = 730", "last_status_days = 9_000_000_000", Code::OutOfRange, "last_status_days"),
    ("merge_gap_days = 90", "merge_gap_days = 90.5", Code::NotWhole, "merge_gap_days"),
    ("injection_draw_days = [2, 4]", "injection_draw_days = [2, 4.5]", Code::NotWhole, "injection_draw_days"),
    ("\"1995-01-01\"", "\"1995-02-30\"", Code::NotADay, "period ="),
    ("\"1995-01-01\"", "\"01/01/1995\"", Code::NotADay, "period ="),
    ("\"1995-01-01\"", "1995-01-01T00:00:00", Code::NotADay, "period ="),
    ("\"1995-01-01\"", "\"2016-01-01\"", Code::Reversed, "period ="),
    ("injection_draw_days = [2, 4]", "injection_draw_days = [4, 2]", Code::Reversed, "injection_draw_days"),
    ("baseline_days = [-365, 0]", "baseline_days = [0, -365]", Code::Reversed, "baseline_days = [0"),
    ("baseline_days = [-365, 0]", "baseline_days = [-365, 1]", Code::Contradiction, "baseline_days = ["),
    ("follow_up_days = [365, 730]", "follow_up_days = [0, 730]", Code::Contradiction, "follow_up_days"),
    ("follow_up_target_days = 547", "follow_up_target_days = 731", Code::Contradiction, "follow_up_target"),
    ("follow_up_target_days = 547", "follow_up_target_days = 364", Code::Contradiction, "follow_up_target"),
    ("review_mci = 10", "review_mci = 20.5", Code::Contradiction, "review_mci"),
    ("merge_gap_days = 90", "merge_gap_days = 181", Code::Contradiction, "review_gap_days"),
    ("suppressed_tsh_below = 0.5", "suppressed_tsh_below = 31", Code::Contradiction, "suppressed_tsh_below"),
    ("node_min_mm = 5", "node_min_mm = 11", Code::Contradiction, "cross_sectional_mm"),
    (
        "excellent_stimulated = 1\n",
        "excellent_stimulated = 10\n",
        Code::Contradiction,
        "excellent_stimulated",
    ),
    ("excellent_suppressed = 0.2", "excellent_suppressed = 1.5", Code::Contradiction, "excellent_suppressed"),
    ("id = \"second_radioiodine\"", "id = \"second radioiodine\"", Code::UnusableText, "id ="),
    ("\"Second radioiodine treatment: before and after\"", "\" \"", Code::UnusableText, "title = \" \""),
    ("and whom?\"", "and whom?\\u001b[31m\"", Code::UnusableText, "question ="),
    ("\"thyroidectomy\", ", "\"thyroidectomy\", \"dtc\", ", Code::RepeatedCriterion, "criteria ="),
    (", \"incomplete_response\"]", "]", Code::MissingCriterion, "criteria ="),
    (
        "\"two_courses\", \"index_in_period\"",
        "\"index_in_period\", \"two_courses\"",
        Code::CriterionOrder,
        "criteria =",
    ),
    ("\"concepts/histology.csv\"", "\"histology.csv\"", Code::ConceptFile, "histology ="),
];

#[test]
fn each_change_gives_its_code_and_line() {
    for (from, to, code, marker) in CASES {
        let text = changed(from, to);
        let found = mistakes(&text);
        assert_eq!(codes_and_lines(&found), [(*code, line_of(&text, marker))], "{from} -> {to}\n{found:#?}");
        assert!(!found[0].help.is_empty() && found[0].file == "study.toml" && found[0].column >= 1);
        assert_eq!(Some(found[0].source_line.as_str()), text.lines().nth(found[0].line - 1));
    }
}

#[test]
fn every_code_has_a_case() {
    let here = CASES.iter().map(|(_, _, code, _)| *code);
    let covered: BTreeSet<Code> = here
        .chain(crate::concept_files::COVERED)
        .chain([crate::loading::COVERED])
        .chain(crate::runs::COVERED)
        .collect();
    let all: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    assert_eq!(covered, all);
}

#[test]
fn every_mistake_of_a_file_is_told_at_once_in_its_order() {
    let text = Protocol::builtin_text()
        .replace("id = \"second_radioiodine\"", "id = \"\"")
        .replace("dates = \"iso\"", "dates = \"ISO8601\"")
        .replace("review_mci = 10 ", "reviewmci = 10 ")
        .replace("merge_gap_days = 90", "merge_gap_days = -90")
        .replace("\"dtc\", ", "")
        .replace("baseline_days = [-365, 0]", "baseline_days = [0, -365]")
        .replace("stimulated_tsh_min = 30", "stimulated_tsh_min = = 30")
        .replace("node_min_mm = 5", "node_min_mm = 5\nnode_min_mm = 6")
        .replace("incomplete_stimulated = 10", "incomplete_stimulated = \"10\"")
        .replace("[report]", "[raport]");
    let expected = [
        (Code::UnusableText, "id = "),
        (Code::UnknownWord, "dates ="),
        (Code::UnknownKey, "reviewmci"),
        (Code::OutOfRange, "merge_gap_days"),
        (Code::MissingCriterion, "criteria ="),
        (Code::Reversed, "baseline_days = [0"),
        (Code::Syntax, "stimulated_tsh_min"),
        (Code::Repeated, "node_min_mm = 6"),
        (Code::WrongType, "incomplete_stimulated"),
        (Code::UnknownSection, "[raport]"),
    ];
    let expected: Vec<_> = expected.map(|(code, marker)| (code, line_of(&text, marker))).to_vec();
    assert_eq!(codes_and_lines(&mistakes(&text)), expected);
}

#[test]
fn one_slip_hides_nothing_and_invents_nothing() {
    let text = changed("baseline_days = [-365, 0]", "baseline_days = [-365, 0")
        .replace("seed = 20180203", "seed = 2018-02")
        .replace("[marker] ", "[marker ");
    let found = mistakes(&text);
    assert!(found.iter().all(|found| found.code == Code::Syntax), "{found:#?}");
    assert_eq!(found.iter().filter(|f| f.line == line_of(&text, "seed =")).count(), 1);
    assert_eq!(found.iter().filter(|f| f.line == line_of(&text, "[marker")).count(), 1);
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn a_long_list_is_read_beside_an_error() {
    let list = format!("injection_draw_days = [{}4, 2]", "\n".repeat(40));
    let text = changed("injection_draw_days = [2, 4]", &list).replace("seed = 20180203", "seed =");
    let codes: Vec<Code> = mistakes(&text).iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::Reversed, Code::Syntax]);
}

#[test]
fn a_text_that_is_no_protocol_is_not_told_without_end() {
    let found = mistakes(&"x = [\n".repeat(5000));
    assert_eq!((found.len(), found[0].code), (100, Code::Syntax));
    assert_eq!(codes_and_lines(&mistakes(""))[..1], [(Code::MissingSection, 1)]);
}

#[test]
fn a_near_miss_is_suggested() {
    for (from, to, help) in [
        ("review_gap_days = 180", "review_gap_day = 180", "did you mean `review_gap_days`?"),
        ("[structural]", "[structual]", "did you mean `structural`?"),
        ("\"two_courses\"", "\"two_course\"", "did you mean `two_courses`?"),
        (
            "washout_ng_ml = 10",
            "washout_ng_ml = 10\nblackout_days = 4",
            "`blackout_days` is a key of [marker]",
        ),
        ("merge_gap_days = 90", "", "add `merge_gap_days = 90`"),
        ("[status]\nned = \"excellent_response\"", "", "[status]\nned = \"excellent_response\""),
        ("encoding = \"auto\"", "encoding = \"klingon\"", "allowed: \"auto\", \"utf-8\""),
        ("grow_pct = 20", "grow_pct = 200", "from 0 to 100"),
    ] {
        let found = mistakes(&changed(from, to));
        assert!(found.iter().any(|found| found.help.contains(help)), "{help}\n{found:#?}");
    }
}

#[test]
fn other_spellings_of_the_same_study_are_accepted() {
    let builtin = Protocol::builtin();
    for (from, to) in [
        ("\"1995-01-01\", last = \"2015-12-31\"", "1995-01-01, last = 2015-12-31"),
        ("merge_gap_days = 90", "merge_gap_days = 90.0"),
        ("antibody_positive_above = 4.0", "antibody_positive_above = 4"),
        ("injection_draw_days = [2, 4]", "injection_draw_days = [\n  2,\n  4,\n]"),
        (
            "period = { first = \"1995-01-01\", last = \"2015-12-31\" }",
            "period.first = 1995-01-01\nperiod.last = 2015-12-31",
        ),
        ("[report]\ntitle =", "[report]\n\"title\" ="),
    ] {
        let mut parsed = parse(&changed(from, to)).unwrap_or_else(|problem| panic!("{problem}"));
        assert_ne!(parsed.hash, builtin.hash, "every byte counts");
        parsed.hash.clone_from(&builtin.hash);
        assert_eq!(parsed, builtin, "{to}");
    }
    let reordered = "\"two_courses\", \"dtc\", \"index_in_period\", \"thyroidectomy\"";
    let text = changed("\"dtc\", \"thyroidectomy\", \"two_courses\", \"index_in_period\"", reordered);
    assert_eq!(parse(&text).expect("another order").criteria[0].word(), "two_courses");
}

#[test]
fn a_mistake_is_shown_with_its_line_and_a_caret() {
    let text = changed("merge_gap_days = 90", "merge_gap_days = -90");
    let found = mistakes(&text);
    let line = line_of(&text, "merge_gap_days");
    let shown = found[0].render("my/study.toml", &text);
    let expected = [
        "error[P009]: index.merge_gap_days: -90 is out of range".to_owned(),
        format!("  --> my/study.toml:{line}:18"),
        "   |".to_owned(),
        format!("{line} | {}", text.lines().nth(line - 1).unwrap_or("")),
        "   |                  ^^^".to_owned(),
        "   = help: must be from 1 to 36525; the default is `merge_gap_days = 90`".to_owned(),
    ];
    assert_eq!(shown, expected.join("\n"));
    assert_eq!(found[0].to_string(), shown.replace("my/study.toml", "study.toml"));
}
