//! The likelihood of groups with censored rows, its score and information, by adaptive quadrature.

use crate::design::Design;
use crate::distribution::normal;
use crate::matrix::dot;
use crate::mixed::Repeated;
use crate::mixed::small::{backward, cholesky, forward};
use crate::quadrature::gauss_hermite;
use rayon::prelude::*;

const LN_ROOT_TAU: f64 = 0.918_938_533_204_672_8;

/// Where the likelihood is evaluated: coefficients, the lower triangle of the random effects' factor, log σ.
#[derive(Clone)]
pub(super) struct Parameters {
    pub(super) beta: Vec<f64>,
    pub(super) lower: Vec<f64>,
    pub(super) log_sigma: f64,
}

impl Parameters {
    pub(super) fn moved(&self, step: &[f64]) -> Self {
        let (p, m) = (self.beta.len(), self.lower.len());
        let add = |own: &[f64], step: &[f64]| own.iter().zip(step).map(|(own, step)| own + step).collect();
        Self {
            beta: add(&self.beta, &step[..p]),
            lower: add(&self.lower, &step[p..p + m]),
            log_sigma: self.log_sigma + step[p + m].clamp(-2.0, 2.0),
        }
    }
}

/// The log likelihood, its gradient, and minus its second derivatives.
pub(super) struct Sums {
    pub(super) log_likelihood: f64,
    pub(super) score: Vec<f64>,
    pub(super) information: Vec<f64>,
}

/// All rows, group after group.
pub(super) struct Groups {
    pub(super) n: usize,
    p: usize,
    q: usize,
    pub(super) places: Vec<(usize, usize)>,
    starts: Vec<usize>,
    y: Vec<f64>,
    below: Vec<bool>,
    x: Vec<f64>,
    z: Vec<f64>,
    /// Points of the q-dimensional rule, and log of weight × e^(x'x/2) × (2π)^(q/2).
    nodes: Vec<(Vec<f64>, f64)>,
    /// Three nodes: exact where no row is censored, all integrands being polynomials of degree 4 about a normal density.
    exact: Vec<(Vec<f64>, f64)>,
}

/// A row's log likelihood as a function of its mean and log σ, with derivatives.
struct RowTerm {
    value: f64,
    by_mean: f64,
    by_log_sigma: f64,
    mean_mean: f64,
    mean_sigma: f64,
    sigma_sigma: f64,
}

impl RowTerm {
    fn of(y: f64, mean: f64, sigma: f64, log_sigma: f64, below: bool) -> Self {
        let t = (y - mean) / sigma;
        if below {
            let mills = mills(t);
            let fall = -mills * (mills + t);
            Self {
                value: -0.5 * t * t - LN_ROOT_TAU - mills.ln(),
                by_mean: -mills / sigma,
                by_log_sigma: -mills * t,
                mean_mean: fall / (sigma * sigma),
                mean_sigma: (mills + t * fall) / sigma,
                sigma_sigma: t * (mills + t * fall),
            }
            .with_upper(t)
        } else {
            Self {
                value: -0.5 * t * t - LN_ROOT_TAU - log_sigma,
                by_mean: t / sigma,
                by_log_sigma: t * t - 1.0,
                mean_mean: -1.0 / (sigma * sigma),
                mean_sigma: -2.0 * t / sigma,
                sigma_sigma: -2.0 * t * t,
            }
        }
    }

    /// Far above its limit's mean the probability is 1, and the ratio of density and probability loses it.
    fn with_upper(self, t: f64) -> Self {
        if t > 0.0 { Self { value: (-normal::upper(t)).ln_1p(), ..self } } else { self }
    }
}

/// Density over distribution function: asymptotic where both vanish (Abramowitz & Stegun 26.2.12).
fn mills(t: f64) -> f64 {
    if t < -30.0 {
        let s = 1.0 / (t * t);
        return -t / (1.0 - s * (1.0 - s * (3.0 - s * (15.0 - 105.0 * s))));
    }
    normal::density(t) / normal::lower(t)
}

