//! The mess of real exports, put into rows that were right.

use timeline::words;

use crate::Blemishes;
use crate::cell::{Cell, Sign};
use crate::draw::Draw;
use crate::sheet::{Row, Sheet};

words! {
    /// What was done to a row.
    pub(crate) enum Blemish {
        /// The row stands twice.
        Duplicate = "duplicate",
        /// A word in odd case.
        OddCase = "odd_case",
        /// Blanks or no-break spaces around a cell.
        Blanks = "blanks",
        /// A time of day after the date.
        TimeInDate = "time_in_date",
        /// An optional cell or a unit left empty.
        EmptyCell = "empty_cell",
        /// A decimal comma.
        DecimalComma = "decimal_comma",
        /// A word outside its list.
        UnknownWord = "unknown_word",
        /// A second, different row of the same person or study.
        SecondRow = "second_row",
        /// A date that cannot be read; the row is lost.
        UnreadableDate = "unreadable_date",
        /// A person whom the patient sheet does not know; the row is lost.
        UnknownPerson = "unknown_person",
        /// An empty key cell; the row is lost.
        EmptyKey = "empty_key",
        /// A kind outside its list; the row is lost.
        UnknownKind = "unknown_kind",
    }
}

impl Blemish {
    /// Whether a reader cannot use the row.
    pub(crate) fn loses_row(self) -> bool {
        matches!(
            self,
            Blemish::UnreadableDate | Blemish::UnknownPerson | Blemish::EmptyKey | Blemish::UnknownKind
        )
    }

    /// Draws what happens to a row; for most rows nothing.
    pub(crate) fn draw(rates: &Blemishes, draw: &mut Draw) -> Option<Blemish> {
        let mut rest = draw.unit();
        let lost = rates.lost_row / 4.0;
        for (blemish, rate) in [
            (Blemish::Duplicate, rates.duplicate),
            (Blemish::OddCase, rates.odd_case),
            (Blemish::Blanks, rates.blanks),
            (Blemish::TimeInDate, rates.time_in_date),
            (Blemish::EmptyCell, rates.empty_cell),
            (Blemish::DecimalComma, rates.decimal_comma),
            (Blemish::UnknownWord, rates.unknown_word),
            (Blemish::SecondRow, rates.second_row),
            (Blemish::UnreadableDate, lost),
            (Blemish::UnknownPerson, lost),
            (Blemish::EmptyKey, lost),
            (Blemish::UnknownKind, lost),
        ] {
            if rest < rate {
                return Some(blemish);
            }
            rest -= rate;
        }
        None
    }

    /// Changes the row. The rows to write come back, the given one first or changed; `None` when the
    /// blemish does not fit this row.
    pub(crate) fn apply(self, sheet: Sheet, row: &Row, person: &str, draw: &mut Draw) -> Option<Vec<Row>> {
        let mut changed = row.clone();
        let fits = match self {
            Blemish::Duplicate => return Some(vec![changed.clone(), changed]),
            Blemish::SecondRow => {
                return second_row(sheet, &mut changed).then(|| vec![row.clone(), changed]);
            }
            Blemish::OddCase => odd_case(&mut changed, draw),
            Blemish::Blanks => blanks(&mut changed, person, draw),
            Blemish::TimeInDate => time_in_date(&mut changed, draw),
            Blemish::EmptyCell => set(sheet, &mut changed, optional(sheet), Cell::Empty),
            Blemish::DecimalComma => decimal_comma(&mut changed),
            Blemish::UnknownWord => unknown_word(sheet, &mut changed),
            Blemish::UnreadableDate => unreadable_date(sheet, &mut changed, draw),
            Blemish::UnknownPerson => unknown_person(sheet, &mut changed, person),
            Blemish::EmptyKey => empty_key(sheet, &mut changed, draw),
            Blemish::UnknownKind => unknown_kind(sheet, &mut changed),
        };
        fits.then(|| vec![changed])
    }
}

