//! Pooled effects of any studies.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::pooling::{Between, PoolRule, Spread, Studies, pool, pool_odds_ratios, pool_proportions};
use stats::{Level, Proportion};

fn counts() -> impl Strategy<Value = Vec<[Proportion; 2]>> {
    let arm = || (0_usize..40, 0_usize..40).prop_map(|(a, b)| Proportion::new(a.min(b), b).unwrap());
    vec((arm(), arm()).prop_map(|(first, second)| [first, second]), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pooled_effects_are_finite_and_between(studies in vec((-1e3..1e3_f64, 1e-6..1e3_f64), 0..15)) {
        let (effect, variance): (Vec<f64>, Vec<f64>) = studies.iter().copied().unzip();
        let opposite: Vec<f64> = effect.iter().map(|effect| -effect).collect();
        for between in [Between::Nothing, Between::DerSimonianLaird, Between::Reml] {
            for spread in [Spread::Normal, Spread::HartungKnapp] {
                let rule = PoolRule { between, spread, level: Level::default() };
                let pooled = pool(Studies::new(&effect, &variance).unwrap(), &rule);
                let turned = pool(Studies::new(&opposite, &variance).unwrap(), &rule);
                prop_assert_eq!(pooled.effect.value.map(|value| -value), turned.effect.value);
                if let Ok(value) = pooled.effect.value {
                    let (low, high) = effect.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &e| (low.min(e), high.max(e)));
                    prop_assert!(value >= low - 1e-9 && value <= high + 1e-9);
                }
                if let Ok(ci) = pooled.effect.ci {
                    prop_assert!(ci.contains(pooled.effect.value.unwrap()));
                    prop_assert!(ci.low.is_finite() && ci.high.is_finite());
                }
                if let Ok(p) = pooled.effect.p_value() {
                    prop_assert!((0.0..=1.0).contains(&p));
                }
                if let Ok(i2) = pooled.i2 {
                    prop_assert!((0.0..=1.0).contains(&i2));
                }
            }
        }
    }

    #[test]
    fn counts_never_give_nan(counts in counts()) {
        let (first, second): (Vec<Proportion>, Vec<Proportion>) = counts.iter().map(|pair| (pair[0], pair[1])).unzip();
        let there = pool_odds_ratios(&first, &second, Level::default()).unwrap();
        let back = pool_odds_ratios(&second, &first, Level::default()).unwrap();
        prop_assert_eq!(there.effect.value.is_ok(), back.effect.value.is_ok());
        if let (Ok(there), Ok(back)) = (there.effect.value, back.effect.value) {
            prop_assert!((there + back).abs() < 1e-5 * (1.0 + there.abs()), "{there} {back}");
        }
        for pooled in [there, pool_proportions(&second, Level::default())] {
            if let Ok(value) = pooled.effect.value {
                prop_assert!(value.is_finite() && pooled.tau2.unwrap() >= 0.0);
                prop_assert!(pooled.effect.ci.unwrap().contains(value), "{pooled:?}");
            }
        }
    }
}
