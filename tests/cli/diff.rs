//! `retreat diff`: two results of the acceptance hospital, of which one thing is known to differ.

use crate::check::study;
use crate::results::acceptance;
use crate::scratch::Scratch;

/// A Tg 486 days after the index date of P0024, the only one of that day.
const ROW: &str = "P0024,2012-02-21,tg,0.83,";
/// Its line in lab.csv.
const PLACE: &str = "lab.csv:266";
const WINDOW: &str = "windows.follow_up_days [365, 730] -> [300, 790]";

/// The acceptance hospital with its results in `a`.
fn first() -> Scratch {
    let scratch = acceptance();
    scratch.run("run --no-sensitivity --out a hospital").done();
    scratch
}

/// With a wider follow-up window in `wide.toml`.
fn wide(scratch: Scratch) -> Scratch {
    let other = study(&[
        ("\nfollow_up_days = [365, 730]", "\nfollow_up_days = [300, 790]"),
        ("= [300, 790] }", "= [365, 730] }"),
    ]);
    let concepts =
        other.names().into_iter().filter(|name| name.ends_with(".csv") && name.starts_with("concepts"));
    let scratch = scratch.file("wide.toml", other.read("protocol.toml"));
    concepts.fold(scratch, |scratch, name| {
        let text = other.read(&name);
        scratch.file(&name, text)
    })
}

#[test]
fn the_same_results() {
    let scratch = first();
    scratch.run("diff a a").done().is("diff-same");
}

#[test]
fn one_parameter() {
    let scratch = wide(first());
    scratch.run("run --no-sensitivity --study wide.toml --out b hospital").done();
    let answer = scratch.run("diff --html d.html a b").done().is("diff-parameter");
    // Five more of the 53 structural patients have a study after; one patient a response more.
    assert!(answer.out.contains("     6 patient(s) differ"), "{}", answer.out);
    assert_eq!(answer.out.matches(&format!(": by parameter {WINDOW}")).count(), 6);
    let page = scratch.read("d.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("default-src 'none'"));
    assert!(page.contains("P0534") && !page.contains("<script") && !page.contains("http://"));
}

#[test]
fn one_cell() {
    let scratch = first().change("lab", ROW, "P0024,2012-02-21,tg,5.4,");
    scratch.run("run --no-sensitivity --out c hospital").done();
    let answer = scratch.run("diff a c").done().is("diff-record");
    assert!(answer.out.contains(&format!("P0024: by record {PLACE}\n    sttg_after: 0.83 -> 5.4\n")));
}

#[test]
fn a_parameter_and_a_cell() {
    let scratch = wide(first()).change("lab", ROW, "P0024,2012-02-21,tg,5.4,");
    scratch.run("run --no-sensitivity --study wide.toml --out d hospital").done();
    let out = scratch.run("diff --all a d").done().out;
    let both = format!("by one or more of these: by record {PLACE}; by parameter {WINDOW}");
    assert!(out.contains(&format!("P0024: {both}")), "{out}");
    // The imaging of this patient lies in files that do not differ: it was the window.
    assert!(out.contains(&format!("P0485: by parameter {WINDOW}")), "{out}");
}

#[test]
fn a_patient_who_is_gone() {
    let scratch = first();
    let kept = |text: String| -> String {
        text.split_inclusive('\n').filter(|line| !line.contains("P0008")).collect()
    };
    let sheets = ["patient", "surgery", "radioiodine", "lab", "rhtsh", "imaging", "visit"];
    let scratch = sheets.iter().fold(scratch, |scratch, sheet| {
        let text = kept(scratch.read(&format!("hospital/{sheet}.csv")));
        scratch.sheet(sheet, text)
    });
    scratch.run("run --no-sensitivity --out e hospital").done();
    let out = scratch.run("diff a e").done().out;
    assert!(out.contains("     1 patient(s) differ\n     1 of them entered or left the cohort"), "{out}");
    assert!(out.contains("P0008: by record patient.csv:"), "{out}");
    assert!(out.contains("    cohort -> not among the records\n"), "{out}");
    assert!(out.contains("  candidates: 900 -> 899\n  dtc: 803 -> 802\n"), "{out}");
}

#[test]
fn what_is_no_folder_of_results() {
    let scratch = first().file("other/notes.txt", "");
    let text = scratch.read("a/patients.csv") + "P9999,one cell too few\n";
    for name in ["manifest.json", "attrition.csv"] {
        std::fs::create_dir_all(scratch.path("f")).expect("made");
        std::fs::copy(scratch.path(&format!("a/{name}")), scratch.path(&format!("f/{name}")))
            .expect("copied");
    }
    let scratch = scratch.file("f/results.json", "{").file("f/patients.csv", text);
    scratch.run("diff f nowhere").stopped(11).is("diff-damaged");
    scratch.run("diff a other").stopped(11);
}

#[test]
fn results_without_evidence() {
    let scratch = wide(first());
    scratch.run("run --no-sensitivity --study wide.toml --out b hospital").done();
    std::fs::remove_file(scratch.path("a/evidence.csv")).expect("it was there");
    let out = scratch.run("diff a b").done().out;
    assert!(out.contains("One folder has no evidence.csv"), "{out}");
    assert!(out.contains(&format!("P0534: by parameter {WINDOW}")), "the only difference did it");
}
