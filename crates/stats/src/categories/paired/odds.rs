//! The direction of changes: the conditional odds ratio and the sign test.

use super::counts::PairedBinary;
use super::discordant::{Discordant, Limits};
use crate::{Estimate, Interval, Level, Method, Undefined};

const ODDS_RATIO: Method = Method {
    name: "conditional odds ratio with exact interval and McNemar's exact test",
    reference: "Breslow NE, Day NE, Statistical Methods in Cancer Research, vol. 1, IARC 1980, 5.2",
};

const SIGN: Method = Method {
    name: "sign test, exact, with Clopper and Pearson's interval",
    reference: "Dixon WJ, Mood AM, J Am Stat Assoc 1946;41:557; Clopper CJ, Pearson ES, Biometrika 1934;26:404",
};

/// Only after / only before: the odds after over the odds before, common to all units, with its exact
/// interval and McNemar's exact test.
///
/// Nobody *only before*: the value is [`Undefined::ZeroDenominator`] and the interval reaches from its finite
/// lower end to infinity. Nobody *only after*: the value and the lower end are 0. No discordant pair: nothing
/// ([`Undefined::NoDiscordantPairs`]).
pub fn conditional_odds_ratio(pairs: &PairedBinary, level: Level) -> Estimate {
    directed(
        pairs,
        level,
        ODDS_RATIO,
        |discordant| match discordant.only_before {
            0 => Err(Undefined::ZeroDenominator),
            only_before => Ok(discordant.only_after as f64 / only_before as f64),
        },
        |Limits { low, high }| (low.odds(), high.odds()),
    )
}

/// The share of *only after* (upward changes) among all changes, with Clopper and Pearson's interval and the
/// exact two-sided test of 1/2.
///
/// Unchanged pairs are counted in `n` and `n_zeros` and take no part. No change at all: nothing
/// ([`Undefined::NoDiscordantPairs`]).
pub fn sign_of_changes(pairs: &PairedBinary, level: Level) -> Estimate {
    directed(
        pairs,
        level,
        SIGN,
        |discordant| Ok(discordant.only_after as f64 / discordant.n() as f64),
        |Limits { low, high }| (low.part, high.part),
    )
}

fn directed(
    pairs: &PairedBinary,
    level: Level,
    method: Method,
    value: impl Fn(Discordant) -> crate::Answer,
    ends: impl Fn(Limits) -> (f64, f64),
) -> Estimate {
    let estimate = Estimate {
        n_missing: pairs.n_missing(),
        n_zeros: pairs.n_concordant(),
        ..Estimate::blank(method, pairs.n())
    };
    let Some(discordant) = Discordant::of(pairs) else {
        let nothing = if pairs.n() == 0 { Undefined::NoValues } else { Undefined::NoDiscordantPairs };
        return estimate.without(nothing);
    };
    let value = value(discordant);
    let (low, high) = ends(discordant.share(level));
    let (low, high) = value.map_or((low, high), |value| (low.min(value), high.max(value)));
    Estimate {
        value,
        ci: Ok(Interval { low, high, level, method }),
        test: Ok(discordant.count_test(discordant.exact())),
        ..estimate
    }
}
