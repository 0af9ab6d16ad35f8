//! Missing data: order, scale, direction, and what must hold for any table.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::design::Design;
use stats::missing::*;
use stats::random::Seed;
use stats::{Caution, Level, Proportion, Undefined};

fn gaps(n: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
    vec(prop_oneof![3 => (-50_i32..50).prop_map(|value| Some(f64::from(value) / 10.0)), 1 => Just(None)], n)
}

type Raw = (Vec<Option<f64>>, Vec<Option<f64>>, Vec<Option<f64>>, i32);

fn raw() -> impl Strategy<Value = Raw> {
    (3_usize..25).prop_flat_map(|n| (gaps(n), gaps(n), gaps(n), -250_i32..250))
}

fn readings(values: &[Option<f64>]) -> Vec<Reading> {
    let reading = |value: &Option<f64>| match *value {
        None => Reading::Missing,
        Some(value) if value < -1.0 => Reading::Between { low: f64::NEG_INFINITY, high: -1.0 },
        Some(value) => Reading::Known(value),
    };
    values.iter().map(reading).collect()
}

fn table((a, b, c, exponent): &Raw) -> Table {
    let scaled: Vec<Option<f64>> = a.iter().map(|a| a.map(|a| a * 10_f64.powi(*exponent))).collect();
    let binary: Vec<Option<bool>> = b.iter().map(|b| b.map(|b| b > 0.0)).collect();
    let ordered: Vec<Option<u32>> = c.iter().map(|c| c.map(|c| (c + 5.0) as u32 / 4)).collect();
    Table::new(vec![
        Column::numeric("scaled", &scaled, Scale::Identity).unwrap(),
        Column::binary("binary", &binary),
        Column::ordered("ordered", &ordered, 3).unwrap(),
        Column::numeric("positive", &b.iter().map(|b| b.map(f64::exp)).collect::<Vec<_>>(), Scale::Log)
            .unwrap()
            .with_imputation(Imputation::Linear)
            .unwrap(),
        Column::laboratory("laboratory", &readings(c), Scale::Identity).unwrap(),
    ])
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn completed_tables_keep_what_is_known(raw in raw()) {
        let table = table(&raw);
        let rule = ImputationRule { m: Some(2), iterations: 3, ..ImputationRule::default() };
        if let Ok(imputations) = impute(&table, &rule) {
            for completed in &imputations.tables {
                for (row, value) in completed.columns[0].iter().enumerate() {
                    prop_assert!(value.is_finite());
                    if let Some(known) = raw.0[row] {
                        prop_assert_eq!(*value, known * 10_f64.powi(raw.3));
                    }
                }
                prop_assert!(completed.columns[1].iter().all(|level| [0.0, 1.0].contains(level)));
                prop_assert!(completed.columns[2].iter().all(|level| [0.0, 1.0, 2.0].contains(level)));
                prop_assert!(completed.columns[3].iter().all(|value| *value > 0.0 && value.is_finite()));
                for (value, reading) in completed.columns[4].iter().zip(readings(&raw.2)) {
                    match reading {
                        Reading::Known(known) => prop_assert_eq!(*value, known),
                        Reading::Between { high, .. } => prop_assert!(*value <= high && value.is_finite()),
                        Reading::Missing => prop_assert!(value.is_finite()),
                    }
                }
            }
            // Matching draws values that occur.
            for value in &imputations.tables[0].columns[0] {
                prop_assert!(raw.0.iter().flatten().any(|known| known * 10_f64.powi(raw.3) == *value));
            }
        }
    }

    #[test]
    fn rubins_rules_shift_and_turn(
        numbers in vec((-1e3..1e3, 0.001..1e3), 2..30), complete in prop::option::of(1.0..1e4), shift in -10.0..10.0,
    ) {
        let (q, u): (Vec<f64>, Vec<f64>) = numbers.into_iter().unzip();
        let pooled = pool(&q, &u, complete, Level::default()).unwrap();
        let turned = pool(&q.iter().map(|q| -q).collect::<Vec<_>>(), &u, complete, Level::default()).unwrap();
        let shifted = pool(&q.iter().map(|q| q + shift).collect::<Vec<_>>(), &u, complete, Level::default()).unwrap();
        prop_assert_eq!(pooled.estimate.value.unwrap(), -turned.estimate.value.unwrap());
        prop_assert_eq!(pooled.estimate.p_value(), turned.estimate.p_value());
        prop_assert!((shifted.total.unwrap() / pooled.total.unwrap() - 1.0).abs() < 1e-9);
        if let Ok(ci) = pooled.estimate.ci {
            prop_assert!(ci.contains(pooled.estimate.value.unwrap()));
        }
        prop_assert!((0.0..=1.0).contains(&pooled.estimate.p_value().unwrap()));
        prop_assert!((0.0..=1.0).contains(&pooled.missing_share.unwrap()));
        prop_assert!(pooled.total.unwrap() >= pooled.within.unwrap());
        prop_assert!(complete.is_none_or(|complete| pooled.df.unwrap() <= complete * (1.0 + 1e-12)));
    }

    #[test]
    fn one_parameter_alone_is_rubins_test(numbers in vec((-10.0..10.0, 0.01..10.0), 2..20)) {
        let (q, u): (Vec<f64>, Vec<f64>) = numbers.into_iter().unzip();
        let rows = |values: &[f64]| values.iter().map(|&value| vec![value]).collect::<Vec<_>>();
        let wald = pool_vectors(&rows(&q), &rows(&u), None).test.unwrap();
        let scalar = pool(&q, &u, None, Level::default()).unwrap();
        let stats::Statistic::F { f, .. } = wald.statistic else { panic!("{wald:?}") };
        let t2 = scalar.estimate.value.unwrap().powi(2) / scalar.total.unwrap();
        prop_assert!((f - t2).abs() <= 1e-9 * t2);
    }

    #[test]
    fn bounds_hold_what_any_filling_gives(
        changes in vec((prop::option::of(0_u32..3), prop::option::of(0_u32..3)), 0..30), filling in vec(0_u32..3, 60),
    ) {
        let bounds = change_bounds(&changes, 3, Level::default()).unwrap();
        let filled: Vec<(u32, u32)> = changes
            .iter()
            .enumerate()
            .map(|(i, (b, a))| (b.unwrap_or(filling[2 * i]), a.unwrap_or(filling[2 * i + 1])))
            .collect();
        let share = |is: fn(&(u32, u32)) -> bool| {
            filled.iter().filter(|pair| is(pair)).count() as f64 / filled.len() as f64
        };
        let (fell, rose) = (share(|(b, a)| a < b), share(|(b, a)| a > b));
        if !changes.is_empty() {
            let within = |bounds: &ProportionBounds, share: f64| {
                bounds.lowest.value.unwrap() <= share && share <= bounds.highest.value.unwrap()
            };
            prop_assert!(within(&bounds.fell, fell) && within(&bounds.rose, rose));
            prop_assert!(within(&bounds.stayed, share(|(b, a)| a == b)));
            let [low, _, high] = &bounds.net;
            prop_assert!(low.value.unwrap() <= rose - fell + 1e-12 && rose - fell <= high.value.unwrap() + 1e-12);
        }
        // Exchanging before and after turns the direction.
        let turned: Vec<_> = changes.iter().map(|&(b, a)| (a, b)).collect();
        let turned = change_bounds(&turned, 3, Level::default()).unwrap();
        prop_assert_eq!(&bounds.fell, &turned.rose);
        prop_assert_eq!(bounds.net[0].value.map(|v| -v), turned.net[2].value);
    }

    #[test]
    fn weights_do_not_depend_on_order_or_scale(raw in raw()) {
        let x: Vec<f64> = raw.1.iter().map(|x| x.unwrap_or(0.3)).collect();
        let weighted = |y: &[Option<f64>], x: &[f64]| {
            let design = Design::new(x.len(), &[("x", x)]).unwrap().with_intercept().unwrap();
            weighted_mean(y, &design, &WeightRule::default())
        };
        let Ok(first) = weighted(&raw.0, &x) else { return Ok(()) };
        let reversed: Vec<Option<f64>> = raw.0.iter().rev().copied().collect();
        let second = weighted(&reversed, &x.iter().rev().copied().collect::<Vec<_>>()).unwrap();
        let (low, high) = raw.0.iter().flatten().fold((f64::MAX, f64::MIN), |(l, h), &y| (l.min(y), h.max(y)));
        let value = first.mean.value.unwrap();
        prop_assert!(low - 1e-9 <= value && value <= high + 1e-9);
        if !first.mean.cautions.contains(&Caution::InfiniteCoefficient) {
            prop_assert!((value - second.mean.value.unwrap()).abs() < 1e-6);
        }
        prop_assert!(first.n_effective > 0.0 && first.n_effective <= first.mean.n as f64 * (1.0 + 1e-9));
        if let Ok(ci) = first.mean.ci {
            prop_assert!(ci.contains(value));
        }
    }
}

