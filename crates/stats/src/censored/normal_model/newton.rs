//! Newton's method on a concave likelihood, and what tells that there is no maximum.

use super::basis::Basis;
use super::likelihood::{Known, Term};
use crate::matrix::dot;
use crate::{Answer, Undefined};
use rayon::prelude::*;

/// A maximum on the scale of the data.
#[derive(Clone, Debug)]
pub(in super::super) struct Fit {
    pub(in super::super) coefficients: Vec<f64>,
    pub(in super::super) ln_sigma: f64,
    /// Of the coefficients and ln sigma, row after row.
    pub(in super::super) covariance: Vec<f64>,
    pub(in super::super) log_likelihood: f64,
    pub(in super::super) n_iterations: usize,
    /// What the log-likelihood may still lack, if the iteration was cut short.
    pub(in super::super) gap: Option<f64>,
}

/// The rows in the units of the iteration.
struct Problem {
    basis: Basis,
    rows: Vec<Known>,
    /// Sigma of this size (in these units) is rounding.
    noise: f64,
}

/// Value, gradient, and minus the second derivatives (row after row) in (d, t).
struct Point {
    value: f64,
    gradient: Vec<f64>,
    information: Vec<f64>,
}

const MOST_ITERATIONS: usize = 200;

/// Rows that are summed by one thread.
const BLOCK: usize = 8192;

/// The maximum of the likelihood of `rows` (of ordinary magnitude) given the design, row after row.
///
/// Every way of having no maximum is typed: fewer rows than coefficients, [`Undefined::Collinear`],
/// [`Undefined::AllCensored`] (limits on one side only), [`Undefined::NoSpread`] (one plane satisfies every row),
/// [`Undefined::Separated`].
pub(in super::super) fn maximise(rows: &[Known], design: &[f64], n_columns: usize) -> Answer<Fit> {
    let says = |row: &Known| !matches!(row, Known::Nothing);
    if !rows.iter().all(says) {
        let kept: Vec<usize> = (0..rows.len()).filter(|&i| says(&rows[i])).collect();
        let design = kept.iter().flat_map(|&i| &design[i * n_columns..(i + 1) * n_columns]);
        let (kept, design): (Vec<Known>, Vec<f64>) =
            (kept.iter().map(|&i| rows[i]).collect(), design.copied().collect());
        return maximise(&kept, &design, n_columns);
    }
    let one_sided = |side: fn(&Known) -> bool| rows.iter().all(side);
    let n = rows.len();
    if n == 0 {
        return Err(Undefined::NoValues);
    }
    if n < n_columns {
        return Err(Undefined::TooFew { needed: n_columns, found: n });
    }
    let basis = Basis::of(design, n_columns)?;
    if one_sided(|row| matches!(row, Known::Below(_))) || one_sided(|row| matches!(row, Known::Above(_))) {
        return Err(Undefined::AllCensored);
    }
    // The rows are measured from the least-squares plane through values, limits and middles.
    let mut residuals: Vec<f64> = rows.iter().map(|row| row.point()).collect();
    let largest = crate::numeric::largest_magnitude(&residuals);
    let plane = basis.regress(&mut residuals);
    let spread = (dot(&residuals, &residuals) / n as f64).sqrt();
    let noise = 16.0 * f64::EPSILON * largest;
    if spread <= noise {
        return Err(Undefined::NoSpread);
    }
    let moved =
        rows.iter().zip(&residuals).map(|(row, rest)| row.moved(row.point() - rest, spread)).collect();
    let problem = Problem { basis, rows: moved, noise: noise / spread };
    let (at, point, n_iterations, gap) = problem.climb()?;
    problem.on_scale(&at, &point, n_iterations, gap, &plane, spread)
}

impl Point {
    fn zero(m: usize) -> Self {
        Self { value: 0.0, gradient: vec![0.0; m], information: vec![0.0; m * m] }
    }
}

fn block(rows: &[Known], q: &[f64], at: &[f64]) -> Point {
    let (m, p) = (at.len(), at.len() - 1);
    let mut sum = Point::zero(m);
    for (row, x) in rows.iter().zip(q.chunks_exact(p)) {
        let term = Term::of(*row, dot(x, &at[..p]), at[p]);
        sum.value += term.value;
        for (j, &x_j) in x.iter().enumerate() {
            sum.gradient[j] += term.h * x_j;
            let scaled = term.hh * x_j;
            sum.information[j * m..].iter_mut().zip(&x[..=j]).for_each(|(sum, x_k)| *sum += scaled * x_k);
            sum.information[p * m + j] += term.ht * x_j;
        }
        sum.gradient[p] += term.t;
        sum.information[p * m + p] += term.tt;
    }
    sum
}

