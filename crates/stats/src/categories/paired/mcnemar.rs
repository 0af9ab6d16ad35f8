//! McNemar's test with the paired difference of proportions.

use super::counts::PairedBinary;
use super::difference::{self, DifferenceInterval};
use super::discordant::Discordant;
use crate::distribution::normal;
use crate::{Answer, Estimate, Level, Method, Statistic, Test, Undefined};

const EXACT: Method = Method {
    name: "McNemar's test, exact (binomial given the discordant pairs)",
    reference: "McNemar Q, Psychometrika 1947;12:153; Agresti A, Categorical Data Analysis, 3rd ed., 11.1",
};

const MID_P: Method = Method {
    name: "McNemar's test, mid-p",
    reference: "Fagerland MW, Lydersen S, Laake P, BMC Med Res Methodol 2013;13:91",
};

const ASYMPTOTIC: Method = Method {
    name: "McNemar's test, asymptotic without continuity correction",
    reference: "McNemar Q, Psychometrika 1947;12:153",
};

const CORRECTED: Method = Method {
    name: "McNemar's test, asymptotic with Edwards' continuity correction",
    reference: "Edwards AL, Psychometrika 1948;13:185",
};

/// How McNemar's p value is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum McNemarTest {
    /// Binomial given the number of discordant pairs, twice the smaller tail: never too many false alarms,
    /// and often far fewer than asked.
    #[default]
    Exact,
    /// The exact one less half of what lies at the observed count: near the level asked for.
    MidP,
    /// Chi-squared with one degree of freedom; at small numbers sometimes above the level.
    Asymptotic,
    /// Chi-squared with the difference of counts moved by 1 towards 0: close to the exact one.
    Corrected,
}

/// The choices of [`mcnemar`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct McNemarRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// The test; exact.
    pub test: McNemarTest,
    /// The interval of the difference; Tango's.
    pub interval: DifferenceInterval,
}

/// Share after - share before, as a fraction of 1, with its interval and McNemar's two-sided test.
///
/// `n` counts all pairs and `n_zeros` the concordant ones, which take part in the difference and not in the
/// test. `sd` is that of the differences -1, 0, 1. No pairs: nothing ([`Undefined::NoValues`]). No discordant
/// pair: the difference is 0, Tango's and Newcombe's intervals are defined, the test is not
/// ([`Undefined::NoDiscordantPairs`]).
///
/// The default test is exact and the default interval a score interval: at the margin one may exclude 0 where
/// the other does not. [`McNemarTest::Asymptotic`] and Tango's interval always agree.
///
/// ```
/// use stats::categories::{McNemarRule, PairedBinary, PairedCounts, mcnemar};
///
/// let scans = PairedBinary::new(PairedCounts { both: 1, only_before: 1, only_after: 7, neither: 12 })?;
/// let change = mcnemar(&scans, &McNemarRule::default());
/// assert_eq!((change.value, change.n, change.n_zeros), (Ok(6.0 / 21.0), 21, 13));
/// assert!((change.p_value().unwrap() - 18.0 / 256.0).abs() < 1e-14);
/// # Ok::<(), stats::InputError>(())
/// ```
pub fn mcnemar(pairs: &PairedBinary, rule: &McNemarRule) -> Estimate {
    let (method, p_value) = match rule.test {
        McNemarTest::Exact => (EXACT, Discordant::exact as fn(Discordant) -> f64),
        McNemarTest::MidP => (MID_P, Discordant::mid_p as fn(Discordant) -> f64),
        McNemarTest::Asymptotic => return asymptotic(pairs, rule, ASYMPTOTIC, 0.0),
        McNemarTest::Corrected => return asymptotic(pairs, rule, CORRECTED, 1.0),
    };
    with_test(pairs, rule, method, |discordant| discordant.count_test(p_value(discordant)))
}

fn asymptotic(pairs: &PairedBinary, rule: &McNemarRule, method: Method, correction: f64) -> Estimate {
    with_test(pairs, rule, method, |discordant| {
        let excess = discordant.only_after.abs_diff(discordant.only_before) as f64;
        let z = (excess - correction).max(0.0) / (discordant.n() as f64).sqrt();
        let p_value = (2.0 * normal::upper(z)).min(1.0);
        Test { statistic: Statistic::ChiSquared { x2: z * z, df: 1.0 }, p_value }
    })
}

fn with_test(
    pairs: &PairedBinary,
    rule: &McNemarRule,
    method: Method,
    test: impl Fn(Discordant) -> Test,
) -> Estimate {
    let estimate = Estimate {
        n_missing: pairs.n_missing(),
        n_zeros: pairs.n_concordant(),
        ..Estimate::blank(method, pairs.n())
    };
    if pairs.n() == 0 {
        return Estimate { sd: Err(Undefined::NoValues), ..estimate.without(Undefined::NoValues) };
    }
    Estimate {
        value: Ok(difference::value(pairs)),
        ci: difference::interval(pairs, rule.interval, rule.level),
        test: Discordant::of(pairs).map(test).ok_or(Undefined::NoDiscordantPairs),
        sd: sd(pairs),
        ..estimate
    }
}

/// Of the differences -1, 0, 1 with divisor n - 1: the sum of squares about the mean is what the two kinds
/// of discordant pairs, and each of them with the concordant ones, leave; no digits cancel.
fn sd(pairs: &PairedBinary) -> Answer {
    if pairs.n() < 2 {
        return Err(Undefined::TooFew { needed: 2, found: pairs.n() });
    }
    let counts = pairs.counts();
    let (up, down) = (counts.only_after as f64, counts.only_before as f64);
    let n = pairs.n() as f64;
    let squares = up * (down / n) * 4.0 + (up + down) * (pairs.n_concordant() as f64 / n);
    Ok((squares / (n - 1.0)).sqrt())
}
