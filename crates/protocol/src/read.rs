//! Reads values by key: each with its kind and range, or a mistake.

use std::ops::Range as Span;

use timeline::Day;
use toml_edit::{Item, Table, Value};

use crate::Code;
use crate::findings::Findings;
use crate::keys::item_at;
use crate::nearest::nearest;
use crate::range::Range;

/// A value with its place; `None` when it is missing or wrong, which has been reported.
pub(crate) struct Given<T> {
    pub(crate) key: &'static str,
    pub(crate) value: Option<T>,
    pub(crate) span: Span<usize>,
}

/// The document under the reading eye.
pub(crate) struct Reader<'d, 'f, 's> {
    pub(crate) root: &'d Table,
    pub(crate) findings: &'f mut Findings<'s>,
}

impl<'d> Reader<'d, '_, '_> {
    /// Text that is not empty, on one line: several blanks or line breaks become one blank.
    pub(crate) fn text(&mut self, key: &'static str) -> Given<String> {
        let (mut given, item) = self.given(key);
        let Some(item) = item else { return given };
        match item.as_str() {
            Some(text) if text.trim().is_empty() => {
                let help = "write what reports and results shall show";
                self.findings.report(Code::UnusableText, given.span.clone(), key, "the text is empty", help);
            }
            Some(text) if text.chars().any(|c| c.is_control() && !c.is_whitespace()) => {
                let message = "the text has control characters";
                let help = "write letters, digits and signs only";
                self.findings.report(Code::UnusableText, given.span.clone(), key, message, help);
            }
            Some(text) => given.value = Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => self.wrong_type(key, item, "text in double quotes"),
        }
        given
    }

    /// A word of a closed list.
    pub(crate) fn word<T>(
        &mut self,
        key: &'static str,
        words: &[&str],
        from_word: fn(&str) -> Option<T>,
    ) -> Given<T> {
        let (mut given, item) = self.given(key);
        let Some(item) = item else { return given };
        match item.as_str() {
            Some(word) => {
                given.value = from_word(word);
                if given.value.is_none() {
                    self.unknown_word(key, word, words, given.span.clone());
                }
            }
            None => self.wrong_type(key, item, &format!("one of the words {}", quoted(words))),
        }
        given
    }

    /// A number, with or without decimals.
    pub(crate) fn number(&mut self, key: &'static str, range: Range) -> Given<f64> {
        let (mut given, item) = self.given(key);
        let Some(item) = item else { return given };
        let number = item.as_float().or(item.as_integer().map(|whole| whole as f64));
        match number {
            // Adding 0 turns -0 into 0.
            Some(number) if range.contains(number) => given.value = Some(number + 0.0),
            Some(number) => self.out_of_range(key, number, range, given.span.clone()),
            None => self.wrong_type(key, item, "a number"),
        }
        given
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, key: &'static str, range: Range) -> Given<i64> {
        let (given, item) = self.given::<i64>(key);
        let value = item.and_then(|item| match item.as_value() {
            Some(value) => self.whole_value(key, value, range),
            None => {
                self.wrong_type(key, item, "a whole number");
                None
            }
        });
        Given { key, value, span: given.span }
    }

    /// A number of days.
    pub(crate) fn days(&mut self, key: &'static str, range: Range) -> Given<i32> {
        let Given { key, value, span } = self.whole(key, range);
        Given { key, value: value.and_then(|days| i32::try_from(days).ok()), span }
    }

    /// First and last day, in this order.
    pub(crate) fn window(&mut self, key: &'static str, range: Range) -> Given<(i32, i32)> {
        let (mut given, item) = self.given(key);
        let Some(item) = item else { return given };
        let expected = "a list of two whole numbers, first and last day";
        let Some(list) = item.as_array() else {
            self.wrong_type(key, item, expected);
            return given;
        };
        if list.len() != 2 {
            let message = format!("must be {expected}; {} given", list.len());
            self.findings.report(Code::WrongType, given.span.clone(), key, message, "write [first, last]");
            return given;
        }
        let days: Vec<i32> = list
            .iter()
            .filter_map(|value| i32::try_from(self.whole_value(key, value, range)?).ok())
            .collect();
        let &[first, last] = days.as_slice() else { return given };
        if first > last {
            let message = format!("the window ends on day {last}, before it begins on day {first}");
            let help = format!("write [{last}, {first}] if the two were exchanged");
            self.findings.report(Code::Reversed, given.span.clone(), key, message, help);
        } else {
            given.value = Some((first, last));
        }
        given
    }

