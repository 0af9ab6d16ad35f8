//! A straight line through points of which some are known only as below or above a limit.
//!
//! Without censored points: least squares. With them: y is normal about the line with one standard
//! deviation s; an exact point contributes its density, `<x` the probability below x, `>x` that
//! above. In the parameters t = 1/s and d = (intercept, slope)/s the log-likelihood
//!
//! ```text
//! sum exact [ln t - u^2/2] + sum below ln P(u) + sum above ln P(-u),   u = t y - d0 - d1 x
//! ```
//!
//! is concave (Olsen 1978; expert knowledge, not re-read), so Newton's method with step halving finds
//! its only maximum from any start. P is the normal distribution function. Its derivative needs
//! only h(u) = density(u) / P(u), here from a series near zero and a continued fraction in the tail.
//!
//! When the exact points lie on one line that also satisfies every limit, the likelihood grows without
//! bound as s falls to 0 and the line itself is the answer.

use timeline::{Comparator, TOLERANCE};

/// One point.
#[derive(Clone, Copy)]
pub struct Point {
    /// Place on the axis of the line.
    pub x: f64,
    /// Value, or the limit when censored.
    pub y: f64,
    /// How the true value relates to `y`.
    pub comparator: Comparator,
}

impl Point {
    /// Whether only a limit is known.
    pub fn is_censored(&self) -> bool {
        self.comparator != Comparator::Exact
    }
}

/// How a line was fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Least squares.
    LeastSquares,
    /// Maximum of the normal likelihood with censored points.
    CensoredNormal,
}

/// A fitted line.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// Slope.
    pub slope: f64,
    /// How it was fitted.
    pub method: Method,
}

/// Intercept, slope and the root mean square of the residuals.
struct Line {
    intercept: f64,
    slope: f64,
    scatter: f64,
}

/// Fits a line; `None` when the exact points do not lie on two places of the axis at least, or when
/// the likelihood has no finite maximum.
pub fn fit(points: &[Point]) -> Option<Fit> {
    let exact: Vec<Point> = points.iter().copied().filter(|point| !point.is_censored()).collect();
    let line = least_squares(&exact)?;
    if exact.len() == points.len() {
        return Some(Fit { slope: line.slope, method: Method::LeastSquares });
    }
    let satisfied = points.iter().all(|point| {
        let at = line.intercept + line.slope * point.x;
        match point.comparator {
            Comparator::Below => at <= point.y,
            Comparator::Exact => true,
            Comparator::Above => at >= point.y,
        }
    });
    let slope = if line.scatter <= TOLERANCE && satisfied { line.slope } else { maximum(points, &line)? };
    Some(Fit { slope, method: Method::CensoredNormal })
}

fn least_squares(points: &[Point]) -> Option<Line> {
    let n = points.len() as f64;
    let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|point| point.x), mean(|point| point.y));
    let sxx: f64 = points.iter().map(|point| (point.x - x).powi(2)).sum();
    let sxy: f64 = points.iter().map(|point| (point.x - x) * (point.y - y)).sum();
    if points.is_empty() || sxx <= 0.0 {
        return None;
    }
    let (slope, intercept) = (sxy / sxx, y - sxy / sxx * x);
    let squares: f64 = points.iter().map(|point| (point.y - intercept - slope * point.x).powi(2)).sum();
    Some(Line { intercept, slope, scatter: (squares / n).sqrt() })
}

/// Newton's method from the line of the exact points; the slope at the maximum.
fn maximum(points: &[Point], start: &Line) -> Option<f64> {
    let t = 1.0 / start.scatter.max(0.1);
    let mut at = [start.intercept * t, start.slope * t, t];
    let mut value = log_likelihood(points, at);
    for _ in 0..200 {
        let (gradient, information) = derivatives(points, at);
        let step = solve(information, gradient)?;
        let gain: f64 = step.iter().zip(gradient).map(|(step, slope)| step * slope).sum();
        if gain < 1e-12 * (1.0 + value.abs()) {
            let slope = (at[1] + step[1]) / (at[2] + step[2]);
            return Some(slope).filter(|slope| slope.is_finite());
        }
        let mut share = 1.0;
        loop {
            let next = [0, 1, 2].map(|i| at[i] + share * step[i]);
            let reached = if next[2] > 0.0 { log_likelihood(points, next) } else { f64::NEG_INFINITY };
            if reached >= value + 1e-4 * share * gain {
                (at, value) = (next, reached);
                break;
            }
            share /= 2.0;
            if share < 1e-9 {
                return None;
            }
        }
    }
    None
}

