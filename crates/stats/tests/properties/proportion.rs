//! One proportion and two independent ones.

use proptest::prelude::*;
use stats::proportion::*;
use stats::*;

/// Small and large groups, often with counts of zero or all.
fn proportion() -> impl Strategy<Value = Proportion> {
    let of =
        |(n, part): (usize, f64)| Proportion::new(((n as f64 * part).round() as usize).min(n), n).unwrap();
    let part = prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64, 0.0..0.05_f64];
    (prop_oneof![0..8_usize, 0..200_usize, 0..3_000_000_usize], part).prop_map(of)
}

type Comparison = fn(Proportion, Proportion, Level) -> Estimate;

fn score(variance: ScoreVariance, level: Level) -> ScoreRule {
    ScoreRule { level, variance }
}

const DIFFERENCES: [Comparison; 3] = [
    newcombe_difference,
    |first, second, level| score_difference(first, second, &score(ScoreVariance::MiettinenNurminen, level)),
    |first, second, level| score_difference(first, second, &score(ScoreVariance::Unadjusted, level)),
];

const RATIOS: [Comparison; 6] = [
    katz_risk_ratio,
    woolf_odds_ratio,
    conditional_odds_ratio,
    |first, second, level| score_risk_ratio(first, second, &score(ScoreVariance::MiettinenNurminen, level)),
    |first, second, level| score_risk_ratio(first, second, &score(ScoreVariance::Unadjusted, level)),
    |first, second, level| score_odds_ratio(first, second, &score(ScoreVariance::MiettinenNurminen, level)),
];

fn close(left: f64, right: f64) -> bool {
    left == right || (left - right).abs() <= 1e-8 * left.abs().max(right.abs()).max(1e-3)
}

/// Differences: their smallest ones are the remainder of numbers near 1.
fn near(left: f64, right: f64) -> bool {
    close(left, right) || (left - right).abs() <= 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_bounded_and_intervals_hold_the_estimate(first in proportion(), second in proportion()) {
        for compare in DIFFERENCES.into_iter().chain(RATIOS) {
            let estimate = compare(first, second, Level::default());
            if let Ok(ci) = estimate.ci {
                prop_assert!(!ci.low.is_nan() && ci.low <= ci.high && ci.low.is_finite(), "{estimate:?}");
                prop_assert!(estimate.value.is_err() || ci.contains(estimate.value.unwrap()), "{estimate:?}");
            }
            if let Ok(p) = estimate.p_value() {
                prop_assert!((0.0..=1.0).contains(&p), "{estimate:?}");
            }
            prop_assert!(estimate.value.is_err() || estimate.value.unwrap().is_finite());
        }
    }

    #[test]
    fn exchanging_groups_turns_the_sign(first in proportion(), second in proportion()) {
        for compare in DIFFERENCES {
            let (there, back) = (compare(first, second, Level::default()), compare(second, first, Level::default()));
            if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
                prop_assert!(near(there.low, -back.high) && near(there.high, -back.low), "{there:?} {back:?}");
            }
            if let (Ok(there), Ok(back)) = (there.value, back.value) {
                prop_assert!(close(there, -back));
            }
            prop_assert!(there.p_value().is_err() || close(there.p_value().unwrap(), back.p_value().unwrap()));
        }
    }

    #[test]
    fn exchanging_groups_turns_the_ratio(first in proportion(), second in proportion()) {
        for compare in RATIOS {
            let (there, back) = (compare(first, second, Level::default()), compare(second, first, Level::default()));
            if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
                prop_assert!(close(there.low, 1.0 / back.high) && close(there.high, 1.0 / back.low), "{there:?} {back:?}");
            }
            prop_assert!(there.p_value().is_err() || close(there.p_value().unwrap(), back.p_value().unwrap()));
        }
    }

    #[test]
    fn score_interval_and_test_agree(first in proportion(), second in proportion(), level in 0.5..0.99_f64) {
        let level = Level::new(level).unwrap();
        let rule = score(ScoreVariance::MiettinenNurminen, level);
        let difference = score_difference(first, second, &rule);
        let ratios = [score_risk_ratio(first, second, &rule), score_odds_ratio(first, second, &rule)];
        if let (Ok(ci), Ok(p)) = (difference.ci, difference.p_value()) {
            let margin = (p - (1.0 - level.get())).abs() > 1e-6;
            prop_assert!(!margin || ci.contains(0.0) == (p > 1.0 - level.get()), "{difference:?}");
            for ratio in ratios {
                let ci = ratio.ci.unwrap();
                prop_assert!(!margin || ci.contains(1.0) == (p > 1.0 - level.get()), "{ratio:?} {p}");
            }
        }
    }

    #[test]
    fn wider_levels_give_wider_intervals(first in proportion(), second in proportion(), level in 0.5..0.94_f64) {
        let narrow = Level::new(level).unwrap();
        for compare in DIFFERENCES.into_iter().chain(RATIOS) {
            let (narrow, wide) = (compare(first, second, narrow).ci, compare(first, second, Level::default()).ci);
            if let (Ok(narrow), Ok(wide)) = (narrow, wide) {
                prop_assert!(wide.low <= narrow.low + 1e-9 && narrow.high <= wide.high * (1.0 + 1e-9) + 1e-9);
            }
        }
        for one in [clopper_pearson, jeffreys] {
            if let (Ok(narrow), Ok(wide)) = (one(first, narrow).ci, one(first, Level::default()).ci) {
                prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high);
                prop_assert!(0.0 <= wide.low && wide.low <= wide.high && wide.high <= 1.0);
            }
        }
    }

    #[test]
    fn binomial_test_mirrors_itself(n in 1_usize..3000, part in 0.0..=1.0_f64, expected in 0.0..=1.0_f64) {
        let x = (n as f64 * part) as usize;
        let test = |x: usize, expected: f64| {
            let proportion = Proportion::new(x, n).unwrap();
            binomial_test(proportion, Fraction::new(expected).unwrap(), Level::default()).p_value().unwrap()
        };
        let (there, back) = (test(x, expected), test(n - x, 1.0 - expected));
        prop_assert!((0.0..=1.0).contains(&there));
        // 1 - expected is rounded, which matters to the n-th power; ties may fall on either side of it.
        prop_assert!((there - back).abs() <= 1e-6 * there.max(1e-12) || (there - back).abs() < 1e-9 || n > 100, "{there} {back}");
    }

    #[test]
    fn needed_to_treat_is_the_reciprocal(first in proportion(), second in proportion()) {
        let needed = number_needed_to_treat(first, second, Level::default());
        if let (Ok(difference), Ok(value)) = (needed.difference.value, needed.value) {
            prop_assert!(close(difference * value, 1.0));
        }
        if let Ok(ci) = needed.difference.ci {
            prop_assert_eq!(needed.to_more.is_ok(), ci.high > 0.0);
            prop_assert_eq!(needed.to_less.is_ok(), ci.low < 0.0);
        }
    }
}

