//! Wilcoxon's signed rank.

use super::paired_t;
use super::search::{Course, least};
use super::{Effect, Power, SampleSize, Sides, TestRule, Wanted};
use crate::distribution::normal;
use crate::random::{Seed, Stream};
use crate::{Answer, Method, Undefined};
use rayon::prelude::*;
use std::f64::consts::{PI, SQRT_2};

const EFFICIENCY: Method = Method {
    name: "power of the signed-rank test: the t test's with n times the asymptotic relative efficiency",
    reference: "Hodges JL, Lehmann EL, Ann Math Stat 1956;27:324; Lehmann EL, Nonparametrics, 1998, 4.2",
};

const NOETHER: Method = Method {
    name: "power of the signed-rank test by Noether's formula",
    reference: "Noether GE, J Am Stat Assoc 1987;82:645",
};

const SIMULATION: Method = Method {
    name: "power of the signed-rank test by simulation",
    reference: "Wilcoxon F, Biometrics 1945;1:80; Morris TP et al., Stat Med 2019;38:2074 (Monte Carlo error)",
};

/// The largest number of pairs tried by formula, and by simulation.
const LIMIT: usize = 100_000_000;
const SIMULATION_LIMIT: usize = 10_000;

/// The distribution of the single changes about their mean; all symmetric, standardised to the SD of [`Effect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Tails like those of most laboratory values on a log scale.
    Normal,
    /// Somewhat heavier tails.
    Logistic,
    /// Heavy tails and a peak: the double exponential.
    Laplace,
    /// No tails.
    Uniform,
}

impl Shape {
    /// Asymptotic efficiency of the signed-rank relative to the t test, 12 σ² (∫ f²)².
    pub fn efficiency(self) -> f64 {
        match self {
            Self::Normal => 3.0 / PI,
            Self::Logistic => PI * PI / 9.0,
            Self::Laplace => 1.5,
            Self::Uniform => 1.0,
        }
    }

    /// P(D1 + D2 > 0) - 1/2 for two changes with this effect taken as positive: what Noether's formula squares.
    pub fn excess_probability(self, effect: Effect) -> f64 {
        let size = effect.size();
        match self {
            Self::Normal => 0.5 - normal::upper(SQRT_2 * size),
            Self::Logistic => logistic_excess(2.0 * size * PI / 3.0_f64.sqrt()),
            Self::Laplace => {
                let x = 2.0 * SQRT_2 * size;
                if x > 700.0 { 0.5 } else { 0.5 - 0.25 * (2.0 + x) * (-x).exp() }
            }
            Self::Uniform => {
                let beyond = (1.0 - size / 3.0_f64.sqrt()).max(0.0);
                0.5 * (1.0 - beyond * beyond)
            }
        }
    }

    /// One change with mean 0 and SD 1.
    fn draw(self, stream: &mut Stream) -> f64 {
        if self == Self::Normal {
            return stream.normal();
        }
        let u = stream.uniform() + 0.5 / 9_007_199_254_740_992.0;
        match self {
            Self::Normal | Self::Uniform => 3.0_f64.sqrt() * (2.0 * u - 1.0),
            Self::Logistic => 3.0_f64.sqrt() / PI * (u.ln() - (-u).ln_1p()),
            Self::Laplace if u < 0.5 => (2.0 * u).ln() / SQRT_2,
            Self::Laplace => -(2.0 * (1.0 - u)).ln() / SQRT_2,
        }
    }
}

/// P(L1 + L2 > -y) - 1/2 for standard logistic variables.
fn logistic_excess(y: f64) -> f64 {
    if y < 0.03 {
        return y / 6.0 - y * y * y / 180.0;
    }
    let below = -(-y).exp_m1();
    let decay = if y > 700.0 { 0.0 } else { y * (-y).exp() };
    (below - decay) / (below * below) - 0.5
}

/// How the power is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignedRankApproach {
    /// As if n were n times the efficiency of the shape, in the t test: good for small effects.
    Efficiency,
    /// A normal test of P(D1 + D2 > 0), with the variance it has without an effect: good for small effects.
    Noether,
    /// So many simulated studies, each tested exactly (above 200 pairs by the normal approximation with
    /// continuity correction), from streams of the seed. Same answer for any number of threads.
    Simulation {
        /// Simulated studies; none has no value.
        n_draws: usize,
        /// Where the streams begin.
        seed: Seed,
    },
}

