//! Formats of cells.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Most decimals that a number is shown with.
const MOST_DECIMALS: usize = 6;

/// The formats of a workbook.
pub(super) struct Look {
    pub notice: Format,
    pub title: Format,
    pub head: Format,
    pub head_of_numbers: Format,
    pub group: Format,
    pub text: Format,
    /// Words where a number would stand.
    pub no_number: Format,
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
        let head = || {
            Format::new()
                .set_bold()
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Medium)
                .set_background_color(Color::RGB(0xE9EDF2))
        };
        Look {
            notice: Format::new().set_bold().set_font_color(Color::RGB(0x9C2A00)),
            title: Format::new().set_bold().set_font_size(13),
            head: head(),
            head_of_numbers: head().set_align(FormatAlign::Right),
            group: Format::new().set_bold().set_background_color(Color::RGB(0xF5F7F9)),
            text: top().set_text_wrap(),
            no_number: top().set_align(FormatAlign::Right),
            count: top().set_num_format("#,##0"),
            p: top().set_num_format("[<0.001]\"<0.001\";0.000"),
            note: top().set_text_wrap(),
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
