//! Numbers of twice the precision: an `f64` and the rounding error that it carries.

/// `high + low`, about 32 decimal digits (Dekker, Numer Math 1971;18:224).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Double {
    high: f64,
    low: f64,
}

impl Double {
    pub(super) const ZERO: Self = Self { high: 0.0, low: 0.0 };

    /// The exact sum of two numbers (Knuth's two-sum).
    pub(super) fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let taken = high - a;
        Self { high, low: (a - (high - taken)) + (b - taken) }
    }

    pub(super) fn get(self) -> f64 {
        self.high + self.low
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let sum = Self::sum(self.high, other.high);
        Self::sum(sum.high, sum.low + (self.low + other.low))
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(Self { high: -other.high, low: -other.low })
    }

    pub(super) fn times(self, other: Self) -> Self {
        let high = self.high * other.high;
        let error = self.high.mul_add(other.high, -high);
        Self::sum(high, error + (self.high * other.low + self.low * other.high))
    }

    pub(super) fn times_number(self, factor: f64) -> Self {
        self.times(Self { high: factor, low: 0.0 })
    }

    /// One step of long division: the quotient, and what it leaves divided once more.
    pub(super) fn over(self, divisor: f64) -> Self {
        let quotient = self.high / divisor;
        let rest = self.minus(Self { high: quotient, low: 0.0 }.times_number(divisor));
        Self::sum(quotient, rest.get() / divisor)
    }

    /// Both parts by the same function: exact for powers of two.
    pub(super) fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self { high: change(self.high), low: change(self.low) }
    }
}
