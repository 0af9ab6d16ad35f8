//! The runs under other choices: each sets keys of the protocol and is checked like the protocol itself.

use std::ops::Range;

use toml_edit::{Item, Table, TableLike};

use super::names::home_of;
use super::sections;
use crate::concepts::Concepts;
use crate::findings::Findings;
use crate::keys::{KEYS, RUNS, is_table};
use crate::nearest::{did_you_mean, nearest};
use crate::read::{Reader, kind};
use crate::syntax::Parsed;
use crate::{Code, Sensitivity, value};

/// What a run is made of.
const PARTS: [&str; 4] = ["id", "label", "caution", "set"];
/// Keys that all runs of a study share: its name, what is read, and what is printed.
const FIXED: [&str; 4] = ["study.id", "study.title", "study.question", "report.patient_pages"];
/// Sections that all runs share.
const FIXED_SECTIONS: [&str; 3] = ["source.", "concepts.", "report."];

/// The runs in the order of the file, or `None` when something was reported about them.
pub(super) fn runs(
    parsed: &Parsed,
    findings: &mut Findings,
    concepts: Option<&Concepts>,
) -> Option<Vec<Sensitivity>> {
    let root = parsed.document.as_table();
    let Some(item) = root.get(RUNS) else { return Some(Vec::new()) };
    let Some(tables) = item.as_array_of_tables() else {
        let key = root.get_key_value(RUNS).and_then(|(key, _)| key.span());
        let message = format!("sections [[sensitivity]] expected, {} found", kind(item.type_name()));
        let help = "write [[sensitivity]], with two brackets, before each run";
        findings.report(Code::WrongType, item.span().or(key).unwrap_or(0..0), RUNS, message, help);
        return None;
    };
    let mut ids: Vec<String> = Vec::new();
    let all: Vec<_> = tables.iter().map(|table| run(root, table, findings, concepts, &mut ids)).collect();
    all.into_iter().collect()
}

fn run(
    root: &Table,
    table: &Table,
    findings: &mut Findings,
    concepts: Option<&Concepts>,
    ids: &mut Vec<String>,
) -> Option<Sensitivity> {
    let place = table.span().or_else(|| first_key(table)).unwrap_or(0..0);
    parts(table, findings, &place);
    let id = id(table, findings, ids);
    let mut read = Reader { root: table, findings };
    let label = read.text("label").value;
    let caution = read.text("caution");
    let is_caution_sound = caution.value.is_some() || table.get("caution").is_none();
    let changes = changes(table, findings)?;
    let mut overlaid = root.clone();
    for change in &changes {
        put(&mut overlaid, change.key, change.item);
    }
    if changes.is_empty() {
        let help = "set a key to another value, or remove the run";
        findings.report(Code::RunWithoutChange, place, RUNS, "this run sets nothing", help);
    }
    let mut apart = findings.apart();
    let protocol = sections(&mut Reader { root: &overlaid, findings: &mut apart }, concepts);
    let own: Vec<Range<usize>> = changes.iter().map(|change| change.span.clone()).collect();
    let about = format!("under the run {:?}", id.as_deref().unwrap_or("?"));
    findings.adopt(apart, &own, &about);
    let changes = changes
        .iter()
        .filter_map(|change| Some((change.key.to_owned(), value::json(change.item.as_value()?))));
    let changes = changes.collect();
    is_caution_sound.then_some(())?;
    Some(Sensitivity { id: id?, label: label?, caution: caution.value, changes, protocol: protocol? })
}

/// Reports unknown and missing parts of a run.
fn parts(table: &Table, findings: &mut Findings, place: &Range<usize>) {
    for (name, item) in table.iter().filter(|(name, _)| !PARTS.contains(name)) {
        let span = table.get_key_value(name).and_then(|(key, _)| key.span()).or(item.span());
        let message = format!("[[sensitivity]] has no key `{name}`");
        let help = match KEYS.iter().any(|key| key.starts_with(name)) {
            true => "a key that the run changes stands in `set`".to_owned(),
            false => did_you_mean(name, &PARTS),
        };
        findings.report(Code::UnknownKey, span.unwrap_or(place.clone()), name, message, help);
    }
    for (name, help) in [
        ("id", "add `id = \"...\"`, a short name of its own"),
        ("label", "add `label = \"...\"`, what is asked, for people"),
        ("set", "add `set = { \"windows.follow_up_days\" = [300, 790] }`, keys and values of this run"),
    ] {
        let near = |other: &str| !PARTS.contains(&other) && nearest(other, [name]).is_some();
        if table.get(name).is_none() && !table.iter().any(|(other, _)| near(other)) {
            let message = format!("`{name}` is missing");
            findings.report(Code::MissingKey, place.clone(), "sensitivity", message, help);
        }
    }
}

