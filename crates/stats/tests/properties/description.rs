//! One pass as good as two, weights as repetitions, standardised differences turned around.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::describe::*;
use stats::{Fraction, InputError, Level, QuantileType, Sample, Sorted, Undefined, describe};

fn values() -> impl Strategy<Value = Vec<f64>> {
    let tenth = || (0_i32..60).prop_map(|value| f64::from(value) / 10.0);
    let far = || (0_i32..60).prop_map(|value| 1e9 + f64::from(value) / 8.0);
    let wide = || (-1e3..1e3, -300_i32..300).prop_map(|(value, exponent)| value * 10_f64.powi(exponent));
    prop_oneof![vec(tenth(), 0..60), vec(far(), 0..60), vec(-1e3..1e3_f64, 0..60), vec(wide(), 0..30)]
}

fn of(values: &[f64]) -> Accumulator {
    Accumulator::of(Sample::new(values).unwrap())
}

fn close<E: PartialEq>(left: Result<f64, E>, right: Result<f64, E>, scale: f64) -> bool {
    match (left, right) {
        (Ok(left), Ok(right)) => (left - right).abs() <= 1e-13 * left.abs().max(right.abs()).max(scale),
        (left, right) => left.err() == right.err(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_pass_in_any_parts_equals_two(values in values(), cuts in vec(0_usize..60, 0..5)) {
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(values.len())).collect();
        cuts.extend([0, values.len()]);
        cuts.sort_unstable();
        let parts: Vec<Accumulator> = cuts.windows(2).map(|ends| of(&values[ends[0]..ends[1]])).collect();
        let forward = parts.iter().fold(Accumulator::default(), |all, part| all.merge(part));
        let backward = parts.iter().rev().fold(Accumulator::default(), |all, part| part.merge(&all));
        let mut one_by_one = Accumulator::default();
        values.iter().for_each(|&value| one_by_one.push(value).unwrap());
        let description = describe(Sample::new(&values).unwrap());
        let scale = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs())) * 1e-3;
        for found in [forward, backward, one_by_one, of(&values)] {
            prop_assert_eq!((found.n(), found.min(), found.max()), (description.n, description.min, description.max));
            prop_assert!(close(found.mean(), description.mean, scale), "{found:?} {description:?}");
            prop_assert!(close(found.sd(), description.sd, 1e-9 * scale), "{found:?} {description:?}");
        }
    }

    #[test]
    fn frequencies_are_repetitions(pairs in vec((0_i32..30, 0_usize..5), 1..20), p in 0.0..=1.0_f64) {
        let numbers: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.0) / 4.0).collect();
        let weights: Vec<f64> = pairs.iter().map(|pair| pair.1 as f64).collect();
        let repeated: Vec<f64> =
            pairs.iter().flat_map(|pair| std::iter::repeat_n(f64::from(pair.0) / 4.0, pair.1)).collect();
        let weighted = Weighted::new(Sample::new(&numbers).unwrap(), &weights).unwrap();
        let (description, sorted) = (describe(Sample::new(&repeated).unwrap()), Sorted::new(Sample::new(&repeated).unwrap()));
        prop_assert!(close(weighted.mean(), description.mean, 1e-3));
        prop_assert!(close(weighted.sd(WeightMeaning::Frequency), description.sd, 1e-3));
        let fraction = Fraction::new(p).unwrap();
        prop_assert!(close(weighted.quantile(fraction, WeightedQuantile::Repeated), sorted.quantile(fraction, QuantileType::Seven), 1e-3));
        prop_assert!(close(weighted.quantile(fraction, WeightedQuantile::Averaged), sorted.quantile(fraction, QuantileType::Two), 1e-3));
    }

    #[test]
    fn reliability_knows_no_unit_of_weight(pairs in vec((-1e3..1e3_f64, 0.01..10.0_f64), 2..20), factor in 0.001..1000.0_f64) {
        let (numbers, weights): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let times: Vec<f64> = weights.iter().map(|weight| weight * factor).collect();
        let weighted = |weights: &[f64]| Weighted::new(Sample::new(&numbers).unwrap(), weights).unwrap();
        let sd = |weights: &[f64]| weighted(weights).sd(WeightMeaning::Reliability);
        prop_assert!(close(sd(&weights), sd(&times), 1e-2));
        let n = weighted(&weights).effective_n().unwrap();
        prop_assert!(n >= 1.0 - 1e-12 && n <= numbers.len() as f64 * (1.0 + 1e-12));
    }

    #[test]
    fn intervals_hold_their_estimates(values in values(), p in 0.0..=1.0_f64, level in 0.01..0.999_f64) {
        let (sample, level) = (Sample::new(&values).unwrap(), Level::new(level).unwrap());
        let fraction = Fraction::new(p).unwrap();
        for estimate in [
            mean_interval(sample, level),
            geometric_mean_interval(sample, level),
            quantile_interval(&Sorted::new(sample), fraction, QuantileType::Seven, level),
        ] {
            if let (Ok(value), Ok(ci)) = (estimate.value, estimate.ci) {
                prop_assert!(value.is_finite() && ci.low.is_finite() && ci.high.is_finite());
                prop_assert!(ci.contains(value), "{value} {ci:?}");
            }
        }
    }

    #[test]
    fn exchanging_the_groups_turns_the_difference(first in values(), second in values()) {
        let (first, second) = (Sample::new(&first).unwrap(), Sample::new(&second).unwrap());
        for unit in [StandardUnit::AverageVariance, StandardUnit::Pooled, StandardUnit::PooledCorrected] {
            let there = standardized_difference(first, second, unit, Level::default());
            let back = standardized_difference(second, first, unit, Level::default());
            prop_assert!(close(there.value, back.value.map(|value| -value), 1e-3));
            prop_assert_eq!(there.ci.is_ok(), back.ci.is_ok());
            if let (Ok(value), Ok(ci), Ok(back)) = (there.value, there.ci, back.ci) {
                prop_assert!(value.is_finite() && ci.contains(value), "{value} {ci:?}");
                prop_assert!((ci.low + back.high).abs() <= 1e-9 * ci.low.abs().max(1.0), "{ci:?} {back:?}");
            }
        }
    }

    #[test]
    fn categories_in_any_order(counts in vec((0_usize..20, 0_usize..20), 1..8), by in 0_usize..8) {
        let mut moved = counts.clone();
        let by = by.min(moved.len());
        moved.rotate_left(by);
        let of = |counts: &[(usize, usize)]| {
            let (first, second): (Vec<usize>, Vec<usize>) = counts.iter().copied().unzip();
            standardized_difference_of_categories(&first, &second).value
        };
        let (there, moved) = (of(&counts), of(&moved));
        prop_assert!(there.map_or(true, |value| value >= 0.0 && value.is_finite()));
        match (there, moved) {
            (Ok(there), Ok(moved)) => prop_assert!((there - moved).abs() <= 1e-9 * there.max(1.0), "{there} {moved}"),
            (there, moved) => prop_assert_eq!(there, moved),
        }
    }
}

