//! Independent groups: direction, order, monotone transforms, bounds, and typed answers where there is no number.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::groups::*;
use stats::{Answer, Caution, Estimate, InputError, Level, Sample, Statistic, Undefined};

fn values() -> impl Strategy<Value = Vec<f64>> {
    let tenth = || (0_i32..60).prop_map(|value| f64::from(value) / 10.0);
    let whole = || (-4_i32..5).prop_map(f64::from);
    let wide = || (-1e3..1e3, -300_i32..306).prop_map(|(value, exponent)| value * 10_f64.powi(exponent));
    prop_oneof![vec(tenth(), 0..20), vec(whole(), 0..25), vec(0.01..1e4, 0..25), vec(wide(), 0..25)]
}

fn sample(values: &[f64]) -> Sample<'_> {
    Sample::new(values).unwrap()
}

/// The estimators of two groups: three of a difference, one of a ratio, one of a probability.
fn two(first: &[f64], second: &[f64]) -> [Estimate; 5] {
    let (first, second) = (sample(first), sample(second));
    let (level, rule) = (Level::default(), RankSumRule::default());
    [
        welch_t(first, second, level),
        pooled_t(first, second, level),
        mann_whitney_shift(first, second, &rule),
        ratio_of_geometric_means(first, second, level),
        mann_whitney_test(first, second, &rule),
    ]
}

/// The results of several groups, the directed p values beside the estimates.
fn several(groups: &[Vec<f64>]) -> (Vec<Estimate>, Vec<Answer>) {
    let samples: Vec<Sample<'_>> = groups.iter().map(|values| sample(values)).collect();
    let groups = Groups::new(&samples).unwrap();
    // The largest exact distributions take too long to be drawn by the hundred.
    let n: usize = samples.iter().map(|sample| sample.values().len()).sum();
    let p = if n > 15 { KruskalWallisP::ChiSquared } else { KruskalWallisP::ExactIfSmall };
    let trend = jonckheere_terpstra(groups, &TrendRule { exact_up_to: 30, ..TrendRule::default() });
    let anova = one_way_anova(groups);
    let ranks = kruskal_wallis(groups, p);
    (
        vec![anova.estimate, welch_anova(groups), ranks.estimate, trend.estimate],
        vec![trend.p_increasing, trend.p_decreasing],
    )
}

fn close(left: f64, right: f64) -> bool {
    left == right || (left - right).abs() <= 1e-11 * left.abs().max(right.abs())
}

