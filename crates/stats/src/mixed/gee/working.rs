//! One round of the estimating equations: means, moments, sums over groups.

use super::{Family, GeeRule, Working};
use crate::mixed::Repeated;
use crate::mixed::small::{inverse, product};
use crate::{Answer, Undefined};

/// The rows, group after group, with orthonormal columns.
pub(super) struct Rows<'a> {
    pub(super) n: usize,
    pub(super) p: usize,
    pub(super) family: Family,
    working: Working,
    starts: Vec<usize>,
    order: Vec<usize>,
    y: Vec<f64>,
    columns: &'a [Vec<f64>],
}

/// Mean, its derivative by the linear predictor, and the variance function, in the order of the rows by group.
pub(super) struct Means {
    mean: Vec<f64>,
    slope: Vec<f64>,
    variance: Vec<f64>,
}

/// Sums over the groups, without the scale.
pub(super) struct Totals {
    pub(super) information: Vec<f64>,
    pub(super) score: Vec<f64>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(response: &Repeated<'_>, y: Vec<f64>, columns: &'a [Vec<f64>], rule: &GeeRule) -> Self {
        let (mut starts, mut order) = (vec![0], Vec::with_capacity(y.len()));
        for rows in response.groups() {
            order.extend_from_slice(rows);
            starts.push(order.len());
        }
        let y = order.iter().map(|&row| y[row]).collect();
        let (n, p) = (response.n(), columns.len());
        Self { n, p, family: rule.family, working: rule.working, starts, order, y, columns }
    }

    fn x(&self, at: usize, column: usize) -> f64 {
        self.columns[column][self.order[at]]
    }

    /// The largest entry of the orthonormal columns: a step of 1 over it moves no predictor by more than 1 a column.
    pub(super) fn columns_largest(&self) -> f64 {
        self.columns.iter().map(|column| crate::numeric::largest_magnitude(column)).fold(0.0, f64::max)
    }

    pub(super) fn largest_square(&self) -> f64 {
        match self.family {
            Family::Identity => crate::numeric::largest_magnitude(&self.y).powi(2),
            _ => 1.0,
        }
    }

    /// Least squares of the linked values, these drawn towards their mean where the link would be infinite.
    pub(super) fn start(&self) -> Vec<f64> {
        let middle = self.y.iter().sum::<f64>() / self.n as f64;
        let linked: Vec<f64> = self
            .y
            .iter()
            .map(|y| match self.family {
                Family::Identity => *y,
                Family::Logit => {
                    let y = (y + 0.5) / 2.0;
                    (y / (1.0 - y)).ln()
                }
                Family::Log => (0.5 * (y + middle)).max(1e-300).ln(),
            })
            .collect();
        (0..self.p).map(|c| linked.iter().enumerate().map(|(at, y)| y * self.x(at, c)).sum()).collect()
    }

    pub(super) fn means(&self, beta: &[f64]) -> Means {
        let mut means = Means { mean: Vec::new(), slope: Vec::new(), variance: Vec::new() };
        for at in 0..self.n {
            let predictor: f64 = (0..self.p).map(|c| self.x(at, c) * beta[c]).sum();
            let (mean, slope, variance) = match self.family {
                Family::Identity => (predictor, 1.0, 1.0),
                Family::Logit => {
                    let bounded = predictor.clamp(-40.0, 36.0);
                    let mean = 1.0 / (1.0 + (-bounded).exp());
                    let spread = mean / (1.0 + bounded.exp());
                    (mean, spread, spread)
                }
                Family::Log => {
                    let mean = predictor.clamp(-300.0, 700.0).exp();
                    (mean, mean, mean)
                }
            };
            means.mean.push(mean);
            means.slope.push(slope);
            means.variance.push(variance);
        }
        means
    }

    fn pearson(&self, means: &Means, at: usize) -> f64 {
        (self.y[at] - means.mean[at]) / means.variance[at].sqrt()
    }

    pub(super) fn scale(&self, means: &Means) -> f64 {
        (0..self.n).map(|at| self.pearson(means, at).powi(2)).sum::<f64>() / self.n as f64
    }

    pub(super) fn correlation(&self, means: &Means, scale: f64) -> f64 {
        match self.working {
            Working::Independence => 0.0,
            Working::Exchangeable => self.exchangeable(means, scale),
            Working::Autoregressive => self.autoregressive(means, scale),
        }
    }

