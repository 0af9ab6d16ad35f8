//! A workbook says the same as the folder it was made from.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use source::{FindingKind, Options, ProblemKind, Reading, SourceSpec, read};
use timeline::RecordRef;

use crate::fixture::{Folder, IMAGING, LAB, counts, findings, picture, refusal, timeline};

/// Writes the folder's sheets into one workbook; dates and numbers as what they are, not as text.
fn workbook(folder: &Path, to: &Path) {
    let mut book = Workbook::new();
    let date_format = Format::new().set_num_format("dd/mm/yyyy");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.sort();
    for file in files {
        let sheet = book.add_worksheet();
        let name = file.file_stem().expect("a name").to_string_lossy().to_uppercase();
        sheet.set_name(name).expect("a sheet name");
        let text = std::fs::read_to_string(&file).expect("text");
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                let (row, column) = (row as u32, column as u16);
                let done = if let Ok(date) = ExcelDateTime::parse_from_str(cell).and_then(|date| {
                    if cell.len() == 10 { Ok(date) } else { ExcelDateTime::parse_from_str("") }
                }) {
                    sheet.write_with_format(row, column, &date, &date_format)
                } else if let Ok(number) = cell.parse::<f64>() {
                    sheet.write(row, column, number)
                } else if cell.is_empty() {
                    continue;
                } else {
                    sheet.write(row, column, cell)
                };
                done.expect("a cell");
            }
        }
    }
    book.save(to).expect("saved");
}

fn reading(path: &Path) -> Reading {
    match read(&[SourceSpec::new(path)], &Options::default(), &()) {
        Ok(reading) => reading,
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn a_workbook_equals_its_folder() {
    let lab = "A,2001-01-01,tg,12.4,ng/mL\nB,2001-01-02,tsh,<0.05,mIU/L\n\nA,2002-01-01,tg,pending,\n";
    let folder = Folder::new()
        .with("lab", &format!("{LAB}{lab}"))
        .with("imaging", &format!("{IMAGING}1001,A,2001-01-01,us,neck,yes\n"))
        .with("lesion", "imaging_id,lesion_id,site,short_mm\n1001,7,node,8.25\n");
    let to = tempfile::tempdir().expect("a folder");
    let path = to.path().join("Hospital.XLSX");
    workbook(&folder.path(), &path);
    let (from_book, from_folder) = (reading(&path), folder.read());
    assert_eq!(picture(&from_book), picture(&from_folder));
    let places = |reading: &Reading| -> Vec<_> {
        reading.findings.iter().map(|finding| (finding.kind, finding.record, finding.column)).collect()
    };
    assert_eq!(places(&from_book), places(&from_folder));
    assert_eq!(
        findings(&from_book, "Hospital.XLSX#LAB"),
        [(FindingKind::UnusableValue, 5, "value", "pending")]
    );
    let file = &from_book.files[0];
    assert_eq!(file.bytes, std::fs::metadata(&path).expect("a file").len());
    assert!(from_book.files.iter().all(|other| other.sha256 == file.sha256 && other.sha256.len() == 64));
}

#[test]
fn rows_are_named_as_the_workbook_numbers_them() {
    let to = tempfile::tempdir().expect("a folder");
    let path = to.path().join("book.xlsx");
    workbook(&Folder::new().path(), &path);
    let mut book = Workbook::new();
    for (name, rows) in [
        (
            "patient",
            &[
                (2, ["person_id", "sex", "birth_date", "diagnosis_date", "histology"]),
                (5, ["A", "F", "1960", "2000-01-01T08:00", "8260/3"]),
            ][..],
        ),
        ("surgery", &[(0, ["person_id", "date", "type", "", ""])]),
        ("radioiodine", &[(0, ["person_id", "date", "activity", "unit", ""])]),
        (
            "Lab",
            &[
                (0, ["person_id", "date", "analyte", "value", "unit"]),
                (3, ["A", "2001-01-01", "tg", "a \"b\",\nc", "ng/mL"]),
                (4, ["A", "2001-01-02", "tg", "1", "ng/mL"]),
            ],
        ),
        ("notes", &[]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, cells) in rows {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(*row, column as u16, *cell).expect("a cell");
            }
        }
    }
    book.save(&path).expect("saved");
    let reading = reading(&path);
    assert_eq!(timeline(&reading, "A").patient.record.line, 6);
    let lines: Vec<_> = timeline(&reading, "A").labs.iter().map(|lab| lab.record.line).collect();
    assert_eq!(lines, [4, 5]);
    assert_eq!(
        findings(&reading, "book.xlsx#Lab"),
        [(FindingKind::UnusableValue, 4, "value", "a \"b\",\nc")]
    );
    let recorded = reading.recorded(RecordRef { file: 3, line: 5 }).expect("a row");
    assert_eq!(recorded[1], ("date".to_owned(), "2001-01-02".to_owned()));
    assert_eq!(reading.not_read, ["book.xlsx#notes"]);
    assert_eq!(counts(&reading, "book.xlsx#Lab"), [2, 2, 0, 0, 0, 0]);
}

#[test]
fn two_sheets_of_one_name_are_refused() {
    let to = tempfile::tempdir().expect("a folder");
    let path = to.path().join("book.xlsx");
    let mut book = Workbook::new();
    for name in ["lab", " Lab"] {
        book.add_worksheet().set_name(name).expect("a name");
    }
    book.save(&path).expect("saved");
    let refusal = refusal(&[SourceSpec::new(&path)], &Options::default());
    assert_eq!(refusal.problems[0].kind, ProblemKind::DuplicateSheet);
}
