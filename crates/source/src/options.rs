//! What a study declares about its sources. The program fills this from the protocol file.

use std::path::Path;
use std::sync::Arc;

use timeline::{Concept, words};

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

words! {
    /// Which of a CDM's columns is the person's identifier.
    pub enum Identity {
        /// `person_id`.
        PersonId = "person-id",
        /// `person_source_value`.
        SourceValue = "source-value",
    }
}

/// Opens the tables of a folder with another engine than the program's own.
pub trait OpenEngine: Send + Sync {
    /// The engine for this folder.
    ///
    /// # Errors
    /// When the engine cannot be reached, or the folder has no tables.
    fn open(&self, folder: &Path) -> Result<Box<dyn sieve::Engine>, sieve::Failure>;
}

/// The settings of a reading.
#[derive(Clone)]
pub struct Options {
    /// The largest share of a sheet's rows that may be unusable (contract 1); strictly more stops.
    pub max_rows_not_used: f64,
    /// How dates are written.
    pub date_order: DateOrder,
    /// The encoding of files without a byte order mark; `None` means that they must be UTF-8.
    pub encoding: Option<Encoding>,
    /// The concept sets, for coded sources.
    pub concepts: Vec<Concept>,
    /// Which column names a person of a CDM.
    pub identity: Identity,
    /// Whether the events of persons without any record of the disease are wanted too.
    pub is_everybody_wanted: bool,
    /// Whether whole tables of a CDM are looked at for the account.
    pub is_profile: bool,
    /// Another engine for folders of CDM tables; `None`: the program's own.
    pub engine: Option<Arc<dyn OpenEngine>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            max_rows_not_used: 0.05,
            date_order: DateOrder::IsoOnly,
            encoding: None,
            concepts: Vec::new(),
            identity: Identity::PersonId,
            is_everybody_wanted: false,
            is_profile: false,
            engine: None,
        }
    }
}
