//! The Jonckheere-Terpstra test for a trend over ordered groups.

use super::input::Groups;
use super::kruskal_wallis::too_few;
use super::order_null::{Null, lattice_cost};
use super::pooled::{Pooled, Ties};
use super::rank_sum::Correction;
use crate::distribution::normal;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};

/// p from the permutation distribution given the ties.
const EXACT: Method = Method {
    name: "Jonckheere-Terpstra test, exact given ties",
    reference: "Jonckheere AR, Biometrika 1954;41:133; Harding EF, Appl Stat 1984;33:1",
};
/// p from the normal distribution.
const NORMAL: Method = Method {
    name: "Jonckheere-Terpstra test, normal approximation with tie correction",
    reference: "Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 6.2; Terpstra TJ, Indag Math \
                1952;14:327",
};
/// The same with half a step towards the expectation.
const CORRECTED: Method = Method {
    name: "Jonckheere-Terpstra test, normal approximation with tie and continuity correction",
    reference: "Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 6.2; Terpstra TJ, Indag Math \
                1952;14:327",
};
/// Additions that the exact distribution with ties may take: some tenths of a second.
const AFFORDABLE: f64 = 3e8;

/// The choices the method leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendRule {
    /// The exact distribution serves up to this many values in all groups together, 200, and with ties as long as it
    /// takes at most 3e8 additions (about four groups of 12, or three of 25). More than 500 count as 500.
    pub exact_up_to: usize,
    /// Of the normal approximation; [`Correction::None`].
    pub correction: Correction,
}

impl Default for TrendRule {
    fn default() -> Self {
        Self { exact_up_to: 200, correction: Correction::None }
    }
}

/// J and its p values, two-sided and directed.
#[derive(Clone, Debug, PartialEq)]
pub struct JonckheereTerpstra {
    /// `value` is J over the number of pairs from different groups: the share of pairs in which the later group's value
    /// is the greater one, ties counting one half; 1/2 without trend. `test` is two-sided. It has no interval here.
    pub estimate: Estimate,
    /// One-sided p of values that rise from group to group.
    pub p_increasing: Answer,
    /// One-sided p of values that fall from group to group.
    pub p_decreasing: Answer,
}

/// Test of *all groups have the same distribution* against values that rise, or fall, in the order of the groups.
/// O(N log N + N k) for k groups with the normal distribution.
///
/// The two-sided p is the probability of a J at least as far from its expectation. Groups without values are left out
/// with a [`crate::Caution::EmptyGroupsLeftOut`]. Fewer than two groups with values: nothing
/// ([`Undefined::TooFewGroups`], or [`Undefined::NoValues`] if there are none). All values equal: 1/2, and no test
/// ([`Undefined::NoSpread`]). `n_ties` counts the values equal to another one, of whichever group.
pub fn jonckheere_terpstra(groups: Groups<'_>, rule: &TrendRule) -> JonckheereTerpstra {
    let filled = groups.filled();
    let pooled = Pooled::of(&filled);
    let exact = exact(&pooled, rule);
    let method = match rule.correction {
        _ if exact => EXACT,
        Correction::HalfStep => CORRECTED,
        Correction::None => NORMAL,
    };
    let estimate = Estimate {
        n_missing: groups.n_missing(),
        n_ties: pooled.ties.n_ties,
        cautions: groups.cautions(),
        ..Estimate::blank(method, groups.n())
    };
    if filled.len() < 2 {
        let reason = too_few(filled.len());
        let estimate = estimate.without(reason);
        return JonckheereTerpstra { estimate, p_increasing: Err(reason), p_decreasing: Err(reason) };
    }
    let tested = test(&pooled, exact, rule.correction);
    JonckheereTerpstra {
        estimate: Estimate {
            value: Ok(pooled.doubled_j as f64 / (2.0 * pooled.n_pairs() as f64)),
            test: tested.map(|tested| tested.two_sided),
            ..estimate
        },
        p_increasing: tested.map(|tested| tested.increasing),
        p_decreasing: tested.map(|tested| tested.decreasing),
    }
}

fn exact(pooled: &Pooled, rule: &TrendRule) -> bool {
    let few = pooled.n() <= rule.exact_up_to.min(500);
    few && (pooled.ties.n_ties == 0 || lattice_cost(&pooled.sizes, &pooled.runs) <= AFFORDABLE)
}

#[derive(Clone, Copy)]
struct Tested {
    two_sided: Test,
    increasing: f64,
    decreasing: f64,
}

fn test(pooled: &Pooled, exact: bool, correction: Correction) -> Answer<Tested> {
    if pooled.runs.len() < 2 {
        return Err(Undefined::NoSpread);
    }
    let j = pooled.doubled_j as f64 / 2.0;
    if exact {
        let null = Null::of(&pooled.sizes, &pooled.runs);
        let p_value = null.two_sided(pooled.doubled_j);
        return Ok(Tested {
            two_sided: Test { statistic: Statistic::OrderedGroups { j }, p_value },
            increasing: null.upper(pooled.doubled_j),
            decreasing: null.lower(pooled.doubled_j),
        });
    }
    let excess = j - 0.5 * pooled.n_pairs() as f64;
    let deviation = variance(&pooled.sizes, &pooled.ties).sqrt();
    let step = match correction {
        Correction::HalfStep => 0.5,
        Correction::None => 0.0,
    };
    let z = excess.signum() * (excess.abs() - step).max(0.0) / deviation;
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Ok(Tested {
        two_sided: Test { statistic: Statistic::OrderedGroupsNormal { j, z }, p_value },
        increasing: normal::upper((excess - step) / deviation),
        decreasing: normal::lower((excess + step) / deviation),
    })
}

/// Of J given the ties (Hollander, Wolfe & Chicken, 6.19): three terms, of which the second and third vanish without
/// ties.
fn variance(sizes: &[usize], ties: &Ties) -> f64 {
    let mut groups = Ties::default();
    sizes.iter().for_each(|&size| groups.push(size));
    let n = sizes.iter().sum::<usize>() as f64;
    let pairs = n * (n - 1.0);
    let plain = (pairs * (2.0 * n + 5.0) - groups.weighted - ties.weighted) / 72.0;
    let triples = if n > 2.0 { groups.triples * ties.triples / (36.0 * pairs * (n - 2.0)) } else { 0.0 };
    plain + triples + groups.pairs * ties.pairs / (8.0 * pairs)
}
