//! Do groups differ in their time to the event? The log-rank test and its weighted forms.

use super::Survival;
use super::cells::Cells;
use super::kaplan_meier::exits;
use crate::distribution::{chi_squared, normal};
use crate::matrix::Symmetric;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};

const LOG_RANK: Method = Method {
    name: "log-rank test",
    reference: "Mantel N, Cancer Chemother Rep 1966;50:163; Kalbfleisch & Prentice 2002, 1.5",
};
const WEIGHTED: Method = Method {
    name: "weighted log-rank test",
    reference: "Fleming TR, Harrington DP, Counting Processes and Survival Analysis, 7; Klein & Moeschberger, 7.3",
};
const TREND: Method = Method {
    name: "log-rank test for trend",
    reference: "Tarone RE, Biometrika 1975;62:679; Klein & Moeschberger, 7.4",
};

/// What each event time weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum LogRankWeight {
    /// 1: the log-rank test.
    #[default]
    One,
    /// The number at risk: Gehan, and Breslow for more than two groups.
    AtRisk,
    /// The square root of the number at risk: Tarone and Ware.
    RootAtRisk,
    /// The product of 1 - d/(n + 1) up to and including the time: Peto and Peto.
    Peto,
    /// S(t-)^rho (1 - S(t-))^gamma with the pooled Kaplan-Meier curve: Fleming and Harrington. (1, 0) is what R's
    /// `survdiff` calls Peto and Peto's modification.
    FlemingHarrington {
        /// Weight of early differences.
        rho: f64,
        /// Weight of late differences.
        gamma: f64,
    },
}

/// Events by group beside what would be expected if the groups were alike, and the test.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// Weighted events of each group, summed over strata.
    pub observed: Vec<f64>,
    /// Weighted expected events.
    pub expected: Vec<f64>,
    /// Covariance of observed - expected; groups by groups, row by row.
    pub variance: Vec<f64>,
    /// Chi-squared on (groups with anything expected) - 1 degrees of freedom. `n` counts rows.
    pub test: Estimate,
}

/// Compares `n_groups` groups; `group[i]` below `n_groups`. With `stratum`, observed and expected are compared
/// within strata (numbered from 0) and added up. Delayed entry is honoured; events of every cause count.
///
/// [`Undefined::OtherResponse`] for bounds, states or weighted rows, [`Undefined::LengthsDiffer`] if codes and rows
/// differ in number or a code is too large. No event: [`Undefined::NoEvents`]; one group at risk only:
/// [`Undefined::OneGroup`]. O(n log n).
pub fn log_rank(
    response: &Survival<'_>,
    group: &[u32],
    n_groups: usize,
    stratum: Option<&[u32]>,
    weight: LogRankWeight,
) -> Answer<LogRank> {
    let exits = exits(response)?;
    let method = if weight == LogRankWeight::One { LOG_RANK } else { WEIGHTED };
    let sums = Sums::of(&Cells::of(&exits, group, n_groups, stratum)?, weight);
    let test = sums.chi_squared();
    let blank = Estimate { n: exits.n(), test, ..Estimate::blank(method, exits.n()) };
    Ok(LogRank { observed: sums.observed, expected: sums.expected, variance: sums.variance, test: blank })
}

/// As [`log_rank`], against an increase (z above 0) or decrease of the event's rate with `score` (one a
/// group): z = s'(O - E) / sqrt(s'Vs), two-sided normal p.
pub fn log_rank_trend(
    response: &Survival<'_>,
    group: &[u32],
    score: &[f64],
    stratum: Option<&[u32]>,
    weight: LogRankWeight,
) -> Answer<Estimate> {
    let exits = exits(response)?;
    let sums = Sums::of(&Cells::of(&exits, group, score.len(), stratum)?, weight);
    Ok(Estimate { test: sums.trend(score), ..Estimate::blank(TREND, exits.n()) })
}

