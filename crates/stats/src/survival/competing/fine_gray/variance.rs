//! Each row's part in the score, with and without its part in the estimated censoring distribution (Fine and Gray's
//! eta and psi, section 3.3 of the article; where a censoring and an event share a time, as `cmprsk::crr`: the event's
//! weight counts as affected).

use super::likelihood::{Evaluation, Steps, add, add_square};
use super::ordered::{Ending, Ordered};
use crate::matrix::Symmetric;

/// Sums over rows of (eta + psi)(eta + psi)' and of eta eta'.
pub(super) fn score_products(ordered: &Ordered, fit: &Evaluation) -> (Symmetric, Symmetric) {
    let p = ordered.p;
    let drift = Drift::of(ordered, &fit.steps);
    let (mut full, mut known) = (vec![0.0; p * p], vec![0.0; p * p]);
    // Psi's part of those at risk, and sums of r/G(T-) and x r/G(T-) over earlier rows with another cause.
    let (mut compensator, mut total, mut sums) = (vec![0.0; p], 0.0, vec![0.0; p]);
    let mut row_score = vec![0.0; p];
    for (i, time) in ordered.times.iter().enumerate() {
        let at_risk = (ordered.n - time.start) as f64;
        let mut q = vec![0.0; p];
        if time.n_censored > 0.0 {
            add(&mut q, fit.steps.from[i], &sums);
            add(&mut q, -total, &drift.from[i * p..(i + 1) * p]);
            add(&mut compensator, -time.n_censored / (at_risk * at_risk), &q);
        }
        for row in time.start..time.end {
            eta(ordered, fit, &drift, i, row, &mut row_score);
            add_square(&mut known, 1.0, &row_score);
            add(&mut row_score, 1.0, &compensator);
            if ordered.end[row] == Ending::Censored {
                add(&mut row_score, 1.0 / at_risk, &q);
            }
            add_square(&mut full, 1.0, &row_score);
        }
        for row in (time.start..time.end).filter(|&row| ordered.end[row] == Ending::Other) {
            let scaled = fit.risk[row] / time.uncensored;
            total += scaled;
            add(&mut sums, scaled, ordered.row(row));
        }
    }
    let of = |products: &[f64]| Symmetric::from_fn(p, |i, j| products[i * p + j]);
    (of(&full), of(&known))
}

/// Integrals of the risk set's mean m against the baseline hazard H.
struct Drift {
    /// Of m dH up to and including each time; times by columns.
    until: Vec<f64>,
    /// Of G(u-) m dH over u at or after each time; one more row, 0.
    from: Vec<f64>,
}

impl Drift {
    fn of(ordered: &Ordered, steps: &Steps) -> Self {
        let (p, n_times) = (ordered.p, ordered.times.len());
        let mean = |i: usize| &steps.mean[i * p..(i + 1) * p];
        let (mut until, mut sum) = (Vec::with_capacity(n_times * p), vec![0.0; p]);
        for i in 0..n_times {
            add(&mut sum, steps.hazard[i], mean(i));
            until.extend_from_slice(&sum);
        }
        let mut from = vec![0.0; (n_times + 1) * p];
        sum.fill(0.0);
        for (i, time) in ordered.times.iter().enumerate().rev() {
            add(&mut sum, time.uncensored * steps.hazard[i], mean(i));
            from[i * p..(i + 1) * p].copy_from_slice(&sum);
        }
        Self { until, from }
    }
}

/// x - m at the row's own event, less the integral of (x - m) weight r dH.
fn eta(ordered: &Ordered, fit: &Evaluation, drift: &Drift, i: usize, row: usize, into: &mut [f64]) {
    let (p, risk) = (ordered.p, fit.risk[row]);
    into.fill(0.0);
    add(into, -risk * fit.steps.lived(ordered, i, row), ordered.row(row));
    add(into, risk, &drift.until[i * p..(i + 1) * p]);
    match ordered.end[row] {
        Ending::Cause => {
            add(into, 1.0, ordered.row(row));
            add(into, -1.0, &fit.steps.mean[i * p..(i + 1) * p]);
        }
        Ending::Other => {
            let after = &drift.from[(i + 1) * p..(i + 2) * p];
            add(into, risk / ordered.times[i].uncensored, after);
        }
        Ending::Censored => {}
    }
}
