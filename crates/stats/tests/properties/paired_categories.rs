//! Paired categories and agreement: direction, relabelling, bounds, typed answers, the door.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::agreement::*;
use stats::categories::*;
use stats::*;

/// Counts as clinics have them, and as nobody has.
fn count() -> impl Strategy<Value = usize> {
    prop_oneof![3 => 0_usize..4, 3 => 0_usize..60, 1 => 0_usize..3_000_000, 1 => 0_usize..(1 << 48)]
}

fn binary() -> impl Strategy<Value = PairedBinary> {
    (count(), count(), count(), count()).prop_map(|(both, only_before, only_after, neither)| {
        PairedBinary::new(PairedCounts { both, only_before, only_after, neither }).unwrap()
    })
}

/// Counts of studies, for what looks up beta quantiles.
fn studied() -> impl Strategy<Value = PairedBinary> {
    let count = || prop_oneof![0_usize..4, 0_usize..60, 0_usize..3000];
    (count(), count(), count(), count()).prop_map(|(both, only_before, only_after, neither)| {
        PairedBinary::new(PairedCounts { both, only_before, only_after, neither }).unwrap()
    })
}

fn exchanged(pairs: &PairedBinary) -> PairedBinary {
    let counts = pairs.counts();
    let (only_before, only_after) = (counts.only_after, counts.only_before);
    PairedBinary::new(PairedCounts { only_before, only_after, ..counts }).unwrap()
}

fn square(counts: impl Strategy<Value = usize> + Clone + 'static) -> impl Strategy<Value = SquareTable> {
    (2_usize..5).prop_flat_map(move |k| {
        vec(counts.clone(), k * k).prop_map(move |counts| SquareTable::new(k, &counts).unwrap())
    })
}

fn small() -> impl Strategy<Value = usize> + Clone {
    prop_oneof![Just(0_usize), 0_usize..4, 0_usize..12]
}

/// The table with its readers exchanged.
fn transposed(table: &SquareTable) -> SquareTable {
    let k = table.n_categories();
    let counts: Vec<usize> = (0..k * k).map(|cell| table.count(cell % k, cell / k)).collect();
    SquareTable::new(k, &counts).unwrap()
}

/// The table with its last category first.
fn relabelled(table: &SquareTable) -> SquareTable {
    let k = table.n_categories();
    let counts: Vec<usize> =
        (0..k * k).map(|cell| table.count((cell / k + 1) % k, (cell % k + 1) % k)).collect();
    SquareTable::new(k, &counts).unwrap()
}

fn rules() -> impl Strategy<Value = McNemarRule> {
    let test = prop::sample::select(vec![
        McNemarTest::Exact,
        McNemarTest::MidP,
        McNemarTest::Asymptotic,
        McNemarTest::Corrected,
    ]);
    let interval = prop::sample::select(vec![
        DifferenceInterval::Tango,
        DifferenceInterval::Newcombe,
        DifferenceInterval::Wald,
    ]);
    (0.5..0.999_f64, test, interval).prop_map(|(level, test, interval)| McNemarRule {
        level: Level::new(level).unwrap(),
        test,
        interval,
    })
}

fn fast() -> Enumeration {
    Enumeration { max_states: 20_000, n_draws: 20, ..Enumeration::default() }
}

fn x2(estimate: &Estimate) -> f64 {
    match estimate.test.unwrap().statistic {
        Statistic::ChiSquared { x2, .. } | Statistic::ChiSquaredConditional { x2 } => x2,
        other => panic!("{other:?}"),
    }
}

/// Within a relative 1e-9, or an absolute 1e-12.
fn close(left: f64, right: f64) -> bool {
    left == right || (left - right).abs() <= 1e-12 + 1e-9 * left.abs().max(right.abs())
}

fn alike(left: Answer, right: Answer) -> bool {
    match (left, right) {
        (Ok(left), Ok(right)) => close(left, right),
        (left, right) => left == right,
    }
}

