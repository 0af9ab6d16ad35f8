//! Householder's QR of tall matrices: the triangle R and Q'y, without Q.
//!
//! Rows are taken in blocks that fit the cache; each block, its response beside it, is reduced to a triangle, and the
//! stacked triangles are reduced once more (Demmel J et al., SIAM J Sci Comput 2012;34:A206). It is as stable as one
//! reduction of all rows, and limits of blocks do not depend on the number of threads.

use rayon::prelude::*;

/// Rows a block holds.
const BLOCK: usize = 1024;
/// A column whose part across the earlier ones is below this share of its length depends on them. R's `lm` takes 1e-7;
/// ten binary digits more keep polynomials that a double still resolves.
const TOLERANCE: f64 = 1e-10;

/// X = Q R over the columns kept.
#[derive(Clone, Debug)]
pub(crate) struct Triangular {
    /// Columns that are no combination of earlier ones, in order.
    pub(crate) kept: Vec<usize>,
    /// Upper triangle, row by row, `kept.len()` squared.
    r: Vec<f64>,
    /// The first `kept.len()` entries of Q'y.
    projected: Vec<f64>,
}

impl Triangular {
    /// `entry(row, column)` of n rows and p + 1 columns, the response last.
    pub(crate) fn of(n: usize, p: usize, entry: impl Fn(usize, usize) -> f64 + Sync) -> Self {
        let width = p + 1;
        let blocks: Vec<Vec<f64>> = (0..n.div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| {
                let (first, last) = (block * BLOCK, n.min((block + 1) * BLOCK));
                let m = last - first;
                let mut a: Vec<f64> = (0..width)
                    .flat_map(|column| (first..last).map(move |row| (row, column)))
                    .map(|(row, column)| entry(row, column))
                    .collect();
                for column in 0..width.min(m) {
                    reflect(&mut a, m, column, column, width);
                }
                leading_rows(&a, m, width)
            })
            .collect();
        let m: usize = blocks.iter().map(|block| block.len() / width).sum();
        let mut a = Vec::with_capacity(m * width);
        for column in 0..width {
            for block in &blocks {
                let rows = block.len() / width;
                a.extend_from_slice(&block[column * rows..(column + 1) * rows]);
            }
        }
        Self::reduce(a, m, p)
    }

    fn reduce(mut a: Vec<f64>, m: usize, p: usize) -> Self {
        let lengths: Vec<f64> = (0..p).map(|column| norm(&a[column * m..(column + 1) * m])).collect();
        let mut kept = Vec::new();
        for (column, length) in lengths.into_iter().enumerate() {
            let rank = kept.len();
            if rank < m && norm(&a[column * m + rank..(column + 1) * m]) > TOLERANCE * length {
                reflect(&mut a, m, rank, column, p + 1);
                kept.push(column);
            }
        }
        let rank = kept.len();
        let mut r = vec![0.0; rank * rank];
        for (j, &column) in kept.iter().enumerate() {
            (0..=j).for_each(|i| r[i * rank + j] = a[column * m + i]);
        }
        let projected = a[p * m..p * m + rank].to_vec();
        Self { kept, r, projected }
    }

    pub(crate) fn rank(&self) -> usize {
        self.kept.len()
    }

    /// Coefficients of the columns kept: R b = Q'y.
    pub(crate) fn coefficients(&self) -> Vec<f64> {
        self.solve(&self.projected)
    }

    /// x with R x = b.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.rank();
        let mut x = b.to_vec();
        for i in (0..n).rev() {
            for j in i + 1..n {
                x[i] -= self.r[i * n + j] * x[j];
            }
            x[i] /= self.r[i * n + i];
        }
        x
    }

    /// x with R'x = b, in place of b.
    pub(crate) fn solve_transposed(&self, x: &mut [f64]) {
        let n = self.rank();
        for i in 0..n {
            x[i] /= self.r[i * n + i];
            for j in i + 1..n {
                x[j] -= self.r[i * n + j] * x[i];
            }
        }
    }

    /// R⁻¹ M R⁻¹' for a symmetric M, row by row.
    pub(crate) fn sandwich(&self, m: &[f64]) -> Vec<f64> {
        let n = self.rank();
        let half: Vec<Vec<f64>> = (0..n)
            .map(|column| self.solve(&(0..n).map(|row| m[row * n + column]).collect::<Vec<f64>>()))
            .collect();
        // `half[column]` is R⁻¹ of a column of M; its rows are columns of (R⁻¹ M)'.
        let mut whole = vec![0.0; n * n];
        for row in 0..n {
            let solved = self.solve(&half.iter().map(|column| column[row]).collect::<Vec<f64>>());
            (0..n).for_each(|column| whole[row * n + column] = solved[column]);
        }
        for i in 0..n {
            for j in 0..i {
                let mean = 0.5 * (whole[i * n + j] + whole[j * n + i]);
                (whole[i * n + j], whole[j * n + i]) = (mean, mean);
            }
        }
        whole
    }
}

/// The first `width` rows (or all) of a column-major matrix of `m` rows.
fn leading_rows(a: &[f64], m: usize, width: usize) -> Vec<f64> {
    let rows = m.min(width);
    let mut leading = Vec::with_capacity(rows * width);
    for column in 0..width {
        leading.extend((0..rows).map(|row| if row > column { 0.0 } else { a[column * m + row] }));
    }
    leading
}

/// Turns `column` from row `pivot` on into a multiple of the first unit vector, and the later columns with it.
fn reflect(a: &mut [f64], m: usize, pivot: usize, column: usize, width: usize) {
    let (before, after) = a.split_at_mut((column + 1) * m);
    let v = &mut before[column * m + pivot..];
    let length = norm(v);
    if length == 0.0 {
        return;
    }
    let alpha = if v[0] > 0.0 { -length } else { length };
    v[0] -= alpha;
    // v'v / 2 = length (length + |first|) without cancellation.
    let half = -alpha * v[0];
    for later in 0..width - column - 1 {
        let other = &mut after[later * m + pivot..(later + 1) * m];
        let multiple = dot(v, other) / half;
        other.iter_mut().zip(v.iter()).for_each(|(other, v)| *other -= multiple * v);
    }
    v.fill(0.0);
    v[0] = alpha;
}

fn norm(v: &[f64]) -> f64 {
    dot(v, v).sqrt()
}

/// In eight partial sums, so that the processor can add several at once.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}
