//! Gauss and Hermite's rule.

/// Nodes and weights with Σ weight × f(node) = E f(Z), Z standard normal, exact for polynomials up to degree 2n - 1.
/// Nodes ascend. Each weight keeps its relative precision, however small. O(n³), for n up to about 100.
///
/// The roots of the n-th orthonormal Hermite polynomial lie between those of the one before; weights are 1 / Σ h_k²
/// (Golub GH, Welsch JH, Math Comp 1969;23:221).
pub(crate) fn gauss_hermite(n: usize) -> Vec<(f64, f64)> {
    let mut roots: Vec<f64> = Vec::new();
    for degree in 1..=n {
        let reach = 2.0 * (degree as f64).sqrt() + 1.0;
        let mut ends = vec![-reach];
        ends.extend(&roots);
        ends.push(reach);
        roots = ends.windows(2).map(|ends| root_between(degree, ends[0], ends[1])).collect();
    }
    roots.into_iter().map(|node| (node, weight(n, node))).collect()
}

/// Value of the polynomial of this degree, and of the one before.
fn polynomial(degree: usize, x: f64) -> (f64, f64) {
    (0..degree).fold((1.0, 0.0), |(own, before), k| {
        let k = k as f64;
        ((x * own - k.sqrt() * before) / (k + 1.0).sqrt(), own)
    })
}

fn root_between(degree: usize, mut low: f64, mut high: f64) -> f64 {
    let falling = polynomial(degree, low).0 > 0.0;
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if (polynomial(degree, middle).0 > 0.0) == falling { low = middle } else { high = middle }
    }
    let (middle, root) = (0.5 * (low + high), (degree as f64).sqrt());
    let (value, before) = polynomial(degree, middle);
    if degree % 2 == 1 && middle.abs() < 1e-12 { 0.0 } else { middle - value / (root * before) }
}

fn weight(n: usize, x: f64) -> f64 {
    let (mut sum, mut own, mut before) = (0.0, 1.0, 0.0);
    for k in 0..n {
        sum += own * own;
        let k = k as f64;
        (own, before) = ((x * own - k.sqrt() * before) / (k + 1.0).sqrt(), own);
    }
    1.0 / sum
}

#[cfg(test)]
mod tests {
    use super::gauss_hermite;

    #[test]
    fn moments_of_the_normal_distribution() {
        for n in [1, 2, 5, 15, 40] {
            let rule = gauss_hermite(n);
            let moment =
                |power: i32| rule.iter().map(|(node, weight)| weight * node.powi(power)).sum::<f64>();
            let mut expected = 1.0;
            for power in (0..(2 * n).min(20)).step_by(2) {
                assert!((moment(power as i32) / expected - 1.0).abs() < 1e-12, "{n} {power}");
                assert!(moment(power as i32 + 1).abs() < 1e-12 * expected.max(1.0) * 10.0, "{n} {power}");
                expected *= power as f64 + 1.0;
            }
        }
    }
}