fn bounded(estimate: &Estimate) {
    if let Ok(value) = estimate.value {
        assert!(value.is_finite());
        if let Ok(ci) = estimate.ci {
            assert!(ci.low.is_finite() && ci.high.is_finite() && ci.contains(value), "{value} {ci:?}");
        }
    }
    assert!(
        estimate.p_value().is_err() || (0.0..=1.0).contains(&estimate.p_value().unwrap()),
        "{estimate:?}"
    );
    assert!(estimate.sd.is_err() || estimate.sd.unwrap() >= 0.0);
    assert!(estimate.n_ties <= estimate.n);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_finite_and_bounded(groups in vec(values(), 2..4)) {
        two(&groups[0], &groups[1]).iter().for_each(bounded);
        let (estimates, directed) = several(&groups);
        estimates.iter().for_each(bounded);
        for p in directed.into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }

    #[test]
    fn exchanging_the_groups_turns_the_direction(first in values(), second in values()) {
        let (there, back) = (two(&first, &second), two(&second, &first));
        for (position, (there, back)) in there.iter().zip(&back).enumerate() {
            let turned = |value: f64| match position {
                3 => 1.0 / value,
                4 => 1.0 - value,
                _ => -value,
            };
            let near = |left: f64, right: f64| close(left, right) || position == 4 && (left - right).abs() < 1e-14;
            if let (Ok(there), Ok(back)) = (there.value, back.value) {
                prop_assert!(near(there, turned(back)), "{position}: {there} {back}");
            }
            if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
                prop_assert!(near(there.low, turned(back.high)) && near(there.high, turned(back.low)));
            }
            if let (Ok(there), Ok(back)) = (there.p_value(), back.p_value()) {
                prop_assert!((there - back).abs() <= 1e-10 * there.max(1e-10), "{position}: {there} {back}");
            }
            prop_assert_eq!((there.n, there.n_ties), (back.n, back.n_ties));
        }
    }

    #[test]
    fn order_within_groups_does_not_matter(groups in vec(values(), 2..4), by in 0_usize..30) {
        let mut moved = groups.clone();
        for values in &mut moved {
            values.reverse();
            let by = by.min(values.len());
            values.rotate_left(by);
        }
        let (there, back) = (two(&groups[0], &groups[1]), two(&moved[0], &moved[1]));
        prop_assert_eq!(&there[2..3], &back[2..3]);
        prop_assert_eq!(&there[4..], &back[4..]);
        for (there, back) in there.iter().zip(&back) {
            match (there.value, back.value) {
                (Ok(there), Ok(back)) => prop_assert!(close(there, back), "{there} {back}"),
                (there, back) => prop_assert_eq!(there, back),
            }
        }
        prop_assert_eq!(&several(&groups).0[2..], &several(&moved).0[2..]);
    }

    #[test]
    fn the_order_of_groups_matters_to_the_trend_only(groups in vec(values(), 3..4)) {
        let mut turned = groups.clone();
        turned.reverse();
        let (there, back) = (several(&groups), several(&turned));
        match (there.0[2].p_value(), back.0[2].p_value()) {
            (Ok(there), Ok(back)) => prop_assert!(close(there, back)),
            (there, back) => prop_assert_eq!(there, back),
        }
        match (there.1[0], back.1[1]) {
            (Ok(there), Ok(back)) => prop_assert!((there - back).abs() <= 1e-11 * there.max(1e-10)),
            (there, back) => prop_assert_eq!(there, back),
        }
    }

    #[test]
    fn rank_tests_do_not_see_monotone_transforms(groups in vec(vec((-40_i32..40).prop_map(f64::from), 1..20), 2..4)) {
        let cubed: Vec<Vec<f64>> =
            groups.iter().map(|values| values.iter().map(|value| value * value * value - 5.0).collect()).collect();
        prop_assert_eq!(&several(&groups).0[2..], &several(&cubed).0[2..]);
        prop_assert_eq!(two(&groups[0], &groups[1])[4].clone(), two(&cubed[0], &cubed[1])[4].clone());
    }

    /// Exact and normal p are near each other, whatever the ties, once groups are not tiny.
    #[test]
    fn exact_and_normal_agree(first in vec(0_i32..9, 30..60), second in vec(0_i32..9, 30..60)) {
        let column = |values: &[i32]| values.iter().copied().map(f64::from).collect::<Vec<_>>();
        let (first, second) = (column(&first), column(&second));
        let p = |exact_up_to| {
            let rule = RankSumRule { exact_up_to, ..RankSumRule::default() };
            mann_whitney_test(sample(&first), sample(&second), &rule).p_value()
        };
        if let (Ok(exact), Ok(normal)) = (p(200), p(0)) {
            prop_assert!((exact - normal).abs() < 0.02, "{exact} {normal}");
        }
    }

    /// F of two groups is the square of the pooled t, H of two groups that of z, J of two groups U.
    #[test]
    fn two_groups_are_several(first in vec(-1e3..1e3_f64, 2..40), second in vec(-1e3..1e3_f64, 2..40)) {
        let pooled = pooled_t(sample(&first), sample(&second), Level::default());
        let anova = &several(&[first.clone(), second.clone()]).0;
        if let (Ok(t), Ok(f)) = (pooled.p_value(), anova[0].p_value()) {
            prop_assert!((t - f).abs() <= 1e-8 * t.max(1e-8), "{t} {f}");
        }
        let welch = welch_t(sample(&first), sample(&second), Level::default());
        if let (Ok(t), Ok(f)) = (welch.p_value(), anova[1].p_value()) {
            prop_assert!((t - f).abs() <= 1e-8 * t.max(1e-8), "{t} {f}");
        }
        let rule = RankSumRule { exact_up_to: 30, correction: Correction::None, ..RankSumRule::default() };
        let ranks = mann_whitney_test(sample(&first), sample(&second), &rule);
        prop_assert!(close(ranks.p_value().unwrap(), anova[3].p_value().unwrap()));
        prop_assert_eq!(ranks.value, anova[3].value);
    }
}

#[test]
fn nothing_and_next_to_nothing() {
    for estimate in two(&[], &[1.0, 2.0]) {
        assert_eq!((estimate.value, estimate.ci), (Err(Undefined::NoValues), Err(Undefined::NoValues)));
        assert_eq!((estimate.p_value(), estimate.n), (Err(Undefined::NoValues), 2));
    }
    let [welch, pooled, shift, ratio, superiority] = two(&[2.0], &[5.0]);
    assert_eq!((welch.value, pooled.value, shift.value), (Ok(3.0), Ok(3.0), Ok(3.0)));
    assert!((ratio.value.unwrap() - 2.5).abs() < 1e-15);
    assert_eq!(welch.ci, Err(Undefined::TooFew { needed: 2, found: 1 }));
    assert_eq!(pooled.p_value(), Err(Undefined::TooFew { needed: 3, found: 2 }));
    assert_eq!((shift.ci, shift.p_value()), (Err(Undefined::TooFew { needed: 3, found: 2 }), Ok(1.0)));
    assert_eq!((superiority.value, superiority.ci.unwrap().high), (Ok(1.0), 1.0));
}