fn bounded(estimate: &Estimate, least: f64, greatest: f64) -> Result<(), TestCaseError> {
    if let Ok(value) = estimate.value {
        prop_assert!((least..=greatest).contains(&value), "{value}");
    }
    if let Ok(ci) = estimate.ci {
        prop_assert!(least <= ci.low && ci.low <= ci.high && ci.high <= greatest, "{ci:?}");
        prop_assert!(estimate.value.map_or(true, |value| ci.contains(value)), "{:?} {ci:?}", estimate.value);
    }
    if let Ok(p) = estimate.p_value() {
        prop_assert!((0.0..=1.0).contains(&p), "{p}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_are_bounded(pairs in binary(), rule in rules()) {
        bounded(&mcnemar(&pairs, &rule), -1.0, 1.0)?;
    }

    #[test]
    fn directions_are_bounded(pairs in studied(), rule in rules()) {
        bounded(&conditional_odds_ratio(&pairs, rule.level), 0.0, f64::INFINITY)?;
        bounded(&sign_of_changes(&pairs, rule.level), 0.0, 1.0)?;
    }

    #[test]
    fn exchanging_before_and_after_turns_the_change(pairs in binary(), rule in rules()) {
        let (there, back) = (mcnemar(&pairs, &rule), mcnemar(&exchanged(&pairs), &rule));
        prop_assert!(alike(there.value, back.value.map(|value| -value)));
        prop_assert!(alike(there.p_value(), back.p_value()));
        prop_assert!(alike(there.ci.map(|ci| ci.low), back.ci.map(|ci| -ci.high)));
        prop_assert!(alike(there.ci.map(|ci| ci.high), back.ci.map(|ci| -ci.low)));
    }

    #[test]
    fn exchanging_turns_the_odds_ratio_over(pairs in studied()) {
        let there = conditional_odds_ratio(&pairs, Level::default());
        let back = conditional_odds_ratio(&exchanged(&pairs), Level::default());
        if let (Ok(there), Ok(back)) = (there.value, back.value) {
            prop_assert!(close(there * back, 1.0) || (there == 0.0 && back == 0.0));
        }
        if let (Ok(there), Ok(back)) = (there.ci, back.ci) {
            prop_assert!((there.low * back.high - 1.0).abs() < 1e-6 || there.low == 0.0);
            prop_assert_eq!(there.low == 0.0, back.high == f64::INFINITY);
        }
    }

    /// Tango's interval is the score test turned round.
    #[test]
    fn tango_excludes_zero_when_the_asymptotic_test_rejects(pairs in binary()) {
        let rule = McNemarRule { test: McNemarTest::Asymptotic, ..McNemarRule::default() };
        let change = mcnemar(&pairs, &rule);
        if let (Ok(ci), Ok(p)) = (change.ci, change.p_value()) && (p - 0.05).abs() > 1e-6 {
            prop_assert_eq!(ci.contains(0.0), p > 0.05, "{} {:?}", p, ci);
        }
    }

    #[test]
    fn the_exact_p_is_never_below_mid_p(pairs in binary()) {
        let p = |test| mcnemar(&pairs, &McNemarRule { test, ..McNemarRule::default() }).p_value();
        if let (Ok(exact), Ok(mid)) = (p(McNemarTest::Exact), p(McNemarTest::MidP)) {
            prop_assert!(mid <= exact && 0.5 * exact <= mid * (1.0 + 1e-9), "{exact} {mid}");
        }
    }

    #[test]
    fn slices_and_counts_say_the_same(pairs in vec((any::<Option<bool>>(), any::<Option<bool>>()), 0..60)) {
        let (before, after): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
        let counted = |wanted| pairs.iter().filter(|pair| **pair == wanted).count();
        let found = PairedBinary::of_optional(&before, &after).unwrap();
        prop_assert_eq!(found.counts(), PairedCounts {
            both: counted((Some(true), Some(true))),
            only_before: counted((Some(true), Some(false))),
            only_after: counted((Some(false), Some(true))),
            neither: counted((Some(false), Some(false))),
        });
        prop_assert_eq!(found.n() + found.n_missing(), pairs.len());
        let codes = |side: &[Option<bool>]| side.iter().map(|has| has.map(|has| usize::from(!has))).collect::<Vec<_>>();
        let table = SquareTable::of_optional_codes(2, &codes(&before), &codes(&after)).unwrap();
        prop_assert_eq!(table, SquareTable::from(found));
    }

    #[test]
    fn two_categories_are_mcnemar(pairs in binary()) {
        let table = SquareTable::from(pairs);
        let with = |test| mcnemar(&pairs, &McNemarRule { test, ..McNemarRule::default() }).p_value();
        let expected = with(McNemarTest::Asymptotic);
        let tolerant = |p: Answer| p.map(|p| p.max(1e-290));
        for found in [
            marginal_homogeneity(&table, HomogeneityTest::StuartMaxwell),
            symmetry(&table, SymmetryTest::Bowker),
        ] {
            prop_assert!(alike(tolerant(found.p_value()), tolerant(expected)), "{:?} {:?}", found, expected);
        }
        if pairs.n_discordant() < 1000 {
            for found in [
                marginal_homogeneity(&table, HomogeneityTest::Exact(Enumeration::default())),
                symmetry(&table, SymmetryTest::Exact(Enumeration::default())),
            ] {
                prop_assert!(alike(found.p_value(), with(McNemarTest::Exact)), "{:?}", found);
            }
        }
    }

    #[test]
    fn square_tables_of_any_counts(table in square(count().boxed())) {
        let tests = [
            marginal_homogeneity(&table, HomogeneityTest::StuartMaxwell),
            marginal_homogeneity(&table, HomogeneityTest::Bhapkar),
            marginal_homogeneity(&table, HomogeneityTest::Exact(fast())),
            symmetry(&table, SymmetryTest::Bowker),
            symmetry(&table, SymmetryTest::Exact(fast())),
        ];
        for test in &tests {
            bounded(test, 0.0, 0.0)?;
            prop_assert!(test.p_value().is_ok() || x2_is_undefined(test));
        }
        if let [Ok(_), Ok(_), _, Ok(_), _] = tests.each_ref().map(|test| test.test) {
            let [stuart, bhapkar, _, bowker, _] = tests.each_ref().map(x2);
            prop_assert!(stuart <= bhapkar * (1.0 + 1e-9), "{stuart} {bhapkar}");
            prop_assert!(stuart <= bowker * (1.0 + 1e-9) + 1e-9, "{stuart} {bowker}");
        }
    }

    #[test]
    fn labels_and_direction_do_not_matter_to_square_tables(table in square(small())) {
        for other in [transposed(&table), relabelled(&table)] {
            for test in [HomogeneityTest::StuartMaxwell, HomogeneityTest::Bhapkar, HomogeneityTest::Exact(fast())] {
                let (here, there) = (marginal_homogeneity(&table, test), marginal_homogeneity(&other, test));
                if here.cautions.is_empty() && there.cautions.is_empty() {
                    prop_assert!(alike(here.p_value(), there.p_value()), "{:?} {:?}", here, there);
                }
            }
            for test in [SymmetryTest::Bowker, SymmetryTest::Exact(fast())] {
                let (here, there) = (symmetry(&table, test), symmetry(&other, test));
                if here.cautions.is_empty() && there.cautions.is_empty() {
                    prop_assert!(alike(here.p_value(), there.p_value()), "{:?} {:?}", here, there);
                }
            }
        }
    }

    #[test]
    fn kappa_is_bounded(table in square(count().boxed()), level in 0.5..0.999_f64) {
        let level = Level::new(level).unwrap();
        for weighted in [
            WeightedTable::unweighted(&table),
            WeightedTable::linear(&table),
            WeightedTable::quadratic(&table),
        ] {
            for interval in [KappaInterval::LargeSample, KappaInterval::Transformed] {
                let found = cohen_kappa(&weighted, &KappaRule { level, interval });
                bounded(&found.kappa, -1.0 - 1e-12, 1.0)?;
                bounded(&found.agreement, 0.0, 1.0)?;
                bounded(&found.adjusted, -1.0, 1.0)?;
                if let (Ok(kappa), Ok(greatest)) = (found.kappa.value, found.greatest) {
                    prop_assert!(kappa <= greatest + 1e-12 && greatest <= 1.0, "{kappa} {greatest}");
                }
            }
        }
    }

    #[test]
    fn weights_of_the_callers_own(table in square(count().boxed()), drawn in vec(0.0..=1.0_f64, 16)) {
        let k = table.n_categories();
        let weights: Vec<f64> = (0..k * k).map(|cell| if cell % (k + 1) == 0 { 1.0 } else { drawn[cell] }).collect();
        let weighted = WeightedTable::custom(&table, &weights).unwrap();
        for interval in [KappaInterval::LargeSample, KappaInterval::Transformed] {
            let found = cohen_kappa(&weighted, &KappaRule { interval, ..KappaRule::default() });
            bounded(&found.kappa, f64::NEG_INFINITY, 1.0)?;
            prop_assert!(found.kappa.value.is_err() || found.kappa.value.unwrap().is_finite());
            prop_assert!(found.standard_error.is_err() || found.standard_error.unwrap() > 0.0);
        }
    }

    #[test]
    fn readers_and_labels_can_be_exchanged(table in square(small())) {
        let of = |weighted: WeightedTable<'_>| {
            let found = cohen_kappa(&weighted, &KappaRule::default());
            [found.kappa.value, found.standard_error, found.standard_error_null, found.greatest, found.kappa.p_value()]
        };
        let other = transposed(&table);
        let pairs = [
            (of(WeightedTable::unweighted(&table)), of(WeightedTable::unweighted(&other))),
            (of(WeightedTable::unweighted(&table)), of(WeightedTable::unweighted(&relabelled(&table)))),
            (of(WeightedTable::linear(&table)), of(WeightedTable::linear(&other))),
            (of(WeightedTable::quadratic(&table)), of(WeightedTable::quadratic(&other))),
        ];
        for (here, there) in pairs {
            for (here, there) in here.into_iter().zip(there) {
                prop_assert!(alike(here, there), "{here:?} {there:?}");
            }
        }
    }

    #[test]
    fn with_two_categories_weights_do_not_matter(pairs in binary()) {
        let table = SquareTable::from(pairs);
        let of = |weighted: WeightedTable<'_>| cohen_kappa(&weighted, &KappaRule::default()).kappa;
        let plain = of(WeightedTable::unweighted(&table));
        let linear = of(WeightedTable::linear(&table));
        prop_assert!(alike(plain.value, linear.value) && alike(plain.p_value(), linear.p_value()));
    }

    /// Fleiss' kappa of two readers is Scott's pi: Cohen's kappa when both readers have the pooled margins.
    #[test]
    fn fleiss_of_two_readers_is_scotts_pi(codes in vec((0_usize..3, 0_usize..3), 0..40)) {
        let flat: Vec<usize> = codes.iter().flat_map(|&(first, second)| [first, second]).collect();
        let ratings = CategoryRatings::of_codes(3, 2, &flat).unwrap();
        let there = codes.iter().copied().chain(codes.iter().map(|&(first, second)| (second, first)));
        let (first, second): (Vec<usize>, Vec<usize>) = there.unzip();
        let both_ways = SquareTable::of_codes(3, &first, &second).unwrap();
        let pi = cohen_kappa(&WeightedTable::unweighted(&both_ways), &KappaRule::default()).kappa.value;
        let found = fleiss_kappa(&ratings, Level::default());
        prop_assert!(alike(found.value, pi), "{:?} {:?}", found.value, pi);
        bounded(&found, -1.0, 1.0)?;
        bounded(&gwet_ac1(&ratings, Level::default()), -1.0, 1.0)?;
    }
}

