//! How a table may be written: delimiters, line ends, quotes, blank lines, columns.

use source::FindingKind;
use timeline::RecordRef;

use crate::fixture::{Folder, counts, findings, timeline};

fn visit_days(text: &str) -> Vec<(String, u32)> {
    let reading = Folder::new().with("visit", text).read();
    let visits = timeline(&reading, "A").visits;
    visits.iter().map(|visit| (visit.day.iso(), visit.record.line)).collect()
}

#[test]
fn line_ends_and_delimiters() {
    let expected = [("2001-01-01".to_owned(), 2), ("2002-01-01".to_owned(), 3)];
    for text in [
        "person_id,date\nA,2001-01-01\nA,2002-01-01\n",
        "person_id,date\nA,2001-01-01\nA,2002-01-01",
        "person_id,date\r\nA,2001-01-01\r\nA,2002-01-01\r\n",
        "person_id,date\rA,2001-01-01\rA,2002-01-01\r",
        "person_id;date\nA;2001-01-01\nA;2002-01-01\n",
        "date\tperson_id\n2001-01-01\tA\n2002-01-01\tA\n",
        "\"person_id\",\"date\"\n\"A\",\"2001-01-01\"\n\"A\",2002-01-01\n",
        " Person_ID , DATE ,ward\n A ,2001-01-01,\n\u{a0}A\u{a0},2002-01-01,3\n",
    ] {
        assert_eq!(visit_days(text), expected, "{text:?}");
    }
}

#[test]
fn a_quoted_cell_may_hold_anything() {
    let text = "imaging_id,person_id,date,modality,region,adequate,report\r\n\
                I1,A,2001-01-01,us,neck,yes,\"two nodes, left;\r\nsays \"\"suspicious\"\"\r\n\r\nend\"\r\n\
                I2,A,2002-01-01,us,neck,yes,plain\r\n";
    let reading = Folder::new().with("imaging", text).read();
    let lines: Vec<_> = timeline(&reading, "A").studies.iter().map(|study| study.record.line).collect();
    assert_eq!(lines, [2, 6]);
    let file = timeline(&reading, "A").studies[0].record.file;
    let recorded = reading.recorded(RecordRef { file, line: 2 }).expect("a row");
    assert_eq!(recorded[0], ("imaging_id".to_owned(), "I1".to_owned()));
    let report = "two nodes, left;\r\nsays \"suspicious\"\r\n\r\nend";
    assert_eq!(recorded[6], ("report".to_owned(), report.to_owned()));
    let line_6 = reading.recorded(RecordRef { file, line: 6 }).expect("a row");
    assert_eq!(line_6[6].1, "plain");
    for line in [0, 1, 3, 4, 5, 7, 100] {
        assert_eq!(reading.recorded(RecordRef { file, line }), None, "{line}");
    }
    assert_eq!(reading.recorded(RecordRef { file: 99, line: 2 }), None);
}

#[test]
fn blank_lines_are_skipped_and_delimiters_alone_are_a_row() {
    let text = "\nperson_id,date,type\n\n   \n,,\nA,2001-01-01,\n\u{a0}\n";
    let reading = Folder::new().tolerant().with("visit", text).read();
    assert_eq!(counts(&reading, "visit.csv"), [2, 1, 1, 0, 0, 0]);
    let empty = FindingKind::EmptyKeyCell;
    assert_eq!(findings(&reading, "visit.csv"), [(empty, 5, "person_id", ""), (empty, 5, "date", "")]);
    assert_eq!(timeline(&reading, "A").visits[0].record.line, 6);
}

#[test]
fn short_rows_have_empty_cells_and_long_ones_are_reported() {
    let text = "person_id,date,type,intent\nA,2001-01-01,lobectomy\nA,2002-01-01,lobectomy,initial,,x\n\
                A,2003-01-01,lobectomy,initial,,\n";
    let reading = Folder::new().with("surgery", text).read();
    let intents: Vec<_> = timeline(&reading, "A").surgeries.iter().map(|row| row.intent.is_some()).collect();
    assert_eq!(intents, [false, true, true]);
    assert_eq!(findings(&reading, "surgery.csv"), [(FindingKind::SurplusCells, 3, "", "")]);
}

#[test]
fn sheet_files_are_found_without_regard_to_case_and_others_are_named() {
    let folder = Folder::new()
        .with_bytes("Visit.CSV", b"person_id,date\nA,2001-01-01\n")
        .with_bytes("lesions.csv", b"x")
        .with_bytes("notes.txt", b"x");
    let reading = folder.read();
    assert_eq!(counts(&reading, "Visit.CSV"), [1, 1, 0, 0, 0, 0]);
    assert_eq!(reading.not_read, ["lesions.csv", "notes.txt"]);
}

#[test]
fn a_header_alone_is_a_sheet_without_rows() {
    let reading = Folder::new().with("visit", "person_id,date").read();
    assert_eq!(counts(&reading, "visit.csv"), [0; 6]);
    assert_eq!(reading.population.len(), 2);
}

#[test]
fn files_are_accounted_for() {
    let reading = Folder::new().read();
    let names: Vec<_> = reading.files.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["patient.csv", "surgery.csv", "radioiodine.csv", "lab.csv"]);
    // sha256sum of "person_id,date,type\n"
    assert_eq!(reading.files[1].bytes, 20);
    assert_eq!(reading.files[1].sha256, "626eca63a302eb848bd5b23bb25b951110d533acb44433dcb020270da6d87016");
}
