//! What stops a reading: every problem at once.

use source::{Failure, Options, ProblemKind, SourceSpec, read};

use crate::fixture::{Folder, problems, refusal};

use ProblemKind::*;

#[test]
fn every_problem_is_listed_at_once() {
    let refusal = Folder::new()
        .without("surgery.csv")
        .with("lab", "person_id,date,analyte,unit,unit\n")
        .with("radioiodine", "")
        .with("imaging", " \r\n")
        .with("lesion", "imaging_id,lesion_id,site\nI1,\"N1,node\n")
        .with_bytes("visit.csv", b"PK\x03\x04\0\0")
        .with("rhtsh", "person_id,date\nZ,2001-01-01\n")
        .refusal();
    assert_eq!(
        problems(&refusal),
        [
            (MissingSheet, "", None),
            (EmptyFile, "radioiodine.csv", None),
            (MissingColumn, "lab.csv", Some(1)),
            (DuplicateColumn, "lab.csv", Some(1)),
            (EmptyFile, "imaging.csv", None),
            (UnterminatedQuote, "lesion.csv", Some(2)),
            (BinaryFile, "visit.csv", Some(1)),
            (TooManyRowsNotUsed, "rhtsh.csv", None),
        ]
    );
    assert!(refusal.problems[0].message.contains("surgery"));
    assert!(refusal.problems.iter().all(|problem| !problem.help.is_empty()));
}

#[test]
fn a_quote_left_open_in_the_header_is_named() {
    let refusal = Folder::new().with("visit", "\u{feff}person_id,\"date\nA,2001-01-01\n").refusal();
    assert_eq!(
        problems(&refusal),
        [(MissingColumn, "visit.csv", Some(1)), (UnterminatedQuote, "visit.csv", Some(1))]
    );
}

#[test]
fn without_patients_no_row_is_judged() {
    let refusal = Folder::new()
        .with("patient", "person_id,sex\n")
        .with("lab", "person_id,date,analyte,value,unit\nA\n")
        .refusal();
    assert!(refusal.problems.iter().all(|problem| problem.file == "patient.csv"));
    assert_eq!(refusal.problems.len(), 3);
}

#[test]
fn lesions_are_not_judged_without_their_studies() {
    let refusal = Folder::new()
        .with("imaging", "imaging_id\nI1\n")
        .with("lesion", "imaging_id,lesion_id,site\nI1,N,node\n")
        .refusal();
    assert!(refusal.problems.iter().all(|problem| problem.file == "imaging.csv"));
}

#[test]
fn sources_that_are_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| SourceSpec::new(folder.path().join(name));
    let kinds = |specs: &[SourceSpec]| -> Vec<ProblemKind> {
        refusal(specs, &Options::default()).problems.iter().map(|problem| problem.kind).collect()
    };
    assert_eq!(kinds(&[]), [UnknownSource, MissingSheet, MissingSheet, MissingSheet, MissingSheet][..1]);
    assert_eq!(kinds(&[at("nowhere"), at("")]), [UnknownSource, UnknownSource]);
    std::fs::write(folder.path().join("notes.txt"), "x").expect("written");
    assert_eq!(kinds(&[at("notes.txt")]), [UnknownSource]);
    assert_eq!(kinds(&["omop:x".into(), "fhir:y".into()]), [UnknownSource, UnknownSource]);
    std::fs::write(folder.path().join("person.csv"), "person_id\n").expect("written");
    assert_eq!(kinds(&[at("")])[0], MissingColumn);
    std::fs::write(folder.path().join("book.xlsx"), "no workbook").expect("written");
    assert_eq!(kinds(&[at("book.xlsx")]), [UnreadableWorkbook]);
}

#[test]
fn two_files_for_one_sheet_are_refused() {
    let refusal = Folder::new().with_bytes("Lab.CSV", b"person_id,date,analyte,value,unit\n").refusal();
    assert_eq!(problems(&refusal), [(DuplicateSheet, "lab.csv", None)]);
}

#[cfg(unix)]
#[test]
fn the_world_is_not_the_users_fault() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new().without("lab.csv");
    // A file that exists in the listing and cannot be opened, also for root.
    symlink("/proc/self/mem", folder.path().join("lab.csv")).expect("linked");
    match read(&[folder.spec()], &Options::default(), &()) {
        Err(Failure::World(error)) => assert!(error.to_string().contains("lab.csv")),
        other => panic!("{other:?}"),
    }
}
