//! The paired Prentice-Wilcoxon test: does one side of the pairs stand higher in the pooled distribution?

use super::super::kaplan_meier::{KaplanMeier, kaplan_meier};
use super::super::turnbull::{Ends, probability_around};
use super::super::{Censored, CensoredPairs, CensoredSample};
use crate::distribution::normal;
use crate::{Estimate, Method, Statistic, Test, Undefined};

const NORMAL: Method = Method {
    name: "paired Prentice-Wilcoxon test, normal approximation",
    reference: "O'Brien PC, Fleming TR, Biometrics 1987;43:169; Helsel DR, Statistics for Censored Environmental Data, 2nd ed, Wiley 2012, ch 9",
};

const EXACT: Method = Method {
    name: "paired Prentice-Wilcoxon test, exact over all exchanges within pairs",
    reference: "O'Brien PC, Fleming TR, Biometrics 1987;43:169; Fisher RA, The Design of Experiments, 1935, section 21",
};

/// The choices the method leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrenticeWilcoxonRule {
    /// All exchanges are enumerated up to this many pairs with different scores; 20. More than 24 count as 24.
    pub exact_up_to: usize,
}

impl Default for PrenticeWilcoxonRule {
    fn default() -> Self {
        Self { exact_up_to: 20 }
    }
}

/// Tests whether before and after are exchangeable within pairs.
///
/// Each value's score is what it says on average about its place in the pooled distribution F: F(x-) + F(x) - 1
/// for an exact value, F(low-) + F(high-) - 1 for an interval (0 if nothing is known). F is Kaplan and Meier's
/// curve where all limits are upper ones, else Turnbull's estimate. With d the scores' changes, z = sum d /
/// sqrt(sum d²), against the normal distribution or, for few pairs, against all exchanges of before and after (the
/// pooled distribution does not change under them). `value` is the mean change of place, mean(d)/2, from -1 to 1.
///
/// Pairs of equal scores are `n_zeros`. No pairs: [`Undefined::NoValues`]; no differences:
/// [`Undefined::AllDifferencesZero`]. O(n log n), and 2^m for m pairs by enumeration.
pub fn prentice_wilcoxon(pairs: CensoredPairs<'_>, rule: &PrenticeWilcoxonRule) -> Estimate {
    let estimate = Estimate { n_missing: pairs.n_missing(), ..Estimate::blank(NORMAL, pairs.n()) };
    if pairs.n() == 0 {
        return estimate.without(Undefined::NoValues);
    }
    let changes = changes(pairs);
    let moved: Vec<f64> = changes.iter().copied().filter(|change| change.abs() > 1e-12).collect();
    let estimate = Estimate { n_zeros: pairs.n() - moved.len(), ..estimate };
    if moved.is_empty() {
        return estimate.without(Undefined::AllDifferencesZero);
    }
    let sum: f64 = moved.iter().sum();
    let z = sum / moved.iter().map(|change| change * change).sum::<f64>().sqrt();
    let exact = moved.len() <= rule.exact_up_to.min(24);
    let p_value = if exact { enumerated(&moved, sum.abs()) } else { (2.0 * normal::upper(z.abs())).min(1.0) };
    Estimate {
        value: Ok(0.5 * sum / pairs.n() as f64),
        test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
        method: if exact { EXACT } else { NORMAL },
        ..estimate
    }
}

fn changes(pairs: CensoredPairs<'_>) -> Vec<f64> {
    let (before, after): (Vec<Censored>, Vec<Censored>) = pairs.iter().unzip();
    let pooled: Vec<Censored> = before.into_iter().chain(after).collect();
    let sample = CensoredSample::new(&pooled).expect("both sides were checked");
    let scores: Vec<f64> = match kaplan_meier(sample) {
        Ok(curve) => pooled.iter().map(|value| score(&curve, *value)).collect(),
        Err(_) => {
            let (around, _) = probability_around(sample, Ends::LowHeld);
            around.into_iter().map(|(below, up_to)| below + up_to - 1.0).collect()
        }
    };
    let n = pairs.n();
    (0..n).map(|i| scores[n + i] - scores[i]).collect()
}

/// F(x-) + F(x) - 1, or F(L-) - 1 below a limit.
fn score(curve: &KaplanMeier, value: Censored) -> f64 {
    let (_, high) = value.bounds();
    let at = curve.steps.partition_point(|step| step.value < high);
    match (curve.steps.get(at), value.exact()) {
        (Some(step), Some(_)) => step.below + step.at_or_below - 1.0,
        (Some(step), None) => step.below - 1.0,
        (None, _) => 0.0,
    }
}

/// The share of sign patterns whose sum is as far from 0 as the one observed, within rounding. Gray's code: each
/// pattern differs from the one before in one sign.
fn enumerated(changes: &[f64], observed: f64) -> f64 {
    let scale: f64 = changes.iter().map(|change| change.abs()).sum();
    let bound = observed - 1e-9 * scale;
    // The last sign is held: patterns come in pairs of opposite sums.
    let free = changes.len() - 1;
    let mut signs = vec![1.0; free];
    let mut sum: f64 = changes.iter().sum();
    let mut far = u64::from(sum.abs() >= bound);
    for pattern in 1..1_u64 << free {
        let turn = pattern.trailing_zeros() as usize;
        signs[turn] = -signs[turn];
        sum += 2.0 * signs[turn] * changes[turn];
        far += u64::from(sum.abs() >= bound);
    }
    far as f64 / (1_u64 << free) as f64
}
