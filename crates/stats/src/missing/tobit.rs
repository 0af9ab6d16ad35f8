//! Bayesian normal regression where some values are known only between bounds.

use super::column::Cell;
use super::draws::{normals, truncated_normal};
use super::linear::{Line, Rows};
use crate::distribution::normal;
use crate::matrix::{Factor, Symmetric, dot};
use crate::random::Stream;
use crate::{Answer, Undefined};

/// Steps of data augmentation after the draw from the normal approximation.
const SWEEPS: usize = 5;

/// Fills `y` at every row that is not known: rows between bounds from the normal truncated to them, missing rows from
/// the whole normal. Cells are in the units of `y`.
///
/// Coefficients and residual SD are first drawn from the normal approximation at the maximum of the Tobit likelihood
/// (in Olsen's form beta/sigma, 1/sigma: Econometrica 1978;46:1211, where it is concave), then by five steps of data
/// augmentation (Chib, J Econom 1992;51:79), whose limit is the exact posterior. Without bounds the posterior is
/// drawn directly.
///
/// With bounds, a likelihood that only rises as the SD falls to 0 (a plane without any spread satisfies known values and
/// bounds alike) is refused: [`Undefined::TooFew`] with no more known values than regressors, else
/// [`Undefined::NotConverged`]; [`Undefined::NoSpread`] where the plane is found at once.
pub(super) fn fill(rows: &Rows, cells: &[Cell], y: &mut [f64], stream: &mut Stream) -> Answer<()> {
    let informative: Vec<u32> =
        (0..cells.len() as u32).filter(|&row| cells[row as usize] != Cell::Missing).collect();
    let bounded: Vec<u32> =
        informative.iter().copied().filter(|&row| matches!(cells[row as usize], Cell::Between(..))).collect();
    if bounded.is_empty() {
        let line = Line::draw(rows, &informative, y, stream);
        if informative.len() <= line.rank {
            return Err(Undefined::TooFew { needed: line.rank + 1, found: informative.len() });
        }
        fill_missing(rows, cells, y, &line.beta, line.sigma, stream);
        return Ok(());
    }
    let (mut beta, mut sigma) = draw_approximate(rows, cells, &informative, y, stream)?;
    for _ in 0..SWEEPS {
        fill_bounded(rows, cells, &bounded, y, (&beta, sigma), stream);
        let line = Line::draw(rows, &informative, y, stream);
        (beta, sigma) = (line.beta, line.sigma);
    }
    fill_bounded(rows, cells, &bounded, y, (&beta, sigma), stream);
    fill_missing(rows, cells, y, &beta, sigma, stream);
    Ok(())
}

fn fill_bounded(
    rows: &Rows,
    cells: &[Cell],
    bounded: &[u32],
    y: &mut [f64],
    (beta, sigma): (&[f64], f64),
    stream: &mut Stream,
) {
    for row in bounded.iter().map(|&row| row as usize) {
        let Cell::Between(low, high) = cells[row] else { continue };
        let mean = dot(rows.row(row), beta);
        let z = truncated_normal(stream, (low - mean) / sigma, (high - mean) / sigma);
        y[row] = (mean + sigma * z).clamp(low, high);
    }
}

fn fill_missing(rows: &Rows, cells: &[Cell], y: &mut [f64], beta: &[f64], sigma: f64, stream: &mut Stream) {
    for row in (0..cells.len()).filter(|&row| cells[row] == Cell::Missing) {
        y[row] = dot(rows.row(row), beta) + sigma * stream.normal();
    }
}

/// Coefficients and SD from the normal approximation.
fn draw_approximate(
    rows: &Rows,
    cells: &[Cell],
    informative: &[u32],
    y: &[f64],
    stream: &mut Stream,
) -> Answer<(Vec<f64>, f64)> {
    let start = Line::draw(rows, informative, y, stream);
    let n_known = informative.iter().filter(|&&row| matches!(cells[row as usize], Cell::Known(_))).count();
    let few = Undefined::TooFew { needed: start.rank + 1, found: n_known };
    if start.sigma <= 1e-12 {
        return Err(if n_known <= start.rank { few } else { Undefined::NoSpread });
    }
    let mut at: Vec<f64> = start.hat.iter().map(|beta| beta / start.sigma).collect();
    at.push(1.0 / start.sigma);
    let found = maximise(rows, cells, informative, at);
    let (hat, factor) = found.map_err(|reason| if n_known <= start.rank { few } else { reason })?;
    let p = rows.p;
    let drawn = (0..100).find_map(|_| {
        let spread = factor.spread(&normals(stream, p + 1));
        let drawn: Vec<f64> = hat.iter().zip(&spread).map(|(hat, spread)| hat + spread).collect();
        (drawn[p] > 0.0).then_some(drawn)
    });
    let drawn = drawn.unwrap_or(hat);
    let sigma = 1.0 / drawn[p];
    Ok((drawn[..p].iter().map(|gamma| gamma * sigma).collect(), sigma))
}

