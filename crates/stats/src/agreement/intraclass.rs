//! Intraclass correlation: how much of the variance lies between the subjects.

use crate::answer::finite;
use crate::distribution::f;
use crate::numeric::{Unit, largest_magnitude, sum_by};
use crate::{Answer, Estimate, InputError, Interval, Level, Method, Statistic, Test, Undefined};

/// A full table of measurements: one row a subject, one column a rater (or a method, or an occasion).
#[derive(Clone, Copy)]
pub struct Ratings<'a> {
    values: &'a [f64],
    n_raters: usize,
    n_missing: usize,
}

impl<'a> Ratings<'a> {
    /// Row after row. Refuses NaN, infinities, and values that do not fill rows of `n_raters`.
    pub fn new(values: &'a [f64], n_raters: usize) -> Result<Self, InputError> {
        if n_raters == 0 || !values.len().is_multiple_of(n_raters) {
            return Err(InputError::NotATable { values: values.len(), columns: n_raters });
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(position) => Err(InputError::NotFinite { position }),
            None => Ok(Self { values, n_raters, n_missing: 0 }),
        }
    }

    /// The same table with the number of subjects that lack a measurement and are not in it.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }
}

/// Which correlation: McGraw & Wong's names, Shrout & Fleiss' in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntraclassForm {
    /// ICC(1) (1,1): every subject has raters of its own.
    OneWay,
    /// ICC(k) (1,k): the mean of k such ratings.
    OneWayMean,
    /// ICC(A,1) (2,1): the same raters throughout, whose differences of level count as disagreement.
    Agreement,
    /// ICC(A,k) (2,k): the mean of k such ratings.
    AgreementMean,
    /// ICC(C,1) (3,1): the same raters throughout, whose differences of level do not matter.
    Consistency,
    /// ICC(C,k) (3,k), Cronbach's alpha: the mean of k such ratings.
    ConsistencyMean,
}

const REFERENCE: &str =
    "McGraw KO, Wong SP, Psychol Methods 1996;1:30; Shrout PE, Fleiss JL, Psychol Bull 1979;86:420";

impl IntraclassForm {
    fn method(self) -> Method {
        let name = match self {
            Self::OneWay => "intraclass correlation, one-way, single rating: ICC(1)",
            Self::OneWayMean => "intraclass correlation, one-way, mean of k ratings: ICC(k)",
            Self::Agreement => "intraclass correlation, two-way, absolute agreement, single rating: ICC(A,1)",
            Self::AgreementMean => {
                "intraclass correlation, two-way, absolute agreement, mean of k ratings: ICC(A,k)"
            }
            Self::Consistency => "intraclass correlation, two-way, consistency, single rating: ICC(C,1)",
            Self::ConsistencyMean => {
                "intraclass correlation, two-way, consistency, mean of k ratings: ICC(C,k)"
            }
        };
        Method { name, reference: REFERENCE }
    }

    fn is_mean(self) -> bool {
        matches!(self, Self::OneWayMean | Self::AgreementMean | Self::ConsistencyMean)
    }
}

/// The correlation, its interval by F, and the one-sided F test of *no correlation* (p is that of a larger F).
///
/// At most 1; below 0 where subjects differ less than their ratings do. `n` counts subjects. Fewer than two subjects
/// or raters: [`Undefined::TooFew`]. No spread between subjects, nor within: [`Undefined::NoSpread`]. Ratings that
/// agree perfectly: the value alone. Agreement far below 0 can be without interval
/// ([`Undefined::NotPartOfMethod`]): its approximation then misses the value. Time O(values).
pub fn intraclass_correlation(ratings: Ratings<'_>, form: IntraclassForm, level: Level) -> Estimate {
    let n = ratings.values.len() / ratings.n_raters;
    let blank = Estimate { n_missing: ratings.n_missing, ..Estimate::blank(form.method(), n) };
    let squares = match Squares::of(&ratings) {
        Ok(squares) => squares,
        Err(reason) => return blank.without(reason),
    };
    let error = if matches!(form, IntraclassForm::OneWay | IntraclassForm::OneWayMean) {
        squares.within
    } else {
        squares.residual
    };
    let single = squares.single(form);
    let stepped = |rho: f64| if form.is_mean() { squares.spearman_brown(rho) } else { finite(rho) };
    let value = single.and_then(stepped);
    if error.mean == 0.0 {
        return Estimate { value, ..blank.without(Undefined::NoSpread) };
    }
    let ratio = squares.rows.mean / error.mean;
    let p_value = f::upper(ratio, squares.rows.df, error.df);
    let statistic = Statistic::F { f: ratio, df1: squares.rows.df, df2: error.df };
    let ends = single.and_then(|rho| match form {
        IntraclassForm::Agreement | IntraclassForm::AgreementMean => squares.agreement_ends(rho, level),
        _ => Ok(squares.consistency_ends(ratio, error.df, level)),
    });
    let ci = ends.and_then(|(low, high)| {
        Ok(Interval { low: stepped(low)?, high: stepped(high)?, level, method: form.method() })
    });
    Estimate { value, ci, test: Ok(Test { statistic, p_value }), ..blank }
}

/// A mean square and its degrees of freedom.
#[derive(Clone, Copy)]
struct MeanSquare {
    mean: f64,
    df: f64,
}

