//! The cells of one column, from the bytes that the database sends to Arrow.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_schema::DataType;

use super::stored::Reading;

/// PostgreSQL counts days from 2000-01-01, Arrow from 1970-01-01.
const DAYS_TO_2000: i32 = 10_957;

/// The cells of a column as they come.
pub(super) enum Cells {
    Whole(Int64Builder),
    WholeInDigits(Int64Builder),
    WholeInFloat(Int64Builder),
    Day(Date32Builder),
    Number(Float64Builder),
    Text(StringBuilder),
}

impl Cells {
    /// None yet.
    pub(super) fn new(reading: Reading) -> Cells {
        match reading {
            Reading::Whole => Cells::Whole(Int64Builder::new()),
            Reading::WholeInDigits => Cells::WholeInDigits(Int64Builder::new()),
            Reading::WholeInFloat => Cells::WholeInFloat(Int64Builder::new()),
            Reading::Day => Cells::Day(Date32Builder::new()),
            Reading::Number | Reading::NumberInSingle => Cells::Number(Float64Builder::new()),
            Reading::Text => Cells::Text(StringBuilder::new()),
        }
    }

    /// What Arrow calls them.
    pub(super) fn data_type(&self) -> DataType {
        match self {
            Cells::Whole(_) | Cells::WholeInDigits(_) | Cells::WholeInFloat(_) => DataType::Int64,
            Cells::Day(_) => DataType::Date32,
            Cells::Number(_) => DataType::Float64,
            Cells::Text(_) => DataType::Utf8,
        }
    }

    /// The cells so far; begins anew.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Cells::Whole(cells) | Cells::WholeInDigits(cells) | Cells::WholeInFloat(cells) => {
                Arc::new(cells.finish())
            }
            Cells::Day(cells) => Arc::new(cells.finish()),
            Cells::Number(cells) => Arc::new(cells.finish()),
            Cells::Text(cells) => Arc::new(cells.finish()),
        }
    }

    /// One more that is null.
    pub(super) fn push_null(&mut self) {
        match self {
            Cells::Whole(cells) | Cells::WholeInDigits(cells) | Cells::WholeInFloat(cells) => {
                cells.append_null();
            }
            Cells::Day(cells) => cells.append_null(),
            Cells::Number(cells) => cells.append_null(),
            Cells::Text(cells) => cells.append_null(),
        }
    }

    /// One more, as the database sends it.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), Bad> {
        match self {
            Cells::Whole(cells) => cells.append_value(i64::from_be_bytes(sized(bytes)?)),
            Cells::WholeInDigits(cells) => cells.append_value(whole_in_digits(bytes).ok_or(Bad::NotWhole)?),
            Cells::WholeInFloat(cells) => {
                let number = f64::from_be_bytes(sized(bytes)?);
                cells.append_value(whole_in_float(number).ok_or(Bad::NotWhole)?);
            }
            Cells::Day(cells) => {
                cells.append_value(day(i32::from_be_bytes(sized(bytes)?)).ok_or(Bad::NoDay)?)
            }
            Cells::Number(cells) => cells.append_value(f64::from_be_bytes(sized(bytes)?)),
            Cells::Text(cells) => {
                let text = std::str::from_utf8(bytes).map_err(|_| Bad::NotText)?;
                if cells.values_slice().len() + bytes.len() > i32::MAX as usize {
                    return Err(Bad::TooMuch);
                }
                cells.append_value(text);
            }
        }
        Ok(())
    }
}

/// What is wrong with a value.
pub(super) enum Bad {
    NotWhole,
    NoDay,
    NotText,
    TooMuch,
    /// Not as long as its type.
    Length,
}

fn sized<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Bad> {
    bytes.try_into().map_err(|_| Bad::Length)
}

/// `12` and `12.00` are whole; `12.5`, `NaN` and what 64 bits cannot hold are not.
fn whole_in_digits(bytes: &[u8]) -> Option<i64> {
    let digits = std::str::from_utf8(bytes).ok()?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    fraction.bytes().all(|digit| digit == b'0').then(|| whole.parse().ok())?
}

/// Up to 2^53, where every whole number still has a floating-point number of its own.
fn whole_in_float(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

/// The extremes stand for `infinity` and `-infinity`.
fn day(days: i32) -> Option<i32> {
    (days != i32::MAX && days != i32::MIN).then(|| days.checked_add(DAYS_TO_2000))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_told_from_others() {
        for (digits, whole) in [
            ("12", Some(12)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("12.000", Some(12)),
            ("12.5", None),
            ("NaN", None),
        ] {
            assert_eq!(whole_in_digits(digits.as_bytes()), whole, "{digits}");
        }
        assert_eq!(whole_in_float(-3.0), Some(-3));
        assert_eq!(whole_in_float(0.5), None);
        assert_eq!(whole_in_float(f64::NAN), None);
        assert_eq!(whole_in_float(1e18), None);
    }

    #[test]
    fn days_count_from_1970_and_infinity_is_none() {
        assert_eq!(day(0), Some(10_957));
        assert_eq!(day(-10_957), Some(0));
        assert_eq!(day(i32::MAX), None);
    }
}
