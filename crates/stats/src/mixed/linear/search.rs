//! The least criterion: Newton's method with exact gradients, damped where the surface is not convex.

use super::criterion::{Criterion, Point};
use crate::mixed::small::{cholesky, eigen, form, pseudo_inverse, solve};
use crate::{Answer, Undefined};

const MOST_STEPS: usize = 200;
/// A random effect's share (times root mean square of its column, over σ) below which the fit is called singular; as
/// lme4's `isSingular`.
pub(super) const SINGULAR: f64 = 1e-4;

/// The criterion is even in each column of Λ, so that the bounds at zero need no guarding: a variance of zero is a
/// stationary point, approached quadratically, and then set to zero exactly.
pub(super) fn least(criterion: &Criterion<'_>) -> Answer<Point> {
    let start: Vec<f64> = criterion.places().iter().map(|&(i, j)| if i == j { 0.7 } else { 0.0 }).collect();
    let mut point = criterion.at(&start).ok_or(Undefined::BeyondRange)?;
    let mut damping = 0.0;
    for _ in 0..MOST_STEPS {
        let slope = profiled_slope(criterion, &point);
        let curvature = curvature(criterion, &point, None);
        match step(criterion, &point, &slope, &curvature, &mut damping) {
            Step::To(next) => point = next,
            Step::Rest(next) => return identified(criterion, settle(criterion, next)),
            Step::Stuck => return Err(Undefined::NotConverged),
        }
    }
    Err(Undefined::NotConverged)
}

/// Whether the criterion has a curvature in every direction, in units of theta itself; a covariance at its edge may be flat
/// along it.
fn identified(criterion: &Criterion<'_>, point: Point) -> Answer<Point> {
    let m = point.theta.len();
    let places = criterion.places();
    if places.iter().zip(&point.theta).any(|(&(i, j), theta)| i == j && theta.abs() < SINGULAR) {
        return Ok(point);
    }
    let unit = |i: usize| point.theta[i].abs().max(0.1);
    let curvature = curvature(criterion, &point, None);
    let scaled: Vec<f64> = (0..m * m).map(|at| curvature[at] * unit(at / m) * unit(at % m)).collect();
    let flat = eigen(&scaled, m).0.iter().any(|&value| value < 1e-6);
    if flat { Err(Undefined::NotConverged) } else { Ok(point) }
}

enum Step {
    To(Point),
    Rest(Point),
    Stuck,
}

/// Levenberg's and Marquardt's step: the curvature plus as much of its own scale as makes it descend.
fn step(
    criterion: &Criterion<'_>,
    point: &Point,
    slope: &[f64],
    curvature: &[f64],
    damping: &mut f64,
) -> Step {
    let m = slope.len();
    let scale = (0..m).fold(1e-12_f64, |scale, i| scale.max(curvature[i * m + i].abs()));
    for _ in 0..80 {
        let mut damped = curvature.to_vec();
        (0..m).for_each(|i| damped[i * m + i] += *damping * scale);
        let definite = cholesky(&mut damped.clone(), m);
        let solution = if definite { solve(&damped, m, slope, 1) } else { None };
        if let Some(solution) = solution {
            let fall: f64 = solution.iter().zip(slope).map(|(a, b)| a * b).sum();
            let next: Vec<f64> = point.theta.iter().zip(&solution).map(|(t, s)| t - s).collect();
            if let Some(next) = criterion.at(&next) {
                let gain = point.deviance - next.deviance;
                let noise = 1e-12 * point.deviance.abs().max(1.0);
                if fall <= 1e-17 * (criterion.cross.n as f64)
                    || (fall < 1e-9 && *damping < 1e-3 && gain.abs() < noise)
                {
                    return Step::Rest(if gain >= -noise { next } else { point.clone() });
                }
                if gain >= -noise {
                    *damping = if gain > 0.5 * fall { *damping / 8.0 } else { *damping };
                    *damping = if *damping < 1e-7 { 0.0 } else { *damping };
                    return Step::To(next);
                }
            }
        }
        *damping = (*damping * 4.0).max(1e-3);
        if *damping > 1e14 {
            break;
        }
    }
    Step::Stuck
}

fn profiled_slope(criterion: &Criterion<'_>, point: &Point) -> Vec<f64> {
    let (volume, squares) = criterion.slopes(point);
    let inverse = criterion.freedom() / point.squares;
    volume.iter().zip(&squares).map(|(volume, squares)| volume + inverse * squares).collect()
}

