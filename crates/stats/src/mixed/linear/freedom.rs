//! Standard errors and degrees of freedom of contrasts of the fixed effects: Satterthwaite, and Kenward and Roger.

use super::Freedom;
use super::criterion::{Criterion, Point};
use super::search::quadratic;
use crate::mixed::small::{form, inverse, product, pseudo_inverse};
use crate::{Answer, Undefined};

/// What the uncertainty of contrasts is computed from; everything for the orthonormal columns, variances in units of σ².
#[derive(Clone, Debug)]
pub(super) struct Inference {
    freedom: Freedom,
    sigma: f64,
    /// (X'V⁻¹X)⁻¹.
    pub(super) phi: Vec<f64>,
    /// Kenward and Roger's (X'V⁻¹X)⁻¹.
    pub(super) adjusted: Answer<Vec<f64>>,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Derivatives of X'V⁻¹X by theta; covariance of (theta, σ).
    Satterthwaite(Vec<Vec<f64>>, Vec<f64>),
    /// Derivatives of X'V⁻¹X by the variances and covariances, the residual last; covariance of their estimates.
    KenwardRoger(Vec<Vec<f64>>, Vec<f64>),
    Normal,
    None,
}

impl Inference {
    /// `uncertainty`: covariance of (theta, σ).
    pub(super) fn of(
        criterion: &Criterion<'_>,
        point: &Point,
        freedom: Freedom,
        uncertainty: &[f64],
    ) -> Self {
        let p = criterion.cross.p;
        let mut phi = vec![0.0; p * p];
        (0..p).for_each(|i| phi[i * p + i] = 1.0);
        crate::mixed::small::forward(&point.precision, p, &mut phi, p);
        crate::mixed::small::backward(&point.precision, p, &mut phi, p);
        let sigma = (point.squares / criterion.freedom()).sqrt();
        let mut adjusted = Err(Undefined::NotPartOfMethod);
        let kind = match freedom {
            Freedom::Normal => Kind::Normal,
            Freedom::Satterthwaite => Kind::Satterthwaite(by_theta(criterion, point), uncertainty.to_vec()),
            Freedom::KenwardRoger if criterion.reml => {
                let pieces = Pieces::of(criterion, point);
                let w = pieces.uncertainty(&phi);
                adjusted = Ok(pieces.adjusted(&phi, &w));
                Kind::KenwardRoger(pieces.first, w)
            }
            Freedom::KenwardRoger => Kind::None,
        };
        Self { freedom, sigma, phi, adjusted, kind }
    }

    /// Standard error in the unit of the response's unit, and degrees of freedom (infinite: normal).
    pub(super) fn of_contrast(&self, l: &[f64]) -> Answer<(f64, f64)> {
        let p = l.len();
        let phi_l = product(&self.phi, l, p, p, 1);
        let variance: f64 = phi_l.iter().zip(l).map(|(a, b)| a * b).sum();
        let plain = self.sigma * variance.sqrt();
        match &self.kind {
            Kind::Normal => Ok((plain, f64::INFINITY)),
            Kind::None => Err(Undefined::NotPartOfMethod),
            Kind::Satterthwaite(derivatives, uncertainty) => {
                let squared = self.sigma * self.sigma;
                let mut g: Vec<f64> =
                    derivatives.iter().map(|d| -squared * form(&phi_l, d, &phi_l)).collect();
                g.push(2.0 * self.sigma * variance);
                let spread = quadratic(&g, uncertainty);
                Ok((plain, 2.0 * (squared * variance).powi(2) / spread))
            }
            Kind::KenwardRoger(derivatives, w) => {
                let adjusted = self.adjusted.as_ref().map_err(|&reason| reason)?;
                let error = self.sigma * form(l, adjusted, l).sqrt();
                let a: Vec<f64> = derivatives.iter().map(|d| form(&phi_l, d, &phi_l) / variance).collect();
                Ok((error, 2.0 / quadratic(&a, w)))
            }
        }
    }

    pub(super) fn freedom(&self) -> Freedom {
        self.freedom
    }

    pub(super) fn sigma(&self) -> f64 {
        self.sigma
    }
}

/// d X'V⁻¹X / d theta, for each.
fn by_theta(criterion: &Criterion<'_>, point: &Point) -> Vec<Vec<f64>> {
    let (p, q, w) = (criterion.cross.p, criterion.cross.q, criterion.cross.p + 1);
    let places = criterion.places();
    let sums = criterion.over_groups(&criterion.factor(&point.theta), places.len() * p * p, |group, sums| {
        group.whiten();
        group.whiten_roots();
        for (&(i, j), sums) in places.iter().zip(sums.chunks_exact_mut((p * p).max(1))) {
            let along = |c: usize, of: &[f64], column: usize| -> f64 {
                (0..q).map(|k| of[k * q + column] * group.whitened[k * w + c]).sum()
            };
            for a in 0..p {
                let (ha, fa) = (along(a, &group.white_root, i), along(a, &group.white_factor, j));
                for b in 0..p {
                    let (hb, fb) = (along(b, &group.white_root, i), along(b, &group.white_factor, j));
                    sums[a * p + b] -= ha * fb + fa * hb;
                }
            }
        }
    });
    if p == 0 { Vec::new() } else { sums.chunks_exact(p * p).map(<[f64]>::to_vec).collect() }
}

