//! The distribution of a square table's statistics when each discordant pair could as well be turned round.

use super::square::SquareTable;
use crate::distribution::binomial;
use crate::random::{Seed, Stream};
use crate::{Caution, Statistic, Test};
use rayon::prelude::*;

/// How a conditional distribution is found: enumerated up to a size, simulated beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enumeration {
    /// The largest number of states counted at one step; 1,000,000. More than ten million count as that.
    pub max_states: usize,
    /// Random tables where there are more; 100,000. 0 counts as 1.
    pub n_draws: usize,
    /// Where the draws begin; 1.
    pub seed: Seed,
}

impl Default for Enumeration {
    fn default() -> Self {
        Self { max_states: 1_000_000, n_draws: 100_000, seed: Seed(1) }
    }
}

/// Up to this many discordant pairs a distribution is simulated; beyond, chi-squared is nearer than the draws.
const MOST_SIMULATED: u64 = 1_000_000;

/// Statistics that differ by less than this part are tied.
const TIED: f64 = 1e-9;

/// Two categories that exchange units.
#[derive(Clone, Copy)]
pub(super) struct Exchange {
    pub(super) first: usize,
    pub(super) second: usize,
    /// Units in the row of `first` and the column of `second`.
    pub(super) forth: u64,
    /// Units either way; above 0.
    pub(super) total: u64,
}

/// All pairs of categories with a discordant pair.
pub(super) fn exchanges(table: &SquareTable) -> Vec<Exchange> {
    let k = table.n_categories();
    let pairs = (0..k).flat_map(|first| (first + 1..k).map(move |second| (first, second)));
    pairs
        .filter_map(|(first, second)| {
            let (forth, back) = (table.count(first, second) as u64, table.count(second, first) as u64);
            (forth + back > 0).then_some(Exchange { first, second, forth, total: forth + back })
        })
        .collect()
}

/// A state's key with its probability.
pub(super) type State<K> = (K, f64);

/// Adds one exchange after the other: each state meets each of the exchange's `outcomes`, and states that
/// `same` holds equal are united. `None` if a step has more than `max_states`.
pub(super) fn convolve<K: Copy + PartialOrd>(
    start: K,
    exchanges: &[Exchange],
    max_states: usize,
    outcomes: impl Fn(&Exchange) -> Vec<State<K>>,
    add: impl Fn(K, K) -> K,
    same: impl Fn(K, K) -> bool,
) -> Option<Vec<State<K>>> {
    let max_states = max_states.min(10_000_000);
    let mut states = vec![(start, 1.0)];
    for exchange in exchanges {
        if exchange.total >= max_states as u64 {
            return None;
        }
        let outcomes = outcomes(exchange);
        if states.len().checked_mul(outcomes.len())? > max_states {
            return None;
        }
        let mut next: Vec<State<K>> = states
            .iter()
            .flat_map(|&(key, p)| outcomes.iter().map(move |&(step, q)| (key, step, p * q)))
            .map(|(key, step, p)| (add(key, step), p))
            .collect();
        next.sort_by(|left, right| left.0.partial_cmp(&right.0).expect("keys are ordered"));
        next.dedup_by(|from, into| {
            let united = same(from.0, into.0);
            into.1 += if united { from.1 } else { 0.0 };
            united
        });
        states = next;
    }
    Some(states)
}

/// Probability of each number of units that go `forth`, from 0 to all.
pub(super) fn fair(total: u64) -> impl Iterator<Item = (u64, f64)> {
    (0..=total).map(move |forth| (forth, binomial::probability(forth, total, 0.5)))
}

/// Whether a statistic is at least the observed one.
pub(super) fn as_large(x2: f64, observed: f64) -> bool {
    x2 >= observed * (1.0 - TIED)
}

/// The share of random tables with a statistic at least as large, the observed table counted among them
/// (Phipson B, Smyth GK, Stat Appl Genet Mol Biol 2010;9:39). `None` beyond a million discordant pairs.
pub(super) fn simulated(
    exchanges: &[Exchange],
    rule: &Enumeration,
    observed: f64,
    statistic: impl Fn(&[u64]) -> f64 + Sync,
) -> Option<(Test, Caution)> {
    if exchanges.iter().map(|exchange| exchange.total).sum::<u64>() > MOST_SIMULATED {
        return None;
    }
    let n_draws = rule.n_draws.max(1);
    let drawn = |draw: u64| {
        let mut stream = rule.seed.stream(draw);
        let forth: Vec<u64> = exchanges.iter().map(|exchange| heads(exchange.total, &mut stream)).collect();
        as_large(statistic(&forth), observed)
    };
    let hits = (0..n_draws as u64).into_par_iter().filter(|&draw| drawn(draw)).count();
    let p_value = (hits as f64 + 1.0) / (n_draws as f64 + 1.0);
    let standard_error = (p_value * (1.0 - p_value) / n_draws as f64).sqrt();
    Some((conditional(observed, p_value), Caution::Simulated { n_draws, standard_error }))
}

/// A test against a conditional distribution.
pub(super) fn conditional(x2: f64, p_value: f64) -> Test {
    Test { statistic: Statistic::ChiSquaredConditional { x2 }, p_value: p_value.min(1.0) }
}

/// Heads of `n` fair coins, 64 at a time.
fn heads(n: u64, stream: &mut Stream) -> u64 {
    let whole: u64 = (0..n / 64).map(|_| u64::from(stream.bits().count_ones())).sum();
    let rest = n % 64;
    whole + if rest == 0 { 0 } else { u64::from((stream.bits() >> (64 - rest)).count_ones()) }
}
