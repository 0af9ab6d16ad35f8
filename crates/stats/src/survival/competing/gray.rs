//! Gray's test: do groups differ in the cumulative incidence of one cause?

use crate::distribution::chi_squared;
use crate::matrix::Symmetric;
use crate::survival::Survival;
use crate::survival::counts::NEAR;
use crate::survival::kaplan_meier::exits;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};
use rayon::prelude::*;

const GRAY: Method =
    Method { name: "Gray's test of cumulative incidences", reference: "Gray RJ, Ann Stat 1988;16:1141" };

/// Events of the cause by group beside what would be expected if the groups had one incidence, and the test.
#[derive(Clone, Debug, PartialEq)]
pub struct Gray {
    /// Weighted events of the cause in each group, summed over strata.
    pub observed: Vec<f64>,
    /// Weighted expected events.
    pub expected: Vec<f64>,
    /// Covariance of observed - expected; groups by groups, row by row.
    pub variance: Vec<f64>,
    /// Chi-squared on (groups with anything expected) - 1 degrees of freedom. `n` counts rows.
    pub test: Estimate,
}

/// Compares the incidence of `cause` (from 1) between `n_groups` groups; `group[i]` below `n_groups`. Times weigh
/// (1 - F(t-))^`rho` with F the pooled incidence: 0 is the usual test, 1 favours early differences. With `stratum`,
/// (numbered from 0), groups are compared within strata. Near-tied times are one time.
///
/// [`Undefined::OtherResponse`] for bounds, states, weights, delayed entry and several rows a subject;
/// [`Undefined::LengthsDiffer`] if codes and rows differ in number or a code is too large; [`Undefined::NoEvents`]
/// without events of the cause; [`Undefined::OneGroup`]; [`Undefined::NoSpread`] if the covariance is singular.
/// O(n log n + times groups³).
pub fn gray(
    response: &Survival<'_>,
    cause: u32,
    group: &[u32],
    n_groups: usize,
    stratum: Option<&[u32]>,
    rho: f64,
) -> Answer<Gray> {
    let exits = exits(response)?;
    let n = exits.n();
    if exits.weight().is_some() || exits.entry().is_some() || exits.subject().is_some() {
        return Err(Undefined::OtherResponse);
    }
    let fits = group.len() == n && stratum.is_none_or(|stratum| stratum.len() == n);
    if !fits || group.iter().any(|&group| group as usize >= n_groups) || !rho.is_finite() {
        return Err(Undefined::LengthsDiffer);
    }
    let end = |row: usize| match exits.cause(row) {
        0 => Ending::Censored,
        found if found == cause => Ending::Cause,
        _ => Ending::Other,
    };
    let mut rows: Vec<Row> = (0..n)
        .map(|row| Row {
            stratum: stratum.map_or(0, |stratum| stratum[row]),
            time: (exits.exit()[row] + 0.0).to_bits(),
            group: group[row],
            end: end(row),
        })
        .collect();
    rows.par_sort_unstable();
    let mut sums = Sums::zero(n_groups);
    let tolerance = tolerance(&rows);
    for rows in rows.chunk_by(|a, b| a.stratum == b.stratum) {
        sums.add_stratum(rows, tolerance, rho);
    }
    let test = Estimate { test: sums.chi_squared(), ..Estimate::blank(GRAY, n) };
    Ok(Gray { observed: sums.observed, expected: sums.expected, variance: sums.variance, test })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    Censored,
    Cause,
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    stratum: u32,
    time: u64,
    group: u32,
    end: Ending,
}

fn tolerance(rows: &[Row]) -> f64 {
    let mut distinct: Vec<u64> = rows.iter().map(|row| row.time).collect();
    distinct.par_sort_unstable();
    distinct.dedup();
    let mean = distinct.iter().map(|&time| f64::from_bits(time)).sum::<f64>() / distinct.len().max(1) as f64;
    NEAR.max(NEAR * mean)
}

/// What is known at one time, group by group, before (`_before`) and after the time's events.
struct Moment {
    at_risk: Vec<f64>,
    events: Vec<f64>,
    others: Vec<f64>,
    survival_before: Vec<f64>,
    survival: Vec<f64>,
    incidence_before: Vec<f64>,
    incidence: Vec<f64>,
    pooled_before: f64,
    pooled: f64,
}