fn id(table: &Table, findings: &mut Findings, ids: &mut Vec<String>) -> Option<String> {
    let mut read = Reader { root: table, findings };
    let given = read.text("id");
    let id = given.value?;
    if !super::sections::is_name(&id) {
        let help = "use letters a to z, digits, `_`, `-` and `.`";
        findings.report(Code::UnusableText, given.span, given.key, "cannot serve as a short name", help);
        return None;
    }
    if ids.contains(&id) {
        let message = format!("the run `{id}` stands twice");
        findings.report(Code::RepeatedRun, given.span, given.key, message, "give one of the two another id");
        return None;
    }
    ids.push(id.clone());
    Some(id)
}

/// One key that a run sets.
struct Change<'a> {
    key: &'static str,
    item: &'a Item,
    span: Range<usize>,
}

/// What a run sets; `None` when there is nothing to read, which has been reported.
fn changes<'a>(table: &'a Table, findings: &mut Findings) -> Option<Vec<Change<'a>>> {
    let item = table.get("set")?;
    let Some(set) = item.as_table_like() else {
        let message = format!("keys and their values expected, {} found", kind(item.type_name()));
        let help = "write `set = { \"windows.follow_up_days\" = [300, 790] }`";
        findings.report(Code::WrongType, item.span().unwrap_or(0..0), "set", message, help);
        return None;
    };
    let mut found = Vec::new();
    let is_sound = collect(set, "", findings, &mut found);
    is_sound.then_some(found)
}

/// Adds the keys below `path`; a path may be written in one piece, or section by section.
fn collect<'a>(
    set: &'a dyn TableLike,
    path: &str,
    findings: &mut Findings,
    found: &mut Vec<Change<'a>>,
) -> bool {
    let mut is_sound = true;
    for (name, item) in set.iter() {
        let key = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let own = set.get_key_value(name).and_then(|(key, _)| key.span());
        let span = own.clone().or(item.span()).unwrap_or(0..0);
        if let (true, Some(inner)) = (is_table(&key), item.as_table_like()) {
            is_sound &= collect(inner, &key, findings, found);
        } else if let Some(known) = KEYS.iter().find(|known| **known == key) {
            let end = item.span().map_or(span.end, |value| value.end);
            is_sound &= may_vary(known, findings, span.clone());
            if found.iter().any(|other| other.key == *known) {
                let message = format!("`{key}` is set twice");
                findings.report(Code::Repeated, span.clone(), known, message, "keep one of the two");
                is_sound = false;
            }
            found.push(Change { key: known, item, span: span.start..end.max(span.end) });
        } else {
            unknown(&key, findings, span);
            is_sound = false;
        }
    }
    is_sound
}

fn unknown(key: &str, findings: &mut Findings, span: Range<usize>) {
    let help = match (home_of(key), nearest(key, KEYS.iter().copied())) {
        (Some((_, known)), _) => format!("write `\"{known}\"`, with its section"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => "docs/reference/protocol.md lists every key, with its section".to_owned(),
    };
    findings.report(Code::UnknownKey, span, key, format!("a protocol has no key `{key}`"), help);
}

fn may_vary(key: &'static str, findings: &mut Findings, span: Range<usize>) -> bool {
    let is_fixed = FIXED.contains(&key) || FIXED_SECTIONS.iter().any(|section| key.starts_with(section));
    if is_fixed {
        let help =
            "a run may change what is judged and estimated, not what the study is called, reads or prints";
        findings.report(Code::FixedKey, span, key, format!("`{key}` is the same in all runs"), help);
    }
    !is_fixed
}

/// Puts a value in the place of a key; nothing happens where its section is missing, which has been reported.
fn put(table: &mut dyn TableLike, path: &str, item: &Item) {
    match path.split_once('.') {
        None => drop(table.insert(path, item.clone())),
        Some((head, rest)) => {
            if let Some(inner) = table.get_mut(head).and_then(Item::as_table_like_mut) {
                put(inner, rest, item);
            }
        }
    }
}

fn first_key(table: &Table) -> Option<Range<usize>> {
    let (name, _) = table.iter().next()?;
    table.get_key_value(name)?.0.span()
}