fn maximise(
    rows: &Rows,
    cells: &[Cell],
    informative: &[u32],
    mut at: Vec<f64>,
) -> Answer<(Vec<f64>, Factor)> {
    let mut last = Evaluation::at(rows, cells, informative, &at);
    for _ in 0..100 {
        let factor = last.information.factor();
        let step = factor.solve(&last.score);
        let decrement = dot(&step, &last.score);
        if decrement <= 1e-12 {
            return Ok((at, factor));
        }
        let mut share = 1.0;
        loop {
            let next: Vec<f64> = at.iter().zip(&step).map(|(at, step)| at + share * step).collect();
            if next[rows.p] > 0.0 {
                let evaluation = Evaluation::at(rows, cells, informative, &next);
                if evaluation.log_likelihood >= last.log_likelihood - 1e-12 * last.log_likelihood.abs() {
                    (at, last) = (next, evaluation);
                    break;
                }
            }
            share *= 0.5;
            if share < 1e-10 {
                return Err(Undefined::NotConverged);
            }
        }
    }
    Err(Undefined::NotConverged)
}

struct Evaluation {
    log_likelihood: f64,
    score: Vec<f64>,
    information: Symmetric,
}

impl Evaluation {
    /// At (gamma, theta) = (beta/sigma, 1/sigma): a known row adds ln theta - r²/2 with r = theta y - x gamma, a row
    /// between bounds ln(Φ(b) - Φ(a)) with b = theta high - x gamma and a = theta low - x gamma.
    fn at(rows: &Rows, cells: &[Cell], informative: &[u32], at: &[f64]) -> Self {
        let p = rows.p;
        let size = p + 1;
        let (gamma, theta) = (&at[..p], at[p]);
        let (mut log_likelihood, mut score) = (0.0, vec![0.0; size]);
        let mut information = vec![0.0; size * size];
        for row in informative.iter().map(|&row| row as usize) {
            let x = rows.row(row);
            let predictor = dot(x, gamma);
            let slopes = match cells[row] {
                Cell::Between(low, high) => Slopes::between(theta, predictor, low, high),
                Cell::Known(y) => Slopes::known(theta, predictor, y),
                Cell::Missing => continue,
            };
            log_likelihood += slopes.value;
            score[p] += slopes.theta;
            information[p * size + p] -= slopes.theta_theta;
            for (i, &left) in x.iter().enumerate() {
                score[i] += slopes.predictor * left;
                information[p * size + i] -= slopes.predictor_theta * left;
                let scaled = slopes.predictor_predictor * left;
                let sums = &mut information[i * size..i * size + p];
                sums.iter_mut().zip(x).for_each(|(sum, right)| *sum -= scaled * right);
            }
        }
        let information = Symmetric::from_fn(size, |i, j| information[i * size + j]);
        Self { log_likelihood, score, information }
    }
}

/// A row's log likelihood and its derivatives by the linear predictor and theta.
struct Slopes {
    value: f64,
    predictor: f64,
    theta: f64,
    predictor_predictor: f64,
    predictor_theta: f64,
    theta_theta: f64,
}

impl Slopes {
    fn known(theta: f64, predictor: f64, y: f64) -> Self {
        let r = theta * y - predictor;
        Self {
            value: theta.ln() - 0.5 * r * r,
            predictor: r,
            theta: 1.0 / theta - r * y,
            predictor_predictor: -1.0,
            predictor_theta: y,
            theta_theta: -1.0 / (theta * theta) - y * y,
        }
    }

    fn between(theta: f64, predictor: f64, low: f64, high: f64) -> Self {
        let (a, b) = (theta * low - predictor, theta * high - predictor);
        let (log_probability, ratio_a, ratio_b) = interval(a, b);
        let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
        let (a, b, low, high) = (finite(a), finite(b), finite(low), finite(high));
        let (da, db) = (-ratio_a, ratio_b);
        let (daa, dbb, dab) =
            (a * ratio_a - ratio_a * ratio_a, -b * ratio_b - ratio_b * ratio_b, ratio_a * ratio_b);
        Self {
            value: log_probability,
            predictor: -(da + db),
            theta: da * low + db * high,
            predictor_predictor: daa + dbb + 2.0 * dab,
            predictor_theta: -(daa * low + dbb * high + dab * (low + high)),
            theta_theta: daa * low * low + dbb * high * high + 2.0 * dab * low * high,
        }
    }
}

/// ln(Φ(b) - Φ(a)) and the densities at a and b over that probability; a < b, one may be infinite.
fn interval(a: f64, b: f64) -> (f64, f64, f64) {
    if a == f64::NEG_INFINITY {
        let (log_tail, hazard) = tail(-b);
        return (log_tail, 0.0, hazard);
    }
    if b == f64::INFINITY {
        let (log_tail, hazard) = tail(a);
        return (log_tail, hazard, 0.0);
    }
    let probability =
        if a > 0.0 { normal::upper(a) - normal::upper(b) } else { normal::lower(b) - normal::lower(a) };
    let probability = probability.max(f64::MIN_POSITIVE);
    (probability.ln(), normal::density(a) / probability, normal::density(b) / probability)
}

/// ln of the upper tail, and density over tail; by Laplace's fraction from 5 on, where the tail would vanish.
fn tail(z: f64) -> (f64, f64) {
    if z < 5.0 {
        let upper = normal::upper(z);
        return (upper.ln(), normal::density(z) / upper);
    }
    let hazard: f64 = (1..=30).rev().fold(z, |inner, level| z + f64::from(level) / inner);
    (-0.5 * z * z - 0.5 * (2.0 * std::f64::consts::PI).ln() - hazard.ln(), hazard)
}