#[test]
fn the_same_for_any_number_of_threads() {
    let a: Vec<Option<f64>> = (0..60).map(|i| (i % 7 != 3).then_some(f64::from(i * i % 31))).collect();
    let b: Vec<Option<f64>> = (0..60).map(|i| (i % 5 != 1).then_some(f64::from(i * 7 % 13) - 5.0)).collect();
    let c: Vec<Option<f64>> = (0..60).map(|i| (i % 4 != 2).then_some(f64::from(i * 3 % 11) - 5.0)).collect();
    let table = table(&(a, b, c, 0));
    let rule = ImputationRule { m: Some(4), iterations: 2, seed: Seed(5), ..ImputationRule::default() };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| impute(&table, &rule)).unwrap()
    };
    let one = with(1);
    assert_eq!(one, with(3));
    assert_ne!(one.tables[0], one.tables[1]);
    assert_eq!((one.trace.len(), one.trace[0].mean.len(), one.trace[0].mean[0].len()), (5, 4, 2));
}

#[test]
fn a_shift_moves_the_missing_only_and_the_conclusion_turns() {
    let y: Vec<Option<f64>> =
        (0..40).map(|i| (i % 4 != 0).then_some(1.0 + f64::from(i * 7 % 10) / 10.0)).collect();
    let x: Vec<Option<f64>> = (0..40).map(|i| Some(f64::from(i * 11 % 17))).collect();
    let table = Table::new(vec![
        Column::numeric("x", &x, Scale::Identity).unwrap(),
        Column::numeric("y", &y, Scale::Identity).unwrap(),
    ]);
    let table = table.unwrap();
    let rule = ImputationRule { m: Some(5), iterations: 2, ..ImputationRule::default() };
    let mean = |completed: &Completed| {
        let values = &completed.columns[1];
        let mean = values.iter().sum::<f64>() / 40.0;
        Ok((mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 39.0 / 40.0))
    };
    let shifts = [-8.0, -6.0, -4.0, -2.0, 0.0, 2.0];
    let points = delta_adjusted(&table, &rule, 1, &shifts, (Some(39.0), Level::default()), mean).unwrap();
    // A quarter is missing: each unit of shift moves the mean by a quarter.
    for pair in points.windows(2) {
        let moved = pair[1].1.estimate.value.unwrap() - pair[0].1.estimate.value.unwrap();
        assert!((moved - 0.5).abs() < 1e-9, "{moved}");
    }
    let [below, above] = tipping_point(&points, 0.0);
    assert_eq!(
        (below.map(|tipping| (tipping.holds_to, tipping.turns_at)), above),
        (Some((-2.0, -4.0)), None)
    );
    let refused = delta_adjusted(&table, &rule, 7, &[0.0], (None, Level::default()), mean).unwrap_err();
    assert_eq!(refused.reason, Undefined::NotPartOfMethod);
}