fn x2_is_undefined(estimate: &Estimate) -> bool {
    matches!(estimate.test, Err(Undefined::NoValues | Undefined::NoDiscordantPairs | Undefined::BeyondRange))
}

fn counts(both: usize, only_before: usize, only_after: usize, neither: usize) -> PairedBinary {
    PairedBinary::new(PairedCounts { both, only_before, only_after, neither }).unwrap()
}

#[test]
fn nobody_changed() {
    let still = mcnemar(&counts(3, 0, 0, 7), &McNemarRule::default());
    assert_eq!((still.value, still.p_value()), (Ok(0.0), Err(Undefined::NoDiscordantPairs)));
    assert_eq!((still.n, still.n_zeros, still.sd), (10, 10, Ok(0.0)));
    assert!(still.ci.unwrap().contains(0.0) && still.ci.unwrap().low < -0.2);
    let wald = McNemarRule { interval: DifferenceInterval::Wald, ..McNemarRule::default() };
    assert_eq!(mcnemar(&counts(3, 0, 0, 7), &wald).ci, Err(Undefined::NoDiscordantPairs));
    let odds = conditional_odds_ratio(&counts(3, 0, 0, 7), Level::default());
    assert_eq!((odds.value, odds.ci), (Err(Undefined::NoDiscordantPairs), Err(Undefined::NoDiscordantPairs)));
    assert_eq!(mcnemar(&counts(0, 0, 0, 0), &McNemarRule::default()).value, Err(Undefined::NoValues));
    let table = SquareTable::new(2, &[3, 0, 0, 7]).unwrap();
    assert_eq!(symmetry(&table, SymmetryTest::Bowker).p_value(), Err(Undefined::NoDiscordantPairs));
    let exact = HomogeneityTest::Exact(Enumeration::default());
    assert_eq!(marginal_homogeneity(&table, exact).p_value(), Err(Undefined::NoDiscordantPairs));
}

