//! The weighted partial likelihood with its first two derivatives.
//!
//! With r = exp(xb), the sums over the risk set of a time t are those over rows with T >= t, plus G(t-) times the sums
//! over rows with another cause and T < t of r/G(T-): two running sums. The information is
//!
//!   sum over rows of r A x x', less the sum over events of m m',
//!
//! A the (weighted) cumulative hazard a row lives through and m the mean of x over the risk set.

use super::ordered::{Ending, Ordered};
use crate::matrix::Symmetric;

/// At one vector of coefficients.
#[derive(Clone)]
pub(super) struct Evaluation {
    pub(super) log_likelihood: f64,
    pub(super) score: Vec<f64>,
    pub(super) information: Symmetric,
    /// exp(xb - largest xb) of each row.
    pub(super) risk: Vec<f64>,
    /// What was taken from xb.
    pub(super) largest: f64,
    pub(super) steps: Steps,
}

/// What happens at each distinct time.
#[derive(Clone)]
pub(super) struct Steps {
    /// Increment of the baseline hazard (of `risk`).
    pub(super) hazard: Vec<f64>,
    /// Mean of x over the risk set where there is an event; times by columns.
    pub(super) mean: Vec<f64>,
    /// Hazard up to and including each time.
    pub(super) until: Vec<f64>,
    /// Sum of G(u-) dH(u) over u at or after each time; one more entry, 0.
    pub(super) from: Vec<f64>,
}

pub(super) fn evaluate(ordered: &Ordered, beta: &[f64]) -> Evaluation {
    let predictor: Vec<f64> =
        (0..ordered.n).map(|row| ordered.row(row).iter().zip(beta).map(|(x, b)| x * b).sum()).collect();
    let largest = predictor.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let risk: Vec<f64> = predictor.iter().map(|eta| (eta - largest).exp()).collect();
    let (totals, means) = risk_sets(ordered, &risk);
    let p = ordered.p;
    let mut log_likelihood = 0.0;
    let mut score = vec![0.0; p];
    for (row, _) in ordered.end.iter().enumerate().filter(|(_, end)| **end == Ending::Cause) {
        log_likelihood += predictor[row] - largest;
        score.iter_mut().zip(ordered.row(row)).for_each(|(sum, x)| *sum += x);
    }
    let mut information = vec![0.0; p * p];
    for (i, time) in ordered.times.iter().enumerate().filter(|(_, time)| time.n_events > 0.0) {
        log_likelihood -= time.n_events * totals[i].ln();
        let mean = &means[i * p..(i + 1) * p];
        score.iter_mut().zip(mean).for_each(|(sum, mean)| *sum -= time.n_events * mean);
        add_square(&mut information, -time.n_events, mean);
    }
    let steps = Steps::of(ordered, &totals, means);
    for (i, time) in ordered.times.iter().enumerate() {
        (time.start..time.end).for_each(|row| {
            add_square(&mut information, risk[row] * steps.lived(ordered, i, row), ordered.row(row));
        });
    }
    let information = Symmetric::from_fn(p, |i, j| information[i * p + j]);
    Evaluation { log_likelihood, score, information, risk, largest, steps }
}

/// Sums of r, and means of x, over the risk set of each time.
fn risk_sets(ordered: &Ordered, risk: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (p, n_times) = (ordered.p, ordered.times.len());
    let (mut totals, mut means) = (vec![0.0; n_times], vec![0.0; n_times * p]);
    let (mut total, mut sums) = (0.0, vec![0.0; p]);
    for (i, time) in ordered.times.iter().enumerate().rev() {
        (time.start..time.end).for_each(|row| {
            total += risk[row];
            add(&mut sums, risk[row], ordered.row(row));
        });
        totals[i] = total;
        means[i * p..(i + 1) * p].copy_from_slice(&sums);
    }
    (total, sums) = (0.0, vec![0.0; p]);
    for (i, time) in ordered.times.iter().enumerate() {
        totals[i] += time.uncensored * total;
        add(&mut means[i * p..(i + 1) * p], time.uncensored, &sums);
        means[i * p..(i + 1) * p].iter_mut().for_each(|mean| *mean /= totals[i]);
        for row in (time.start..time.end).filter(|&row| ordered.end[row] == Ending::Other) {
            let scaled = risk[row] / time.uncensored;
            total += scaled;
            add(&mut sums, scaled, ordered.row(row));
        }
    }
    (totals, means)
}

impl Steps {
    fn of(ordered: &Ordered, totals: &[f64], mean: Vec<f64>) -> Self {
        let times = ordered.times.iter();
        let hazard: Vec<f64> = times.zip(totals).map(|(time, total)| time.n_events / total).collect();
        let mut so_far = 0.0;
        let until = hazard.iter().map(|step| {
            so_far += step;
            so_far
        });
        let until = until.collect();
        let mut from = vec![0.0; hazard.len() + 1];
        for (i, time) in ordered.times.iter().enumerate().rev() {
            from[i] = from[i + 1] + time.uncensored * hazard[i];
        }
        Self { hazard, mean, until, from }
    }

    /// The weighted cumulative hazard of a row of the i-th time.
    pub(super) fn lived(&self, ordered: &Ordered, i: usize, row: usize) -> f64 {
        let stays = ordered.end[row] == Ending::Other;
        self.until[i] + if stays { self.from[i + 1] / ordered.times[i].uncensored } else { 0.0 }
    }
}

impl Evaluation {
    /// Whether exp() stayed in range for all that a step needs.
    pub(super) fn is_finite(&self) -> bool {
        let p = self.score.len();
        let mut entries = (0..p * p).map(|at| self.information.at(at / p, at % p));
        self.score.iter().all(|score| score.is_finite()) && entries.all(f64::is_finite)
    }

    /// Cumulative baseline hazard at the cause's times for columns of 0, which lie `shift` below the means.
    pub(super) fn baseline(&self, shift: f64) -> Vec<f64> {
        let scale = (-self.largest - shift).exp();
        let steps = self.steps.hazard.iter().zip(&self.steps.until);
        steps.filter(|(step, _)| **step > 0.0).map(|(_, until)| until * scale).collect()
    }
}

pub(super) fn add(sums: &mut [f64], factor: f64, x: &[f64]) {
    sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += factor * x);
}

/// Adds to the lower triangle.
pub(super) fn add_square(products: &mut [f64], factor: f64, x: &[f64]) {
    let p = x.len();
    for i in 0..p {
        let scaled = factor * x[i];
        products[i * p..=i * p + i].iter_mut().zip(x).for_each(|(sum, x)| *sum += scaled * x);
    }
}
