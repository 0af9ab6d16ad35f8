//! Two independent groups.

use crate::{Answer, Estimate, Method, Proportion, Undefined};

/// Counts of two groups as numbers: x of n in each.
#[derive(Clone, Copy)]
pub(super) struct Two {
    pub(super) x1: f64,
    pub(super) n1: f64,
    pub(super) x2: f64,
    pub(super) n2: f64,
}

impl Two {
    /// Both groups have units.
    pub(super) fn of(first: Proportion, second: Proportion) -> Answer<Self> {
        if first.denominator() == 0 || second.denominator() == 0 {
            return Err(Undefined::ZeroDenominator);
        }
        let [x1, n1, x2, n2] =
            [first.numerator(), first.denominator(), second.numerator(), second.denominator()]
                .map(|count| count as f64);
        Ok(Self { x1, n1, x2, n2 })
    }

    pub(super) fn p1(&self) -> f64 {
        self.x1 / self.n1
    }

    pub(super) fn p2(&self) -> f64 {
        self.x2 / self.n2
    }

    pub(super) fn n(&self) -> f64 {
        self.n1 + self.n2
    }

    /// Those that have it, in both.
    pub(super) fn x(&self) -> f64 {
        self.x1 + self.x2
    }

    /// Those that have it not, by group.
    pub(super) fn others(&self) -> (f64, f64) {
        (self.n1 - self.x1, self.n2 - self.x2)
    }

    /// Second minus first, from one fraction: exactly 0 for equal proportions.
    pub(super) fn difference(&self) -> f64 {
        let exact = self.x2 * self.n1 - self.x1 * self.n2;
        if exact == 0.0 { 0.0 } else { exact / self.n1 / self.n2 }
    }

    /// Second over first.
    pub(super) fn risk_ratio(&self) -> Answer {
        if self.x1 == 0.0 {
            Err(Undefined::ZeroDenominator)
        } else {
            Ok(self.x2 * self.n1 / (self.x1 * self.n2))
        }
    }

    /// Second group's odds over the first's.
    pub(super) fn odds_ratio(&self) -> Answer {
        let (y1, y2) = self.others();
        if self.x() == 0.0 || y1 + y2 == 0.0 {
            Err(Undefined::EmptyMargin)
        } else if self.x1 * y2 == 0.0 {
            Err(Undefined::ZeroDenominator)
        } else {
            Ok(self.x2 / self.x1 * (y1 / y2))
        }
    }

    /// Whether all have it, or none.
    pub(super) fn uniform(&self) -> bool {
        self.x() == 0.0 || self.x() == self.n()
    }
}

/// The blank result of two groups: `n` counts both.
pub(super) fn blank(first: Proportion, second: Proportion, method: Method) -> Estimate {
    Estimate {
        n_missing: first.n_missing().saturating_add(second.n_missing()),
        ..Estimate::blank(method, first.denominator().saturating_add(second.denominator()))
    }
}