    /// The pairs' products by the square of the sum.
    fn exchangeable(&self, means: &Means, scale: f64) -> f64 {
        let (mut products, mut n_pairs) = (0.0, 0.0);
        for ends in self.starts.windows(2) {
            let (mut sum, mut squares) = (0.0, 0.0);
            for at in ends[0]..ends[1] {
                let residual = self.pearson(means, at);
                sum += residual;
                squares += residual * residual;
            }
            let m = (ends[1] - ends[0]) as f64;
            products += 0.5 * (sum * sum - squares);
            n_pairs += 0.5 * m * (m - 1.0);
        }
        if n_pairs > 0.0 { products / n_pairs / scale } else { 0.0 }
    }

    /// The least of Σ over distances d of n_d a^2d - 2 m_d a^d, by a scan and Newton's method.
    fn autoregressive(&self, means: &Means, scale: f64) -> f64 {
        let mut by_lag: Vec<(f64, f64)> = Vec::new();
        for ends in self.starts.windows(2) {
            let residuals: Vec<f64> = (ends[0]..ends[1]).map(|at| self.pearson(means, at)).collect();
            by_lag.resize(by_lag.len().max(residuals.len()), (0.0, 0.0));
            for i in 0..residuals.len() {
                for j in 0..i {
                    by_lag[i - j].0 += 1.0;
                    by_lag[i - j].1 += residuals[i] * residuals[j] / scale;
                }
            }
        }
        let loss = |a: f64| -> f64 {
            let terms = by_lag.iter().enumerate().skip(1);
            terms.map(|(d, (n, m))| n * a.powi(2 * d as i32) - 2.0 * m * a.powi(d as i32)).sum()
        };
        let mut best =
            (-99..=99).map(|step| f64::from(step) / 100.0).fold((0.0, f64::INFINITY), |best, a| {
                let found = loss(a);
                if found < best.1 { (a, found) } else { best }
            });
        for _ in 0..50 {
            let (mut slope, mut curvature) = (0.0, 0.0);
            for (d, (n, m)) in by_lag.iter().enumerate().skip(1) {
                let (a, e, k) = (best.0, d as i32, d as f64);
                slope += 2.0 * k * (n * a.powi(2 * e - 1) - m * a.powi(e - 1));
                let below = if d > 1 { m * (k - 1.0) * a.powi(e - 2) } else { 0.0 };
                curvature += 2.0 * k * (n * (2.0 * k - 1.0) * a.powi(2 * e - 2) - below);
            }
            if curvature.is_nan() || curvature <= 0.0 {
                break;
            }
            let step = (slope / curvature).clamp(-0.02, 0.02);
            best.0 -= step;
            if step.abs() < 1e-16 {
                break;
            }
        }
        best.0
    }

    /// Whether the working correlation is positive definite in the largest group.
    pub(super) fn is_possible(&self, alpha: f64) -> bool {
        let largest = self.starts.windows(2).map(|ends| ends[1] - ends[0]).max().unwrap_or(1) as f64;
        match self.working {
            Working::Independence => true,
            Working::Exchangeable => alpha < 1.0 && 1.0 + (largest - 1.0) * alpha > 0.0,
            Working::Autoregressive => alpha.abs() < 1.0,
        }
    }

    /// R⁻¹ v in place.
    fn whiten(&self, alpha: f64, v: &mut [f64]) {
        let m = v.len();
        match self.working {
            _ if m == 1 || alpha == 0.0 => {}
            Working::Independence => {}
            Working::Exchangeable => {
                let share = alpha / (1.0 + (m as f64 - 1.0) * alpha) * v.iter().sum::<f64>();
                v.iter_mut().for_each(|v| *v = (*v - share) / (1.0 - alpha));
            }
            Working::Autoregressive => {
                let own = v.to_vec();
                for i in 0..m {
                    let ends = i == 0 || i == m - 1;
                    let mut sum = own[i] * if ends { 1.0 } else { 1.0 + alpha * alpha };
                    sum -= alpha * if i > 0 { own[i - 1] } else { 0.0 };
                    sum -= alpha * if i + 1 < m { own[i + 1] } else { 0.0 };
                    v[i] = sum / (1.0 - alpha * alpha);
                }
            }
        }
    }

