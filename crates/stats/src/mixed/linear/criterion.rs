//! Minus twice the log likelihood (ML or REML) as a function of the relative covariance factor, and its gradient.
//!
//! With V = I + Z Λ Λ' Z' in units of σ²: ML is N log(2πσ²) + log|V| + r'V⁻¹r/σ² with N = n; REML has N = n - p and
//! log|X'V⁻¹X| besides (Bates et al., J Stat Softw 2015;67:1, sections 3.4 and 3.5). Per group G = I + F F', F = R Λ.

use super::cross::Cross;
use crate::mixed::small::{backward, cholesky, forward};
use rayon::prelude::*;

/// Groups summed by one task; the sums are then added in order, whatever the number of threads.
const BLOCK: usize = 512;

/// Which criterion, over which shape of Λ.
pub(super) struct Criterion<'a> {
    pub(super) cross: &'a Cross,
    pub(super) correlated: bool,
    pub(super) reml: bool,
}

/// The criterion at one Λ, with what it is made of.
#[derive(Clone)]
pub(super) struct Point {
    pub(super) theta: Vec<f64>,
    /// Profiled over β and σ; without the constant of the orthonormal columns.
    pub(super) deviance: f64,
    /// Coefficients of the orthonormal columns, beyond least squares.
    pub(super) beta: Vec<f64>,
    /// r'V⁻¹r at those.
    pub(super) squares: f64,
    /// Lower Cholesky factor of X'V⁻¹X.
    pub(super) precision: Vec<f64>,
}

