//! What a measurement or an observation says: operator, number, unit, text.

use sieve::Rows;
use timeline::{Analyte, Meaning};

use super::named::Named;
use crate::cell::laboratory::{Printed, printed};
use crate::cell::units::{LabUnit, lab_unit};
use crate::chart::{Coded, Measurement};

/// The topography of the thyroid behind an ICD-O-3 morphology.
const TOPOGRAPHY: &str = "-C73.9";

impl Named {
    /// A row of `measurement`.
    pub(super) fn measurement(&self, rows: &Rows, row: usize, coded: Coded) -> Measurement {
        let stored = text(rows, "value_source_value", row);
        let number = number(rows, "value_as_number", row);
        let said = if stored.is_empty() { self.said(rows, row, coded.meaning) } else { stored };
        let mut text = value(coded.meaning, said);
        let (comparator, number) = match comparator(rows.id("operator_concept_id", row)) {
            Some(comparator) => (comparator, number),
            None if has_sign(&text) => ("", "".into()),
            None => {
                // What the operator says is not known: neither number nor text can be taken for the value.
                text = format!("? {}", if text.is_empty() { &number } else { &text }).into();
                ("", "".into())
            }
        };
        let upper_reference = self::number(rows, "range_high", row);
        let unit = self.unit(rows, row, coded.meaning).into();
        Measurement { coded, comparator, number, text, unit, upper_reference }
    }

    /// A row of `observation`.
    pub(super) fn observation(&self, rows: &Rows, row: usize, coded: Coded) -> Measurement {
        let columns = ["value_as_string", "value_source_value"];
        let stored = columns.map(|column| text(rows, column, row)).into_iter().find(|text| !text.is_empty());
        let text = value(coded.meaning, stored.unwrap_or_else(|| self.said(rows, row, coded.meaning)));
        let number = number(rows, "value_as_number", row);
        let (unit, upper_reference) = ("".into(), "".into());
        Measurement { coded, comparator: "", number, text, unit, upper_reference }
    }

    /// The unit as stored, unless only the unit's concept is one that the sheets know.
    fn unit(&self, rows: &Rows, row: usize, meaning: Meaning) -> String {
        let stored = spelled(text(rows, "unit_source_value", row));
        let concept = rows.id("unit_concept_id", row).and_then(|id| self.code(id));
        let concept = spelled(concept.unwrap_or_default());
        let is_known = |unit: &str| {
            let analyte = Analyte::from_word(meaning.word());
            analyte.is_some_and(|analyte| matches!(lab_unit(analyte, unit.as_bytes()), LabUnit::Known(_)))
        };
        let is_better = stored.is_empty() || (!is_known(&stored) && is_known(&concept));
        if is_better { concept } else { stored }
    }

    /// What the concept of a value says: an ICD-O-3 code, a category of TNM, else the concept's name.
    fn said(&self, rows: &Rows, row: usize, meaning: Meaning) -> &str {
        let id = rows.id("value_as_concept_id", row).unwrap_or_default();
        let (code, name) = (self.code(id).unwrap_or_default(), self.name(id).unwrap_or_default());
        let letter = match meaning {
            Meaning::TumourT => 'T',
            Meaning::TumourN => 'N',
            Meaning::TumourM => 'M',
            _ if code.ends_with(TOPOGRAPHY) => return code,
            _ => return name,
        };
        [code, name].into_iter().find_map(|words| category(words, letter)).unwrap_or(name)
    }
}

/// The word that is a category of TNM, such as `M1` in `AJCC/UICC M1 Category` and `c-8th_AJCC/UICC-M1`.
fn category(words: &str, letter: char) -> Option<&str> {
    words.split(|between: char| !between.is_alphanumeric()).find(|word| {
        let rest = word.trim_start_matches(['c', 'p', 'y', 'r', 'a']).strip_prefix(letter);
        rest.is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()) || is_letters(rest))
    })
}

/// What stands for a number in a category: not assessed, or in situ.
fn is_letters(rest: &str) -> bool {
    ["x", "is"].iter().any(|letters| rest.eq_ignore_ascii_case(letters))
}

/// Whether a text says itself on which side of its number the value is.
fn has_sign(text: &str) -> bool {
    matches!(printed(text.as_bytes()), Printed::Below(_) | Printed::Above(_))
}

/// `8344/3-C73.9` is `8344/3`.
pub(super) fn without_topography(code: &str) -> &str {
    let code = code.trim();
    match code.len().checked_sub(TOPOGRAPHY.len()).and_then(|at| code.split_at_checked(at)) {
        Some((morphology, topography)) if topography.eq_ignore_ascii_case(TOPOGRAPHY) => morphology,
        _ => code,
    }
}

/// Whether a text is a morphology with its behaviour at the thyroid, such as `8260/3-C73.9`, which is a code of
/// no other vocabulary.
pub(super) fn is_thyroid_morphology(text: &str) -> bool {
    let morphology = without_topography(text);
    let is_digit =
        |place: usize, letter: u8| if place == 4 { letter == b'/' } else { letter.is_ascii_digit() };
    let is_code =
        morphology.len() == 6 && morphology.bytes().enumerate().all(|(at, byte)| is_digit(at, byte));
    is_code && morphology.len() < text.trim().len()
}

/// What a value says, as a sheet would have it.
fn value(meaning: Meaning, text: &str) -> Box<str> {
    match meaning {
        Meaning::HistologyText => without_topography(text).into(),
        _ => text.into(),
    }
}

/// The operators that the contract names (contract 10); none is exact. `None` for any other.
fn comparator(concept: Option<i64>) -> Option<&'static str> {
    match concept {
        None | Some(0 | 4172703) => Some(""),
        Some(4171756) => Some("<"),
        Some(4171754) => Some("<="),
        Some(4172704) => Some(">"),
        Some(4171755) => Some(">="),
        Some(_) => None,
    }
}

/// International units and thousandths as people write them, where UCUM has its own signs for them.
fn spelled(unit: &str) -> String {
    unit.replace("[iU]", "IU").replace("[IU]", "IU").replace("10*-3.", "m").replace("10*3.", "k")
}

/// The text of a cell, trimmed; empty when there is none.
pub(super) fn text<'a>(rows: &'a Rows, column: &str, row: usize) -> &'a str {
    rows.text(column, row).unwrap_or_default().trim()
}

/// The number of a cell in its shortest form; empty when there is none.
pub(super) fn number(rows: &Rows, column: &str, row: usize) -> Box<str> {
    rows.number(column, row).map_or("".into(), |number| number.to_string().into())
}