impl Problem {
    /// Blocks of rows are summed apart, by as many threads as there are, and added in order: the same for any
    /// number of threads.
    fn point(&self, at: &[f64]) -> Point {
        let p = self.basis.n_columns;
        let blocks = self.rows.par_chunks(BLOCK).zip(self.basis.q.par_chunks(BLOCK * p));
        let parts: Vec<Point> = blocks.map(|(rows, q)| block(rows, q, at)).collect();
        let mut total = Point::zero(p + 1);
        for part in &parts {
            total.value += part.value;
            total.gradient.iter_mut().zip(&part.gradient).for_each(|(sum, part)| *sum += part);
            total.information.iter_mut().zip(&part.information).for_each(|(sum, part)| *sum += part);
        }
        total
    }

    /// From the plane itself with sigma = the spread about it. Ends when half the Newton decrement, a bound of
    /// what is missing near the maximum, is below 1e-10, with one step more.
    #[allow(clippy::type_complexity)]
    fn climb(&self) -> Answer<(Vec<f64>, Point, usize, Option<f64>)> {
        let p = self.basis.n_columns;
        let mut at = vec![0.0; p + 1];
        at[p] = 1.0;
        let mut point = self.point(&at);
        for iteration in 1..=MOST_ITERATIONS {
            let Some(step) = solve(&point.information, &point.gradient) else {
                return Err(self.reason(&at, &vec![0.0; p + 1]).unwrap_or(Undefined::NotConverged));
            };
            let gain = dot(&step, &point.gradient);
            // A long way for no gain: the parameters may be on their way to infinity.
            let lost = gain < 1e-10 && self.reach(&step) > 1e-2;
            if gain < 1e-10
                && (lost || self.satisfied(&at))
                && let Some(reason) = self.reason(&at, &step)
            {
                return Err(reason);
            }
            match self.search(&at, &step, point.value, gain) {
                Some(next) => (at, point) = next,
                None if gain < 1e-3 => return Ok((at, point, iteration, Some(0.5 * gain))),
                None => return Err(self.reason(&at, &step).unwrap_or(Undefined::NotConverged)),
            }
            if at[p] * self.noise > 1.0 {
                return Err(Undefined::NoSpread);
            }
            if at[p] < 1e-12 {
                return Err(Undefined::NotConverged);
            }
            if gain < 1e-10 {
                return Ok((at, point, iteration, lost.then_some(0.5 * gain)));
            }
        }
        let step = solve(&point.information, &point.gradient).ok_or(Undefined::NotConverged)?;
        let gap = Some(0.5 * dot(&step, &point.gradient));
        match self.reason(&at, &step) {
            Some(reason) => Err(reason),
            None => Ok((at, point, MOST_ITERATIONS, gap)),
        }
    }

    /// The first of 1, 1/2, 1/4, ... of the step that gains a tenth of what its slope promises, with t > 0. Near the
    /// maximum, where gains drown in rounding, the whole step.
    fn search(&self, at: &[f64], step: &[f64], value: f64, gain: f64) -> Option<(Vec<f64>, Point)> {
        let p = self.basis.n_columns;
        let near = gain < 1e-4 && at[p] + step[p] > 0.5 * at[p];
        let mut share = if step[p] < 0.0 && !near { (0.9 * at[p] / -step[p]).min(1.0) } else { 1.0 };
        for _ in 0..60 {
            let next: Vec<f64> = at.iter().zip(step).map(|(at, step)| at + share * step).collect();
            let point = self.point(&next);
            if near || point.value >= value + 0.1 * share * gain {
                return Some((next, point));
            }
            share *= 0.5;
        }
        None
    }

    /// The greatest change, in units of sigma, that a step makes to where any row stands.
    fn reach(&self, step: &[f64]) -> f64 {
        let p = self.basis.n_columns;
        let change = |(row, x): (&Known, &[f64])| row.change(dot(x, &step[..p]), step[p]);
        self.rows.iter().zip(self.basis.q.chunks_exact(p)).map(change).fold(0.0, f64::max)
    }

