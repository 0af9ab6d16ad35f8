//! The paired t test: mean change with its interval.

use crate::answer::finite;
use crate::distribution::student_t;
use crate::numeric::{Differences, Moments, Stretches, Unit, all_equal};
use crate::{Answer, Estimate, Interval, Level, Method, Pairs, Statistic, Test, Undefined};

/// Student's t on the differences.
const PAIRED_T: Method = Method {
    name: "paired t test",
    reference: "Student, Biometrika 1908;6:1; Altman DG, Practical Statistics for Medical Research, 9.5",
};

/// Mean of after - before, in the unit of the data, with t interval, t statistic and two-sided p on
/// n - 1 degrees of freedom.
///
/// No pairs: nothing is defined. One pair: the mean alone ([`Undefined::TooFew`]). All differences equal:
/// the mean and an SD of 0, no interval and no test ([`Undefined::NoSpread`]); equal means within
/// 4 units in the last place of the largest measurement, which is what recording 0.3 - 0.2 and 0.2 - 0.1
/// in binary costs. `n_zeros` counts differences of exactly 0, which take part like any other.
pub fn paired_t(pairs: Pairs<'_>, level: Level) -> Estimate {
    let largest = pairs.largest_magnitude();
    let unit = Unit::for_largest(largest);
    let differences = Differences { first: pairs.before(), second: pairs.after(), unit };
    let student = Student::of(&differences, 4.0 * f64::EPSILON * unit.of(largest), level);
    let back = |value: f64| finite(unit.back(value));
    Estimate {
        value: student.mean.and_then(back),
        ci: student.limits.and_then(|(low, high)| {
            Ok(Interval { low: back(low)?, high: back(high)?, level, method: PAIRED_T })
        }),
        test: student.test,
        sd: student.sd.and_then(back),
        n: pairs.n(),
        n_missing: pairs.n_missing(),
        n_zeros: pairs.n_equal(),
        n_ties: 0,
        method: PAIRED_T,
        cautions: Vec::new(),
    }
}

/// One-sample t inference about a mean of zero, in the unit of the values.
pub(crate) struct Student {
    pub(crate) mean: Answer,
    pub(crate) sd: Answer,
    pub(crate) limits: Answer<(f64, f64)>,
    pub(crate) test: Answer<Test>,
}

impl Student {
    /// Values of ordinary magnitude; those within `noise` of each other have no spread.
    pub(crate) fn of<S: Stretches + Sync + ?Sized>(values: &S, noise: f64, level: Level) -> Self {
        let Some(moments) = Moments::of(values) else { return Self::undefined(Undefined::NoValues) };
        let mean = Ok(moments.mean);
        let Some(sd) = moments.sd() else {
            return Self { mean, ..Self::undefined(Undefined::TooFew { needed: 2, found: 1 }) };
        };
        if all_equal(values, noise) {
            return Self { mean, sd: Ok(0.0), ..Self::undefined(Undefined::NoSpread) };
        }
        let df = (moments.n - 1) as f64;
        let standard_error = sd / (moments.n as f64).sqrt();
        let reach = student_t::quantile_upper(level.tail(), df) * standard_error;
        let t = moments.mean / standard_error;
        let test = Test { statistic: Statistic::StudentT { t, df }, p_value: student_t::two_sided(t, df) };
        Self { mean, sd: Ok(sd), limits: Ok((moments.mean - reach, moments.mean + reach)), test: Ok(test) }
    }

    fn undefined(reason: Undefined) -> Self {
        Self { mean: Err(reason), sd: Err(reason), limits: Err(reason), test: Err(reason) }
    }
}
