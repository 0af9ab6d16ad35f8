//! Dates: `YYYY-MM-DD`, with a time part cut off; `D/M/YYYY` only where declared (contract 1).

use timeline::Day;

use super::word::trim;
use crate::DateOrder;

/// The calendar day a trimmed cell names; `None` for anything else.
pub(crate) fn day(cell: &[u8], order: DateOrder) -> Option<Day> {
    match <&[u8; 10]>::try_from(cell).ok().and_then(common_day) {
        Some(day) => Some(day),
        None => unusual_day(cell, order),
    }
}

/// An ISO date up to the 28th of its month, as nearly all are: there is nothing more to check then.
/// The days are counted in years that begin in March (Howard Hinnant, chrono-compatible algorithms).
#[inline]
fn common_day(cell: &[u8; 10]) -> Option<Day> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = cell else {
        return None;
    };
    let [a, b, c, d, e, f, g, h] = [a, b, c, d, e, f, g, h].map(|digit| i32::from(digit.wrapping_sub(b'0')));
    let (year, month, day) = (1000 * a + 100 * b + 10 * c + d, 10 * e + f, 10 * g + h);
    let are_digits = [a, b, c, d, e, f, g, h].iter().all(|digit| *digit <= 9);
    if !are_digits || year == 0 || !(1..=12).contains(&month) || !(1..=28).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
    const FROM_MARCH_OF_YEAR_ZERO: i32 = 719_468;
    Some(Day::from_number(days - FROM_MARCH_OF_YEAR_ZERO))
}

/// As [`day`], and a year alone, which stands for 1 July of it.
pub(crate) fn birth_day(cell: &[u8], order: DateOrder) -> Option<Day> {
    match cell {
        [_, _, _, _] if cell.iter().all(u8::is_ascii_digit) => Day::from_ymd(digits(cell)?, 7, 1),
        _ => day(cell, order),
    }
}

#[cold]
fn unusual_day(cell: &[u8], order: DateOrder) -> Option<Day> {
    let (date, rest) = match order {
        DateOrder::DayMonthYear if cell.contains(&b'/') => cell.split_at(slashed_length(cell)),
        _ => cell.split_at_checked(10)?,
    };
    if !rest.is_empty() && !is_time(rest) {
        return None;
    }
    Day::parse_iso(date).or_else(|| match order {
        DateOrder::IsoOnly => None,
        DateOrder::DayMonthYear => day_month_year(date),
    })
}

fn slashed_length(cell: &[u8]) -> usize {
    cell.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'/').unwrap_or(cell.len())
}

fn day_month_year(date: &[u8]) -> Option<Day> {
    let mut parts = date.split(|byte| *byte == b'/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let lengths = matches!((day.len(), month.len(), year.len()), (1..=2, 1..=2, 4));
    if parts.next().is_some() || !lengths {
        return None;
    }
    Day::from_ymd(digits(year)?, digits(month)? as u8, digits(day)? as u8)
}

fn digits(text: &[u8]) -> Option<i32> {
    text.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))
}

/// `T` or a blank, then `HH:MM` and whatever more a clock writes.
fn is_time(rest: &[u8]) -> bool {
    let clock = match rest {
        [b'T' | b't', clock @ ..] => clock,
        _ if trim(rest).len() < rest.len() => trim(rest),
        _ => return false,
    };
    let [a, b, b':', c, d, more @ ..] = clock else {
        return false;
    };
    let in_range = |tens: u8, ones: u8, last: i32| digits(&[tens, ones]).is_some_and(|number| number <= last);
    in_range(*a, *b, 24)
        && in_range(*c, *d, 59)
        && more.iter().all(|byte| byte.is_ascii_digit() || b":.,+-Zz ".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(cell: &str) -> Option<String> {
        day(cell.as_bytes(), DateOrder::IsoOnly).map(Day::iso)
    }

    fn declared(cell: &str) -> Option<String> {
        day(cell.as_bytes(), DateOrder::DayMonthYear).map(Day::iso)
    }

    #[test]
    fn iso_dates_with_or_without_a_time() {
        for cell in [
            "2005-03-02",
            "2005-03-02T08:15",
            "2005-03-02 08:15:30",
            "2005-03-02T08:15:30.5Z",
            "2005-03-02T23:59:59+02:00",
            "2005-03-02\u{a0}08:15",
        ] {
            assert_eq!(iso(cell).as_deref(), Some("2005-03-02"), "{cell}");
            assert_eq!(declared(cell).as_deref(), Some("2005-03-02"), "{cell}");
        }
    }

    #[test]
    fn anything_else_is_unreadable() {
        for cell in [
            "",
            "2005",
            "2005-3-2",
            "2005-02-30",
            "02/03/2005",
            "2005/03/02",
            "2005-03-02x",
            "2005-03-02T",
            "2005-03-02T8",
            "2005-03-02 25:00",
            "2005-03-0208:15",
            "20050302",
            "2005-03-02T08:15 pm",
            "38718",
        ] {
            assert_eq!(iso(cell), None, "{cell}");
        }
    }

    #[test]
    fn day_month_year_only_where_declared() {
        for (cell, day) in [
            ("02/03/2005", Some("2005-03-02")),
            ("2/3/2005", Some("2005-03-02")),
            ("31/12/1999 08:15", Some("1999-12-31")),
            ("13/13/2005", None),
            ("2/3/05", None),
            ("2005/03/02", None),
            ("2/3/2005/1", None),
            ("002/03/2005", None),
            ("//", None),
        ] {
            assert_eq!(declared(cell).as_deref(), day, "{cell}");
            assert_eq!(iso(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_year_alone_is_its_first_of_july() {
        let birth = |cell: &str| birth_day(cell.as_bytes(), DateOrder::IsoOnly).map(Day::iso);
        assert_eq!(birth("1960").as_deref(), Some("1960-07-01"));
        assert_eq!(birth("1960-02-29").as_deref(), Some("1960-02-29"));
        assert_eq!(birth("60"), None);
        assert_eq!(birth("19 0"), None);
    }

    #[test]
    fn every_day_of_the_calendar_is_read() {
        let (first, last) =
            (Day::from_ymd(0, 1, 1).expect("a day"), Day::from_ymd(9999, 12, 31).expect("a day"));
        for number in (first.number()..=last.number()).step_by(3) {
            let expected = Day::from_number(number);
            assert_eq!(day(expected.iso().as_bytes(), DateOrder::IsoOnly), Some(expected));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(cell in proptest::collection::vec(any::<u8>(), 0..30)) {
            let _ = day(&cell, DateOrder::DayMonthYear);
            let _ = birth_day(&cell, DateOrder::IsoOnly);
        }

        #[test]
        fn any_date_like_text_is_answered(cell in "[0-9/T: \u{a0}-]{0,20}") {
            let _ = day(cell.as_bytes(), DateOrder::DayMonthYear);
        }
    }
}
