//! Sign test, signed rank by every rule, equivalence, agreement: bounds, direction, order.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::agreement::*;
use stats::paired::*;
use stats::*;

type Columns = (Vec<f64>, Vec<f64>);

fn measured() -> impl Strategy<Value = Columns> {
    let tenth = || (0_i32..60).prop_map(|value| f64::from(value) / 10.0);
    let whole = || (-2_i32..3).prop_map(f64::from);
    let wide = || (-1e3..1e3, -300_i32..300).prop_map(|(value, exponent)| value * 10_f64.powi(exponent));
    prop_oneof![
        vec((tenth(), tenth()), 0..40),
        vec((whole(), whole()), 0..260),
        vec((0.01..1e4, 0.01..1e4), 0..30),
        vec((wide(), wide()), 0..12),
    ]
    .prop_map(|pairs| pairs.into_iter().unzip())
}

fn rank_rules() -> impl Iterator<Item = SignedRankRule> {
    [ZeroRule::Wilcoxon, ZeroRule::Pratt].into_iter().flat_map(|zeros| {
        [Continuity::HalfRank, Continuity::None].into_iter().flat_map(move |continuity| {
            [0, 200].into_iter().map(move |exact_up_to| SignedRankRule {
                zeros,
                continuity,
                exact_up_to,
                ..SignedRankRule::default()
            })
        })
    })
}

/// Every estimate of a difference.
fn estimates((before, after): &Columns) -> Vec<Estimate> {
    let pairs = Pairs::new(before, after).unwrap();
    let level = Level::default();
    let mut estimates: Vec<Estimate> = rank_rules().map(|rule| signed_rank(pairs, &rule)).collect();
    for interval in [MedianInterval::Exact, MedianInterval::Interpolated] {
        estimates.push(sign_test(pairs, &SignRule { interval, ..SignRule::default() }));
    }
    let normal = SignTest::Normal(Continuity::HalfRank);
    estimates.push(sign_test(pairs, &SignRule { test: normal, ..SignRule::default() }));
    estimates.push(equivalence_of_means(pairs, Margin::within(1.5).unwrap(), level).estimate);
    for interval in [LimitsInterval::Exact, LimitsInterval::Approximate] {
        let rule = LimitsRule { interval, ..LimitsRule::default() };
        let LimitsOfAgreement { bias, lower, upper } = limits_of_agreement(pairs, &rule);
        estimates.extend([bias, lower, upper]);
    }
    estimates
}

