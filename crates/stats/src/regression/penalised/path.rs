//! The two paths: least squares, and logistic regression by repeated weighted least squares.

use super::descent::Quadratic;
use super::{NET, Path, Penalties, moments, sequence};
use crate::design::Design;
use crate::numeric::sum_by;
use crate::{Answer, Undefined};
use rayon::prelude::*;

/// Rows below which another thread is not worth waking.
const ROWS: usize = 4096;

/// Columns of mean 0 and standard deviation 1 (divisor n), row by row; constant columns are 0.
pub(super) struct Standardised {
    n: usize,
    p: usize,
    x: Vec<f64>,
    centre: Vec<f64>,
    scale: Vec<f64>,
}

impl Standardised {
    pub(super) fn of(design: &Design, rows: &[usize]) -> Self {
        let p = design.n_columns();
        let standard = |column: usize| {
            let values: Vec<f64> = rows.iter().map(|&row| design.at(row, column)).collect();
            moments(&values).unwrap_or((0.0, f64::INFINITY))
        };
        let (centre, scale): (Vec<f64>, Vec<f64>) = (0..p).map(standard).unzip();
        let entry = |row: usize, column: usize| (design.at(row, column) - centre[column]) / scale[column];
        let x = rows.iter().flat_map(|&row| (0..p).map(move |column| (row, column)));
        Self { n: rows.len(), p, x: x.map(|(row, column)| entry(row, column)).collect(), centre, scale }
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.x[row * self.p..(row + 1) * self.p]
    }

    /// Intercept and coefficients of the columns as given.
    fn back(&self, intercept: f64, beta: &[f64], unit: f64) -> (f64, Vec<f64>) {
        let original: Vec<f64> =
            beta.iter().zip(&self.scale).map(|(beta, scale)| beta * unit / scale).collect();
        let moved: f64 = original.iter().zip(&self.centre).map(|(beta, centre)| beta * centre).sum();
        (intercept - moved, original)
    }

    /// X'WX and X'Wr, with a column of ones in front.
    fn products(&self, weight: &[f64], residual: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let q = self.p + 1;
        let (mut gram, mut linear) = (vec![0.0; q * q], vec![0.0; q]);
        let mut z = vec![1.0; q];
        for row in 0..self.n {
            z[1..].copy_from_slice(self.row(row));
            for i in 0..q {
                let scaled = weight[row] * z[i];
                linear[i] += z[i] * residual[row];
                gram[i * q..=i * q + i].iter_mut().zip(&z).for_each(|(sum, z)| *sum += scaled * z);
            }
        }
        for i in 0..q {
            (0..i).for_each(|j| gram[j * q + i] = gram[i * q + j]);
        }
        (gram, linear)
    }

    /// X'r, with a column of ones in front.
    fn slope(&self, residual: &[f64]) -> Vec<f64> {
        let mut slope = vec![0.0; self.p + 1];
        for (row, &residual) in residual.iter().enumerate() {
            slope[0] += residual;
            slope[1..].iter_mut().zip(self.row(row)).for_each(|(sum, x)| *sum += residual * x);
        }
        slope
    }

    fn predictor(&self, theta: &[f64]) -> Vec<f64> {
        let of_row =
            |row: usize| self.row(row).iter().zip(&theta[1..]).map(|(x, beta)| x * beta).sum::<f64>();
        (0..self.n).into_par_iter().with_min_len(ROWS).map(|row| theta[0] + of_row(row)).collect()
    }
}

pub(super) fn number_path(
    y: &[f64],
    columns: &Standardised,
    mixture: f64,
    penalties: Penalties<'_>,
) -> Answer<Path> {
    let (mean, unit) = moments(y)?;
    let n = columns.n as f64;
    let y: Vec<f64> = y.iter().map(|y| (y - mean) / unit / n).collect();
    let (gram, linear) = columns.products(&vec![1.0 / n; columns.n], &y);
    let greatest = linear[1..].iter().fold(0.0, |most: f64, slope| most.max(slope.abs()));
    let penalties = sequence(penalties, greatest * unit, mixture, columns.n < columns.p)?;
    let mut theta = vec![0.0; columns.p + 1];
    let mut path = Path::empty(columns.n);
    for penalty in penalties {
        let (lasso, ridge) = (penalty / unit * mixture, penalty / unit * (1.0 - mixture));
        let quadratic = Quadratic { gram: &gram, linear: &linear, lasso, ridge, free: true };
        if !quadratic.minimise(&mut theta) {
            return Err(Undefined::NotConverged);
        }
        let explained = quadratic.gained(&theta);
        let (intercept, coefficients) = columns.back(mean + theta[0] * unit, &theta[1..], unit);
        path.push(penalty, intercept, coefficients, explained)?;
    }
    Ok(path)
}

