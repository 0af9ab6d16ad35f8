//! `docs/reference/protocol.md` and the built-in study name the same keys with the same defaults.

use std::collections::BTreeMap;

use protocol::{Code, Protocol};
use toml_edit::{Document, Item, TableLike};

const REFERENCE: &str = include_str!("../../../docs/reference/protocol.md");

/// Default text and key of every key of the built-in study, in its order.
pub fn keys_of_the_builtin_study() -> Vec<(String, String)> {
    let document = Document::parse(Protocol::builtin_text()).expect("the built-in study is TOML");
    let mut keys = Vec::new();
    collect(document.as_table(), "", &mut keys);
    keys
}

fn collect(table: &dyn TableLike, path: &str, keys: &mut Vec<(String, String)>) {
    for (name, item) in table.iter() {
        let key = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        if item.is_array_of_tables() {
            continue;
        }
        match item.as_table_like() {
            Some(inner) => collect(inner, &key, keys),
            None => keys.push((text_of(item), key)),
        }
    }
}

fn text_of(item: &Item) -> String {
    item.span().and_then(|span| Protocol::builtin_text().get(span)).unwrap_or("").to_owned()
}

/// Cells of the table rows whose first cell is in backticks.
fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    REFERENCE
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

#[test]
fn every_key_is_explained_and_every_explained_key_exists() {
    let code = |text: &str| text.trim_matches('`').to_owned();
    let explained: BTreeMap<String, String> = rows().map(|row| (code(row[0]), code(row[3]))).collect();
    let existing: BTreeMap<String, String> =
        keys_of_the_builtin_study().into_iter().map(|(default, key)| (key, default)).collect();
    assert_eq!(explained, existing);
    assert!(rows().all(|row| row.len() == 5 && !row[1].is_empty() && !row[2].is_empty()));
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let row = format!("| {} | {} |", code.id(), code.title());
        assert!(REFERENCE.contains(&row), "{row}");
    }
    assert_eq!(REFERENCE.matches("\n| P0").count(), Code::ALL.len());
}
