//! Censored values of any kind and size: no panic, no NaN, direction and order.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::censored::*;
use stats::{Estimate, Fraction, Level, QuantileType, Undefined};

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (0_i32..30).prop_map(|value| f64::from(value) / 2.0),
        2 => -50.0..50.0_f64,
        1 => (-1.0..1.0_f64, -300_i32..300).prop_map(|(value, exponent)| value * 10_f64.powi(exponent)),
    ]
}

fn one() -> impl Strategy<Value = Censored> {
    prop_oneof![
        4 => number().prop_map(Censored::Exact),
        2 => number().prop_map(Censored::Below),
        1 => number().prop_map(Censored::AtOrAbove),
        1 => (number(), number()).prop_map(|(a, b)| {
            let (low, high) = (a.min(b), a.max(b));
            if low < high { Censored::Between { low, high } } else { Censored::Exact(low) }
        }),
    ]
}

/// Decimals of a laboratory, positive, with few limits.
fn laboratory() -> impl Strategy<Value = Censored> {
    let decimal = || (1_i32..80).prop_map(|value| f64::from(value) / 10.0);
    prop_oneof![
        4 => decimal().prop_map(Censored::Exact),
        2 => (1_i32..4).prop_map(|limit| Censored::Below(f64::from(limit))),
    ]
}

