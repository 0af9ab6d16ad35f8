//! The conditional odds ratio: Fisher's exact test with its interval.

use super::two::blank;
use crate::categories::{Walk, two_sided, workable};
use crate::distribution::gamma::ln_choose;
use crate::numeric::rising_root;
use crate::{Answer, Estimate, Interval, Level, Method, Proportion, Statistic, Test, Undefined};

const CONDITIONAL: Method = Method {
    name: "conditional maximum likelihood odds ratio, exact interval, Fisher's exact test (two-sided by probability)",
    reference: "Fisher RA, J R Stat Soc 1935;98:39; Cornfield J, Proc 3rd Berkeley Symp 1956;4:135; Agresti A, Categorical Data Analysis, 3.6",
};

/// Odds of `second` over those of `first`, by maximum likelihood given all totals (closer to 1 than the ratio of
/// the observed odds), with the interval that inverts both one-sided exact tests, and Fisher's two-sided exact test. The
/// same as R's `fisher.test` of the rows (second, first) and columns (have it, have it not). `n` counts both.
///
/// The count of `second` at its least possible: value 0 and a lower end of 0; at its greatest: no value
/// ([`Undefined::ZeroDenominator`]) and an infinite upper end. A group of nobody, or all or none have it: the
/// odds ratio is not defined ([`Undefined::EmptyMargin`]), and p is 1. The test and the interval can
/// disagree at the margin, as the two-sided p is by probability. Time O(SD of the count) for each of some forty
/// steps.
pub fn conditional_odds_ratio(first: Proportion, second: Proportion, level: Level) -> Estimate {
    let blank = blank(first, second, CONDITIONAL);
    if blank.n == 0 {
        return blank.without(Undefined::NoValues);
    }
    let (x1, x2) = (first.numerator(), second.numerator());
    let (y1, y2) = (first.denominator() - x1, second.denominator() - x2);
    let counts = match workable([x2, y2, x1, y1]) {
        Ok(counts) => counts,
        Err(reason) => return blank.without(reason),
    };
    let ends = Ends::of(counts);
    let ln_probability = ln_probability(counts);
    let test = two_sided([x2, y2, x1, y1])
        .map(|p_value| Test { statistic: Statistic::TableProbability { ln_probability }, p_value });
    Estimate { value: ends.estimate(counts), ci: ends.interval(counts, level), test, ..blank }
}

/// ln of the counts' probability given the totals, at an odds ratio of 1.
fn ln_probability([a, b, c, d]: [f64; 4]) -> f64 {
    let choose = |n: f64, k: f64| ln_choose(n as u64, k as u64);
    (choose(a + b, a) + choose(c + d, c) - choose(a + b + c + d, a + c)).min(0.0)
}

/// Whether the count is at an end of what the totals allow.
struct Ends {
    at_least: bool,
    at_most: bool,
}

impl Ends {
    fn of([a, b, c, d]: [f64; 4]) -> Self {
        Self { at_least: a == 0.0 || d == 0.0, at_most: b == 0.0 || c == 0.0 }
    }

    /// The odds ratio at which the expected count is the observed one.
    fn estimate(&self, counts: [f64; 4]) -> Answer {
        match (self.at_least, self.at_most) {
            (true, true) => Err(Undefined::EmptyMargin),
            (true, false) => Ok(0.0),
            (false, true) => Err(Undefined::ZeroDenominator),
            (false, false) => Ok(solve(counts, |above, below| balance(above.1, below.1))),
        }
    }

    /// P(X >= x) = tail at the lower end, P(X <= x) = tail at the upper one.
    fn interval(&self, counts: [f64; 4], level: Level) -> Answer<Interval> {
        if self.at_least && self.at_most {
            return Err(Undefined::EmptyMargin);
        }
        let tail = level.tail();
        let reaches = |more: f64, less: f64| share(1.0 + more, less) - tail;
        let low = if self.at_least { 0.0 } else { solve(counts, |above, below| reaches(above.0, below.0)) };
        let high = if self.at_most {
            f64::INFINITY
        } else {
            solve(counts, |above, below| -reaches(below.0, above.0))
        };
        Ok(Interval { low, high, level, method: CONDITIONAL })
    }
}

/// Sum and moment of a walk in one direction.
type Sums = (f64, f64);

/// The odds ratio at which a quantity that rises with it, of the walks above and below the count, is 0.
fn solve(counts: [f64; 4], rising: impl Fn(Sums, Sums) -> f64) -> f64 {
    let at = |ln_odds: f64| {
        let odds = ln_odds.exp();
        rising(Walk::up(counts, odds).sums(), Walk::down(counts, odds).sums())
    };
    let [a, b, c, d] = counts.map(|count| count + 0.5);
    rising_root((a / b * (d / c)).ln(), at).exp()
}

/// a / (a + b), also where one is infinite.
fn share(a: f64, b: f64) -> f64 {
    if a.is_infinite() { 1.0 } else { a / (a + b) }
}

/// From -1 to 1, 0 where both are equal.
fn balance(above: f64, below: f64) -> f64 {
    share(above, below) - share(below, above)
}
