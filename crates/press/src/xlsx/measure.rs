//! Widths of columns and heights of rows, estimated from what they hold.

use crate::{Sheet, SheetCell};

/// Widths of a column, in letters: least, most of a column of numbers, most of a column of texts.
const LEAST: usize = 8;
const MOST_OF_NUMBERS: usize = 14;
const MOST_OF_TEXTS: usize = 46;
/// The same on a sheet of so few columns that one may be as wide as a page.
const MOST_OF_FEW: usize = 100;
const FEW: usize = 3;
/// Rows by which a column is judged; the first ones show what it holds.
const LOOKED_AT: usize = 2000;
/// Height of one line, and of the highest row that a sheet allows, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 405.0;

/// A column: its width in letters, and whether it holds numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    pub width: usize,
    pub has_numbers: bool,
}

/// The columns of a sheet.
pub(super) fn columns(sheet: &Sheet) -> Vec<Measure> {
    let n = super::n_columns(sheet);
    let most = if n <= FEW { MOST_OF_FEW } else { MOST_OF_TEXTS };
    (0..n).map(|column| measure(sheet, column, most)).collect()
}

fn measure(sheet: &Sheet, column: usize, most_of_texts: usize) -> Measure {
    let cells = || sheet.rows.iter().take(LOOKED_AT).filter_map(|row| row.get(column));
    let has_numbers = cells().any(|cell| {
        use SheetCell::{Count, Number, P, Share};
        matches!(cell, Count(_) | Number { .. } | Share { .. } | P(_))
    });
    let longest = cells().map(letters).max().unwrap_or_default();
    let heading = sheet.head.get(column).map_or(0, |heading| longest_word(heading));
    let most = if has_numbers { MOST_OF_NUMBERS } else { most_of_texts };
    Measure { width: longest.max(heading).saturating_add(2).clamp(LEAST, most), has_numbers }
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default()
}

/// Letters that a cell shows, about; a heading of rows runs over its neighbours.
fn letters(cell: &SheetCell) -> usize {
    match cell {
        SheetCell::Empty | SheetCell::Group(_) => 0,
        SheetCell::Text(text) => text.chars().count(),
        SheetCell::Count(n) => n.to_string().len() * 4 / 3,
        SheetCell::Number { value, decimals } => {
            format!("{value:.0}").len() * 4 / 3 + 1 + usize::from(*decimals)
        }
        SheetCell::Share { decimals, .. } => 5 + usize::from(*decimals),
        SheetCell::P(_) => 6,
    }
}

/// All columns as one.
pub(super) fn together(columns: &[Measure]) -> Measure {
    Measure { width: columns.iter().map(|column| column.width).sum(), has_numbers: false }
}

/// The height of a row of texts in columns of these widths; `None` where one line is enough.
pub(super) fn height<'a>(texts: impl Iterator<Item = (&'a str, Measure)>) -> Option<f64> {
    let lines = texts.map(|(text, measure)| lines(text, measure.width)).max().unwrap_or(1);
    (lines > 1).then(|| (lines as f64 * LINE).min(HIGHEST))
}

/// The text of a cell that may need several lines.
pub(super) fn words(cell: &SheetCell) -> &str {
    match cell {
        SheetCell::Text(text) => text,
        _ => "",
    }
}

/// Lines of a text that breaks at blanks; bold letters and a narrow font are allowed for.
fn lines(text: &str, width: usize) -> usize {
    let room = width.saturating_sub(1).max(1);
    let (mut lines, mut used) = (1, 0);
    for word in text.split_whitespace() {
        let letters = word.chars().count();
        if used > 0 && used + 1 + letters > room {
            lines += 1;
            used = 0;
        }
        used += letters + usize::from(used > 0);
        lines += used.saturating_sub(1) / room;
        used -= used.saturating_sub(1) / room * room;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_break_at_blanks() {
        for (text, width, expected) in
            [("", 8, 1), ("one two", 8, 1), ("one two three", 8, 2), ("0123456789012345", 9, 2), ("a", 0, 1)]
        {
            assert_eq!(lines(text, width), expected, "{text}");
        }
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        let narrow = Measure { width: 8, has_numbers: false };
        assert_eq!(height([("one", narrow), ("one two three", narrow)].into_iter()), Some(30.0));
        assert_eq!(height([("one", narrow)].into_iter()), None);
    }

    #[test]
    fn a_column_of_numbers_is_narrower_than_one_of_texts() {
        let sheet = Sheet {
            head: ["A heading of words", "n", "of", "p"].map(str::to_owned).to_vec(),
            rows: vec![vec![SheetCell::Text("x".repeat(90)), SheetCell::Count(5)]],
            ..Sheet::default()
        };
        let found = columns(&sheet);
        assert_eq!(found[0], Measure { width: MOST_OF_TEXTS, has_numbers: false });
        assert_eq!(found[1], Measure { width: LEAST, has_numbers: true });
    }
}