    /// Whether no row's likelihood falls along a direction of (d, t), but for changes up to `slack`.
    fn tolerates(&self, direction: &[f64], slack: f64) -> bool {
        let p = self.basis.n_columns;
        let mut rows = self.rows.iter().zip(self.basis.q.chunks_exact(p));
        rows.all(|(row, x)| row.tolerates(dot(x, &direction[..p]), direction[p], slack))
    }

    /// Whether there is no exact value and the plane at hand keeps to every limit: then any smaller sigma is better.
    fn satisfied(&self, at: &[f64]) -> bool {
        !self.rows.iter().any(|row| matches!(row, Known::Exact(_))) && self.tolerates(at, 0.0)
    }

    /// Why there is no maximum: a direction along which no row's likelihood falls. With t it is a plane that
    /// satisfies every row; without, it parts the censored rows.
    fn reason(&self, at: &[f64], step: &[f64]) -> Option<Undefined> {
        let p = self.basis.n_columns;
        let slack = 1e-3 * self.reach(step);
        // Exact values on the plane, as far as sigma has shrunk.
        let near = 1e-6 * at.iter().fold(0.0, |longest: f64, part| longest.max(part.abs()));
        if self.satisfied(at)
            || self.tolerates(at, near)
            || (step[p] > 10.0 * slack && self.tolerates(step, slack))
        {
            return Some(Undefined::NoSpread);
        }
        let mut aside = step.to_vec();
        aside[p] = 0.0;
        (slack > 0.0 && self.tolerates(&aside, slack)).then_some(Undefined::Separated)
    }

    /// From (d, t) in the iteration's units to coefficients, ln sigma and their covariance in the data's.
    fn on_scale(
        &self,
        at: &[f64],
        point: &Point,
        n_iterations: usize,
        gap: Option<f64>,
        plane: &[f64],
        spread: f64,
    ) -> Answer<Fit> {
        let p = self.basis.n_columns;
        let (m, t) = (p + 1, at[p]);
        let along: Vec<f64> = (0..p).map(|j| plane[j] + spread * at[j] / t).collect();
        // The columns of the transposed derivative of (coefficients, ln sigma) by (d, t).
        let mut jacobian = vec![vec![0.0; m]; m];
        for j in 0..p {
            let mut unit = vec![0.0; p];
            unit[j] = spread / t;
            for (k, value) in self.basis.back(&unit).into_iter().enumerate() {
                jacobian[k][j] = value;
            }
        }
        let by_t: Vec<f64> = (0..p).map(|j| -spread * at[j] / (t * t)).collect();
        for (k, value) in self.basis.back(&by_t).into_iter().enumerate() {
            jacobian[k][p] = value;
        }
        jacobian[p][p] = -1.0 / t;
        let mut covariance = vec![0.0; m * m];
        for j in 0..m {
            let inner = solve(&point.information, &jacobian[j]).ok_or(Undefined::NotConverged)?;
            for k in 0..m {
                covariance[k * m + j] = dot(&jacobian[k], &inner);
            }
        }
        let n_exact = self.rows.iter().filter(|row| matches!(row, Known::Exact(_))).count();
        Ok(Fit {
            coefficients: self.basis.back(&along),
            ln_sigma: spread.ln() - t.ln(),
            covariance,
            log_likelihood: point.value - n_exact as f64 * spread.ln(),
            n_iterations,
            gap,
        })
    }
}

/// Solves a symmetric positive definite system, given by its lower triangle, by Cholesky's method; `None` when it
/// is not.
pub(super) fn solve(a: &[f64], b: &[f64]) -> Option<Vec<f64>> {
    let n = b.len();
    let mut l = vec![0.0; n * n];
    let mut z = vec![0.0; n];
    for i in 0..n {
        for j in 0..=i {
            let rest = a[i * n + j] - dot(&l[i * n..i * n + j], &l[j * n..j * n + j]);
            if i != j {
                l[i * n + j] = rest / l[j * n + j];
            } else if rest > 0.0 && rest.is_finite() {
                l[i * n + j] = rest.sqrt();
            } else {
                return None;
            }
        }
        z[i] = (b[i] - dot(&l[i * n..i * n + i], &z[..i])) / l[i * n + i];
    }
    for i in (0..n).rev() {
        let rest: f64 = (i + 1..n).map(|k| l[k * n + i] * z[k]).sum();
        z[i] = (z[i] - rest) / l[i * n + i];
    }
    Some(z)
}
