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

/// However an address is written, a password in it is in no message, also with a second source.
#[test]
fn a_password_in_an_address_is_shown_nowhere() {
    let scratch = Scratch::with_hospital();
    for address in [
        "omop:postgres://reader@127.0.0.1:1/omop?password=S3cr",
        "omop:postgres://reader:S3cr@127.0.0.1:1/omop",
        "omop:postgres://reader:S3cr@127.0.0.1:1",
        "omop:POSTGRES://reader:S3cr@127.0.0.1:1/omop",
        "omop:postgres:/reader:S3cr@127.0.0.1:1/omop",
        "omop:host=127.0.0.1,password=S3cr",
        "sheets:postgres://reader:S3cr@127.0.0.1:1/omop",
        "fhir:postgres://reader:S3cr@127.0.0.1:1/omop",
        "postgresql://reader:S3cr@127.0.0.1:1/omop",
    ] {
        for second in ["", "hospital"] {
            scratch.run(&format!("run --out results {address} {second}")).stopped(11).hides(&["S3cr"]);
            scratch.run(&format!("explain A1 {address} {second}")).stopped(11).hides(&["S3cr"]);
        }
    }
}

#[test]
fn what_a_cdm_lacks_is_told() {
    let scratch = Scratch::new()
        .file("cdm/person.csv", "person_id,gender_concept_id,year_of_birth\n1,8532,1960\n2,8507,1961\n")
        .file(
            "cdm/procedure_occurrence.csv",
            "procedure_occurrence_id,person_id,procedure_concept_id,procedure_date\n",
        )
        .file(
            "cdm/drug_exposure.csv",
            "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date\n",
        )
        .file("cdm/measurement.csv", "measurement_id,person_id,measurement_concept_id,measurement_date\n")
        .file("cdm/drug_exposures.csv", "x\n");
    let answer = scratch.run("run --out results omop:cdm").done();
    for told in
        ["condition_occurrence", "measurement.csv value_as_number", "nobody has a record of the disease"]
    {
        assert!(answer.err.contains(told), "{told}: {}", answer.err);
    }
    let quality = scratch.read("results/quality.csv");
    assert!(quality.contains("drug_exposures.csv,not_read,"), "{quality}");
    assert!(scratch.read("results/excluded.csv").ends_with("1,dtc\n2,dtc\n"));
    let answer = scratch.run("explain 2 omop:cdm").done();
    assert!(answer.out.contains("excluded at dtc"), "{}", answer.out);
    // Without a table that a required sheet is made of, the run stops, as without the sheet.
    std::fs::remove_file(scratch.path("cdm/measurement.csv")).expect("there");
    let answer = scratch.run("run --out other omop:cdm").stopped(11);
    assert!(answer.err.contains("missing_sheet"), "{}", answer.err);
}

/// What a source of persons has wrong is told alone: the sheets beside it are not judged without it.
#[test]
fn sheets_beside_a_broken_cdm_are_not_blamed() {
    let scratch = Scratch::with_hospital().file("cdm/person.csv", "person_id,gender_concept_id\n1,x\n");
    let answer = scratch.run("run --out results omop:cdm hospital").stopped(11);
    assert!(!answer.err.contains("unknown_person"), "{}", answer.err);
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
