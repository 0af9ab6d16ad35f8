//! What must not matter: the order of rows and columns, the names of persons, the calendar, the file
//! format, the number of threads, and doing it again.

use std::fs;
use std::path::Path;

use protocol::Protocol;
use retreat::output::{self, Extent};
use retreat::study;
use retreat::study::Study;
use source::SourceSpec;
use timeline::Day;

use super::compare::{assert_same_estimates, assert_same_rows, folder, run};
use super::sheets::{self, Sheets};

const HOSPITAL: &str = "acceptance/sheets";

/// The study on sheets that were changed.
fn run_sheets(sheets: &Sheets) -> Study {
    let place = tempfile::tempdir().expect("a folder");
    sheets::write(sheets, place.path());
    run(place.path())
}

fn assert_same(found: &Study, expected: &Study) {
    assert_same_rows(
        "patients.csv",
        &report::patients_csv(&found.results),
        &report::patients_csv(&expected.results),
    );
    assert_same_rows(
        "excluded.csv",
        &report::excluded_csv(&found.results),
        &report::excluded_csv(&expected.results),
    );
    assert_eq!(found.results.attrition, expected.results.attrition);
    assert_same_estimates(&report::results_json(&found.results), &report::results_json(&expected.results));
}

/// A permutation that depends on nothing but `seed` (a linear congruential generator; Knuth, MMIX).
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(last, (state >> 33) as usize % (last + 1));
    }
}

/// Rows whose order the contract gives a meaning ("the first stands") keep it: they share the key here.
fn ordered_key(sheet: &str, rows: &[Vec<String>], row: &[String]) -> Option<Vec<String>> {
    let names: &[&str] = match sheet {
        "patient" => &["person_id"],
        "radioiodine" => &["person_id", "date"],
        "imaging" => &["imaging_id"],
        "lesion" => &["imaging_id", "lesion_id"],
        _ => return None,
    };
    let cell = |name: &&str| sheets::column(rows, name).and_then(|place| row.get(place)).cloned();
    Some(names.iter().map(|name| cell(name).unwrap_or_default().trim().to_string()).collect())
}

fn shuffled(sheets: &Sheets, seed: u64) -> Sheets {
    let mut out = sheets.clone();
    for (name, rows) in &mut out {
        let original = rows.clone();
        shuffle(&mut rows[1..], seed);
        // Put rows that share an ordered key back into their first order, in the places they now have.
        let mut places: std::collections::BTreeMap<Vec<String>, Vec<usize>> = Default::default();
        for (place, row) in rows.iter().enumerate().skip(1) {
            if let Some(key) = ordered_key(name, &original, row) {
                places.entry(key).or_default().push(place);
            }
        }
        let mut used: std::collections::BTreeMap<Vec<String>, usize> = Default::default();
        for row in &original[1..] {
            if let Some(key) = ordered_key(name, &original, row) {
                let next = used.entry(key.clone()).or_default();
                rows[places[&key][*next]] = row.clone();
                *next += 1;
            }
        }
    }
    out
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let sheets = sheets::read(&folder(HOSPITAL));
    let expected = run(&folder(HOSPITAL));
    for seed in [1, 2, 3] {
        assert_same(&run_sheets(&shuffled(&sheets, seed)), &expected);
    }
}

#[test]
fn the_order_of_columns_does_not_matter() {
    let mut sheets = sheets::read(&folder(HOSPITAL));
    for rows in sheets.values_mut() {
        let width = rows[0].len();
        let mut order: Vec<usize> = (0..width).collect();
        shuffle(&mut order, 11);
        for row in rows.iter_mut() {
            row.resize(width, String::new());
            *row = order.iter().map(|place| row[*place].clone()).collect();
        }
    }
    assert_same(&run_sheets(&sheets), &run(&folder(HOSPITAL)));
}

#[test]
fn the_names_of_persons_do_not_matter() {
    let mut sheets = sheets::read(&folder(HOSPITAL));
    let renamed = |id: &str| if id.trim().is_empty() { id.to_string() } else { format!("Z{}é", id.trim()) };
    sheets::change(&mut sheets, &["person_id"], renamed);
    let found = run_sheets(&sheets);
    let expected = run(&folder(HOSPITAL));
    let back = |text: String| text.lines().map(|line| undo(line) + "\n").collect::<String>();
    assert_same_rows(
        "patients.csv",
        &back(report::patients_csv(&found.results)),
        &report::patients_csv(&expected.results),
    );
    assert_same_estimates(&report::results_json(&found.results), &report::results_json(&expected.results));
}

fn undo(line: &str) -> String {
    match line.strip_prefix('Z') {
        Some(rest) => rest.replacen('é', "", 1),
        None => line.to_string(),
    }
}

/// Dates move by whole days, the study period with them; a birth year alone and dates that cannot be
/// read stay as they are, so whole 400-year cycles are used, in which the calendar repeats.
#[test]
fn the_calendar_does_not_matter() {
    let mut sheets = sheets::read(&folder(HOSPITAL));
    let dates = ["date", "birth_date", "diagnosis_date", "death_date"];
    sheets::change(&mut sheets, &dates, |text| shift(text, 400));
    let place = tempfile::tempdir().expect("a folder");
    sheets::write(&sheets, place.path());
    let mut protocol = Protocol::builtin();
    for day in [&mut protocol.study.first_day, &mut protocol.study.last_day] {
        let (year, month, date) = day.ymd();
        *day = Day::from_ymd(year + 400, month, date).expect("a day");
    }
    let spec = SourceSpec::new(format!("sheets:{}", place.path().display()));
    let options = study::options(&protocol);
    let found = study::run(protocol, &[spec], &options, &()).expect("a study");
    let expected = run(&folder(HOSPITAL));
    let back = |text: String| -> String {
        let move_back =
            |line: &str| line.split(',').map(|cell| shift(cell, -400)).collect::<Vec<_>>().join(",");
        text.lines().map(|line| move_back(line) + "\n").collect()
    };
    assert_same_rows(
        "patients.csv",
        &back(report::patients_csv(&found.results)),
        &report::patients_csv(&expected.results),
    );
    assert_same_estimates(&report::results_json(&found.results), &report::results_json(&expected.results));
}

