//! Compares what a case expects with what came out.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::spec::answer::{Answer, Outputs};
use crate::spec::day::dated;
use crate::spec::markdown::{Case, Table};

/// Every disagreement of a case with the answer, and the number of comparisons made.
pub fn compare(case: &Case, candidates: &BTreeSet<String>, answer: &Answer) -> (Vec<String>, usize) {
    let stops = case.tables.iter().find(|table| table.kind() == "stops");
    match (stops, answer) {
        (Some(table), Answer::Stopped(code, problems)) => stopped(table, *code, problems),
        (Some(_), Answer::Outputs(_)) => (vec!["the run goes through, expected to stop".into()], 1),
        (None, Answer::Stopped(code, problems)) => {
            (vec![format!("the run stops with exit code {code}: {problems:?}")], 1)
        }
        (None, Answer::Outputs(outputs)) => {
            let mut check = Check { outputs, failures: outputs.inconsistencies(candidates), n: 0 };
            case.tables.iter().for_each(|table| check.table(table));
            (check.failures, check.n)
        }
    }
}

fn stopped(table: &Table, code: u8, problems: &[(String, String)]) -> (Vec<String>, usize) {
    let mut failures = Vec::new();
    if code != 11 {
        failures.push(format!("exit code {code}, expected 11"));
    }
    for row in &table.rows {
        if !problems.iter().any(|(kind, told)| *kind == row[0] && told.contains(&row[1])) {
            failures.push(format!("no problem {} about {}, but {problems:?}", row[0], row[1]));
        }
    }
    (failures, table.rows.len())
}

struct Check<'a> {
    outputs: &'a Outputs,
    failures: Vec<String>,
    n: usize,
}

impl Check<'_> {
    fn table(&mut self, table: &Table) {
        match table.kind() {
            "review" => self.review(table),
            "attrition" => self.attrition(table),
            "order" => self.order(table),
            "estimate" => table.rows.iter().for_each(|row| self.estimate(&table.header, row)),
            "without" => {}
            kind => {
                for row in &table.rows {
                    for (column, expected) in table.header.iter().zip(row).skip(1) {
                        let column = match kind {
                            "expect" => Some(column.as_str()),
                            _ => column.strip_prefix("→ "),
                        };
                        if let Some(column) = column.filter(|_| !expected.is_empty()) {
                            self.cell(&row[0], column, expected);
                        }
                    }
                }
            }
        }
    }

    fn equal(&mut self, what: &str, found: &str, expected: &str) {
        self.n += 1;
        if found != expected {
            self.failures.push(format!("{what}: {found}, expected {expected}"));
        }
    }

    fn cell(&mut self, person: &str, column: &str, expected: &str) {
        let member = self.outputs.members.iter().find(|row| row["person_id"] == person);
        let reason = self.outputs.excluded.get(person);
        let found = match (member, reason, column) {
            (Some(row), _, "enters as") => row["stratum"].clone(),
            (None, Some(reason), "enters as") => reason.clone(),
            (Some(row), _, _) => match row.get(column) {
                Some(cell) if cell.is_empty() => "(empty)".into(),
                Some(cell) => cell.clone(),
                None => format!("no column {column}"),
            },
            (None, Some(reason), _) => format!("excluded ({reason})"),
            (None, None, _) => "no such person".into(),
        };
        self.equal(&format!("{person} {column}"), &found, &dated(expected));
    }

    /// All findings of the persons named, each as its cells in the table, in no particular order.
    fn review(&mut self, table: &Table) {
        let persons: BTreeSet<&str> = table.rows.iter().map(|row| row[0].as_str()).collect();
        for person in persons {
            let mut left: Vec<_> = self
                .outputs
                .review
                .iter()
                .filter(|row| row["person_id"] == if person == "(nobody)" { "" } else { person })
                .collect();
            for row in table.rows.iter().filter(|row| row[0] == person && row[1] != "none") {
                self.n += 1;
                let fits = |found: &&crate::spec::answer::Row| {
                    table.header.iter().zip(row).skip(1).all(|(column, expected)| {
                        expected.is_empty()
                            || match column.as_str() {
                                "sheet" => found["source"].trim_end_matches(".csv").ends_with(expected),
                                "column" => found["message"].starts_with(&format!("{expected} ")),
                                other => found[other] == *expected,
                            }
                    })
                };
                match left.iter().position(fits) {
                    Some(position) => drop(left.remove(position)),
                    None => self.failures.push(format!("no finding {:?}", row)),
                }
            }
            self.n += 1;
            let surplus = left.iter().map(|row| format!("finding not expected: {row:?}"));
            self.failures.extend(surplus);
        }
    }

    fn attrition(&mut self, table: &Table) {
        let found: Vec<Vec<String>> = self
            .outputs
            .attrition
            .iter()
            .map(|row| ["criterion", "excluded", "remaining"].map(|column| row[column].clone()).to_vec())
            .collect();
        self.equal("attrition", &format!("{found:?}"), &format!("{:?}", table.rows));
    }

    fn order(&mut self, table: &Table) {
        let found: Vec<&String> = self.outputs.members.iter().map(|row| &row["person_id"]).collect();
        let expected: Vec<&String> = table.rows.iter().map(|row| &row[0]).collect();
        self.equal("order", &format!("{found:?}"), &format!("{expected:?}"));
    }

    fn estimate(&mut self, header: &[String], row: &[String]) {
        let Some(estimate) = self.outputs.estimates.iter().find(|estimate| estimate["id"] == row[0]) else {
            self.failures.push(format!("no estimate {}", row[0]));
            return;
        };
        for (field, expected) in header.iter().zip(row).skip(1).filter(|(_, expected)| !expected.is_empty()) {
            self.n += 1;
            let found = estimate.get(field.as_str()).unwrap_or(&Value::Null);
            if !agrees(found, expected) {
                self.failures.push(format!("{} {field}: {found}, expected {expected}", row[0]));
            }
        }
    }
}

/// Whether a value of `results.json` is what is written: absent, a word, a number, a fraction, or a
/// number rounded to the digits written.
fn agrees(found: &Value, expected: &str) -> bool {
    let near = |expected: f64, tolerance: f64| {
        found.as_f64().is_some_and(|found| (found - expected).abs() <= tolerance * (1.0 + 1e-9))
    };
    if expected == "(empty)" {
        return found.is_null();
    }
    if let Some(rounded) = expected.strip_prefix("≈ ") {
        let decimals = rounded.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        return near(rounded.parse().expect("a number"), 0.5 * 10f64.powi(-(decimals as i32)));
    }
    if let Some((numerator, denominator)) = expected.split_once('/') {
        let part = |text: &str| text.parse::<f64>().expect("a fraction of whole numbers");
        return near(part(numerator) / part(denominator), 1e-9);
    }
    match expected.parse::<f64>() {
        Ok(number) => near(number, 1e-9 * number.abs().max(1.0)),
        Err(_) => found.as_str() == Some(expected),
    }
}