impl Moment {
    fn begin(rows: &[Row], n_groups: usize) -> Self {
        let mut at_risk = vec![0.0; n_groups];
        rows.iter().for_each(|row| at_risk[row.group as usize] += 1.0);
        let (zero, one) = (vec![0.0; n_groups], vec![1.0; n_groups]);
        Self {
            at_risk,
            events: zero.clone(),
            others: zero.clone(),
            survival_before: one.clone(),
            survival: one,
            incidence_before: zero.clone(),
            incidence: zero,
            pooled_before: 0.0,
            pooled: 0.0,
        }
    }

    /// h of the paper: those at risk if nobody had had another cause, up to a factor common to all groups.
    fn freed(&self, group: usize) -> f64 {
        if self.at_risk[group] > 0.0 { self.at_risk[group] / self.survival_before[group] } else { 0.0 }
    }

    fn all_freed(&self) -> f64 {
        (0..self.at_risk.len()).map(|group| self.freed(group)).sum()
    }

    /// The curves through this time's events.
    fn advance(&mut self) {
        self.pooled += self.events.iter().sum::<f64>() / self.all_freed();
        for group in (0..self.at_risk.len()).filter(|&group| self.at_risk[group] > 0.0) {
            let (n, before) = (self.at_risk[group], self.survival_before[group]);
            let gone = self.events[group] + self.others[group];
            self.survival[group] = before * (n - gone) / n;
            self.incidence[group] += before * self.events[group] / n;
        }
    }

    fn close(&mut self) {
        self.survival_before.copy_from_slice(&self.survival);
        self.incidence_before.copy_from_slice(&self.incidence);
        self.pooled_before = self.pooled;
    }
}

/// Calls `step` at each time with an event of any cause.
fn walk(rows: &[Row], n_groups: usize, tolerance: f64, mut step: impl FnMut(&Moment)) {
    let mut moment = Moment::begin(rows, n_groups);
    for rows in rows.chunk_by(|a, b| f64::from_bits(b.time) - f64::from_bits(a.time) <= tolerance) {
        moment.events.fill(0.0);
        moment.others.fill(0.0);
        for row in rows {
            match row.end {
                Ending::Censored => {}
                Ending::Cause => moment.events[row.group as usize] += 1.0,
                Ending::Other => moment.others[row.group as usize] += 1.0,
            }
        }
        if rows.iter().any(|row| row.end != Ending::Censored) {
            moment.advance();
            step(&moment);
            moment.close();
        }
        rows.iter().for_each(|row| moment.at_risk[row.group as usize] -= 1.0);
    }
}

struct Sums {
    n_groups: usize,
    observed: Vec<f64>,
    expected: Vec<f64>,
    variance: Vec<f64>,
}

impl Sums {
    fn zero(n_groups: usize) -> Self {
        let zero = vec![0.0; n_groups];
        Self { n_groups, observed: zero.clone(), expected: zero, variance: vec![0.0; n_groups * n_groups] }
    }

    /// Twice through the times: what events weigh in the end (the paper's c) must be known before they are added up.
    fn add_stratum(&mut self, rows: &[Row], tolerance: f64, rho: f64) {
        let k = self.n_groups;
        let mut total = Carried::zero(k);
        walk(rows, k, tolerance, |moment| {
            total.update(moment, rho);
            self.add_score(moment, rho);
        });
        let mut so_far = Carried::zero(k);
        walk(rows, k, tolerance, |moment| {
            so_far.update(moment, rho);
            self.add_variance(moment, &so_far, &total.c);
        });
    }

    fn add_score(&mut self, moment: &Moment, rho: f64) {
        let weight = (1.0 - moment.pooled_before).max(0.0).powf(rho);
        let d: f64 = moment.events.iter().sum();
        let risk = |group: usize| moment.freed(group) * (1.0 - moment.incidence_before[group]);
        let all: f64 = (0..self.n_groups).map(risk).sum();
        for group in (0..self.n_groups).filter(|&group| moment.at_risk[group] > 0.0) {
            self.observed[group] += weight * moment.events[group];
            if all > 0.0 {
                self.expected[group] += weight * d * risk(group) / all;
            }
        }
    }