pub(super) fn event_path(
    y: &[f64],
    columns: &Standardised,
    mixture: f64,
    penalties: Penalties<'_>,
) -> Answer<Path> {
    moments(y)?;
    let n = columns.n as f64;
    let share = y.iter().sum::<f64>() / n;
    let mut theta = vec![0.0; columns.p + 1];
    theta[0] = (share / (1.0 - share)).ln();
    let residual: Vec<f64> = y.iter().map(|y| (y - share) / n).collect();
    let slope = columns.slope(&residual);
    let greatest = slope[1..].iter().fold(0.0, |most: f64, slope| most.max(slope.abs()));
    let null = loss(y, &vec![theta[0]; columns.n]);
    let mut path = Path::empty(columns.n);
    let mut curvature = Vec::new();
    for penalty in sequence(penalties, greatest, mixture, columns.n < columns.p)? {
        let net = Net { y, columns, lasso: penalty * mixture, ridge: penalty * (1.0 - mixture) };
        let reached = net.settle(&mut theta, &mut curvature)?;
        let (intercept, coefficients) = columns.back(theta[0], &theta[1..], 1.0);
        path.push(penalty, intercept, coefficients, 1.0 - reached / null)?;
    }
    Ok(path)
}

/// Mean negative log-likelihood of events.
fn loss(y: &[f64], predictor: &[f64]) -> f64 {
    let of_row = |(y, eta): (&f64, &f64)| {
        let away = if *y == 1.0 { -eta } else { *eta };
        if away > 0.0 { away + (-away).exp().ln_1p() } else { away.exp().ln_1p() }
    };
    let terms: Vec<f64> = y.par_iter().zip(predictor).with_min_len(ROWS).map(of_row).collect();
    sum_by(&terms, |term| term) / y.len() as f64
}

/// A rise of the objective that its sum over the rows may owe to rounding.
const ROUNDING: f64 = 1e-12;
/// An error this small, in coefficients per standard deviation of a column, is left.
const SETTLED: f64 = 1e-12;
/// Mean of p (1 - p) below which, without a penalty, the events are separated.
const FLAT: f64 = 1e-9;

struct Net<'a> {
    y: &'a [f64],
    columns: &'a Standardised,
    lasso: f64,
    ridge: f64,
}

