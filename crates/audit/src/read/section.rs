//! One section under the reading eye: its values by key.

use std::ops::Range;

use toml_edit::{Item, TableLike, Value};

use super::Mistakes;
use super::nearest::{did_you_mean, nearest};
use crate::printed::Printed;

/// Largest count that is read.
const LARGEST: i64 = 1_000_000_000_000;

/// A section with its name, as `[[mean]]` is shown.
pub(super) struct Section<'a, 'm, 't> {
    text: &'a str,
    table: &'a dyn TableLike,
    shown: String,
    place: Range<usize>,
    /// Keys that unknown ones probably mean: they are not missing.
    meant: Vec<&'static str>,
    mistakes: &'m mut Mistakes<'t>,
}

impl<'a, 'm, 't> Section<'a, 'm, 't> {
    /// Opens a section and reports keys that it does not have. `text` is what was parsed.
    pub(super) fn open(
        text: &'a str,
        table: &'a dyn TableLike,
        (shown, place): (String, Range<usize>),
        keys: &[&'static str],
        mistakes: &'m mut Mistakes<'t>,
    ) -> Section<'a, 'm, 't> {
        let mut meant = Vec::new();
        for (name, item) in table.iter().filter(|(name, _)| !keys.contains(name)) {
            meant.extend(nearest(name, keys.iter().copied()));
            let own = table.get_key_value(name).and_then(|(key, _)| key.span());
            let span = own.or(item.span()).unwrap_or_else(|| place.clone());
            let help = did_you_mean(name, keys.iter().copied());
            mistakes.report(span, format!("{shown} has no key `{name}`"), help);
        }
        Section { text, table, shown, place, meant, mistakes }
    }

    fn item(&mut self, key: &str, is_required: bool) -> Option<&'a Item> {
        let item = self.table.get(key);
        if item.is_none() && is_required && !self.meant.contains(&key) {
            let message = format!("{} has no `{key}`", self.shown);
            self.mistakes.report(self.place.clone(), message, format!("add `{key} = ...`"));
        }
        item
    }

    /// Whether a key that is not there was misspelt.
    pub(super) fn is_misspelt(&self, key: &str) -> bool {
        self.meant.contains(&key)
    }

    /// Reports a value that cannot be used, at its place.
    pub(super) fn wrong(&mut self, key: &str, message: impl Into<String>, help: impl Into<String>) {
        let span = self.table.get(key).and_then(Item::span).unwrap_or_else(|| self.place.clone());
        self.mistakes.report(span, format!("{key}: {}", message.into()), help);
    }

    fn expected(&mut self, key: &str, expected: &str) {
        self.wrong(key, format!("{expected} expected"), format!("write {expected}"));
    }

    /// Text that may be left out; several blanks or line breaks become one blank.
    pub(super) fn text(&mut self, key: &str) -> String {
        self.words(key, false)
    }

    /// Text that has to be there.
    pub(super) fn required_text(&mut self, key: &str) -> String {
        let text = self.words(key, true);
        if text.is_empty() && self.table.get(key).is_some_and(Item::is_str) {
            self.expected(key, "text that is not empty");
        }
        text
    }

    fn words(&mut self, key: &str, is_required: bool) -> String {
        let Some(item) = self.item(key, is_required) else { return String::new() };
        match item.as_str() {
            Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            None => {
                self.expected(key, "text in double quotes");
                String::new()
            }
        }
    }

    /// A count that may be left out.
    pub(super) fn count(&mut self, key: &str) -> Option<u64> {
        let found = self.item(key, false)?.as_value();
        let count = found.and_then(whole);
        if count.is_none() {
            self.expected(key, "a whole number from 0");
        }
        count
    }

    /// A count that has to be there; 0 when it is not, which has been reported.
    pub(super) fn required_count(&mut self, key: &str) -> u64 {
        match self.item(key, true) {
            Some(_) => self.count(key).unwrap_or_default(),
            None => 0,
        }
    }

    /// A list of counts; empty when it is not there.
    pub(super) fn counts(&mut self, key: &str, is_required: bool) -> Vec<u64> {
        let Some(item) = self.item(key, is_required) else { return Vec::new() };
        let list: Option<Vec<u64>> = item.as_array().and_then(|array| array.iter().map(whole).collect());
        list.unwrap_or_else(|| {
            self.expected(key, "a list of whole numbers from 0, such as [53, 61],");
            Vec::new()
        })
    }

    /// A number or text as it was typed: `42.0` keeps its decimal.
    pub(super) fn typed(&mut self, key: &str, is_required: bool) -> Option<String> {
        let item = self.item(key, is_required)?;
        match item.as_value() {
            Some(Value::String(text)) => Some(text.value().trim().to_owned()),
            Some(Value::Integer(_) | Value::Float(_)) => {
                item.span().and_then(|span| self.text.get(span)).map(str::to_owned)
            }
            _ => {
                self.expected(key, "a number");
                None
            }
        }
    }

    /// A number as printed.
    pub(super) fn number(&mut self, key: &str) -> Option<Printed> {
        let typed = self.typed(key, false)?;
        let number = Printed::parse(&typed);
        if number.is_none() {
            self.wrong(
                key,
                format!("`{typed}` is not a number"),
                "write digits with at most one point, as 42.0",
            );
        }
        number
    }

    /// Yes or no; no when it is not there.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        let Some(item) = self.item(key, false) else { return false };
        item.as_bool().unwrap_or_else(|| {
            self.expected(key, "true or false");
            false
        })
    }

    /// Reports a word that is none of a list.
    pub(super) fn unknown_word(&mut self, key: &str, word: &str, known: &[&str]) {
        self.wrong(
            key,
            format!("`{word}` is not a word of this key"),
            did_you_mean(word, known.iter().copied()),
        );
    }
}

fn whole(value: &Value) -> Option<u64> {
    value.as_integer().filter(|number| *number <= LARGEST).and_then(|number| u64::try_from(number).ok())
}
