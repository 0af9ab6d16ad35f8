//! The values of one column of the answer, as they come.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, StringBuilder};

use super::cell::{self, Unreadable};
use super::rows::Dialect;
use crate::cdm::Kind;

/// A growing column.
pub(super) enum Values {
    Id(Int64Builder),
    Day(Date32Builder),
    Number(Float64Builder),
    Text(StringBuilder),
}

impl Values {
    /// Of this kind, with nothing in it.
    pub(super) fn new(kind: Kind) -> Values {
        match kind {
            Kind::Id => Values::Id(Int64Builder::new()),
            Kind::Day => Values::Day(Date32Builder::new()),
            Kind::Number => Values::Number(Float64Builder::new()),
            Kind::Text => Values::Text(StringBuilder::new()),
        }
    }

    /// Adds what a cell says; a null when it cannot be read, which the error tells.
    #[inline]
    pub(super) fn push(&mut self, cell: &[u8], dialect: Dialect) -> Result<(), Unreadable> {
        fn or_null<T>(value: Result<Option<T>, Unreadable>) -> (Option<T>, Result<(), Unreadable>) {
            match value {
                Ok(value) => (value, Ok(())),
                Err(unreadable) => (None, Err(unreadable)),
            }
        }
        match self {
            Values::Id(builder) => {
                let (value, result) = or_null(cell::id(cell, dialect));
                builder.append_option(value);
                result
            }
            Values::Day(builder) => {
                let (value, result) = or_null(cell::day(cell, dialect));
                builder.append_option(value);
                result
            }
            Values::Number(builder) => {
                let (value, result) = or_null(cell::number(cell, dialect));
                builder.append_option(value);
                result
            }
            Values::Text(builder) => {
                let word = cell::word(cell, dialect);
                let word = word.as_deref().map(str::from_utf8).transpose();
                builder.append_option(*word.as_ref().unwrap_or(&None));
                word.map(|_| ()).map_err(|_| Unreadable)
            }
        }
    }

    /// Adds a null.
    pub(super) fn push_null(&mut self) {
        match self {
            Values::Id(builder) => builder.append_null(),
            Values::Day(builder) => builder.append_null(),
            Values::Number(builder) => builder.append_null(),
            Values::Text(builder) => builder.append_null(),
        }
    }

    /// The column.
    pub(super) fn finish(self) -> ArrayRef {
        match self {
            Values::Id(mut builder) => Arc::new(builder.finish()),
            Values::Day(mut builder) => Arc::new(builder.finish()),
            Values::Number(mut builder) => Arc::new(builder.finish()),
            Values::Text(mut builder) => Arc::new(builder.finish()),
        }
    }
}
