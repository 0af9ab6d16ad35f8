//! Calendar days. A time of day never reaches this type: only the calendar day counts (contract 1).

use std::ops::{Add, Sub};

/// One calendar day of the proleptic Gregorian calendar, counted from 1970-01-01.
///
/// Adding and subtracting whole days is exact; `a - b` is the number of days from `b` to `a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH_JULIAN: i32 = 2_440_588;

impl Day {
    /// The day of a year (0 to 9999), month and day of month; `None` when there is no such day.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Day> {
        if !(0..=9999).contains(&year) {
            return None;
        }
        let month = time::Month::try_from(month).ok()?;
        let date = time::Date::from_calendar_date(year, month, day).ok()?;
        Some(Day(date.to_julian_day() - EPOCH_JULIAN))
    }

    /// Reads `YYYY-MM-DD`, exactly ten characters; `None` for anything else.
    pub fn parse_iso(text: &[u8]) -> Option<Day> {
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else {
            return None;
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0i32, |sum, x| x.is_ascii_digit().then(|| sum * 10 + i32::from(x - b'0')))
        };
        let year = number(&[a, b, c, d])?;
        Day::from_ymd(year, number(&[e, f])? as u8, number(&[g, h])? as u8)
    }

    /// Year, month (1 to 12) and day of month (1 to 31).
    pub fn ymd(self) -> (i32, u8, u8) {
        let date = time::Date::from_julian_day(self.0.saturating_add(EPOCH_JULIAN))
            .unwrap_or(if self.0 < 0 { time::Date::MIN } else { time::Date::MAX });
        (date.year(), date.month().into(), date.day())
    }

    /// The day as `YYYY-MM-DD`.
    pub fn iso(self) -> String {
        let (year, month, day) = self.ymd();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Completed years from `birth` to this day: a birthday on 29 February is completed on 1 March
    /// of a common year. Negative when `birth` is later.
    pub fn completed_years_since(self, birth: Day) -> i32 {
        let (year, month, day) = self.ymd();
        let (born_year, born_month, born_day) = birth.ymd();
        year - born_year - i32::from((month, day) < (born_month, born_day))
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day `number` days after 1970-01-01.
    pub fn from_number(number: i32) -> Day {
        Day(number)
    }
}

impl Add<i32> for Day {
    type Output = Day;
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;
    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days))
    }
}

impl Sub<Day> for Day {
    type Output = i32;
    fn sub(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text.as_bytes()).expect(text)
    }

    #[test]
    fn differences_are_calendar_days() {
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("2000-03-01") - day("2000-02-28"), 2);
        assert_eq!(day("2001-03-01") - day("2001-02-28"), 1);
        assert_eq!((day("1999-12-31") + 1).iso(), "2000-01-01");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["2001-02-29", "2001-13-01", "2001-00-10", "2001-1-01", "01-02-2001", "2001-01-0a", ""] {
            assert_eq!(Day::parse_iso(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn years_are_completed_on_the_birthday() {
        let born = day("1960-06-15");
        assert_eq!(day("2000-06-14").completed_years_since(born), 39);
        assert_eq!(day("2000-06-15").completed_years_since(born), 40);
        assert_eq!(day("2001-02-28").completed_years_since(day("2000-02-29")), 0);
        assert_eq!(day("2001-03-01").completed_years_since(day("2000-02-29")), 1);
    }
}
