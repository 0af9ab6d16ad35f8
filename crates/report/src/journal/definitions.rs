//! What every line and column of the workbook means.

use press::{Sheet, SheetCell};

use crate::Document;

/// Every variable: name, unit, rule in a sentence, section of the study contract, window, keys of the
/// protocol, what missing means; a line that begins with `=` is a heading, with `#` a remark.
const LIST: &str = include_str!("definitions.txt");

const NO_PATIENTS: &str = "This workbook has numbers of patients only: no sheet has a row of one patient. \
    patients.csv has the patients. Small numbers may still tell of single persons.";

/// Every variable, the study in sentences, every parameter: a sheet each.
pub(super) fn sheets(document: &Document<'_>) -> [Sheet; 3] {
    let parameters = &document.protocol.parameters;
    [variables(parameters), sentences(document), values(parameters)]
}

fn variables(parameters: &[(String, String)]) -> Sheet {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    let head =
        ["Variable", "Unit", "Rule", "Contract section", "Window", "Protocol keys and values", "Missing"];
    Sheet {
        name: "Definitions".into(),
        title: "Definitions of lines and columns".into(),
        head: head.map(str::to_owned).to_vec(),
        rows: lines.map(|line| definition(line, parameters)).collect(),
        notes: vec![
            NO_PATIENTS.into(),
            "Contract section: of the study contract, which fixes the meaning of each rule.".into(),
        ],
    }
}

fn sentences(document: &Document<'_>) -> Sheet {
    let mut rows = Vec::new();
    for section in protocol::prose_sections(document.protocol) {
        rows.extend(section.paragraphs.iter().map(|says| [&*section.heading, says].map(text).to_vec()));
    }
    Sheet {
        name: "Study in sentences".into(),
        title: "The study in sentences, made from its protocol".into(),
        head: ["Subject", "Rule"].map(str::to_owned).to_vec(),
        rows,
        notes: Vec::new(),
    }
}

fn values(parameters: &[(String, String)]) -> Sheet {
    let row = |(key, value): &(String, String)| vec![text(key), text(&value.replace('"', ""))];
    Sheet {
        name: "Parameters".into(),
        title: "Parameters of the protocol".into(),
        head: ["Key", "Value"].map(str::to_owned).to_vec(),
        rows: parameters.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// A line of the list, with the value of each key.
fn definition(line: &str, parameters: &[(String, String)]) -> Vec<SheetCell> {
    if let Some(heading) = line.strip_prefix("= ") {
        return vec![SheetCell::Group(heading.into())];
    }
    let of = |key: &str| {
        let value = parameters.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
        format!("{key} = {}", value.unwrap_or("not a parameter").replace('"', ""))
    };
    let cell = |(at, part): (usize, &str)| match (at, part) {
        (5, "") => SheetCell::Empty,
        (5, keys) => text(&keys.split(", ").map(of).collect::<Vec<_>>().join("; ")),
        (_, part) => text(part),
    };
    line.split('|').map(str::trim).enumerate().map(cell).collect()
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
