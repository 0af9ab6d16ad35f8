//! Proportions, alone and compared.

use super::example::Example;
use stats::proportion::*;
use stats::{Fraction, Level, Proportion, Statistic};

fn group(page: &Example, name: &str) -> Proportion {
    let counts = page.numbers(name);
    Proportion::new(counts[0] as usize, counts[1] as usize).unwrap()
}

#[test]
fn exact_proportion() {
    let page = Example::of("proportion-exact.md");
    let count = |name: &str| page.numbers(name)[0] as usize;
    let proportion = Proportion::new(count("numerator"), count("denominator")).unwrap();
    let estimate = binomial_test(proportion, Fraction::HALF, Level::default());
    page.says("low", estimate.ci.unwrap().low);
    page.says("high", estimate.ci.unwrap().high);
    page.says("p", estimate.p_value().unwrap());
    page.says("jeffreys_high", jeffreys(proportion, Level::default()).ci.unwrap().high);
}

#[test]
fn difference_of_two() {
    let page = Example::of("two-proportions.md");
    let (first, second) = (group(&page, "first"), group(&page, "second"));
    let newcombe = newcombe_difference(first, second, Level::default());
    page.says("value", newcombe.value.unwrap());
    page.says("newcombe_low", newcombe.ci.unwrap().low);
    page.says("newcombe_high", newcombe.ci.unwrap().high);
    let score = score_difference(first, second, &ScoreRule::default());
    page.says("score_low", score.ci.unwrap().low);
    page.says("score_high", score.ci.unwrap().high);
    let pearson = ScoreRule { variance: ScoreVariance::Unadjusted, ..ScoreRule::default() };
    match score_difference(first, second, &pearson).test.unwrap().statistic {
        Statistic::Normal { z } => page.says("z", z),
        other => panic!("{other:?}"),
    }
    let needed = number_needed_to_treat(first, second, Level::default());
    page.says("needed", needed.value.unwrap());
    page.says("needed_least", needed.to_more.unwrap());
    page.says("needed_most", needed.to_more_at_most.unwrap());
}

#[test]
fn ratios_of_two() {
    let page = Example::of("ratios-of-proportions.md");
    let (first, second) = (group(&page, "first"), group(&page, "second"));
    let katz = katz_risk_ratio(first, second, Level::default());
    let woolf = woolf_odds_ratio(first, second, Level::default());
    let conditional = conditional_odds_ratio(first, second, Level::default());
    for (value, low, high, estimate) in [
        ("ratio", "katz_low", "katz_high", &katz),
        ("odds", "woolf_low", "woolf_high", &woolf),
        ("conditional", "conditional_low", "conditional_high", &conditional),
    ] {
        page.says(value, estimate.value.unwrap());
        page.says(low, estimate.ci.unwrap().low);
        page.says(high, estimate.ci.unwrap().high);
    }
    page.says("fisher", conditional.p_value().unwrap());
    page.says("e_value", e_value(&katz).estimate.unwrap());
    page.says("e_limit", e_value(&katz).limit.unwrap());
}
