//! Multinomial logit regression: categories without an order.

use super::Categories;
use super::ordinal::ratio;
use crate::design::{Design, INTERCEPT};
use crate::newton::{At, Rest, Sums, add_up, infinite, maximise, wald};
use crate::scaled::{Scaled, congruent, times};
use crate::{Answer, Caution, Estimate, Level, Method, Undefined};

const LOGIT: Method = Method {
    name: "multinomial logit regression, maximum likelihood",
    reference: "Agresti A, Categorical Data Analysis, 3rd ed., 8.1",
};
const RATIO: Method = Method {
    name: "likelihood-ratio test of all coefficients but the intercepts",
    reference: "Agresti A, Categorical Data Analysis, 3rd ed., 8.1",
};

/// A fitted multinomial logit model: ln(P(Y = k) / P(Y = reference)) = design times coefficients of k.
#[derive(Clone, Debug)]
pub struct Multinomial {
    /// The categories that have coefficients: all but the reference, ascending.
    pub categories: Vec<usize>,
    /// For each of these, the log odds ratios against the reference in the order of the design's columns; `sd` holds the
    /// standard error. A column that earlier ones make up is [`Undefined::Collinear`].
    pub coefficients: Vec<Vec<Estimate>>,
    /// Inverse information: category after category, columns within; row by row; 0 for collinear columns.
    pub covariance: Vec<f64>,
    /// Log-likelihood with the intercepts alone (without any, of equal shares), and with the columns.
    pub log_likelihood: [f64; 2],
    /// Likelihood-ratio test that all coefficients but the intercepts are 0.
    pub test: Estimate,
    /// Rows used (weight above 0).
    pub n: usize,
    /// Evaluations of the likelihood.
    pub n_iterations: usize,
    /// Warnings about the fit as a whole: fewer than ten rows a column in the rarest category.
    pub cautions: Vec<Caution>,
    reference: usize,
}

/// Fits by Newton's method. The design should hold an intercept.
///
/// [`Undefined::EmptyCategory`] if a category declared has no row, [`Undefined::NotPartOfMethod`] for a reference that is no
/// category, [`Undefined::TooFew`] for fewer than two categories, [`Undefined::NoValues`], [`Undefined::LengthsDiffer`],
/// [`Undefined::NotConverged`]. Separation: [`Caution::InfiniteCoefficient`]. O(n (k p)²) an evaluation with k categories.
pub fn multinomial(
    response: &Categories<'_>,
    design: &Design,
    reference: usize,
    level: Level,
) -> Answer<Multinomial> {
    if design.n() != response.n() {
        return Err(Undefined::LengthsDiffer);
    }
    let (places, totals) = response.used()?;
    if reference >= totals.len() {
        return Err(Undefined::NotPartOfMethod);
    }
    let columns = Scaled::of(design, &places, false);
    let categories: Vec<usize> = (0..totals.len()).filter(|&category| category != reference).collect();
    let rows: Vec<(Option<usize>, f64)> = places
        .iter()
        .map(|&row| (categories.iter().position(|&k| k == response.code(row)), response.weight(row)))
        .collect();
    let mut start = vec![0.0; categories.len() * columns.p()];
    if let Some(at) = columns.intercept {
        let ln_odds = |category: usize| (totals[category] / totals[reference]).ln();
        categories
            .iter()
            .enumerate()
            .for_each(|(k, &category)| start[k * columns.p() + at] = ln_odds(category));
    }
    let fit =
        maximise(start, rows.len(), |theta| evaluate(&rows, &columns, categories.len(), theta)).require()?;
    let fitted = Fitted { columns, categories, totals, fit, names: design.names(), level, reference };
    Ok(fitted.describe())
}

/// Scores are (1[y = k] - p_k) x, the information's blocks p_k (1[k = l] - p_l) x x'.
fn evaluate(rows: &[(Option<usize>, f64)], columns: &Scaled, n_others: usize, theta: &[f64]) -> At {
    let (p, q) = (columns.p(), theta.len());
    add_up(rows.len(), q, |row, sums| {
        let (x, (seen, weight)) = (columns.row(row), rows[row]);
        let eta: Vec<f64> = (0..n_others)
            .map(|k| theta[k * p..(k + 1) * p].iter().zip(x).map(|(beta, x)| beta * x).sum())
            .collect();
        let largest = eta.iter().copied().fold(0.0, f64::max);
        let total = (-largest).exp() + eta.iter().map(|eta| (eta - largest).exp()).sum::<f64>();
        let share: Vec<f64> = eta.iter().map(|eta| (eta - largest).exp() / total).collect();
        sums.log_likelihood += weight * (seen.map_or(0.0, |seen| eta[seen]) - largest - total.ln());
        for k in 0..n_others {
            let residual = f64::from(u8::from(seen == Some(k))) - share[k];
            (0..p).for_each(|i| sums.score[k * p + i] += weight * residual * x[i]);
            for l in 0..=k {
                let bend =
                    weight * share[k] * if k == l { rest(&share, k, largest, total) } else { -share[l] };
                add_block(sums, [k, l], p, bend, x);
            }
        }
    })
}

