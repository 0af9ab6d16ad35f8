//! Integrals against a normal density.

/// Nodes and weights of Gauss-Hermite quadrature for the standard normal density: the sum of `weight f(node)` is
/// the mean of f(Z), exact for polynomials of degree 2n - 1.
///
/// Roots of the orthonormal Hermite polynomials by Newton's method from the outside in (Golub GH, Welsch JH, Math
/// Comput 1969;23:221 give the same rule by eigenvalues).
pub(crate) fn gauss_hermite(n: usize) -> Vec<(f64, f64)> {
    let mut nodes: Vec<(f64, f64)> = Vec::with_capacity(n);
    let mut root = ((2 * n + 1) as f64).sqrt() * std::f64::consts::SQRT_2;
    for found in 0..n.div_ceil(2) {
        for _ in 0..100 {
            let (value, slope) = hermite(n, root);
            let deflation: f64 =
                nodes.iter().map(|&(node, _)| 1.0 / (root - node) + 1.0 / (root + node)).sum();
            let step = value / (slope - value * deflation);
            root -= step;
            if step.abs() <= 1e-15 * root.abs().max(1e-3) {
                break;
            }
        }
        if 2 * found + 1 == n {
            root = 0.0;
        }
        let slope = hermite(n, root).1;
        nodes.push((root, n as f64 / (slope * slope)));
        root *= 0.9;
    }
    let mirrored: Vec<(f64, f64)> =
        nodes.iter().filter(|&&(node, _)| node > 0.0).map(|&(node, weight)| (-node, weight)).collect();
    nodes.extend(mirrored);
    let total: f64 = nodes.iter().map(|&(_, weight)| weight).sum();
    nodes.iter_mut().for_each(|(_, weight)| *weight /= total);
    nodes
}

/// The orthonormal Hermite polynomial of degree n (weight: the standard normal density) and its derivative, the latter
/// up to no factor: h_n' = sqrt(n) h_(n-1).
fn hermite(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for k in 0..n {
        let next = (x * value - (k as f64).sqrt() * before) / ((k + 1) as f64).sqrt();
        (before, value) = (value, next);
    }
    (value, (n as f64).sqrt() * before)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments of the standard normal: 1, 0, 1, 3, 15, 105.
    #[test]
    fn moments_of_the_normal() {
        for n in [1, 2, 5, 8, 20, 41] {
            let nodes = gauss_hermite(n);
            assert_eq!(nodes.len(), n);
            for (power, moment) in [(0, 1.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0)] {
                let sum: f64 = nodes.iter().map(|&(node, weight)| weight * f64::powi(node, power)).sum();
                if power < 2 * n as i32 {
                    assert!((sum - moment).abs() < 1e-11 * moment, "{n} {power} {sum}");
                }
            }
        }
    }
}
