//! From what a file holds to the one Arrow type of each [`Kind`].

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef, Date32Array, Float64Array, Int64Array, PrimitiveArray, StringArray};
use arrow_array::{downcast_dictionary_array, new_null_array};
use arrow_schema::{DataType, TimeUnit};
use arrow_select::take::take;

use crate::cdm::Kind;

/// A cell that cannot be read, counted from 0, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which row of the array.
    pub row: usize,
    /// What is wrong with it.
    pub why: &'static str,
}

const TOO_LARGE: &str = "a whole number beyond 64 bits with sign";
const NOT_WHOLE: &str = "a number that is not whole, where an identifier should be";
const NOT_A_DAY: &str = "not a date of the form YYYY-MM-DD";
const NO_SUCH_DAY: &str = "a date too far away";
const NOT_TEXT: &str = "text that is not in UTF-8";

/// The Arrow type of a kind.
pub fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Id => DataType::Int64,
        Kind::Day => DataType::Date32,
        Kind::Number => DataType::Float64,
        Kind::Text => DataType::Utf8,
    }
}

/// Whether a column stored so can be read as this kind.
pub fn accepts(kind: Kind, stored: &DataType) -> bool {
    use DataType::*;
    match (kind, stored) {
        (_, Null) => true,
        (_, Dictionary(_, values)) => accepts(kind, values),
        (Kind::Id | Kind::Number, Decimal128(..) | Float32 | Float64) => true,
        (Kind::Day, Date32 | Date64 | Timestamp(..) | Utf8 | LargeUtf8 | Utf8View) => true,
        (Kind::Text, Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView) => true,
        // Exporters take a column of numeric codes for numbers.
        (Kind::Id | Kind::Number | Kind::Text, other) => other.is_integer(),
        (Kind::Day, _) => false,
    }
}

/// The column as the kind's Arrow type.
///
/// # Errors
/// The first cell that cannot be read.
pub fn canonical(stored: &ArrayRef, kind: Kind) -> Result<ArrayRef, Unreadable> {
    if *stored.data_type() == data_type(kind) {
        return Ok(stored.clone());
    }
    match stored.data_type() {
        DataType::Null => return Ok(new_null_array(&data_type(kind), stored.len())),
        DataType::Dictionary(..) => return of_dictionary(stored, kind),
        _ => {}
    }
    match kind {
        Kind::Id => ids(stored).map(|ids| Arc::new(ids) as ArrayRef),
        Kind::Day => days(stored).map(|days| Arc::new(days) as ArrayRef),
        Kind::Number => numbers(stored).map(|numbers| Arc::new(numbers) as ArrayRef),
        Kind::Text => texts(stored).map(|texts| Arc::new(texts) as ArrayRef),
    }
}

fn of_dictionary(stored: &ArrayRef, kind: Kind) -> Result<ArrayRef, Unreadable> {
    let stored = stored.as_ref();
    downcast_dictionary_array!(
        stored => {
            let values = canonical(stored.values(), kind).map_err(|unreadable| {
                let mut keys = stored.keys().iter();
                let row = keys.position(|key| key.is_some_and(|key| key as usize == unreadable.row));
                Unreadable { row: row.unwrap_or(0), ..unreadable }
            })?;
            match take(&values, stored.keys(), None) {
                Ok(taken) => Ok(taken),
                Err(_) => Err(Unreadable { row: 0, why: "an entry that the dictionary lacks" }),
            }
        }
        _ => unreachable!("only called for dictionaries")
    )
}

/// Every value put through `change`, nulls kept.
fn changed<From: ArrowPrimitiveType, To: ArrowPrimitiveType>(
    stored: &ArrayRef,
    change: impl Fn(From::Native) -> Result<To::Native, &'static str>,
) -> Result<PrimitiveArray<To>, Unreadable> {
    let stored = stored.as_primitive::<From>();
    let mut values = Vec::with_capacity(stored.len());
    for row in 0..stored.len() {
        values.push(match stored.is_valid(row) {
            true => change(stored.value(row)).map_err(|why| Unreadable { row, why })?,
            false => To::Native::default(),
        });
    }
    Ok(PrimitiveArray::new(values.into(), stored.nulls().cloned()))
}

