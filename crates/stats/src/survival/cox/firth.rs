//! Firth's penalty: finite coefficients where the likelihood has none, and less bias in small samples.
//!
//! The log likelihood is raised by half the log determinant of the information I(b). Its derivative by b_c adds
//! half the trace of I⁻¹ dI/db_c, and dI/db_c is the sum over turns of w times the third central moment of the
//! columns in the risk set: with V = I⁻¹, y = x - m, and E the mean over the risk set by r,
//!
//!   trace = E[y'V y y_c] = E[q x_c] - m_c E[q] - 2 (E[x x'] V m)_c + 2 m_c m'V m,   q = x'V x.

use super::exact::add_square;
use super::likelihood::{Evaluation, Ties, evaluate, predictor};
use super::newton::Fit;
use super::ordered::Ordered;
use super::walk::{Step, backward};
use crate::matrix::{Symmetric, dot};
use crate::{Answer, Undefined};

const SHORT: f64 = 1e-10;
const MOST_STEPS: usize = 500;

/// The maximum of the penalised likelihood, from `start`, with the columns of `fixed` staying where they are.
///
/// The information is not the curvature of what is maximised (with three events it can be half of it, and Newton's steps
/// then jump to and fro): the inverse curvature begins as I⁻¹ and is corrected from step to step by the rule of Broyden,
/// Fletcher, Goldfarb and Shanno (Nocedal & Wright, Numerical Optimization, 6.1).
pub(super) fn fit(ordered: &Ordered, ties: Ties, start: Vec<f64>, fixed: &[usize]) -> Answer<Fit> {
    let evaluate = |beta: &[f64]| restricted(penalised(ordered, beta, ties), fixed);
    let mut beta = start;
    let first = evaluate(&beta);
    let mut last = first.clone();
    let mut inverse = last.information.factor().inverse();
    let mut n_iterations = 1;
    while n_iterations < MOST_STEPS {
        let mut step = times(&inverse, &last.score);
        if dot(&step, &last.score).max(0.0).sqrt() <= SHORT {
            beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
            return Ok(Fit { beta, first, last, n_iterations });
        }
        let mut next = evaluate(&moved(&beta, &step));
        n_iterations += 1;
        while next.log_likelihood < last.log_likelihood - 1e-12 * last.log_likelihood.abs()
            && n_iterations < MOST_STEPS
        {
            step.iter_mut().for_each(|step| *step *= 0.5);
            next = evaluate(&moved(&beta, &step));
            n_iterations += 1;
        }
        let turn: Vec<f64> = last.score.iter().zip(&next.score).map(|(old, new)| old - new).collect();
        inverse = match dot(&step, &turn) {
            along if along > 0.0 => corrected(&inverse, &step, &turn, along),
            _ => next.information.factor().inverse(),
        };
        (beta, last) = (moved(&beta, &step), next);
    }
    Err(Undefined::NotConverged)
}

/// Nothing moves the fixed columns.
fn restricted(mut found: Evaluation, fixed: &[usize]) -> Evaluation {
    let free = |column: &usize| !fixed.contains(column);
    found.information = Symmetric::from_fn(found.score.len(), |i, j| {
        if free(&i) && free(&j) { found.information.at(i, j) } else { 0.0 }
    });
    fixed.iter().for_each(|&column| found.score[column] = 0.0);
    found
}

/// H + (1 + y'Hy/s'y) s s'/s'y - (H y s' + s y'H)/s'y, s the step, y the turn of the score, s'y `along`.
fn corrected(inverse: &Symmetric, step: &[f64], turn: &[f64], along: f64) -> Symmetric {
    let h_turn = times(inverse, turn);
    let factor = (1.0 + dot(turn, &h_turn) / along) / along;
    Symmetric::from_fn(step.len(), |i, j| {
        inverse.at(i, j) + factor * step[i] * step[j] - (h_turn[i] * step[j] + step[i] * h_turn[j]) / along
    })
}

fn times(matrix: &Symmetric, x: &[f64]) -> Vec<f64> {
    (0..x.len()).map(|i| (0..x.len()).map(|j| matrix.at(i, j) * x[j]).sum()).collect()
}

fn moved(beta: &[f64], step: &[f64]) -> Vec<f64> {
    beta.iter().zip(step).map(|(beta, step)| beta + step).collect()
}

/// The two values of a coefficient at which twice the penalised likelihood, maximised over all other coefficients,
/// lies `drop` below its maximum: the profile interval (Heinze & Schemper 2001).
pub(super) fn profile_limits(
    ordered: &Ordered,
    ties: Ties,
    fit: &Fit,
    column: usize,
    error: f64,
    drop: f64,
) -> Answer<(f64, f64)> {
    let limit = |direction: f64| {
        let mut start = fit.beta.clone();
        let mut depth = |by: f64| -> Answer {
            start[column] = fit.beta[column] + direction * by;
            let found = self::fit(ordered, ties, start.clone(), &[column])?;
            start = found.beta;
            Ok(2.0 * (fit.last.log_likelihood - found.last.log_likelihood) - drop)
        };
        root(&mut depth, drop.sqrt() * error, -drop).map(|by| fit.beta[column] + direction * by)
    };
    Ok((limit(-1.0)?, limit(1.0)?))
}