impl Groups {
    #[allow(clippy::too_many_arguments)]
    pub(super) fn of(
        response: &Repeated<'_>,
        residual: &[f64],
        below: &[bool],
        columns: &[Vec<f64>],
        random: &Design,
        z_scale: &[f64],
        correlated: bool,
        n_nodes: usize,
    ) -> Self {
        let (p, q) = (columns.len(), z_scale.len());
        let all = (0..q).flat_map(|j| (j..q).map(move |i| (i, j)));
        let mut groups = Self {
            n: response.n(),
            p,
            q,
            places: all.filter(|&(i, j)| correlated || i == j).collect(),
            starts: vec![0],
            y: Vec::new(),
            below: Vec::new(),
            x: Vec::new(),
            z: Vec::new(),
            nodes: nodes(q, n_nodes.max(3)),
            exact: nodes(q, 3),
        };
        for rows in response.groups() {
            for &row in rows {
                groups.y.push(residual[row]);
                groups.below.push(below[row]);
                groups.x.extend(columns.iter().map(|column| column[row]));
                groups.z.extend((0..q).map(|at| random.at(row, at) / z_scale[at]));
            }
            groups.starts.push(groups.y.len());
        }
        groups
    }

    /// The factor as a q by q matrix.
    pub(super) fn lower(&self, at: &Parameters) -> Vec<f64> {
        let mut lower = vec![0.0; self.q * self.q];
        for (&(i, j), value) in self.places.iter().zip(&at.lower) {
            lower[i * self.q + j] = *value;
        }
        lower
    }

    /// `None` where a number overflows.
    pub(super) fn evaluate(&self, at: &Parameters) -> Option<Sums> {
        let d = self.p + self.places.len() + 1;
        let lower = self.lower(at);
        let found: Vec<Option<Sums>> = self
            .starts
            .par_windows(2)
            .with_min_len(8)
            .map(|ends| self.group(ends[0], ends[1], at, &lower))
            .collect();
        let mut sums = Sums { log_likelihood: 0.0, score: vec![0.0; d], information: vec![0.0; d * d] };
        for group in found {
            let group = group?;
            sums.log_likelihood += group.log_likelihood;
            sums.score.iter_mut().zip(group.score).for_each(|(sum, own)| *sum += own);
            sums.information.iter_mut().zip(group.information).for_each(|(sum, own)| *sum += own);
        }
        sums.log_likelihood.is_finite().then_some(sums)
    }

    /// The mode of a group's random effects, and the Cholesky factor of the curvature there.
    fn mode(
        &self,
        rows: &[(f64, Vec<f64>, usize)],
        sigma: f64,
        log_sigma: f64,
    ) -> Option<(Vec<f64>, Vec<f64>)> {
        let q = self.q;
        let mut u = vec![0.0; q];
        for _ in 0..100 {
            let mut slope: Vec<f64> = u.iter().map(|u| -u).collect();
            let mut curvature = vec![0.0; q * q];
            (0..q).for_each(|i| curvature[i * q + i] = 1.0);
            for (mean, w, row) in rows {
                let mean = mean + dot(w, &u);
                let term = RowTerm::of(self.y[*row], mean, sigma, log_sigma, self.below[*row]);
                for i in 0..q {
                    slope[i] += term.by_mean * w[i];
                    (0..q).for_each(|j| curvature[i * q + j] -= term.mean_mean * w[i] * w[j]);
                }
            }
            if !cholesky(&mut curvature, q) {
                return None;
            }
            let mut step = slope.clone();
            forward(&curvature, q, &mut step, 1);
            backward(&curvature, q, &mut step, 1);
            u.iter_mut().zip(&step).for_each(|(u, step)| *u += step);
            if dot(&step, &slope) < 1e-12 {
                return Some((u, curvature));
            }
        }
        None
    }