#[test]
fn constant_groups() {
    let [welch, pooled, shift, ratio, superiority] = two(&[0.1; 4], &[0.3; 3]);
    let none = Err(Undefined::NoSpread);
    assert_eq!((welch.p_value(), pooled.p_value(), ratio.p_value()), (none, none, none));
    assert_eq!((welch.value, pooled.sd), (Ok(0.3 - 0.1), Ok(0.0)));
    assert_eq!((shift.value, superiority.value, superiority.n_ties), (Ok(0.3 - 0.1), Ok(1.0), 7));
    let [_, _, shift, _, superiority] = two(&[0.1; 4], &[0.1; 3]);
    assert_eq!((shift.value, shift.p_value()), (Ok(0.0), none));
    assert_eq!((superiority.value, superiority.p_value()), (Ok(0.5), none));
    let (estimates, directed) = several(&[vec![1.0; 3], vec![1.0; 2], vec![1.0]]);
    assert!(estimates[..3].iter().all(|estimate| estimate.p_value().is_err()));
    assert_eq!((estimates[3].value, estimates[3].p_value(), directed[0]), (Ok(0.5), none, none));
    let (estimates, _) = several(&[vec![1.0; 3], vec![2.0; 2]]);
    assert_eq!((estimates[0].value, estimates[0].p_value()), (Ok(1.0), none));
}

#[test]
fn groups_without_values() {
    assert!(matches!(Groups::new(&[sample(&[1.0])]), Err(InputError::FewerThanTwoGroups)));
    let (first, second) = ([1.0, 2.0, 4.0], [3.0, 5.0, 6.0]);
    let samples = [sample(&first).with_missing(2), sample(&[]).with_missing(1), sample(&second)];
    let all = Groups::new(&samples).unwrap();
    let ranks = kruskal_wallis(all, KruskalWallisP::default());
    assert_eq!(ranks.estimate.cautions, [Caution::EmptyGroupsLeftOut { n_groups: 1 }]);
    assert_eq!((ranks.estimate.n, ranks.estimate.n_missing), (6, 3));
    assert_eq!(ranks.mean_ranks, [Ok(7.0 / 3.0), Err(Undefined::NoValues), Ok(14.0 / 3.0)]);
    let without = [samples[0], samples[2]];
    let without = kruskal_wallis(Groups::new(&without).unwrap(), KruskalWallisP::default());
    assert_eq!(ranks.estimate.test, without.estimate.test);
    let one = [samples[0], samples[1]];
    let few = Err(Undefined::TooFewGroups { needed: 2, found: 1 });
    let one = Groups::new(&one).unwrap();
    assert_eq!(one_way_anova(one).estimate.p_value(), few);
    assert_eq!(welch_anova(one).p_value(), few);
    assert_eq!(jonckheere_terpstra(one, &TrendRule::default()).p_increasing, few);
    let none = [sample(&[]), sample(&[])];
    let none = kruskal_wallis(Groups::new(&none).unwrap(), KruskalWallisP::default()).estimate;
    assert_eq!((none.value, none.p_value()), (Err(Undefined::NoValues), Err(Undefined::NoValues)));
}

#[test]
fn values_without_a_logarithm() {
    let ratio =
        ratio_of_geometric_means(sample(&[0.0, 2.0, 8.0]), sample(&[-1.0, 1.0, 1.0]), Level::default());
    assert_eq!((ratio.n, ratio.n_missing), (4, 2));
    assert_eq!(ratio.cautions, [Caution::ValuesNotPositiveLeftOut { n_values: 2 }]);
    assert!((ratio.value.unwrap() - 0.25).abs() < 1e-15);
    let none = ratio_of_geometric_means(sample(&[0.0]), sample(&[1.0]), Level::default());
    assert_eq!(none.value, Err(Undefined::NotPositive));
}

/// The level that one value against few can reach, and the rule's cap.
#[test]
fn levels_and_caps() {
    let shift = mann_whitney_shift(sample(&[1.0]), sample(&[2.0, 3.0, 7.0]), &RankSumRule::default());
    assert_eq!((shift.ci.unwrap().low, shift.ci.unwrap().high), (1.0, 6.0));
    assert_eq!(shift.cautions, [Caution::LevelNotReached { achieved: 0.5 }]);
    let many: Vec<f64> = (0..400).map(f64::from).collect();
    let rule = RankSumRule { exact_up_to: 10_000, ..RankSumRule::default() };
    let test = mann_whitney_test(sample(&many), sample(&many), &rule).test.unwrap();
    assert!(matches!(test.statistic, Statistic::RankSumNormal { .. }));
}
