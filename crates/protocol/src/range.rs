//! Which numbers a key takes.

use std::fmt;

/// Most days any key takes: a century.
const MOST_DAYS: f64 = 36_525.0;
/// Most of any other number: far above what any unit of this study needs.
const MOST: f64 = 1_000_000.0;

/// A span of numbers; `Display` completes "must be ...".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    least: f64,
    most: f64,
    open: bool,
}

impl Range {
    /// More than 0.
    pub(crate) fn positive() -> Range {
        Range { least: 0.0, most: MOST, open: true }
    }

    /// 0 or more.
    pub(crate) fn not_negative() -> Range {
        Range { least: 0.0, most: MOST, open: false }
    }

    /// More than `bound`.
    pub(crate) fn above(bound: f64) -> Range {
        Range { least: bound, most: MOST, open: true }
    }

    /// Between the two, neither included.
    pub(crate) fn inside(least: f64, most: f64) -> Range {
        Range { least, most, open: true }
    }

    /// 0 to 100.
    pub(crate) fn percentage() -> Range {
        Range { least: 0.0, most: 100.0, open: false }
    }

    /// From `least` to `most`, both included.
    pub(crate) fn from_to(least: f64, most: f64) -> Range {
        Range { least, most, open: false }
    }

    /// Days from `least` on.
    pub(crate) fn days_from(least: i32) -> Range {
        Range { least: f64::from(least), most: MOST_DAYS, open: false }
    }

    /// Days before or after.
    pub(crate) fn days_around() -> Range {
        Range { least: -MOST_DAYS, most: MOST_DAYS, open: false }
    }

    /// Whether the number lies inside; never for one that is not finite.
    pub(crate) fn contains(self, number: f64) -> bool {
        let inside = if self.open {
            self.least < number && number < self.most
        } else {
            self.least <= number && number <= self.most
        };
        number.is_finite() && inside
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { least, most, .. } = self;
        match self.open {
            true => write!(f, "more than {least} and less than {most}"),
            false => write!(f, "from {least} to {most}"),
        }
    }
}
