//! Power lies between 0 and 1 for any assumption, does not depend on the order of groups or the sign of an effect,
//! and rises with the effect; the least number reaches the power and the one before does not.

use proptest::prelude::*;
use stats::power::*;
use stats::random::Seed;
use stats::{Level, Undefined, distribution::normal};

fn rules() -> impl Strategy<Value = TestRule> {
    (prop_oneof![Just(0.9), Just(0.95), Just(0.99), 0.001..0.999], any::<bool>()).prop_map(|(level, one)| {
        TestRule { level: Level::new(level).unwrap(), sides: if one { Sides::One } else { Sides::Two } }
    })
}

fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

fn effects() -> impl Strategy<Value = Effect> {
    prop_oneof![(-3.0..3.0, Just(1.0)), (-1e300..1e300, 1e-300..1e300_f64), (Just(0.0), Just(1e-300)),]
        .prop_map(|(mean, sd)| Effect::new(mean, sd).unwrap())
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop_oneof![Just(Shape::Normal), Just(Shape::Logistic), Just(Shape::Laplace), Just(Shape::Uniform)]
}

const MCNEMAR: [McNemarApproach; 4] =
    [McNemarApproach::Exact, McNemarApproach::MidP, McNemarApproach::Connor, McNemarApproach::Miettinen];

const TWO: [TwoProportionsApproach; 4] = [
    TwoProportionsApproach::Pooled,
    TwoProportionsApproach::Unpooled,
    TwoProportionsApproach::Fisher,
    TwoProportionsApproach::ChiSquared,
];

fn within(power: &Power) -> bool {
    power.value.is_ok_and(|value| (0.0..=1.0).contains(&value)) || power.value.is_err()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changes(n in 0_usize..300, effect in effects(), shape in shapes(), rule in rules(), seed: u64) {
        prop_assert!(within(&paired_t_power(n, effect, rule)));
        let simulation = SignedRankApproach::Simulation { n_draws: 20, seed: Seed(seed) };
        for approach in [SignedRankApproach::Efficiency, SignedRankApproach::Noether, simulation] {
            prop_assert!(within(&signed_rank_power(n, effect, shape, approach, rule)));
        }
        let turned = Effect::new(-effect.standardised(), 1.0).unwrap();
        prop_assert_eq!(paired_t_power(n, effect, rule), paired_t_power(n, turned, rule));
    }

    #[test]
    fn paired_counts(n in 0_usize..200, gained in 0.0..=1.0, share in 0.0..=1.0, rule in rules()) {
        let lost = (1.0 - gained) * share;
        let truth = Discordance::new(probability(gained), probability(lost)).unwrap();
        let turned = Discordance::new(probability(lost), probability(gained)).unwrap();
        for approach in MCNEMAR {
            let power = mcnemar_power(n, truth, approach, rule);
            prop_assert!(within(&power));
            let other = mcnemar_power(n, turned, approach, rule).value;
            prop_assert_eq!(power.value.is_ok(), other.is_ok());
            if let (Ok(one), Ok(other)) = (power.value, other) {
                prop_assert!((one - other).abs() <= 1e-10);
            }
        }
    }

    #[test]
    fn two_groups(n in 0_usize..40, one in 0.0..=1.0, two in 0.0..=1.0, rule in rules()) {
        for approach in TWO {
            let power = two_proportions_power(n, probability(one), probability(two), approach, rule);
            prop_assert!(within(&power));
            let turned = two_proportions_power(n, probability(two), probability(one), approach, rule);
            prop_assert_eq!(power.value, turned.value);
        }
    }

    #[test]
    fn least_numbers_are_least(size in 0.15..2.0, wanted in 0.3..0.95, rule in rules()) {
        let (effect, wanted) = (Effect::new(size, 1.0).unwrap(), Wanted::new(wanted).unwrap());
        let found = paired_t_size(wanted, effect, rule);
        let n = found.n.unwrap();
        prop_assert!(found.reached.unwrap() >= wanted.get());
        prop_assert!(n == 2 || paired_t_power(n - 1, effect, rule).value.unwrap() < wanted.get());
    }
}

#[test]
fn no_effect_has_the_level_and_no_number() {
    let (rule, none) = (TestRule::default(), Effect::new(0.0, 1.0).unwrap());
    for n in [2, 10, 500] {
        assert!((paired_t_power(n, none, rule).value.unwrap() - 0.05).abs() < 1e-12);
    }
    assert_eq!(paired_t_size(Wanted::EIGHTY, none, rule).n, Err(Undefined::NoEffect));
    let half = Discordance::new(probability(0.2), probability(0.2)).unwrap();
    let third = probability(0.3);
    for approach in MCNEMAR {
        assert_eq!(mcnemar_size(Wanted::EIGHTY, half, approach, rule).n, Err(Undefined::NoEffect));
    }
    for approach in TWO {
        let size = two_proportions_size(Wanted::EIGHTY, third, third, approach, rule);
        assert_eq!(size.n, Err(Undefined::NoEffect));
    }
    let chi_squared = TwoProportionsApproach::ChiSquared;
    let near = two_proportions_size(Wanted::EIGHTY, third, probability(0.301), chi_squared, rule);
    assert_eq!(near.n, Err(Undefined::NotReached));
}

/// Six pairs are significant at 5 % only if all changes have one sign: Φ(d)⁶ + Φ(-d)⁶.
#[test]
fn six_signed_ranks_by_hand() {
    let approach = SignedRankApproach::Simulation { n_draws: 40_000, seed: Seed(3) };
    for d in [0.0, 0.5, 1.0] {
        let effect = Effect::new(d, 1.0).unwrap();
        let power = signed_rank_power(6, effect, Shape::Normal, approach, TestRule::default());
        let expected = normal::lower(d).powi(6) + normal::upper(d).powi(6);
        let error = (power.value.unwrap() - expected).abs();
        assert!(error <= 4.0 * power.simulation_error.unwrap(), "{d}: {power:?}, {expected}");
        let again = signed_rank_power(6, effect, Shape::Normal, approach, TestRule::default());
        assert_eq!(power, again);
    }
}

#[test]
fn refused_and_cautioned() {
    assert!(Effect::new(f64::NAN, 1.0).is_err() && Effect::new(1.0, 0.0).is_err());
    assert!(Probability::new(-0.1).is_err() && Wanted::new(1.0).is_err());
    assert!(Discordance::new(probability(0.7), probability(0.4)).is_err());
    assert!(wilson_size(0.0, probability(0.5), Level::default(), WidthOf::Anticipated).is_err());
    let rare = Discordance::new(probability(0.1), probability(0.0)).unwrap();
    let power = mcnemar_power(20, rare, McNemarApproach::Connor, TestRule::default());
    assert_eq!(power.cautions.len(), 1);
    assert!(mcnemar_power(20, rare, McNemarApproach::Exact, TestRule::default()).cautions.is_empty());
}
