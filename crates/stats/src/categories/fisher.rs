//! Fisher's exact test of independence, for tables of any size.

mod column;
mod gathering;
mod halves;
mod hashing;
mod network;
mod simulate;
mod spread;
mod two_by_two;
mod two_columns;
mod values;

use super::Table;
use crate::random::Seed;
use crate::{Answer, Caution, Estimate, Method, Statistic, Test, Undefined};
use values::Factorials;

pub(crate) use spread::Sums;
pub(crate) use two_by_two::{Walk, two_sided, workable};

/// p from all tables with the same totals.
const EXACT: Method = Method {
    name: "Fisher's exact test (Freeman-Halton for more than two rows or columns), two-sided by probability",
    reference: "Fisher RA, J R Stat Soc 1935;98:39; Freeman GH, Halton JH, Biometrika 1951;38:141; Mehta CR, Patel NR, J Am Stat Assoc 1983;78:427",
};

/// p from random tables with the same totals.
const SIMULATED: Method = Method {
    name: "Fisher's exact test (Freeman-Halton), two-sided by probability, Monte Carlo",
    reference: "Freeman GH, Halton JH, Biometrika 1951;38:141; Patefield WM, Appl Stat 1981;30:91 (AS 159)",
};

/// The network serves totals up to this; beyond, its fixed point would lose the last digits of ln n!.
const LARGEST_ENUMERATED: usize = 5000;

/// How far to go for an exact p, and what to do beyond. The default draws nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FisherRule {
    /// Steps of the exact algorithm at most; 5 · 10^8, some ten seconds. Counted, not timed: the same tables are
    /// exact on every machine. Memory stays below 1 GB whatever the limit.
    pub work_limit: u64,
    /// For tables beyond the limit; `None`: their test is [`Undefined::TooMuchWork`].
    pub monte_carlo: Option<MonteCarlo>,
}

/// Random tables in place of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonteCarlo {
    /// Where the draws begin.
    pub seed: Seed,
    /// How many tables.
    pub n_draws: usize,
}

impl Default for FisherRule {
    fn default() -> Self {
        Self { work_limit: 500_000_000, monte_carlo: None }
    }
}

/// Two-sided p of no association, given the row and column totals: the sum of the probabilities of all tables
/// that are at most as probable as the observed one, times 1 + 1e-7 for ties (as R's `fisher.test`). The
/// statistic is ln of the observed table's probability. No value and no interval; for the odds ratio of two groups see
/// [`crate::proportion::conditional_odds_ratio`].
///
/// Empty rows and columns are left out. A table of nothing is [`Undefined::NoValues`]; with one row or one
/// column left p is 1: there is no other table. Two by two: time O(SD of the count). Else by the network
/// algorithm up to the rule's limit and 5000 units. Beyond it by Monte Carlo, p = (1 + as improbable) / (1 + draws),
/// with [`Caution::Simulated`], if the rule has a seed.
pub fn fisher_exact(table: &Table, rule: &FisherRule) -> Estimate {
    let n = table.total();
    let blank = Estimate { n_missing: table.n_missing(), ..Estimate::blank(EXACT, n) };
    if n == 0 {
        return blank.without(Undefined::NoValues);
    }
    let used = table.without_empty();
    let used = if used.n_rows() > used.n_columns() { used.transposed() } else { used };
    let ln_probability = ln_probability(&used);
    let test = |p_value| Test { statistic: Statistic::TableProbability { ln_probability }, p_value };
    match exact(&used, rule.work_limit) {
        Ok(p_value) => Estimate { test: Ok(test(p_value)), ..blank },
        Err(reason) => match rule.monte_carlo {
            None => Estimate { test: Err(reason), ..blank },
            Some(monte_carlo) => {
                let p_value = simulate::p_value(&used, monte_carlo);
                let n_draws = monte_carlo.n_draws;
                let standard_error = (p_value * (1.0 - p_value) / (n_draws as f64 + 1.0)).sqrt();
                let cautions = vec![Caution::Simulated { n_draws, standard_error }];
                Estimate { test: Ok(test(p_value)), method: SIMULATED, cautions, ..blank }
            }
        },
    }
}

/// p of a table without empty rows or columns and with no more rows than columns.
fn exact(table: &Table, work_limit: u64) -> Answer {
    let (rows, columns) = (table.row_totals(), table.column_totals());
    match (rows.len(), columns.len()) {
        (1, _) => Ok(1.0),
        (2, 2) => two_sided([table.count(0, 0), table.count(0, 1), table.count(1, 0), table.count(1, 1)]),
        _ if table.total() > LARGEST_ENUMERATED => Err(Undefined::TooMuchWork),
        _ => {
            let factorials = Factorials::up_to(table.total());
            let observed = table.rows().flatten().map(|&count| factorials.fixed(count)).sum();
            network::tail(&rows, &columns, observed, &factorials, work_limit).ok_or(Undefined::TooMuchWork)
        }
    }
}

/// ln of product(row totals!) product(column totals!) / (n! product(counts!)).
fn ln_probability(table: &Table) -> f64 {
    let ln = |count: usize| crate::distribution::gamma::ln_factorial(count as u64);
    let sum = |counts: &[usize]| counts.iter().map(|&count| ln(count)).sum::<f64>();
    let cells: f64 = table.rows().flatten().map(|&count| ln(count)).sum();
    (sum(&table.row_totals()) + sum(&table.column_totals()) - ln(table.total()) - cells).min(0.0)
}
