//! A value of the protocol as text: one text for one value, however the file spells it.

use toml_edit::Value;

/// The value as JSON writes it: numbers in shortest form, days as text, sections with their keys.
pub(crate) fn json(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text.value()),
        Value::Integer(whole) => whole.value().to_string(),
        // Adding 0 turns -0 into 0; a number that is none has been reported.
        Value::Float(number) if number.value().is_finite() => (number.value() + 0.0).to_string(),
        Value::Float(_) => "null".to_owned(),
        Value::Boolean(flag) => flag.value().to_string(),
        Value::Datetime(moment) => quoted(&moment.value().to_string()),
        Value::Array(list) => format!("[{}]", list.iter().map(json).collect::<Vec<_>>().join(", ")),
        Value::InlineTable(table) => {
            let entries = table.iter().map(|(name, value)| format!("{}: {}", quoted(name), json(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => quoted += &format!("\\u{:04x}", u32::from(letter)),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
