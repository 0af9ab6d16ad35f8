//! What a cell says, by the kind of its column.

use super::rows::{Dialect, text};

/// Whether a cell of an identifier, a day or a number says that nothing is there: empty, `NULL`, `NA`,
/// `NaN` or `\N`, as PostgreSQL, SQL Server, R and Python write it.
fn is_missing(cell: &[u8]) -> bool {
    matches!(cell, b"" | b"\\N" | b"NA" | b"NULL" | b"null" | b"NaN" | b"nan")
}

/// The cell without quotes and blanks; `None` when nothing is there.
fn value(cell: &[u8], dialect: Dialect) -> Option<&[u8]> {
    let cell = cell.trim_ascii();
    let cell = match cell {
        [b'"', inside @ .., b'"'] if dialect.quotes => inside.trim_ascii(),
        _ => cell,
    };
    (!is_missing(cell)).then_some(cell)
}

/// A cell that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// A whole number, also as `123.0` (pandas) or `1e+05` (R), as long as it is exact.
#[inline]
pub(super) fn id(cell: &[u8], dialect: Dialect) -> Result<Option<i64>, Unreadable> {
    if let Some(id) = digits(cell) {
        return Ok(Some(id));
    }
    value(cell, dialect).map(|cell| whole(cell).ok_or(Unreadable)).transpose()
}

/// Up to 18 digits and nothing else.
#[inline]
fn digits(cell: &[u8]) -> Option<i64> {
    if cell.is_empty() || cell.len() > 18 {
        return None;
    }
    let mut id = 0;
    for byte in cell {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        id = id * 10 + i64::from(digit);
    }
    Some(id)
}

fn whole(cell: &[u8]) -> Option<i64> {
    let (is_negative, cell) = match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, cell),
    };
    let (mantissa, exponent) = match cell.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&cell[..at], str::from_utf8(&cell[at + 1..]).ok()?.parse::<i32>().ok()?),
        None => (cell, 0),
    };
    let point = mantissa.iter().position(|byte| *byte == b'.');
    let (before, after) = match point {
        Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
        None => (mantissa, &[][..]),
    };
    if before.is_empty() || mantissa.len() > 40 {
        return None;
    }
    let all = before.iter().chain(after);
    let mut number = all
        .map(|byte| byte.is_ascii_digit().then(|| i128::from(byte - b'0')))
        .try_fold(0i128, |number, digit| number.checked_mul(10)?.checked_add(digit?))?;
    let mut shift = exponent.checked_sub(i32::try_from(after.len()).ok()?)?;
    while shift < 0 && number != 0 {
        if number % 10 != 0 {
            return None;
        }
        (number, shift) = (number / 10, shift + 1);
    }
    while shift > 0 && number != 0 {
        (number, shift) = (number.checked_mul(10)?, shift - 1);
    }
    i64::try_from(if is_negative { -number } else { number }).ok()
}

/// A number. Where the cells are told apart by semicolons, a comma is its decimal point.
pub(super) fn number(cell: &[u8], dialect: Dialect) -> Result<Option<f64>, Unreadable> {
    let Some(cell) = value(cell, dialect) else { return Ok(None) };
    let cell = str::from_utf8(cell).map_err(|_| Unreadable)?;
    let is_plain = cell.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = match cell.split_once(',') {
        Some((whole, part)) if dialect.delimiter == b';' && !part.contains(['.', ',']) => {
            format!("{whole}.{part}").parse::<f64>().ok()
        }
        _ if is_plain => cell.parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite()).map(Some).ok_or(Unreadable)
}

/// A day: `YYYY-MM-DD` or `YYYYMMDD`; a time of day after `T` or a blank is cut off.
#[inline]
pub(super) fn day(cell: &[u8], dialect: Dialect) -> Result<Option<i32>, Unreadable> {
    let Some(cell) = value(cell, dialect) else { return Ok(None) };
    let (year, month, day, rest) = match cell {
        [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, rest @ ..]
        | [y0, y1, y2, y3, m0, m1, d0, d1, rest @ ..] => {
            (decimal(&[*y0, *y1, *y2, *y3]), decimal(&[*m0, *m1]), decimal(&[*d0, *d1]), rest)
        }
        _ => return Err(Unreadable),
    };
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) if is_time(rest) => {
            days_since_1970(year, month, day).map(Some).ok_or(Unreadable)
        }
        _ => Err(Unreadable),
    }
}

fn decimal(digits: &[u8]) -> Option<i32> {
    digits
        .iter()
        .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i32::from(byte - b'0')))
}

/// Whether what follows a day is nothing or a time of day.
fn is_time(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b'T' | b't' | b' ', first, time @ ..] if first.is_ascii_digit() => time.iter().all(|byte| {
            byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z' | b'z' | b' ')
        }),
        _ => false,
    }
}

