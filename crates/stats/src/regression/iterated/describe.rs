//! From a solution to what readers see.

use super::solve::start;
use super::{Family, Iterated, Search, Solution, climb};
use crate::answer::finite;
use crate::design::Design;
use crate::distribution::{chi_squared, normal, student_t};
use crate::matrix::Symmetric;
use crate::regression::response::clusters;
use crate::regression::rows::Rows;
use crate::regression::{Response, Variance};
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};

/// What the methods differ in beside the likelihood.
#[derive(Clone, Copy)]
pub(in crate::regression) struct Kind {
    pub(in crate::regression) method: Method,
    pub(in crate::regression) robust: Method,
    pub(in crate::regression) ratio_test: Method,
    /// Events, for the caution that they are few.
    pub(in crate::regression) n_events: usize,
}

pub(in crate::regression) fn describe<F: Family>(
    response: &Response,
    design: &Design,
    family: F,
    solution: &Solution,
    variance: Variance<'_>,
    level: Level,
    kind: Kind,
) -> Answer<Iterated> {
    let (p, rows) = (design.n_columns(), &solution.rows);
    let n = response.used().len();
    let missing = |column: usize| {
        let reason = match solution.infinite.get(&column) {
            Some(&rising) => Undefined::SeparatedColumn { rising },
            None if solution.peak.is_none() && !solution.aliased.contains(&column) => Undefined::NotConverged,
            None => Undefined::Collinear { column },
        };
        Estimate { n_missing: response.n_missing(), ..Estimate::blank(kind.method, n).without(reason) }
    };
    let mut coefficients: Vec<Estimate> = (0..p).map(missing).collect();
    let mut covariance = vec![0.0; p * p];
    let dispersion = dispersion(family, solution);
    let mut last = 0.0;
    if let Some(peak) = &solution.peak {
        last = peak.last.log_likelihood;
        let spread = Spread::of(family, solution, variance, dispersion, n);
        let beta = rows.back(&peak.beta);
        for (i, &column) in rows.kept.iter().enumerate() {
            if solution.infinite.contains_key(&column) {
                continue;
            }
            let method = if spread.is_robust { kind.robust } else { kind.method };
            coefficients[column] = Estimate {
                n_missing: response.n_missing(),
                ..wald(beta[i], spread.error(i), spread.df, Estimate::blank(method, n), level)
            };
            for (j, &other) in rows.kept.iter().enumerate() {
                if let (Ok(v), false) = (&spread.covariance, solution.infinite.contains_key(&other)) {
                    covariance[column * p + other] = v[i * rows.p() + j];
                }
            }
        }
    }
    let known = constants(family, response, |family, y| family.known(y));
    let null = null_log_likelihood(response, design, family)?;
    let df = p - solution.aliased.len() - usize::from(has_constant(response, design));
    Ok(Iterated {
        coefficients,
        covariance,
        log_likelihood: [null + known, last + known],
        deviance: (2.0 * (constants(family, response, |family, y| family.saturated(y)) - last)).max(0.0),
        dispersion,
        test: ratio_test(null, last, df, n, kind.ratio_test),
        fitted: fitted(response, family, solution),
        n,
        n_iterations: solution.peak.as_ref().map_or(0, |peak| peak.n_iterations),
        cautions: cautions(solution, &kind, df),
    })
}

fn cautions(solution: &Solution, kind: &Kind, n_columns: usize) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if !solution.infinite.is_empty() {
        let (n_rows, n_columns) = (solution.n_separated, solution.infinite.len());
        cautions.push(Caution::Separation { n_rows, n_columns });
    }
    if kind.n_events < 10 * n_columns {
        cautions.push(Caution::FewEvents { n_events: kind.n_events, n_columns });
    }
    cautions
}

/// The coefficients' covariance in the units of the data.
struct Spread {
    covariance: Answer<Vec<f64>>,
    p: usize,
    /// Of Student's t; `None` for the normal distribution.
    df: Option<f64>,
    is_robust: bool,
}

