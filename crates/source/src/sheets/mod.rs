//! One file per study sheet: from the cells of a row to what the row says.

pub(crate) mod fill;
pub(crate) mod imaging;
pub(crate) mod lab;
pub(crate) mod lesion;
pub(crate) mod patient;
pub(crate) mod plain;
pub(crate) mod radioiodine;
pub(crate) mod row;
pub(crate) mod surgery;

use timeline::Day;

use crate::options::Options;
use crate::persons::Persons;
use crate::schema::Sheet;
use crate::studies::Studies;
use row::Row;

/// What became of a row.
pub(crate) enum Taken<R> {
    /// It is used: the number of its person, its sorting key within the person (below 2^22), the row.
    Used(u32, u32, R),
    /// A key cell is wrong; the reason is among the findings.
    NotUsed,
    /// It is of another analyte, and counted nowhere.
    Ignored,
}

/// What rows are read against.
pub(crate) struct Context<'a> {
    pub options: &'a Options,
    pub persons: &'a Persons<'a>,
    pub studies: &'a Studies<'a>,
}

/// A typed row of a sheet.
pub(crate) trait Record: Send + Sync + Sized {
    /// The sheet.
    const SHEET: Sheet;
    /// What reading remembers from row to row of a span.
    type Memory: Default + Send + Sync;
    /// Understands one row.
    fn read<'r>(row: &mut Row<'r>, memory: &mut Self::Memory, context: &Context<'r>) -> Taken<Self>;
    /// The line, counted from 0 at the beginning of the row's span.
    fn line(&self) -> u32;
    /// Whether a row has an identifier that no other row may have.
    const IS_KEYED: bool = false;
    /// The hash of that identifier.
    fn identity(&self) -> u32 {
        0
    }
    /// Whether two rows have the same identifier.
    fn is_same(&self, _other: &Self) -> bool {
        false
    }
    /// A number below 2^10 that is equal for equal rows of one person and sorting key.
    fn tag(&self) -> u32 {
        0
    }
}

const YEAR_ZERO: i32 = -719_528;

/// A day as a sorting key: counted from the year 0.
pub(crate) fn day_order(day: Day) -> u32 {
    (day.number() - YEAR_ZERO) as u32
}

/// The day of a sorting key.
pub(crate) fn day_of_order(order: u32) -> Day {
    Day::from_number(order as i32 + YEAR_ZERO)
}
