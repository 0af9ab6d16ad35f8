//! Linear regression by least squares.

mod frame;
mod robust;

use super::{Response, Variance};
use crate::answer::finite;
use crate::design::Design;
use crate::distribution::{f, student_t};
use crate::matrix::Symmetric;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};
use frame::{Frame, Spread};

const LINEAR: Method = Method {
    name: "linear regression, least squares",
    reference: "Weisberg S, Applied Linear Regression, 4th ed., 3.4",
};
const ROBUST: Method = Method {
    name: "linear regression, least squares, robust variance",
    reference: "MacKinnon JG, White H, J Econom 1985;29:305",
};
const F_TEST: Method = Method {
    name: "F test of all coefficients but the constant",
    reference: "Weisberg S, Applied Linear Regression, 4th ed., 6.1",
};
const MEAN: Method = Method {
    name: "mean at given columns, linear regression",
    reference: "Weisberg S, Applied Linear Regression, 4th ed., 3.5",
};
const NEW: Method = Method {
    name: "new value at given columns, linear regression",
    reference: "Weisberg S, Applied Linear Regression, 4th ed., 3.5",
};

/// The choices a linear regression leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinearRule<'a> {
    /// Where the coefficients' variance comes from.
    pub variance: Variance<'a>,
    /// Confidence level of the intervals.
    pub level: Level,
}

/// A fitted linear regression.
#[derive(Clone, Debug)]
pub struct Linear {
    /// In the order of the design's columns, in units of the response per unit of the column, each with t interval and
    /// t test of 0; `sd` holds the standard error. [`Undefined::Collinear`] for a column that earlier ones make up.
    pub coefficients: Vec<Estimate>,
    /// Of the coefficients, row by row; 0 for collinear columns and where there is none.
    pub covariance: Vec<f64>,
    /// Residual standard deviation, divisor n - p.
    pub sigma: Answer,
    /// Share of the (weighted) sum of squares about the mean that the columns explain; about 0 if no column is constant.
    pub r_squared: Answer,
    /// The same with mean squares for sums of squares.
    pub adjusted_r_squared: Answer,
    /// F test that all coefficients but the constant's are 0 (Wald's with robust variance).
    pub test: Estimate,
    /// Of normal residuals, at the maximum-likelihood sigma (divisor n).
    pub log_likelihood: Answer,
    /// Response less fitted value in the order given, rows of weight 0 included.
    pub residuals: Vec<f64>,
    /// Rows used (weight above 0).
    pub n: usize,
    /// n less the columns that are not collinear.
    pub df: usize,
    /// Degrees of freedom of the t tests: `df`, or the number of clusters less 1.
    pub df_test: usize,
    /// Warnings about the fit as a whole.
    pub cautions: Vec<Caution>,
    level: Level,
    n_missing: usize,
    spread: Answer<Spread>,
}

/// Least squares by Householder's reflections, weights being inverse variances as in R's `lm`; an offset is taken from
/// the response. `design` has the response's rows; the intercept is one of its columns.
///
/// [`Undefined::LengthsDiffer`], [`Undefined::NoValues`] without rows of weight above 0. As many columns as rows:
/// coefficients without variance ([`Undefined::TooFew`]). A perfect fit has a sigma of 0 and neither tests nor intervals
/// ([`Undefined::NoSpread`]). A leverage of 1 leaves HC2 and HC3 undefined ([`Undefined::FullLeverage`]).
/// O(n p²), parallel, the same for any number of threads.
pub fn linear(response: &Response, design: &Design, rule: &LinearRule<'_>) -> Answer<Linear> {
    if design.n() != response.n() {
        return Err(Undefined::LengthsDiffer);
    }
    rule.variance.fits(response.n())?;
    let used = response.used();
    if used.is_empty() {
        return Err(Undefined::NoValues);
    }
    let frame = Frame::of(response, design, &used);
    Ok(describe(&frame, response, design, rule))
}

fn describe(frame: &Frame<'_>, response: &Response, design: &Design, rule: &LinearRule<'_>) -> Linear {
    let (n, p, rank) = (frame.n(), design.n_columns(), frame.triangle.rank());
    let df = n - rank;
    let sigma2 = match df {
        0 => Err(Undefined::TooFew { needed: n + 1, found: n }),
        _ => Ok(frame.rss / df as f64),
    };
    let middle = sigma2.and_then(|sigma2| frame.variance(rule.variance, sigma2));
    let df_test = middle.as_ref().map_or(df, |&(_, df_test)| df_test);
    let scaled = middle.as_ref().map(|(middle, _)| frame.triangle.sandwich(middle)).map_err(|&reason| reason);
    let mut covariance = vec![0.0; p * p];
    let collinear = |column| Estimate::blank(LINEAR, n).without(Undefined::Collinear { column });
    let mut coefficients: Vec<Estimate> = (0..p).map(collinear).collect();
    for (i, &column) in frame.triangle.kept.iter().enumerate() {
        let unit = |value: f64| frame.back(value, i);
        let error = scaled.as_ref().map_err(|&reason| reason).map(|v| v[i * rank + i].max(0.0).sqrt());
        coefficients[column] = wald(frame.beta[i], error, df_test, n, rule, unit);
        if let Ok(v) = &scaled {
            for (j, &other) in frame.triangle.kept.iter().enumerate() {
                covariance[column * p + other] = frame.back_twice(v[i * rank + j], i, j);
            }
        }
    }
    for estimate in &mut coefficients {
        estimate.n_missing = response.n_missing();
    }
    let r_squared = frame.r_squared();
    let explained = rank - usize::from(frame.constant.is_some());
    let total_df = (df + explained) as f64;
    Linear {
        coefficients,
        covariance,
        sigma: sigma2.and_then(|sigma2| finite(frame.unit.back(sigma2.sqrt()))),
        r_squared,
        adjusted_r_squared: r_squared.and_then(|r2| match df {
            0 => Err(Undefined::TooFew { needed: n + 1, found: n }),
            _ => Ok(1.0 - (1.0 - r2) * total_df / df as f64),
        }),
        test: f_test(frame, explained, df, df_test, scaled.as_deref(), rule),
        log_likelihood: frame.log_likelihood(),
        residuals: frame.residuals(response, design),
        n,
        df,
        df_test,
        cautions: Vec::new(),
        level: rule.level,
        n_missing: response.n_missing(),
        spread: middle.map(|(middle, _)| frame.spread(middle)),
    }
}

