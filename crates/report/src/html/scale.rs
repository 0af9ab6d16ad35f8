//! Logarithmic axes.

/// Maps positive numbers to places between two ends, by logarithm.
pub(super) struct LogScale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl LogScale {
    /// `low` and `high` (positive, `low` below `high`) lie at the places `from` and `to`.
    pub fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> LogScale {
        LogScale { low: low.ln(), high: high.ln(), from, to }
    }

    /// The place of a positive number; numbers beyond an end lie on it.
    pub fn at(&self, value: f64) -> f64 {
        let share = (value.ln() - self.low) / (self.high - self.low);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }
}

/// The powers of ten around positive numbers: the exponent at or below the least and the one at or above
/// the greatest; `0` and `1` without any.
pub(super) fn decades(values: impl Iterator<Item = f64>) -> (i32, i32) {
    let positive = values.filter(|value| *value > 0.0 && value.is_finite());
    let range = positive.fold(None, |range: Option<(f64, f64)>, value| {
        Some(range.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    });
    let Some((low, high)) = range else {
        return (0, 1);
    };
    let first = low.log10().floor() as i32;
    (first, (high.log10().ceil() as i32).max(first + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_logarithm() {
        let scale = LogScale::new((0.1, 1000.0), (300.0, 20.0));
        assert!((scale.at(10.0) - 160.0).abs() < 1e-9);
        assert_eq!(scale.at(1e9), 20.0);
        assert_eq!(scale.at(0.001), 300.0);
    }

    #[test]
    fn decades_hold_all_numbers() {
        for (values, expected) in [
            (vec![], (0, 1)),
            (vec![0.0, 0.0], (0, 1)),
            (vec![0.2, 150.0], (-1, 3)),
            (vec![1.0], (0, 1)),
            (vec![10.0, 100.0], (1, 2)),
        ] {
            assert_eq!(decades(values.into_iter()), expected);
        }
    }
}
