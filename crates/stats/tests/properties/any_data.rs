//! Direction, order, scale, and the bounds of every number.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::*;

type Measured = Vec<(f64, f64)>;

/// Pairs as laboratories report them (many ties and zeros), and as nobody does.
fn measured() -> impl Strategy<Value = Measured> {
    let tenth = || (0_i32..60).prop_map(|value| f64::from(value) / 10.0);
    let whole = || (-4_i32..5).prop_map(f64::from);
    let wide = || (-1e3..1e3, -280_i32..280).prop_map(|(value, exponent)| value * 10_f64.powi(exponent));
    prop_oneof![
        vec((tenth(), tenth()), 0..40),
        vec((whole(), whole()), 0..260),
        vec((0.01..1e4, 0.01..1e4), 0..30),
        vec((wide(), wide()), 0..30),
    ]
}

fn columns(pairs: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    pairs.iter().copied().unzip()
}

/// The three estimators of change on the same data.
fn estimates((before, after): &(Vec<f64>, Vec<f64>)) -> [Estimate; 3] {
    let pairs = Pairs::new(before, after).unwrap();
    [
        paired_t(pairs, Level::default()),
        ratio_of_geometric_means(pairs, Level::default()),
        signed_rank(pairs, &SignedRankRule::default()),
    ]
}

fn close(left: f64, right: f64) -> bool {
    left == right || (left - right).abs() <= 1e-12 * left.abs().max(right.abs())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_finite_and_bounded(pairs in measured()) {
        for estimate in estimates(&columns(&pairs)) {
            if let Ok(value) = estimate.value {
                prop_assert!(value.is_finite());
                if let Ok(ci) = estimate.ci {
                    prop_assert!(ci.low.is_finite() && ci.high.is_finite());
                    prop_assert!(ci.contains(value), "{value} {ci:?}");
                }
            }
            if let Ok(p) = estimate.p_value() {
                prop_assert!((0.0..=1.0).contains(&p));
            }
            prop_assert!(estimate.sd.is_err() || estimate.sd.unwrap() >= 0.0);
            prop_assert!(estimate.n_zeros + estimate.n_ties <= estimate.n);
        }
    }

    #[test]
    fn exchanging_before_and_after_turns_the_sign(pairs in measured()) {
        let (before, after) = columns(&pairs);
        let there = estimates(&(before.clone(), after.clone()));
        let back = estimates(&(after, before));
        for (method, (there, back)) in there.iter().zip(&back).enumerate() {
            let turned = |value: f64| if method == 1 { 1.0 / value } else { -value };
            match (there.value, back.value) {
                (Ok(there), Ok(back)) => prop_assert!(close(there, turned(back)) , "{there} {back}"),
                (there, back) => prop_assert!(there.is_err() || back.is_err()),
            }
            if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
                prop_assert!(close(there.low, turned(back.high)) && close(there.high, turned(back.low)));
            }
            match (there.p_value(), back.p_value()) {
                (Ok(there), Ok(back)) => prop_assert!((there - back).abs() <= 1e-12 * there.max(1e-10)),
                (there, back) => prop_assert_eq!(there, back),
            }
        }
    }

    #[test]
    fn order_does_not_matter_to_the_last_bit(pairs in measured(), by in 0_usize..40) {
        let mut moved = pairs.clone();
        moved.reverse();
        let by = by.min(moved.len());
        moved.rotate_left(by);
        prop_assert_eq!(estimates(&columns(&pairs)), estimates(&columns(&moved)));
        let (before, moved) = (columns(&pairs).0, columns(&moved).0);
        prop_assert_eq!(describe(Sample::new(&before).unwrap()), describe(Sample::new(&moved).unwrap()));
    }

    #[test]
    fn doubling_every_value_doubles_the_change(pairs in vec((0.01..1e4, 0.01..1e4), 2..40)) {
        let doubled: Measured = pairs.iter().map(|(before, after)| (2.0 * before, 2.0 * after)).collect();
        let (single, double) = (estimates(&columns(&pairs)), estimates(&columns(&doubled)));
        prop_assert_eq!(2.0 * single[0].value.unwrap(), double[0].value.unwrap());
        prop_assert_eq!(single[0].test, double[0].test);
        prop_assert_eq!(single[1].value, double[1].value);
    }

    #[test]
    fn a_wider_level_gives_a_wider_interval(pairs in measured(), narrow in 0.5..0.9_f64) {
        let (before, after) = columns(&pairs);
        let pairs = Pairs::new(&before, &after).unwrap();
        let (narrow, wide) = (Level::new(narrow).unwrap(), Level::default());
        let rule = |level| SignedRankRule { level, ..SignedRankRule::default() };
        let both = [
            (paired_t(pairs, narrow).ci, paired_t(pairs, wide).ci),
            (signed_rank(pairs, &rule(narrow)).ci, signed_rank(pairs, &rule(wide)).ci),
        ];
        for (narrow, wide) in both {
            if let (Ok(narrow), Ok(wide)) = (narrow, wide) {
                prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high);
            }
        }
    }

    #[test]
    fn wilson_mirrors_itself(n in 1_usize..5000, part in 0.0..=1.0_f64) {
        let x = (n as f64 * part) as usize;
        let there = wilson(Proportion::new(x, n).unwrap(), Level::default()).ci.unwrap();
        let back = wilson(Proportion::new(n - x, n).unwrap(), Level::default()).ci.unwrap();
        prop_assert!((there.low - (1.0 - back.high)).abs() < 1e-14);
        prop_assert!(0.0 <= there.low && there.low < there.high && there.high <= 1.0);
        prop_assert!(there.contains(x as f64 / n as f64));
    }

    #[test]
    fn quantiles_rise_within_the_sample(values in vec(-1e3..1e3_f64, 1..50), low in 0.0..=1.0_f64, high in 0.0..=1.0_f64) {
        let sorted = Sorted::new(Sample::new(&values).unwrap());
        let (low, high) = (Fraction::new(low.min(high)).unwrap(), Fraction::new(low.max(high)).unwrap());
        for definition in [QuantileType::Two, QuantileType::Six, QuantileType::Seven] {
            let (below, above) = (sorted.quantile(low, definition).unwrap(), sorted.quantile(high, definition).unwrap());
            prop_assert!(below <= above + 1e-9);
            prop_assert!(sorted.values()[0] <= below && above <= sorted.values()[values.len() - 1]);
        }
    }

    #[test]
    fn student_quantile_and_tail_undo_each_other(exponent in -290.0..-0.32_f64, df in 1.0..1e6_f64) {
        let tail = 10_f64.powf(exponent);
        let t = distribution::student_t::quantile_upper(tail, df);
        // In the far tail P falls by more than the relative step of t: by t times the density over P.
        let steepness = (t * distribution::student_t::density(t, df) / tail).max(1.0);
        let back = distribution::student_t::upper(t, df);
        prop_assert!((back / tail - 1.0).abs() < 1e-14 * steepness + 1e-12, "{t} {back} {tail}");
    }
}
