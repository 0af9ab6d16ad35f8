//! Numbers that follow from printed ones.

use stats::distribution::{binomial, student_t};
use stats::{Level, Proportion};

use crate::printed::Printed;

/// Wilson's interval at 95 % for a count out of a count, as fractions of 1; `None` of nothing or when the
/// numerator exceeds the denominator.
pub fn wilson(count: u64, of: u64) -> Option<(f64, f64)> {
    wilson_at(count, of, Level::default().get())
}

/// The same at another level, a fraction of 1.
pub fn wilson_at(count: u64, of: u64, level: f64) -> Option<(f64, f64)> {
    let level = Level::new(level).ok()?;
    let share = Proportion::new(usize::try_from(count).ok()?, usize::try_from(of).ok()?).ok()?;
    stats::wilson(share, level).ci.ok().map(|ci| (ci.low, ci.high))
}

/// Whether a printed per cent is what `count` of `of` rounds to, in whole numbers: half-up and half-even both
/// agree. Nothing agrees with a share of nothing.
pub fn percent_agrees(count: u64, of: u64, percent: &Printed) -> bool {
    let (count, of) = (i128::from(count), i128::from(of));
    let share = count * 100 * percent.scale();
    of > 0 && 2 * (share - i128::from(percent.digits) * of).abs() <= of
}

/// Exact two-sided sign test of two counts that were equally likely; 1 when both are 0.
pub fn sign_test(first: u64, second: u64) -> f64 {
    let n = first.saturating_add(second);
    (2.0 * binomial::lower(first.min(second), n, 0.5)).min(1.0)
}

/// Two-sided p of a mean whose t interval at `level` with n - 1 degrees of freedom is `ci`; `None` where there is
/// no such interval.
pub fn two_sided_p_of_interval(value: f64, ci: (f64, f64), n: usize, level: f64) -> Option<f64> {
    let df = (n as f64) - 1.0;
    let half = (ci.1 - ci.0) / 2.0;
    let level = Level::new(level).ok()?;
    if df < 1.0 || !half.is_finite() || half <= 0.0 || !value.is_finite() {
        return None;
    }
    let critical = student_t::quantile_upper(level.tail(), df);
    Some(student_t::two_sided(value / half * critical, df))
}

/// The same for a ratio, whose interval is symmetric on the logarithm.
pub fn two_sided_p_of_ratio(value: f64, ci: (f64, f64), n: usize, level: f64) -> Option<f64> {
    if [value, ci.0, ci.1].iter().any(|part| *part <= 0.0 || !part.is_finite()) {
        return None;
    }
    two_sided_p_of_interval(value.ln(), (ci.0.ln(), ci.1.ln()), n, level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        Printed::parse(text).expect("a number")
    }

    /// clinical-rules section 8.
    #[test]
    fn the_numbers_worked_out_elsewhere() {
        assert!((sign_test(10, 5) - 0.302).abs() < 5e-4);
        let (low, high) = wilson(10, 41).expect("an interval");
        assert!((low - 0.138).abs() < 5e-4 && (high - 0.393).abs() < 5e-4, "{low} {high}");
    }

    /// 1/8 = 12.5 %: half-up gives 13, half-even 12, and both are right.
    #[test]
    fn both_ways_of_rounding_a_half_agree() {
        assert!(percent_agrees(1, 8, &printed("13")) && percent_agrees(1, 8, &printed("12")));
        assert!(!percent_agrees(1, 8, &printed("14")) && !percent_agrees(0, 0, &printed("0")));
        assert!(percent_agrees(63, 164, &printed("38.4")) && !percent_agrees(63, 164, &printed("38.5")));
    }

    /// Mean 2, SD 2, n = 4: standard error 1, t = 2, and t(0.975, 3) = 3.182446; p = 0.139326 (tables of t).
    #[test]
    fn a_p_from_an_interval() {
        let p = two_sided_p_of_interval(2.0, (2.0 - 3.182446, 2.0 + 3.182446), 4, 0.95).expect("a p");
        assert!((p - 0.139326).abs() < 1e-6, "{p}");
        assert_eq!(two_sided_p_of_interval(2.0, (2.0, 2.0), 4, 0.95), None);
        assert_eq!(two_sided_p_of_interval(2.0, (1.0, 3.0), 1, 0.95), None);
        assert_eq!(two_sided_p_of_ratio(2.0, (0.0, 3.0), 5, 0.95), None);
    }
}
