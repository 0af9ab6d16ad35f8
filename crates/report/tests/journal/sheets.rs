//! The workbook: all tables, definitions, files; no row of a patient.

use press::{SheetCell, Workbook};
use report::journal::workbook;

use super::{Case, table};

fn made(case: &Case) -> Workbook {
    case.with_document(workbook)
}

fn texts(book: &Workbook) -> impl Iterator<Item = &str> {
    let cells = book.sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten());
    cells.filter_map(|cell| match cell {
        SheetCell::Text(text) | SheetCell::Group(text) => Some(text.as_str()),
        _ => None,
    })
}

#[test]
fn definitions_and_files_come_last() {
    let book = made(&Case::size(12));
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names[..3], ["Attrition", "Baseline", "Staging"]);
    assert_eq!(
        names[names.len() - 4..],
        ["Definitions", "Study in sentences", "Parameters", "Files and versions"]
    );
    assert_eq!(book.notice, "Synthetic data: no line is about a real patient.");
}

#[test]
fn no_patient_has_a_row() {
    let case = Case::size(12);
    let book = made(&case);
    assert!(
        texts(&book).all(|text| case.results.members.iter().all(|member| !text.contains(&member.person_id)))
    );
}

#[test]
fn definitions_show_the_values_of_the_protocol() {
    let book = made(&Case::size(3));
    for said in [
        "windows.follow_up_days = [365, 730]; windows.follow_up_target_days = 547; marker.blackout_days = 90",
        "analysis.confidence_level = 0.95",
        "change.grow_mm = 3; change.grow_pct = 20",
    ] {
        assert!(texts(&book).any(|text| text.contains(said)), "{said}");
    }
    assert!(texts(&book).all(|text| !text.contains("not a parameter")));
}

#[test]
fn every_parameter_stands_in_the_protocol_file() {
    let book = made(&Case::size(3));
    let sheet = book.sheets.iter().find(|sheet| sheet.name == "Parameters").expect("a sheet of parameters");
    let file = include_str!("../../../../studies/second-radioiodine/protocol.toml");
    for row in &sheet.rows {
        let [SheetCell::Text(key), SheetCell::Text(value)] = row.as_slice() else { panic!("key and value") };
        let (section, name) = key.split_once('.').expect("a section and a name");
        let (section_at, name) =
            (file.find(&format!("[{section}]")), name.rsplit('.').next().expect("a name"));
        let part = &file[section_at.unwrap_or_else(|| panic!("{section} in the file"))..];
        let start = part.find(&format!("{name} = ")).unwrap_or_else(|| panic!("{key} in the file"));
        let line = part[start..].lines().next().expect("a line").replace('"', "");
        assert!(line.contains(value.trim_end_matches(".0")), "{key}: {value}");
    }
}

#[test]
fn a_long_sheet_has_a_row_for_each_group() {
    let baseline = table(&Case::size(12), "baseline").sheet;
    assert_eq!(
        baseline.head,
        [
            "Heading",
            "Characteristic",
            "Group",
            "n",
            "of",
            "%",
            "mean",
            "SD",
            "median",
            "Q1",
            "Q3",
            "missing",
            "SMD"
        ]
    );
    let text = |text: &str| SheetCell::Text(text.into());
    // Of twelve invented patients a third is male.
    let male = baseline.rows.iter().find(|row| row[..2] == [text("Sex"), text("male")]).expect("a row");
    assert_eq!(
        male[2..6],
        [
            text("Cohort (N = 12)"),
            SheetCell::Count(4),
            SheetCell::Count(12),
            SheetCell::Share { value: 4.0 / 12.0, decimals: 1 }
        ]
    );
}

#[test]
fn the_same_study_gives_the_same_workbook() {
    assert_eq!(made(&Case::size(30)), made(&Case::size(30)));
}
