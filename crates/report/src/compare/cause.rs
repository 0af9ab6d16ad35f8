//! What moved a person: the first decision whose answer differs, and the parameter or record behind it.

use super::{Difference, Evidence, Folder};

/// What moved a person, as far as two folders can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cause {
    /// The question of the first decision that differs; empty when none does, or none is known.
    pub question: String,
    /// Its rule: that of the second results, else of the first.
    pub rule: String,
    /// Its answers.
    pub answers: (String, String),
    /// Places of rows that differ: other text at the same place, or a row that only one of the two used.
    pub rows: Vec<String>,
    /// Parameters that differ and that the rule reads.
    pub parameters: Vec<Difference>,
    /// Files that differ, where neither a row nor a parameter is known to have done it.
    pub files: Vec<String>,
}

/// The keys that a rule reads, by the beginning of both.
const READS: [(&str, &[&str]); 11] = [
    ("2.3", &[]),
    ("2.4", &[]),
    ("2.", &["marker."]),
    ("3.", &["index."]),
    ("4.dtc", &["concepts.histology"]),
    ("4.not_dtc", &["concepts.histology"]),
    ("4.", &["study.period.", "require.", "index.", "concepts."]),
    ("5.", &["windows.baseline", "marker.", "structural.", "response.incomplete", "index."]),
    (
        "6.",
        &["windows.", "marker.", "structural.", "change.", "analysis.pair", "response.incomplete", "index."],
    ),
    ("7.status", &["status.", "response.", "marker.", "structural.", "windows.", "index."]),
    ("7.", &["response.", "marker.", "structural.", "windows.", "index."]),
];

/// Looks for the cause among the parameters and files that differ.
pub(super) fn cause(
    first: &Folder,
    second: &Folder,
    person: &str,
    parameters: &[Difference],
    files: &[Difference],
) -> Cause {
    let decisions = |folder: &Folder| {
        folder.evidence.as_ref().and_then(|all| all.get(person)).cloned().unwrap_or_default()
    };
    let (before, after) = (decisions(first), decisions(second));
    let mut cause = Cause::default();
    if let Some((old, new)) = first_difference(&before, &after) {
        let told = new.or(old);
        let answer = |decision: Option<&Evidence>| decision.map(|it| it.answer.clone()).unwrap_or_default();
        cause.question = told.map(|it| it.question.clone()).unwrap_or_default();
        cause.rule = told.map(|it| it.rule.clone()).unwrap_or_default();
        cause.answers = (answer(old), answer(new));
        if !files.is_empty() {
            cause.rows = other_rows(old, new, files);
        }
    }
    // A row that was edited is enough; a row that one of the two did not use may be so by another window.
    let is_edited = !cause.rows.is_empty();
    let read = reads(&cause.rule);
    let is_read =
        |found: &&Difference| read.is_none_or(|keys| keys.iter().any(|key| found.name.starts_with(key)));
    cause.parameters = parameters.iter().filter(is_read).cloned().collect();
    if cause.parameters.is_empty() && !is_edited {
        // Whatever the table of rules says: what is the only difference did it.
        if files.is_empty() {
            cause.parameters = parameters.to_vec();
        }
        cause.files = files.iter().map(|file| file.name.clone()).collect();
    }
    cause
}

fn reads(rule: &str) -> Option<&'static [&'static str]> {
    READS.iter().find(|(begin, _)| rule.starts_with(begin)).map(|(_, keys)| *keys)
}

/// The first question, in the order of the study, whose answer differs.
fn first_difference<'a>(
    before: &'a [Evidence],
    after: &'a [Evidence],
) -> Option<(Option<&'a Evidence>, Option<&'a Evidence>)> {
    let (old, new) = (numbered(before), numbered(after));
    for ((question, n), decision) in &old {
        let other = new.iter().find(|((other, m), _)| other == question && m == n).map(|(_, it)| *it);
        if other.is_none_or(|other| other.answer != decision.answer) {
            return Some((Some(decision), other));
        }
    }
    let is_new = |key: &(&str, usize)| !old.iter().any(|(other, _)| other == key);
    new.iter().find(|(key, _)| is_new(key)).map(|(_, decision)| (None, Some(*decision)))
}

/// Each decision with its question and how often the question was asked before.
fn numbered(decisions: &[Evidence]) -> Vec<((&str, usize), &Evidence)> {
    let earlier =
        |at: usize| decisions[..at].iter().filter(|it| it.question == decisions[at].question).count();
    decisions.iter().enumerate().map(|(at, it)| ((it.question.as_str(), earlier(at)), it)).collect()
}

/// Places whose text differs; without any, places that only one of the two used. A row that only moved to
/// another line keeps its text and is not told, and neither is one of a file that does not differ.
fn other_rows(old: Option<&Evidence>, new: Option<&Evidence>, files: &[Difference]) -> Vec<String> {
    let rows = |decision: Option<&Evidence>| decision.map(|it| it.rows.clone()).unwrap_or_default();
    let (old, new) = (rows(old), rows(new));
    let is_edited = |(place, print): &&(String, String)| {
        old.iter().any(|(other, text)| other == place && text != print)
            && !old.iter().any(|(_, text)| text == print)
    };
    let edited: Vec<String> = new.iter().filter(is_edited).map(|(place, _)| place.clone()).collect();
    if !edited.is_empty() {
        return edited;
    }
    let without = |these: &[(String, String)], those: &[(String, String)]| -> Vec<String> {
        let alone = these.iter().filter(|(_, print)| !those.iter().any(|(_, other)| other == print));
        alone.map(|(place, _)| place.clone()).collect()
    };
    let mut places = without(&old, &new);
    places.extend(without(&new, &old));
    // `lab.csv:12`, or `measurement #4711`; a sheet made of a table is named after it.
    places.retain(|place| {
        files.iter().any(|file| place.starts_with(file.name.split(" as ").next().unwrap_or("")))
    });
    places.sort();
    places.dedup();
    places
}

impl Cause {
    /// What did it, in words: `by record lab.csv:12`, `by parameter windows.follow_up_days [365, 730] ->
    /// [300, 790]`.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if !self.rows.is_empty() {
            parts.push(format!("by record {}", self.rows.join(", ")));
        }
        let parameter = |it: &Difference| format!("by parameter {} {} -> {}", it.name, it.before, it.after);
        parts.extend(self.parameters.iter().map(parameter));
        if !self.files.is_empty() {
            parts.push(format!("by a record of {}", self.files.join(", ")));
        }
        match parts.len() {
            0 => "cause not known".to_owned(),
            1 => parts.remove(0),
            _ => format!("by one or more of these: {}", parts.join("; ")),
        }
    }
}