/// Moves a text that begins with a year (and is a date, or a year alone) by `years`.
fn shift(text: &str, years: i32) -> String {
    let year: Option<i32> = text.get(..4).and_then(|year| year.parse().ok());
    let is_date = text.len() == 4 || text.as_bytes().get(4) == Some(&b'-');
    match year.filter(|year| is_date && *year > 1000) {
        Some(year) => format!("{:04}{}", year + years, &text[4..]),
        None => text.to_string(),
    }
}

#[test]
fn a_workbook_gives_the_same_as_its_sheets() {
    let sheets = sheets::read(&folder(HOSPITAL));
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("hospital.xlsx");
    write_workbook(&sheets, &path);
    assert_same(&run(&path), &run(&folder(HOSPITAL)));
}

fn write_workbook(sheets: &Sheets, path: &Path) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(name).expect("a sheet");
        for (number, row) in rows.iter().enumerate() {
            for (place, cell) in row.iter().enumerate() {
                let (number, place) = (number as u32, place as u16);
                let as_date = Day::parse_iso(cell.as_bytes()).filter(|day| day.ymd().0 >= 1901);
                let as_number = cell.parse::<f64>().ok().filter(|value| value.to_string() == *cell);
                match (as_date, as_number) {
                    (Some(_), _) => {
                        let value = rust_xlsxwriter::ExcelDateTime::parse_from_str(cell).expect("a date");
                        sheet.write_with_format(number, place, &value, &date).expect("a cell");
                    }
                    (None, Some(value)) => {
                        sheet.write_number(number, place, value).expect("a cell");
                    }
                    (None, None) if cell.is_empty() => {}
                    (None, None) => {
                        sheet.write_string(number, place, cell).expect("a cell");
                    }
                }
            }
        }
    }
    workbook.save(path).expect("a workbook");
}

/// Every output file, written twice and with one and two threads, has the same bytes.
#[test]
fn the_same_input_gives_the_same_bytes() {
    let place = tempfile::tempdir().expect("a folder");
    let mut written: Vec<Vec<(String, Vec<u8>)>> = Vec::new();
    for (number, threads) in [1usize, 1, 2].into_iter().enumerate() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let out = place.path().join(format!("out{number}"));
        pool.install(|| output::write(&run(&folder(HOSPITAL)), &out, Extent::Everything, false))
            .expect("written");
        written.push(content(&out));
    }
    nobody_is_named(&written[0]);
    for other in &written[1..] {
        assert_eq!(written[0].len(), other.len());
        for ((name, first), (_, second)) in written[0].iter().zip(other) {
            assert!(first == second, "{name} differs between runs");
        }
    }
}

/// Figures hold a mark for each patient, but no identifier and no address.
fn nobody_is_named(files: &[(String, Vec<u8>)]) {
    let text = |name: &str| {
        let (_, bytes) = files.iter().find(|(found, _)| found == name).expect(name);
        String::from_utf8_lossy(bytes).into_owned()
    };
    let patients = text("patients.csv");
    let ids: Vec<&str> = patients.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let drawings: Vec<&(String, Vec<u8>)> = files.iter().filter(|(name, _)| name.ends_with(".svg")).collect();
    assert!(ids.len() > 1 && drawings.len() > 10, "{} patients, {} drawings", ids.len(), drawings.len());
    for (name, _) in drawings {
        let drawing = text(name);
        assert!(!drawing.contains("href"), "{name} leads somewhere");
        assert!(ids.iter().all(|id| !drawing.contains(id)), "{name} names a patient");
    }
}

/// Every file below a folder, by name.
fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(content(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).expect("a file")));
        }
    }
    found.sort();
    found.iter_mut().for_each(|(name, _)| *name = name.rsplit('/').next().unwrap_or_default().to_owned());
    found
}

/// Rows may stand in two sources: together they give what one gives.
#[test]
fn sources_can_be_split() {
    let sheets = sheets::read(&folder(HOSPITAL));
    let (first, second) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (mut one, mut two) = (Sheets::new(), Sheets::new());
    for (name, rows) in &sheets {
        let half = if name == "lab" { rows.len() / 2 } else { rows.len() };
        one.insert(name.clone(), rows[..half].to_vec());
        if half < rows.len() {
            two.insert(name.clone(), std::iter::once(&rows[0]).chain(&rows[half..]).cloned().collect());
        }
    }
    sheets::write(&one, first.path());
    sheets::write(&two, second.path());
    let specs =
        [first.path(), second.path()].map(|path| SourceSpec::new(format!("sheets:{}", path.display())));
    let options = study::options(&Protocol::builtin());
    let found = study::run(Protocol::builtin(), &specs, &options, &()).expect("a study");
    assert_same(&found, &run(&folder(HOSPITAL)));
}
