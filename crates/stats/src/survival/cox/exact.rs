//! Cox's discrete partial likelihood: ties that are real, as of visits or counted months.
//!
//! Of a risk set, d have the event: the probability that it is these d is the product of their r = exp(linear
//! predictor) over the sum of such products over *all* choices of d, the elementary symmetric function e_d. Adding
//! the rows one by one, e_j becomes e_j + r e_(j-1), and its derivatives likewise. Each row's two terms are divided
//! by 1 + c r, with c such that the largest terms are those of j = d: the sums are then probabilities (of j among
//! independent draws), and nothing overflows.

use super::likelihood::{Evaluation, Sums, predictor};
use super::ordered::Ordered;
use super::walk::{Step, backward};
use crate::matrix::Symmetric;
use rayon::prelude::*;

/// Log of a denominator with its derivatives by the coefficients.
struct Denominator {
    log: f64,
    gradient: Vec<f64>,
    /// Row by row; only the lower triangle counts.
    curvature: Vec<f64>,
}

/// O(n p²), and for each time with d > 1 events and m at risk O(m d p²); these in parallel. Weights are not looked at.
pub(super) fn evaluate(ordered: &Ordered, beta: &[f64]) -> Evaluation {
    let p = ordered.p;
    let predictor = predictor(ordered, beta);
    let alone = alone(ordered, &predictor);
    let tied: Vec<usize> =
        (0..ordered.times.len()).filter(|&time| ordered.times[time].n_events > 1).collect();
    let tied: Vec<Denominator> = tied.par_iter().map(|&time| of_choices(ordered, &predictor, time)).collect();
    let (mut log_likelihood, mut score, mut information) = (0.0, vec![0.0; p], vec![0.0; p * p]);
    for (_, row) in ordered.all_events() {
        log_likelihood += predictor[row];
        score.iter_mut().zip(ordered.row(row)).for_each(|(sum, x)| *sum += x);
    }
    for part in alone.iter().chain(&tied) {
        log_likelihood -= part.log;
        score.iter_mut().zip(&part.gradient).for_each(|(sum, g)| *sum -= g);
        information.iter_mut().zip(&part.curvature).for_each(|(sum, c)| *sum += c);
    }
    let information = Symmetric::from_fn(p, |i, j| information[i * p + j]);
    Evaluation { log_likelihood, score, information }
}

/// All times with one event, summed up: plain sums over the risk set do.
fn alone(ordered: &Ordered, predictor: &[f64]) -> Option<Denominator> {
    let p = ordered.p;
    let largest = predictor.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut total = Denominator { log: 0.0, gradient: vec![0.0; p], curvature: vec![0.0; p * p] };
    let (mut sums, mut squares) = (Sums::zero(ordered.stride), vec![0.0; p * p]);
    backward(ordered, |step| match step {
        Step::Stratum => {
            sums = Sums::zero(ordered.stride);
            squares.fill(0.0);
        }
        Step::Row(row, sign) => {
            let factor = sign * (predictor[row] - largest).exp();
            sums.add(factor, ordered.row(row));
            add_square(factor, &ordered.row(row)[..p], &mut squares);
        }
        Step::Time(index) if ordered.times[index].n_events == 1 => {
            total.log += sums.s0.ln() + largest;
            let mean: Vec<f64> = sums.s1[..p].iter().map(|s1| s1 / sums.s0).collect();
            total.gradient.iter_mut().zip(&mean).for_each(|(sum, m)| *sum += m);
            total.curvature.iter_mut().zip(&squares).for_each(|(sum, s2)| *sum += s2 / sums.s0);
            add_square(-1.0, &mean, &mut total.curvature);
        }
        Step::Time(_) => {}
    });
    Some(total)
}

/// Adds factor x x'.
pub(super) fn add_square(factor: f64, x: &[f64], into: &mut [f64]) {
    for (row, left) in into.chunks_exact_mut(x.len().max(1)).zip(x) {
        row.iter_mut().zip(x).for_each(|(sum, right)| *sum += factor * left * right);
    }
}

/// One time with several events: the recursion over its risk set.
fn of_choices(ordered: &Ordered, predictor: &[f64], index: usize) -> Denominator {
    let (p, d) = (ordered.p, ordered.times[index].n_events);
    let rows: Vec<usize> = ordered.at_risk(index).collect();
    let largest = rows.iter().map(|&row| predictor[row]).fold(f64::NEG_INFINITY, f64::max);
    let risk: Vec<f64> = rows.iter().map(|&row| (predictor[row] - largest).exp()).collect();
    let c = odds(&risk, d);
    let width = 1 + p + p * p;
    let mut terms = vec![0.0; (d + 1) * width];
    terms[0] = 1.0;
    let mut log = d as f64 * (largest - c.ln());
    for (seen, (&row, risk)) in rows.iter().zip(&risk).enumerate() {
        let taken = c * risk / (1.0 + c * risk);
        log += (c * risk).ln_1p();
        let needed = d.saturating_sub(rows.len() - 1 - seen);
        for j in (needed..=d.min(seen + 1)).rev() {
            let (less, this) = terms.split_at_mut(j * width);
            this[..width].iter_mut().for_each(|term| *term *= 1.0 - taken);
            if j > 0 {
                join(taken, &ordered.row(row)[..p], &less[(j - 1) * width..], &mut this[..width]);
            }
        }
    }
    let last = &terms[d * width..];
    let gradient: Vec<f64> = last[1..=p].iter().map(|g| g / last[0]).collect();
    let mut curvature: Vec<f64> = last[1 + p..].iter().map(|h| h / last[0]).collect();
    add_square(-1.0, &gradient, &mut curvature);
    Denominator { log: log + last[0].ln(), gradient, curvature }
}

/// Adds to the terms of j what those of j - 1 give when a row with columns `x` joins the choice: r e, its first
/// derivative r (g + e x), its second (lower triangle) r (H + g x' + x g' + e x x').
fn join(taken: f64, x: &[f64], less: &[f64], this: &mut [f64]) {
    let p = x.len();
    let (e, g, h) = (less[0], &less[1..=p], &less[1 + p..]);
    this[0] += taken * e;
    for i in 0..p {
        this[1 + i] += taken * (g[i] + e * x[i]);
        for j in 0..=i {
            let at = i * p + j;
            this[1 + p + at] += taken * (h[at] + g[i] * x[j] + x[i] * g[j] + e * x[i] * x[j]);
        }
    }
}

/// c with Σ c r/(1 + c r) = d, by bisection on its logarithm; any c gives the same result, this one keeps e_d large.
fn odds(risk: &[f64], d: usize) -> f64 {
    let expected = |log_c: f64| risk.iter().map(|r| 1.0 / (1.0 + (-log_c).exp() / r)).sum::<f64>();
    let (mut low, mut high) = (-50.0, 50.0);
    for _ in 0..12 {
        let middle = 0.5 * (low + high);
        if expected(middle) < d as f64 { low = middle } else { high = middle }
    }
    (0.5_f64 * (low + high)).exp()
}
