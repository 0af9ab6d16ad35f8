//! Variances that hold when rows of one cluster depend on each other, or when the model is only nearly right.

use super::{Cox, wald};
use crate::distribution::chi_squared;
use crate::matrix::Symmetric;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};

const ROBUST: Method = Method {
    name: "Cox proportional hazards regression, robust variance",
    reference: "Lin DY, Wei LJ, J Am Stat Assoc 1989;84:1074; Lee EW, Wei LJ, Amato DA, Survival Analysis 1992:237",
};

/// The same coefficients with a robust covariance.
#[derive(Clone, Debug)]
pub struct Robust {
    /// Log hazard ratios, intervals and tests from robust standard errors (in `sd`).
    pub coefficients: Vec<Estimate>,
    /// Robust covariance, columns by columns; 0 for collinear columns.
    pub covariance: Vec<f64>,
    /// Wald's test that all coefficients are 0.
    pub test: Estimate,
    /// Clusters that have a row in use.
    pub n_clusters: usize,
}

impl Cox {
    /// Robust covariance: the sum over clusters of D D', D a cluster's sum of [`Cox::dfbeta`].
    ///
    /// `cluster` has a code a row, any numbers; `None`: the response's subjects, or each row by itself. Rows of one
    /// cluster may depend on each other in any way; clusters should number some dozens, or the variance comes
    /// out too small. [`Undefined::LengthsDiffer`]; [`Undefined::NotPartOfMethod`] for exact ties or a penalty.
    /// O(n p² + n log n).
    pub fn robust(&self, cluster: Option<&[u32]>) -> Answer<Robust> {
        let inside = &self.inside;
        if cluster.is_some_and(|cluster| cluster.len() != inside.n_given) {
            return Err(Undefined::LengthsDiffer);
        }
        if inside.penalised {
            return Err(Undefined::NotPartOfMethod);
        }
        let sorted = self.sorted_dfbeta(&self.tied_turns()?);
        let sums = match cluster.or(inside.subject.as_deref()) {
            Some(cluster) => self.cluster_sums(&sorted, cluster, inside.ordered.p),
            None => sorted,
        };
        Ok(self.robust_from(&sums))
    }

    /// Sums of `p` numbers a sorted row over the rows of each cluster, clusters by code.
    pub(super) fn cluster_sums(&self, sorted: &[f64], cluster: &[u32], p: usize) -> Vec<f64> {
        let row = &self.inside.ordered.row;
        let mut order: Vec<(u32, usize)> =
            row.iter().enumerate().map(|(at, &row)| (cluster[row as usize], at)).collect();
        order.sort_unstable();
        let mut sums: Vec<f64> = Vec::new();
        for group in order.chunk_by(|a, b| a.0 == b.0) {
            let start = sums.len();
            sums.resize(start + p, 0.0);
            for &(_, at) in group {
                sums[start..].iter_mut().zip(&sorted[at * p..]).for_each(|(sum, change)| *sum += change);
            }
        }
        sums
    }

    fn robust_from(&self, sums: &[f64]) -> Robust {
        let (p, beta) = (self.inside.ordered.p, &self.inside.beta);
        let mut covariance = vec![0.0; p * p];
        for change in sums.chunks_exact(p.max(1)) {
            for i in 0..p {
                for j in 0..=i {
                    covariance[i * p + j] += change[i] * change[j];
                }
            }
        }
        let matrix = Symmetric::from_fn(p, |i, j| covariance[i * p + j]);
        let of_column = |column: usize| {
            let Ok(value) = self.coefficients[column].value else {
                let none = Estimate { method: ROBUST, ..self.coefficients[column].clone() };
                return none;
            };
            let error = matrix.at(column, column).sqrt();
            let cautions = self.coefficients[column].cautions.clone();
            Estimate { cautions, ..wald(ROBUST, value, error, self.n, self.inside.level) }
        };
        Robust {
            coefficients: (0..p).map(of_column).collect(),
            covariance: (0..p * p).map(|at| matrix.at(at / p, at % p)).collect(),
            test: joint_test(&matrix, beta, self.n),
            n_clusters: sums.chunks_exact(p.max(1)).len(),
        }
    }
}

/// b' V⁻¹ b over the columns that are not made up by others.
fn joint_test(covariance: &Symmetric, beta: &[f64], n: usize) -> Estimate {
    let factor = covariance.factor();
    let df = factor.rank() as f64;
    let x2: f64 = factor.solve(beta).iter().zip(beta).map(|(a, b)| a * b).sum();
    let p_value = chi_squared::upper(x2, df.max(1.0));
    let test = Test { statistic: Statistic::ChiSquared { x2, df }, p_value };
    Estimate {
        test: if df > 0.0 { Ok(test) } else { Err(Undefined::NoSpread) },
        ..Estimate::blank(ROBUST, n)
    }
}