    /// Variance of each group's two counting processes at one time, as they move all groups' scores.
    fn add_variance(&mut self, moment: &Moment, so_far: &Carried, total: &[f64]) {
        let k = self.n_groups;
        let (d, all) = (moment.events.iter().sum::<f64>(), moment.all_freed());
        for from in (0..k).filter(|&from| moment.at_risk[from] > 0.0) {
            let (n, before, after) =
                (moment.at_risk[from], moment.survival_before[from], moment.survival[from]);
            let left = |i: usize| total[i * k + from] - so_far.c[i * k + from];
            if d > 0.0 {
                let share = if after > 0.0 { 1.0 - (1.0 - moment.pooled) / after } else { 1.0 };
                let tied = if d > 1.0 { 1.0 - (d - 1.0) / (all * before - 1.0) } else { 1.0 };
                let moved: Vec<f64> = (0..k).map(|i| so_far.a[i * k + from] + share * left(i)).collect();
                self.add_square(tied * before * d / (all * n), &moved);
            }
            let others = moment.others[from];
            if others > 0.0 && after > 0.0 {
                let share = (1.0 - moment.pooled) / after;
                let tied = if others > 1.0 { 1.0 - (others - 1.0) / (n - 1.0) } else { 1.0 };
                let moved: Vec<f64> = (0..k).map(|i| share * left(i)).collect();
                self.add_square(tied * before * before * others / (n * n), &moved);
            }
        }
    }

    fn add_square(&mut self, factor: f64, moved: &[f64]) {
        for (row, left) in self.variance.chunks_exact_mut(self.n_groups).zip(moved) {
            row.iter_mut().zip(moved).for_each(|(sum, right)| *sum += factor * left * right);
        }
    }

    /// (O - E)' V⁻ (O - E), with one group left out: the rows of V add up to zero.
    fn chi_squared(&self) -> Answer<Test> {
        if self.observed.iter().all(|&observed| observed == 0.0) {
            return Err(Undefined::NoEvents);
        }
        let used: Vec<usize> = (0..self.n_groups).filter(|&group| self.expected[group] > 0.0).collect();
        if used.len() < 2 {
            return Err(Undefined::OneGroup);
        }
        let used = &used[1..];
        let excess: Vec<f64> = used.iter().map(|&i| self.observed[i] - self.expected[i]).collect();
        let at = |i: usize, j: usize| self.variance[used[i] * self.n_groups + used[j]];
        let factor = Symmetric::from_fn(used.len(), at).factor();
        if factor.rank() < used.len() {
            return Err(Undefined::NoSpread);
        }
        let x2: f64 = factor.solve(&excess).iter().zip(&excess).map(|(a, b)| a * b).sum();
        let df = used.len() as f64;
        if !x2.is_finite() {
            return Err(Undefined::NoSpread);
        }
        Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
    }
}

/// The paper's a at a time, and c, its integral against the pooled hazard of the subdistribution up to it.
struct Carried {
    a: Vec<f64>,
    c: Vec<f64>,
}

impl Carried {
    fn zero(n_groups: usize) -> Self {
        Self { a: vec![0.0; n_groups * n_groups], c: vec![0.0; n_groups * n_groups] }
    }

    fn update(&mut self, moment: &Moment, rho: f64) {
        let k = moment.at_risk.len();
        let weight = (1.0 - moment.pooled_before).max(0.0).powf(rho);
        let all = moment.all_freed();
        let d: f64 = moment.events.iter().sum();
        let rate = if d > 0.0 { d / (all * (1.0 - moment.pooled_before)) } else { 0.0 };
        for i in 0..k {
            for j in 0..k {
                let own = if i == j { moment.freed(i) } else { 0.0 };
                let a = weight * (own - moment.freed(i) * moment.freed(j) / all);
                self.a[i * k + j] = a;
                self.c[i * k + j] += a * rate;
            }
        }
    }
}
