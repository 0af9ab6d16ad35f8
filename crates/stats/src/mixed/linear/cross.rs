//! What the data say about every covariance: cross products, computed once.
//!
//! Per group the random effects' columns are decomposed, Z = Q R. A group's rows split into the q numbers Q'W (W the
//! fixed columns and the response) and what lies across Q. The covariance of the response, I + Z Λ Λ' Z' in units of
//! the residual variance, acts on Q only. So W' V⁻¹ W = within + Σ (Q'W)' (I + R Λ Λ' R')⁻¹ (Q'W): sums of squares
//! throughout, without the subtraction of large numbers.

use crate::design::Design;
use crate::matrix::Symmetric;
use crate::mixed::Repeated;
use crate::numeric::{Unit, largest_magnitude};
use crate::{Answer, Undefined};

/// A column that keeps less than this share of its length beside earlier ones is taken for their combination (as R).
const COLLINEAR: f64 = 1e-7;

/// The cross products of one data set. The fixed columns are orthonormalised and the response replaced by its least
/// squares residual, so that no digits are lost to large means.
pub(super) struct Cross {
    pub(super) n: usize,
    /// Fixed columns that are no combination of earlier ones.
    pub(super) p: usize,
    pub(super) q: usize,
    /// (p + 1)² sums of squares and products across Q, the response last.
    pub(super) within: Vec<f64>,
    /// Q'W, q by p + 1, group after group.
    pub(super) between: Vec<f64>,
    /// R, q by q, group after group; Λ is in units of 1 / `z_scale`.
    pub(super) roots: Vec<f64>,
    /// Root mean square of each random column.
    pub(super) z_scale: Vec<f64>,
    /// Coefficients of least squares, in the unit of the scaled columns.
    pub(super) least_squares: Vec<f64>,
    /// Inverse of the triangle that makes the scaled columns of the orthonormal ones, p by p.
    pub(super) triangle: Vec<f64>,
    /// The design's columns that were kept, and their units.
    pub(super) kept: Vec<usize>,
    pub(super) x_unit: Vec<Unit>,
    pub(super) y_unit: Unit,
}

impl Cross {
    /// One pass over the rows a column: O(n (p + q)²).
    pub(super) fn of(response: &Repeated<'_>, fixed: &Design, random: &Design) -> Answer<Self> {
        let y_unit = Unit::for_largest(largest_magnitude(response.values()));
        let y: Vec<f64> = response.values().iter().map(|&y| y_unit.of(y)).collect();
        let basis = Basis::of(fixed);
        let (least_squares, residual) = basis.project(&y);
        let (p, q) = (basis.kept.len(), random.n_columns());
        let z_scale: Vec<f64> = (0..q).map(|column| root_mean_square(random.column(column))).collect();
        if let Some(column) = z_scale.iter().position(|&scale| !(scale > 0.0 && scale.is_finite())) {
            return Err(Undefined::Collinear { column });
        }
        let mut cross = Self {
            n: response.n(),
            p,
            q,
            within: vec![0.0; (p + 1) * (p + 1)],
            between: Vec::with_capacity(response.n_groups() * q * (p + 1)),
            roots: Vec::with_capacity(response.n_groups() * q * q),
            z_scale,
            least_squares,
            triangle: invert_upper(&basis.triangle, p),
            kept: basis.kept,
            x_unit: basis.unit,
            y_unit,
        };
        let mut columns: Vec<&[f64]> = basis.columns.iter().map(Vec::as_slice).collect();
        columns.push(&residual);
        let mut rows = GroupRows::default();
        for group in response.groups() {
            rows.fill(group, &columns, random, &cross.z_scale);
            cross.add(&mut rows);
        }
        let scale: f64 = y.iter().map(|y| y * y).sum();
        let left: f64 = residual.iter().map(|r| r * r).sum();
        let across = cross.within[(p + 1) * (p + 1) - 1];
        if left <= 1e-26 * scale || across <= 1e-24 * left || cross.explains_groups() {
            Err(Undefined::NoSpread)
        } else {
            Ok(cross)
        }
    }

    /// Whether fixed and random columns together leave nothing: the likelihood then has no maximum. Columns that do not
    /// vary across Q (the orthonormal ones have length 1) take no part.
    fn explains_groups(&self) -> bool {
        let w = self.p + 1;
        let varies = |i: usize| i == self.p || self.within[i * w + i] > 1e-20;
        let products =
            Symmetric::from_fn(w, |i, j| if varies(i) && varies(j) { self.within[i * w + j] } else { 0.0 });
        products.factor().aliased()[self.p]
    }

    pub(super) fn n_groups(&self) -> usize {
        self.roots.len() / (self.q * self.q)
    }

