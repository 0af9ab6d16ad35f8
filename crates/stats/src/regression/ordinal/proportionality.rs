//! Whether one coefficient a column serves all splits: the score test.
//!
//! In the wider model each split j has its own coefficients: its logit moves by z = (1, -x) times (threshold j,
//! coefficients j). At the fitted proportional model the score of split j is the sum of
//! f_j (1[y = j] / p_j - 1[y = j+1] / p_(j+1)) z; the expected information has the blocks f_j² (1/p_j + 1/p_(j+1)) z z' and,
//! between neighbours, -f_j f_(j+1) / p_(j+1) z z', where f_j = F (1 - F) at threshold j (Peterson B, Harrell FE, Appl Stat
//! 1990;39:205).

use super::likelihood::{Rows, logistic, probabilities};
use crate::distribution::chi_squared;
use crate::matrix::Symmetric;
use crate::scaled::Scaled;
use crate::{Estimate, Method, Statistic, Test, Undefined};

const SCORE: Method = Method {
    name: "score test of proportional odds",
    reference: "Peterson B, Harrell FE, Appl Stat 1990;39:205",
};

pub(super) fn test(rows: &Rows, columns: &Scaled, theta: &[f64]) -> Estimate {
    let (n_cuts, p) = (rows.n_cuts(), columns.p());
    let blank = Estimate::blank(SCORE, rows.n());
    if n_cuts < 2 || p == 0 {
        return blank;
    }
    let (score, information) = sums(rows, columns, theta);
    let factor = information.factor();
    if factor.rank() < score.len() {
        return blank.without(Undefined::TooFew { needed: score.len(), found: factor.rank() });
    }
    let x2: f64 = factor.solve(&score).iter().zip(&score).map(|(a, b)| a * b).sum::<f64>().max(0.0);
    let df = ((n_cuts - 1) * p) as f64;
    let test = Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) };
    Estimate { test: Ok(test), ..blank }
}

fn sums(rows: &Rows, columns: &Scaled, theta: &[f64]) -> (Vec<f64>, Symmetric) {
    let (n_cuts, width) = (rows.n_cuts(), columns.p() + 1);
    let q = n_cuts * width;
    let (mut score, mut information) = (vec![0.0; q], vec![0.0; q * q]);
    for row in 0..rows.n() {
        let z: Vec<f64> = std::iter::once(1.0).chain(columns.row(row).iter().map(|x| -x)).collect();
        let eta: f64 = -z[1..].iter().zip(&theta[n_cuts..]).map(|(x, beta)| x * beta).sum::<f64>();
        let cuts: Vec<f64> = theta[..n_cuts].iter().map(|cut| cut - eta).collect();
        let (share, weight) = (probabilities(&cuts), rows.weight[row]);
        let f: Vec<f64> = cuts.iter().map(|&cut| logistic(cut) * logistic(-cut)).collect();
        for j in 0..n_cuts {
            let seen = match rows.code[row] {
                code if code == j => f[j] / share[j],
                code if code == j + 1 => -f[j] / share[j + 1],
                _ => 0.0,
            };
            (0..width).for_each(|i| score[j * width + i] += weight * seen * z[i]);
            add(
                &mut information,
                q,
                width,
                [j, j],
                weight * f[j] * (f[j] / share[j] + f[j] / share[j + 1]),
                &z,
            );
            if j > 0 {
                add(&mut information, q, width, [j, j - 1], -weight * f[j] * (f[j - 1] / share[j]), &z);
            }
        }
    }
    (score, Symmetric::from_fn(q, |i, j| information[i * q + j]))
}

fn add(information: &mut [f64], q: usize, width: usize, [j, k]: [usize; 2], factor: f64, z: &[f64]) {
    for (i, left) in z.iter().enumerate() {
        let at = (j * width + i) * q + k * width;
        information[at..at + width].iter_mut().zip(z).for_each(|(sum, right)| *sum += factor * left * right);
    }
}
