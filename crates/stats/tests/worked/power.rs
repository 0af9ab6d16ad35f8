//! Power and numbers.

use super::example::Example;
use stats::Level;
use stats::power::*;

fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

#[test]
fn power_and_numbers() {
    let page = Example::of("power.md");
    let rule = TestRule::default();
    let says = |name: &str, size: SampleSize| page.says(name, size.n.unwrap() as f64);
    let number = |name: &str| page.numbers(name)[0];

    let effect = Effect::new(number("effect"), 1.0).unwrap();
    says("t_pairs", paired_t_size(Wanted::EIGHTY, effect, rule));
    let noether = SignedRankApproach::Noether;
    says("noether_pairs", signed_rank_size(Wanted::EIGHTY, effect, Shape::Normal, noether, rule));
    page.says("p_pair", 0.5 + Shape::Normal.excess_probability(effect));

    let truth = Discordance::new(probability(number("gained")), probability(number("lost"))).unwrap();
    says("connor_pairs", mcnemar_size(Wanted::EIGHTY, truth, McNemarApproach::Connor, rule));
    says("miettinen_pairs", mcnemar_size(Wanted::EIGHTY, truth, McNemarApproach::Miettinen, rule));
    let six = Discordance::new(probability(0.6), probability(0.1)).unwrap();
    page.says("exact_six", mcnemar_power(6, six, McNemarApproach::Exact, rule).value.unwrap());

    let one_sided = TestRule { sides: Sides::One, ..rule };
    let (low, high) = (probability(0.1), probability(0.9));
    let three = two_proportions_power(3, low, high, TwoProportionsApproach::Fisher, one_sided);
    page.says("fisher_three", three.value.unwrap());
    let (half, more) = (probability(0.5), probability(0.75));
    let pooled = TwoProportionsApproach::Pooled;
    page.says("pooled_fifty", two_proportions_power(50, half, more, pooled, rule).value.unwrap());
    says("pooled_each", two_proportions_size(Wanted::NINETY, half, more, pooled, rule));
    says("wilson_half", wilson_size(0.1, half, Level::default(), WidthOf::Anticipated).unwrap());
}
