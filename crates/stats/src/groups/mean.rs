//! The difference of two means.

use super::centre::Centre;
use crate::answer::finite;
use crate::distribution::student_t;
use crate::{Answer, Estimate, Interval, Level, Method, Sample, Statistic, Test, Undefined};

/// Each group keeps its own variance.
const WELCH: Method = Method {
    name: "Welch's t test, degrees of freedom by Satterthwaite",
    reference: "Welch BL, Biometrika 1938;29:350; Satterthwaite FE, Biometrics Bull 1946;2:110",
};

/// One variance for both groups.
const POOLED: Method = Method {
    name: "Student's t test with pooled variance",
    reference: "Student, Biometrika 1908;6:1; Altman DG, Practical Statistics for Medical Research, 9.6",
};

/// Mean of the second group minus mean of the first, in the unit of the data, with Welch's t interval, t and two-sided
/// p. The variances need not be equal: the default for two means.
///
/// No value in a group: nothing is defined ([`Undefined::NoValues`]). One: the difference alone
/// ([`Undefined::TooFew`]). Both groups constant: the difference, no interval and no test ([`Undefined::NoSpread`]); one
/// constant group is as good as any other. `sd` is not part of the method: there are two. `n` counts both groups.
pub fn welch_t(first: Sample<'_>, second: Sample<'_>, level: Level) -> Estimate {
    difference(first, second, level, WELCH, welch_error)
}

/// As [`welch_t`] for two groups whose variances are taken to be equal: t on n - 2 degrees of freedom, `sd` the pooled
/// standard deviation. Where they are not equal and the groups differ in size, p and interval are wrong.
///
/// One group may consist of a single value if the other has two.
pub fn pooled_t(first: Sample<'_>, second: Sample<'_>, level: Level) -> Estimate {
    difference(first, second, level, POOLED, pooled_error)
}

/// Standard error of the difference, and what t needs beside it; in the unit of the centres.
pub(super) struct Error {
    squared: f64,
    df: f64,
    sd: Answer,
}

/// Satterthwaite's degrees of freedom from the shares of the two errors, whose own squares might vanish.
pub(super) fn welch_error(first: &Centre, second: &Centre) -> Answer<Error> {
    let (a, b) = (first.squared_error()?, second.squared_error()?);
    let share = a / (a + b);
    let df = 1.0 / (share * share / first.df() + (1.0 - share) * (1.0 - share) / second.df());
    Ok(Error { squared: a + b, df, sd: Err(Undefined::NotPartOfMethod) })
}

fn pooled_error(first: &Centre, second: &Centre) -> Answer<Error> {
    let df = first.df() + second.df();
    if df < 1.0 {
        return Err(Undefined::TooFew { needed: 3, found: first.n + second.n });
    }
    let variance = (first.squares() + second.squares()) / df;
    let squared = variance * (1.0 / first.n as f64 + 1.0 / second.n as f64);
    Ok(Error { squared, df, sd: Ok(variance.sqrt()) })
}

/// Difference, interval and test in the unit of the centres.
pub(super) struct Compared {
    pub(super) difference: f64,
    pub(super) limits: Answer<(f64, f64)>,
    pub(super) test: Answer<Test>,
    pub(super) sd: Answer,
}

impl Compared {
    pub(super) fn of(first: &Centre, second: &Centre, level: Level, error: Answer<Error>) -> Self {
        let difference = second.above(first);
        let undefined = |sd, reason| Self { difference, limits: Err(reason), test: Err(reason), sd };
        let error = match error {
            Ok(error) => error,
            Err(reason) => return undefined(Err(reason), reason),
        };
        if error.squared.is_nan() || error.squared <= 0.0 {
            return undefined(error.sd, Undefined::NoSpread);
        }
        let standard_error = error.squared.sqrt();
        let t = difference / standard_error;
        let reach = student_t::quantile_upper(level.tail(), error.df) * standard_error;
        Self {
            difference,
            limits: Ok((difference - reach, difference + reach)),
            test: finite(t).map(|t| Test {
                statistic: Statistic::StudentT { t, df: error.df },
                p_value: student_t::two_sided(t, error.df),
            }),
            sd: error.sd,
        }
    }
}

fn difference(
    first: Sample<'_>,
    second: Sample<'_>,
    level: Level,
    method: Method,
    error: fn(&Centre, &Centre) -> Answer<Error>,
) -> Estimate {
    let n_missing = first.n_missing() + second.n_missing();
    let (first, second) = (first.values(), second.values());
    let estimate = Estimate { n_missing, ..Estimate::blank(method, first.len() + second.len()) };
    if first.is_empty() || second.is_empty() {
        return estimate.without(Undefined::NoValues);
    }
    let (centres, unit) = Centre::of_all(&[first, second]);
    let compared = Compared::of(&centres[0], &centres[1], level, error(&centres[0], &centres[1]));
    let back = |value: f64| finite(unit.back(value));
    Estimate {
        value: back(compared.difference),
        ci: compared
            .limits
            .and_then(|(low, high)| Ok(Interval { low: back(low)?, high: back(high)?, level, method })),
        test: compared.test,
        sd: compared.sd.and_then(back),
        ..estimate
    }
}
