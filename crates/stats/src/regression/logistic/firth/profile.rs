//! The penalised likelihood, all coefficients free or some held, and where its profile has fallen by a given amount.

use crate::matrix::Symmetric;
use crate::regression::iterated::{Family, Logit};
use crate::regression::rows::Rows;
use crate::{Answer, Undefined};

/// The likelihood over these rows.
pub(super) struct Penalised<'a> {
    pub(super) rows: &'a Rows,
}

/// A maximum.
#[derive(Clone)]
pub(super) struct Top {
    pub(super) beta: Vec<f64>,
    pub(super) value: f64,
    pub(super) information: Symmetric,
}

/// Penalised log-likelihood, its score, and the information.
struct Place {
    value: f64,
    score: Vec<f64>,
    information: Symmetric,
}

impl Penalised<'_> {
    fn at(&self, beta: &[f64]) -> Option<Place> {
        let (rows, p) = (self.rows, self.rows.p());
        let eta = rows.times(beta);
        let terms: Vec<_> =
            (0..rows.n).map(|row| Logit.at(rows.y[row], eta[row] + rows.offset[row])).collect();
        let mut information = vec![0.0; p * p];
        for (row, terms) in terms.iter().enumerate() {
            let (x, weight) = (rows.at(row), rows.weight[row] * terms.curvature);
            for i in 0..p {
                (0..=i).for_each(|j| information[i * p + j] += weight * x[i] * x[j]);
            }
        }
        let information = Symmetric::from_fn(p, |i, j| information[i * p + j]);
        let factor = information.factor();
        if factor.rank() < p {
            return None;
        }
        let inverse = factor.inverse();
        let (mut value, mut score) = (0.5 * factor.log_determinant(), vec![0.0; p]);
        for (row, terms) in terms.iter().enumerate() {
            let (x, weight) = (rows.at(row), rows.weight[row]);
            value += weight * terms.log_likelihood;
            let square: f64 =
                (0..p).map(|i| (0..p).map(|j| x[i] * inverse.at(i, j) * x[j]).sum::<f64>()).sum();
            let leverage = weight * terms.curvature * square;
            let towards_half = 0.5 - Logit.mean(eta[row] + rows.offset[row]);
            let slope = weight * terms.score + leverage * towards_half;
            score.iter_mut().zip(x).for_each(|(sum, x)| *sum += slope * x);
        }
        value.is_finite().then_some(Place { value, score, information })
    }

    /// Fisher's scoring on the coefficients not `held`, with step halving.
    pub(super) fn climb(&self, start: Vec<f64>, held: &[bool]) -> Answer<Top> {
        let free: Vec<usize> = (0..start.len()).filter(|&i| !held[i]).collect();
        let mut beta = start;
        let mut place = self.at(&beta).ok_or(Undefined::NotConverged)?;
        for _ in 0..2000 {
            let sub = Symmetric::from_fn(free.len(), |i, j| place.information.at(free[i], free[j]));
            let score: Vec<f64> = free.iter().map(|&i| place.score[i]).collect();
            let step = sub.factor().solve(&score);
            let decrement: f64 = step.iter().zip(&score).map(|(a, b)| a * b).sum();
            if decrement <= 1e-22 {
                break;
            }
            let Some((next, there)) = self.step_up(&beta, &free, &step, place.value) else {
                break;
            };
            (beta, place) = (next, there);
        }
        let left: f64 = free.iter().map(|&i| place.score[i].powi(2) / place.information.at(i, i)).sum();
        if left > 1e-12 {
            return Err(Undefined::NotConverged);
        }
        Ok(Top { beta, value: place.value, information: place.information })
    }

    fn step_up(&self, beta: &[f64], free: &[usize], step: &[f64], value: f64) -> Option<(Vec<f64>, Place)> {
        let mut factor = 1.0;
        for _ in 0..40 {
            let mut next = beta.to_vec();
            free.iter().zip(step).for_each(|(&i, step)| next[i] += factor * step);
            let lowest = value - 1e-13 * (1.0 + value.abs());
            if let Some(place) = self.at(&next).filter(|place| place.value >= lowest) {
                return Some((next, place));
            }
            factor *= 0.5;
        }
        None
    }
}

/// Where the profile of coefficient `i` has fallen by `allowed` below the top, on the side of `error`'s sign: the root
/// of twice the fall is nearly straight, which false position (Illinois) makes use of.
pub(super) fn limit(rows: &Rows, top: &Top, i: usize, error: f64, allowed: f64) -> Answer {
    let mut held = vec![false; rows.p()];
    held[i] = true;
    let target = allowed.sqrt();
    let mut from = top.beta.clone();
    let mut fall = |value: f64| -> Answer {
        from[i] = value;
        let there = Penalised { rows }.climb(from.clone(), &held)?;
        from.clone_from(&there.beta);
        Ok((top.value - there.value).max(0.0).sqrt() - target)
    };
    let (mut low, mut at_low) = (top.beta[i], -target);
    let mut reach = error * 2.0;
    let (mut high, mut at_high) = (top.beta[i] + reach, fall(top.beta[i] + reach)?);
    for _ in 0..60 {
        if at_high >= 0.0 {
            break;
        }
        (low, at_low) = (high, at_high);
        reach *= 2.0;
        high = top.beta[i] + reach;
        at_high = fall(high)?;
    }
    if at_high < 0.0 {
        return Err(Undefined::NotConverged);
    }
    for _ in 0..200 {
        let middle = high - at_high * (high - low) / (at_high - at_low);
        if (high - low).abs() <= 1e-11 * error.abs() || at_high == 0.0 {
            return Ok(middle);
        }
        let at_middle = fall(middle)?;
        if at_middle.abs() <= 1e-13 {
            return Ok(middle);
        }
        if (at_middle < 0.0) == (at_high < 0.0) {
            at_low *= 0.5;
        } else {
            (low, at_low) = (high, at_high);
        }
        (high, at_high) = (middle, at_middle);
    }
    Err(Undefined::NotConverged)
}
