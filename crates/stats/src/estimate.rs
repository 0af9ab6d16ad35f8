//! The shape of every result.

use crate::{Answer, Level, Undefined};

/// One estimate with everything a reader needs to judge it.
///
/// Each part that the data or the method cannot give holds the reason ([`crate::Undefined`]) instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The point estimate, in the unit the method states.
    pub value: Answer,
    /// The confidence interval, in the unit of `value`; it contains `value`.
    pub ci: Answer<Interval>,
    /// The test of *no change*: statistic and two-sided p.
    pub test: Answer<Test>,
    /// Standard deviation (divisor n - 1) of what the method averages: differences or log ratios.
    /// Exactly 0 where these are equal up to the rounding of their inputs.
    pub sd: Answer,
    /// Values, pairs or trials that the estimate rests on.
    pub n: usize,
    /// Those the caller declared missing, plus those the method had to leave out.
    pub n_missing: usize,
    /// Differences of exactly zero (after the method's rounding, if it rounds).
    pub n_zeros: usize,
    /// Non-zero differences that share their absolute value with another; 0 where ties play no part.
    pub n_ties: usize,
    /// What was computed, and who defined it.
    pub method: Method,
    /// Warnings to be shown beside the number.
    pub cautions: Vec<Caution>,
}

impl Estimate {
    /// The result of a method before anything is known but the number of values: each part that is not
    /// filled in by struct update is not part of the method, each count 0.
    pub(crate) fn blank(method: Method, n: usize) -> Self {
        let none = Undefined::NotPartOfMethod;
        Self {
            value: Err(none),
            ci: Err(none),
            test: Err(none),
            sd: Err(none),
            n,
            n_missing: 0,
            n_zeros: 0,
            n_ties: 0,
            method,
            cautions: Vec::new(),
        }
    }

    /// The same with value, interval and test undefined for this reason.
    pub(crate) fn without(self, reason: Undefined) -> Self {
        Self { value: Err(reason), ci: Err(reason), test: Err(reason), ..self }
    }

    /// The two-sided p value, or why there is none.
    pub fn p_value(&self) -> Answer {
        self.test.map(|test| test.p_value)
    }
}

/// A two-sided confidence interval, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end, at or above `low`; infinite where a ratio's method excludes no large value (a count of zero).
    pub high: f64,
    /// The level asked for; where it cannot be reached, [`Caution::LevelNotReached`] says so.
    pub level: Level,
    /// How the ends were found.
    pub method: Method,
}

impl Interval {
    /// Whether `value` lies between the ends, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A test result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// What was compared with its distribution under no change.
    pub statistic: Statistic,
    /// Two-sided, in [0, 1]; 0 only where it underflows.
    pub p_value: f64,
}

/// A test statistic, with what is needed to look it up.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Statistic {
    /// Student's t.
    StudentT {
        /// Mean divided by its standard error.
        t: f64,
        /// Degrees of freedom.
        df: f64,
    },
    /// Wilcoxon's signed rank, against its exact distribution given the ties.
    SignedRank {
        /// Sum of the midranks of the positive differences.
        v: f64,
    },
    /// Wilcoxon's signed rank, against the normal distribution.
    SignedRankNormal {
        /// Sum of the midranks of the positive differences.
        v: f64,
        /// Standardised with tie and continuity correction.
        z: f64,
    },
    /// A standardised statistic against the normal distribution.
    Normal {
        /// Difference from its expectation over its standard error.
        z: f64,
    },
    /// Against the chi-squared distribution.
    ChiSquared {
        /// The statistic.
        x2: f64,
        /// Degrees of freedom.
        df: f64,
    },
    /// Against the F distribution.
    F {
        /// Ratio of mean squares.
        f: f64,
        /// Degrees of freedom of the numerator.
        df1: f64,
        /// Degrees of freedom of the denominator.
        df2: f64,
    },
    /// A count against its exact binomial distribution.
    Count {
        /// How many.
        count: u64,
        /// Out of how many.
        of: u64,
    },
    /// A chi-squared statistic against its own distribution given the table, enumerated or simulated.
    ChiSquaredConditional {
        /// The statistic.
        x2: f64,
    },
    /// A statistic against its distribution under permutation, given the ties: the caller's own, Spearman's sum
    /// of squared differences of midranks, or Kendall's concordant minus discordant pairs.
    Permutation {
        /// Its value for the data as they are.
        value: f64,
    },
    /// Mann and Whitney's U, against its exact distribution given the ties.
    RankSum {
        /// Pairs in which the second group's value is the greater one; equal values count one half.
        u: f64,
        /// Wilcoxon's W: sum of the second group's midranks among all values.
        w: f64,
    },
    /// Mann and Whitney's U, against the normal distribution.
    RankSumNormal {
        /// Pairs in which the second group's value is the greater one; equal values count one half.
        u: f64,
        /// Wilcoxon's W: sum of the second group's midranks among all values.
        w: f64,
        /// Standardised with tie correction, and continuity correction if the rule says so.
        z: f64,
    },
    /// Kruskal and Wallis's H, against its exact distribution given the ties.
    KruskalWallis {
        /// Corrected for ties.
        h: f64,
    },
    /// Jonckheere and Terpstra's J, against its exact distribution given the ties.
    OrderedGroups {
        /// Pairs from different groups in which the later group's value is the greater one; equal values count one
        /// half.
        j: f64,
    },
    /// Jonckheere and Terpstra's J, against the normal distribution.
    OrderedGroupsNormal {
        /// Pairs from different groups in which the later group's value is the greater one; equal values count one
        /// half.
        j: f64,
        /// Standardised with tie correction.
        z: f64,
    },
    /// A table against all tables with its row and column totals.
    TableProbability {
        /// ln of its probability among them if there is no association.
        ln_probability: f64,
    },
    /// A sum of scores against its exact distribution given the totals.
    ScoreSum {
        /// Score times units that have it, summed.
        t: f64,
    },
}