#[test]
fn what_gives_no_description() {
    let empty = Sample::new(&[]).unwrap();
    assert_eq!(mean_interval(empty, Level::default()).ci, Err(Undefined::NoValues));
    assert_eq!(of(&[]).mean(), Err(Undefined::NoValues));
    assert_eq!(of(&[4.0]).sd(), Err(Undefined::TooFew { needed: 2, found: 1 }));
    let description = describe(Sample::new(&[-1.0, 1.0]).unwrap());
    assert_eq!(description.cv, Err(Undefined::ZeroDenominator));
    assert_eq!(
        (description.geometric_sd, description.log_normal_cv),
        (Err(Undefined::NotPositive), Err(Undefined::NotPositive))
    );
    assert_eq!(Accumulator::default().push(f64::NAN), Err(InputError::NotFinite { position: 0 }));
    let one = Sample::new(&[1.0]).unwrap();
    assert_eq!(Weighted::new(one, &[-1.0]).err(), Some(InputError::WeightOutside { position: 0 }));
    assert_eq!(Weighted::new(one, &[f64::INFINITY]).err(), Some(InputError::WeightOutside { position: 0 }));
    assert_eq!(Weighted::new(one, &[]).err(), Some(InputError::LengthsDiffer { before: 1, after: 0 }));
}