/// Kenward and Roger's P, Q and traces over the variance parameters (elements of the random effects' covariance, then
/// the residual variance), in units of σ².
struct Pieces {
    p: usize,
    r: usize,
    /// P_r = d X'V⁻¹X / d r.
    first: Vec<Vec<f64>>,
    /// Q_rs = X'V⁻¹ V_r V⁻¹ V_s V⁻¹X.
    second: Vec<Vec<f64>>,
    /// tr(V⁻¹V_r V⁻¹V_s).
    trace: Vec<f64>,
}

impl Pieces {
    fn of(criterion: &Criterion<'_>, point: &Point) -> Self {
        let (p, q, w) = (criterion.cross.p, criterion.cross.q, criterion.cross.p + 1);
        let places = criterion.places();
        let r = places.len() + 1;
        let size = r * p * p + r * r * p * p + r * r;
        let sums = criterion.over_groups(&criterion.factor(&point.theta), size, |group, sums| {
            group.whiten();
            group.whiten_roots();
            let parts = parts(group, &places, q);
            let x: Vec<f64> = (0..q * p).map(|at| group.whitened[at / p * w + at % p]).collect();
            let along: Vec<Vec<f64>> = parts.iter().map(|part| product(part, &x, q, q, p)).collect();
            let (first, rest) = sums.split_at_mut(r * p * p);
            let (second, trace) = rest.split_at_mut(r * r * p * p);
            for a in 0..r {
                add_products(&x, &along[a], q, p, -1.0, &mut first[a * p * p..(a + 1) * p * p]);
                for b in 0..r {
                    let at = a * r + b;
                    add_products(&along[a], &along[b], q, p, 1.0, &mut second[at * p * p..(at + 1) * p * p]);
                    trace[at] += parts[a].iter().zip(&parts[b]).map(|(a, b)| a * b).sum::<f64>();
                }
            }
        });
        let chunk = |from: usize, at: usize| sums[from + at * p * p..from + (at + 1) * p * p].to_vec();
        let mut pieces = Self {
            p,
            r,
            first: (0..r).map(|a| chunk(0, a)).collect(),
            second: (0..r * r).map(|a| chunk(r * p * p, a)).collect(),
            trace: sums[r * p * p * (1 + r)..].to_vec(),
        };
        for at in 0..p * p {
            let across = criterion.cross.within[at / p * w + at % p];
            pieces.first[r - 1][at] -= across;
            pieces.second[r * r - 1][at] += across;
        }
        pieces.trace[r * r - 1] += criterion.cross.n as f64 - (q * criterion.cross.n_groups()) as f64;
        pieces
    }

    /// W: twice the inverse of the expected information of the variance parameters.
    fn uncertainty(&self, phi: &[f64]) -> Vec<f64> {
        let (p, r) = (self.p, self.r);
        let trace =
            |a: &[f64], b: &[f64]| -> f64 { (0..p * p).map(|at| a[at] * b[at % p * p + at / p]).sum() };
        let scaled: Vec<Vec<f64>> = self.first.iter().map(|first| product(phi, first, p, p, p)).collect();
        let mut information: Vec<f64> = (0..r * r)
            .map(|at| {
                let pair = trace(&scaled[at / r], &scaled[at % r]);
                self.trace[at] - 2.0 * trace(phi, &self.second[at]) + pair
            })
            .collect();
        for at in 0..r * r {
            let mirror = at % r * r + at / r;
            let mean = 0.5 * (information[at] + information[mirror]);
            (information[at], information[mirror]) = (mean, mean);
        }
        let found = inverse(&information, r).unwrap_or_else(|| pseudo_inverse(&information, r, 1e-10));
        found.into_iter().map(|value| 2.0 * value).collect()
    }

    /// Φ + 2 Φ Σ W_rs (Q_rs - P_r Φ P_s) Φ.
    fn adjusted(&self, phi: &[f64], w: &[f64]) -> Vec<f64> {
        let (p, r) = (self.p, self.r);
        let mut middle = vec![0.0; p * p];
        for (at, &weight) in w.iter().enumerate() {
            let left = product(&self.first[at / r], phi, p, p, p);
            let pair = product(&left, &self.first[at % r], p, p, p);
            (0..p * p).for_each(|i| middle[i] += weight * (self.second[at][i] - pair[i]));
        }
        let spread = product(&product(phi, &middle, p, p, p), phi, p, p, p);
        phi.iter().enumerate().map(|(at, phi)| phi + spread[at] + spread[at % p * p + at / p]).collect()
    }
}

/// T⁻¹ Q'V_r Q T'⁻¹ of one group for each variance parameter.
fn parts(group: &super::criterion::Group<'_>, places: &[(usize, usize)], q: usize) -> Vec<Vec<f64>> {
    let root = &group.white_root;
    let outer = |i: usize, j: usize| (0..q * q).map(move |at| root[at / q * q + i] * root[at % q * q + j]);
    let mut parts: Vec<Vec<f64>> = places
        .iter()
        .map(|&(i, j)| match i == j {
            true => outer(i, i).collect(),
            false => outer(i, j).zip(outer(j, i)).map(|(a, b)| a + b).collect(),
        })
        .collect();
    parts.push(group.white_identity());
    parts
}

/// Adds sign × a'b, both q by p.
fn add_products(a: &[f64], b: &[f64], q: usize, p: usize, sign: f64, sums: &mut [f64]) {
    for k in 0..q {
        for i in 0..p {
            for j in 0..p {
                sums[i * p + j] += sign * a[k * p + i] * b[k * p + j];
            }
        }
    }
}
