//! The sign test of pairs whose direction the limits leave no doubt about.

use super::super::{Censored, CensoredPairs};
use crate::distribution::binomial;
use crate::{Estimate, Level, Method, Proportion, Statistic, Test, Undefined, wilson};

const SIGN: Method = Method {
    name: "exact sign test of the pairs with a determinate direction",
    reference: "Helsel DR, Statistics for Censored Environmental Data, 2nd ed, Wiley 2012, ch 9; Dixon WJ, Mood AM, J Am Stat Assoc 1946;41:557",
};

/// How the pairs divide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignCounts {
    /// After surely above before.
    pub up: usize,
    /// After surely below before.
    pub down: usize,
    /// Both exact and equal.
    pub equal: usize,
    /// The limits allow more than one of these.
    pub indeterminate: usize,
}

/// The share of pairs that rose among those that surely rose or fell, with Wilson's interval and the exact
/// two-sided binomial test of one half; with the counts.
///
/// `n` is the number of pairs, `n_zeros` of equal ones. Leaving out the indeterminate pairs is fair only if they
/// would have divided as the others do. No pairs: [`Undefined::NoValues`]; none with a direction:
/// [`Undefined::AllDifferencesZero`] or, if any is indeterminate, [`Undefined::BeyondLimits`].
pub fn censored_sign(pairs: CensoredPairs<'_>, level: Level) -> (Estimate, SignCounts) {
    let mut counts = SignCounts::default();
    for (before, after) in pairs.iter() {
        *place(&mut counts, before, after) += 1;
    }
    let blank =
        Estimate { n_missing: pairs.n_missing(), n_zeros: counts.equal, ..Estimate::blank(SIGN, pairs.n()) };
    let n = counts.up + counts.down;
    if n == 0 {
        let reason = match counts {
            _ if pairs.n() == 0 => Undefined::NoValues,
            SignCounts { indeterminate: 0, .. } => Undefined::AllDifferencesZero,
            _ => Undefined::BeyondLimits,
        };
        return (blank.without(reason), counts);
    }
    let share = wilson(Proportion::new(counts.up, n).expect("up is part of n"), level);
    let fewer = counts.up.min(counts.down) as u64;
    let p_value = (2.0 * binomial::lower(fewer, n as u64, 0.5)).min(1.0);
    let statistic = Statistic::Count { count: counts.up as u64, of: n as u64 };
    (Estimate { value: share.value, ci: share.ci, test: Ok(Test { statistic, p_value }), ..blank }, counts)
}

/// An interval holds its lower bound and not its upper one.
fn place(counts: &mut SignCounts, before: Censored, after: Censored) -> &mut usize {
    if let (Some(before), Some(after)) = (before.exact(), after.exact())
        && before == after
    {
        return &mut counts.equal;
    }
    if surely_below(before, after) {
        &mut counts.up
    } else if surely_below(after, before) {
        &mut counts.down
    } else {
        &mut counts.indeterminate
    }
}

fn surely_below(less: Censored, more: Censored) -> bool {
    let (high, low) = (less.bounds().1, more.bounds().0);
    high < low || (high == low && less.exact().is_none())
}
