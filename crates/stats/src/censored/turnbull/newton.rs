//! Newton's method among the innermost intervals that hold probability.
//!
//! In the sums r_k of the first k masses of the support, a value's probability is r_b - r_a, and minus the second
//! derivative is sum n / P² (e_b - e_a)(e_b - e_a)': the Laplacian of a graph. Its product with a vector takes one
//! pass over the runs, so the step is solved by conjugate gradients, with the tridiagonal part (all of it, if every
//! value is exact) as preconditioner.

use super::climb::{log_likelihood, normalise, probability, sums};
use super::innermost::Run;

/// A run in the support: from boundary `from` to boundary `to`.
struct Edge {
    from: usize,
    to: usize,
    weight: f64,
}

const MOST_STEPS: usize = 12;

/// Newton steps with exact line search against the bounds, until they gain nothing. Masses that reach 0 leave the
/// support. Returns the log-likelihood, which does not fall.
pub(super) fn polish(runs: &[Run], masses: &mut Vec<f64>, mut value: f64) -> f64 {
    for _ in 0..MOST_STEPS {
        let support: Vec<usize> = (0..masses.len()).filter(|&j| masses[j] > 0.0).collect();
        if support.len() < 2 {
            return value;
        }
        let (step, gain) = step(runs, masses, &support);
        if gain.is_nan() || gain < 1e-22 {
            return value;
        }
        let longest = support.iter().zip(&step).filter(|&(_, &change)| change < 0.0);
        let room = longest.map(|(&j, change)| masses[j] / -change).fold(f64::INFINITY, f64::min);
        let Some((trial, reached, full)) = search(runs, masses, &support, &step, room, value) else {
            return value;
        };
        *masses = trial;
        value = reached;
        if full && gain < 1e-14 {
            return value;
        }
    }
    value
}

/// The first of 1 (or what room there is), 1/2, ... of the step that does not lose; near the maximum, where the
/// value is flat to rounding, a full step may lose its last digit.
fn search(
    runs: &[Run],
    masses: &[f64],
    support: &[usize],
    step: &[f64],
    room: f64,
    value: f64,
) -> Option<(Vec<f64>, f64, bool)> {
    let mut share = room.min(1.0);
    for attempt in 0..20 {
        let mut trial = masses.to_vec();
        for (&j, change) in support.iter().zip(step) {
            let mass = masses[j] + share * change;
            trial[j] = if mass <= 1e-13 * masses[j] { 0.0 } else { mass };
        }
        normalise(&mut trial);
        let reached = log_likelihood(runs, &trial);
        if reached >= value - 1e-13 * value.abs() {
            return Some((trial, reached, attempt == 0 && room > 1.0));
        }
        share *= 0.5;
    }
    None
}

/// Changes of the masses of the support, and the gain that the slope promises.
fn step(runs: &[Run], masses: &[f64], support: &[usize]) -> (Vec<f64>, f64) {
    let k = support.len();
    let sums = sums(masses);
    // How many of the support lie before an innermost interval.
    let mut rank = vec![0; masses.len() + 1];
    for j in 0..masses.len() {
        rank[j + 1] = rank[j] + usize::from(masses[j] > 0.0);
    }
    let mut slope = vec![0.0; k + 1];
    let mut edges = Vec::with_capacity(runs.len());
    for run in runs {
        let (from, to) = (rank[run.first], rank[run.last + 1]);
        if from == 0 && to == k {
            continue;
        }
        let probability = probability(run, masses, &sums);
        slope[to] += run.n / probability;
        slope[from] -= run.n / probability;
        edges.push(Edge { from, to, weight: run.n / (probability * probability) });
    }
    let laplacian = Laplacian::of(edges, k);
    (slope[0], slope[k]) = (0.0, 0.0);
    let solved = laplacian.solve(&slope);
    let gain = solved.iter().zip(&slope).map(|(step, slope)| step * slope).sum();
    ((0..k).map(|j| solved[j + 1] - solved[j]).collect(), gain)
}

/// Boundaries 0 and k are fixed at 0 and 1; vectors have k + 1 places, the outer two 0.
struct Laplacian {
    edges: Vec<Edge>,
    diagonal: Vec<f64>,
    /// Between a boundary and the one before.
    beside: Vec<f64>,
}

impl Laplacian {
    fn of(edges: Vec<Edge>, k: usize) -> Self {
        let (mut diagonal, mut beside) = (vec![0.0; k + 1], vec![0.0; k + 1]);
        for edge in &edges {
            diagonal[edge.from] += edge.weight;
            diagonal[edge.to] += edge.weight;
            if edge.to - edge.from == 1 && edge.from > 0 && edge.to < k {
                beside[edge.to] -= edge.weight;
            }
        }
        Self { edges, diagonal, beside }
    }

    fn times(&self, x: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; x.len()];
        for edge in &self.edges {
            let flow = edge.weight * (x[edge.to] - x[edge.from]);
            product[edge.to] += flow;
            product[edge.from] -= flow;
        }
        let last = x.len() - 1;
        (product[0], product[last]) = (0.0, 0.0);
        product
    }

    /// Conjugate gradients until the residual has fallen by 1e-12, at most 3 k + 30 times.
    fn solve(&self, b: &[f64]) -> Vec<f64> {
        let dot = |left: &[f64], right: &[f64]| left.iter().zip(right).map(|(l, r)| l * r).sum::<f64>();
        let factor = self.factor();
        let mut x = vec![0.0; b.len()];
        let mut rest = b.to_vec();
        let mut clean = self.precondition(&factor, &rest);
        let mut direction = clean.clone();
        let mut size = dot(&rest, &clean);
        let enough = size * 1e-24;
        for _ in 0..3 * b.len() + 30 {
            if size.is_nan() || size <= enough {
                break;
            }
            let product = self.times(&direction);
            let share = size / dot(&direction, &product);
            for i in 0..x.len() {
                x[i] += share * direction[i];
                rest[i] -= share * product[i];
            }
            clean = self.precondition(&factor, &rest);
            let next = dot(&rest, &clean);
            let keep = next / size;
            size = next;
            direction
                .iter_mut()
                .zip(&clean)
                .for_each(|(direction, clean)| *direction = clean + keep * *direction);
        }
        x
    }

    /// Pivots of the tridiagonal part.
    fn factor(&self) -> Vec<f64> {
        let mut pivots = self.diagonal.clone();
        for i in 2..pivots.len().saturating_sub(1) {
            pivots[i] -= self.beside[i] * self.beside[i] / pivots[i - 1];
        }
        pivots
    }

    fn precondition(&self, pivots: &[f64], b: &[f64]) -> Vec<f64> {
        let last = b.len() - 1;
        let mut x = b.to_vec();
        for i in 2..last {
            x[i] -= self.beside[i] / pivots[i - 1] * x[i - 1];
        }
        for i in (1..last).rev() {
            let after = if i + 1 < last { self.beside[i + 1] * x[i + 1] } else { 0.0 };
            x[i] = (x[i] - after) / pivots[i];
        }
        (x[0], x[last]) = (0.0, 0.0);
        x
    }
}
