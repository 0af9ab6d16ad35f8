//! Sources that are not there, or hold no sheets.

use std::fs;

use crate::scratch::Scratch;

#[test]
fn a_path_that_does_not_exist() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --out results nowhere").stopped(11).is("source-nowhere");
    scratch.run("run --out results hospital/lab.csv/x").stopped(11);
    scratch.run("explain A1 nowhere").stopped(11);
}

#[test]
fn every_source_that_cannot_be_used_is_listed() {
    let scratch = Scratch::with_hospital().file("empty/readme.txt", "none");
    scratch.run("run --out results nowhere hospital empty").stopped(11).is("source-several");
}

#[test]
fn a_folder_without_any_sheet() {
    let scratch = Scratch::with_hospital().file("other/notes.txt", "none");
    fs::create_dir(scratch.path("empty")).expect("made");
    scratch.run("run --out results other").stopped(11).is("source-no-sheet");
    scratch.run("run --out results empty").stopped(11);
}

/// A single CSV file is no folder and no workbook.
#[test]
fn a_path_that_is_no_folder() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --out results hospital/lab.csv").stopped(11).is("source-file");
    scratch.run("run --out results sheets:hospital/lab.csv").stopped(11);
}

/// A folder named like a sheet is not the sheet.
#[test]
fn a_folder_in_the_place_of_a_sheet() {
    let scratch = Scratch::with_hospital().without("lab").file("hospital/lab.csv/lab.csv", "none");
    scratch.run("run --out results hospital").stopped(11);
}

#[test]
fn coded_records_that_cannot_be_used() {
    let scratch =
        Scratch::with_hospital().file("cdm/person.csv", "person_id\n").file("fhir/all.ndjson", "{}");
    scratch.run("run --out results omop:hospital").stopped(11).is("source-omop");
    scratch.run("run --out results cdm fhir").stopped(11).is("source-detected");
    scratch.run("run --out results omop:postgres://host/db").stopped(11);
}

#[test]
fn names_with_blanks_and_letters_of_other_scripts() {
    let scratch = Scratch::new();
    let from = Scratch::with_hospital();
    let mut scratch = scratch;
    for sheet in ["patient", "surgery", "radioiodine", "lab"] {
        let text = from.read(&format!("hospital/{sheet}.csv"));
        scratch = scratch.file(&format!("Haus der אב/{sheet}.csv"), text);
    }
    let mut command = scratch.command("run --out");
    command.args(["Ergebnis der אב", "Haus der אב"]);
    let answer = scratch.answer("run with odd names", command).done();
    assert!(answer.out.contains("Ergebnis der אב/report.html") || cfg!(windows), "{}", answer.out);
}