/// The root of a rising function that is `at_zero` < 0 at 0: doubled from `guess` until above 0, then by the
/// Illinois rule.
fn root(depth: &mut impl FnMut(f64) -> Answer, guess: f64, at_zero: f64) -> Answer {
    let (mut low, mut below, mut high) = (0.0, at_zero, guess);
    let mut above = depth(high)?;
    for _ in 0..60 {
        if above >= 0.0 {
            break;
        }
        (low, below, high) = (high, above, 2.0 * high);
        above = depth(high)?;
    }
    for _ in 0..200 {
        let middle = (low * above - high * below) / (above - below);
        if above < 0.0 || !middle.is_finite() {
            return Err(Undefined::NotConverged);
        }
        let value = depth(middle)?;
        if value.abs() < 1e-10 || (high - low) <= 1e-12 * high {
            return Ok(middle);
        }
        if value < 0.0 {
            (low, below, above) = (middle, value, 0.5 * above);
        } else {
            (high, above, below) = (middle, value, 0.5 * below);
        }
    }
    Err(Undefined::NotConverged)
}

/// Penalised likelihood and score; the information is the plain one, whose inverse is the covariance.
pub(super) fn penalised(ordered: &Ordered, beta: &[f64], ties: Ties) -> Evaluation {
    let mut found = evaluate(ordered, beta, ties);
    let factor = found.information.factor();
    found.log_likelihood += 0.5 * factor.log_determinant();
    let trace = traces(ordered, beta, ties, &factor.inverse());
    found.score.iter_mut().zip(trace).for_each(|(score, trace)| *score += 0.5 * trace);
    found
}

/// Sums over a risk set (or its events) of r times 1, x, x x', q and q x.
#[derive(Clone)]
struct Moments {
    s0: f64,
    s1: Vec<f64>,
    s2: Vec<f64>,
    q0: f64,
    q1: Vec<f64>,
}

impl Moments {
    fn zero(p: usize) -> Self {
        Self { s0: 0.0, s1: vec![0.0; p], s2: vec![0.0; p * p], q0: 0.0, q1: vec![0.0; p] }
    }

    fn add(&mut self, factor: f64, x: &[f64], q: f64) {
        self.s0 += factor;
        self.q0 += factor * q;
        self.s1.iter_mut().zip(x).for_each(|(sum, x)| *sum += factor * x);
        self.q1.iter_mut().zip(x).for_each(|(sum, x)| *sum += factor * q * x);
        add_square(factor, x, &mut self.s2);
    }

    /// The sums without a part of those over the events.
    fn without(&self, left: f64, events: &Self) -> Self {
        let less = |all: &[f64], part: &[f64]| all.iter().zip(part).map(|(a, b)| a - left * b).collect();
        Self {
            s0: self.s0 - left * events.s0,
            s1: less(&self.s1, &events.s1),
            s2: less(&self.s2, &events.s2),
            q0: self.q0 - left * events.q0,
            q1: less(&self.q1, &events.q1),
        }
    }

    /// Adds `weight` times E[y'V y y_c] for each c.
    fn add_trace(&self, weight: f64, v: &Symmetric, into: &mut [f64]) {
        let p = into.len();
        let mean: Vec<f64> = self.s1.iter().map(|s1| s1 / self.s0).collect();
        let v_mean = times(v, &mean);
        let m_v_m = dot(&mean, &v_mean);
        for (c, sum) in into.iter_mut().enumerate() {
            let crossed = dot(&self.s2[c * p..(c + 1) * p], &v_mean);
            let of_row = (self.q1[c] - mean[c] * self.q0 - 2.0 * crossed) / self.s0;
            *sum += weight * (of_row + 2.0 * mean[c] * m_v_m);
        }
    }
}

/// trace(V dI/db_c) for each column c; O(n p²).
fn traces(ordered: &Ordered, beta: &[f64], ties: Ties, v: &Symmetric) -> Vec<f64> {
    let p = ordered.p;
    let predictor = predictor(ordered, beta);
    let largest = predictor.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let count = |moments: &mut Moments, row: usize, sign: f64| {
        let x = &ordered.row(row)[..p];
        moments.add(sign * ordered.weight[row] * (predictor[row] - largest).exp(), x, dot(x, &times(v, x)));
    };
    let (mut set, mut traces) = (Moments::zero(p), vec![0.0; p]);
    backward(ordered, |step| match step {
        Step::Stratum => set = Moments::zero(p),
        Step::Row(row, sign) => count(&mut set, row, sign),
        Step::Time(index) => {
            let d = ordered.times[index].n_events;
            let weight = ordered.mean_weight(index);
            let mut events = Moments::zero(p);
            if ties == Ties::Efron && d > 1 {
                ordered.events(index).for_each(|row| count(&mut events, row, 1.0));
            }
            for turn in 0..d {
                set.without(turn as f64 / d as f64, &events).add_trace(weight, v, &mut traces);
            }
        }
    });
    traces
}