/// 1 - p_k as the sum of the other shares, which does not cancel.
fn rest(share: &[f64], k: usize, largest: f64, total: f64) -> f64 {
    let others = share.iter().enumerate().filter(|(l, _)| *l != k).map(|(_, share)| share);
    (-largest).exp() / total + others.sum::<f64>()
}

fn add_block(sums: &mut Sums, [k, l]: [usize; 2], p: usize, bend: f64, x: &[f64]) {
    let q = sums.score.len();
    for (i, left) in x.iter().enumerate() {
        let at = (k * p + i) * q + l * p;
        sums.information[at..at + p].iter_mut().zip(x).for_each(|(sum, right)| *sum += bend * left * right);
    }
}

struct Fitted<'a> {
    columns: Scaled,
    categories: Vec<usize>,
    totals: Vec<f64>,
    fit: Rest,
    names: &'a [String],
    level: Level,
    reference: usize,
}

impl Fitted<'_> {
    fn describe(self) -> Multinomial {
        let (p, q, size) = (self.columns.p(), self.fit.theta.len(), self.names.len());
        let ones = self.columns.intercept;
        let constants: Vec<(usize, f64)> =
            (0..self.categories.len()).filter_map(|k| ones.map(|at| (k * p + at, 1.0))).collect();
        let map = self.map();
        let theta = times(&map, &self.fit.theta);
        let covariance = congruent(&map, &self.fit.at.information.factor().inverse(), q);
        let infinite = infinite(&self.fit.at.information, &covariance, &constants, 1.0);
        let (n, n_others) = (self.columns.n, self.categories.len());
        let slot = |at: usize| {
            self.columns.kept.iter().position(|&kept| kept == at % size).map(|column| at / size * p + column)
        };
        let estimate = |at: usize| match slot(at) {
            Some(at) => wald(LOGIT, [theta[at], covariance.at(at, at).sqrt()], infinite[at], n, self.level),
            None => Estimate::blank(LOGIT, n).without(Undefined::Collinear { column: at % size }),
        };
        let log_likelihood = [self.null(), self.fit.at.log_likelihood];
        let n_slopes = p - usize::from(self.columns.intercept.is_some());
        let wide = n_others * size;
        let covariance = (0..wide * wide).map(|at| match (slot(at / wide), slot(at % wide)) {
            (Some(i), Some(j)) => covariance.at(i, j),
            _ => 0.0,
        });
        let rarest = self.totals.iter().copied().fold(f64::INFINITY, f64::min) as usize;
        let few = rarest < 10 * n_slopes;
        Multinomial {
            coefficients: (0..n_others)
                .map(|k| (0..size).map(|column| estimate(k * size + column)).collect())
                .collect(),
            covariance: covariance.collect(),
            log_likelihood,
            test: Estimate { test: ratio(log_likelihood, n_others * n_slopes), ..Estimate::blank(RATIO, n) },
            n,
            n_iterations: self.fit.n_iterations,
            cautions: if few {
                vec![Caution::FewEvents { n_events: rarest, n_columns: n_slopes }]
            } else {
                Vec::new()
            },
            reference: self.reference,
            categories: self.categories,
        }
    }

    /// One block a category.
    fn map(&self) -> Vec<f64> {
        let (p, q) = (self.columns.p(), self.fit.theta.len());
        let constants: Vec<(usize, f64)> = self.columns.intercept.map(|at| (at, 1.0)).into_iter().collect();
        let block = self.columns.back(p, 0, &constants);
        let same = |i: usize, j: usize| i / p == j / p;
        (0..q * q)
            .map(|at| (at / q, at % q))
            .map(|(i, j)| if same(i, j) { block[i % p * p + j % p] } else { 0.0 })
            .collect()
    }

    fn null(&self) -> f64 {
        let all: f64 = self.totals.iter().sum();
        if self.names.iter().any(|name| name == INTERCEPT) {
            self.totals.iter().map(|total| total * (total / all).ln()).sum()
        } else {
            -all * (self.totals.len() as f64).ln()
        }
    }
}

impl Multinomial {
    /// The probability of each category (the reference in its place) for these covariates, in the order of the design's columns.
    pub fn probabilities(&self, row: &[f64]) -> Answer<Vec<f64>> {
        let mut eta = vec![0.0; self.categories.len() + 1];
        for (&category, coefficients) in self.categories.iter().zip(&self.coefficients) {
            if row.len() != coefficients.len() {
                return Err(Undefined::LengthsDiffer);
            }
            eta[category] = row.iter().zip(coefficients).map(|(x, c)| x * c.value.unwrap_or(0.0)).sum();
        }
        debug_assert_eq!(eta[self.reference], 0.0);
        let largest = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = eta.iter().map(|eta| (eta - largest).exp()).sum();
        Ok(eta.iter().map(|eta| (eta - largest).exp() / total).collect())
    }
}