fn close(left: f64, right: f64, scale: f64) -> bool {
    left == right || (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1e-3 * scale)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_finite_and_bounded(columns in measured()) {
        let ratios = limits_of_agreement_of_ratios(Pairs::new(&columns.0, &columns.1).unwrap(), &LimitsRule::default());
        for estimate in estimates(&columns).into_iter().chain([ratios.bias, ratios.lower, ratios.upper]) {
            if let Ok(value) = estimate.value {
                prop_assert!(value.is_finite());
                if let Ok(ci) = estimate.ci {
                    prop_assert!(ci.low.is_finite() && ci.high.is_finite());
                    prop_assert!(ci.contains(value), "{value} {ci:?} {}", estimate.method.name);
                }
            }
            if let Ok(p) = estimate.p_value() {
                prop_assert!((0.0..=1.0).contains(&p));
            }
            prop_assert!(estimate.n_zeros <= estimate.n);
        }
    }

    #[test]
    fn exchanging_before_and_after_turns_the_sign((before, after) in measured()) {
        let scale = before.iter().chain(&after).fold(0.0, |largest: f64, v| largest.max(v.abs()));
        let there = estimates(&(before.clone(), after.clone()));
        let mut back = estimates(&(after, before));
        // The lower limit becomes the upper one.
        let n = back.len();
        back.swap(n - 2, n - 1);
        back.swap(n - 5, n - 4);
        for (there, back) in there.iter().zip(&back) {
            if let (Ok(there), Ok(back)) = (there.value, back.value) {
                prop_assert!(close(there, -back, scale), "{there} {back}");
            }
            if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
                prop_assert!(close(there.low, -back.high, scale) && close(there.high, -back.low, scale));
            }
            if let (Ok(there), Ok(back)) = (there.p_value(), back.p_value()) {
                prop_assert!((there - back).abs() <= 1e-9 * there.max(1e-9), "{there} {back}");
            }
        }
    }

    #[test]
    fn order_does_not_matter((mut before, mut after) in measured()) {
        let there = estimates(&(before.clone(), after.clone()));
        before.reverse();
        after.reverse();
        let back = estimates(&(before, after));
        for (there, back) in there.iter().zip(&back) {
            prop_assert_eq!(there, back);
        }
    }

    #[test]
    fn the_test_alone_is_the_test_of_the_estimate((before, after) in measured()) {
        let pairs = Pairs::new(&before, &after).unwrap();
        for rule in rank_rules() {
            prop_assert_eq!(signed_rank(pairs, &rule).test, signed_rank_test(pairs, &rule).test);
        }
    }

    #[test]
    fn zeros_alone_separate_the_zero_rules(pairs in vec(1_i32..40, 2..40)) {
        let after: Vec<f64> = pairs.iter().enumerate().map(|(i, d)| if i % 3 == 0 { -d } else { *d }.into()).collect();
        let before = vec![0.0; after.len()];
        let pairs = Pairs::new(&before, &after).unwrap();
        let pratt = SignedRankRule { zeros: ZeroRule::Pratt, ..SignedRankRule::default() };
        let (by_wilcoxon, by_pratt) = (signed_rank(pairs, &SignedRankRule::default()), signed_rank(pairs, &pratt));
        prop_assert_eq!((by_wilcoxon.value, by_wilcoxon.test), (by_pratt.value, by_pratt.test));
        prop_assert_eq!(by_wilcoxon.ci, by_pratt.ci);
    }

    #[test]
    fn rank_and_sign_tests_see_order_alone(pairs in vec((-50_i32..50, 1_i32..9), 2..60)) {
        // Stretching differences by a rising odd function keeps signs and ranks.
        let after: Vec<f64> = pairs.iter().map(|(d, _)| f64::from(*d)).collect();
        let stretched: Vec<f64> = after.iter().map(|d| d * d * d).collect();
        let before = vec![0.0; after.len()];
        let p = |after: &[f64]| {
            let pairs = Pairs::new(&before, after).unwrap();
            (signed_rank(pairs, &SignedRankRule::default()).p_value(), sign_test(pairs, &SignRule::default()).p_value())
        };
        prop_assert_eq!(p(&after), p(&stretched));
    }

    #[test]
    fn intraclass_correlations_are_bounded(values in vec(-9_i32..9, 0..60), n_raters in 1_usize..5, exponent in -305_i32..305) {
        let n = values.len() / n_raters * n_raters;
        let values: Vec<f64> = values[..n].iter().map(|v| f64::from(*v) * 10_f64.powi(exponent)).collect();
        let ratings = Ratings::new(&values, n_raters).unwrap();
        use IntraclassForm::*;
        for form in [OneWay, OneWayMean, Agreement, AgreementMean, Consistency, ConsistencyMean] {
            let found = intraclass_correlation(ratings, form, Level::default());
            if let Ok(value) = found.value {
                prop_assert!(value <= 1.0 + 1e-12 && value.is_finite(), "{value}");
                if let Ok(ci) = found.ci {
                    prop_assert!(ci.low <= value + 1e-9 && value <= ci.high + 1e-9, "{value} {ci:?} {form:?}");
                }
            }
            prop_assert!(found.p_value().is_err() || (0.0..=1.0).contains(&found.p_value().unwrap()));
        }
    }
}

#[test]
fn typed_answers() {
    let level = Level::default();
    let none = sign_test(Pairs::new(&[], &[]).unwrap(), &SignRule::default());
    assert_eq!((none.value, none.p_value()), (Err(Undefined::NoValues), Err(Undefined::NoValues)));
    let zeros = sign_test(Pairs::new(&[1.0; 7], &[1.0; 7]).unwrap(), &SignRule::default());
    assert_eq!((zeros.value, zeros.p_value()), (Ok(0.0), Err(Undefined::AllDifferencesZero)));
    assert_eq!(zeros.ci.map(|ci| (ci.low, ci.high)), Ok((0.0, 0.0)));
    let pairs = Pairs::new(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0]).unwrap();
    let margin = Margin::within(5.0).unwrap();
    assert_eq!(equivalence_of_means(pairs, margin, level).equivalent, Err(Undefined::NoSpread));
    assert_eq!(equivalence_of_geometric_means(pairs, margin, level).equivalent, Err(Undefined::NotPositive));
    assert!(Margin::new(1.0, 1.0).is_err() && Margin::new(0.0, f64::NAN).is_err());
    assert!(Ratings::new(&[1.0, 2.0, 3.0], 2).is_err() && Ratings::new(&[], 0).is_err());
    let perfect = Ratings::new(&[1.0, 1.0, 2.0, 2.0, 5.0, 5.0], 2).unwrap();
    let found = intraclass_correlation(perfect, IntraclassForm::Agreement, level);
    assert_eq!(
        (found.value, found.ci, found.p_value()),
        (Ok(1.0), Err(Undefined::NoSpread), Err(Undefined::NoSpread))
    );
}
