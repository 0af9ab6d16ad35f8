//! Small dense matrices, row by row in slices, for sums over many groups.

/// Lower Cholesky factor of the n by n matrix in `a`, in place (the upper half is left as it was). `false` if a pivot
/// is not positive.
pub(super) fn cholesky(a: &mut [f64], n: usize) -> bool {
    for j in 0..n {
        let mut pivot = a[j * n + j];
        for k in 0..j {
            pivot -= a[j * n + k] * a[j * n + k];
        }
        if !(pivot > 0.0 && pivot.is_finite()) {
            return false;
        }
        let root = pivot.sqrt();
        a[j * n + j] = root;
        for i in j + 1..n {
            let mut sum = a[i * n + j];
            for k in 0..j {
                sum -= a[i * n + k] * a[j * n + k];
            }
            a[i * n + j] = sum / root;
        }
    }
    true
}

/// T⁻¹ B in place: `t` lower n by n, `b` n by m.
pub(super) fn forward(t: &[f64], n: usize, b: &mut [f64], m: usize) {
    for i in 0..n {
        for k in 0..i {
            let factor = t[i * n + k];
            for c in 0..m {
                b[i * m + c] -= factor * b[k * m + c];
            }
        }
        for c in 0..m {
            b[i * m + c] /= t[i * n + i];
        }
    }
}

/// T'⁻¹ B in place.
pub(super) fn backward(t: &[f64], n: usize, b: &mut [f64], m: usize) {
    for i in (0..n).rev() {
        for k in i + 1..n {
            let factor = t[k * n + i];
            for c in 0..m {
                b[i * m + c] -= factor * b[k * m + c];
            }
        }
        for c in 0..m {
            b[i * m + c] /= t[i * n + i];
        }
    }
}

/// The inverse of a positive definite matrix; `None` otherwise.
pub(super) fn inverse(a: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut factor = a.to_vec();
    if !cholesky(&mut factor, n) {
        return None;
    }
    let mut inverse = vec![0.0; n * n];
    (0..n).for_each(|i| inverse[i * n + i] = 1.0);
    forward(&factor, n, &mut inverse, n);
    backward(&factor, n, &mut inverse, n);
    Some(inverse)
}

/// Any square system by elimination with partial pivoting; `None` if singular. `b` is n by m.
pub(super) fn solve(a: &[f64], n: usize, b: &[f64], m: usize) -> Option<Vec<f64>> {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    for j in 0..n {
        let best = (j..n).max_by(|&i, &k| a[i * n + j].abs().total_cmp(&a[k * n + j].abs()))?;
        if a[best * n + j].is_nan() || a[best * n + j] == 0.0 {
            return None;
        }
        (0..n).for_each(|k| a.swap(j * n + k, best * n + k));
        (0..m).for_each(|k| b.swap(j * m + k, best * m + k));
        for i in 0..n {
            if i != j {
                let factor = a[i * n + j] / a[j * n + j];
                (j..n).for_each(|k| a[i * n + k] -= factor * a[j * n + k]);
                (0..m).for_each(|k| b[i * m + k] -= factor * b[j * m + k]);
            }
        }
    }
    Some((0..n * m).map(|at| b[at] / a[at / m * n + at / m]).collect())
}

/// The product of n by k and k by m.
pub(super) fn product(a: &[f64], b: &[f64], n: usize, k: usize, m: usize) -> Vec<f64> {
    let mut out = vec![0.0; n * m];
    for i in 0..n {
        for l in 0..k {
            for j in 0..m {
                out[i * m + j] += a[i * k + l] * b[l * m + j];
            }
        }
    }
    out
}

/// x' A y.
pub(super) fn form(x: &[f64], a: &[f64], y: &[f64]) -> f64 {
    let n = y.len();
    x.iter().enumerate().map(|(i, x)| x * (0..n).map(|j| a[i * n + j] * y[j]).sum::<f64>()).sum()
}

/// Eigenvalues and eigenvectors (columns) of a symmetric matrix by Jacobi's rotations.
pub(super) fn eigen(a: &[f64], n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut a = a.to_vec();
    let mut vectors = vec![0.0; n * n];
    (0..n).for_each(|i| vectors[i * n + i] = 1.0);
    for _ in 0..60 {
        let off: f64 = (0..n).map(|i| (0..i).map(|j| a[i * n + j] * a[i * n + j]).sum::<f64>()).sum();
        let on: f64 = (0..n).map(|i| a[i * n + i] * a[i * n + i]).sum();
        if off.is_nan() || off <= 1e-32 * on {
            break;
        }
        for i in 0..n {
            for j in 0..i {
                rotate(&mut a, &mut vectors, n, j, i);
            }
        }
    }
    ((0..n).map(|i| a[i * n + i]).collect(), vectors)
}

fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, p: usize, q: usize) {
    if a[p * n + q] == 0.0 {
        return;
    }
    let ratio = (a[q * n + q] - a[p * n + p]) / (2.0 * a[p * n + q]);
    let t = ratio.signum() / (ratio.abs() + (ratio * ratio + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..n {
        let (x, y) = (a[k * n + p], a[k * n + q]);
        (a[k * n + p], a[k * n + q]) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..n {
        let (x, y) = (a[p * n + k], a[q * n + k]);
        (a[p * n + k], a[q * n + k]) = (c * x - s * y, s * x + c * y);
        let (x, y) = (vectors[k * n + p], vectors[k * n + q]);
        (vectors[k * n + p], vectors[k * n + q]) = (c * x - s * y, s * x + c * y);
    }
}

/// The inverse on the eigenvectors whose eigenvalue exceeds `share` of the largest; 0 elsewhere.
pub(super) fn pseudo_inverse(a: &[f64], n: usize, share: f64) -> Vec<f64> {
    let (values, vectors) = eigen(a, n);
    let least = share * values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let mut out = vec![0.0; n * n];
    for k in (0..n).filter(|&k| values[k] > least) {
        for i in 0..n {
            for j in 0..n {
                out[i * n + j] += vectors[i * n + k] * vectors[j * n + k] / values[k];
            }
        }
    }
    out
}
