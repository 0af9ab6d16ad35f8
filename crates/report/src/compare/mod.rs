//! Two results of one study, or of one study with another choice: what differs, and what did it.
//!
//! In: two [`Folder`]s, as read from the files of two runs. Out: a [`Comparison`], and it told as text or as
//! one self-contained page. It opens no file.

mod cause;
mod html;
mod moved;
mod text;

use std::collections::BTreeMap;

use serde_json::Value;

pub use html::page;
pub use moved::Moved;
pub use text::text;

/// One line of `evidence.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What was asked.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// The rule.
    pub rule: String,
    /// Places of the rows that decided, each with the fingerprint of its text.
    pub rows: Vec<(String, String)>,
}

/// The results of one run, as its files hold them.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// How the folder is named, for people.
    pub name: String,
    /// Columns and cells of each member.
    pub members: BTreeMap<String, Vec<(String, String)>>,
    /// The reason of everybody else.
    pub excluded: BTreeMap<String, String>,
    /// The steps by which candidates left, with those who remained.
    pub attrition: Vec<(String, String)>,
    /// The estimates, as `results.json` holds them.
    pub estimates: Vec<Value>,
    /// Every key of the protocol with its value; empty in results of versions before 0.2.
    pub parameters: BTreeMap<String, String>,
    /// SHA-256 of every file that was read, and of every concept file by its key.
    pub hashes: BTreeMap<String, String>,
    /// The decisions about each person; `None` without `evidence.csv`.
    pub evidence: Option<BTreeMap<String, Vec<Evidence>>>,
}

/// Something that has two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is: a key, a file, a column, a part of an estimate.
    pub name: String,
    /// In the first results; empty when it is not there.
    pub before: String,
    /// In the second.
    pub after: String,
}

/// An estimate that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedEstimate {
    /// Its identifier.
    pub id: String,
    /// What it is, for people.
    pub label: String,
    /// The parts that differ.
    pub parts: Vec<Difference>,
}

/// What differs between two results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The two folders, as named.
    pub names: (String, String),
    /// Keys of the protocol.
    pub parameters: Vec<Difference>,
    /// Files that were read, by their hash.
    pub files: Vec<Difference>,
    /// Steps of the attrition, by those who remained.
    pub attrition: Vec<Difference>,
    /// Persons, by identifier.
    pub moved: Vec<Moved>,
    /// Estimates, in the order of the first.
    pub estimates: Vec<ChangedEstimate>,
    /// What cannot be told, a sentence each.
    pub untold: Vec<&'static str>,
}

impl Comparison {
    /// Whether the results are the same.
    pub fn is_same(&self) -> bool {
        self.moved.is_empty() && self.estimates.is_empty() && self.attrition.is_empty()
    }
}

/// Compares two results.
pub fn compare(first: &Folder, second: &Folder) -> Comparison {
    let parameters = match first.parameters.is_empty() || second.parameters.is_empty() {
        true => Vec::new(),
        false => differences(&first.parameters, &second.parameters),
    };
    let files = differences(&first.hashes, &second.hashes);
    Comparison {
        names: (first.name.clone(), second.name.clone()),
        attrition: steps(&first.attrition, &second.attrition),
        moved: moved::moved(first, second, &parameters, &files),
        estimates: estimates(&first.estimates, &second.estimates),
        untold: untold(first, second),
        parameters,
        files,
    }
}

fn untold(first: &Folder, second: &Folder) -> Vec<&'static str> {
    let mut untold = Vec::new();
    if first.parameters.is_empty() || second.parameters.is_empty() {
        untold.push("One manifest.json lists no parameters: which of them changed cannot be told.");
    }
    if first.evidence.is_none() || second.evidence.is_none() {
        untold.push(
            "One folder has no evidence.csv: which decision and record moved a patient cannot be told.",
        );
    }
    untold
}

/// Steps after which another number remained, in the order of the first results.
fn steps(first: &[(String, String)], second: &[(String, String)]) -> Vec<Difference> {
    let find = |list: &[(String, String)], step: &str| {
        list.iter().find(|(name, _)| name == step).map(|(_, n)| n.clone()).unwrap_or_default()
    };
    let only = second.iter().filter(|(step, _)| !first.iter().any(|(other, _)| other == step));
    let found = first.iter().chain(only).map(|(step, _)| Difference {
        name: step.clone(),
        before: find(first, step),
        after: find(second, step),
    });
    found.filter(|found| found.before != found.after).collect()
}

/// What differs between two lists by name, in the order of the names.
fn differences(first: &BTreeMap<String, String>, second: &BTreeMap<String, String>) -> Vec<Difference> {
    let names: std::collections::BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let value = |list: &BTreeMap<String, String>, name: &str| list.get(name).cloned().unwrap_or_default();
    let found = names.into_iter().map(|name| Difference {
        name: name.clone(),
        before: value(first, name),
        after: value(second, name),
    });
    found.filter(|found| found.before != found.after).collect()
}

/// Parts of an estimate that are compared, in the order in which they are told.
const PARTS: [&str; 13] = [
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
    "p_value",
];

fn estimates(first: &[Value], second: &[Value]) -> Vec<ChangedEstimate> {
    let id = |estimate: &Value| estimate["id"].as_str().unwrap_or_default().to_owned();
    let mut ids: Vec<String> = first.iter().map(id).collect();
    ids.extend(second.iter().map(id).filter(|other| !first.iter().any(|estimate| id(estimate) == *other)));
    let find = |list: &[Value], wanted: &str| list.iter().find(|estimate| id(estimate) == wanted).cloned();
    let changed = |wanted: String| {
        let (before, after) = (find(first, &wanted), find(second, &wanted));
        let label = before.as_ref().or(after.as_ref()).and_then(|estimate| estimate["label"].as_str());
        let label = label.unwrap_or_default().to_owned();
        let part = |estimate: &Option<Value>, name: &str| match estimate.as_ref().and_then(|e| e.get(name)) {
            Some(value) => value.to_string(),
            None => String::new(),
        };
        let parts = PARTS.iter().map(|name| Difference {
            name: (*name).to_owned(),
            before: part(&before, name),
            after: part(&after, name),
        });
        let parts: Vec<_> = parts.filter(|part| part.before != part.after).collect();
        (!parts.is_empty()).then_some(ChangedEstimate { id: wanted, label, parts })
    };
    ids.into_iter().filter_map(changed).collect()
}