#[test]
fn what_follows_from_two_columns_is_filled_with_them() {
    let positive = |step: i32, gap: i32| -> Vec<Option<f64>> {
        (0..40).map(|i| (i % gap != 0).then_some(1.0 + f64::from(i * step % 23))).collect()
    };
    let limit = |value: &Option<f64>| match *value {
        None => Reading::Missing,
        Some(value) if value < 5.0 => Reading::Between { low: 0.0, high: 5.0 },
        Some(value) => Reading::Known(value),
    };
    let (before, after) = (positive(7, 5), positive(11, 6));
    let readings: Vec<Reading> = after.iter().map(limit).collect();
    let outcome: Vec<Option<f64>> = (0..40).map(|i| (i % 7 != 3).then_some(f64::from(i * 5 % 13))).collect();
    let columns = |of: usize| {
        vec![
            Column::derived("ratio", Derivation::Ratio { of, over: 1 }),
            Column::numeric("before", &before, Scale::Log).unwrap(),
            Column::laboratory("after", &readings, Scale::Log).unwrap(),
            Column::numeric("outcome", &outcome, Scale::Identity).unwrap(),
        ]
    };
    let rule = ImputationRule { m: Some(3), ..ImputationRule::default() };
    for completed in impute(&Table::new(columns(2)).unwrap(), &rule).unwrap().tables {
        for (row, reading) in readings.iter().enumerate() {
            assert_eq!(completed.columns[0][row], completed.columns[2][row] / completed.columns[1][row]);
            let value = completed.columns[2][row];
            assert!(value > 0.0 && (!matches!(reading, Reading::Between { .. }) || value <= 5.0));
        }
    }
    for of in [0, 3, 9] {
        let problem = TableProblem::BadDerivation { column: "ratio".to_string() };
        assert_eq!(Table::new(columns(of)), Err(vec![problem]));
    }
}

