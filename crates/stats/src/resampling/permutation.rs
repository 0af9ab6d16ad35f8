//! Permutation tests of a statistic: signs flipped within pairs, or labels shuffled between groups.

use crate::answer::finite;
use crate::random::{Seed, Stream};
use crate::{Answer, Estimate, Method, Pairs, Sample, Statistic, Test, Undefined};
use rayon::prelude::*;

/// How many arrangements are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermutationRule {
    /// All arrangements are enumerated up to this many; 2^20, that is 20 pairs or two groups of 11.
    pub exact_up_to: u64,
    /// Beyond, as many are drawn; 9999.
    pub n_draws: u64,
    /// Where the draws begin; unused by enumeration.
    pub seed: Seed,
}

impl Default for PermutationRule {
    fn default() -> Self {
        Self { exact_up_to: 1 << 20, n_draws: 9999, seed: Seed(0) }
    }
}

/// A permutation test.
#[derive(Clone, Debug, PartialEq)]
pub struct Permutation {
    /// The statistic of the data, and its two-sided test; no interval.
    pub estimate: Estimate,
    /// Arrangements enumerated or drawn.
    pub n_arrangements: u64,
    /// Standard error of p from drawing; [`Undefined::NotPartOfMethod`] where all were enumerated.
    pub monte_carlo_error: Answer,
}

const FISHER_PITMAN: &str =
    "Fisher RA, The Design of Experiments, 1935, 21; Pitman EJG, J R Stat Soc Suppl 1937;4:119";
const DRAWN: &str = "Phipson B, Smyth GK, Stat Appl Genet Mol Biol 2010;9:39";
const SIGNS: Method =
    Method { name: "permutation test of paired differences, all signs", reference: FISHER_PITMAN };
const SIGNS_DRAWN: Method =
    Method { name: "permutation test of paired differences, signs drawn", reference: DRAWN };
const LABELS: Method =
    Method { name: "permutation test of two groups, all divisions", reference: FISHER_PITMAN };
const LABELS_DRAWN: Method =
    Method { name: "permutation test of two groups, divisions drawn", reference: DRAWN };

/// Statistics that agree in nine digits count as equal: their sums were taken in another order.
const SAME: f64 = 1.0 - 1e-9;

/// Tests that the differences after - before are symmetric about 0: under that every choice of signs is as likely.
///
/// `statistic` takes the differences and measures departure from 0 in both directions (a mean, a median, a t);
/// p is the share of sign choices whose statistic is at least as far from 0 as observed. Up to `exact_up_to` choices all
/// 2^n are enumerated; beyond, p = (1 + hits) / (1 + draws), which is never 0. An undefined statistic of a choice
/// counts as a hit, which errs towards no difference. No pairs: [`Undefined::NoValues`].
pub fn permute_signs(
    pairs: Pairs<'_>,
    statistic: impl Fn(&[f64]) -> Answer + Sync,
    rule: &PermutationRule,
) -> Permutation {
    let differences: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    let n = differences.len();
    let blank = Estimate {
        n_missing: pairs.n_missing(),
        n_zeros: differences.iter().filter(|&&difference| difference == 0.0).count(),
        ..Estimate::blank(SIGNS, n)
    };
    if differences.iter().any(|difference| difference.is_infinite()) {
        return undefined(blank, Undefined::BeyondRange);
    }
    let n_choices = if n < 63 { Some(1_u64 << n) } else { None };
    let enumerated = |choice: u64, room: &mut Vec<f64>| {
        room.clear();
        room.extend(differences.iter().enumerate().map(|(i, d)| if choice >> i & 1 == 1 { -d } else { *d }));
        statistic(room)
    };
    let drawn = |stream: &mut Stream, room: &mut Vec<f64>| {
        room.clear();
        for signs in differences.chunks(64) {
            let bits = stream.bits();
            room.extend(signs.iter().enumerate().map(|(i, d)| if bits >> i & 1 == 1 { -d } else { *d }));
        }
        statistic(room)
    };
    let all = n_choices.filter(|&choices| choices <= rule.exact_up_to);
    let observed = if n == 0 { Err(Undefined::NoValues) } else { statistic(&differences) };
    match all {
        Some(choices) => exhaust(blank, observed, choices, |from, to, count| {
            let mut room = Vec::new();
            (from..to).for_each(|choice| count(enumerated(choice, &mut room)));
        }),
        None => sample(Estimate { method: SIGNS_DRAWN, ..blank }, observed, rule, drawn),
    }
}

/// Tests that two groups come from one distribution: under that every division of all values into groups of these
/// sizes is as likely.
///
/// `statistic` takes the first group and the second and measures their distance in both directions from 0 (second
/// minus first, say). Otherwise as [`permute_signs`]; all divisions are enumerated up to `exact_up_to` and 63
/// values. Either group empty: [`Undefined::NoValues`].
pub fn permute_groups(
    first: Sample<'_>,
    second: Sample<'_>,
    statistic: impl Fn(&[f64], &[f64]) -> Answer + Sync,
    rule: &PermutationRule,
) -> Permutation {
    let (n_first, all) = (first.values().len(), [first.values(), second.values()].concat());
    let blank =
        Estimate { n_missing: first.n_missing() + second.n_missing(), ..Estimate::blank(LABELS, all.len()) };
    let empty = n_first == 0 || n_first == all.len();
    let observed = if empty { Err(Undefined::NoValues) } else { statistic(first.values(), second.values()) };
    let n_divisions = choose(all.len(), n_first).filter(|&n| n <= rule.exact_up_to && all.len() < 64);
    let drawn = |stream: &mut Stream, room: &mut Vec<f64>| {
        room.clear();
        room.extend_from_slice(&all);
        stream.shuffle(room);
        statistic(&room[..n_first], &room[n_first..])
    };
    match n_divisions {
        Some(divisions) => exhaust(blank, observed, divisions, |from, to, count| {
            let mut members = division(from, n_first);
            let mut room = (Vec::new(), Vec::new());
            for _ in from..to {
                split(&all, members, &mut room);
                count(statistic(&room.0, &room.1));
                members = next_division(members);
            }
        }),
        None => sample(Estimate { method: LABELS_DRAWN, ..blank }, observed, rule, drawn),
    }
}

