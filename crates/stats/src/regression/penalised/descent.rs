//! Coordinate descent for a quadratic loss with the elastic net's penalty.

use crate::matrix::Symmetric;

/// Half b'Gb - c'b, plus the penalties; the first coefficient is free of them where `free`.
pub(super) struct Quadratic<'a> {
    /// Row by row, full.
    pub(super) gram: &'a [f64],
    pub(super) linear: &'a [f64],
    pub(super) lasso: f64,
    pub(super) ridge: f64,
    pub(super) free: bool,
}

/// A change this small (squared, in units of the loss) lets the descent try to finish exactly.
const NEAR: f64 = 1e-14;
/// A change this small ends it.
const CLOSE: f64 = 1e-26;
const MOST_SWEEPS: usize = 20_000;

impl Quadratic<'_> {
    /// Moves `beta` to the minimum. Once the descent has nearly settled, the columns that are in, with their signs, are solved
    /// for exactly; the result is taken if it satisfies the conditions of the minimum. False if neither settles.
    pub(super) fn minimise(&self, beta: &mut [f64]) -> bool {
        let mut slope = self.slope(beta);
        let mut try_at = NEAR;
        for _ in 0..MOST_SWEEPS {
            let change = self.sweep(beta, &mut slope, |_| true);
            if change < try_at {
                if let Some(exact) = self.finish(beta) {
                    beta.copy_from_slice(&exact);
                    return true;
                }
                try_at *= 1e-4;
            }
            if change < CLOSE {
                return true;
            }
            // Columns that are out rarely come in: settle the others first.
            for _ in 0..100 {
                let inside: Vec<bool> = beta.iter().map(|beta| *beta != 0.0).collect();
                if self.sweep(beta, &mut slope, |column| inside[column]) < 0.1 * try_at {
                    break;
                }
            }
        }
        false
    }

    /// 2c'b - b'Gb: the share of a response of variance 1 that b explains, c and G being means of products.
    pub(super) fn gained(&self, beta: &[f64]) -> f64 {
        let slope = self.slope(beta);
        beta.iter().zip(self.linear.iter().zip(slope)).map(|(beta, (c, slope))| beta * (c + slope)).sum()
    }

    /// c - Gb.
    fn slope(&self, beta: &[f64]) -> Vec<f64> {
        let p = beta.len();
        let row = |j: usize| self.gram[j * p..(j + 1) * p].iter().zip(beta).map(|(g, b)| g * b).sum::<f64>();
        (0..p).map(|j| self.linear[j] - row(j)).collect()
    }

    fn sweep(&self, beta: &mut [f64], slope: &mut [f64], takes_part: impl Fn(usize) -> bool) -> f64 {
        let p = beta.len();
        let mut largest: f64 = 0.0;
        for j in (0..p).filter(|&j| takes_part(j)) {
            let curvature = self.gram[j * p + j];
            if curvature <= 1e-14 {
                continue;
            }
            let (lasso, ridge) = self.penalty(j);
            let next = soft(slope[j] + curvature * beta[j], lasso) / (curvature + ridge);
            let change = next - beta[j];
            if change != 0.0 {
                beta[j] = next;
                slope.iter_mut().zip(&self.gram[j * p..]).for_each(|(slope, g)| *slope -= g * change);
                largest = largest.max(curvature * change * change);
            }
        }
        largest
    }

    fn penalty(&self, column: usize) -> (f64, f64) {
        if self.free && column == 0 { (0.0, 0.0) } else { (self.lasso, self.ridge) }
    }

    /// (G + ridge) b = c - lasso sign(b) on the columns that are in.
    fn finish(&self, beta: &[f64]) -> Option<Vec<f64>> {
        let p = beta.len();
        let inside: Vec<usize> = (0..p).filter(|&j| beta[j] != 0.0).collect();
        let matrix = Symmetric::from_fn(inside.len(), |i, j| {
            let entry = self.gram[inside[i] * p + inside[j]];
            if i == j { entry + self.penalty(inside[i]).1 } else { entry }
        });
        let factor = matrix.factor();
        if factor.rank() < inside.len() {
            return None;
        }
        let right: Vec<f64> =
            inside.iter().map(|&j| self.linear[j] - self.penalty(j).0 * beta[j].signum()).collect();
        let mut exact = vec![0.0; p];
        inside.iter().zip(factor.solve(&right)).for_each(|(&j, value)| exact[j] = value);
        let slope = self.slope(&exact);
        let holds = |j: usize| {
            if beta[j] == 0.0 {
                slope[j].abs() <= self.penalty(j).0 * (1.0 + 1e-9) + 1e-13
            } else {
                exact[j] * beta[j] > 0.0 || self.penalty(j).0 == 0.0
            }
        };
        (0..p).filter(|&j| self.gram[j * p + j] > 1e-14).all(holds).then_some(exact)
    }
}

/// Nearer to 0 by `by`, and no further than 0.
fn soft(value: f64, by: f64) -> f64 {
    if value.abs() <= by { 0.0 } else { value - by.copysign(value) }
}