impl Spread {
    fn of<F: Family>(
        family: F,
        solution: &Solution,
        variance: Variance<'_>,
        dispersion: Answer,
        n: usize,
    ) -> Self {
        let rows = &solution.rows;
        let p = rows.p();
        let Some(peak) = &solution.peak else {
            return Self { covariance: Err(Undefined::NotConverged), p, df: None, is_robust: false };
        };
        let inverse = peak.last.information.factor().inverse();
        let left = n as f64 - p as f64;
        let scaled = |factor: f64| Symmetric::from_fn(p, |i, j| factor * inverse.at(i, j));
        let (v, df, is_robust) = match variance {
            Variance::Model => (Ok(scaled(1.0)), None, false),
            Variance::Dispersed => (dispersion.map(scaled), Some(left), false),
            Variance::Hc0 => (Ok(sandwich(family, rows, &peak.beta, &inverse, None)), None, true),
            Variance::Hc1 if left > 0.0 => {
                let v = sandwich(family, rows, &peak.beta, &inverse, None);
                (Ok(Symmetric::from_fn(p, |i, j| v.at(i, j) * n as f64 / left)), None, true)
            }
            Variance::Hc1 => (Err(Undefined::TooFew { needed: p + 1, found: n }), None, true),
            Variance::Hc2 | Variance::Hc3 => (Err(Undefined::NotPartOfMethod), None, true),
            Variance::Cluster(codes) => {
                let (numbers, n_clusters) = clusters(codes, &rows.row);
                let groups = n_clusters as f64;
                let v = sandwich(family, rows, &peak.beta, &inverse, Some((&numbers, n_clusters)));
                let v = Symmetric::from_fn(p, |i, j| v.at(i, j) * groups / (groups - 1.0));
                let enough = n_clusters > 1;
                (if enough { Ok(v) } else { Err(Undefined::TooFew { needed: 2, found: 1 }) }, None, true)
            }
        };
        Self { covariance: v.map(|v| rows.back_covariance(&v)), p, df, is_robust }
    }

    fn error(&self, i: usize) -> Answer {
        let v = self.covariance.as_ref().map_err(|&reason| reason)?[i * self.p + i];
        finite(v.max(0.0).sqrt())
    }
}

/// Inverse information times the sum of squared scores (of rows or clusters) times inverse information.
fn sandwich<F: Family>(
    family: F,
    rows: &Rows,
    beta: &[f64],
    inverse: &Symmetric,
    groups: Option<(&[usize], usize)>,
) -> Symmetric {
    let p = rows.p();
    let eta = rows.times(beta);
    let mut sums = vec![0.0; groups.map_or(1, |(_, n_groups)| n_groups) * p];
    let mut middle = vec![0.0; p * p];
    let square = |middle: &mut [f64], u: &[f64]| {
        (0..p * p).filter(|at| at % p <= at / p).for_each(|at| middle[at] += u[at / p] * u[at % p]);
    };
    for row in 0..rows.n {
        let score = rows.weight[row] * family.at(rows.y[row], eta[row] + rows.offset[row]).score;
        let group = groups.map_or(0, |(numbers, _)| numbers[row]);
        let sum = &mut sums[group * p..(group + 1) * p];
        sum.iter_mut().zip(rows.at(row)).for_each(|(sum, x)| *sum += score * x);
        if groups.is_none() {
            square(&mut middle, sum);
            sum.fill(0.0);
        }
    }
    if groups.is_some() && p > 0 {
        sums.chunks_exact(p).for_each(|sum| square(&mut middle, sum));
    }
    let at = |i: usize, j: usize| middle[i.max(j) * p + i.min(j)];
    let half: Vec<Vec<f64>> =
        (0..p).map(|i| (0..p).map(|k| (0..p).map(|j| inverse.at(i, j) * at(j, k)).sum()).collect()).collect();
    Symmetric::from_fn(p, |i, j| half[i].iter().enumerate().map(|(k, half)| half * inverse.at(k, j)).sum())
}