/// The first person whose rows of a sheet may be lost: by then the sheet has so many rows that a
/// lost one is far below the 5 % of contract 1.
pub(crate) fn first_lossy_person(sheet: Sheet) -> usize {
    match sheet {
        Sheet::Lab | Sheet::Visit => 60,
        Sheet::Imaging => 300,
        Sheet::Patient | Sheet::Surgery | Sheet::Radioiodine | Sheet::Lesion => 600,
        Sheet::Rhtsh => 1_000,
        Sheet::Treatment => 6_000,
    }
}

/// Sets the first of the columns that is not empty yet.
fn set(sheet: Sheet, row: &mut Row, columns: &[&str], cell: Cell) -> bool {
    let at = |name: &&str| sheet.columns().iter().position(|column| column == name);
    let found = columns.iter().filter_map(at).find(|at| row.cells[*at] != Cell::Empty);
    if let Some(at) = found {
        row.cells[at] = cell;
    }
    found.is_some()
}

/// Cells a row can do without, at some cost.
fn optional(sheet: Sheet) -> &'static [&'static str] {
    match sheet {
        Sheet::Patient => &["death_cause", "tert", "braf", "margins", "ete"],
        Sheet::Surgery => &["level", "side"],
        Sheet::Radioiodine | Sheet::Lab => &["unit"],
        Sheet::Imaging => &["adequate"],
        Sheet::Lesion => &["short_mm", "side"],
        Sheet::Rhtsh | Sheet::Treatment => &[],
        Sheet::Visit => &["type"],
    }
}

fn odd_case(row: &mut Row, draw: &mut Draw) -> bool {
    let words: Vec<usize> =
        (0..row.cells.len()).filter(|at| matches!(row.cells[*at], Cell::Word(_))).collect();
    if words.is_empty() {
        return false;
    }
    let at = draw.one_of(&words);
    let word = row.cells[at].text("");
    row.cells[at] =
        Cell::Text(if word == word.to_uppercase() { word.to_lowercase() } else { word.to_uppercase() });
    true
}

fn blanks(row: &mut Row, person: &str, draw: &mut Draw) -> bool {
    let at = draw.whole(0, row.cells.len() as i32 - 1) as usize;
    let blank = draw.one_of(&[" ", "  ", "\u{a0}"]);
    let text = row.cells[at].text(person);
    row.cells[at] =
        Cell::Text(if draw.chance(0.7) { format!("{text}{blank}") } else { format!("{blank}{text}") });
    true
}

fn time_in_date(row: &mut Row, draw: &mut Draw) -> bool {
    let time = draw.one_of(&[" 08:30", "T00:00:00", " 14:05:00", "T09:15:00.000", "T23:59:59Z"]);
    change_date(row, |date| format!("{date}{time}"))
}

fn unreadable_date(sheet: Sheet, row: &mut Row, draw: &mut Draw) -> bool {
    let way = draw.whole(0, 2);
    sheet != Sheet::Patient
        && change_date(row, |date| match way {
            0 => format!("{}/{}/{}", &date[8..], &date[5..7], &date[..4]),
            1 => format!("{}-13-{}", &date[..4], &date[8..]),
            _ => "unknown".to_owned(),
        })
}

/// Replaces the first date of the row.
fn change_date(row: &mut Row, change: impl Fn(&str) -> String) -> bool {
    let date = row.cells.iter_mut().find(|cell| matches!(cell, Cell::Date(_)));
    date.is_some_and(|cell| {
        *cell = Cell::Text(change(&cell.text("")));
        true
    })
}

fn decimal_comma(row: &mut Row) -> bool {
    let decimal = |cell: &&mut Cell| matches!(cell, Cell::Number { sign: Sign::None, decimals: 1.., .. });
    row.cells.iter_mut().find(decimal).is_some_and(|cell| {
        *cell = Cell::Text(cell.text("").replace('.', ","));
        true
    })
}

