//! Rubin's rules for several parameters at once.

use crate::answer::finite;
use crate::distribution::f;
use crate::matrix::Symmetric;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};

const D1: Method = Method {
    name: "pooled Wald test (D1)",
    reference: "Li KH, Raghunathan TE, Rubin DB, J Am Stat Assoc 1991;86:1065; Reiter JP, Biometrika 2007;94:502",
};

/// Tests that k parameters are all 0, from their estimates (k numbers an imputation) and covariances (k x k an
/// imputation, row by row). The between-imputation covariance is taken proportional to the within one, which is what
/// keeps the test usable with few imputations.
///
/// F with k and the degrees of freedom of Li, Raghunathan & Rubin, or, given the complete-data degrees of freedom,
/// of Reiter. [`Undefined::TooFew`] below two imputations, [`Undefined::LengthsDiffer`] where sizes do not fit,
/// [`Undefined::Collinear`] where the mean covariance has no inverse, [`Undefined::BeyondRange`] for numbers that
/// are not finite. O(m k²).
pub fn pool_vectors(estimates: &[Vec<f64>], covariances: &[Vec<f64>], complete_df: Option<f64>) -> Estimate {
    let m = estimates.len();
    Estimate { test: test(estimates, covariances, complete_df), ..Estimate::blank(D1, m) }
}

fn test(estimates: &[Vec<f64>], covariances: &[Vec<f64>], complete_df: Option<f64>) -> Answer<Test> {
    let m = estimates.len();
    if m < 2 {
        return Err(Undefined::TooFew { needed: 2, found: m });
    }
    let k = estimates[0].len();
    let fits = estimates.iter().all(|row| row.len() == k) && covariances.iter().all(|row| row.len() == k * k);
    if k == 0 || covariances.len() != m || !fits {
        return Err(Undefined::LengthsDiffer);
    }
    if !estimates.iter().chain(covariances).flatten().all(|value| value.is_finite()) {
        return Err(Undefined::BeyondRange);
    }
    let mean = |rows: &[Vec<f64>], at: usize| rows.iter().map(|row| row[at] / m as f64).sum::<f64>();
    let centre: Vec<f64> = (0..k).map(|at| mean(estimates, at)).collect();
    let within = Symmetric::from_fn(k, |i, j| mean(covariances, i * k + j));
    let factor = within.factor();
    if let Some(column) = factor.aliased().iter().position(|&aliased| aliased) {
        return Err(Undefined::Collinear { column });
    }
    let quadratic = |vector: &[f64]| -> f64 {
        factor.solve(vector).iter().zip(vector).map(|(solved, value)| solved * value).sum()
    };
    let trace = estimates.iter().map(|row| {
        let deviation: Vec<f64> = row.iter().zip(&centre).map(|(value, mean)| value - mean).collect();
        quadratic(&deviation) / (m - 1) as f64
    });
    let r = (1.0 + 1.0 / m as f64) * trace.sum::<f64>() / k as f64;
    let statistic = finite(quadratic(&centre) / (k as f64 * (1.0 + r)))?;
    let df2 = match complete_df.filter(|df| df.is_finite()) {
        None => large_sample_df(k as f64, m as f64, r),
        Some(complete) => reiter_df(k as f64, m as f64, r, complete),
    };
    if df2.is_nan() || df2 <= 0.0 {
        return Err(Undefined::TooFew { needed: k + 5, found: complete_df.map_or(m, |df| df as usize) });
    }
    let p_value = f::upper(statistic, k as f64, df2.min(1e10));
    Ok(Test { statistic: Statistic::F { f: statistic, df1: k as f64, df2 }, p_value })
}

/// Li, Raghunathan & Rubin 1991, (1.17) and (1.18).
fn large_sample_df(k: f64, m: f64, r: f64) -> f64 {
    let t = k * (m - 1.0);
    if t > 4.0 {
        4.0 + (t - 4.0) * (1.0 + (1.0 - 2.0 / t) / r).powi(2)
    } else {
        t * (1.0 + 1.0 / k) * (1.0 + 1.0 / r).powi(2) / 2.0
    }
}

/// Reiter 2007, (4); his t is k (m - 1), which must exceed 4, else Li's small-t form is used.
fn reiter_df(k: f64, m: f64, r: f64, complete: f64) -> f64 {
    let t = k * (m - 1.0);
    let a = r * t / (t - 2.0);
    let star = complete * (complete + 1.0) / (complete + 3.0);
    if t <= 4.0 {
        return large_sample_df(k, m, r).min(star);
    }
    let squared = (1.0 + a).powi(2);
    let c0 = 1.0 / (t - 4.0);
    let c1 = star - 2.0 * (1.0 + a);
    let c2 = star - 4.0 * (1.0 + a);
    let z = 1.0 / c2
        + c0 * (a * a * c1 / (squared * c2))
        + c0 * (8.0 * a * a * c1 / ((1.0 + a) * c2 * c2) + 4.0 * a * a / ((1.0 + a) * c2))
        + c0 * (4.0 * a * a / (c2 * c1) + 16.0 * a * a * c1 / c2.powi(3))
        + c0 * (8.0 * a * a / (c2 * c2));
    4.0 + 1.0 / z
}
