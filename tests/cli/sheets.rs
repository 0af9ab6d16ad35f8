//! Sheets that cannot be used: each stops with its place, what to do, and nothing written.

use crate::hospital::PATIENT;
use crate::scratch::{Answer, Scratch};

const RUN: &str = "run --out results hospital";
/// Values and identifiers of the hospital that no message may show.
const SECRETS: [&str; 7] = ["A1", "B2", "25.5", "1960", "8260", "Z9", "4711"];

fn refused(scratch: Scratch, name: &str) -> Answer {
    scratch.run(RUN).stopped(11).hides(&SECRETS).is(name)
}

#[test]
fn an_empty_sheet() {
    refused(Scratch::with_hospital().sheet("lab", ""), "sheets-empty");
    refused(Scratch::with_hospital().sheet("patient", ""), "sheets-empty-patient");
    refused(Scratch::with_hospital().sheet("lab", "\n \r\n\n"), "sheets-blank");
}

/// A header without rows is a sheet without rows: no mistake.
#[test]
fn a_header_only() {
    let scratch = Scratch::with_hospital().sheet("lab", "person_id,date,analyte,value,unit\n");
    scratch.run(RUN).done();
    let scratch = scratch.sheet("patient", PATIENT.lines().next().expect("a header"));
    let answer = refused(scratch, "sheets-nobody");
    assert!(answer.err.contains("rows cannot be used"));
}

#[test]
fn nobody_at_all() {
    let mut scratch = Scratch::with_hospital();
    for sheet in ["patient", "surgery", "radioiodine", "lab", "imaging", "lesion"] {
        let header = scratch.read(&format!("hospital/{sheet}.csv")).lines().next().map(str::to_owned);
        scratch = scratch.sheet(sheet, header.expect("a header"));
    }
    scratch.run(RUN).done().is("run-nobody");
}

#[test]
fn missing_sheets_are_listed_together() {
    let scratch = Scratch::with_hospital().without("lab").without("surgery");
    refused(scratch, "sheets-missing");
}

#[test]
fn an_optional_sheet_may_be_absent() {
    Scratch::with_hospital().without("lesion").without("imaging").run(RUN).done();
}

#[test]
fn missing_and_repeated_columns_are_listed_together() {
    let scratch = Scratch::with_hospital()
        .change("lab", "analyte,value,unit", "test,value,value")
        .change("surgery", "date,type", "day,type")
        .sheet("radioiodine", "name\n");
    refused(scratch, "sheets-columns");
}

#[test]
fn two_sheets_of_one_name() {
    let scratch = Scratch::with_hospital().file("hospital/LAB.csv", "person_id,date,analyte,value,unit\n");
    if scratch.read("hospital/lab.csv").lines().count() == 1 {
        eprintln!("skipped: this file system does not tell LAB.csv from lab.csv");
        return;
    }
    refused(scratch, "sheets-twice");
}

/// 40 rows of laboratory: two of them are 5 %, and three are more.
#[test]
fn unknown_persons_in_few_and_in_too_many_rows() {
    let row = |n: usize| format!("Z9,2003-01-0{n},tg,4711,ng/mL,\n");
    let few = Scratch::with_hospital().change("lab", "A1,2004-01-01,tsh,0.1,mIU/L,\n", &row(1));
    let few = few.change("lab", "A1,2004-01-02,tsh,0.1,mIU/L,\n", &row(2));
    few.run(RUN).done();
    assert_eq!(few.read("results/review.csv").matches("unknown_person").count(), 2);
    let many = few.change("lab", "A1,2004-01-03,tsh,0.1,mIU/L,\n", &row(3));
    let many = many.without("imaging").without("lesion");
    let many = Scratch::with_hospital().sheet("lab", many.read("hospital/lab.csv"));
    let answer = refused(many, "sheets-unknown-persons");
    assert_eq!(answer.err.matches("[unknown_person]").count(), 3, "every row is listed");
}

/// The recorded text is shown only to who asks for it, and never at any length.
#[test]
fn recorded_text_is_shown_on_demand() {
    let long = "4711".repeat(2_500_000);
    let scratch = Scratch::with_hospital()
        .change("lab", "A1,2004-01-01,tsh", "A1,12 May 4711,tsh")
        .change("lab", "A1,2004-01-02,tsh", &format!("A1,{long},tsh"))
        .change("lab", "A1,2004-01-03,tsh", "A1,\x1b[31m4711,tsh");
    scratch.run(RUN).stopped(11).hides(&SECRETS).is("sheets-dates");
    let answer = scratch.run("run --show-values --out results hospital").stopped(11).is("sheets-dates-shown");
    assert!(answer.err.contains("12 May 4711") && answer.err.len() < 2000, "{}", answer.err.len());
}

#[test]
fn a_quote_that_is_never_closed() {
    let scratch = Scratch::with_hospital().change("lab", "A1,2004-01-09,tsh,0.1", "A1,2004-01-09,tsh,\"0.1");
    refused(scratch, "sheets-quote");
}

#[test]
fn a_file_that_is_not_text() {
    let picture = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 200, 255, 1].repeat(100)].concat();
    refused(Scratch::with_hospital().sheet("lab", &picture), "sheets-binary");
    let nul = Scratch::with_hospital().change("lab", "A1,2004-01-09,tsh", "A1,2004-01-09\0,tsh");
    refused(nul, "sheets-nul");
}

#[test]
fn a_workbook_that_is_none() {
    let scratch = Scratch::with_hospital().file("hospital.xlsx", "person_id,date\n");
    scratch.run("run --out results hospital.xlsx").stopped(11).is("sheets-no-workbook");
    let scratch = scratch.file("hospital.xlsx", b"PK\x03\x04 and then nothing of a workbook");
    scratch.run("run --out results hospital.xlsx").stopped(11);
    let scratch = scratch.file("hospital.xlsx", "");
    scratch.run("run --out results hospital.xlsx").stopped(11);
}

#[test]
fn a_workbook_without_the_sheets() {
    let scratch = Scratch::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("patients of 2014").expect("a name");
    book.save(scratch.path("hospital.xlsx")).expect("saved");
    scratch.run("run --out results hospital.xlsx").stopped(11).is("sheets-other-workbook");
}
