//! Bayesian linear regression by normal equations.

use super::draws::{chi_squared, normals};
use crate::matrix::{Symmetric, dot};
use crate::random::Stream;

/// Regressors row by row, the first of each row 1 (the intercept). Numbers are near 1 in size.
pub(super) struct Rows {
    pub(super) p: usize,
    pub(super) values: Vec<f64>,
}

impl Rows {
    pub(super) fn n(&self) -> usize {
        self.values.len() / self.p
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.p..(row + 1) * self.p]
    }
}

/// Least squares, and a draw from the posterior under the prior 1/σ² (Rubin 1987, 5.3; van Buuren, Flexible
/// Imputation of Missing Data, algorithm 3.1).
pub(super) struct Line {
    /// Least squares; 0 for columns that earlier ones make up.
    pub(super) hat: Vec<f64>,
    /// Drawn coefficients.
    pub(super) beta: Vec<f64>,
    /// Drawn residual SD.
    pub(super) sigma: f64,
    /// Regressors that are not combinations of earlier ones.
    pub(super) rank: usize,
}

impl Line {
    /// Fits `y[row]` on the regressors of the rows listed. With no residual degrees of freedom one is assumed, as in
    /// mice. O(n p²).
    pub(super) fn draw(rows: &Rows, fitted: &[u32], y: &[f64], stream: &mut Stream) -> Self {
        let (cross, product) = cross_products(rows, fitted, y);
        let factor = cross.factor();
        let hat = factor.solve(&product);
        let residual_squares: f64 =
            fitted.iter().map(|&row| (y[row as usize] - dot(rows.row(row as usize), &hat)).powi(2)).sum();
        let df = fitted.len().saturating_sub(factor.rank()).max(1) as f64;
        let sigma = (residual_squares / chi_squared(stream, df)).sqrt();
        let spread = factor.spread(&normals(stream, rows.p));
        let beta = hat.iter().zip(&spread).map(|(hat, spread)| hat + sigma * spread).collect();
        Self { hat, beta, sigma, rank: factor.rank() }
    }
}

/// X'X and X'y over the rows listed.
fn cross_products(rows: &Rows, fitted: &[u32], y: &[f64]) -> (Symmetric, Vec<f64>) {
    let p = rows.p;
    let (mut cross, mut product) = (vec![0.0; p * p], vec![0.0; p]);
    for &row in fitted {
        let x = rows.row(row as usize);
        add_square(&mut cross, x, 1.0);
        let y = y[row as usize];
        product.iter_mut().zip(x).for_each(|(sum, x)| *sum += x * y);
    }
    (Symmetric::from_fn(p, |i, j| cross[i * p + j]), product)
}

/// Adds weight x x' to the lower triangle (and what lies above it) of a square kept row by row.
#[inline]
pub(super) fn add_square(square: &mut [f64], x: &[f64], weight: f64) {
    for (sums, &left) in square.chunks_exact_mut(x.len().max(1)).zip(x) {
        let scaled = weight * left;
        sums.iter_mut().zip(x).for_each(|(sum, &right)| *sum += scaled * right);
    }
}
