//! Runs a study in memory or on disk and compares outputs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use protocol::Protocol;
use retreat::study::{self, Study};
use source::SourceSpec;

/// Relative tolerance of estimates.
pub const RELATIVE: f64 = 1e-9;

/// A folder of the tests.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("studies").join(name)
}

/// Runs the built-in study on a source.
pub fn run(path: &Path) -> Study {
    run_sources(&[format!("sheets:{}", path.display())])
}

/// Runs the built-in study on sources as users name them.
pub fn run_sources(sources: &[String]) -> Study {
    let specs: Vec<SourceSpec> = sources.iter().map(SourceSpec::new).collect();
    let options = study::options(&Protocol::builtin());
    study::run(Protocol::builtin(), &specs, &options, &()).unwrap_or_else(|failure| panic!("{failure}"))
}

/// A CSV text as rows of named cells.
pub fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = csv_lines(text).into_iter();
    let header = lines.next().expect("a header");
    lines.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

fn csv_lines(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("CSV").iter().map(String::from).collect()).collect()
}

/// Panics with every difference between two CSV texts; numbers may differ by the relative tolerance.
/// Of `review_flags` only the words that the contract names are compared.
pub fn assert_same_rows(what: &str, found: &str, expected: &str) {
    let (found, expected) = (rows(found), rows(expected));
    let mut differences = Vec::new();
    if found.len() != expected.len() {
        differences.push(format!("{} rows, expected {}", found.len(), expected.len()));
    }
    for (row, (a, b)) in found.iter().zip(&expected).enumerate() {
        let columns = a.keys().chain(b.keys()).collect::<std::collections::BTreeSet<_>>();
        for column in columns {
            let (x, y) = (a.get(column), b.get(column));
            if !same_cell(x, y) {
                let key = b.values().next().cloned().unwrap_or_default();
                let id = b.get("person_id").cloned().unwrap_or(key);
                differences.push(format!("row {row} ({id}) {column}: found {x:?}, expected {y:?}"));
            }
        }
    }
    assert!(differences.is_empty(), "{what}:\n{}", differences.join("\n"));
}

fn same_cell(found: Option<&String>, expected: Option<&String>) -> bool {
    if found == expected {
        return true;
    }
    match (found.and_then(|x| x.parse().ok()), expected.and_then(|x| x.parse().ok())) {
        (Some(x), Some(y)) => close(x, y),
        _ => false,
    }
}

/// Equal within the relative tolerance.
pub fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= RELATIVE * found.abs().max(expected.abs()) + 1e-15
}

/// Panics with every difference between two `results.json` texts in the fields that the contract fixes.
pub fn assert_same_estimates(found: &str, expected: &str) {
    let (found, expected) = (estimates(found), estimates(expected));
    let mut differences = Vec::new();
    for (id, wanted) in &expected {
        let Some(have) = found.get(id) else {
            differences.push(format!("{id}: absent"));
            continue;
        };
        for field in FIELDS {
            let (x, y) = (have.get(*field), wanted.get(*field));
            let same = match (x.and_then(|x| x.as_f64()), y.and_then(|y| y.as_f64())) {
                (Some(x), Some(y)) => close(x, y),
                _ => x == y,
            };
            if !same {
                differences.push(format!("{id}.{field}: found {x:?}, expected {y:?}"));
            }
        }
    }
    for id in found.keys().filter(|id| !expected.contains_key(*id)) {
        differences.push(format!("{id}: not expected"));
    }
    assert!(differences.is_empty(), "estimates:\n{}", differences.join("\n"));
}

const FIELDS: &[&str] = &[
    "n",
    "missing",
    "censored",
    "numerator",
    "denominator",
    "value",
    "sd",
    "median",
    "q1",
    "q3",
    "ci_low",
    "ci_high",
    "ci_level",
    "p_value",
];

fn estimates(text: &str) -> BTreeMap<String, serde_json::Value> {
    let whole: serde_json::Value = serde_json::from_str(text).expect("results.json");
    let list = whole["estimates"].as_array().expect("estimates").iter();
    list.map(|estimate| (estimate["id"].as_str().unwrap_or_default().to_string(), estimate.clone())).collect()
}

/// Compares a study with a folder of expected outputs.
pub fn assert_equals(study: &Study, expected: &Path) {
    let text = |name: &str| fs::read_to_string(expected.join(name)).expect(name);
    assert_same_rows("patients.csv", &report::patients_csv(&study.results), &text("patients.csv"));
    assert_same_rows("excluded.csv", &report::excluded_csv(&study.results), &text("excluded.csv"));
    assert_same_rows("attrition.csv", &report::attrition_csv(&study.results), &text("attrition.csv"));
    assert_same_estimates(&report::results_json(&study.results), &text("results.json"));
}
