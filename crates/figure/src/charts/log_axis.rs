//! A log axis from whole decade to whole decade, with room for zero at its foot.

/// Values from low to high on places from `from` to `to` in points; `to` may lie above `from`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LogAxis {
    /// Exponent of ten at `from`.
    low: i32,
    /// Exponent of ten at `to`; above `low`.
    high: i32,
    from: f64,
    to: f64,
}

impl LogAxis {
    /// Whole decades around the positive finite values; 1 to 10 around none. No axis goes beyond 1e-9 to
    /// 1e9: what lies outside stands at its ends.
    pub fn around(values: impl Iterator<Item = f64>, from: f64, to: f64) -> LogAxis {
        let (mut low, mut high) = (i32::MAX, i32::MIN);
        for value in values.filter(|value| is_drawable(*value)) {
            let exponent = value.log10();
            low = low.min((exponent + 1e-9).floor().clamp(-9.0, 8.0) as i32);
            high = high.max((exponent - 1e-9).ceil().clamp(-8.0, 9.0) as i32);
        }
        if low > high {
            (low, high) = (0, 1);
        }
        LogAxis { low, high: high.max(low + 1), from, to }
    }

    /// The place of a positive value; of anything else the lower end.
    pub fn place(&self, value: f64) -> f64 {
        let exponent = if is_drawable(value) { value.log10() } else { f64::from(self.low) };
        let share = (exponent - f64::from(self.low)) / f64::from(self.high - self.low);
        self.from + (self.to - self.from) * share.clamp(0.0, 1.0)
    }

    /// Values to label and their text: powers of ten, at most seven; over one or two decades also 2 and 5
    /// (one decade) or 3 (two decades) times them.
    pub fn ticks(&self) -> Vec<(f64, String)> {
        let decades = self.high - self.low;
        let step = (decades + 5) / 6;
        let between: &[f64] = match decades {
            1 => &[1.0, 2.0, 5.0],
            2 => &[1.0, 3.0],
            _ => &[1.0],
        };
        let exponents = (self.low..=self.high).step_by(step.max(1) as usize);
        exponents
            .flat_map(|exponent| between.iter().map(move |factor| factor * 10f64.powi(exponent)))
            .filter(|value| value.log10() <= f64::from(self.high) + 1e-9)
            .map(|value| (value, label(value)))
            .collect()
    }
}

/// Whether a log axis has a place for the value.
pub(crate) fn is_drawable(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

/// A tick's text: plain from 0.001 to 100000, else as `1e6`.
fn label(value: f64) -> String {
    if !(0.000_999..=999_999.0).contains(&value) {
        return format!("{value:.0e}");
    }
    number(value)
}

/// A number as recorded, to four decimals.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_lies_in_the_middle_of_one_to_a_hundred() {
        let axis = LogAxis::around([1.0, 100.0].into_iter(), 200.0, 100.0);
        assert!((axis.place(10.0) - 150.0).abs() < 1e-9);
        assert!((axis.place(1.0) - 200.0).abs() < 1e-9);
        assert!((axis.place(100.0) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn an_axis_of_nothing_is_one_decade() {
        let axis = LogAxis::around([0.0, -1.0, f64::NAN, f64::INFINITY].into_iter(), 0.0, 10.0);
        let labels: Vec<String> = axis.ticks().into_iter().map(|tick| tick.1).collect();
        assert_eq!(labels, ["1", "2", "5", "10"]);
    }

    #[test]
    fn ends_hold_what_lies_beyond() {
        let axis = LogAxis::around([1e-300, 1e300].into_iter(), 0.0, 18.0);
        assert_eq!((axis.place(1e-300), axis.place(1e300)), (0.0, 18.0));
        assert!(axis.ticks().len() <= 7);
    }
}
