//! How far missing values could move a proportion at most, whatever they are.

use crate::distribution::binomial;
use crate::{Answer, Estimate, Level, Method, Proportion, Statistic, Test, Undefined, wilson};

const NET: Method = Method {
    name: "net share that rose, exact sign test",
    reference: "Manski CF, Partial Identification of Probability Distributions, Springer 2003, ch. 1; \
                Dixon WJ, Mood AM, J Am Stat Assoc 1946;41:557",
};

/// A proportion and its two extremes.
#[derive(Clone, Debug, PartialEq)]
pub struct ProportionBounds {
    /// Every missing one counted as not in the numerator.
    pub lowest: Estimate,
    /// The missing left out.
    pub observed: Estimate,
    /// Every missing one counted in the numerator.
    pub highest: Estimate,
}

/// Bounds of a proportion whose [`Proportion::n_missing`] could each be either (Manski 2003, ch. 1), each with its
/// Wilson interval. From the lower end of `lowest` to the upper end of `highest` covers whatever the missing are, as
/// often as the level says.
///
/// Nobody at all: [`Undefined::ZeroDenominator`].
pub fn proportion_bounds(proportion: Proportion, level: Level) -> ProportionBounds {
    let (x, n, missing) = (proportion.numerator(), proportion.denominator(), proportion.n_missing());
    ProportionBounds {
        lowest: share(x, n + missing, level),
        observed: wilson(proportion, level),
        highest: share(x + missing, n + missing, level),
    }
}

/// Of counts where `numerator` is part of `denominator`.
fn share(numerator: usize, denominator: usize, level: Level) -> Estimate {
    let proportion = Proportion::new(numerator, denominator);
    wilson(proportion.expect("a part never exceeds its whole"), level)
}

/// Shares that fell, stayed and rose between two ordered categories, and how far the missing could move them. The
/// three `[lowest, highest]` are not reached at once.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeBounds {
    /// Units with both categories known.
    pub n_complete: usize,
    /// Units with one known.
    pub n_half: usize,
    /// Units with neither.
    pub n_neither: usize,
    /// Share whose category is lower after than before.
    pub fell: ProportionBounds,
    /// Share whose category is the same.
    pub stayed: ProportionBounds,
    /// Share whose category is higher after than before.
    pub rose: ProportionBounds,
    /// Share that rose less share that fell, with the sign test of equally many: `[lowest, observed, highest]`.
    pub net: [Estimate; 3],
}

/// What one unit may have done.
#[derive(Clone, Copy)]
struct May {
    fall: bool,
    stay: bool,
    rise: bool,
}

impl May {
    /// Known sides limit the other: from the lowest level nobody falls.
    fn of(before: Option<u32>, after: Option<u32>, n_levels: usize) -> Self {
        let top = n_levels.saturating_sub(1) as u32;
        match (before, after) {
            (Some(before), Some(after)) => {
                Self { fall: after < before, stay: after == before, rise: after > before }
            }
            (Some(before), None) => Self { fall: before > 0, stay: true, rise: before < top },
            (None, Some(after)) => Self { fall: after < top, stay: true, rise: after > 0 },
            (None, None) => Self { fall: top > 0, stay: true, rise: top > 0 },
        }
    }
}

/// Bounds for the change of ordered categories (0 to `n_levels` - 1), `(before, after)` of each unit, either of which
/// may be missing. A known side limits what the other can mean: who was at the lowest level cannot have fallen.
///
/// [`Undefined::LengthsDiffer`] for a category beyond those declared. Nobody at all leaves the shares
/// [`Undefined::ZeroDenominator`]. O(n).
pub fn change_bounds(
    changes: &[(Option<u32>, Option<u32>)],
    n_levels: usize,
    level: Level,
) -> Answer<ChangeBounds> {
    let beyond = |category: Option<u32>| category.is_some_and(|category| category as usize >= n_levels);
    if changes.iter().any(|&(before, after)| beyond(before) || beyond(after)) {
        return Err(Undefined::LengthsDiffer);
    }
    let complete: Vec<May> = changes
        .iter()
        .filter(|(before, after)| before.is_some() && after.is_some())
        .map(|&(before, after)| May::of(before, after, n_levels))
        .collect();
    let open: Vec<May> = changes
        .iter()
        .filter(|(before, after)| before.is_none() || after.is_none())
        .map(|&(before, after)| May::of(before, after, n_levels))
        .collect();
    let n_neither = changes.iter().filter(|pair| **pair == (None, None)).count();
    let bounds = |is: fn(&May) -> bool| {
        let (certain, possible) = (count(&complete, is), count(&open, is));
        ProportionBounds {
            lowest: share(certain, changes.len(), level),
            observed: Estimate { n_missing: open.len(), ..share(certain, complete.len(), level) },
            highest: share(certain + possible, changes.len(), level),
        }
    };
    let (fell, rose) = (count(&complete, |may| may.fall), count(&complete, |may| may.rise));
    let net_observed = Estimate { n_missing: open.len(), ..net(rose, fell, complete.len()) };
    Ok(ChangeBounds {
        n_complete: complete.len(),
        n_half: open.len() - n_neither,
        n_neither,
        fell: bounds(|may| may.fall),
        stayed: bounds(|may| may.stay),
        rose: bounds(|may| may.rise),
        net: [
            net(rose, fell + count(&open, |may| may.fall), changes.len()),
            net_observed,
            net(rose + count(&open, |may| may.rise), fell, changes.len()),
        ],
    })
}

fn count(units: &[May], is: fn(&May) -> bool) -> usize {
    units.iter().filter(|may| is(may)).count()
}

fn net(rose: usize, fell: usize, n: usize) -> Estimate {
    let moved = rose + fell;
    let test = if moved == 0 {
        Err(Undefined::AllDifferencesZero)
    } else {
        let tail = binomial::lower(rose.min(fell) as u64, moved as u64, 0.5);
        let statistic = Statistic::Count { count: rose as u64, of: moved as u64 };
        Ok(Test { statistic, p_value: (2.0 * tail).min(1.0) })
    };
    let value =
        if n == 0 { Err(Undefined::ZeroDenominator) } else { Ok((rose as f64 - fell as f64) / n as f64) };
    Estimate { value, test, n_zeros: n - moved, ..Estimate::blank(NET, n) }
}
