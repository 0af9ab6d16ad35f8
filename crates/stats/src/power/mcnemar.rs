//! McNemar's test.

use super::search::{Course, least};
use super::signed_rank::two_tails;
use super::{Discordance, Power, SampleSize, Sides, TestRule, Wanted};
use crate::distribution::binomial;
use crate::{Answer, Caution, Method, Undefined};

const EXACT: Method = Method {
    name: "power of McNemar's exact conditional test, enumerated over the discordant pairs",
    reference: "Duffy SW, Biometrics 1984;40:1005; Lachin JM, Stat Med 1992;11:1239",
};

const MID_P: Method = Method {
    name: "power of McNemar's mid-p test, enumerated over the discordant pairs",
    reference: "Fagerland MW, Lydersen S, Laake P, BMC Med Res Methodol 2013;13:91; Duffy SW, Biometrics 1984;40:1005",
};

const CONNOR: Method = Method {
    name: "power of McNemar's test by Connor's normal approximation",
    reference: "Connor RJ, Biometrics 1987;43:207",
};

const MIETTINEN: Method = Method {
    name: "power of McNemar's test by Miettinen's normal approximation",
    reference: "Miettinen OS, Biometrics 1968;24:339",
};

/// Below so many expected discordant pairs a normal approximation carries a caution.
const ENOUGH_DISCORDANT: f64 = 10.0;
/// The largest number of pairs tried by enumeration, and by formula.
const ENUMERATION_LIMIT: usize = 1_000_000;
const LIMIT: usize = 1_000_000_000;

/// Which test, and how its power is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum McNemarApproach {
    /// The exact conditional (sign) test, its power added up over every number of discordant pairs.
    Exact,
    /// The same for the mid-p test.
    MidP,
    /// Normal approximation of the test without continuity correction (unconditional variances).
    Connor,
    /// Normal approximation of the same test (conditional on the discordant pairs, then averaged); somewhat more
    /// optimistic than Connor's.
    Miettinen,
}

/// Power of McNemar's test with `n` pairs.
///
/// Enumeration costs as many binomial tails as the number of discordant pairs has plausible values: about
/// 17 √(n discordant). An approximation that expects fewer than 10 discordant pairs carries
/// [`Caution::FewExpected`]. No pairs: no value.
pub fn mcnemar_power(n: usize, truth: Discordance, approach: McNemarApproach, rule: TestRule) -> Power {
    let value = match approach {
        _ if n == 0 => Err(Undefined::NoValues),
        McNemarApproach::Exact | McNemarApproach::MidP => Ok(enumerate(n, truth, approach, rule)),
        McNemarApproach::Connor | McNemarApproach::Miettinen => approximate(n, truth, approach, rule),
    };
    let mut power = Power::new(value, n, rule, method(approach));
    let expected = n as f64 * truth.discordant();
    let approximate = matches!(approach, McNemarApproach::Connor | McNemarApproach::Miettinen);
    if approximate && expected < ENOUGH_DISCORDANT {
        power.cautions.push(Caution::FewExpected { expected, needed: ENOUGH_DISCORDANT });
    }
    power
}

/// The least number of pairs with that power. Gains and losses alike: [`Undefined::NoEffect`].
pub fn mcnemar_size(
    wanted: Wanted,
    truth: Discordance,
    approach: McNemarApproach,
    rule: TestRule,
) -> SampleSize {
    let power = |n| mcnemar_power(n, truth, approach, rule);
    let (limit, course) = match approach {
        McNemarApproach::Exact | McNemarApproach::MidP => (ENUMERATION_LIMIT, Course::SawTooth),
        McNemarApproach::Connor | McNemarApproach::Miettinen => (LIMIT, Course::Rising),
    };
    let found = if truth.difference() == 0.0 {
        Err(Undefined::NoEffect)
    } else {
        least(1, limit, course, |n| power(n).value.is_ok_and(|value| value >= wanted.get()))
    };
    SampleSize::of(found.map(power), wanted.get(), method(approach))
}

fn method(approach: McNemarApproach) -> Method {
    match approach {
        McNemarApproach::Exact => EXACT,
        McNemarApproach::MidP => MID_P,
        McNemarApproach::Connor => CONNOR,
        McNemarApproach::Miettinen => MIETTINEN,
    }
}

/// With ψ the discordant share and δ the difference: (√n δ - z √ψ) / spread is normal, where spread² is ψ - δ²
/// (Connor) or ψ - δ² (3 + ψ) / (4 ψ) (Miettinen).
fn approximate(n: usize, truth: Discordance, approach: McNemarApproach, rule: TestRule) -> Answer {
    let (psi, delta) = (truth.discordant(), truth.difference().abs());
    if psi == 0.0 {
        return Ok(0.0);
    }
    let variance = match approach {
        McNemarApproach::Miettinen => psi - delta * delta * (3.0 + psi) / (4.0 * psi),
        _ => psi - delta * delta,
    };
    if variance <= 0.0 {
        return Err(Undefined::NoSpread);
    }
    let spread = variance.sqrt();
    two_tails((n as f64).sqrt() * delta / spread, rule.z() * psi.sqrt() / spread, rule.sides)
}

fn enumerate(n: usize, truth: Discordance, approach: McNemarApproach, rule: TestRule) -> f64 {
    let (n, psi, share) = (n as u64, truth.discordant(), truth.dominant_share());
    let mid = approach == McNemarApproach::MidP;
    let range = plausible(n, psi);
    let mut critical = Critical::starting_at(*range.start(), rule, mid);
    let mut power = 0.0;
    for m in range {
        let Some(c) = critical.at(m) else { continue };
        let mut significant = binomial::lower(c, m, 1.0 - share);
        if rule.sides == Sides::Two {
            significant += binomial::lower(c, m, share);
        }
        power += binomial::probability(m, n, psi) * significant;
    }
    power
}

/// Numbers of discordant pairs outside have a probability below 1e-16.
fn plausible(n: u64, psi: f64) -> std::ops::RangeInclusive<u64> {
    let (mean, sd) = (n as f64 * psi, (n as f64 * psi * (1.0 - psi)).sqrt());
    let reach = 8.5 * sd + 25.0;
    (mean - reach).max(0.0) as u64..=((mean + reach) as u64).min(n)
}

/// The greatest count in the rarer cell of m that is significant. It rises by at most 1 when m does.
struct Critical {
    tail: f64,
    mid: bool,
    count: Option<u64>,
}

impl Critical {
    /// One standard deviation short of where the normal distribution puts it, if that is significant.
    fn starting_at(m: u64, rule: TestRule, mid: bool) -> Self {
        let critical = Self { tail: rule.tail(), mid, count: None };
        let guess = 0.5 * m as f64 - 0.5 * (rule.z() + 1.0) * (m as f64).sqrt() - 2.0;
        let guess = (guess > 0.0).then_some(guess as u64);
        Self { count: guess.filter(|&count| critical.significant(count, m)), ..critical }
    }

    /// Asked for ascending m.
    fn at(&mut self, m: u64) -> Option<u64> {
        loop {
            let next = self.count.map_or(0, |count| count + 1);
            if 2 * next >= m || !self.significant(next, m) {
                break;
            }
            self.count = Some(next);
        }
        self.count
    }

    fn significant(&self, count: u64, m: u64) -> bool {
        let below = binomial::lower(count, m, 0.5);
        let p = if self.mid { below - 0.5 * binomial::probability(count, m, 0.5) } else { below };
        TestRule::within(p, self.tail)
    }
}
