//! The log-likelihood of proportional odds.
//!
//! With a and b the upper and lower threshold minus the predictor, F(a) - F(b) = F(a) (1 - F(b)) (1 - exp(b - a)) for the
//! logistic F: three logarithms without cancellation, each concave.

use crate::newton::{At, Sums, add_up};
use crate::regression::Categories;
use crate::scaled::Scaled;

/// Categories and weights of the rows used.
pub(super) struct Rows {
    pub(super) code: Vec<usize>,
    pub(super) weight: Vec<f64>,
    n_categories: usize,
}

impl Rows {
    pub(super) fn of(response: &Categories<'_>, places: &[usize]) -> Self {
        Self {
            code: places.iter().map(|&row| response.code(row)).collect(),
            weight: places.iter().map(|&row| response.weight(row)).collect(),
            n_categories: response.n_categories(),
        }
    }

    pub(super) fn n(&self) -> usize {
        self.code.len()
    }

    pub(super) fn n_cuts(&self) -> usize {
        self.n_categories - 1
    }
}

/// `theta`: thresholds, then coefficients of the scaled columns.
pub(super) fn evaluate(rows: &Rows, columns: &Scaled, theta: &[f64]) -> At {
    let (n_cuts, q) = (rows.n_cuts(), theta.len());
    add_up(rows.n(), q, |row, sums| {
        let x = columns.row(row);
        let eta: f64 = x.iter().zip(&theta[n_cuts..]).map(|(x, beta)| x * beta).sum();
        let code = rows.code[row];
        let above = (code < n_cuts).then(|| theta[code] - eta);
        let below = (code > 0).then(|| theta[code - 1] - eta);
        add(sums, &Cell::at(above, below), rows.weight[row], code, x, n_cuts);
    })
}

/// ln P of one category and its derivatives by the upper (a) and lower (b) threshold.
struct Cell {
    value: f64,
    a: f64,
    b: f64,
    aa: f64,
    bb: f64,
    ab: f64,
}

impl Cell {
    fn at(above: Option<f64>, below: Option<f64>) -> Self {
        let mut cell = Self { value: 0.0, a: 0.0, b: 0.0, aa: 0.0, bb: 0.0, ab: 0.0 };
        if let Some(a) = above {
            cell.value -= softplus(-a);
            cell.a += logistic(-a);
            cell.aa -= logistic(a) * logistic(-a);
        }
        if let Some(b) = below {
            cell.value -= softplus(b);
            cell.b -= logistic(b);
            cell.bb -= logistic(b) * logistic(-b);
        }
        if let (Some(a), Some(b)) = (above, below) {
            let slope = 1.0 / (a - b).exp_m1();
            let bend = -slope * (1.0 + slope);
            // NaN where the thresholds have crossed: the step is refused.
            cell.value += (-(b - a).exp_m1()).ln();
            cell.a += slope;
            cell.b -= slope;
            cell.aa += bend;
            cell.bb += bend;
            cell.ab -= bend;
        }
        cell
    }
}

/// A row moves its two thresholds, and its coefficients by minus both.
fn add(sums: &mut Sums, cell: &Cell, weight: f64, code: usize, x: &[f64], n_cuts: usize) {
    let q = n_cuts + x.len();
    sums.log_likelihood += weight * cell.value;
    let (slope, bend) = (cell.a + cell.b, cell.aa + 2.0 * cell.ab + cell.bb);
    let (side_a, side_b) = (cell.aa + cell.ab, cell.bb + cell.ab);
    if code < n_cuts {
        sums.score[code] += weight * cell.a;
        sums.information[code * q + code] -= weight * cell.aa;
    }
    if code > 0 {
        sums.score[code - 1] += weight * cell.b;
        sums.information[(code - 1) * q + code - 1] -= weight * cell.bb;
    }
    if code > 0 && code < n_cuts {
        sums.information[code * q + code - 1] -= weight * cell.ab;
    }
    for (i, &value) in x.iter().enumerate() {
        let at = n_cuts + i;
        sums.score[at] -= weight * slope * value;
        if code < n_cuts {
            sums.information[at * q + code] += weight * side_a * value;
        }
        if code > 0 {
            sums.information[at * q + code - 1] += weight * side_b * value;
        }
        let row = &mut sums.information[at * q + n_cuts..=at * q + at];
        row.iter_mut().zip(x).for_each(|(sum, other)| *sum -= weight * bend * value * other);
    }
}

/// Probabilities of the categories from thresholds minus predictor, ascending.
pub(super) fn probabilities(cuts: &[f64]) -> Vec<f64> {
    let n = cuts.len();
    (0..=n)
        .map(|code| {
            let above = (code < n).then(|| cuts[code]);
            Cell::at(above, (code > 0).then(|| cuts[code - 1])).value.exp()
        })
        .collect()
}

pub(super) fn logistic(z: f64) -> f64 {
    if z < 0.0 { z.exp() / (1.0 + z.exp()) } else { 1.0 / (1.0 + (-z).exp()) }
}

/// ln(1 + e^z).
fn softplus(z: f64) -> f64 {
    if z > 0.0 { z + (-z).exp().ln_1p() } else { z.exp().ln_1p() }
}