    /// D'V⁻¹D and D'V⁻¹(y - mean) of one group.
    fn group(&self, from: usize, to: usize, means: &Means, alpha: f64) -> Totals {
        let (p, m) = (self.p, to - from);
        let mut scaled = vec![0.0; m * p];
        for c in 0..p {
            for i in 0..m {
                let at = from + i;
                scaled[c * m + i] = self.x(at, c) * means.slope[at] / means.variance[at].sqrt();
            }
        }
        let residuals: Vec<f64> = (from..to).map(|at| self.pearson(means, at)).collect();
        let mut totals = Totals { information: vec![0.0; p * p], score: vec![0.0; p] };
        for c in 0..p {
            let mut white = scaled[c * m..(c + 1) * m].to_vec();
            self.whiten(alpha, &mut white);
            totals.score[c] = white.iter().zip(&residuals).map(|(a, b)| a * b).sum();
            for d in 0..=c {
                let product: f64 = white.iter().zip(&scaled[d * m..(d + 1) * m]).map(|(a, b)| a * b).sum();
                totals.information[c * p + d] = product;
                totals.information[d * p + c] = product;
            }
        }
        totals
    }

    pub(super) fn totals(&self, means: &Means, alpha: f64) -> Totals {
        let mut totals = Totals { information: vec![0.0; self.p * self.p], score: vec![0.0; self.p] };
        for ends in self.starts.windows(2) {
            let own = self.group(ends[0], ends[1], means, alpha);
            totals.information.iter_mut().zip(&own.information).for_each(|(sum, own)| *sum += own);
            totals.score.iter_mut().zip(&own.score).for_each(|(sum, own)| *sum += own);
        }
        totals
    }

    /// Σ s s' over the groups' scores s; corrected: s + C (B - C)⁻¹ s, which is D'V⁻¹(I - H)⁻¹(y - mean) by Woodbury's
    /// identity, C the group's share of the information B.
    pub(super) fn meat(&self, means: &Means, alpha: f64, all: &Totals, corrected: bool) -> Answer<Vec<f64>> {
        let p = self.p;
        let mut meat = vec![0.0; p * p];
        for ends in self.starts.windows(2) {
            let own = self.group(ends[0], ends[1], means, alpha);
            let mut score = own.score;
            if corrected {
                let others: Vec<f64> =
                    all.information.iter().zip(&own.information).map(|(all, own)| all - own).collect();
                let largest = (0..p).map(|i| all.information[i * p + i]).fold(0.0, f64::max);
                let found = inverse(&others, p).filter(|_| smallest_pivot(&others, p) > 1e-12 * largest);
                let pulled = product(&found.ok_or(Undefined::OneGroup)?, &score, p, p, 1);
                let more = product(&own.information, &pulled, p, p, 1);
                score.iter_mut().zip(more).for_each(|(score, more)| *score += more);
            }
            for i in 0..p {
                (0..p).for_each(|j| meat[i * p + j] += score[i] * score[j]);
            }
        }
        Ok(meat)
    }

    /// Whether the information about a column has all but vanished beside that at the mean of all values.
    pub(super) fn is_infinite(&self, means: &Means, column: &[f64], response: &Repeated<'_>) -> bool {
        if self.family == Family::Identity {
            return false;
        }
        let middle = response.values().iter().sum::<f64>() / self.n as f64;
        let usual = if self.family == Family::Logit { middle * (1.0 - middle) } else { middle };
        let largest = crate::numeric::largest_magnitude(column).max(f64::MIN_POSITIVE);
        let square = |at: usize| (column[self.order[at]] / largest).powi(2);
        let found: f64 = (0..self.n).map(|at| square(at) * means.variance[at]).sum();
        let expected: f64 = (0..self.n).map(square).sum::<f64>() * usual;
        found < 1e-5 * expected || usual == 0.0
    }
}

/// Least squared pivot of the Cholesky factor; 0 if there is none.
fn smallest_pivot(a: &[f64], p: usize) -> f64 {
    let mut factor = a.to_vec();
    if !crate::mixed::small::cholesky(&mut factor, p) {
        return 0.0;
    }
    (0..p).map(|i| factor[i * p + i] * factor[i * p + i]).fold(f64::INFINITY, f64::min)
}
