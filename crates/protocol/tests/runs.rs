//! Runs under other choices: what they change, and how a wrong one is told.

use protocol::{Code, Guideline, Protocol};
use thyroid::rules::{Certainty, Excellence};

use crate::{codes_and_lines, line_of, mistakes, parse};

/// The codes that only a run can show.
pub const COVERED: [Code; 3] = [Code::RepeatedRun, Code::FixedKey, Code::RunWithoutChange];

/// The built-in study with one more run.
fn with(run: &str) -> String {
    format!("{}\n[[sensitivity]]\n{run}\n", Protocol::builtin_text())
}

#[test]
fn each_declared_run_changes_what_it_says_and_nothing_else() {
    let main = Protocol::builtin();
    let run = |id: &str| main.sensitivity.iter().find(|run| run.id == id).expect(id);
    assert_eq!(run("follow_up_300_790").protocol.windows.follow_up_days, (300, 790));
    assert_eq!(run("structural_confirmed").protocol.structural.evidence, Certainty::Confirmed);
    assert_eq!(run("ned_stimulated").protocol.ned, Excellence::Stimulated);
    assert_eq!(run("guideline_ata2025").protocol.guideline, Guideline::Ata2025);
    assert!(
        run("guideline_ata2025").caution.as_deref().is_some_and(|text| text.contains("verified = false"))
    );
    for run in &main.sensitivity {
        let (key, value) = &run.changes[0];
        let differ = run.protocol.parameters.iter().zip(&main.parameters).filter(|(a, b)| a != b);
        let differ: Vec<_> = differ.map(|(a, _)| a.clone()).collect();
        assert_eq!(differ, [(key.clone(), value.clone())]);
        assert!(run.protocol.sensitivity.is_empty() && run.protocol.hash.is_empty());
    }
}

#[test]
fn keys_may_be_written_section_by_section() {
    let set = "[sensitivity.set]\n\"marker.blackout_days\" = 60\nwindows = { follow_up_days = [400, 700] }\n\
               study.period.last = 2010-12-31";
    let parsed = parse(&with(&format!("id = \"a\"\nlabel = \"A\"\n{set}"))).expect("sound");
    let run = parsed.sensitivity.last().expect("a run");
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let expected = [
        pair("marker.blackout_days", "60"),
        pair("windows.follow_up_days", "[400, 700]"),
        pair("study.period.last", "\"2010-12-31\""),
    ];
    assert_eq!(run.changes, expected);
    assert_eq!((run.protocol.marker.blackout_days, run.protocol.study.last_day.ymd().0), (60, 2010));
}

#[test]
fn no_run_is_a_protocol_too() {
    let text = Protocol::builtin_text();
    let from = text.find("[[sensitivity]]").expect("runs");
    let to = text.find("[report]").expect("the last section");
    let parsed = parse(&format!("{}{}", &text[..from], &text[to..])).expect("sound");
    assert!(parsed.sensitivity.is_empty());
}

