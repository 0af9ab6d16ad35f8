//! Small symmetric matrices: the covariances and information matrices of the estimators.

pub(crate) mod cross;
pub(crate) mod triangular;

/// The sum of products, in the order of the entries.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A symmetric matrix, all entries kept, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Symmetric {
    n: usize,
    values: Vec<f64>,
}

/// P = L D L' with unit lower triangular L; columns that depend on earlier ones have a D of 0.
pub(crate) struct Factor {
    n: usize,
    values: Vec<f64>,
    aliased: Vec<bool>,
}

/// A pivot below this share of its own diagonal entry is taken for 0 (as R's `coxph.control(toler.chol)`).
const TOLERANCE: f64 = 1.818_989_403_545_856_5e-12;

impl Symmetric {
    pub(crate) fn zero(n: usize) -> Self {
        Self { n, values: vec![0.0; n * n] }
    }

    /// `entry(i, j)` for j <= i; the other half is its mirror.
    pub(crate) fn from_fn(n: usize, entry: impl Fn(usize, usize) -> f64) -> Self {
        let mut matrix = Self::zero(n);
        for i in 0..n {
            for j in 0..=i {
                let value = entry(i, j);
                matrix.values[i * n + j] = value;
                matrix.values[j * n + i] = value;
            }
        }
        matrix
    }

    /// Rows, and columns.
    pub(crate) fn n(&self) -> usize {
        self.n
    }

    pub(crate) fn at(&self, i: usize, j: usize) -> f64 {
        self.values[i * self.n + j]
    }

    /// Cholesky's decomposition without roots. A column that is a combination of earlier ones, or whose pivot
    /// is not positive, is *aliased*: its coefficient is 0 and has no variance.
    pub(crate) fn factor(&self) -> Factor {
        let n = self.n;
        let mut values = self.values.clone();
        let mut aliased = vec![false; n];
        for j in 0..n {
            let pivot = values[j * n + j];
            if !(pivot.is_finite() && pivot > TOLERANCE * self.at(j, j).abs()) || self.at(j, j) <= 0.0 {
                aliased[j] = true;
                (0..n).skip(j).for_each(|i| values[i * n + j] = 0.0);
                continue;
            }
            for i in j + 1..n {
                let multiple = values[i * n + j] / pivot;
                for k in j + 1..=i {
                    values[i * n + k] -= multiple * values[k * n + j];
                }
            }
            (j + 1..n).for_each(|i| values[i * n + j] /= pivot);
        }
        Factor { n, values, aliased }
    }
}

impl Factor {
    pub(crate) fn rank(&self) -> usize {
        self.aliased.iter().filter(|&&aliased| !aliased).count()
    }

    /// Columns that depend on earlier ones.
    pub(crate) fn aliased(&self) -> &[bool] {
        &self.aliased
    }

    /// Log of the product of the pivots, aliased columns left out.
    pub(crate) fn log_determinant(&self) -> f64 {
        let pivot = |column: usize| self.values[column * self.n + column];
        (0..self.n).filter(|&column| !self.aliased[column]).map(|column| pivot(column).ln()).sum()
    }

    /// x with P x = b; 0 for aliased columns.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.n;
        let mut x = b.to_vec();
        for i in 0..n {
            for j in 0..i {
                x[i] -= self.values[i * n + j] * x[j];
            }
        }
        for i in (0..n).rev() {
            x[i] = if self.aliased[i] { 0.0 } else { x[i] / self.values[i * n + i] };
            for j in i + 1..n {
                if !self.aliased[i] {
                    x[i] -= self.values[j * n + i] * x[j];
                }
            }
        }
        x
    }

    /// The inverse; 0 in rows and columns that are aliased.
    pub(crate) fn inverse(&self) -> Symmetric {
        let columns: Vec<Vec<f64>> = (0..self.n)
            .map(|column| {
                let unit: Vec<f64> = (0..self.n)
                    .map(|row| if row == column && !self.aliased[row] { 1.0 } else { 0.0 })
                    .collect();
                self.solve(&unit)
            })
            .collect();
        Symmetric::from_fn(self.n, |i, j| columns[j][i])
    }
}

impl Factor {
    /// x with covariance P⁻¹ if `z` are independent standard normals: L' x = D^(-1/2) z; 0 for aliased columns.
    pub(crate) fn spread(&self, z: &[f64]) -> Vec<f64> {
        let n = self.n;
        let mut x = vec![0.0; n];
        for i in (0..n).rev() {
            if !self.aliased[i] {
                let later: f64 = (i + 1..n).map(|j| self.values[j * n + i] * x[j]).sum();
                x[i] = z[i] / self.values[i * n + i].sqrt() - later;
            }
        }
        x
    }
}
