//! Bayesian proportional odds; with two levels, logistic regression.

use super::draws::{normals, open_uniform};
use super::linear::{Rows, add_square};
use crate::matrix::dot;
use crate::matrix::{Factor, Symmetric};
use crate::random::Stream;
use crate::{Answer, Undefined};

/// P(level <= j) = F(cut[j] - x beta) with F the logistic function; `x` without its intercept.
#[derive(Clone)]
pub(super) struct Odds {
    cuts: Vec<f64>,
    beta: Vec<f64>,
}

/// One row of the likelihood.
struct Item<'a> {
    x: &'a [f64],
    level: usize,
    weight: f64,
}

impl Odds {
    /// A draw from the normal approximation to the posterior: maximum likelihood over the rows listed (with the
    /// pseudo-rows of [`Augmented`]), inverse information. Draws whose cut points are out of order are drawn again.
    /// O(n p²) a Newton step.
    pub(super) fn draw(
        rows: &Rows,
        fitted: &[u32],
        level: &[f64],
        n_levels: usize,
        stream: &mut Stream,
    ) -> Answer<Self> {
        let augmented = Augmented::of(rows, n_levels);
        let own = fitted.iter().map(|&row| Item {
            x: &rows.row(row as usize)[1..],
            level: level[row as usize] as usize,
            weight: 1.0,
        });
        let items: Vec<Item<'_>> = own.chain(augmented.items()).collect();
        let (hat, factor) = maximise(&items, n_levels - 1, rows.p - 1)?;
        for _ in 0..100 {
            let moved = hat.plus(&factor.spread(&normals(stream, n_levels - 1 + rows.p - 1)), 1.0);
            if moved.in_order() {
                return Ok(moved);
            }
        }
        Ok(hat)
    }

    /// A level for regressors `x` (with their intercept).
    pub(super) fn level(&self, x: &[f64], stream: &mut Stream) -> usize {
        let predictor = dot(&x[1..], &self.beta);
        let u = open_uniform(stream);
        self.cuts.iter().take_while(|&&cut| u > logistic(cut - predictor)).count()
    }

    fn in_order(&self) -> bool {
        self.cuts.windows(2).all(|pair| pair[0] < pair[1])
    }

    fn plus(&self, step: &[f64], share: f64) -> Self {
        let add =
            |values: &[f64], step: &[f64]| values.iter().zip(step).map(|(v, s)| v + share * s).collect();
        let k = self.cuts.len();
        Self { cuts: add(&self.cuts, &step[..k]), beta: add(&self.beta, &step[k..]) }
    }
}

fn logistic(z: f64) -> f64 {
    if z >= 0.0 { 1.0 / (1.0 + (-z).exp()) } else { z.exp() / (1.0 + z.exp()) }
}

/// Pseudo-rows that keep the likelihood's maximum finite under separation: for each regressor and level two rows at
/// half a standard deviation on both sides of its mean (within its range), the others at their means; together they
/// weigh as much as p + 1 rows (White, Daniel & Royston, Comput Stat Data Anal 2010;54:2267; as mice's `augment`).
/// Without regressors, one row a level, together of weight 1.
struct Augmented {
    p: usize,
    n_levels: usize,
    weight: f64,
    values: Vec<f64>,
}

impl Augmented {
    fn of(rows: &Rows, n_levels: usize) -> Self {
        let p = rows.p - 1;
        if p == 0 {
            return Self { p, n_levels, weight: 1.0 / n_levels as f64, values: Vec::new() };
        }
        let n = rows.n() as f64;
        let (mut sum, mut least, mut greatest) =
            (vec![0.0; p], vec![f64::INFINITY; p], vec![-f64::INFINITY; p]);
        for row in 0..rows.n() {
            for (at, &x) in rows.row(row)[1..].iter().enumerate() {
                sum[at] += x;
                least[at] = x.min(least[at]);
                greatest[at] = x.max(greatest[at]);
            }
        }
        let mean: Vec<f64> = sum.iter().map(|sum| sum / n).collect();
        let mut squares = vec![0.0; p];
        for row in 0..rows.n() {
            let x = &rows.row(row)[1..];
            squares
                .iter_mut()
                .zip(x.iter().zip(&mean))
                .for_each(|(sum, (x, mean))| *sum += (x - mean).powi(2));
        }
        let mut values = Vec::with_capacity(2 * p * p);
        for at in 0..p {
            let half = 0.5 * (squares[at] / (n - 1.0).max(1.0)).sqrt();
            for shift in [half, -half] {
                let mut row = mean.clone();
                row[at] = (mean[at] + shift).clamp(least[at], greatest[at]);
                values.extend_from_slice(&row);
            }
        }
        Self { p, n_levels, weight: (p + 1) as f64 / (2 * p * n_levels) as f64, values }
    }

    fn items(&self) -> impl Iterator<Item = Item<'_>> {
        let n_rows = if self.p == 0 { 1 } else { 2 * self.p };
        (0..self.n_levels).flat_map(move |level| {
            let x = move |row: usize| &self.values[row * self.p..(row + 1) * self.p];
            (0..n_rows).map(move |row| Item { x: x(row), level, weight: self.weight })
        })
    }
}