/// The name of a method as printed in a report, and its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Method {
    /// As in a methods section.
    pub name: &'static str,
    /// Article or textbook section that defines it.
    pub reference: &'static str,
}

/// The number exists and deserves a warning.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Caution {
    /// So few values that no interval of this kind reaches the level asked for; the widest is given.
    LevelNotReached {
        /// Its level without ties, in [0, 1).
        achieved: f64,
    },
    /// Pairs with a value at or below zero have no logarithm; they were left out and counted missing.
    NotPositiveLeftOut {
        /// How many pairs.
        n_pairs: usize,
    },
    /// An iteration ended before its certificate was reached; the number is its last one.
    NotConverged {
        /// Upper bound of what the log-likelihood still lacks.
        gap: f64,
    },
    /// Part of the distribution lies below the least limit and was counted at that limit: the mean is an upper
    /// bound of the curve's.
    MassAtLimit {
        /// The share of the distribution there.
        share: f64,
        /// The limit.
        limit: f64,
    },
    /// So much is censored that the answer rests on the model more than on values.
    MostlyCensored {
        /// Censored share of the values.
        share: f64,
    },
    /// Limits above every exact value say nothing here; they were left out and counted missing.
    LimitsAboveLeftOut {
        /// How many values.
        n_values: usize,
    },
    /// Pairs whose limits leave every change possible were left out and counted missing.
    NonInformativeLeftOut {
        /// How many pairs.
        n_pairs: usize,
    },
    /// Limits were replaced by invented numbers: means, SDs and tests of them are biased by an unknown amount.
    Substituted {
        /// How many values.
        n_values: usize,
    },
    /// Fewer events or discordant pairs are expected than the approximation needs.
    FewExpected {
        /// How many are expected.
        expected: f64,
        /// From how many on it holds.
        needed: f64,
    },
    /// The p value was simulated, not enumerated.
    Simulated {
        /// Random tables drawn.
        n_draws: usize,
        /// Standard error of the p value that the draws leave.
        standard_error: f64,
    },
    /// The statistic is undefined on some resamples; they were left out.
    UndefinedResamples {
        /// How many of them.
        n_resamples: usize,
    },
    /// An end of the interval is the least or the greatest resample: more resamples would move it.
    ExtremeResample,
    /// Values at or below zero have no logarithm; they were left out and counted missing.
    ValuesNotPositiveLeftOut {
        /// How many values, in all groups.
        n_values: usize,
    },
    /// Groups without values took no part.
    EmptyGroupsLeftOut {
        /// How many groups.
        n_groups: usize,
    },
    /// Expected counts break Cochran's rule: one is below 1, or more than a fifth are below 5. The
    /// large-sample p value may be off.
    SmallExpected {
        /// Cells with an expected count below 5.
        n_below_five: usize,
        /// All cells.
        n_cells: usize,
    },
    /// The likelihood rises towards a limit as this coefficient grows: its value and interval are not to be
    /// used (penalise the likelihood, or leave the column out).
    InfiniteCoefficient,
    /// Fewer than ten events for each column of the regression.
    FewEvents {
        /// Events.
        n_events: usize,
        /// Columns.
        n_columns: usize,
    },
    /// A few rows carry much of the weight: the effective sample is small beside the rows used, and the result hangs on
    /// single rows.
    UnevenWeights {
        /// Kish's effective sample size.
        n_effective: f64,
        /// Rows used.
        n: usize,
    },
    /// A variance of random effects is estimated as 0, or a correlation as 1: the groups differ by less than the
    /// model allows for.
    SingularFit,
    /// Columns tell some rows with the response from rows without (separation): the coefficients of these columns are
    /// infinite, the others were estimated from the other rows, as the likelihood's limit demands.
    Separation {
        /// Rows that the infinite coefficients fit without error.
        n_rows: usize,
        /// Columns with infinite coefficients.
        n_columns: usize,
    },
}
