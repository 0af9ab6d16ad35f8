//! Columns made orthogonal, so that the iteration does not feel how they lean on each other.

use crate::matrix::dot;
use crate::numeric::{Unit, largest_magnitude};
use crate::{Answer, Undefined};

/// X = Q R: Q has columns of mean square 1 that are orthogonal to each other, R is upper triangular.
pub(super) struct Basis {
    /// Row after row.
    pub(super) q: Vec<f64>,
    pub(super) n_columns: usize,
    /// Column after column of R, each in the unit of its column.
    r: Vec<Vec<f64>>,
    units: Vec<Unit>,
}

impl Basis {
    /// Gram and Schmidt's method, each column cleaned twice (Giraud et al, Numer Math 2005;101:87). A column
    /// whose rest is below 1e-10 of itself is [`Undefined::Collinear`]. O(n p²).
    pub(super) fn of(rows: &[f64], n_columns: usize) -> Answer<Self> {
        let n = rows.len() / n_columns;
        let (mut columns, mut r, mut units): (Vec<Vec<f64>>, Vec<Vec<f64>>, Vec<Unit>) = Default::default();
        for j in 0..n_columns {
            let raw: Vec<f64> = rows.iter().skip(j).step_by(n_columns).copied().collect();
            let largest = largest_magnitude(&raw);
            let unit = Unit::for_largest(largest);
            let mut column: Vec<f64> = raw.iter().map(|value| unit.of(*value)).collect();
            let before = mean_square(&column).sqrt();
            let mut coefficients = vec![0.0; j + 1];
            for _ in 0..2 {
                for (k, earlier) in columns.iter().enumerate() {
                    let along = dot(&column, earlier) / n as f64;
                    coefficients[k] += along;
                    column.iter_mut().zip(earlier).for_each(|(value, other)| *value -= along * other);
                }
            }
            let after = mean_square(&column).sqrt();
            if after.is_nan() || after <= 1e-10 * before || before == 0.0 {
                return Err(Undefined::Collinear { column: j });
            }
            column.iter_mut().for_each(|value| *value /= after);
            coefficients[j] = after;
            columns.push(column);
            r.push(coefficients);
            units.push(unit);
        }
        let q = (0..n).flat_map(|i| columns.iter().map(move |column| column[i])).collect();
        Ok(Self { q, n_columns, r, units })
    }

    /// Least-squares coefficients of `y` on Q, cleaned twice.
    pub(super) fn regress(&self, y: &mut [f64]) -> Vec<f64> {
        let (n, p) = (y.len(), self.n_columns);
        let mut coefficients = vec![0.0; p];
        for _ in 0..2 {
            let mut along = vec![0.0; p];
            for (value, row) in y.iter().zip(self.q.chunks_exact(p)) {
                along.iter_mut().zip(row).for_each(|(sum, q)| *sum += value * q);
            }
            along.iter_mut().for_each(|sum| *sum /= n as f64);
            for (value, row) in y.iter_mut().zip(self.q.chunks_exact(p)) {
                *value -= dot(&along, row);
            }
            coefficients.iter_mut().zip(&along).for_each(|(sum, part)| *sum += part);
        }
        coefficients
    }

    /// Solves R x = b: coefficients of the columns from those of Q.
    pub(super) fn back(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for j in (0..self.n_columns).rev() {
            x[j] /= self.r[j][j];
            for k in 0..j {
                x[k] -= self.r[j][k] * x[j];
            }
        }
        x.iter().zip(&self.units).map(|(value, unit)| unit.of(*value)).collect()
    }
}

fn mean_square(values: &[f64]) -> f64 {
    dot(values, values) / values.len() as f64
}