/// The two-way analysis of variance of the table.
struct Squares {
    n: f64,
    k: f64,
    /// Between subjects.
    rows: MeanSquare,
    /// Between raters.
    columns: MeanSquare,
    /// Within subjects.
    within: MeanSquare,
    /// Within subjects, less what lies between raters.
    residual: MeanSquare,
}

impl Squares {
    /// In a unit in which squares stay in range; a sum of squares as small as the rounding of the values is 0.
    fn of(ratings: &Ratings<'_>) -> Answer<Self> {
        let k = ratings.n_raters;
        let n = ratings.values.len() / k;
        if n == 0 {
            return Err(Undefined::NoValues);
        }
        if n < 2 || k < 2 {
            return Err(Undefined::TooFew { needed: 2, found: n.min(k) });
        }
        let largest = largest_magnitude(ratings.values);
        let unit = Unit::for_largest(largest);
        let values: Vec<f64> = ratings.values.iter().map(|&value| unit.of(value)).collect();
        let grand = sum_by(&values, |value| value) / values.len() as f64;
        let rows: Vec<f64> =
            values.chunks_exact(k).map(|row| sum_by(row, |v| v - grand) / k as f64).collect();
        let columns: Vec<f64> = (0..k)
            .map(|j| values[j..].iter().step_by(k).map(|v| v - grand).collect::<Vec<f64>>())
            .map(|column| sum_by(&column, |v| v) / n as f64)
            .collect();
        let of_cells = |fitted: &dyn Fn(usize, usize) -> f64| {
            let rests: Vec<f64> =
                values.iter().enumerate().map(|(at, v)| v - grand - fitted(at / k, at % k)).collect();
            sum_by(&rests, |rest| rest * rest)
        };
        let noise = (8.0 * f64::EPSILON * unit.of(largest)).powi(2) * values.len() as f64;
        let mean_square = |sum: f64, df: usize| MeanSquare {
            mean: if sum <= noise { 0.0 } else { sum / df as f64 },
            df: df as f64,
        };
        let squares = Self {
            n: n as f64,
            k: k as f64,
            rows: mean_square(k as f64 * sum_by(&rows, |row| row * row), n - 1),
            columns: mean_square(n as f64 * sum_by(&columns, |column| column * column), k - 1),
            within: mean_square(of_cells(&|i, _| rows[i]), n * (k - 1)),
            residual: mean_square(of_cells(&|i, j| rows[i] + columns[j]), (n - 1) * (k - 1)),
        };
        let nothing = squares.rows.mean == 0.0 && squares.residual.mean == 0.0;
        if nothing { Err(Undefined::NoSpread) } else { Ok(squares) }
    }

    /// The single-rating form behind `form`.
    fn single(&self, form: IntraclassForm) -> Answer {
        let (n, k, rows, residual) = (self.n, self.k, self.rows.mean, self.residual.mean);
        let (top, bottom) = match form {
            IntraclassForm::OneWay | IntraclassForm::OneWayMean => {
                (rows - self.within.mean, rows + (k - 1.0) * self.within.mean)
            }
            IntraclassForm::Consistency | IntraclassForm::ConsistencyMean => {
                (rows - residual, rows + (k - 1.0) * residual)
            }
            IntraclassForm::Agreement | IntraclassForm::AgreementMean => {
                (rows - residual, rows + (k - 1.0) * residual + k / n * (self.columns.mean - residual))
            }
        };
        if bottom > 0.0 { Ok(top / bottom) } else { Err(Undefined::NoSpread) }
    }

    /// From one rating to the mean of k; minus infinity is beyond range.
    fn spearman_brown(&self, rho: f64) -> Answer {
        finite(self.k * rho / (1.0 + (self.k - 1.0) * rho).max(0.0))
    }

    /// F / F* and F F* turned into correlations.
    fn consistency_ends(&self, ratio: f64, df_error: f64, level: Level) -> (f64, f64) {
        let low = ratio / f::quantile_upper(level.tail(), self.rows.df, df_error);
        let high = ratio * f::quantile_upper(level.tail(), df_error, self.rows.df);
        let rho = |ratio: f64| (ratio - 1.0) / (ratio + self.k - 1.0);
        (rho(low), rho(high))
    }

    /// McGraw & Wong, table 7: a Satterthwaite approximation of the degrees of freedom. Far below 0 it breaks down: then
    /// no interval.
    fn agreement_ends(&self, rho: f64, level: Level) -> Answer<(f64, f64)> {
        let (n, k, rows, columns, residual) =
            (self.n, self.k, self.rows.mean, self.columns.mean, self.residual.mean);
        let a = k * rho / (n * (1.0 - rho));
        let b = 1.0 + k * rho * (n - 1.0) / (n * (1.0 - rho));
        let top = (a * columns + b * residual).powi(2);
        let v = top / ((a * columns).powi(2) / (k - 1.0) + (b * residual).powi(2) / self.residual.df);
        if v.is_nan() || v < 0.01 {
            return Err(Undefined::NotPartOfMethod);
        }
        let above = f::quantile_upper(level.tail(), self.rows.df, v);
        let below = f::quantile_upper(level.tail(), v, self.rows.df);
        let others = k * columns + (k * n - k - n) * residual;
        let low = n * (rows - above * residual) / (above * others + n * rows);
        let high = n * (below * rows - residual) / (others + n * below * rows);
        if low <= rho && rho <= high { Ok((low, high)) } else { Err(Undefined::NotPartOfMethod) }
    }
}