/// Every arrangement, in blocks that the processors share.
fn exhaust(
    blank: Estimate,
    observed: Answer,
    n_arrangements: u64,
    block: impl Fn(u64, u64, &mut dyn FnMut(Answer)) + Sync,
) -> Permutation {
    const BLOCK: u64 = 1 << 12;
    let value = match observed.and_then(finite) {
        Ok(value) => value,
        Err(reason) => return undefined(blank, reason),
    };
    let hits: u64 = (0..n_arrangements.div_ceil(BLOCK))
        .into_par_iter()
        .map(|number| {
            let mut hits = 0;
            let mut count = |found: Answer| hits += u64::from(as_far(found, value));
            block(number * BLOCK, ((number + 1) * BLOCK).min(n_arrangements), &mut count);
            hits
        })
        .sum();
    let p_value = hits as f64 / n_arrangements as f64;
    finish(blank, value, p_value, n_arrangements, Err(Undefined::NotPartOfMethod))
}

/// Drawn arrangements; the data's own counts as one of them.
fn sample(
    blank: Estimate,
    observed: Answer,
    rule: &PermutationRule,
    draw: impl Fn(&mut Stream, &mut Vec<f64>) -> Answer + Sync,
) -> Permutation {
    let value = match observed.and_then(finite) {
        Ok(value) => value,
        Err(reason) => return undefined(blank, reason),
    };
    let hits: u64 = (0..rule.n_draws)
        .into_par_iter()
        .map_init(Vec::new, |room, replicate| {
            u64::from(as_far(draw(&mut rule.seed.stream(replicate), room), value))
        })
        .sum();
    let of = rule.n_draws as f64 + 1.0;
    let p_value = (hits as f64 + 1.0) / of;
    let error = (p_value * (1.0 - p_value) / of).sqrt();
    finish(blank, value, p_value, rule.n_draws, Ok(error))
}

/// An arrangement without statistic counts as far.
fn as_far(found: Answer, value: f64) -> bool {
    found.and_then(finite).map_or(true, |found| found.abs() >= value.abs() * SAME)
}

fn finish(
    blank: Estimate,
    value: f64,
    p_value: f64,
    n_arrangements: u64,
    monte_carlo_error: Answer,
) -> Permutation {
    let test = Ok(Test { statistic: Statistic::Permutation { value }, p_value });
    Permutation { estimate: Estimate { value: Ok(value), test, ..blank }, n_arrangements, monte_carlo_error }
}

fn undefined(blank: Estimate, reason: Undefined) -> Permutation {
    Permutation {
        estimate: Estimate { value: Err(reason), test: Err(reason), ..blank },
        n_arrangements: 0,
        monte_carlo_error: Err(reason),
    }
}

/// Ways to choose k of n, `None` beyond 2^63.
fn choose(n: usize, k: usize) -> Option<u64> {
    let k = k.min(n - k);
    let mut ways: u128 = 1;
    for i in 0..k {
        ways = ways * (n - i) as u128 / (i + 1) as u128;
        if ways > 1 << 63 {
            return None;
        }
    }
    Some(ways as u64)
}

/// The division with this number: bit i set where the i-th value belongs to the first group. Numbered in the order of
/// the bit patterns (the combinatorial number system).
fn division(mut number: u64, mut k: usize) -> u64 {
    let mut members = 0;
    while k > 0 {
        let mut top = k - 1;
        while choose(top + 1, k).is_some_and(|ways| ways <= number) {
            top += 1;
        }
        number -= if top >= k { choose(top, k).unwrap_or(0) } else { 0 };
        members |= 1 << top;
        k -= 1;
    }
    members
}

/// The next larger pattern with as many bits (Gosper).
fn next_division(members: u64) -> u64 {
    if members == 0 {
        return 0;
    }
    let lowest = members & members.wrapping_neg();
    let carried = members.wrapping_add(lowest);
    if carried == 0 { 0 } else { carried | (((members ^ carried) / lowest) >> 2) }
}

fn split(all: &[f64], members: u64, room: &mut (Vec<f64>, Vec<f64>)) {
    room.0.clear();
    room.1.clear();
    for (i, &value) in all.iter().enumerate() {
        if members >> i & 1 == 1 { room.0.push(value) } else { room.1.push(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_are_numbered_in_order() {
        let mut members = division(0, 3);
        for number in 0..choose(7, 3).unwrap() {
            assert_eq!(members, division(number, 3));
            assert_eq!(members.count_ones(), 3);
            members = next_division(members);
        }
    }
}
