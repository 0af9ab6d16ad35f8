//! From what a file holds to the one Arrow type of each [`Kind`].

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::error::ArrowError;
use sieve::cdm::Kind;

/// The Arrow type of a kind.
pub(crate) fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Id => DataType::Int64,
        Kind::Day => DataType::Date32,
        Kind::Number => DataType::Float64,
        Kind::Text => DataType::Utf8,
    }
}

/// Whether a column stored so can be read as this kind.
pub(crate) fn accepts(kind: Kind, stored: &DataType) -> bool {
    use DataType::*;
    match (kind, stored) {
        (_, Null) => true,
        (_, Dictionary(_, values)) => accepts(kind, values),
        (Kind::Id, UInt64) => false,
        (Kind::Number, Float32 | Float64 | Decimal128(..)) => true,
        (Kind::Day, Date32 | Date64 | Timestamp(..)) => true,
        (Kind::Text, Utf8 | LargeUtf8 | Utf8View) => true,
        (Kind::Id | Kind::Number | Kind::Text, other) => other.is_integer(),
        (Kind::Day, _) => false,
    }
}

/// The column as the kind's Arrow type.
///
/// # Errors
/// When a value has no such form.
pub(crate) fn canonical(stored: &ArrayRef, kind: Kind) -> Result<ArrayRef, ArrowError> {
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    cast_with_options(&without_zone(stored)?, &data_type(kind), &strict)
}

/// A time of day with a zone counts from 1970 in UTC; so do we.
fn without_zone(stored: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match stored.data_type() {
        DataType::Timestamp(unit, Some(_)) => {
            let utc = DataType::Timestamp(*unit, Some("+00:00".into()));
            cast_with_options(stored, &utc, &CastOptions::default())
        }
        _ => Ok(stored.clone()),
    }
}
