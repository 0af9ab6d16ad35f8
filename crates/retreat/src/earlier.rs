//! The files of an earlier run, read back for a comparison.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use report::compare::{Evidence, Folder};
use serde_json::Value;

use crate::failure::Failure;

/// A row of a CSV file: column and cell.
type Row = Vec<(String, String)>;

/// Reads two folders of results.
///
/// # Errors
/// [`Failure::Results`] with every problem of both.
pub fn read_two(first: &Path, second: &Path) -> Result<(Folder, Folder), Failure> {
    let mut problems = Vec::new();
    let folders = (read(first, &mut problems), read(second, &mut problems));
    if problems.is_empty() { Ok(folders) } else { Err(Failure::Results(problems)) }
}

fn read(folder: &Path, problems: &mut Vec<String>) -> Folder {
    let name = folder.display().to_string();
    if !folder.is_dir() {
        problems.push(format!("{name}: no folder"));
        return Folder::default();
    }
    if !folder.join("manifest.json").is_file() {
        problems.push(format!("{name}: no folder of results, it holds no manifest.json"));
        return Folder::default();
    }
    let mut files = Files { folder, problems };
    let manifest = files.json("manifest.json");
    let results = files.json("results.json");
    let patients = files.rows("patients.csv", &["person_id", "stratum", "final_status"]);
    let excluded = files.rows("excluded.csv", &["person_id", "reason"]);
    let attrition = files.rows("attrition.csv", &["criterion", "remaining"]);
    let evidence = folder.join("evidence.csv").is_file().then(|| {
        files.rows("evidence.csv", &["person_id", "question", "answer", "rule", "rows", "fingerprints"])
    });
    let pair = |row: Row, key: &str, value: &str| (cell(&row, key), cell(&row, value));
    Folder {
        name,
        members: patients.into_iter().map(|row| (cell(&row, "person_id"), row)).collect(),
        excluded: excluded.into_iter().map(|row| pair(row, "person_id", "reason")).collect(),
        attrition: attrition.into_iter().map(|row| pair(row, "criterion", "remaining")).collect(),
        estimates: ["estimates", "further"]
            .iter()
            .flat_map(|list| results[*list].as_array().cloned().unwrap_or_default())
            .collect(),
        parameters: parameters(&manifest),
        hashes: hashes(&manifest),
        evidence: evidence.map(by_person),
    }
}

struct Files<'a> {
    folder: &'a Path,
    problems: &'a mut Vec<String>,
}

impl Files<'_> {
    fn text(&mut self, name: &str) -> Option<String> {
        let path = self.folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) => {
                self.problems.push(format!("{}: {error}", path.display()));
                None
            }
        }
    }

    fn json(&mut self, name: &str) -> Value {
        let Some(text) = self.text(name) else { return Value::Null };
        match serde_json::from_str::<Value>(&text) {
            Ok(value) if value.is_object() => value,
            Ok(_) => self.damaged(name, "no JSON object"),
            Err(error) => self.damaged(name, &format!("damaged at line {}", error.line())),
        }
    }

    fn damaged(&mut self, name: &str, what: &str) -> Value {
        self.problems.push(format!("{}: {what}", self.folder.join(name).display()));
        Value::Null
    }

    /// The rows of a CSV file that has these columns; the first row that is damaged is told.
    fn rows(&mut self, name: &str, wanted: &[&str]) -> Vec<Row> {
        let Some(text) = self.text(name) else { return Vec::new() };
        let shown = self.folder.join(name).display().to_string();
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let head: Vec<String> = match reader.headers() {
            Ok(head) => head.iter().map(str::to_owned).collect(),
            Err(_) => Vec::new(),
        };
        for column in wanted.iter().filter(|column| !head.iter().any(|name| name == *column)) {
            self.problems.push(format!("{shown}: no column {column}"));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => rows.push(head.iter().cloned().zip(record.iter().map(str::to_owned)).collect()),
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    self.problems.push(format!("{shown}: damaged at line {line}"));
                    break;
                }
            }
        }
        rows
    }
}

fn cell(row: &Row, name: &str) -> String {
    row.iter().find(|(column, _)| column == name).map(|(_, cell)| cell.clone()).unwrap_or_default()
}

fn parameters(manifest: &Value) -> BTreeMap<String, String> {
    let values = manifest["parameters"].as_object().into_iter().flatten();
    values.map(|(key, value)| (key.clone(), spaced(value))).collect()
}

/// A value as a protocol writes it: a list with a blank after each comma.
fn spaced(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(spaced).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// SHA-256 of every file read and of every concept file.
fn hashes(manifest: &Value) -> BTreeMap<String, String> {
    let list = |name: &str| manifest[name].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let files = list("files").into_iter().chain(list("inputs"));
    let files = files.map(|file| (text(&file["name"]), text(&file["sha256"])));
    let concepts = list("concepts").into_iter().map(|set| (text(&set["key"]), text(&set["sha256"])));
    files.chain(concepts).filter(|(name, _)| !name.is_empty()).collect()
}

fn by_person(rows: Vec<Row>) -> BTreeMap<String, Vec<Evidence>> {
    let mut persons: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    for row in rows {
        let list = |name: &str| -> Vec<String> {
            cell(&row, name).split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let decision = Evidence {
            question: cell(&row, "question"),
            answer: cell(&row, "answer"),
            rule: cell(&row, "rule"),
            rows: list("rows").into_iter().zip(list("fingerprints")).collect(),
        };
        persons.entry(cell(&row, "person_id")).or_default().push(decision);
    }
    persons
}