#[test]
fn what_cannot_be_imputed_or_weighted() {
    let nothing = Column::numeric("nothing", &[None, None], Scale::Identity).unwrap();
    let table = Table::new(vec![nothing]).unwrap();
    let refused = impute(&table, &ImputationRule::default()).unwrap_err();
    assert_eq!(refused, NotImputable { column: "nothing".to_string(), reason: Undefined::NoValues });
    assert!(Column::numeric("zero", &[Some(0.0)], Scale::Log).is_err());
    assert!(Column::ordered("levels", &[Some(3)], 3).is_err());
    let binary = Column::binary("binary", &[Some(true), None]);
    assert!(binary.clone().with_imputation(Imputation::Linear).is_err());
    // One level seen, one row, no other column: still filled.
    let filled = impute(&Table::new(vec![binary]).unwrap(), &ImputationRule::default()).unwrap();
    assert_eq!(filled.tables.len(), 50);
    let design = Design::empty(2).with_intercept().unwrap();
    assert_eq!(
        weighted_mean(&[None, None], &design, &WeightRule::default()).err(),
        Some(Undefined::NoValues)
    );
    assert_eq!(weighted_mean(&[None], &design, &WeightRule::default()).err(), Some(Undefined::LengthsDiffer));
    let bounds = proportion_bounds(Proportion::new(3, 10).unwrap().with_missing(5), Level::default());
    assert_eq!((bounds.lowest.value, bounds.highest.value), (Ok(3.0 / 15.0), Ok(8.0 / 15.0)));
}

#[test]
fn separation_and_collinear_columns_are_imputed() {
    let n = 30;
    let x: Vec<Option<f64>> = (0..n).map(|i| Some(f64::from(i))).collect();
    let twice: Vec<Option<f64>> = (0..n).map(|i| Some(f64::from(2 * i) + 1.0)).collect();
    let y: Vec<Option<bool>> = (0..n).map(|i| (i % 5 != 2).then_some(i >= 15)).collect();
    let table = Table::new(vec![
        Column::numeric("x", &x, Scale::Identity).unwrap(),
        Column::numeric("twice", &twice, Scale::Identity).unwrap(),
        Column::binary("y", &y),
    ]);
    let rule = ImputationRule { m: Some(200), iterations: 1, ..ImputationRule::default() };
    let imputations = impute(&table.unwrap(), &rule).unwrap();
    let share =
        |row: usize| imputations.tables.iter().map(|table| table.columns[2][row]).sum::<f64>() / 200.0;
    // Far from the border the level is nearly sure, and never quite.
    assert!(share(2) < 0.1 && share(27) > 0.9, "{} {}", share(2), share(27));
}
