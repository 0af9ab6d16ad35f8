//! Spans of days.

use crate::Day;

/// A span of days; both ends belong to it (contract 3). Empty when `last` is before `first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day inside.
    pub first: Day,
    /// Last day inside.
    pub last: Day,
}

impl Window {
    /// The window from `offsets.0` to `offsets.1` days after `index`.
    pub fn around(index: Day, offsets: (i32, i32)) -> Window {
        Window { first: index + offsets.0, last: index + offsets.1 }
    }

    /// Whether the day lies inside.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The same window beginning no earlier than `day`.
    pub fn not_before(self, day: Day) -> Window {
        Window { first: self.first.max(day), last: self.last }
    }

    /// The part of the window before `day`, that day not included.
    pub fn before(self, day: Day) -> Window {
        Window { first: self.first, last: self.last.min(day - 1) }
    }
}