/// Days after 1970-01-01 in the Gregorian calendar; `None` when there is no such day. The year begins in
/// March, so that a leap day is its last one.
fn days_since_1970(year: i32, month: i32, day: i32) -> Option<i32> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let n_days = match month {
        2 => 28 + i32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !(1..=n_days).contains(&day) || year == 0 {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before = year * 365 + year / 4 - year / 100 + year / 400;
    Some(before + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

/// A text as it is; `None` when it is empty, `\N`, or the file's word for what is missing.
pub(super) fn word(cell: &[u8], dialect: Dialect) -> Option<std::borrow::Cow<'_, [u8]>> {
    if cell == b"\\N" || cell == dialect.missing {
        return None;
    }
    let word = text(cell, dialect);
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: Dialect = Dialect::new(b',');
    const SEMICOLON: Dialect = Dialect::new(b';');

    #[test]
    fn whole_numbers_are_exact_or_refused() {
        for (cell, expected) in [
            ("", Ok(None)),
            ("NA", Ok(None)),
            ("\\N", Ok(None)),
            ("\"\"", Ok(None)),
            ("\"17\"", Ok(Some(17))),
            (" 17 ", Ok(Some(17))),
            ("-17", Ok(Some(-17))),
            ("17.0", Ok(Some(17))),
            ("1e+05", Ok(Some(100_000))),
            ("1.5e1", Ok(Some(15))),
            ("0e999999999", Ok(Some(0))),
            ("9223372036854775807", Ok(Some(i64::MAX))),
            ("-9223372036854775808", Ok(Some(i64::MIN))),
            ("9223372036854775808", Err(Unreadable)),
            ("17.5", Err(Unreadable)),
            ("1e999999999", Err(Unreadable)),
            ("1e-1", Err(Unreadable)),
            (".5", Err(Unreadable)),
            ("-", Err(Unreadable)),
            ("0x1", Err(Unreadable)),
            ("P1", Err(Unreadable)),
        ] {
            assert_eq!(id(cell.as_bytes(), COMMA), expected, "{cell}");
        }
    }

    #[test]
    fn numbers_have_a_point_or_beside_semicolons_a_comma() {
        for (cell, dialect, expected) in [
            ("0.25", COMMA, Ok(Some(0.25))),
            ("-1e3", COMMA, Ok(Some(-1000.0))),
            ("NaN", COMMA, Ok(None)),
            ("\"0,25\"", COMMA, Err(Unreadable)),
            ("0,25", SEMICOLON, Ok(Some(0.25))),
            ("1,234,5", SEMICOLON, Err(Unreadable)),
            ("<0.2", COMMA, Err(Unreadable)),
            ("inf", COMMA, Err(Unreadable)),
            ("1e999", COMMA, Err(Unreadable)),
        ] {
            assert_eq!(number(cell.as_bytes(), dialect), expected, "{cell}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        // by Python: (date(y, m, d) - date(1970, 1, 1)).days
        for (cell, expected) in [
            ("1970-01-01", Ok(Some(0))),
            ("1969-12-31", Ok(Some(-1))),
            ("20000229", Ok(Some(11_016))),
            ("2099-12-31", Ok(Some(47_481))),
            ("0001-01-01", Ok(Some(-719_162))),
            ("9999-12-31", Ok(Some(2_932_896))),
            ("2008-03-01 13:45:10.123", Ok(Some(13_939))),
            ("2008-03-01T00:00:00+01:00", Ok(Some(13_939))),
            ("20080301 00:00", Ok(Some(13_939))),
            ("NULL", Ok(None)),
            ("2008-02-30", Err(Unreadable)),
            ("1900-02-29", Err(Unreadable)),
            ("2008-13-01", Err(Unreadable)),
            ("0000-01-01", Err(Unreadable)),
            ("01/02/2008", Err(Unreadable)),
            ("2008-03-01x", Err(Unreadable)),
            ("2008-3-1", Err(Unreadable)),
        ] {
            assert_eq!(day(cell.as_bytes(), COMMA), expected, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_value_or_none(cell in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = (id(&cell, COMMA), day(&cell, COMMA), number(&cell, SEMICOLON), word(&cell, COMMA));
        }

        #[test]
        fn every_whole_number_is_read(whole in any::<i64>()) {
            prop_assert_eq!(id(whole.to_string().as_bytes(), COMMA), Ok(Some(whole)));
            prop_assert_eq!(id(format!("{whole}.0").as_bytes(), COMMA), Ok(Some(whole)));
        }

        #[test]
        fn every_day_is_read(first in -700_000i32..2_000_000) {
            // written by the crate `time`; 1970-01-01 is the Julian day 2,440,588
            let of = |after: i32| {
                let date = time::Date::from_julian_day(2_440_588 + after).expect("a day");
                format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
            };
            prop_assert_eq!(day(of(first).as_bytes(), COMMA), Ok(Some(first)));
        }
    }
}