#[test]
fn zeros_are_typed() {
    let group = |x, n| Proportion::new(x, n).unwrap();
    let (none, some, nobody) = (group(0, 10), group(3, 10), group(0, 0));
    let level = Level::default();
    let rule = ScoreRule::default();
    let katz = katz_risk_ratio(some, none, level);
    assert_eq!((katz.value, katz.ci.err()), (Ok(0.0), Some(Undefined::ZeroCount)));
    assert_eq!(katz_risk_ratio(none, some, level).value, Err(Undefined::ZeroDenominator));
    assert_eq!(woolf_odds_ratio(none, none, level).value, Err(Undefined::EmptyMargin));
    assert_eq!(score_difference(none, none, &rule).p_value(), Err(Undefined::NoSpread));
    assert!(score_difference(none, none, &rule).ci.unwrap().contains(0.0));
    let open = score_risk_ratio(none, some, &rule);
    assert_eq!((open.value, open.ci.unwrap().high), (Err(Undefined::ZeroDenominator), f64::INFINITY));
    assert_eq!(score_risk_ratio(none, none, &rule).ci.err(), Some(Undefined::EmptyMargin));
    let exact = conditional_odds_ratio(none, none, level);
    assert_eq!((exact.value, exact.p_value()), (Err(Undefined::EmptyMargin), Ok(1.0)));
    for compare in DIFFERENCES {
        assert_eq!(compare(nobody, some, level).value, Err(Undefined::ZeroDenominator));
    }
    assert_eq!(clopper_pearson(nobody, level).value, Err(Undefined::ZeroDenominator));
    assert_eq!(binomial_test(nobody, Fraction::HALF, level).p_value(), Err(Undefined::ZeroDenominator));
    let same = number_needed_to_treat(some, some, level);
    assert_eq!(
        (same.value, same.to_more_at_most),
        (Err(Undefined::ZeroDenominator), Err(Undefined::ZeroDenominator))
    );
}

#[test]
fn huge_counts_do_not_overflow() {
    let huge = Proportion::new(usize::MAX / 2, usize::MAX).unwrap();
    let tiny = Proportion::new(1, 3).unwrap();
    for compare in DIFFERENCES.into_iter().chain(RATIOS) {
        for (first, second) in [(huge, huge), (huge, tiny), (tiny, huge)] {
            let estimate = compare(first, second, Level::default());
            assert!(estimate.ci.is_err() || !estimate.ci.unwrap().low.is_nan(), "{estimate:?}");
        }
    }
    assert!(clopper_pearson(huge, Level::default()).ci.unwrap().contains(0.5));
}

#[test]
fn e_values_as_printed() {
    // VanderWeele & Ding 2017: RR 3.9 (95 % 1.8 to 8.7) has E-values 7.26 and 3.0.
    let e = |ratio: f64| ratio + (ratio * (ratio - 1.0)).sqrt();
    let estimate = katz_risk_ratio(
        Proportion::new(20, 100).unwrap(),
        Proportion::new(40, 100).unwrap(),
        Level::default(),
    );
    let values = e_value(&estimate);
    assert!((values.estimate.unwrap() - e(2.0)).abs() < 1e-12);
    assert!((values.limit.unwrap() - e(estimate.ci.unwrap().low)).abs() < 1e-12);
    assert!((e(3.9) - 7.26).abs() < 0.005 && (e(1.8) - 3.0).abs() < 0.005);
}