/// Second derivatives by theta, by differences of the exact gradient (error of fourth order in the step): of the profiled
/// criterion, or of the criterion at a fixed 1/σ².
pub(super) fn curvature(criterion: &Criterion<'_>, point: &Point, fixed: Option<f64>) -> Vec<f64> {
    let m = point.theta.len();
    let reach: f64 = if fixed.is_some() { 2e-3 } else { 1e-4 };
    let slope = |k: usize, by: f64| {
        let mut theta = point.theta.clone();
        theta[k] += by;
        criterion.at(&theta).map(|point| match fixed {
            None => profiled_slope(criterion, &point),
            Some(inverse) => {
                let (volume, squares) = criterion.slopes(&point);
                volume.iter().zip(&squares).map(|(volume, squares)| volume + inverse * squares).collect()
            }
        })
    };
    let mut out = vec![0.0; m * m];
    for k in 0..m {
        let step = reach * point.theta[k].abs().clamp(0.05, 1e3);
        let difference = |by: f64| -> Option<Vec<f64>> {
            let (up, down) = (slope(k, by)?, slope(k, -by)?);
            Some(up.iter().zip(&down).map(|(up, down)| (up - down) / (2.0 * by)).collect())
        };
        let Some(fine) = difference(step) else { continue };
        let best = match fixed.and_then(|_| difference(2.0 * step)) {
            Some(coarse) => {
                fine.iter().zip(&coarse).map(|(fine, coarse)| (4.0 * fine - coarse) / 3.0).collect()
            }
            None => fine,
        };
        for i in 0..m {
            out[i * m + k] += 0.5 * best[i];
            out[k * m + i] += 0.5 * best[i];
        }
    }
    out
}

/// Sets what is as good as zero to zero, and makes the diagonal of Λ positive.
fn settle(criterion: &Criterion<'_>, mut point: Point) -> Point {
    let places = criterion.places();
    for column in 0..criterion.cross.q {
        let own = |&(_, &(_, j)): &(usize, &(usize, usize))| j == column;
        let largest =
            places.iter().enumerate().filter(own).fold(0.0_f64, |m, (at, _)| m.max(point.theta[at].abs()));
        let Some(diagonal) = places.iter().position(|&place| place == (column, column)) else { continue };
        let mut theta = point.theta.clone();
        if point.theta[diagonal].abs() < SINGULAR {
            let all = largest < SINGULAR;
            for (at, _) in places.iter().enumerate().filter(own).filter(|&(at, _)| all || at == diagonal) {
                theta[at] = 0.0;
            }
        } else if point.theta[diagonal] < 0.0 {
            places.iter().enumerate().filter(own).for_each(|(at, _)| theta[at] = -theta[at]);
        }
        if let Some(next) = criterion.at(&theta)
            && next.deviance <= point.deviance + 1e-9 * point.deviance.abs().max(1.0)
        {
            point = next;
        }
    }
    point
}

/// Covariance of (theta, σ): twice the inverse of the criterion's second derivatives; 0 in directions without curvature.
pub(super) fn uncertainty(criterion: &Criterion<'_>, point: &Point) -> Vec<f64> {
    let (m, n) = (point.theta.len(), criterion.freedom());
    let sigma = (point.squares / n).sqrt();
    let inner = curvature(criterion, point, Some(1.0 / (sigma * sigma)));
    let (_, squares) = criterion.slopes(point);
    let mut hessian = vec![0.0; (m + 1) * (m + 1)];
    for i in 0..m {
        (0..m).for_each(|j| hessian[i * (m + 1) + j] = inner[i * m + j]);
        let cross = -2.0 / sigma.powi(3) * squares[i];
        hessian[i * (m + 1) + m] = cross;
        hessian[m * (m + 1) + i] = cross;
    }
    hessian[(m + 1) * (m + 1) - 1] = 4.0 * n / (sigma * sigma);
    // Each parameter in its own unit, so that the smallest eigenvalue means the same in any unit.
    let unit = |i: usize| if i == m { sigma } else { point.theta[i].abs().max(1.0) };
    let units = |at: usize| unit(at / (m + 1)) * unit(at % (m + 1));
    hessian.iter_mut().enumerate().for_each(|(at, value)| *value *= units(at));
    let inverse = pseudo_inverse(&hessian, m + 1, 1e-9);
    inverse.into_iter().enumerate().map(|(at, value)| 2.0 * value * units(at)).collect()
}

/// g' A g.
pub(super) fn quadratic(g: &[f64], a: &[f64]) -> f64 {
    form(g, a, g)
}