fn sound(estimate: &Estimate) -> Result<(), TestCaseError> {
    if let Ok(value) = estimate.value {
        prop_assert!(value.is_finite());
        if let Ok(ci) = estimate.ci {
            prop_assert!(ci.low.is_finite() && ci.high.is_finite());
            let slack = 1e-9 * (ci.high - ci.low);
            prop_assert!(ci.low - slack <= value && value <= ci.high + slack, "{value} {ci:?}");
        }
    }
    if let Ok(p) = estimate.p_value() {
        prop_assert!((0.0..=1.0).contains(&p), "{p}");
    }
    prop_assert!(estimate.sd.is_err() || estimate.sd.unwrap() >= 0.0);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sample_is_answered(values in prop_oneof![vec(one(), 0..25), vec(laboratory(), 0..60)], x in vec(-3..4_i32, 60)) {
        let sample = CensoredSample::new(&values).unwrap();
        let level = Level::default();
        for scale in [Scale::Normal, Scale::LogNormal] {
            sound(&censored_mean(sample, scale, level))?;
            let rows: Vec<f64> = x[..values.len()].iter().flat_map(|&x| [1.0, f64::from(x)]).collect();
            let fit = censored_regression(sample, Design::new(&rows, 2).unwrap(), scale, level).unwrap();
            sound(&fit.scale)?;
            fit.coefficients.iter().try_for_each(sound)?;
            let small = censored_regression(sample, Design::new(&vec![1.0; values.len()], 1).unwrap(), scale, level);
            sound(&likelihood_ratio(&small.unwrap(), &fit))?;
            if let Ok(ros) = order_statistics(sample, scale) {
                sound(&ros.mean())?;
                sound(&ros.quantile(Fraction::HALF, QuantileType::Seven))?;
            }
        }
        sound(&censored_geometric_mean(sample, level))?;
        if let Ok(curve) = kaplan_meier(sample) {
            sound(&curve.mean(level))?;
            for (band, fraction) in [(Band::Plain, 0.0), (Band::LogLog, 0.5), (Band::LogLog, 1.0)] {
                sound(&curve.quantile(Fraction::new(fraction).unwrap(), band, level).estimate)?;
            }
        }
        for replacement in [Replacement::Limit, Replacement::HalfLimit, Replacement::LimitOverRootTwo] {
            let _ = substitute(sample, replacement);
        }
    }

    #[test]
    fn the_npmle_is_a_distribution_at_its_maximum(values in vec(one(), 1..60)) {
        for ends in [Ends::LowHeld, Ends::HighHeld, Ends::BothHeld] {
            let found = turnbull(CensoredSample::new(&values).unwrap(), ends).unwrap();
            let total: f64 = found.masses.iter().map(|mass| mass.probability).sum();
            prop_assert!((total - 1.0).abs() < 1e-12);
            prop_assert!(found.masses.iter().all(|mass| mass.probability > 0.0 && mass.low <= mass.high));
            prop_assert!(found.masses.windows(2).all(|pair| pair[0].high <= pair[1].low));
            prop_assert!(found.log_likelihood <= 0.0 && found.cautions.is_empty());
            prop_assert!(found.gap <= 1e-8 * values.len() as f64, "{}", found.gap);
            let (least, most) = found.at_or_below(3.0);
            prop_assert!(0.0 <= least && least <= most && most <= 1.0);
        }
    }

    #[test]
    fn the_curve_and_the_npmle_agree(values in vec(laboratory(), 1..60)) {
        let sample = CensoredSample::new(&values).unwrap();
        if let Ok(curve) = kaplan_meier(sample) {
            let npmle = turnbull(sample, Ends::LowHeld).unwrap();
            for step in &curve.steps {
                let (least, most) = npmle.at_or_below(step.value);
                prop_assert!((least - step.at_or_below).abs() < 1e-6 && (most - least).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn any_pairs_are_answered_and_turn(pairs in prop_oneof![vec((one(), one()), 0..20), vec((laboratory(), laboratory()), 0..40)]) {
        let (before, after): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let there = CensoredPairs::new(&before, &after).unwrap();
        let back = CensoredPairs::new(&after, &before).unwrap();
        let level = Level::default();
        let rule = PrenticeWilcoxonRule { exact_up_to: 10 };
        let (rank, turned) = (prentice_wilcoxon(there, &rule), prentice_wilcoxon(back, &rule));
        sound(&rank)?;
        match (rank.value, turned.value) {
            (Ok(value), Ok(turned)) => prop_assert!((value + turned).abs() < 1e-9),
            (value, turned) => prop_assert_eq!(value, turned),
        }
        if let (Ok(p), Ok(turned)) = (rank.p_value(), turned.p_value()) {
            prop_assert!((p - turned).abs() < 1e-6);
        }
        let ((sign, counts), (_, turned)) = (censored_sign(there, level), censored_sign(back, level));
        sound(&sign)?;
        prop_assert_eq!((counts.up, counts.down, counts.indeterminate), (turned.down, turned.up, turned.indeterminate));
        let (found, turned) = (censored_ratio(there, level), censored_ratio(back, level));
        sound(&found.ratio)?;
        sound(&found.wald)?;
        if let (Ok(value), Ok(turned)) = (found.ratio.value, turned.ratio.value) {
            prop_assert!((value * turned - 1.0).abs() < 1e-6, "{value} {turned}");
        }
    }

    #[test]
    fn order_does_not_matter(values in vec(laboratory(), 2..50), by in 0_usize..50) {
        let mut moved = values.clone();
        moved.rotate_left(by % values.len());
        let (here, there) = (CensoredSample::new(&values).unwrap(), CensoredSample::new(&moved).unwrap());
        prop_assert_eq!(kaplan_meier(here), kaplan_meier(there));
        prop_assert_eq!(order_statistics(here, Scale::LogNormal), order_statistics(there, Scale::LogNormal));
        prop_assert_eq!(turnbull(here, Ends::LowHeld), turnbull(there, Ends::LowHeld));
        let (mean, moved) = (censored_geometric_mean(here, Level::default()), censored_geometric_mean(there, Level::default()));
        match (mean.value, moved.value) {
            (Ok(mean), Ok(moved)) => prop_assert!((mean / moved - 1.0).abs() < 1e-9),
            (mean, moved) => prop_assert_eq!(mean, moved),
        }
    }

    #[test]
    fn ranks_do_not_feel_a_monotone_transform(pairs in vec((laboratory(), laboratory()), 1..30)) {
        let cube = |value: &Censored| match *value {
            Censored::Exact(y) => Censored::Exact(y * y * y),
            Censored::Below(limit) => Censored::Below(limit * limit * limit),
            other => other,
        };
        let (before, after): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let (cubed_before, cubed_after): (Vec<_>, Vec<_>) =
            (before.iter().map(cube).collect(), after.iter().map(cube).collect());
        let plain = CensoredPairs::new(&before, &after).unwrap();
        let cubed = CensoredPairs::new(&cubed_before, &cubed_after).unwrap();
        let rule = PrenticeWilcoxonRule { exact_up_to: 8 };
        prop_assert_eq!(prentice_wilcoxon(plain, &rule), prentice_wilcoxon(cubed, &rule));
        prop_assert_eq!(censored_sign(plain, Level::default()).1, censored_sign(cubed, Level::default()).1);
    }

    #[test]
    fn factors_scale_the_geometric_mean(values in vec(laboratory(), 2..40)) {
        let larger: Vec<Censored> = values.iter().map(|value| match *value {
            Censored::Exact(y) => Censored::Exact(8.0 * y),
            Censored::Below(limit) => Censored::Below(8.0 * limit),
            other => other,
        }).collect();
        let mean = |values: &[Censored]| censored_geometric_mean(CensoredSample::new(values).unwrap(), Level::default()).value;
        match (mean(&values), mean(&larger)) {
            (Ok(mean), Ok(larger)) => prop_assert!((larger / mean / 8.0 - 1.0).abs() < 1e-8),
            (mean, larger) => prop_assert_eq!(mean, larger),
        }
    }
}

#[test]
fn no_maximum_is_typed() {
    use Censored::{AtOrAbove, Below, Between, Exact};
    let mean = |values: &[Censored]| {
        censored_mean(CensoredSample::new(values).unwrap(), Scale::Normal, Level::default()).value
    };
    assert_eq!(mean(&[]), Err(Undefined::NoValues));
    assert_eq!(mean(&[Below(1.0), Below(2.0)]), Err(Undefined::AllCensored));
    assert_eq!(mean(&[AtOrAbove(1.0), AtOrAbove(2.0)]), Err(Undefined::AllCensored));
    assert_eq!(mean(&[Exact(0.3); 4]), Err(Undefined::NoSpread));
    assert_eq!(mean(&[Exact(2.0), Exact(2.0), Below(5.0)]), Err(Undefined::NoSpread));
    assert_eq!(mean(&[Exact(2.0), Exact(2.0), Below(2.0)]), Err(Undefined::NoSpread));
    assert_eq!(mean(&[AtOrAbove(1.0), Below(3.0), AtOrAbove(0.5)]), Err(Undefined::NoSpread));
    assert_eq!(
        mean(&[Between { low: 1.0, high: 3.0 }, Between { low: 2.0, high: 4.0 }]),
        Err(Undefined::NoSpread)
    );
    assert!(mean(&[Exact(2.0), Exact(2.0), Below(1.0)]).is_ok());
    let fit = |values: &[Censored], rows: &[f64], columns: usize| {
        let sample = CensoredSample::new(values).unwrap();
        let design = Design::new(rows, columns).unwrap();
        censored_regression(sample, design, Scale::Normal, Level::default()).unwrap().coefficients[0].value
    };
    let values = [Exact(1.0), Exact(2.5), Exact(2.0), Below(1.5), Below(1.0)];
    // The second group is censored as a whole.
    let group = [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    assert_eq!(fit(&values, &group, 2), Err(Undefined::Separated));
    let twice = [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0];
    assert_eq!(fit(&values, &twice, 2), Err(Undefined::Collinear { column: 1 }));
    assert_eq!(fit(&values[..1], &[1.0, 3.0], 2), Err(Undefined::TooFew { needed: 2, found: 1 }));
    // Three groups, two of them censored on opposite sides.
    let values = [Exact(1.0), Exact(2.5), Exact(2.0), Below(1.5), Below(1.0), AtOrAbove(2.0), AtOrAbove(1.0)];
    let groups: Vec<f64> =
        [0, 0, 0, 1, 1, 2, 2].iter().flat_map(|&g| [1.0, f64::from(g == 1), f64::from(g == 2)]).collect();
    assert_eq!(fit(&values, &groups, 3), Err(Undefined::Separated));
}

#[test]
fn thirty_standard_deviations_away() {
    use Censored::{AtOrAbove, Exact};
    let mut values: Vec<Censored> = (0..200).map(|i| Exact(f64::from(i % 20) / 10.0)).collect();
    values.push(AtOrAbove(40.0));
    let fit = censored_mean(CensoredSample::new(&values).unwrap(), Scale::Normal, Level::default());
    assert!(fit.cautions.is_empty() && fit.value.unwrap() > 1.0, "{fit:?}");
}

#[test]
fn problems_are_named_all_at_once() {
    let values = [
        Censored::Exact(f64::NAN),
        Censored::Exact(1.0),
        Censored::Below(f64::INFINITY),
        Censored::Between { low: 2.0, high: 1.0 },
        Censored::Between { low: 2.0, high: 2.0 },
        Censored::Between { low: f64::NAN, high: 2.0 },
    ];
    let Err(CensoredError::Flawed(problems)) = CensoredSample::new(&values).map(|_| ()) else { panic!() };
    let found: Vec<(usize, Flaw)> = problems.iter().map(|problem| (problem.position, problem.flaw)).collect();
    let expected = [
        (0, Flaw::ValueNotFinite),
        (2, Flaw::LimitNotFinite),
        (3, Flaw::BoundsReversed),
        (4, Flaw::BoundsEqual),
        (5, Flaw::LimitNotFinite),
    ];
    assert_eq!(found, expected);
    let good = [Censored::Exact(1.0)];
    let Err(error) = CensoredPairs::new(&good, &values[..1]).map(|_| ()) else { panic!() };
    assert_eq!(error.to_string(), "1 values are flawed: position 0 after: the value is not a finite number;");
    assert_eq!(
        Design::new(&[1.0, 2.0, 3.0], 2).map(|_| ()),
        Err(CensoredError::DesignShape { length: 3, n_columns: 2 })
    );
    assert_eq!(
        Design::new(&[1.0, f64::NAN], 2).map(|_| ()),
        Err(CensoredError::DesignNotFinite { row: 0, column: 1 })
    );
}