fn ids(stored: &ArrayRef) -> Result<Int64Array, Unreadable> {
    match stored.data_type() {
        DataType::Int64 => Ok(stored.as_primitive::<Int64Type>().clone()),
        DataType::Int32 => changed::<Int32Type, _>(stored, |id| Ok(i64::from(id))),
        DataType::Int16 => changed::<Int16Type, _>(stored, |id| Ok(i64::from(id))),
        DataType::Int8 => changed::<Int8Type, _>(stored, |id| Ok(i64::from(id))),
        DataType::UInt64 => changed::<UInt64Type, _>(stored, |id| i64::try_from(id).map_err(|_| TOO_LARGE)),
        DataType::UInt32 => changed::<UInt32Type, _>(stored, |id| Ok(i64::from(id))),
        DataType::UInt16 => changed::<UInt16Type, _>(stored, |id| Ok(i64::from(id))),
        DataType::UInt8 => changed::<UInt8Type, _>(stored, |id| Ok(i64::from(id))),
        DataType::Float32 => changed::<Float32Type, _>(stored, |id| whole(f64::from(id))),
        DataType::Float64 => changed::<Float64Type, _>(stored, whole),
        DataType::Decimal128(_, scale) => {
            let scale = *scale;
            changed::<Decimal128Type, _>(stored, move |id| whole_decimal(id, scale))
        }
        other => unreachable!("{other} was not accepted for an identifier"),
    }
}

/// A whole number that was stored as a floating one. Beyond 2^53 it could stand for several.
fn whole(number: f64) -> Result<i64, &'static str> {
    let is_exact = number.fract() == 0.0 && number.abs() <= (1_i64 << 53) as f64;
    is_exact.then_some(number as i64).ok_or(NOT_WHOLE)
}

fn whole_decimal(digits: i128, scale: i8) -> Result<i64, &'static str> {
    let power = 10_i128.checked_pow(u32::from(scale.unsigned_abs())).ok_or(TOO_LARGE)?;
    let value = match scale < 0 {
        true => digits.checked_mul(power).ok_or(TOO_LARGE)?,
        false if digits % power != 0 => return Err(NOT_WHOLE),
        false => digits / power,
    };
    i64::try_from(value).map_err(|_| TOO_LARGE)
}

/// A number of single precision as it is printed: 0.2 stays 0.2, and does not come to lie above it.
fn printed(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
}

fn numbers(stored: &ArrayRef) -> Result<Float64Array, Unreadable> {
    match stored.data_type() {
        DataType::Float64 => Ok(stored.as_primitive::<Float64Type>().clone()),
        DataType::Float32 => changed::<Float32Type, _>(stored, |number| Ok(printed(number))),
        DataType::Decimal128(_, scale) => {
            let scale = *scale;
            changed::<Decimal128Type, _>(stored, move |digits| Ok(decimal(digits, scale)))
        }
        DataType::UInt64 => changed::<UInt64Type, _>(stored, |number| Ok(number as f64)),
        _ => changed::<Int64Type, _>(&(Arc::new(ids(stored)?) as ArrayRef), |number| Ok(number as f64)),
    }
}

/// The double nearest to a decimal number. Two exact doubles divide to it; else its digits are read.
fn decimal(digits: i128, scale: i8) -> f64 {
    let is_exact = digits.unsigned_abs() <= 1 << 53 && (0..=22).contains(&scale);
    match is_exact {
        true => digits as f64 / 10_f64.powi(i32::from(scale)),
        false => format!("{digits}e{}", -i32::from(scale)).parse().unwrap_or(f64::NAN),
    }
}

fn days(stored: &ArrayRef) -> Result<Date32Array, Unreadable> {
    let of = |per_day: i64| move |time: i64| i32::try_from(time.div_euclid(per_day)).map_err(|_| NO_SUCH_DAY);
    const SECONDS: i64 = 86_400;
    match stored.data_type() {
        DataType::Date32 => Ok(stored.as_primitive::<Date32Type>().clone()),
        DataType::Date64 => changed::<Date64Type, _>(stored, of(SECONDS * 1_000)),
        DataType::Timestamp(TimeUnit::Second, _) => changed::<TimestampSecondType, _>(stored, of(SECONDS)),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            changed::<TimestampMillisecondType, _>(stored, of(SECONDS * 1_000))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            changed::<TimestampMicrosecondType, _>(stored, of(SECONDS * 1_000_000))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            changed::<TimestampNanosecondType, _>(stored, of(SECONDS * 1_000_000_000))
        }
        _ => {
            let texts = texts(stored)?;
            let day = |(row, text): (usize, Option<&str>)| match text.map(str::trim) {
                None | Some("") => Ok(None),
                Some(text) => day(text).map(Some).ok_or(Unreadable { row, why: NOT_A_DAY }),
            };
            texts.iter().enumerate().map(day).collect()
        }
    }
}