impl Net<'_> {
    /// Newton's steps with the penalty kept whole, halved until the objective does not rise; returns the loss. The curvature
    /// is kept from step to step (and from penalty to penalty) as long as each step is a tenth of the one before.
    fn settle(&self, theta: &mut Vec<f64>, curvature: &mut Vec<f64>) -> Answer<f64> {
        let mut here = Point::at(self.y, self.columns, theta);
        let (mut last, mut fresh) = (f64::INFINITY, false);
        for _ in 0..200 {
            if curvature.is_empty() {
                *curvature = self.curvature(&here)?;
                fresh = true;
            }
            let mut next = theta.clone();
            if !self.quadratic(&here, theta, curvature, &mut next) {
                return Err(Undefined::NotConverged);
            }
            let moved = theta.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            let mut there = Point::at(self.y, self.columns, &next);
            let most = self.objective(&here, theta) * (1.0 + ROUNDING);
            for _ in 0..40 {
                if self.objective(&there, &next) <= most {
                    break;
                }
                next.iter_mut().zip(theta.iter()).for_each(|(next, old)| *next = 0.5 * (*next + old));
                there = Point::at(self.y, self.columns, &next);
            }
            (*theta, here) = (next, there);
            // What is left is about this times the step: its own length where the curvature is right, else the last gain.
            let left = match (fresh, last.is_finite()) {
                (true, _) => moved,
                (false, true) => (moved / last).min(1.0),
                (false, false) => 1.0,
            };
            if moved * left < SETTLED {
                return Ok(here.loss);
            }
            if moved > 0.1 * last || fresh && moved > 0.1 {
                curvature.clear();
            }
            (last, fresh) = (moved, false);
        }
        Err(Undefined::NotConverged)
    }

    fn curvature(&self, here: &Point) -> Answer<Vec<f64>> {
        let n = self.columns.n as f64;
        let weight: Vec<f64> = here.share.iter().map(|share| share * (1.0 - share) / n).collect();
        let (gram, _) = self.columns.products(&weight, &vec![0.0; self.columns.n]);
        let q = self.columns.p + 1;
        let flat =
            |column: usize| gram[column * q + column] < FLAT && self.columns.scale[column - 1].is_finite();
        let separated = self.lasso + self.ridge == 0.0 && (1..q).any(flat);
        if separated || gram.iter().any(|value| !value.is_finite()) {
            return Err(Undefined::NotConverged);
        }
        Ok(gram)
    }

    fn quadratic(&self, here: &Point, theta: &[f64], gram: &[f64], next: &mut [f64]) -> bool {
        let q = theta.len();
        let slope = self.columns.slope(&here.residual);
        let row = |j: usize| gram[j * q..(j + 1) * q].iter().zip(theta).map(|(g, b)| g * b).sum::<f64>();
        let linear: Vec<f64> = (0..q).map(|j| slope[j] + row(j)).collect();
        let (lasso, ridge) = (self.lasso, self.ridge);
        Quadratic { gram, linear: &linear, lasso, ridge, free: true }.minimise(next)
    }

    fn objective(&self, at: &Point, theta: &[f64]) -> f64 {
        let magnitudes: f64 = theta[1..].iter().map(|beta| beta.abs()).sum();
        let squares: f64 = theta[1..].iter().map(|beta| beta * beta).sum();
        at.loss + self.lasso * magnitudes + 0.5 * self.ridge * squares
    }
}

/// The loss at one point, each row's probability, and what it leaves of the event, over n.
struct Point {
    loss: f64,
    share: Vec<f64>,
    residual: Vec<f64>,
}

impl Point {
    fn at(y: &[f64], columns: &Standardised, theta: &[f64]) -> Self {
        let (eta, n) = (columns.predictor(theta), columns.n as f64);
        let probability = |eta: &f64| 1.0 / (1.0 + (-eta).exp());
        let share: Vec<f64> = eta.par_iter().with_min_len(ROWS).map(probability).collect();
        let residual = y.iter().zip(&share).map(|(y, share)| (y - share) / n).collect();
        Self { loss: loss(y, &eta), share, residual }
    }
}

impl Path {
    fn empty(n: usize) -> Self {
        Self {
            penalties: Vec::new(),
            intercepts: Vec::new(),
            coefficients: Vec::new(),
            explained: Vec::new(),
            n,
            method: NET,
        }
    }

    fn push(&mut self, penalty: f64, intercept: f64, coefficients: Vec<f64>, explained: f64) -> Answer<()> {
        if !intercept.is_finite() || coefficients.iter().any(|value| !value.is_finite()) {
            return Err(Undefined::BeyondRange);
        }
        self.penalties.push(penalty);
        self.intercepts.push(intercept);
        self.coefficients.push(coefficients);
        self.explained.push(explained);
        Ok(())
    }

    /// The predictor (its logit for events) of a row at the penalty of this place on the path.
    pub fn predict(&self, at: usize, row: &[f64]) -> Answer {
        let coefficients = self.coefficients.get(at).ok_or(Undefined::NotPartOfMethod)?;
        if row.len() != coefficients.len() {
            return Err(Undefined::LengthsDiffer);
        }
        crate::answer::finite(
            self.intercepts[at] + row.iter().zip(coefficients).map(|(x, b)| x * b).sum::<f64>(),
        )
    }

    /// How many coefficients are not 0 at each penalty.
    pub fn n_columns(&self) -> Vec<usize> {
        self.coefficients.iter().map(|beta| beta.iter().filter(|beta| **beta != 0.0).count()).collect()
    }
}
