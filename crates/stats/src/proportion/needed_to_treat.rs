//! How many to treat for one more (or one less) to have it.

use super::newcombe::newcombe_difference;
use crate::{Answer, Estimate, Level, Method, Proportion, Undefined};

const NEEDED: Method = Method {
    name: "number needed to treat, reciprocal of Newcombe's hybrid score interval",
    reference: "Altman DG, BMJ 1998;317:1309; Bender R, Control Clin Trials 2001;22:102",
};

/// A number needed to treat with the difference it comes from.
///
/// The reciprocal of a difference has no middle: as the difference goes to 0 from either side, the number goes to
/// infinity on one side. An interval of differences that holds 0 is therefore two ranges of numbers, from
/// [`NumberNeeded::to_less`] to infinity and from infinity to [`NumberNeeded::to_more`] (Altman 1998).
#[derive(Clone, Debug, PartialEq)]
pub struct NumberNeeded {
    /// 1 / (second - first): how many more of `second` than of `first` for one more that has it; negative: for one
    /// less. A difference of 0: [`Undefined::ZeroDenominator`].
    pub value: Answer,
    /// The least number for one *more* to have it, within the interval: 1 / its upper end.
    /// [`Undefined::NotPositive`] if the interval holds no rise.
    pub to_more: Answer,
    /// The greatest number for one more: 1 / the lower end; infinity is [`Undefined::ZeroDenominator`].
    pub to_more_at_most: Answer,
    /// The least number for one *less* to have it, within the interval: 1 / minus its lower end.
    /// [`Undefined::NotPositive`] if the interval holds no fall.
    pub to_less: Answer,
    /// The greatest number for one less: 1 / minus the upper end; infinity is [`Undefined::ZeroDenominator`].
    pub to_less_at_most: Answer,
    /// The difference, second minus first, with its interval.
    pub difference: Estimate,
    /// How it was computed.
    pub method: Method,
}

/// From [`newcombe_difference`] of the same groups, and undefined where it is.
pub fn number_needed_to_treat(first: Proportion, second: Proportion, level: Level) -> NumberNeeded {
    let difference = newcombe_difference(first, second, level);
    let low = difference.ci.map(|ci| ci.low);
    let high = difference.ci.map(|ci| ci.high);
    NumberNeeded {
        value: difference.value.and_then(reciprocal),
        to_more: high.and_then(positive).map(f64::recip),
        to_more_at_most: high.and_then(positive).and(low).and_then(|low| reciprocal(low.max(0.0))),
        to_less: low.and_then(|low| positive(-low)).map(f64::recip),
        to_less_at_most: low
            .and_then(|low| positive(-low))
            .and(high)
            .and_then(|high| reciprocal((-high).max(0.0))),
        difference,
        method: NEEDED,
    }
}

fn positive(value: f64) -> Answer {
    if value > 0.0 { Ok(value) } else { Err(Undefined::NotPositive) }
}

fn reciprocal(value: f64) -> Answer {
    if value == 0.0 { Err(Undefined::ZeroDenominator) } else { Ok(1.0 / value) }
}
