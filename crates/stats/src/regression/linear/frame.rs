//! The least-squares problem in units in which squares stay in range, and its solution.

use crate::answer::finite;
use crate::design::Design;
use crate::matrix::triangular::Triangular;
use crate::numeric::{Unit, largest_magnitude, sum_by};
use crate::regression::Response;
use crate::{Answer, Undefined};
use std::f64::consts::PI;

pub(super) struct Frame<'a> {
    pub(super) design: &'a Design,
    pub(super) used: &'a [u32],
    pub(super) triangle: Triangular,
    /// Of the columns kept, in the frame's units.
    pub(super) beta: Vec<f64>,
    /// Response less fitted value, in the frame's unit, and root weight, of each used row.
    pub(super) residual: Vec<f64>,
    pub(super) root: Vec<f64>,
    /// Weighted sums of squares: residual, and explained by the columns beyond the constant.
    pub(super) rss: f64,
    pub(super) explained_squares: f64,
    /// The column with one value other than 0, if there is one.
    pub(super) constant: Option<usize>,
    /// Of the response.
    pub(super) unit: Unit,
    /// Of each column kept.
    pub(super) units: Vec<Unit>,
}

impl<'a> Frame<'a> {
    pub(super) fn of(response: &Response, design: &'a Design, used: &'a [u32]) -> Self {
        let p = design.n_columns();
        let known = |row: usize| response.y()[row] - response.offset(row);
        let y: Vec<f64> = used.iter().map(|&row| known(row as usize)).collect();
        let unit = Unit::for_largest(largest_magnitude(&y));
        let y: Vec<f64> = y.into_iter().map(|y| unit.of(y)).collect();
        let units: Vec<Unit> =
            (0..p).map(|column| Unit::for_largest(largest_magnitude(design.column(column)))).collect();
        let root: Vec<f64> = used.iter().map(|&row| response.weight(row as usize).sqrt()).collect();
        let entry = |i: usize, column: usize| match units.get(column) {
            Some(unit) => root[i] * unit.of(design.at(used[i] as usize, column)),
            None => root[i] * y[i],
        };
        let triangle = Triangular::of(used.len(), p, entry);
        let units = triangle.kept.iter().map(|&column| units[column]).collect();
        let constant = triangle.kept.iter().copied().find(|&column| is_constant(design, used, column));
        let beta = triangle.coefficients();
        let mut frame = Self {
            design,
            used,
            triangle,
            beta,
            residual: Vec::new(),
            root,
            rss: 0.0,
            explained_squares: 0.0,
            constant,
            unit,
            units,
        };
        frame.split(&y);
        frame
    }

    /// Residuals and the two sums of squares. Residuals of the size of rounding are 0.
    fn split(&mut self, y: &[f64]) {
        let fitted = self.fitted();
        let magnitude = largest_magnitude(y);
        self.residual = y.iter().zip(&fitted).map(|(y, fitted)| y - fitted).collect();
        if largest_magnitude(&self.residual) <= 64.0 * f64::EPSILON * magnitude {
            self.residual.fill(0.0);
        }
        let index: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
        let over = |term: &dyn Fn(usize) -> f64| sum_by(&index, |i| term(i as usize));
        let weight = |i: usize| self.root[i] * self.root[i];
        let mean = match self.constant {
            Some(_) => over(&|i| weight(i) * fitted[i]) / over(&weight),
            None => 0.0,
        };
        self.rss = over(&|i| weight(i) * self.residual[i] * self.residual[i]);
        self.explained_squares = over(&|i| weight(i) * (fitted[i] - mean) * (fitted[i] - mean));
    }

    fn fitted(&self) -> Vec<f64> {
        let mut fitted = vec![0.0; self.n()];
        for ((&column, &beta), unit) in self.triangle.kept.iter().zip(&self.beta).zip(&self.units) {
            let values = self.design.column(column);
            fitted
                .iter_mut()
                .zip(self.used)
                .for_each(|(sum, &row)| *sum += beta * unit.of(values[row as usize]));
        }
        fitted
    }

    pub(super) fn n(&self) -> usize {
        self.used.len()
    }

    /// A coefficient of the i-th column kept, or its error, in the units of the data; may be infinite.
    pub(super) fn back(&self, value: f64, i: usize) -> f64 {
        self.units[i].of(self.unit.back(value))
    }

    /// A product of two such.
    pub(super) fn back_twice(&self, value: f64, i: usize, j: usize) -> f64 {
        let (root, sign) = (value.abs().sqrt(), value.signum());
        sign * self.back(root, i) * self.back(root, j)
    }

    pub(super) fn r_squared(&self) -> Answer {
        let total = self.explained_squares + self.rss;
        if total > 0.0 { Ok(self.explained_squares / total) } else { Err(Undefined::NoSpread) }
    }

    pub(super) fn log_likelihood(&self) -> Answer {
        if self.rss == 0.0 {
            return Err(Undefined::NoSpread);
        }
        let n = self.n() as f64;
        let weights = sum_by(&self.root, |root| 2.0 * root.ln());
        let spread = (2.0 * PI * self.rss / n).ln() + 2.0 * self.unit.back(1.0).ln() + 1.0;
        finite(0.5 * (weights - n * spread))
    }

    pub(super) fn spread(&self, middle: Vec<f64>) -> Spread {
        Spread { triangle: self.triangle.clone(), units: self.units.clone(), unit: self.unit, middle }
    }

    /// In the order and unit of the data, rows of weight 0 included.
    pub(super) fn residuals(&self, response: &Response, design: &Design) -> Vec<f64> {
        if self.n() == response.n() {
            return self.residual.iter().map(|&residual| self.unit.back(residual)).collect();
        }
        let mut beta = vec![0.0; design.n_columns()];
        (0..self.beta.len()).for_each(|i| beta[self.triangle.kept[i]] = self.back(self.beta[i], i));
        let fitted = design.times(&beta);
        (0..response.n()).map(|row| response.y()[row] - response.offset(row) - fitted[row]).collect()
    }
}

fn is_constant(design: &Design, used: &[u32], column: usize) -> bool {
    let values = design.column(column);
    let first = values[used[0] as usize];
    first != 0.0 && used.iter().all(|&row| values[row as usize] == first)
}

/// What the standard error of a linear combination needs. By way of the triangle: the covariance itself has lost the
/// digits that cancel where columns lie far from 0.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    triangle: Triangular,
    units: Vec<Unit>,
    unit: Unit,
    middle: Vec<f64>,
}

impl Spread {
    /// Of the combination of coefficients `x` (one for each column of the design), with another `spread` added.
    pub(super) fn error(&self, x: &[f64], spread: f64) -> Answer {
        let rank = self.triangle.rank();
        let kept = self.triangle.kept.iter().zip(&self.units);
        let mut z: Vec<f64> = kept.map(|(&column, unit)| unit.of(x[column])).collect();
        self.triangle.solve_transposed(&mut z);
        let variance: f64 = (0..rank * rank).map(|at| z[at / rank] * z[at % rank] * self.middle[at]).sum();
        finite(self.unit.back((variance.max(0.0) + self.unit.of(spread).powi(2)).sqrt()))
    }
}
