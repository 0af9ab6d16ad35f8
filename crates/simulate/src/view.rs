//! A recorded row, read as contract 1 reads a sheet: the way from the sheets to the other formats.

use timeline::{Day, SurgeryKind, TreatmentKind};

use crate::cell::Cell;
use crate::recorded::Recorded;
use crate::sheet::{Row, Sheet};

/// Words for "below the detection limit" (contract 2).
const UNDETECTABLE: [&str; 5] = ["undetectable", "not detected", "not detectable", "negative", "neg"];

/// One row with the names of its columns.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub sheet: Sheet,
    pub row: &'a Row,
    person: &'a str,
}

/// What a laboratory value says in the row's unit, the detection limit taken into account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reading {
    Exact(f64),
    Below(f64),
    Above(f64),
    Unusable,
}

impl<'a> View<'a> {
    /// The rows of a sheet.
    pub(crate) fn all(recorded: &'a Recorded, sheet: Sheet) -> impl Iterator<Item = View<'a>> {
        recorded.of(sheet).iter().map(move |row| View { sheet, row, person: &recorded.person })
    }

    /// The rows of a sheet that name the person and a day.
    pub(crate) fn usable(recorded: &'a Recorded, sheet: Sheet) -> impl Iterator<Item = (Day, View<'a>)> {
        View::all(recorded, sheet)
            .filter_map(|view| Some((view.day("date")?, view)))
            .filter(|it| it.1.is_own())
    }

    fn cell(&self, column: &str) -> &'a Cell {
        let at = self.sheet.columns().iter().position(|name| *name == column);
        &self.row.cells[at.expect("columns are named in the source")]
    }

    /// The cell, trimmed.
    pub(crate) fn text(&self, column: &str) -> String {
        match self.cell(column) {
            Cell::Empty => String::new(),
            Cell::Word(word) => word.trim().to_owned(),
            cell => cell.text(self.person).trim().to_owned(),
        }
    }

    /// The cell, trimmed and in lower case.
    pub(crate) fn word(&self, column: &str) -> String {
        self.text(column).to_lowercase()
    }

    /// The day of a cell; a time of day is cut off. `None` when there is none to read.
    pub(crate) fn day(&self, column: &str) -> Option<Day> {
        match self.cell(column) {
            Cell::Date(day) => Some(*day),
            _ => Day::parse_iso(self.text(column).get(..10)?.as_bytes()),
        }
    }

    /// The number of a cell; no sign, no decimal comma (contract 1).
    pub(crate) fn number(&self, column: &str) -> Option<f64> {
        number(&self.text(column))
    }

    /// Whether the row names the person and a day.
    pub(crate) fn is_usable(&self) -> bool {
        self.is_own() && self.day("date").is_some()
    }

    /// Whether the row names the person whose chart it is in.
    fn is_own(&self) -> bool {
        *self.cell("person_id") == Cell::Person || self.text("person_id") == self.person
    }

    /// The kind of an operation.
    pub(crate) fn operation(&self) -> Option<SurgeryKind> {
        SurgeryKind::from_word(&self.word("type"))
    }

    /// The kind of another treatment.
    pub(crate) fn treatment(&self) -> Option<TreatmentKind> {
        TreatmentKind::from_word(&self.word("type"))
    }

    /// The activity in mCi (contract 2), the missing unit judged by the number; `None` when unknown.
    pub(crate) fn mci(&self) -> Option<f64> {
        let number = self.number("activity")?;
        let unit: String = self.word("unit").chars().filter(|it| !it.is_whitespace()).collect();
        match unit.as_str() {
            "mci" | "millicurie" | "millicuries" => Some(number),
            "mbq" | "megabecquerel" | "megabecquerels" => Some(number / 37.0),
            "gbq" | "gigabecquerel" | "gigabecquerels" => Some(number * 1000.0 / 37.0),
            _ if number >= 700.0 => Some(number / 37.0),
            _ => (15.0..=600.0).contains(&number).then_some(number),
        }
    }

    /// The laboratory value (contract 2).
    pub(crate) fn reading(&self) -> Reading {
        let (text, limit) = (self.word("value"), self.number("detection_limit"));
        let signed = |rest: &str| number(rest.trim_start_matches('=').trim());
        match (text.chars().next(), number(&text), limit) {
            (_, Some(value), Some(limit)) if timeline::below(value, limit) => Reading::Below(limit),
            (_, Some(value), _) => Reading::Exact(value),
            (Some('<'), ..) => signed(&text[1..]).map_or(Reading::Unusable, Reading::Below),
            (Some('>'), ..) => signed(&text[1..]).map_or(Reading::Unusable, Reading::Above),
            (_, _, Some(limit)) if UNDETECTABLE.contains(&text.as_str()) => Reading::Below(limit),
            _ => Reading::Unusable,
        }
    }
}

fn number(text: &str) -> Option<f64> {
    let plain = text.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    text.parse().ok().filter(|number: &f64| plain && number.is_finite())
}
