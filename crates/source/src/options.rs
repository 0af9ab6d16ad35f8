//! What a study declares about its sources. The program fills this from the protocol file.

use timeline::words;

/// How dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// `YYYY-MM-DD` only.
    #[default]
    IsoOnly,
    /// Also `DD/MM/YYYY` and `D/M/YYYY`. Declared by the user, never guessed.
    DayMonthYear,
}

words! {
    /// A character encoding that a study may declare for files without a byte order mark.
    pub enum Encoding {
        /// UTF-8.
        Utf8 = "utf-8",
        /// UTF-16, little-endian unless a byte order mark says otherwise.
        Utf16 = "utf-16",
        /// Windows-1255 (Hebrew).
        Windows1255 = "windows-1255",
        /// Windows-1252 (western European).
        Windows1252 = "windows-1252",
    }
}

/// The settings of a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The largest share of a sheet's rows that may be unusable (contract 1); strictly more stops.
    pub max_rows_not_used: f64,
    /// How dates are written.
    pub date_order: DateOrder,
    /// The encoding of files without a byte order mark; `None` means that they must be UTF-8.
    pub encoding: Option<Encoding>,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_rows_not_used: 0.05, date_order: DateOrder::IsoOnly, encoding: None }
    }
}