/// Days after 1970-01-01 of `YYYY-MM-DD`, alone or before a time.
fn day(text: &str) -> Option<i32> {
    let (date, time) = text.split_at_checked(10)?;
    let is_end = time.is_empty() || time.starts_with(['T', ' ']);
    let bytes = date.as_bytes();
    let is_date = |(place, byte): (usize, &u8)| match place {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if !is_end || !bytes.iter().enumerate().all(is_date) {
        return None;
    }
    let (year, month, day) = (date[..4].parse().ok()?, date[5..7].parse().ok()?, date[8..].parse().ok()?);
    (1..=12).contains(&month).then_some(())?;
    (1..=length(year, month)).contains(&day).then(|| days_after_1970(year, month, day))
}

fn length(year: i32, month: i32) -> i32 {
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 => 28 + i32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// In the Gregorian calendar, counting years from March so that the leap day is the last.
fn days_after_1970(year: i32, month: i32, day: i32) -> i32 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days_of_years = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    days_of_years + (153 * month + 2) / 5 + day - 1 - 719_468
}

fn texts(stored: &ArrayRef) -> Result<StringArray, Unreadable> {
    match stored.data_type() {
        DataType::Utf8 => Ok(stored.as_string::<i32>().clone()),
        DataType::LargeUtf8 => collected(stored.as_string::<i64>().iter()),
        DataType::Utf8View => collected(stored.as_string_view().iter()),
        DataType::Binary => utf8(stored.as_binary::<i32>().iter()),
        DataType::LargeBinary => utf8(stored.as_binary::<i64>().iter()),
        DataType::BinaryView => utf8(stored.as_binary_view().iter()),
        DataType::UInt64 => {
            let numbers = stored.as_primitive::<UInt64Type>().iter();
            Ok(numbers.map(|number| number.map(|number| number.to_string())).collect())
        }
        _ => Ok(ids(stored)?.iter().map(|number| number.map(|number| number.to_string())).collect()),
    }
}

fn utf8<'a>(bytes: impl Iterator<Item = Option<&'a [u8]>>) -> Result<StringArray, Unreadable> {
    let text =
        |bytes: &'a [u8], row| std::str::from_utf8(bytes).map_err(|_| Unreadable { row, why: NOT_TEXT });
    let texts = bytes.enumerate().map(|(row, bytes)| bytes.map(|bytes| text(bytes, row)).transpose());
    collected(texts.collect::<Result<Vec<_>, _>>()?.into_iter())
}

fn collected<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Result<StringArray, Unreadable> {
    let (mut builder, mut length) = (StringBuilder::new(), 0);
    for (row, text) in texts.enumerate() {
        length += text.map_or(0, str::len);
        if length > i32::MAX as usize {
            return Err(Unreadable { row, why: "more text than one part of a table can hold" });
        }
        builder.append_option(text);
    }
    Ok(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_precision_is_read_as_it_is_printed() {
        for (stored, number) in
            [(0.2, 0.2), (9.9, 9.9), (-1e-7, -1e-7), (16_777_216.0, 16_777_216.0), (0.0, 0.0)]
        {
            assert_eq!(printed(stored), number);
        }
        assert!(printed(f32::NAN).is_nan() && printed(f32::INFINITY) == f64::INFINITY);
    }

    #[test]
    fn a_day_is_the_first_ten_characters() {
        for (text, expected) in [
            ("1970-01-01", Some(0)),
            ("2000-02-29", Some(11_016)),
            ("2019-12-31T23:59:59Z", Some(18_261)),
            ("1900-03-01 00:00", Some(-25_508)),
            ("1900-02-29", None),
            ("2019-13-01", None),
            ("2019-1-01", None),
            ("2019-01-011", None),
            ("31.12.2019", None),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }

    #[test]
    fn a_decimal_number_is_the_nearest_double() {
        assert_eq!(decimal(2, 1), 0.2);
        assert_eq!(decimal(-123_456, 3), -123.456);
        assert_eq!(decimal(12_345_678_901_234_567_890, 10), 1_234_567_890.123_456_8);
        assert_eq!(decimal(5, -2), 500.0);
    }

    #[test]
    fn an_identifier_is_whole() {
        assert_eq!(whole(7.0), Ok(7));
        assert_eq!(whole(7.5), Err(NOT_WHOLE));
        assert_eq!(whole(f64::NAN), Err(NOT_WHOLE));
        assert_eq!(whole_decimal(700, 2), Ok(7));
        assert_eq!(whole_decimal(701, 2), Err(NOT_WHOLE));
        assert_eq!(whole_decimal(i128::MAX, 0), Err(TOO_LARGE));
    }
}
