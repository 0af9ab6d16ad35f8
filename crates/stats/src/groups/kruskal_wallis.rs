//! The Kruskal-Wallis test.

mod null;

use super::input::Groups;
use super::pooled::Pooled;
use crate::distribution::chi_squared;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};

/// p from the permutation distribution given the ties.
const EXACT: Method = Method {
    name: "Kruskal-Wallis test, exact given ties",
    reference: "Kruskal WH, Wallis WA, J Am Stat Assoc 1952;47:583",
};
/// p from the chi-squared distribution.
const CHI_SQUARED: Method = Method {
    name: "Kruskal-Wallis test, tie corrected, chi-squared approximation",
    reference: "Kruskal WH, Wallis WA, J Am Stat Assoc 1952;47:583; Hollander, Wolfe & Chicken, 6.1",
};

/// Where the p value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum KruskalWallisP {
    /// Exact for up to eight groups whose values can be divided in at most 1e9 ways (three groups of 7, four
    /// of 4, five of 3), chi-squared beyond.
    #[default]
    ExactIfSmall,
    /// Chi-squared, as R and SAS by default.
    ChiSquared,
}

/// H, its p value and the groups' mean ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct KruskalWallis {
    /// `value` is epsilon squared, H / (N - 1): the share of the ranks' variance that lies between groups, from 0 to 1.
    /// It has no interval here.
    pub estimate: Estimate,
    /// Mean midrank of each group in the order given; [`Undefined::NoValues`] for a group without values.
    pub mean_ranks: Vec<Answer>,
}

/// Test of *all groups have the same distribution* against differences in location, by midranks.
/// O(N log N) with the chi-squared distribution.
///
/// Groups without values are left out with a [`crate::Caution::EmptyGroupsLeftOut`]. Fewer than two groups with values:
/// [`Undefined::TooFewGroups`], or [`Undefined::NoValues`] if there are none. All values equal: no test and no value
/// ([`Undefined::NoSpread`]). `n_ties` counts the values equal to another one, of whichever group.
pub fn kruskal_wallis(groups: Groups<'_>, p: KruskalWallisP) -> KruskalWallis {
    let filled = groups.filled();
    let pooled = Pooled::of(&filled);
    let result = if filled.len() > 1 { test(&pooled, p) } else { Err(too_few(filled.len())) };
    let exact = matches!(result, Ok(Test { statistic: Statistic::KruskalWallis { .. }, .. }));
    let n = groups.n();
    KruskalWallis {
        estimate: Estimate {
            value: result.and_then(|test| match test.statistic {
                Statistic::KruskalWallis { h } | Statistic::ChiSquared { x2: h, .. } => {
                    Ok(h / (n as f64 - 1.0))
                }
                _ => Err(Undefined::NotPartOfMethod),
            }),
            test: result,
            n_missing: groups.n_missing(),
            n_ties: pooled.ties.n_ties,
            cautions: groups.cautions(),
            ..Estimate::blank(if exact { EXACT } else { CHI_SQUARED }, n)
        },
        mean_ranks: mean_ranks(groups, &pooled),
    }
}

/// Why fewer than two groups with values cannot be compared.
pub(super) fn too_few(n_filled: usize) -> Undefined {
    if n_filled == 0 { Undefined::NoValues } else { Undefined::TooFewGroups { needed: 2, found: n_filled } }
}

fn mean_ranks(groups: Groups<'_>, pooled: &Pooled) -> Vec<Answer> {
    let mut filled = pooled.sizes.iter().zip(&pooled.doubled_ranks);
    let mean = |(&size, &doubled): (&usize, &u64)| doubled as f64 / 2.0 / size as f64;
    groups
        .samples()
        .iter()
        .map(|sample| if sample.values().is_empty() { None } else { filled.next() })
        .map(|group| group.map(mean).ok_or(Undefined::NoValues))
        .collect()
}

fn test(pooled: &Pooled, p: KruskalWallisP) -> Answer<Test> {
    if pooled.runs.len() < 2 {
        return Err(Undefined::NoSpread);
    }
    let h = statistic(pooled);
    let exact = match p {
        KruskalWallisP::ExactIfSmall => null::p_value(pooled),
        KruskalWallisP::ChiSquared => None,
    };
    Ok(match exact {
        Some(p_value) => Test { statistic: Statistic::KruskalWallis { h }, p_value },
        None => {
            let df = pooled.sizes.len() as f64 - 1.0;
            let p_value = chi_squared::upper(h, df).clamp(0.0, 1.0);
            Test { statistic: Statistic::ChiSquared { x2: h, df }, p_value }
        }
    })
}

/// 12 / (N (N + 1)) Σ n (mean rank - (N + 1)/2)², over 1 - Σ(t³ - t)/(N³ - N). The deviations are whole numbers, so that
/// nothing cancels.
fn statistic(pooled: &Pooled) -> f64 {
    let n = pooled.n() as f64;
    let squares: f64 = deviations(pooled).map(|(size, d)| d as f64 * (d as f64 / size as f64)).sum();
    let cubes = n * n * n - n - pooled.ties.cubes();
    3.0 * squares * (n - 1.0) / cubes
}

/// Size and twice the sum of ranks less its expectation, for each group.
fn deviations(pooled: &Pooled) -> impl Iterator<Item = (usize, i128)> {
    let all = pooled.n() as i128 + 1;
    let groups = pooled.sizes.iter().zip(&pooled.doubled_ranks);
    groups.map(move |(&size, &doubled)| (size, i128::from(doubled) - size as i128 * all))
}