/// Newton's method with step halving; the log likelihood is concave.
fn maximise(items: &[Item<'_>], n_cuts: usize, p: usize) -> Answer<(Odds, Factor)> {
    let mut at = Odds { cuts: starting_cuts(items, n_cuts), beta: vec![0.0; p] };
    let mut last = Evaluation::at(items, &at);
    for _ in 0..60 {
        let factor = last.information.factor();
        let step = factor.solve(&last.score);
        let decrement = dot(&step, &last.score);
        if decrement <= 1e-12 {
            return Ok((at, factor));
        }
        let mut share = 1.0;
        let (next, evaluation) = loop {
            let next = at.plus(&step, share);
            if next.in_order() {
                let evaluation = Evaluation::at(items, &next);
                if evaluation.log_likelihood >= last.log_likelihood - 1e-12 * last.log_likelihood.abs() {
                    break (next, evaluation);
                }
            }
            share *= 0.5;
            if share < 1e-10 {
                return Err(Undefined::NotConverged);
            }
        };
        (at, last) = (next, evaluation);
    }
    Err(Undefined::NotConverged)
}

/// Logits of the cumulative shares; every level has some weight by augmentation.
fn starting_cuts(items: &[Item<'_>], n_cuts: usize) -> Vec<f64> {
    let mut weights = vec![0.0; n_cuts + 1];
    items.iter().for_each(|item| weights[item.level] += item.weight);
    let total: f64 = weights.iter().sum();
    let mut below = 0.0;
    weights[..n_cuts]
        .iter()
        .map(|weight| {
            below += weight;
            (below / (total - below)).ln()
        })
        .collect()
}

struct Evaluation {
    log_likelihood: f64,
    score: Vec<f64>,
    information: Symmetric,
}

impl Evaluation {
    /// A level's probability is P = F(b) - F(a) with b and a its upper and lower cut points less x beta (absent for
    /// the last and first level); derivatives by the chain rule.
    fn at(items: &[Item<'_>], odds: &Odds) -> Self {
        let (k, p) = (odds.cuts.len(), odds.beta.len());
        let size = k + p;
        let (mut log_likelihood, mut score) = (0.0, vec![0.0; size]);
        let mut information = vec![0.0; size * size];
        let mut block = vec![0.0; p * p];
        for item in items {
            let predictor = dot(item.x, &odds.beta);
            let upper = (item.level < k).then(|| odds.cuts[item.level] - predictor);
            let lower = (item.level > 0).then(|| odds.cuts[item.level - 1] - predictor);
            let slopes = Slopes::of(lower, upper);
            let weight = item.weight;
            log_likelihood += weight * slopes.log_probability;
            let mut ends = [(0, 0.0, 0.0); 2];
            let mut n_ends = 0;
            if upper.is_some() {
                ends[n_ends] = (item.level, slopes.upper, slopes.upper_upper + slopes.lower_upper);
                information[item.level * size + item.level] -= weight * slopes.upper_upper;
                n_ends += 1;
            }
            if lower.is_some() {
                ends[n_ends] = (item.level - 1, slopes.lower, slopes.lower_lower + slopes.lower_upper);
                information[(item.level - 1) * (size + 1)] -= weight * slopes.lower_lower;
                n_ends += 1;
            }
            if n_ends == 2 {
                information[item.level * size + item.level - 1] -= weight * slopes.lower_upper;
            }
            let mut both = 0.0;
            for &(cut, slope, curvature) in &ends[..n_ends] {
                score[cut] += weight * slope;
                both += curvature;
                for (column, x) in item.x.iter().enumerate() {
                    score[k + column] -= weight * slope * x;
                    information[(k + column) * size + cut] += weight * curvature * x;
                }
            }
            add_square(&mut block, item.x, -weight * both);
        }
        let information = Symmetric::from_fn(size, |i, j| {
            if j >= k { block[(i - k) * p + j - k] } else { information[i * size + j] }
        });
        Self { log_likelihood, score, information }
    }
}

/// ln P and its first and second derivatives by the two ends.
struct Slopes {
    log_probability: f64,
    lower: f64,
    upper: f64,
    lower_lower: f64,
    upper_upper: f64,
    lower_upper: f64,
}

impl Slopes {
    fn of(lower: Option<f64>, upper: Option<f64>) -> Self {
        let (below_a, above_a) = lower.map_or((0.0, 1.0), |a| (logistic(a), logistic(-a)));
        let (below_b, above_b) = upper.map_or((1.0, 0.0), |b| (logistic(b), logistic(-b)));
        let probability = if below_a > 0.5 { above_a - above_b } else { below_b - below_a };
        let probability = probability.max(f64::MIN_POSITIVE);
        let (density_a, density_b) = (below_a * above_a, below_b * above_b);
        let (ratio_a, ratio_b) = (density_a / probability, density_b / probability);
        Self {
            log_probability: probability.ln(),
            lower: -ratio_a,
            upper: ratio_b,
            lower_lower: -ratio_a * (above_a - below_a) - ratio_a * ratio_a,
            upper_upper: ratio_b * (above_b - below_b) - ratio_b * ratio_b,
            lower_upper: ratio_a * ratio_b,
        }
    }
}
