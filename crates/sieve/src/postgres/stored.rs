//! A table of the CDM as the database has it, and how its columns are named and sent.

use super::sql;
use crate::cdm::{Column, Kind, Table};

/// How the values of a stored column become those of the CDM's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A whole number of 64 bits.
    Whole,
    /// A whole number written with digits: `numeric` has no bounds.
    WholeInDigits,
    /// A whole number stored as floating point.
    WholeInFloat,
    Day,
    Number,
    /// A number stored in single precision.
    NumberInSingle,
    Text,
}

/// A column as the database has it.
#[derive(Clone, Debug)]
pub(super) struct StoredColumn {
    pub column: &'static Column,
    /// Its name in the database.
    pub name: String,
    pub reading: Reading,
}

/// A table as the database has it.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub table: Table,
    pub schema: String,
    pub name: String,
    /// Only those of the CDM, in its order.
    pub columns: Vec<StoredColumn>,
    /// All that it has, lower case.
    pub all_columns: Vec<String>,
    /// Whether it can be locked: a table or view whose every column may be read.
    pub is_lockable: bool,
}

impl Stored {
    /// A table that is not there: every column reads as nulls.
    pub(super) fn absent(table: Table) -> Stored {
        let (columns, all_columns) = (Vec::new(), Vec::new());
        Stored { table, schema: String::new(), name: String::new(), columns, all_columns, is_lockable: false }
    }

    /// As shown.
    pub(super) fn shown(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// In a statement.
    pub(super) fn relation(&self) -> String {
        format!("{}.{}", sql::name(&self.schema), sql::name(&self.name))
    }

    /// In a statement, called `t`.
    pub(super) fn from(&self) -> String {
        format!("{} AS t", self.relation())
    }

    fn column(&self, column: &str) -> Option<&StoredColumn> {
        self.columns.iter().find(|stored| stored.column.name == column)
    }

    /// The column's own name, in quotes.
    pub(super) fn stored_name(&self, column: &str) -> Option<String> {
        self.column(column).map(|stored| sql::name(&stored.name))
    }

    /// The column of `t`.
    pub(super) fn place(&self, column: &str) -> Option<String> {
        self.stored_name(column).map(|name| format!("t.{name}"))
    }

    /// How the column is read; for one that is not stored, as its kind.
    pub(super) fn reading(&self, column: &str) -> Reading {
        self.column(column).map_or_else(|| usual_reading(self.table, column), |stored| stored.reading)
    }

    /// The column of `t` in the type in which it is sent; nulls for one that is not stored.
    pub(super) fn cast(&self, column: &str) -> String {
        let place = self.place(column).unwrap_or_else(|| "NULL".to_owned());
        let sent = match self.reading(column) {
            Reading::Whole => "bigint",
            // By way of text, so that 0.2 of single precision stays 0.2.
            Reading::NumberInSingle => "text::double precision",
            Reading::WholeInFloat | Reading::Number => "double precision",
            Reading::Day => "date",
            Reading::WholeInDigits | Reading::Text => "text",
        };
        format!("{place}::{sent}")
    }
}

fn usual_reading(table: Table, column: &str) -> Reading {
    match table.column(column).map(|column| column.kind) {
        Some(Kind::Id) => Reading::Whole,
        Some(Kind::Day) => Reading::Day,
        Some(Kind::Number) => Reading::Number,
        Some(Kind::Text) | None => Reading::Text,
    }
}