/// u of a point, turned so that the limit is an upper one.
fn turned(point: &Point, [intercept, slope, t]: [f64; 3]) -> f64 {
    let u = t * point.y - intercept - slope * point.x;
    if point.comparator == Comparator::Above { -u } else { u }
}

fn log_likelihood(points: &[Point], at: [f64; 3]) -> f64 {
    let term = |point: &Point| {
        let u = turned(point, at);
        if point.is_censored() { ln_probability(u) } else { at[2].ln() - u * u / 2.0 }
    };
    points.iter().map(term).sum()
}

/// Gradient, and the negative of the second derivatives.
fn derivatives(points: &[Point], at: [f64; 3]) -> ([f64; 3], [[f64; 3]; 3]) {
    let (mut gradient, mut information) = ([0.0; 3], [[0.0; 3]; 3]);
    for point in points {
        let u = turned(point, at);
        let sign = if point.comparator == Comparator::Above { -1.0 } else { 1.0 };
        let direction = [-sign, -sign * point.x, sign * point.y];
        let (first, second) =
            if point.is_censored() { (hazard(u), hazard(u) * (hazard(u) + u)) } else { (-u, 1.0) };
        for i in 0..3 {
            gradient[i] += first * direction[i];
            for j in 0..3 {
                information[i][j] += second * direction[i] * direction[j];
            }
        }
        if !point.is_censored() {
            gradient[2] += 1.0 / at[2];
            information[2][2] += 1.0 / (at[2] * at[2]);
        }
    }
    (gradient, information)
}

/// Solves a symmetric positive definite system by Cholesky's method; `None` when it is not.
fn solve(a: [[f64; 3]; 3], b: [f64; 3]) -> Option<[f64; 3]> {
    let (mut l, mut z, mut x) = ([[0.0; 3]; 3], [0.0; 3], [0.0; 3]);
    for i in 0..3 {
        for j in 0..=i {
            let rest = a[i][j] - (0..j).map(|k| l[i][k] * l[j][k]).sum::<f64>();
            l[i][j] = if i != j {
                rest / l[j][j]
            } else if rest > 0.0 {
                rest.sqrt()
            } else {
                return None;
            };
        }
        z[i] = (b[i] - (0..i).map(|k| l[i][k] * z[k]).sum::<f64>()) / l[i][i];
    }
    for i in (0..3).rev() {
        x[i] = (z[i] - (i + 1..3).map(|k| l[k][i] * x[k]).sum::<f64>()) / l[i][i];
    }
    Some(x)
}

fn ln_density(u: f64) -> f64 {
    -u * u / 2.0 - (2.0 * std::f64::consts::PI).ln() / 2.0
}

/// ln P(u); 0 within rounding above 8.
fn ln_probability(u: f64) -> f64 {
    if u > 8.0 { 0.0 } else { ln_density(u) - hazard(u).ln() }
}

/// density(u) / P(u).
fn hazard(u: f64) -> f64 {
    if u < -3.0 {
        (1..=200).rev().fold(-u, |below, k| -u + f64::from(k) / below)
    } else if u > 8.0 {
        ln_density(u).exp()
    } else {
        let density = ln_density(u).exp();
        let (mut term, mut sum, mut k) = (u, u, 1.0);
        while f64::abs(term) > 1e-17 * f64::abs(sum) && k < 2000.0 {
            k += 2.0;
            term *= u * u / k;
            sum += term;
        }
        density / (0.5 + density * sum).min(1.0)
    }
}

#[cfg(test)]
mod tests;
