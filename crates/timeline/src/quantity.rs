//! Measured numbers that may be known only as "below" or "above" a limit.

use std::cmp::Ordering;

/// What every comparison of computed numbers allows (contract 2).
pub const TOLERANCE: f64 = 1e-9;

/// Whether the true value lies below, at or above the recorded number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// Left-censored: the value is below the number (`<x`).
    Below,
    /// The number itself.
    Exact,
    /// Right-censored: the value is above the number (`>x`).
    Above,
}

/// A number with its comparator, in the analyte's canonical unit.
///
/// Bounds are answered only when certain (contract 2, "Comparing"): `<10` is not "at least 10" and
/// is not "below 5" either.
#[derive(Clone, Copy, PartialEq)]
pub struct Quantity {
    /// The number; the limit when censored.
    pub number: f64,
    /// How the true value relates to it.
    pub comparator: Comparator,
}

impl Quantity {
    /// An uncensored number.
    pub fn exact(number: f64) -> Quantity {
        Quantity { number, comparator: Comparator::Exact }
    }

    /// Left-censored at `limit`.
    pub fn below_limit(limit: f64) -> Quantity {
        Quantity { number: limit, comparator: Comparator::Below }
    }

    /// Right-censored at `limit`.
    pub fn above_limit(limit: f64) -> Quantity {
        Quantity { number: limit, comparator: Comparator::Above }
    }

    /// Certainly `>= bound`.
    pub fn is_at_least(self, bound: f64) -> bool {
        self.comparator != Comparator::Below && at_least(self.number, bound)
    }

    /// Certainly `> bound`.
    pub fn is_above(self, bound: f64) -> bool {
        match self.comparator {
            Comparator::Below => false,
            Comparator::Exact => self.number > bound + TOLERANCE,
            Comparator::Above => at_least(self.number, bound),
        }
    }

    /// Certainly `< bound`.
    pub fn is_below(self, bound: f64) -> bool {
        match self.comparator {
            Comparator::Below => self.number <= bound + TOLERANCE,
            Comparator::Exact => below(self.number, bound),
            Comparator::Above => false,
        }
    }

    /// Order by number; at equal numbers `>` before exact before `<` (contract 2, "the highest").
    pub fn rank(self, other: Quantity) -> Ordering {
        if (self.number - other.number).abs() <= TOLERANCE {
            self.comparator.cmp(&other.comparator)
        } else {
            self.number.total_cmp(&other.number)
        }
    }
}

/// `value >= bound` within the tolerance.
pub fn at_least(value: f64, bound: f64) -> bool {
    value >= bound - TOLERANCE
}

/// `value < bound`, by more than the tolerance.
pub fn below(value: f64, bound: f64) -> bool {
    value < bound - TOLERANCE
}

/// Redacted: a patient's value never reaches a log.
impl std::fmt::Debug for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Quantity(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_censored_value_answers_only_when_certain() {
        let (below_ten, above_ten) = (Quantity::below_limit(10.0), Quantity::above_limit(10.0));
        assert!(below_ten.is_below(10.0) && below_ten.is_below(11.0) && !below_ten.is_below(9.0));
        assert!(!below_ten.is_at_least(1.0) && !below_ten.is_above(1.0));
        assert!(above_ten.is_at_least(10.0) && above_ten.is_above(10.0) && !above_ten.is_at_least(10.5));
        assert!(!above_ten.is_below(100.0));
    }

    #[test]
    fn computed_numbers_are_compared_with_tolerance() {
        let nearly = Quantity::exact(0.1 + 0.2);
        assert!(nearly.is_at_least(0.3) && !nearly.is_above(0.3) && !nearly.is_below(0.3));
    }

    #[test]
    fn the_highest_prefers_above_over_exact_over_below() {
        let (a, e, b) = (Quantity::above_limit(5.0), Quantity::exact(5.0), Quantity::below_limit(5.0));
        assert_eq!(a.rank(e), Ordering::Greater);
        assert_eq!(e.rank(b), Ordering::Greater);
        assert_eq!(b.rank(Quantity::exact(4.9)), Ordering::Greater);
    }
}
