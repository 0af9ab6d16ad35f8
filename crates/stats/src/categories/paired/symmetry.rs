//! Bowker's test: is each change as frequent as its opposite?

use super::permuted::{self, Enumeration, Exchange, State, exchanges};
use super::square::SquareTable;
use crate::distribution::chi_squared;
use crate::{Caution, Estimate, Method, Statistic, Test, Undefined};

const BOWKER: Method =
    Method { name: "Bowker's test of symmetry", reference: "Bowker AH, J Am Stat Assoc 1948;43:572" };

const EXACT: Method = Method {
    name: "Bowker's test of symmetry, exact given the discordant pairs",
    reference: "Bowker AH, J Am Stat Assoc 1948;43:572; Hothorn T et al., Am Stat 2006;60:257",
};

const SIMULATED: Method = Method {
    name: "Bowker's test of symmetry, simulated given the discordant pairs",
    reference: "Bowker AH, J Am Stat Assoc 1948;43:572; Phipson B, Smyth GK, Stat Appl Genet Mol Biol 2010;9:39",
};

/// How the p value of [`symmetry`] is found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum SymmetryTest {
    /// Chi-squared.
    #[default]
    Bowker,
    /// The distribution of Bowker's statistic if each discordant pair were turned round by a fair coin.
    Exact(Enumeration),
}

/// The hypothesis that i before and j after is as frequent as j before and i after, for all i and j.
///
/// The statistic is the sum of (n_ij - n_ji)² / (n_ij + n_ji); categories that exchange nobody count neither
/// for it nor for its degrees of freedom. There is a test only; `n_zeros` counts the diagonal. No pairs:
/// [`Undefined::NoValues`]; no discordant pair: [`Undefined::NoDiscordantPairs`]. Beyond a million discordant
/// pairs that cannot be enumerated [`SymmetryTest::Exact`] answers as [`SymmetryTest::Bowker`], and `method`
/// says so.
pub fn symmetry(table: &SquareTable, test: SymmetryTest) -> Estimate {
    let exchanges = exchanges(table);
    let (method, test, caution) = match test {
        _ if exchanges.is_empty() => return undefined(table, BOWKER),
        SymmetryTest::Bowker => (BOWKER, asymptotic(&exchanges), None),
        SymmetryTest::Exact(rule) => exact(&exchanges, &rule),
    };
    Estimate { test: Ok(test), cautions: caution.into_iter().collect(), ..blank(table, method) }
}

/// Counts, and no results yet.
pub(super) fn blank(table: &SquareTable, method: Method) -> Estimate {
    Estimate {
        n_missing: table.n_missing(),
        n_zeros: table.n_concordant(),
        ..Estimate::blank(method, table.n())
    }
}

/// Nobody changed, or nobody is there.
pub(super) fn undefined(table: &SquareTable, method: Method) -> Estimate {
    let reason = if table.n() == 0 { Undefined::NoValues } else { Undefined::NoDiscordantPairs };
    Estimate { test: Err(reason), ..blank(table, method) }
}

/// (forth - back)² / total of one exchange.
fn term(forth: u64, total: u64) -> f64 {
    let excess = forth.abs_diff(total - forth) as f64;
    excess * (excess / total as f64)
}

fn statistic(exchanges: &[Exchange]) -> f64 {
    exchanges.iter().map(|exchange| term(exchange.forth, exchange.total)).sum()
}

fn asymptotic(exchanges: &[Exchange]) -> Test {
    let (x2, df) = (statistic(exchanges), exchanges.len() as f64);
    Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) }
}

fn exact(exchanges: &[Exchange], rule: &Enumeration) -> (Method, Test, Option<Caution>) {
    let observed = statistic(exchanges);
    let near = |left: f64, right: f64| (left - right).abs() <= 1e-12 * left.abs().max(right.abs());
    let states = permuted::convolve(0.0, exchanges, rule.max_states, folded, |sum, term| sum + term, near);
    if let Some(states) = states {
        let p_value =
            states.iter().filter(|state| permuted::as_large(state.0, observed)).map(|state| state.1);
        return (EXACT, permuted::conditional(observed, p_value.sum()), None);
    }
    let simulated = permuted::simulated(exchanges, rule, observed, |forth| {
        forth.iter().zip(exchanges).map(|(&forth, exchange)| term(forth, exchange.total)).sum()
    });
    match simulated {
        Some((test, caution)) => (SIMULATED, test, Some(caution)),
        None => (BOWKER, asymptotic(exchanges), None),
    }
}

/// Each value of an exchange's term: both directions give the same.
fn folded(exchange: &Exchange) -> Vec<State<f64>> {
    let total = exchange.total;
    let half = permuted::fair(total).take(total as usize / 2 + 1);
    half.map(|(forth, p)| (term(forth, total), if 2 * forth == total { p } else { 2.0 * p })).collect()
}
