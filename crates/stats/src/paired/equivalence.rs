//! Two one-sided tests: is the change small enough not to matter?

use super::mean::Student;
use super::ratio::LogRatios;
use super::{paired_t, ratio_of_geometric_means};
use crate::distribution::student_t;
use crate::numeric::{Unit, largest_magnitude};
use crate::{Answer, Estimate, InputError, Level, Method, Pairs, Statistic, Test, Undefined};

/// The changes that do not matter, ends excluded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margin {
    low: f64,
    high: f64,
}

impl Margin {
    /// Between two values of the estimate (differences or ratios). Refuses NaN, infinities and an empty margin.
    pub fn new(low: f64, high: f64) -> Result<Self, InputError> {
        if low < high && low.is_finite() && high.is_finite() {
            Ok(Self { low, high })
        } else {
            Err(InputError::MarginNotOrdered)
        }
    }

    /// Differences smaller than `width`, which is above 0.
    pub fn within(width: f64) -> Result<Self, InputError> {
        Self::new(-width, width)
    }

    /// Ratios between 1 / `factor` and `factor`, which is above 1: 1.25 is the margin of bioequivalence.
    pub fn factor(factor: f64) -> Result<Self, InputError> {
        Self::new(1.0 / factor, factor)
    }

    /// Logarithms of ratios smaller than `width`: 0.2 is 20 per cent either way on the log scale, a ratio of
    /// 0.8187 to 1.2214.
    pub fn log_ratio(width: f64) -> Result<Self, InputError> {
        Self::new((-width).exp(), width.exp())
    }

    /// Lower end.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// Upper end.
    pub fn high(&self) -> f64 {
        self.high
    }
}

/// An estimate, and whether it lies within a margin.
#[derive(Clone, Debug, PartialEq)]
pub struct Equivalence {
    /// Value and interval at the level asked for. Its test is the larger of the two below: p is the p value of
    /// *not equivalent*.
    pub estimate: Estimate,
    /// One-sided test of *at or below the margin*.
    pub above_low: Answer<Test>,
    /// One-sided test of *at or above the margin*.
    pub below_high: Answer<Test>,
    /// Whether both reject at the interval's one tail: the interval lies within the margin.
    pub equivalent: Answer<bool>,
}

const MEANS: Method = Method {
    name: "two one-sided paired t tests",
    reference: "Schuirmann DJ, J Pharmacokinet Biopharm 1987;15:657",
};

const RATIOS: Method = Method {
    name: "two one-sided t tests on log ratios",
    reference: "Schuirmann DJ, J Pharmacokinet Biopharm 1987;15:657",
};

/// Whether the mean of after - before lies within `margin`, in the unit of the data.
///
/// `level` is that of the interval, 1 - 2 alpha: 0.90 tests at 5 %. Undefined as [`paired_t`]: below two pairs, and
/// for equal differences, where nothing says how far the mean would move in another sample.
pub fn equivalence_of_means(pairs: Pairs<'_>, margin: Margin, level: Level) -> Equivalence {
    let largest = largest_magnitude(pairs.before()).max(largest_magnitude(pairs.after()));
    let unit = Unit::for_largest(largest);
    let differences: Vec<f64> =
        pairs.iter().map(|(before, after)| unit.of(after) - unit.of(before)).collect();
    let student = Student::of(&differences, 4.0 * f64::EPSILON * unit.of(largest), level);
    let estimate = Estimate { method: MEANS, ..paired_t(pairs, level) };
    judge(estimate, &student, unit.of(margin.low), unit.of(margin.high), level)
}

/// Whether the ratio of geometric means, after over before, lies within `margin`, a margin of ratios.
///
/// As [`ratio_of_geometric_means`]; `level` as for [`equivalence_of_means`]. A margin whose lower end is at or below
/// 0 has no logarithm: then no test ([`Undefined::NotPositive`]).
pub fn equivalence_of_geometric_means(pairs: Pairs<'_>, margin: Margin, level: Level) -> Equivalence {
    let logs = LogRatios::of(pairs);
    let student = logs.student(level);
    let estimate = Estimate { method: RATIOS, ..ratio_of_geometric_means(pairs, level) };
    if margin.low <= 0.0 {
        return undefined(estimate, Undefined::NotPositive);
    }
    judge(estimate, &student, margin.low.ln(), margin.high.ln(), level)
}

fn judge(estimate: Estimate, student: &Student, low: f64, high: f64, level: Level) -> Equivalence {
    let (mean, sd, df) = match (student.mean, student.sd, student.test) {
        (Ok(mean), Ok(sd), Ok(Test { statistic: Statistic::StudentT { df, .. }, .. })) => (mean, sd, df),
        (_, _, Err(reason)) | (Err(reason), _, _) | (_, Err(reason), _) => {
            return undefined(estimate, reason);
        }
        _ => return undefined(estimate, Undefined::NotPartOfMethod),
    };
    let standard_error = sd / (df + 1.0).sqrt();
    // A margin far beyond the data may overflow in their unit; t stays a number.
    let t_of = |bound: f64| ((mean - bound) / standard_error).clamp(-f64::MAX, f64::MAX);
    let (t_low, t_high) = (t_of(low), t_of(high));
    let one_sided = |t, p_value| Test { statistic: Statistic::StudentT { t, df }, p_value };
    let above_low = one_sided(t_low, student_t::upper(t_low, df));
    let below_high = one_sided(t_high, student_t::lower(t_high, df));
    let weaker = if above_low.p_value > below_high.p_value { above_low } else { below_high };
    Equivalence {
        estimate: Estimate { test: Ok(weaker), ..estimate },
        above_low: Ok(above_low),
        below_high: Ok(below_high),
        equivalent: Ok(weaker.p_value < level.tail()),
    }
}

fn undefined(estimate: Estimate, reason: Undefined) -> Equivalence {
    Equivalence {
        estimate: Estimate { test: Err(reason), ..estimate },
        above_low: Err(reason),
        below_high: Err(reason),
        equivalent: Err(reason),
    }
}
