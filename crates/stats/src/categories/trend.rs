//! Does a proportion rise or fall over ordered groups? Are two ordered classifications associated?

mod exact;

use super::Table;
use crate::distribution::normal;
use crate::input::require_finite;
use crate::{Answer, Estimate, InputError, Method, Proportion, Statistic, Test, Undefined};

/// Groups in order, each with a score: a dose, a year, or 1, 2, 3.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredGroups {
    groups: Vec<Proportion>,
    scores: Vec<f64>,
}

impl ScoredGroups {
    /// Refuses lists of different length, scores that are not finite, and totals above 2^53.
    pub fn new(groups: &[Proportion], scores: &[f64]) -> Result<Self, InputError> {
        require_scores(scores, groups.len())?;
        Table::of_groups(groups)?;
        Ok(Self { groups: groups.to_vec(), scores: scores.to_vec() })
    }

    fn n(&self) -> usize {
        self.groups.iter().map(Proportion::denominator).sum()
    }

    fn n_missing(&self) -> usize {
        self.groups.iter().fold(0, |sum: usize, group| sum.saturating_add(group.n_missing()))
    }

    /// Score, units that have it, and all units, of each group.
    fn iter(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let group = |(group, &score): (&Proportion, &f64)| {
            (score, group.numerator() as f64, group.denominator() as f64)
        };
        self.groups.iter().zip(&self.scores).map(group)
    }
}

/// What the trend's variance is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrendVariance {
    /// p (1 - p), the binomial variance under no trend: as R's `prop.trend.test` and SAS.
    Binomial,
    /// Times n / (n - 1), the variance given the totals: as R's coin, Mantel's extension test and
    /// [`linear_by_linear`].
    Conditional,
}

const COCHRAN_ARMITAGE: Method = Method {
    name: "Cochran-Armitage test for trend",
    reference: "Cochran WG, Biometrics 1954;10:417; Armitage P, Biometrics 1955;11:375",
};

const CONDITIONAL: Method = Method {
    name: "Cochran-Armitage test for trend, variance given the totals (n - 1)",
    reference: "Mantel N, J Am Stat Assoc 1963;58:690; Armitage P, Biometrics 1955;11:375",
};

const EXACT: Method = Method {
    name: "exact conditional test for trend",
    reference: "Agresti A, Categorical Data Analysis, 3.5; Armitage P, Biometrics 1955;11:375",
};

const LINEAR_BY_LINEAR: Method = Method {
    name: "linear-by-linear association",
    reference: "Mantel N, J Am Stat Assoc 1963;58:690; Agresti A, Categorical Data Analysis, 3.4",
};

/// Slope of the proportion on the score (least squares, each unit one observation): change in the fraction
/// per unit of score. z is the slope over its standard error under no trend, p two-sided normal.
///
/// No units: [`Undefined::NoValues`]. All or none have it, or all units share one score: the slope is 0 or
/// [`Undefined::NoSpread`], and there is no test.
pub fn cochran_armitage(groups: &ScoredGroups, variance: TrendVariance) -> Estimate {
    let (method, factor) = match (variance, groups.n() as f64) {
        (TrendVariance::Binomial, _) => (COCHRAN_ARMITAGE, 1.0),
        (TrendVariance::Conditional, n) => (CONDITIONAL, (n - 1.0) / n),
    };
    trend(groups, method, |moments| {
        let z = moments.correlation()? * (moments.n * factor).sqrt();
        Ok(normal_test(z))
    })
}

/// The same slope, with p from the exact distribution of T = Σ score x units that have it, given how many have it in
/// all: the probability of a T at least as far from its expectation as the observed one (relative 1e-9 counts as
/// equal). The statistic is T.
///
/// [`Undefined::TooMuchWork`] where more than some 10 million sums would have to be carried: thousands of units
/// with even scores, a few hundred with irregular ones.
pub fn cochran_armitage_exact(groups: &ScoredGroups) -> Estimate {
    trend(groups, EXACT, |moments| {
        moments.correlation()?;
        exact::test(groups)
    })
}