#[test]
fn all_changes_one_way() {
    let odds = conditional_odds_ratio(&counts(0, 0, 5, 2), Level::default());
    assert_eq!((odds.value, odds.ci.unwrap().high), (Err(Undefined::ZeroDenominator), f64::INFINITY));
    let odds = conditional_odds_ratio(&counts(0, 5, 0, 2), Level::default());
    assert_eq!((odds.value, odds.ci.unwrap().low), (Ok(0.0), 0.0));
    let all = mcnemar(&counts(0, 0, 5, 0), &McNemarRule::default());
    assert_eq!((all.value, all.ci.unwrap().high), (Ok(1.0), 1.0));
    assert!((all.p_value().unwrap() - 0.0625).abs() < 1e-14);
}

#[test]
fn agreement_without_an_answer() {
    let of = |counts: &[usize]| {
        let table = SquareTable::new(2, counts).unwrap();
        cohen_kappa(&WeightedTable::unweighted(&table), &KappaRule::default())
    };
    assert_eq!(of(&[0, 0, 0, 0]).kappa.value, Err(Undefined::NoValues));
    let one = of(&[9, 0, 0, 0]);
    assert_eq!((one.kappa.value, one.agreement.value), (Err(Undefined::AgreementCertain), Ok(1.0)));
    assert_eq!((one.standard_error, one.greatest), (Err(one.kappa.value.unwrap_err()), one.kappa.value));
    let complete = of(&[5, 0, 0, 4]);
    assert_eq!((complete.kappa.value, complete.kappa.ci), (Ok(1.0), Err(Undefined::NoSpread)));
    assert!(complete.kappa.p_value().unwrap() < 0.01 && complete.agreement.ci.unwrap().low < 0.8);
    let constant = of(&[5, 4, 0, 0]);
    assert_eq!((constant.kappa.value, constant.kappa.p_value()), (Ok(0.0), Err(Undefined::NoSpread)));
    let ratings = CategoryRatings::of_codes(2, 3, &[1; 12]).unwrap();
    assert_eq!(fleiss_kappa(&ratings, Level::default()).value, Err(Undefined::AgreementCertain));
    assert_eq!(gwet_ac1(&ratings, Level::default()).value, Ok(1.0));
    let none = CategoryRatings::new(2, &[]).unwrap();
    assert_eq!(fleiss_kappa(&none, Level::default()).value, Err(Undefined::NoValues));
}