/// A run, what must be found, a text on the line where it must be found.
const CASES: &[(&str, Code, &str)] = &[
    (
        "id = \"same_assay\" # again\nlabel = \"A\"\nset = { \"marker.blackout_days\" = 60 }",
        Code::RepeatedRun,
        "# again",
    ),
    (
        "id = \"a b\" # bad\nlabel = \"A\"\nset = { \"marker.blackout_days\" = 60 }",
        Code::UnusableText,
        "# bad",
    ),
    ("id = \"a\"\nlabel = 3 # bad\nset = { \"marker.blackout_days\" = 60 }", Code::WrongType, "# bad"),
    (
        "id = \"a\"\nlabel = \"A\"\ncaution = \"\" # bad\nset = { \"marker.blackout_days\" = 60 }",
        Code::UnusableText,
        "# bad",
    ),
    ("id = \"a\"\nlabel = \"A\"\nset = 3 # bad", Code::WrongType, "# bad"),
    ("id = \"a\"\nlabel = \"A\"\nsets = { \"marker.blackout_days\" = 60 } # bad", Code::UnknownKey, "# bad"),
    ("id = \"a\"\nlabel = \"A\"\nset = { \"marker.blackout_day\" = 60 } # bad", Code::UnknownKey, "# bad"),
    ("id = \"a\"\nlabel = \"A\"\nset = { blackout_days = 60 } # bad", Code::UnknownKey, "# bad"),
    ("id = \"a\"\nlabel = \"A\"\nset = { \"marker.blackout_days\" = -6 } # bad", Code::OutOfRange, "# bad"),
    ("id = \"a\"\nlabel = \"A\"\nset = { \"marker.blackout_days\" = \"6\" } # bad", Code::WrongType, "# bad"),
    (
        "id = \"a\"\nlabel = \"A\"\nset = { \"structural.evidence\" = \"confirmd\" } # bad",
        Code::UnknownWord,
        "# bad",
    ),
    (
        "id = \"a\"\nlabel = \"A\"\nset = { \"windows.follow_up_days\" = [730, 365] } # bad",
        Code::Reversed,
        "# bad",
    ),
    (
        "id = \"a\"\nlabel = \"A\"\nset = { \"windows.follow_up_days\" = [600, 790] } # bad",
        Code::Contradiction,
        "# bad",
    ),
    (
        "id = \"a\"\nlabel = \"A\"\nset = { \"source.dates\" = \"iso\", \"marker.blackout_days\" = 60 } # bad",
        Code::FixedKey,
        "# bad",
    ),
    ("id = \"a\"\nlabel = \"A\"\nset = { \"study.id\" = \"other\" } # bad", Code::FixedKey, "# bad"),
    (
        "id = \"a\"\nlabel = \"A\"\nset = { \"marker.blackout_days\" = 60, marker = { blackout_days = 61 } } # bad",
        Code::Repeated,
        "# bad",
    ),
    (" # bad\nid = \"a\"\nlabel = \"A\"", Code::MissingKey, "sensitivity_at_the_end"),
    ("id = \"a\"\nlabel = \"A\"\nset = {}", Code::RunWithoutChange, "sensitivity_at_the_end"),
];

#[test]
fn each_wrong_run_gives_its_code_and_line() {
    for (run, code, marker) in CASES {
        let text = with(run);
        let last = text.lines().count() - run.lines().count();
        let line = if *marker == "# bad" || *marker == "# again" { line_of(&text, marker) } else { last };
        let found = mistakes(&text);
        assert_eq!(codes_and_lines(&found), [(*code, line)], "{run}\n{found:#?}");
        assert!(!found[0].help.is_empty());
    }
}

#[test]
fn a_near_miss_is_suggested_with_its_section() {
    for (set, help) in [
        ("\"marker.blackout_day\" = 60", "did you mean `marker.blackout_days`?"),
        ("blackout_days = 60", "write `\"marker.blackout_days\"`, with its section"),
    ] {
        let found = mistakes(&with(&format!("id = \"a\"\nlabel = \"A\"\nset = {{ {set} }}")));
        assert!(found[0].help.contains(help), "{found:#?}");
    }
    let found = mistakes(&Protocol::builtin_text().replace("[[sensitivity]]", "[[sensitivty]]"));
    assert!(found[0].help.contains("did you mean `sensitivity`?"), "{found:#?}");
    let single = format!("{}\n[sensitivity]\nid = \"a\"\n", without_runs());
    assert_eq!(mistakes(&single)[0].code, Code::WrongType);
}

#[test]
fn a_contradiction_far_from_the_run_names_the_run() {
    let run =
        "[[sensitivity]]\nid = \"late\"\nlabel = \"L\"\nset = { \"windows.follow_up_days\" = [600, 790] }\n";
    let found = mistakes(&format!("{run}{}", without_runs()));
    assert_eq!((found.len(), found[0].code), (1, Code::Contradiction));
    assert_eq!(found[0].key, "windows.follow_up_target_days");
    assert!(found[0].message.starts_with("under the run \"late\": "), "{found:#?}");
}

fn without_runs() -> String {
    let text = Protocol::builtin_text();
    let from = text.find("[[sensitivity]]").expect("runs");
    let to = text.find("[report]").expect("the last section");
    format!("{}{}", &text[..from], &text[to..])
}