    fn group(&self, from: usize, to: usize, at: &Parameters, lower: &[f64]) -> Option<Sums> {
        let (p, q, m) = (self.p, self.q, self.places.len());
        let (d, sigma) = (p + m + 1, at.log_sigma.exp());
        let rows: Vec<(f64, Vec<f64>, usize)> = (from..to)
            .map(|row| {
                let z = &self.z[row * q..(row + 1) * q];
                let w = (0..q).map(|j| (j..q).map(|i| z[i] * lower[i * q + j]).sum()).collect();
                (dot(&self.x[row * p..(row + 1) * p], &at.beta), w, row)
            })
            .collect();
        let (mode, factor) = self.mode(&rows, sigma, at.log_sigma)?;
        let log_det: f64 = (0..q).map(|i| factor[i * q + i].ln()).sum();
        let nodes = if self.below[from..to].contains(&true) { &self.nodes } else { &self.exact };
        let mut heights = Vec::with_capacity(nodes.len());
        let mut scores = Vec::with_capacity(nodes.len());
        let mut seconds = Vec::with_capacity(nodes.len());
        for (node, log_weight) in nodes {
            let mut u = node.clone();
            backward(&factor, q, &mut u, 1);
            u.iter_mut().zip(&mode).for_each(|(u, mode)| *u += mode);
            let (mut score, mut second) = (vec![0.0; d], vec![0.0; d * d]);
            let mut height = -0.5 * dot(&u, &u) - q as f64 * LN_ROOT_TAU - log_det + log_weight;
            let mut v = vec![0.0; d - 1];
            for (mean, w, row) in &rows {
                let term =
                    RowTerm::of(self.y[*row], mean + dot(w, &u), sigma, at.log_sigma, self.below[*row]);
                height += term.value;
                v[..p].copy_from_slice(&self.x[row * p..(row + 1) * p]);
                for (k, &(i, j)) in self.places.iter().enumerate() {
                    v[p + k] = self.z[row * q + i] * u[j];
                }
                add_row(&term, &v, &mut score, &mut second);
            }
            heights.push(height);
            scores.push(score);
            seconds.push(second);
        }
        Some(louis(&heights, &scores, &seconds, d))
    }
}

fn add_row(term: &RowTerm, v: &[f64], score: &mut [f64], second: &mut [f64]) {
    let d = score.len();
    for i in 0..d - 1 {
        score[i] += term.by_mean * v[i];
        for j in 0..=i {
            second[i * d + j] += term.mean_mean * v[i] * v[j];
        }
        second[(d - 1) * d + i] += term.mean_sigma * v[i];
    }
    score[d - 1] += term.by_log_sigma;
    second[d * d - 1] += term.sigma_sigma;
}

/// Sums over the nodes: score = E(complete score), information = -E(complete second derivatives) - Var(complete score).
fn louis(heights: &[f64], scores: &[Vec<f64>], seconds: &[Vec<f64>], d: usize) -> Sums {
    let highest = heights.iter().fold(f64::NEG_INFINITY, |highest, &height| highest.max(height));
    let weights: Vec<f64> = heights.iter().map(|height| (height - highest).exp()).collect();
    let total: f64 = weights.iter().sum();
    let mut score = vec![0.0; d];
    for (weight, own) in weights.iter().zip(scores) {
        score.iter_mut().zip(own).for_each(|(score, own)| *score += weight / total * own);
    }
    let mut information = vec![0.0; d * d];
    for ((weight, own), second) in weights.iter().zip(scores).zip(seconds) {
        for i in 0..d {
            for j in 0..=i {
                let spread = (own[i] - score[i]) * (own[j] - score[j]);
                information[i * d + j] -= weight / total * (second[i * d + j] + spread);
            }
        }
    }
    for i in 0..d {
        (0..i).for_each(|j| information[j * d + i] = information[i * d + j]);
    }
    Sums { log_likelihood: highest + total.ln(), score, information }
}

/// The product rule in q dimensions.
fn nodes(q: usize, n: usize) -> Vec<(Vec<f64>, f64)> {
    let rule = gauss_hermite(n);
    let mut nodes = vec![(Vec::new(), 0.0)];
    for _ in 0..q {
        nodes = nodes
            .iter()
            .flat_map(|(point, log_weight)| {
                rule.iter().map(move |(node, weight)| {
                    let mut point = point.clone();
                    point.push(*node);
                    (point, log_weight + weight.ln() + 0.5 * node * node + LN_ROOT_TAU)
                })
            })
            .collect();
    }
    nodes
}