/// Pearson's chi-squared over its degrees of freedom, over the rows that decide.
fn dispersion<F: Family>(family: F, solution: &Solution) -> Answer {
    let rows = &solution.rows;
    let peak = solution.peak.as_ref().ok_or(Undefined::NotConverged)?;
    if rows.n <= rows.p() {
        return Err(Undefined::TooFew { needed: rows.p() + 1, found: rows.n });
    }
    let eta = rows.times(&peak.beta);
    let pearson = (0..rows.n).map(|row| {
        let mean = family.mean(eta[row] + rows.offset[row]);
        rows.weight[row] * (rows.y[row] - mean).powi(2) / family.variance(mean)
    });
    finite(pearson.sum::<f64>() / (rows.n - rows.p()) as f64)
}

fn wald(value: f64, error: Answer, df: Option<f64>, blank: Estimate, level: Level) -> Estimate {
    let method = blank.method;
    let spread = error.and_then(|error| if error > 0.0 { Ok(error) } else { Err(Undefined::NoSpread) });
    let reach = spread.and_then(|error| match df {
        Some(df) => finite(error * student_t::quantile_upper(level.tail(), df)),
        None => finite(error * normal::quantile_upper(level.tail())),
    });
    let interval = |reach: f64| {
        let (low, high) = (finite(value - reach)?, finite(value + reach)?);
        Ok(Interval { low, high, level, method })
    };
    let test = spread.and_then(|error| finite(value / error)).map(|z| match df {
        Some(df) => {
            Test { statistic: Statistic::StudentT { t: z, df }, p_value: student_t::two_sided(z, df) }
        }
        None => {
            let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
            Test { statistic: Statistic::Normal { z }, p_value }
        }
    });
    Estimate { value: finite(value), ci: reach.and_then(interval), test, sd: error, ..blank }
}

fn ratio_test(null: f64, last: f64, df: usize, n: usize, method: Method) -> Estimate {
    let (x2, df) = ((2.0 * (last - null)).max(0.0), df as f64);
    let test = if df > 0.0 {
        Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
    } else {
        Err(Undefined::TooFew { needed: 1, found: 0 })
    };
    Estimate { test, ..Estimate::blank(method, n) }
}

fn constant_column(response: &Response, design: &Design) -> Option<usize> {
    let used = response.used();
    (0..design.n_columns()).find(|&column| {
        let values = design.column(column);
        let first = values[used[0] as usize];
        first != 0.0 && used.iter().all(|&row| values[row as usize] == first)
    })
}

fn has_constant(response: &Response, design: &Design) -> bool {
    constant_column(response, design).is_some()
}

/// Of the constant alone; of coefficients 0 if there is none.
fn null_log_likelihood<F: Family>(response: &Response, design: &Design, family: F) -> Answer {
    let order: Vec<usize> = constant_column(response, design).into_iter().collect();
    let rows = Rows::of(response, design, response.used(), &order, true);
    match climb(&rows, family, start(&rows, family)) {
        Search::Maximum(peak) => finite(peak.last.log_likelihood),
        _ => Err(Undefined::NotConverged),
    }
}

fn constants<F: Family>(family: F, response: &Response, term: impl Fn(F, f64) -> f64) -> f64 {
    let each = |row: u32| response.weight(row as usize) * term(family, response.y()[row as usize]);
    response.used().into_iter().map(each).sum()
}

/// Rows at their limit have their own response for expectation.
fn fitted<F: Family>(response: &Response, family: F, solution: &Solution) -> Vec<f64> {
    let mut by_row = response.y().to_vec();
    if let Some(peak) = &solution.peak {
        for (row, eta) in solution.rows.row.iter().zip(solution.rows.times(&peak.beta)) {
            by_row[*row as usize] = family.mean(eta + response.offset(*row as usize));
        }
    }
    response.used().into_iter().map(|row| by_row[row as usize]).collect()
}
