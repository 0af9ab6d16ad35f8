//! Columns on a common scale, those that depend on earlier ones left out.

use crate::design::{Design, INTERCEPT};
use crate::matrix::Symmetric;
use crate::numeric::largest_magnitude;

/// The columns that matter of the rows that matter, row by row, each divided by its scale; centred where a
/// constant is part of the model. With `beta` of these columns, the coefficient of column j is beta_j over its
/// scale, and the constant loses the sum of centres times coefficients.
pub(crate) struct Scaled {
    pub(crate) n: usize,
    /// Which columns of the design are kept.
    pub(crate) kept: Vec<usize>,
    pub(crate) x: Vec<f64>,
    pub(crate) centre: Vec<f64>,
    pub(crate) scale: Vec<f64>,
    /// Place of the column of ones among those kept.
    pub(crate) intercept: Option<usize>,
}

impl Scaled {
    /// `constant`: the model has a constant of its own (cut points, say), whatever the design holds.
    pub(crate) fn of(design: &Design, rows: &[usize], constant: bool) -> Self {
        let p = design.n_columns();
        let ones = (0..p).find(|&column| !constant && design.names()[column] == INTERCEPT);
        let centred = constant || ones.is_some();
        let standards: Vec<(f64, f64)> = (0..p)
            .map(
                |column| {
                    if ones == Some(column) { (0.0, 1.0) } else { standard(design, column, rows, centred) }
                },
            )
            .collect();
        let entry = |row: usize, column: usize| {
            let (centre, scale) = standards[column];
            (design.at(row, column) - centre) / scale
        };
        let kept = independent(p, rows, ones, entry);
        let x = rows.iter().flat_map(|&row| kept.iter().map(move |&column| entry(row, column))).collect();
        Self {
            n: rows.len(),
            intercept: ones.and_then(|ones| kept.iter().position(|&column| column == ones)),
            centre: kept.iter().map(|&column| standards[column].0).collect(),
            scale: kept.iter().map(|&column| standards[column].1).collect(),
            x,
            kept,
        }
    }

    /// Number of columns kept.
    pub(crate) fn p(&self) -> usize {
        self.kept.len()
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        &self.x[row * self.p()..(row + 1) * self.p()]
    }

    /// The matrix that turns parameters of these columns into those of the design's columns, for `q` parameters
    /// of which the columns' begin at `first`; `constants` are the places of the constants and the sign with
    /// which they enter the linear predictor.
    pub(crate) fn back(&self, q: usize, first: usize, constants: &[(usize, f64)]) -> Vec<f64> {
        let mut map: Vec<f64> = (0..q * q).map(|at| if at / q == at % q { 1.0 } else { 0.0 }).collect();
        for column in 0..self.p() {
            let at = first + column;
            map[at * q + at] = 1.0 / self.scale[column];
            if Some(column) == self.intercept {
                continue;
            }
            for &(constant, sign) in constants {
                map[constant * q + at] = -sign * self.centre[column] / self.scale[column];
            }
        }
        map
    }
}

/// A matrix of q rows times a vector.
pub(crate) fn times(map: &[f64], vector: &[f64]) -> Vec<f64> {
    let q = vector.len();
    (0..q).map(|i| map[i * q..(i + 1) * q].iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
}

/// map C map'.
pub(crate) fn congruent(map: &[f64], covariance: &Symmetric, q: usize) -> Symmetric {
    let mut half = vec![0.0; q * q];
    for i in 0..q {
        for k in (0..q).filter(|&k| map[i * q + k] != 0.0) {
            for j in 0..q {
                half[i * q + j] += map[i * q + k] * covariance.at(k, j);
            }
        }
    }
    Symmetric::from_fn(q, |i, j| (0..q).map(|k| half[i * q + k] * map[j * q + k]).sum())
}

/// Mean and standard deviation (divisor n) of a column; 0 and the largest magnitude where it is not centred. The
/// scale of a constant column is 1 and of its deviations nothing is left.
fn standard(design: &Design, column: usize, rows: &[usize], centred: bool) -> (f64, f64) {
    let values: Vec<f64> = rows.iter().map(|&row| design.at(row, column)).collect();
    let largest = largest_magnitude(&values);
    if values.is_empty() || largest == 0.0 {
        return (0.0, 1.0);
    }
    if !centred {
        return (0.0, largest);
    }
    let n = values.len() as f64;
    let mean = values.iter().map(|value| value / largest).sum::<f64>() / n;
    let square = values.iter().map(|value| (value / largest - mean).powi(2)).sum::<f64>() / n;
    if square.sqrt() <= 1e-14 {
        (mean * largest, f64::INFINITY)
    } else {
        (mean * largest, square.sqrt() * largest)
    }
}

fn independent(
    p: usize,
    rows: &[usize],
    ones: Option<usize>,
    entry: impl Fn(usize, usize) -> f64,
) -> Vec<usize> {
    let mut products = vec![0.0; p * p];
    for &row in rows {
        let x: Vec<f64> = (0..p).map(|column| entry(row, column)).collect();
        for i in 0..p {
            (0..=i).for_each(|j| products[i * p + j] += x[i] * x[j]);
        }
    }
    // The column of ones comes first: what is constant beside it is the one to go.
    let order: Vec<usize> = ones.into_iter().chain((0..p).filter(|&column| Some(column) != ones)).collect();
    let matrix = Symmetric::from_fn(p, |i, j| {
        let (a, b) = (order[i].max(order[j]), order[i].min(order[j]));
        products[a * p + b]
    });
    let factor = matrix.factor();
    let mut kept: Vec<usize> = order
        .iter()
        .zip(factor.aliased())
        .filter(|(_, aliased)| !**aliased)
        .map(|(&column, _)| column)
        .collect();
    kept.sort_unstable();
    kept
}