    /// Splits one group's rows and adds them.
    fn add(&mut self, rows: &mut GroupRows) {
        let (m, q, w) = (rows.m, self.q, self.p + 1);
        let root_at = self.roots.len();
        self.roots.resize(root_at + q * q, 0.0);
        for j in 0..q {
            let own = norm(&rows.z[j * m..(j + 1) * m]);
            for _ in 0..2 {
                for k in 0..j {
                    let share = remove(&mut rows.z, m, k, j);
                    self.roots[root_at + k * q + j] += share;
                }
            }
            let length = norm(&rows.z[j * m..(j + 1) * m]);
            let keep = length > 1e-12 * own;
            self.roots[root_at + j * q + j] = if keep { length } else { 0.0 };
            rows.z[j * m..(j + 1) * m].iter_mut().for_each(|z| *z = if keep { *z / length } else { 0.0 });
        }
        let between_at = self.between.len();
        self.between.resize(between_at + q * w, 0.0);
        for c in 0..w {
            let column = &mut rows.w[c * m..(c + 1) * m];
            for _ in 0..2 {
                for k in 0..q {
                    let axis = &rows.z[k * m..(k + 1) * m];
                    let share = dot(axis, column);
                    column.iter_mut().zip(axis).for_each(|(w, z)| *w -= share * z);
                    self.between[between_at + k * w + c] += share;
                }
            }
            for d in 0..=c {
                self.within[c * w + d] += dot(&rows.w[c * m..(c + 1) * m], &rows.w[d * m..(d + 1) * m]);
            }
        }
        for c in 0..w {
            (0..c).for_each(|d| self.within[d * w + c] = self.within[c * w + d]);
        }
    }
}

/// One group's rows, column after column.
#[derive(Default)]
struct GroupRows {
    m: usize,
    z: Vec<f64>,
    w: Vec<f64>,
}

impl GroupRows {
    fn fill(&mut self, group: &[usize], columns: &[&[f64]], random: &Design, z_scale: &[f64]) {
        self.m = group.len();
        self.z.clear();
        for (column, scale) in z_scale.iter().enumerate() {
            let values = random.column(column);
            self.z.extend(group.iter().map(|&row| values[row] / scale));
        }
        self.w.clear();
        for column in columns {
            self.w.extend(group.iter().map(|&row| column[row]));
        }
    }
}

/// Takes what column `j` has along the unit column `k` out of it.
fn remove(z: &mut [f64], m: usize, k: usize, j: usize) -> f64 {
    let (before, from) = z.split_at_mut(j * m);
    let (axis, column) = (&before[k * m..(k + 1) * m], &mut from[..m]);
    let share = dot(axis, column);
    column.iter_mut().zip(axis).for_each(|(z, axis)| *z -= share * axis);
    share
}

/// The fixed columns made orthonormal: X (scaled) = columns × triangle.
pub(in crate::mixed) struct Basis {
    pub(in crate::mixed) columns: Vec<Vec<f64>>,
    pub(in crate::mixed) triangle: Vec<f64>,
    pub(in crate::mixed) kept: Vec<usize>,
    pub(in crate::mixed) unit: Vec<Unit>,
}

impl Basis {
    /// Gram and Schmidt, each column twice.
    pub(in crate::mixed) fn of(design: &Design) -> Self {
        let (mut columns, mut rows) = (Vec::<Vec<f64>>::new(), Vec::<Vec<f64>>::new());
        let (mut kept, mut unit) = (Vec::new(), Vec::new());
        for at in 0..design.n_columns() {
            let scale = Unit::for_largest(largest_magnitude(design.column(at)));
            let mut column: Vec<f64> = design.column(at).iter().map(|&x| scale.of(x)).collect();
            let own = norm(&column);
            let mut shares = vec![0.0; columns.len()];
            for _ in 0..2 {
                for (share, axis) in shares.iter_mut().zip(&columns) {
                    let more = dot(axis, &column);
                    column.iter_mut().zip(axis).for_each(|(x, axis)| *x -= more * axis);
                    *share += more;
                }
            }
            let length = norm(&column);
            if length > COLLINEAR * own {
                column.iter_mut().for_each(|x| *x /= length);
                shares.push(length);
                columns.push(column);
                rows.push(shares);
                kept.push(at);
                unit.push(scale);
            }
        }
        let p = columns.len();
        let triangle = (0..p * p).map(|at| rows[at % p].get(at / p).copied().unwrap_or(0.0)).collect();
        Self { columns, triangle, kept, unit }
    }

    /// Coefficients of the scaled columns, and the residual.
    pub(in crate::mixed) fn project(&self, y: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let p = self.columns.len();
        let (mut residual, mut along) = (y.to_vec(), vec![0.0; p]);
        for _ in 0..2 {
            for (along, axis) in along.iter_mut().zip(&self.columns) {
                let share = dot(axis, &residual);
                residual.iter_mut().zip(axis).for_each(|(y, axis)| *y -= share * axis);
                *along += share;
            }
        }
        let inverse = invert_upper(&self.triangle, p);
        let coefficients =
            (0..p).map(|i| (i..p).map(|j| inverse[i * p + j] * along[j]).sum::<f64>()).collect();
        (coefficients, residual)
    }
}

pub(in crate::mixed) fn invert_upper(u: &[f64], n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n * n];
    for c in 0..n {
        for i in (0..=c).rev() {
            let known: f64 = (i + 1..=c).map(|k| u[i * n + k] * out[k * n + c]).sum();
            out[i * n + c] = (if i == c { 1.0 } else { 0.0 } - known) / u[i * n + i];
        }
    }
    out
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (blocks, others) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = blocks.remainder().iter().zip(others.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in blocks.zip(others) {
        (0..4).for_each(|lane| lanes[lane] += a[lane] * b[lane]);
    }
    rest + (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

pub(in crate::mixed) fn root_mean_square(values: &[f64]) -> f64 {
    let unit = Unit::for_largest(largest_magnitude(values));
    let squares: f64 = values.iter().map(|&value| unit.of(value) * unit.of(value)).sum();
    unit.back((squares / values.len() as f64).sqrt())
}