impl Criterion<'_> {
    /// N: rows, less columns for REML.
    pub(super) fn freedom(&self) -> f64 {
        (self.cross.n - if self.reml { self.cross.p } else { 0 }) as f64
    }

    /// Row and column in Λ of each element of theta: the lower triangle column by column, or the diagonal.
    pub(super) fn places(&self) -> Vec<(usize, usize)> {
        let q = self.cross.q;
        let all = (0..q).flat_map(|j| (j..q).map(move |i| (i, j)));
        all.filter(|&(i, j)| self.correlated || i == j).collect()
    }

    /// Λ, q by q.
    pub(super) fn factor(&self, theta: &[f64]) -> Vec<f64> {
        let q = self.cross.q;
        let mut lambda = vec![0.0; q * q];
        for ((i, j), theta) in self.places().into_iter().zip(theta) {
            lambda[i * q + j] = *theta;
        }
        lambda
    }

    /// Sums `visit` over the groups; `size` numbers are summed.
    pub(super) fn over_groups(
        &self,
        lambda: &[f64],
        size: usize,
        visit: impl Fn(&mut Group<'_>, &mut [f64]) + Sync,
    ) -> Vec<f64> {
        let (q, w) = (self.cross.q, self.cross.p + 1);
        let blocks: Vec<Vec<f64>> = self
            .cross
            .roots
            .par_chunks(BLOCK * q * q)
            .zip(self.cross.between.par_chunks(BLOCK * q * w))
            .map(|(roots, between)| {
                let mut sums = vec![0.0; size];
                let mut group = Group::new(q, w);
                for (root, between) in roots.chunks_exact(q * q).zip(between.chunks_exact(q * w)) {
                    group.enter(root, between, lambda);
                    visit(&mut group, &mut sums);
                }
                sums
            })
            .collect();
        let mut sums = vec![0.0; size];
        for block in blocks {
            sums.iter_mut().zip(block).for_each(|(sum, block)| *sum += block);
        }
        sums
    }

    /// What `visit` finds in each group, in order.
    pub(super) fn each_group<T>(&self, lambda: &[f64], visit: impl Fn(&mut Group<'_>) -> T) -> Vec<T> {
        let (q, w) = (self.cross.q, self.cross.p + 1);
        let mut group = Group::new(q, w);
        let pairs = self.cross.roots.chunks_exact(q * q).zip(self.cross.between.chunks_exact(q * w));
        pairs
            .map(|(root, between)| {
                group.enter(root, between, lambda);
                visit(&mut group)
            })
            .collect()
    }

    /// `None` where a number overflows.
    pub(super) fn at(&self, theta: &[f64]) -> Option<Point> {
        let (p, w) = (self.cross.p, self.cross.p + 1);
        let sums = self.over_groups(&self.factor(theta), w * w + 1, |group, sums| {
            sums[w * w] += group.log_det();
            group.whiten();
            for row in group.whitened.chunks_exact(w) {
                for i in 0..w {
                    for j in 0..=i {
                        sums[i * w + j] += row[i] * row[j];
                    }
                }
            }
        });
        let entry = |i: usize, j: usize| self.cross.within[i * w + j] + sums[i.max(j) * w + i.min(j)];
        let mut precision: Vec<f64> = (0..p * p).map(|at| entry(at / p, at % p)).collect();
        if !cholesky(&mut precision, p) {
            return None;
        }
        let mut beta: Vec<f64> = (0..p).map(|i| entry(p, i)).collect();
        forward(&precision, p, &mut beta, 1);
        let squares = entry(p, p) - beta.iter().map(|b| b * b).sum::<f64>();
        backward(&precision, p, &mut beta, 1);
        let n = self.freedom();
        let mut deviance = sums[w * w] + n * (1.0 + (std::f64::consts::TAU * squares / n).ln());
        if self.reml {
            deviance += 2.0 * (0..p).map(|i| precision[i * p + i].ln()).sum::<f64>();
        }
        (deviance.is_finite() && squares > 0.0).then(|| Point {
            theta: theta.to_vec(),
            deviance,
            beta,
            squares,
            precision,
        })
    }

    /// Derivatives by theta of log|V| (+ log|X'V⁻¹X|), and of r'V⁻¹r: the criterion's at σ² is the first plus the
    /// second over σ², and that of the profiled criterion takes σ² = r'V⁻¹r / N.
    pub(super) fn slopes(&self, point: &Point) -> (Vec<f64>, Vec<f64>) {
        let (p, q) = (self.cross.p, self.cross.q);
        let (lambda, places) = (self.factor(&point.theta), self.places());
        let sums = self.over_groups(&lambda, 2 * q * q, |group, sums| {
            group.whiten();
            group.residual(&point.beta);
            let (first, second) = sums.split_at_mut(q * q);
            // T⁻¹R and T⁻¹F: R'G⁻¹F and its like are their products.
            group.whiten_roots();
            group.spread(&point.precision, p, self.reml);
            for i in 0..q {
                for j in 0..q {
                    let (mut volume, mut along, mut onto) = (0.0, 0.0, 0.0);
                    for k in 0..q {
                        let (root, factor) = (group.white_root[k * q + i], group.white_factor[k * q + j]);
                        volume += root * factor;
                        along += root * group.white_residual[k];
                        onto += factor * group.white_residual[k];
                    }
                    if self.reml {
                        for c in 0..p {
                            let (mut a, mut b) = (0.0, 0.0);
                            for k in 0..q {
                                a += group.white_root[k * q + i] * group.columns[k * p + c];
                                b += group.white_factor[k * q + j] * group.columns[k * p + c];
                            }
                            volume -= a * b;
                        }
                    }
                    first[i * q + j] += 2.0 * volume;
                    second[i * q + j] -= 2.0 * along * onto;
                }
            }
        });
        let pick = |at: usize| places.iter().map(|&(i, j)| sums[at + i * q + j]).collect();
        (pick(0), pick(q * q))
    }
}

/// One group's numbers at one Λ.
pub(super) struct Group<'a> {
    q: usize,
    w: usize,
    pub(super) root: &'a [f64],
    between: &'a [f64],
    /// F = R Λ.
    pub(super) factor: Vec<f64>,
    /// Lower Cholesky factor T of G = I + F F'.
    cholesky: Vec<f64>,
    /// T⁻¹ Q'W.
    pub(super) whitened: Vec<f64>,
    /// T⁻¹ Q'(residual).
    pub(super) white_residual: Vec<f64>,
    /// T⁻¹ R.
    pub(super) white_root: Vec<f64>,
    /// T⁻¹ F.
    pub(super) white_factor: Vec<f64>,
    /// T⁻¹ Q'X P'⁻¹, with P the factor of X'V⁻¹X: q by p.
    pub(super) columns: Vec<f64>,
}

