//! What every line and column of the workbook means.

use press::{Sheet, SheetCell};

use super::parameters::parameters;
use crate::Document;

/// Every variable: name, unit, rule in a sentence, section of the study contract, window, keys of the
/// protocol, what missing means; a line that begins with `=` is a heading, with `#` a remark.
const LIST: &str = include_str!("definitions.txt");

/// Every variable, then the rules of the study in sentences, then every parameter.
pub(super) fn sheet(document: &Document<'_>) -> Sheet {
    let parameters = parameters(document.protocol);
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    let mut rows: Vec<Vec<SheetCell>> = lines.map(|line| definition(line, &parameters)).collect();
    rows.push(vec![SheetCell::Group("The study in sentences, from its protocol".into())]);
    for section in protocol::prose_sections(document.protocol) {
        rows.extend(section.paragraphs.iter().map(|says| sentence(&section.heading, says)));
    }
    rows.push(vec![SheetCell::Group("Parameters of the protocol".into())]);
    rows.extend(parameters.iter().map(|(key, value)| parameter(key, value)));
    Sheet {
        name: "Definitions".into(),
        title: "Definitions of lines and columns".into(),
        head: [
            "Variable or rule",
            "Unit",
            "Rule",
            "Contract section",
            "Window",
            "Protocol keys and values",
            "Missing",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
        notes: vec![
            "This workbook has numbers of patients only: no sheet has a row of one patient. patients.csv has \
             the patients; small numbers here may still tell of single persons."
                .into(),
        ],
    }
}

/// A line of the list, with the value of each key.
fn definition(line: &str, parameters: &[(&str, String)]) -> Vec<SheetCell> {
    if let Some(heading) = line.strip_prefix("= ") {
        return vec![SheetCell::Group(heading.into())];
    }
    let of = |key: &str| {
        let value = parameters.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
        format!("{key} = {}", value.unwrap_or("not a parameter"))
    };
    let cell = |(at, part): (usize, &str)| match (at, part) {
        (5, "") => SheetCell::Empty,
        (5, keys) => text(&keys.split(", ").map(of).collect::<Vec<_>>().join("; ")),
        (_, part) => text(part),
    };
    line.split('|').map(str::trim).enumerate().map(cell).collect()
}

fn sentence(heading: &str, says: &str) -> Vec<SheetCell> {
    [heading, "", says].map(text).to_vec()
}

fn parameter(key: &str, value: &str) -> Vec<SheetCell> {
    [key, "", "", "", "", &format!("{key} = {value}"), ""].map(text).to_vec()
}

fn text(text: &str) -> SheetCell {
    if text.is_empty() { SheetCell::Empty } else { SheetCell::Text(text.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_is_whole() {
        for line in LIST.lines().filter(|line| !line.starts_with(['#', '='])) {
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            assert_eq!(parts.len(), 7, "{line}");
            assert!(parts[..4].iter().all(|part| !part.is_empty()), "{line}");
            assert!(parts[2].ends_with('.'), "{line}");
        }
    }
}
