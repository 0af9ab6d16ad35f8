//! The hospital of a case: the base patients it names, changed by its tables, written as study sheets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::spec::markdown::{Case, Table};
use crate::spec::rows::{REQUIRED, Row, SHEETS, expand, with_dates};

/// Tables that expect something instead of recording it, and `without`.
const NO_RECORDS: [&str; 7] = ["expect", "review", "attrition", "order", "estimate", "stops", "without"];

/// How a source is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A folder of CSV files.
    Folder,
    /// One workbook.
    Workbook,
}

/// A row with the patient on whose behalf the manual records it.
struct Entry {
    owner: String,
    row: Row,
}

/// The rows of one source: sheet -> rows.
type Source = BTreeMap<&'static str, Vec<Entry>>;

/// The records of a case.
pub struct Hospital<'a> {
    case: &'a Case,
    sources: Vec<Source>,
    persons: Vec<String>,
}

impl<'a> Hospital<'a> {
    /// The hospital of a case, given the tables of the base patients.
    pub fn new(base: &Case, case: &'a Case) -> Hospital<'a> {
        let mut hospital = Hospital { case, sources: vec![Source::new()], persons: persons(case) };
        for person in hospital.persons.clone() {
            base.tables.iter().for_each(|table| hospital.begin(&person, table));
        }
        let mut replaced = BTreeSet::new();
        for table in case.tables.iter().filter(|table| !NO_RECORDS.contains(&table.kind())) {
            hospital.apply(table, &mut replaced);
        }
        (0..case.n_bystanders).for_each(|number| hospital.bystander(number));
        hospital
    }

    /// Everybody in the patient sheet.
    pub fn candidates(&self) -> BTreeSet<String> {
        let bystanders = (0..self.case.n_bystanders).map(bystander_id);
        self.persons.iter().cloned().chain(bystanders).collect()
    }

    fn begin(&mut self, person: &str, table: &Table) {
        let letter = person[..1].to_uppercase();
        for row in table.rows.iter().filter(|row| row[0] == "every" || row[0] == letter) {
            self.add(0, table.kind(), person, &records(table, row));
        }
    }

    fn add(&mut self, source: usize, kind: &str, person: &str, cells: &Row) {
        while self.sources.len() <= source {
            self.sources.push(Source::new());
        }
        for (sheet, row) in expand(kind, person, cells) {
            let entries = self.sources[source].entry(sheet).or_default();
            let known = kind == "seen" && entries.iter().any(|entry| entry.row == row);
            let same_tsh = sheet == "lab" && row["analyte"] == "tsh" && cells["analyte"] != "tsh";
            if !(known || same_tsh && entries.iter().any(|entry| entry.row == row)) {
                entries.push(Entry { owner: person.into(), row });
            }
        }
    }

    fn apply(&mut self, table: &Table, replaced: &mut BTreeSet<(String, String)>) {
        let (kind, source) = match table.kind().strip_suffix(" in source 2") {
            Some(kind) => (kind, 1),
            None => (table.kind(), 0),
        };
        for row in &table.rows {
            let (person, cells) = (&row[0], records(table, row));
            match (kind, kind.strip_prefix("more ")) {
                ("patient", _) if source == 0 => self.overwrite("patient", 0, person, &cells),
                ("first dose", _) => self.overwrite("radioiodine", 0, person, &cells),
                ("second dose", _) => self.overwrite("radioiodine", 1, person, &cells),
                (_, Some("patient")) => self.repeat_patient(person, &cells),
                (_, Some(kind)) => self.add(source, kind, person, &cells),
                _ => {
                    if source == 0 && replaced.insert((kind.into(), person.clone())) {
                        self.clear(kind, person);
                    }
                    if row.get(1).map(String::as_str) != Some("none") {
                        self.add(source, kind, person, &cells);
                    }
                }
            }
        }
    }

    fn clear(&mut self, kind: &str, person: &str) {
        let sheets =
            if ["seen", "followed"].contains(&kind) { vec!["imaging", "lesion"] } else { vec![kind] };
        for sheet in sheets {
            if let Some(entries) = self.sources[0].get_mut(sheet) {
                entries.retain(|entry| entry.owner != person);
            }
        }
    }

    fn overwrite(&mut self, sheet: &str, position: usize, person: &str, cells: &Row) {
        let entries = self.sources[0].get_mut(sheet).expect("a base sheet");
        let entry = entries.iter_mut().filter(|entry| entry.owner == person).nth(position);
        entry.unwrap_or_else(|| panic!("{person} has no base row in {sheet}")).row.extend(with_dates(cells));
    }

    fn repeat_patient(&mut self, person: &str, cells: &Row) {
        let first = self.sources[0]["patient"].iter().find(|entry| entry.owner == person);
        let mut row = first.expect("a base patient").row.clone();
        row.extend(cells.clone());
        self.add(0, "patient", person, &row);
    }

    fn bystander(&mut self, number: usize) {
        let id = bystander_id(number);
        let study = format!("{id} study");
        let rows: [(&str, &[(&str, &str)]); 9] = [
            ("patient", &[("sex", "F"), ("birth_date", "1950-01-01"), ("histology", "8345/3")]),
            ("surgery", &[("date", "2000-01-01"), ("type", "total_thyroidectomy")]),
            ("radioiodine", &[("date", "2000-02-01")]),
            ("lab", &[("date", "2001-01-01"), ("analyte", "ft4"), ("value", "14"), ("unit", "pmol/L")]),
            ("rhtsh", &[("date", "2001-01-01")]),
            (
                "imaging",
                &[
                    ("imaging_id", &study),
                    ("date", "2001-01-01"),
                    ("modality", "us"),
                    ("region", "neck"),
                    ("adequate", "yes"),
                ],
            ),
            ("lesion", &[("imaging_id", &study), ("lesion_id", "n1"), ("site", "node")]),
            ("treatment", &[("date", "2001-01-01"), ("type", "tki")]),
            ("visit", &[("date", "2001-01-01")]),
        ];
        for (sheet, cells) in rows {
            let cells = cells.iter().map(|(column, cell)| (column.to_string(), cell.to_string())).collect();
            self.add(0, sheet, &id, &cells);
        }
    }

    /// Writes the sources into `folder` and returns their paths.
    pub fn write(&self, folder: &Path, form: Form) -> Vec<PathBuf> {
        let paths = (0..self.sources.len()).map(|source| {
            let path = folder.join(format!("source-{}", source + 1));
            match form {
                Form::Folder => write_folder(path, &self.sheets(source), self.files(source)),
                Form::Workbook => write_workbook(path, &self.sheets(source)),
            }
        });
        paths.collect()
    }

    /// The sheets of a source: name -> header and rows.
    fn sheets(&self, source: usize) -> Vec<(&'static str, Vec<Vec<String>>)> {
        let without = if source == 0 { self.without() } else { BTreeSet::new() };
        let written = SHEETS.iter().filter(|(sheet, _)| {
            let needed = source == 0 && REQUIRED.contains(sheet);
            let some = self.sources[source].get(sheet).is_some_and(|rows| !rows.is_empty());
            (needed || some) && !without.contains(*sheet)
        });
        let rows = |sheet| self.sources[source].get(sheet).map(Vec::as_slice).unwrap_or_default();
        written.map(|(sheet, columns)| (*sheet, cells(sheet, columns, rows(sheet), &without))).collect()
    }

    /// The sheets that the case writes out in full.
    fn files(&self, source: usize) -> &[(String, String)] {
        if source == 0 { &self.case.files } else { &[] }
    }

    fn without(&self) -> BTreeSet<String> {
        let tables = self.case.tables.iter().filter(|table| table.kind() == "without");
        tables.flat_map(|table| table.rows.iter().map(|row| row[0].clone())).collect()
    }
}

/// The patients a case names, in the order in which it names them.
fn persons(case: &Case) -> Vec<String> {
    let mut persons: Vec<String> = Vec::new();
    for table in &case.tables {
        if table.kind() == "expect" || !NO_RECORDS.contains(&table.kind()) {
            for row in &table.rows {
                if !persons.contains(&row[0]) {
                    persons.push(row[0].clone());
                }
            }
        }
    }
    if persons.is_empty() {
        persons.push("B1".into());
    }
    persons
}

/// The cells of a row that are records, not expectations.
fn records(table: &Table, row: &[String]) -> Row {
    let cells = table.header.iter().zip(row).skip(1).filter(|(column, _)| !column.starts_with('→'));
    cells.map(|(column, cell)| (column.clone(), blanks(cell))).collect()
}

/// Makes visible blanks real ones.
fn blanks(cell: &str) -> String {
    cell.replace('␣', " ").replace('⍽', "\u{a0}")
}

fn bystander_id(number: usize) -> String {
    format!("zz{number:03}")
}

/// The header of a sheet, without the columns left out, and its rows.
fn cells(sheet: &str, columns: &str, rows: &[Entry], without: &BTreeSet<String>) -> Vec<Vec<String>> {
    let mut header: Vec<String> = columns.split_whitespace().map(String::from).collect();
    for column in rows.iter().flat_map(|entry| entry.row.keys()) {
        if !header.contains(column) {
            header.push(column.clone());
        }
    }
    header.retain(|column| !without.contains(&format!("{sheet}.{column}")));
    let row = |entry: &Entry| {
        header.iter().map(|column| entry.row.get(column).cloned().unwrap_or_default()).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    std::iter::once(header).chain(rows).collect()
}

fn write_folder(folder: PathBuf, sheets: &[(&str, Vec<Vec<String>>)], files: &[(String, String)]) -> PathBuf {
    fs::create_dir(&folder).expect("a folder");
    for (sheet, rows) in sheets {
        let mut writer = csv::Writer::from_path(folder.join(format!("{sheet}.csv"))).expect("a file");
        rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
        writer.flush().expect("written");
    }
    for (sheet, text) in files {
        fs::write(folder.join(format!("{sheet}.csv")), text).expect("a file");
    }
    folder
}

/// Every cell as text.
fn write_workbook(path: PathBuf, sheets: &[(&str, Vec<Vec<String>>)]) -> PathBuf {
    let path = path.with_extension("xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (sheet, rows) in sheets {
        let worksheet = workbook.add_worksheet().set_name(*sheet).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                worksheet.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    workbook.save(&path).expect("a workbook");
    path
}
