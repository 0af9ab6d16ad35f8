//! The reference manual, executed: every case of every page beside this file is written as CSV sheets,
//! the whole study is run on them, and what comes out is compared with what the page says.
//!
//! README.md says how a page is read. All disagreements of a page are listed at once.

mod answer;
mod day;
mod expectation;
mod hospital;
mod markdown;
mod rows;

use std::collections::BTreeSet;

use hospital::{Form, Hospital};
use markdown::{Case, cases};

const README: &str = include_str!("README.md");

macro_rules! pages {
    ($($name:ident: $file:literal,)*) => {
        const PAGES: &[(&str, &str)] = &[$(($file, include_str!($file))),*];

        $(
            #[test]
            fn $name() {
                report(&failures($file, include_str!($file), Form::Folder));
            }
        )*
    };
}

pages! {
    base_patients: "README.md",
    sheets: "01-sheets.md",
    unreadable: "02-unreadable.md",
    stopping: "03-stopping.md",
    duplicates: "04-duplicates.md",
    activity: "05-activity.md",
    laboratory: "06-laboratory.md",
    stimulation: "07-stimulation.md",
    blackout: "08-blackout.md",
    courses: "09-courses.md",
    eligibility: "10-eligibility.md",
    distant: "11-distant.md",
    evidence: "12-evidence.md",
    strata: "13-strata.md",
    rising_antibodies: "14-rising-antibodies.md",
    marker_pair: "15-marker-pair.md",
    imaging_studies: "16-imaging-studies.md",
    imaging_change: "17-imaging-change.md",
    later_events: "18-later-events.md",
    response: "19-response.md",
    response_windows: "20-response-windows.md",
    final_status: "21-final-status.md",
    output: "22-output.md",
    estimates: "23-estimates.md",
    marker_estimates: "24-marker-estimates.md",
}

#[test]
fn a_workbook_says_the_same_as_a_folder() {
    let pages = PAGES.iter();
    let failures: Vec<String> = pages.flat_map(|(file, text)| failures(file, text, Form::Workbook)).collect();
    report(&failures);
}

#[test]
fn every_page_is_executed_and_listed() {
    let folder =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).expect("the folder of pages");
    let names = folder.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
    let pages: BTreeSet<String> = names.filter(|name| name.ends_with(".md")).collect();
    assert_eq!(pages, PAGES.iter().map(|(file, _)| file.to_string()).collect());
    for (file, _) in PAGES.iter().filter(|(file, _)| *file != "README.md") {
        assert!(README.contains(&format!("]({file})")), "README.md links to {file}");
    }
}

/// The part of README.md that is executed: its tables about the format are not.
const EXECUTED_IN_README: &str = "What becomes of the base patients";

fn report(failures: &[String]) {
    assert!(failures.is_empty(), "{} disagreements\n{}", failures.len(), failures.join("\n"));
}

fn failures(file: &str, text: &str, form: Form) -> Vec<String> {
    let base = base();
    let cases = cases(text);
    let executed = cases.iter().filter(|case| file != "README.md" || case.heading == EXECUTED_IN_README);
    let named = |case: &Case| {
        let failures = run(&base, case, form).into_iter();
        failures.map(|failure| format!("{file}:{}: {}\n    {failure}", case.line, case.heading)).collect()
    };
    executed.flat_map(|case| -> Vec<String> { named(case) }).collect()
}

fn run(base: &Case, case: &Case, form: Form) -> Vec<String> {
    if form == Form::Workbook && !case.files.is_empty() {
        return Vec::new();
    }
    let hospital = Hospital::new(base, case);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let answer = answer::run(&hospital.write(folder.path(), form));
    match expectation::compare(case, &hospital.candidates(), &answer) {
        (_, 0) => vec!["the case expects nothing".into()],
        (failures, _) => failures,
    }
}

fn base() -> Case {
    let found = cases(README).into_iter().find(|case| case.heading == "The base patients");
    found.expect("README.md holds the base patients")
}