impl<'a> Group<'a> {
    fn new(q: usize, w: usize) -> Self {
        let square = vec![0.0; q * q];
        Self {
            q,
            w,
            root: &[],
            between: &[],
            factor: square.clone(),
            cholesky: square.clone(),
            whitened: vec![0.0; q * w],
            white_residual: vec![0.0; q],
            white_root: square.clone(),
            white_factor: square,
            columns: vec![0.0; q * (w - 1)],
        }
    }

    #[inline]
    fn enter(&mut self, root: &'a [f64], between: &'a [f64], lambda: &[f64]) {
        let q = self.q;
        (self.root, self.between) = (root, between);
        for i in 0..q {
            for j in 0..q {
                self.factor[i * q + j] = (i.max(j)..q).map(|k| root[i * q + k] * lambda[k * q + j]).sum();
            }
        }
        for i in 0..q {
            for j in 0..=i {
                let product: f64 = (0..q).map(|k| self.factor[i * q + k] * self.factor[j * q + k]).sum();
                self.cholesky[i * q + j] = product + if i == j { 1.0 } else { 0.0 };
            }
        }
        cholesky(&mut self.cholesky, q);
    }

    fn log_det(&self) -> f64 {
        let product: f64 = (0..self.q).map(|i| self.cholesky[i * self.q + i]).product();
        2.0 * product.ln()
    }

    #[inline]
    pub(super) fn whiten(&mut self) {
        self.whitened.copy_from_slice(self.between);
        forward(&self.cholesky, self.q, &mut self.whitened, self.w);
    }

    pub(super) fn whiten_roots(&mut self) {
        self.white_root.copy_from_slice(self.root);
        forward(&self.cholesky, self.q, &mut self.white_root, self.q);
        self.white_factor.copy_from_slice(&self.factor);
        forward(&self.cholesky, self.q, &mut self.white_factor, self.q);
    }

    pub(super) fn residual(&mut self, beta: &[f64]) {
        let p = self.w - 1;
        for (k, row) in self.whitened.chunks_exact(self.w).enumerate() {
            self.white_residual[k] = row[p] - (0..p).map(|c| row[c] * beta[c]).sum::<f64>();
        }
    }

    /// Fills `columns` if `wanted`.
    pub(super) fn spread(&mut self, precision: &[f64], p: usize, wanted: bool) {
        if !wanted {
            return;
        }
        for (k, row) in self.whitened.chunks_exact(self.w).enumerate() {
            let own = &mut self.columns[k * p..(k + 1) * p];
            own.copy_from_slice(&row[..p]);
            forward(precision, p, own, 1);
        }
    }

    /// T⁻¹ T'⁻¹.
    pub(super) fn white_identity(&self) -> Vec<f64> {
        let q = self.q;
        let mut half = vec![0.0; q * q];
        (0..q).for_each(|i| half[i * q + i] = 1.0);
        forward(&self.cholesky, q, &mut half, q);
        (0..q * q).map(|at| (0..q).map(|k| half[at / q * q + k] * half[at % q * q + k]).sum()).collect()
    }

    /// F' G⁻¹ Q'(residual), once `whiten`, `whiten_roots` and `residual` have run.
    pub(super) fn predicted(&self) -> Vec<f64> {
        let q = self.q;
        (0..q).map(|j| (0..q).map(|k| self.white_factor[k * q + j] * self.white_residual[k]).sum()).collect()
    }
}