fn trend(groups: &ScoredGroups, method: Method, test: impl Fn(&Moments) -> Answer<Test>) -> Estimate {
    let blank = Estimate { n_missing: groups.n_missing(), ..Estimate::blank(method, groups.n()) };
    if groups.n() == 0 {
        return Estimate { value: Err(Undefined::NoValues), test: Err(Undefined::NoValues), ..blank };
    }
    let moments = Moments::of(|| {
        groups.iter().flat_map(|(score, with, all)| [(score, 1.0, with), (score, 0.0, all - with)])
    });
    Estimate { value: moments.slope(), test: test(&moments), ..blank }
}

/// Pearson's correlation r of the scores of rows and columns, each unit one observation; z = r √(n - 1), p
/// two-sided normal. For two columns this is [`cochran_armitage`] with [`TrendVariance::Conditional`].
///
/// Refuses score lists that do not fit the table, and scores that are not finite. All units in one row or
/// column (or of one score): [`Undefined::NoSpread`].
pub fn linear_by_linear(table: &Table, rows: &[f64], columns: &[f64]) -> Result<Estimate, InputError> {
    require_scores(rows, table.n_rows())?;
    require_scores(columns, table.n_columns())?;
    let blank = Estimate { n_missing: table.n_missing(), ..Estimate::blank(LINEAR_BY_LINEAR, table.total()) };
    if table.total() == 0 {
        return Ok(Estimate { value: Err(Undefined::NoValues), test: Err(Undefined::NoValues), ..blank });
    }
    let moments = Moments::of(|| {
        table.rows().zip(rows).flat_map(|(counts, &row)| {
            counts.iter().zip(columns).map(move |(&count, &column)| (row, column, count as f64))
        })
    });
    let r = moments.correlation();
    let test = r.map(|r| normal_test(r * (moments.n - 1.0).sqrt()));
    Ok(Estimate { value: r, test, ..blank })
}

fn normal_test(z: f64) -> Test {
    Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) }
}

fn require_scores(scores: &[f64], needed: usize) -> Result<(), InputError> {
    require_finite(scores)?;
    if scores.len() == needed {
        Ok(())
    } else {
        Err(InputError::ScoresDoNotFit { scores: scores.len(), categories: needed })
    }
}

/// Sums of squares and products of weighted points about their means, each coordinate in a unit of its own.
struct Moments {
    n: f64,
    x_unit: f64,
    y_unit: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Moments {
    /// Of `(x, y, weight)`; weights add up to more than 0. Points of weight 0 play no part.
    fn of<I: Iterator<Item = (f64, f64, f64)>>(points: impl Fn() -> I) -> Self {
        let points = || points().filter(|&(_, _, weight)| weight > 0.0);
        let largest = |part: fn((f64, f64, f64)) -> f64| {
            points().fold(0.0, |most: f64, point| most.max(part(point).abs()))
        };
        let unit = |largest: f64| if largest > 0.0 { largest } else { 1.0 };
        let (x_unit, y_unit) = (unit(largest(|point| point.0)), unit(largest(|point| point.1)));
        let scaled = || points().map(|(x, y, weight)| (x / x_unit, y / y_unit, weight));
        let n: f64 = scaled().map(|(_, _, weight)| weight).sum();
        let x_mean = scaled().map(|(x, _, weight)| x * weight).sum::<f64>() / n;
        let y_mean = scaled().map(|(_, y, weight)| y * weight).sum::<f64>() / n;
        let mut moments = Self { n, x_unit, y_unit, xx: 0.0, yy: 0.0, xy: 0.0 };
        for (x, y, weight) in scaled() {
            moments.xx += weight * (x - x_mean) * (x - x_mean);
            moments.yy += weight * (y - y_mean) * (y - y_mean);
            moments.xy += weight * (x - x_mean) * (y - y_mean);
        }
        // All scores equal, up to the rounding of their mean.
        let noise = n * f64::EPSILON * f64::EPSILON * 64.0;
        moments.xx = if moments.xx <= noise { 0.0 } else { moments.xx };
        moments.yy = if moments.yy <= noise { 0.0 } else { moments.yy };
        moments
    }

    fn correlation(&self) -> Answer {
        if self.xx == 0.0 || self.yy == 0.0 {
            return Err(Undefined::NoSpread);
        }
        Ok((self.xy / (self.xx.sqrt() * self.yy.sqrt())).clamp(-1.0, 1.0))
    }

    fn slope(&self) -> Answer {
        if self.xx == 0.0 {
            return Err(Undefined::NoSpread);
        }
        crate::answer::finite(self.xy / self.xx * self.y_unit / self.x_unit)
    }
}