#[test]
fn the_door_of_categories() {
    let half = usize::MAX / 2;
    let too_many = PairedCounts { both: half, only_before: half, only_after: half, neither: 0 };
    assert_eq!(PairedBinary::new(too_many), Err(InputError::CountsOverflow));
    assert!(PairedBinary::of_changes(ChangeCounts { up: 1 << 53, down: 1, unchanged: 0 }).is_err());
    assert_eq!(PairedBinary::of(&[true], &[]), Err(InputError::LengthsDiffer { before: 1, after: 0 }));
    assert_eq!(SquareTable::new(1, &[4]), Err(InputError::CategoriesOutside { found: 1 }));
    assert_eq!(SquareTable::new(usize::MAX, &[4]), Err(InputError::CategoriesOutside { found: usize::MAX }));
    assert_eq!(SquareTable::new(2, &[4, 1, 2]), Err(InputError::CellsDoNotFit { needed: 4, found: 3 }));
    assert_eq!(SquareTable::new(2, &[half, half, half, 2]), Err(InputError::CountsOverflow));
    assert_eq!(SquareTable::of_codes(2, &[0, 2], &[1, 1]), Err(InputError::CodeOutside { position: 1 }));
    let table = SquareTable::new(2, &[1, 1, 1, 1]).unwrap();
    let custom = |weights: &[f64]| WeightedTable::custom(&table, weights).err();
    assert_eq!(custom(&[1.0, 0.5, 0.5]), Some(InputError::CellsDoNotFit { needed: 4, found: 3 }));
    assert_eq!(custom(&[1.0, f64::NAN, 0.5, 1.0]), Some(InputError::AgreementWeightOutside { position: 1 }));
    assert_eq!(custom(&[1.0, 0.5, 0.5, 0.9]), Some(InputError::AgreementWeightOutside { position: 3 }));
    assert_eq!(CategoryRatings::new(2, &[2, 1, 1, 1]), Err(InputError::ReadersDiffer { position: 1 }));
    assert_eq!(CategoryRatings::new(2, &[1, 0]), Err(InputError::ReadersDiffer { position: 0 }));
    assert_eq!(CategoryRatings::new(2, &[1, 2, 3]), Err(InputError::CellsDoNotFit { needed: 4, found: 3 }));
    assert_eq!(CategoryRatings::of_codes(2, 2, &[0, 1, 2, 0]), Err(InputError::CodeOutside { position: 2 }));
}