/// Power of the signed-rank test with `n` pairs whose changes have that shape.
///
/// The efficiency needs an effective number of 1.5; no draws, or no pairs, have no power. A simulated value
/// carries its standard error √(power (1 - power) / draws).
pub fn signed_rank_power(
    n: usize,
    effect: Effect,
    shape: Shape,
    approach: SignedRankApproach,
    rule: TestRule,
) -> Power {
    let (size, z) = (effect.size(), rule.z());
    let (value, method) = match approach {
        SignedRankApproach::Efficiency => (by_efficiency(n, size, shape, rule), EFFICIENCY),
        SignedRankApproach::Noether => {
            let signal = (3.0 * n as f64).sqrt() * shape.excess_probability(effect);
            (two_tails(signal, z, rule.sides), NOETHER)
        }
        SignedRankApproach::Simulation { n_draws, seed } => {
            (simulate(n, size, shape, n_draws, seed, rule), SIMULATION)
        }
    };
    let value = if n == 0 { Err(Undefined::NoValues) } else { value };
    let mut power = Power::new(value, n, rule, method);
    if let (SignedRankApproach::Simulation { n_draws, .. }, Ok(p)) = (approach, power.value) {
        power.simulation_error = Ok((p * (1.0 - p) / n_draws as f64).sqrt());
    }
    power
}

/// The least number of pairs with that power; no effect has none. Simulation tries up to 10,000 pairs, with the
/// same streams for every number; its answer shifts with the seed by as much as its error allows.
pub fn signed_rank_size(
    wanted: Wanted,
    effect: Effect,
    shape: Shape,
    approach: SignedRankApproach,
    rule: TestRule,
) -> SampleSize {
    let power = |n| signed_rank_power(n, effect, shape, approach, rule);
    let limit = match approach {
        SignedRankApproach::Simulation { .. } => SIMULATION_LIMIT,
        _ => LIMIT,
    };
    let course = match approach {
        SignedRankApproach::Simulation { .. } => Course::ShortTeeth,
        _ => Course::Rising,
    };
    let found = if effect.size() == 0.0 {
        Err(Undefined::NoEffect)
    } else {
        least(1, limit, course, |n| power(n).value.is_ok_and(|value| value >= wanted.get()))
    };
    let method = power(1).method;
    SampleSize::of(found.map(power), wanted.get(), method)
}

fn by_efficiency(n: usize, size: f64, shape: Shape, rule: TestRule) -> Answer {
    let effective = n as f64 * shape.efficiency();
    if effective < 1.5 {
        return Err(Undefined::TooFew { needed: 2, found: n });
    }
    Ok(paired_t::at(effective, size, rule))
}

/// A normal statistic with mean `signal` >= 0 beyond z, or also below -z.
pub(super) fn two_tails(signal: f64, z: f64, sides: Sides) -> Answer {
    let right = normal::upper(z - signal);
    Ok(match sides {
        Sides::One => right,
        Sides::Two => right + normal::upper(z + signal),
    })
}

fn simulate(n: usize, size: f64, shape: Shape, n_draws: usize, seed: Seed, rule: TestRule) -> Answer {
    if n_draws == 0 {
        return Err(Undefined::NoValues);
    }
    let Some(critical) = critical_sum(n, rule.tail()) else { return Ok(0.0) };
    let total = (n * (n + 1) / 2) as u64;
    let significant = |replicate: usize| {
        let against = sum_of_negative_ranks(n, size, shape, &mut seed.stream(replicate as u64));
        against <= critical || (rule.sides == Sides::Two && total - against <= critical)
    };
    let n_significant = (0..n_draws).into_par_iter().filter(|&replicate| significant(replicate)).count();
    Ok(n_significant as f64 / n_draws as f64)
}

fn sum_of_negative_ranks(n: usize, size: f64, shape: Shape, stream: &mut Stream) -> u64 {
    let mut changes: Vec<f64> = (0..n).map(|_| size + shape.draw(stream)).collect();
    changes.sort_unstable_by(|left, right| left.abs().total_cmp(&right.abs()));
    changes.iter().zip(1..).filter(|(change, _)| **change < 0.0).map(|(_, rank)| rank).sum()
}

/// The greatest sum that is significant on one side without ties; `None` if none is.
fn critical_sum(n: usize, tail: f64) -> Option<u64> {
    if n > 200 {
        let n = n as f64;
        let sd = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0).sqrt();
        let limit = n * (n + 1.0) / 4.0 - 0.5 - normal::quantile_upper(tail) * sd;
        return (limit >= 0.0).then_some(limit as u64);
    }
    let most = n * (n + 1) / 4;
    let mut shares = vec![0.0; most + 1];
    shares[0] = 0.5_f64.powi(n as i32);
    for rank in 1..=n.min(most) {
        for sum in (rank..=most).rev() {
            shares[sum] += shares[sum - rank];
        }
    }
    let mut below = 0.0;
    let n_significant = shares.iter().take_while(|&&share| {
        below += share;
        TestRule::within(below, tail)
    });
    (n_significant.count() as u64).checked_sub(1)
}