/// Observed, expected and covariance over all event times of all strata.
struct Sums {
    n_events: f64,
    observed: Vec<f64>,
    expected: Vec<f64>,
    variance: Vec<f64>,
}

impl Sums {
    fn of(cells: &Cells, weight: LogRankWeight) -> Self {
        let k = cells.n_groups();
        let mut sums = Self {
            n_events: 0.0,
            observed: vec![0.0; k],
            expected: vec![0.0; k],
            variance: vec![0.0; k * k],
        };
        for stratum in 0..cells.n_strata() {
            let mut weigher = Weigher { weight, survival: 1.0, peto: 1.0 };
            cells.walk(stratum, |events, at_risk| {
                let (d, n) = (events.iter().sum(), at_risk.iter().sum());
                let weight = weigher.next(d, n);
                sums.add(events, at_risk, d, n, weight);
            });
        }
        sums
    }

    /// The hypergeometric mean and covariance of one event time.
    fn add(&mut self, events: &[f64], at_risk: &[f64], d: f64, n: f64, weight: f64) {
        let k = events.len();
        self.n_events += d;
        let spread = if n > 1.0 { weight * weight * d * (n - d) / (n - 1.0) } else { 0.0 };
        for i in 0..k {
            let share = at_risk[i] / n;
            self.observed[i] += weight * events[i];
            self.expected[i] += weight * d * share;
            self.variance[i * k + i] += spread * share;
            for (j, &others) in at_risk.iter().enumerate() {
                self.variance[i * k + j] -= spread * share * (others / n);
            }
        }
    }

    /// Groups in which anything is expected.
    fn used(&self) -> Answer<Vec<usize>> {
        if self.n_events == 0.0 {
            return Err(Undefined::NoEvents);
        }
        let used: Vec<usize> = (0..self.expected.len()).filter(|&i| self.expected[i] > 0.0).collect();
        if used.len() < 2 { Err(Undefined::OneGroup) } else { Ok(used) }
    }

    /// (O - E)' V⁻ (O - E), with one group left out: the rows of V add up to zero.
    fn chi_squared(&self) -> Answer<Test> {
        let used = &self.used()?[1..];
        let k = self.expected.len();
        let excess: Vec<f64> = used.iter().map(|&i| self.observed[i] - self.expected[i]).collect();
        let covariance = Symmetric::from_fn(used.len(), |i, j| self.variance[used[i] * k + used[j]]);
        let factor = covariance.factor();
        if factor.rank() < used.len() {
            return Err(Undefined::NoSpread);
        }
        let x2: f64 = factor.solve(&excess).iter().zip(&excess).map(|(a, b)| a * b).sum();
        let df = used.len() as f64;
        Ok(Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) })
    }

    fn trend(&self, score: &[f64]) -> Answer<Test> {
        self.used()?;
        let k = score.len();
        let sum: f64 = (0..k).map(|i| score[i] * (self.observed[i] - self.expected[i])).sum();
        let variance: f64 = (0..k)
            .flat_map(|i| (0..k).map(move |j| (i, j)))
            .map(|(i, j)| score[i] * self.variance[i * k + j] * score[j])
            .sum();
        if variance <= 0.0 {
            return Err(Undefined::NoSpread);
        }
        let z = sum / variance.sqrt();
        Ok(Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) })
    }
}

/// The weight of each event time in turn, from the curves so far.
struct Weigher {
    weight: LogRankWeight,
    survival: f64,
    peto: f64,
}

impl Weigher {
    fn next(&mut self, d: f64, n: f64) -> f64 {
        self.peto *= 1.0 - d / (n + 1.0);
        let before = self.survival;
        self.survival *= (n - d) / n;
        match self.weight {
            LogRankWeight::One => 1.0,
            LogRankWeight::AtRisk => n,
            LogRankWeight::RootAtRisk => n.sqrt(),
            LogRankWeight::Peto => self.peto,
            LogRankWeight::FlemingHarrington { rho, gamma } => before.powf(rho) * (1.0 - before).powf(gamma),
        }
    }
}
