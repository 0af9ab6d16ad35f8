//! Score intervals of the difference, the ratio and the odds ratio of two proportions.

mod difference;
mod odds;
mod ratio;

use super::two::{Two, blank};
use crate::distribution::normal;
use crate::numeric::rising_root;
use crate::{Answer, Estimate, Interval, Level, Method, Proportion, Statistic, Test, Undefined};

const DIFFERENCE: [Method; 2] = [
    Method {
        name: "Miettinen-Nurminen score interval of a difference of proportions",
        reference: "Miettinen O, Nurminen M, Stat Med 1985;4:213",
    },
    Method {
        name: "Mee score interval of a difference of proportions",
        reference: "Mee RW, Biometrics 1984;40:1175; Newcombe RG, Stat Med 1998;17:873 (method 5)",
    },
];

const RATIO: [Method; 2] = [
    Method {
        name: "Miettinen-Nurminen score interval of a risk ratio",
        reference: "Miettinen O, Nurminen M, Stat Med 1985;4:213",
    },
    Method {
        name: "Koopman score interval of a risk ratio",
        reference: "Koopman PAR, Biometrics 1984;40:513",
    },
];

const ODDS: [Method; 2] = [
    Method {
        name: "Miettinen-Nurminen score interval of an odds ratio",
        reference: "Miettinen O, Nurminen M, Stat Med 1985;4:213",
    },
    Method {
        name: "Cornfield score interval of an odds ratio, without continuity correction",
        reference: "Cornfield J, Proc 3rd Berkeley Symp 1956;4:135; Agresti A, Categorical Data Analysis, 3.2",
    },
];

/// What the score statistic's variance is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreVariance {
    /// N / (N - 1), N the units of both groups: Miettinen & Nurminen. The test is then Pearson's X² times
    /// (N - 1) / N (Campbell's "N - 1" test).
    MiettinenNurminen,
    /// 1: Mee (difference), Koopman (ratio), Cornfield (odds ratio). The test is then Pearson's without correction.
    Unadjusted,
}

/// The choices the score method leaves open. The default is Miettinen and Nurminen's, 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreRule {
    /// Confidence level.
    pub level: Level,
    /// Factor of the variance.
    pub variance: ScoreVariance,
}

impl Default for ScoreRule {
    fn default() -> Self {
        Self { level: Level::NINETY_FIVE, variance: ScoreVariance::MiettinenNurminen }
    }
}

impl ScoreRule {
    fn method(&self, methods: [Method; 2]) -> Method {
        methods[usize::from(self.variance == ScoreVariance::Unadjusted)]
    }

    /// What z is multiplied by.
    fn factor(&self, two: &Two) -> f64 {
        match self.variance {
            ScoreVariance::MiettinenNurminen => ((two.n() - 1.0) / two.n()).sqrt(),
            ScoreVariance::Unadjusted => 1.0,
        }
    }

    fn interval(&self, low: f64, high: f64, methods: [Method; 2]) -> Interval {
        Interval { low, high, level: self.level, method: self.method(methods) }
    }

    /// The z of the interval's ends, before the variance's factor.
    fn reach(&self, two: &Two) -> f64 {
        normal::quantile_upper(self.level.tail()) / self.factor(two)
    }
}

/// Proportion of `second` minus that of `first`, from -1 to 1, with the interval of all differences d that the score
/// test accepts: |p2 - p1 - d| over its SE under d, the two proportions estimated by maximum likelihood with
/// difference d. z of no difference and its two-sided normal p. `n` counts both groups.
///
/// A group of nobody: [`Undefined::ZeroDenominator`]. All or none have it: value and interval stand, and there is no
/// test ([`Undefined::NoSpread`]). The interval and the test always agree.
pub fn score_difference(first: Proportion, second: Proportion, rule: &ScoreRule) -> Estimate {
    answer(first, second, rule, DIFFERENCE, |two| {
        let (low, high) = difference::limits(two, rule.reach(two));
        let value = two.difference();
        (Ok(value), Ok(rule.interval(low.clamp(-1.0, value), high.clamp(value, 1.0), DIFFERENCE)))
    })
}