    /// A calendar day, quoted or bare.
    pub(crate) fn day(&mut self, key: &'static str) -> Given<Day> {
        let (mut given, item) = self.given(key);
        let Some(item) = item else { return given };
        let text = match item.as_value() {
            Some(Value::String(text)) => text.value().trim().to_owned(),
            Some(Value::Datetime(moment)) => moment.value().to_string(),
            _ => {
                self.wrong_type(key, item, "a day, YYYY-MM-DD");
                return given;
            }
        };
        given.value = Day::parse_iso(text.as_bytes());
        if given.value.is_none() {
            let message = format!("`{text}` is not a calendar day");
            let help = "write YYYY-MM-DD, without a time of day";
            self.findings.report(Code::NotADay, given.span.clone(), key, message, help);
        }
        given
    }

    /// Reports that two values contradict each other, at the later of the two, when both were read.
    pub(crate) fn require<A: Copy, B: Copy>(
        &mut self,
        a: &Given<A>,
        b: &Given<B>,
        holds: impl Fn(A, B) -> bool,
        message: impl Fn(A, B) -> String,
        help: &str,
    ) {
        if let (Some(x), Some(y)) = (a.value, b.value)
            && !holds(x, y)
        {
            let (span, key) = if a.span.start > b.span.start { (&a.span, a.key) } else { (&b.span, b.key) };
            self.findings.report(Code::Contradiction, span.clone(), key, message(x, y), help);
        }
    }

    pub(crate) fn given<T>(&self, key: &'static str) -> (Given<T>, Option<&'d Item>) {
        let item = item_at(self.root, key);
        let span = item.and_then(Item::span).unwrap_or(0..0);
        (Given { key, value: None, span }, item)
    }

    pub(crate) fn unknown_word(&mut self, key: &str, word: &str, words: &[&str], span: Span<usize>) {
        let message = format!("`{word}` is not a word of this key");
        let near = nearest(word, words.iter().copied());
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let help = format!("{near}allowed: {}", quoted(words));
        self.findings.report(Code::UnknownWord, span, key, message, help);
    }

    pub(crate) fn wrong_type(&mut self, key: &str, item: &Item, expected: &str) {
        let span = item.span().unwrap_or(0..0);
        self.wrong(key, kind(item.type_name()), expected, span);
    }

    fn wrong(&mut self, key: &str, found: &str, expected: &str, span: Span<usize>) {
        let message = format!("{expected} expected, {found} found");
        let help = match crate::keys::KEYS.contains(&key) {
            true => format!("the default is `{}`", crate::keys::default_line(key)),
            false => format!("write {expected}"),
        };
        self.findings.report(Code::WrongType, span, key, message, help);
    }

    fn whole_value(&mut self, key: &str, value: &Value, range: Range) -> Option<i64> {
        let span = value.span().unwrap_or(0..0);
        match value {
            Value::Integer(whole) if range.contains(*whole.value() as f64) => Some(*whole.value()),
            Value::Integer(whole) => {
                self.out_of_range(key, *whole.value() as f64, range, span);
                None
            }
            Value::Float(number) if !range.contains(*number.value()) => {
                self.out_of_range(key, *number.value(), range, span);
                None
            }
            Value::Float(number) if number.value().fract() != 0.0 => {
                let message = format!("{} is not a whole number", number.value());
                self.findings.report(Code::NotWhole, span, key, message, "write it without decimals");
                None
            }
            Value::Float(number) => Some(*number.value() as i64),
            other => {
                self.wrong(key, kind(other.type_name()), "a whole number", span);
                None
            }
        }
    }

    fn out_of_range(&mut self, key: &str, number: f64, range: Range, span: Span<usize>) {
        let message = format!("{number} is out of range");
        let help = format!("must be {range}; the default is `{}`", crate::keys::default_line(key));
        self.findings.report(Code::OutOfRange, span, key, message, help);
    }
}

/// `"a", "b", "c"`.
pub(crate) fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// A TOML type in everyday words.
pub(crate) fn kind(type_name: &str) -> &'static str {
    match type_name {
        "string" => "text",
        "integer" => "a whole number",
        "float" => "a number",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "a list",
        "array of tables" => "a list of sections",
        _ => "a section",
    }
}