fn wald(
    beta: f64,
    error: Answer,
    df: usize,
    n: usize,
    rule: &LinearRule<'_>,
    unit: impl Fn(f64) -> f64,
) -> Estimate {
    let level = rule.level;
    let method = match rule.variance {
        Variance::Model | Variance::Dispersed => LINEAR,
        _ => ROBUST,
    };
    let spread = error.and_then(|error| match df {
        0 => Err(Undefined::TooFew { needed: 2, found: 1 }),
        _ if error == 0.0 => Err(Undefined::NoSpread),
        _ => Ok(error),
    });
    let limits = spread.and_then(|error| {
        let reach = student_t::quantile_upper(level.tail(), df as f64) * error;
        let (low, high) = (finite(unit(beta - reach))?, finite(unit(beta + reach))?);
        Ok(Interval { low, high, level, method })
    });
    Estimate {
        value: finite(unit(beta)),
        ci: limits,
        test: spread.map(|error| t_test(beta / error, df as f64)),
        sd: error.and_then(|error| finite(unit(error))),
        ..Estimate::blank(method, n)
    }
}

fn t_test(t: f64, df: f64) -> Test {
    Test { statistic: Statistic::StudentT { t, df }, p_value: student_t::two_sided(t, df) }
}

/// From sums of squares, or Wald's on the robust variance.
fn f_test(
    frame: &Frame<'_>,
    explained: usize,
    df: usize,
    df_test: usize,
    scaled: Result<&[f64], &Undefined>,
    rule: &LinearRule<'_>,
) -> Estimate {
    let classical = matches!(rule.variance, Variance::Model | Variance::Dispersed);
    let rank = frame.triangle.rank();
    let of_variance = |v: &[f64]| {
        let tested: Vec<usize> =
            (0..rank).filter(|&i| Some(frame.triangle.kept[i]) != frame.constant).collect();
        let block = Symmetric::from_fn(tested.len(), |i, j| v[tested[i] * rank + tested[j]]);
        let factor = block.factor();
        if factor.rank() < tested.len() {
            return Err(Undefined::NoSpread);
        }
        let beta: Vec<f64> = tested.iter().map(|&i| frame.beta[i]).collect();
        Ok(factor.solve(&beta).iter().zip(&beta).map(|(a, b)| a * b).sum::<f64>() / explained as f64)
    };
    let test = if explained == 0 {
        Err(Undefined::TooFew { needed: 1, found: 0 })
    } else if let Err(reason) = scaled {
        Err(*reason)
    } else if frame.rss == 0.0 || df_test == 0 {
        Err(Undefined::NoSpread)
    } else if classical {
        Ok(frame.explained_squares / explained as f64 / (frame.rss / df as f64))
    } else {
        scaled.map_err(|reason| *reason).and_then(of_variance)
    };
    let (df1, df2) = (explained as f64, df_test as f64);
    let test = test.and_then(finite).map(|value| Test {
        statistic: Statistic::F { f: value, df1, df2 },
        p_value: f::upper(value, df1, df2),
    });
    Estimate { test, ..Estimate::blank(F_TEST, frame.n()) }
}

impl Linear {
    /// The mean response at each row of `design` (same columns, any rows), with t interval; `sd` holds its standard
    /// error. [`Undefined::LengthsDiffer`] for another number of columns.
    pub fn predict(&self, design: &Design) -> Answer<Vec<Estimate>> {
        self.at_rows(design, 0.0, MEAN)
    }

    /// As [`Linear::predict`], the interval being for one new response of weight 1: `sd` holds the standard deviation of
    /// its error.
    pub fn predict_new(&self, design: &Design) -> Answer<Vec<Estimate>> {
        self.at_rows(design, self.sigma?, NEW)
    }

    fn at_rows(&self, design: &Design, spread: f64, method: Method) -> Answer<Vec<Estimate>> {
        let p = self.coefficients.len();
        if design.n_columns() != p {
            return Err(Undefined::LengthsDiffer);
        }
        let beta: Vec<f64> = self.coefficients.iter().map(|each| each.value.unwrap_or(0.0)).collect();
        let predict = |row: usize| {
            let x: Vec<f64> = (0..p).map(|column| design.at(row, column)).collect();
            let value = x.iter().zip(&beta).map(|(x, b)| x * b).sum::<f64>();
            let error = self.spread.as_ref().map_err(|&reason| reason).and_then(|of| of.error(&x, spread));
            let reach = error.and_then(|error| match self.df_test {
                0 => Err(Undefined::TooFew { needed: 2, found: 1 }),
                df => finite(error * student_t::quantile_upper(self.level.tail(), df as f64)),
            });
            Estimate {
                value: finite(value),
                ci: reach.and_then(|reach| {
                    let (low, high) = (finite(value - reach)?, finite(value + reach)?);
                    Ok(Interval { low, high, level: self.level, method })
                }),
                sd: error,
                n_missing: self.n_missing,
                ..Estimate::blank(method, self.n)
            }
        };
        Ok((0..design.n()).map(predict).collect())
    }
}