fn unknown_word(sheet: Sheet, row: &mut Row) -> bool {
    let (columns, word): (&[&str], &'static str) = match sheet {
        Sheet::Patient => (&["margins"], "close"),
        Sheet::Surgery => (&["intent"], "elective"),
        Sheet::Radioiodine => (&["preparation", "post_therapy_scan"], "see report"),
        Sheet::Lab => (&["unit"], "units"),
        Sheet::Imaging => (&["impression"], "unchanged"),
        Sheet::Lesion => (&["cytology", "features"], "Bethesda III"),
        Sheet::Rhtsh | Sheet::Treatment | Sheet::Visit => return false,
    };
    set(sheet, row, columns, Cell::Word(word))
}

fn second_row(sheet: Sheet, row: &mut Row) -> bool {
    match sheet {
        Sheet::Patient => set(sheet, row, &["braf", "t"], Cell::Word("unclear")),
        Sheet::Imaging => set(sheet, row, &["report"], Cell::Text("Addendum, see above.".to_owned())),
        Sheet::Lesion => set(sheet, row, &["short_mm"], Cell::number(5.0, 0)),
        _ => false,
    }
}

fn unknown_person(sheet: Sheet, row: &mut Row, person: &str) -> bool {
    sheet != Sheet::Patient && set(sheet, row, &["person_id"], Cell::Text(person.replacen('P', "X", 1)))
}

fn empty_key(sheet: Sheet, row: &mut Row, draw: &mut Draw) -> bool {
    let keys: &[&str] = match sheet {
        Sheet::Lesion => &["lesion_id", "site"],
        Sheet::Imaging => &["imaging_id", "date", "modality"],
        Sheet::Patient => return false,
        _ => &["person_id", "date"],
    };
    set(sheet, row, &[draw.one_of(keys)], Cell::Empty)
}

fn unknown_kind(sheet: Sheet, row: &mut Row) -> bool {
    let (column, word) = match sheet {
        Sheet::Surgery => ("type", "tracheostomy"),
        Sheet::Imaging => ("modality", "x_ray"),
        Sheet::Lesion => ("site", "neck"),
        Sheet::Treatment => ("type", "acupuncture"),
        _ => return false,
    };
    set(sheet, row, &[column], Cell::Word(word))
}

#[cfg(test)]
mod tests {
    use timeline::Day;

    use super::*;
    use crate::draw::Stream;

    fn lab() -> Row {
        let day = Day::from_ymd(2004, 2, 3).expect("a day");
        let number = Cell::number(12.4, 1);
        let cells = vec![Cell::Person, Cell::Date(day), Cell::Word("tg"), number, Cell::Word("ng/mL")];
        let cells = cells.into_iter().chain(std::iter::repeat_n(Cell::Empty, 4)).collect();
        Row { day, cells }
    }

    fn texts(blemish: Blemish) -> Option<Vec<String>> {
        let mut draw = Draw::of_person(1, 1, Stream::Blemish);
        let rows = blemish.apply(Sheet::Lab, &lab(), "P0000001", &mut draw)?;
        Some(
            rows.iter()
                .map(|row| row.cells.iter().map(|cell| cell.text("P0000001")).collect::<Vec<_>>().join("|"))
                .collect(),
        )
    }

    #[test]
    fn rows_are_changed_as_named() {
        let plain = "P0000001|2004-02-03|tg|12.4|ng/mL||||";
        assert_eq!(texts(Blemish::Duplicate), Some(vec![plain.into(), plain.into()]));
        assert_eq!(texts(Blemish::DecimalComma), Some(vec![plain.replace("12.4", "12,4")]));
        assert_eq!(texts(Blemish::EmptyCell), Some(vec![plain.replace("ng/mL", "")]));
        assert_eq!(texts(Blemish::UnknownPerson), Some(vec![plain.replace("P0", "X0")]));
        assert_eq!(texts(Blemish::UnknownKind), None);
        assert_eq!(texts(Blemish::SecondRow), None);
    }
}
