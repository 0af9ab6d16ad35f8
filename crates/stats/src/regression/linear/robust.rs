//! Variances of the coefficients, in the frame's units.

use super::frame::Frame;
use crate::regression::Variance;
use crate::regression::response::clusters;
use crate::{Answer, Undefined};
use rayon::prelude::*;

/// Rows a block has.
const BLOCK: usize = 4096;

impl Frame<'_> {
    /// The M of the covariance R⁻¹ M R⁻¹', row by row, and the degrees of freedom of tests. M is the identity times sigma² for equal spread,
    /// else the sum over rows (or clusters) of u u', u being residual times root weight times R⁻¹'x.
    pub(super) fn variance(&self, variance: Variance<'_>, sigma2: f64) -> Answer<(Vec<f64>, usize)> {
        let (n, rank) = (self.n(), self.triangle.rank());
        let df = n - rank;
        let ratio = n as f64 / df as f64;
        let (middle, factor, df_test) = match variance {
            Variance::Model | Variance::Dispersed => {
                let mut identity = vec![0.0; rank * rank];
                (0..rank).for_each(|i| identity[i * rank + i] = 1.0);
                (identity, sigma2, df)
            }
            Variance::Hc0 => (self.rows_middle(0)?, 1.0, df),
            Variance::Hc1 => (self.rows_middle(0)?, ratio, df),
            Variance::Hc2 => (self.rows_middle(1)?, 1.0, df),
            Variance::Hc3 => (self.rows_middle(2)?, 1.0, df),
            Variance::Cluster(codes) => {
                let (numbers, n_clusters) = clusters(codes, self.used);
                if n_clusters < 2 {
                    return Err(Undefined::TooFew { needed: 2, found: n_clusters });
                }
                let groups = n_clusters as f64;
                let factor = groups / (groups - 1.0) * (n as f64 - 1.0) / df as f64;
                (self.cluster_middle(&numbers, n_clusters), factor, n_clusters - 1)
            }
        };
        let middle = middle.into_iter().map(|value| value * factor).collect();
        Ok((middle, df_test))
    }

    /// Writes R⁻¹'x times the root weight.
    fn whitened(&self, i: usize, z: &mut [f64]) {
        for ((z, &column), unit) in z.iter_mut().zip(&self.triangle.kept).zip(&self.units) {
            *z = self.root[i] * unit.of(self.design.at(self.used[i] as usize, column));
        }
        self.triangle.solve_transposed(z);
    }

    /// `power` of 1 - leverage that squared residuals are divided by.
    fn rows_middle(&self, power: i32) -> Answer<Vec<f64>> {
        let rank = self.triangle.rank();
        let parts: Vec<Answer<Vec<f64>>> = (0..self.n().div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| {
                let (mut middle, mut z) = (vec![0.0; rank * rank], vec![0.0; rank]);
                for i in block * BLOCK..self.n().min((block + 1) * BLOCK) {
                    self.whitened(i, &mut z);
                    let free = 1.0 - z.iter().map(|z| z * z).sum::<f64>();
                    if power > 0 && free < 1e-10 {
                        return Err(Undefined::FullLeverage);
                    }
                    let residual = self.root[i] * self.residual[i];
                    add_square(&mut middle, &z, residual * residual / free.powi(power));
                }
                Ok(middle)
            })
            .collect();
        let mut middle = vec![0.0; rank * rank];
        for part in parts {
            middle.iter_mut().zip(part?).for_each(|(sum, part)| *sum += part);
        }
        Ok(middle)
    }

    fn cluster_middle(&self, numbers: &[usize], n_clusters: usize) -> Vec<f64> {
        let rank = self.triangle.rank();
        let (mut sums, mut z) = (vec![0.0; n_clusters * rank], vec![0.0; rank]);
        for (i, &number) in numbers.iter().enumerate() {
            self.whitened(i, &mut z);
            let residual = self.root[i] * self.residual[i];
            let sum = &mut sums[number * rank..(number + 1) * rank];
            sum.iter_mut().zip(&z).for_each(|(sum, z)| *sum += residual * z);
        }
        let mut middle = vec![0.0; rank * rank];
        sums.chunks_exact(rank.max(1)).for_each(|sum| add_square(&mut middle, sum, 1.0));
        middle
    }
}

fn add_square(middle: &mut [f64], z: &[f64], weight: f64) {
    let rank = z.len();
    for i in 0..rank {
        for j in 0..rank {
            middle[i * rank + j] += weight * z[i] * z[j];
        }
    }
}