/// Proportion of `second` over that of `first`, with the score interval and the test of [`score_difference`].
///
/// Nothing is added to zeros. Nobody in `second` has it: value 0 and a lower end of 0. Nobody in `first`: no value
/// ([`Undefined::ZeroDenominator`]) and an infinite upper end. Nobody at all: also no interval
/// ([`Undefined::EmptyMargin`]).
pub fn score_risk_ratio(first: Proportion, second: Proportion, rule: &ScoreRule) -> Estimate {
    answer(first, second, rule, RATIO, |two| {
        let value = two.risk_ratio();
        if two.x() == 0.0 {
            return (value, Err(Undefined::EmptyMargin));
        }
        let ends = Ends { zero: two.x2 == 0.0, infinite: two.x1 == 0.0, value: value.ok() };
        let start = ((two.x2 + 0.5) / (two.n2 + 0.5) / ((two.x1 + 0.5) / (two.n1 + 0.5))).ln();
        let (low, high) = ends.limits(start, rule.reach(two), |ratio| ratio::score(two, ratio));
        (value, Ok(rule.interval(low, high, RATIO)))
    })
}

/// Odds of `second` over those of `first`, with the score interval and the test of [`score_difference`].
///
/// Nothing is added to zeros: as for [`score_risk_ratio`], where having it and not having it are exchangeable here.
/// All or none have it: [`Undefined::EmptyMargin`].
pub fn score_odds_ratio(first: Proportion, second: Proportion, rule: &ScoreRule) -> Estimate {
    answer(first, second, rule, ODDS, |two| {
        let value = two.odds_ratio();
        if two.uniform() {
            return (value, Err(Undefined::EmptyMargin));
        }
        let (y1, y2) = two.others();
        let ends = Ends {
            zero: two.x2 == 0.0 || y1 == 0.0,
            infinite: two.x1 == 0.0 || y2 == 0.0,
            value: value.ok(),
        };
        let start = ((two.x2 + 0.5) / (y2 + 0.5) / ((two.x1 + 0.5) / (y1 + 0.5))).ln();
        let (low, high) = ends.limits(start, rule.reach(two), |odds| odds::score(two, odds));
        (value, Ok(rule.interval(low, high, ODDS)))
    })
}

fn answer(
    first: Proportion,
    second: Proportion,
    rule: &ScoreRule,
    methods: [Method; 2],
    of: impl Fn(&Two) -> (Answer, Answer<Interval>),
) -> Estimate {
    let blank = blank(first, second, rule.method(methods));
    match Two::of(first, second) {
        Err(reason) => blank.without(reason),
        Ok(two) => {
            let (value, ci) = of(&two);
            Estimate { value, ci, test: test(&two, rule), ..blank }
        }
    }
}

/// (p2 - p1) over its SE with one common proportion.
fn test(two: &Two, rule: &ScoreRule) -> Answer<Test> {
    if two.uniform() {
        return Err(Undefined::NoSpread);
    }
    let common = two.x() / two.n();
    let (y1, y2) = two.others();
    let variance = common * ((y1 + y2) / two.n()) * (1.0 / two.n1 + 1.0 / two.n2);
    let z = two.difference() / variance.sqrt() * rule.factor(two);
    Ok(Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) })
}

/// Which ends of a ratio's interval are at the end of all ratios.
struct Ends {
    zero: bool,
    infinite: bool,
    value: Option<f64>,
}

impl Ends {
    /// Where the score, which falls with the ratio, is `reach` and -`reach`; searched on the logarithm.
    fn limits(&self, start: f64, reach: f64, score: impl Fn(f64) -> f64) -> (f64, f64) {
        let at = |target: f64| rising_root(start, |ln| target - score(ln.exp())).exp();
        let low = if self.zero { 0.0 } else { at(reach) };
        let high = if self.infinite { f64::INFINITY } else { at(-reach) };
        let within = |value: f64| (low.min(value), high.max(value));
        self.value.map_or((low, high), within)
    }
}
