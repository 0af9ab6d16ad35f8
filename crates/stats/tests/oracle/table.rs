//! Reading the stored data and answers, and comparing with a stated tolerance.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// One line of a stored table.
pub struct Row {
    file: String,
    fields: HashMap<String, String>,
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.fields.get(column).unwrap_or_else(|| panic!("{}: no column {column}", self.file))
    }

    /// `None` where R has no answer.
    pub fn number(&self, column: &str) -> Option<f64> {
        match self.text(column) {
            "NA" => None,
            text => Some(text.parse().unwrap_or_else(|_| panic!("{}: {column} is {text}", self.file))),
        }
    }

    pub fn count(&self, column: &str) -> usize {
        self.number(column).expect("counts are never missing") as usize
    }

    /// Both undefined, or both defined and within `tolerance` times the expected magnitude.
    #[track_caller]
    pub fn expect<E: std::fmt::Debug>(&self, column: &str, actual: Result<f64, E>, tolerance: f64) {
        self.expect_within(column, actual, tolerance, 0.0);
    }

    /// As `expect`, with the tolerance relative to `scale` where that is larger: for differences of numbers
    /// of that size, whose own digits cancel.
    #[track_caller]
    pub fn expect_within<E: std::fmt::Debug>(
        &self,
        column: &str,
        actual: Result<f64, E>,
        tolerance: f64,
        scale: f64,
    ) {
        match (actual, self.number(column)) {
            (Err(_), None) => {}
            (Ok(actual), Some(expected)) => {
                let allowed = tolerance * expected.abs().max(scale);
                assert!(
                    (actual - expected).abs() <= allowed,
                    "{}: {column} is {actual:e}, expected {expected:e}, relative difference {:.1e}\n{:?}",
                    self.file,
                    (actual - expected).abs() / expected.abs(),
                    self.fields
                );
            }
            (actual, expected) => {
                panic!("{}: {column} is {actual:?}, expected {expected:?}\n{:?}", self.file, self.fields)
            }
        }
    }
}

/// A table under `tests/oracle/stats`.
pub fn read(path: &str) -> Vec<Row> {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle/stats").join(path);
    let text = std::fs::read_to_string(&full).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut lines = text.lines();
    let names: Vec<&str> =
        lines.next().expect("a header").split(',').map(|name| name.trim_matches('"')).collect();
    lines
        .map(|line| Row {
            file: path.to_string(),
            fields: names.iter().map(ToString::to_string).zip(line.split(',').map(str::to_string)).collect(),
        })
        .collect()
}

/// Before and after of one data set.
pub struct Set {
    pub before: Vec<f64>,
    pub after: Vec<f64>,
}

impl Set {
    /// The largest magnitude among all measurements.
    pub fn scale(&self) -> f64 {
        self.before.iter().chain(&self.after).fold(0.0, |largest: f64, value| largest.max(value.abs()))
    }
}

/// All paired data sets by name.
pub fn pairs() -> BTreeMap<String, Set> {
    let mut sets = BTreeMap::new();
    let mut push = |name: &str, before: Option<f64>, after: Option<f64>| {
        let set =
            sets.entry(name.to_string()).or_insert_with(|| Set { before: Vec::new(), after: Vec::new() });
        set.before.push(before.expect("data are complete"));
        set.after.push(after.expect("data are complete"));
    };
    for row in read("data/pairs.csv") {
        push(row.text("set"), row.number("before"), row.number("after"));
    }
    for row in read("data/camis/WilcoxonSignedRank_TTR.csv") {
        push("camis_ttr", row.number("TRT_A"), row.number("TRT_B"));
    }
    for row in read("data/camis/blood_pressure_ties.csv") {
        push("camis_blood_pressure_ties", row.number("bp_before"), row.number("bp_after"));
    }
    sets
}

/// All single samples by name: both sides of each pair, and the samples of their own.
pub fn samples() -> BTreeMap<String, Vec<f64>> {
    let mut samples: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in read("data/samples.csv") {
        samples.entry(row.text("set").to_string()).or_default().push(row.number("value").expect("complete"));
    }
    for (name, set) in pairs() {
        samples.insert(format!("{name}:before"), set.before);
        samples.insert(format!("{name}:after"), set.after);
    }
    samples
}

/// Fails if an estimator was compared on fewer than twenty data sets.
pub fn require_twenty(rows: &[Row]) {
    let names: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.text("set")).collect();
    assert!(names.len() >= 20, "{} data sets", names.len());
}
