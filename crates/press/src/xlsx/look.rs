//! Formats of cells and widths of columns.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::{Sheet, SheetCell};

/// Most decimals that a number is shown with.
const MOST_DECIMALS: usize = 6;
/// Widths of a column, in letters: least, most of a column of numbers, most of a column of texts.
const LEAST: usize = 8;
const MOST_OF_NUMBERS: usize = 18;
const MOST_OF_TEXTS: usize = 60;
/// Rows by which a width is chosen; the first ones show what a column holds.
const LOOKED_AT: usize = 2000;

/// The formats of a workbook.
pub(super) struct Look {
    pub notice: Format,
    pub title: Format,
    pub head: Format,
    pub group: Format,
    pub text: Format,
    pub count: Format,
    pub p: Format,
    pub note: Format,
    numbers: Vec<Format>,
    shares: Vec<Format>,
}

impl Look {
    pub fn new() -> Look {
        let top = || Format::new().set_align(FormatAlign::Top);
        let decimals = |end: &str| -> Vec<Format> {
            let format = |n: usize| match n {
                0 => top().set_num_format(format!("#,##0{end}")),
                n => top().set_num_format(format!("#,##0.{}{end}", "0".repeat(n))),
            };
            (0..=MOST_DECIMALS).map(format).collect()
        };
        Look {
            notice: Format::new().set_bold().set_font_color(Color::RGB(0x9C2A00)),
            title: Format::new().set_bold().set_font_size(13),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Bottom)
                .set_border_bottom(FormatBorder::Medium)
                .set_background_color(Color::RGB(0xE9EDF2)),
            group: Format::new().set_bold().set_background_color(Color::RGB(0xF5F7F9)),
            text: top().set_text_wrap(),
            count: top().set_num_format("#,##0"),
            p: top().set_num_format("[<0.001]\"<0.001\";0.000"),
            note: Format::new(),
            numbers: decimals(""),
            shares: decimals("%"),
        }
    }

    /// A number with so many decimals.
    pub fn number(&self, decimals: u8) -> &Format {
        &self.numbers[usize::from(decimals).min(MOST_DECIMALS)]
    }

    /// A share in per cent with so many decimals.
    pub fn share(&self, decimals: u8) -> &Format {
        &self.shares[usize::from(decimals).min(MOST_DECIMALS)]
    }
}

/// The width of each column, in letters.
pub(super) fn widths(sheet: &Sheet) -> Vec<f64> {
    (0..super::n_columns(sheet)).map(|column| width(sheet, column) as f64).collect()
}

fn width(sheet: &Sheet, column: usize) -> usize {
    let cells = || sheet.rows.iter().take(LOOKED_AT).filter_map(|row| row.get(column));
    let longest = cells().map(letters).max().unwrap_or_default();
    let has_text = cells().any(|cell| matches!(cell, SheetCell::Text(text) if text.len() > MOST_OF_NUMBERS));
    let heading = sheet.head.get(column).map_or(0, |heading| longest_word(heading));
    let most = if has_text || column == 0 { MOST_OF_TEXTS } else { MOST_OF_NUMBERS };
    longest.max(heading).saturating_add(2).clamp(LEAST, most)
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
