//! No number is a typed answer, and bad input is refused at the door.

use stats::*;

fn pairs<'a>(before: &'a [f64], after: &'a [f64]) -> Pairs<'a> {
    Pairs::new(before, after).unwrap()
}

#[test]
fn nothing_in_nothing_out() {
    let description = describe(Sample::new(&[]).unwrap());
    assert_eq!(
        (description.n, description.mean, description.sd),
        (0, Err(Undefined::NoValues), Err(Undefined::NoValues))
    );
    assert_eq!(
        (description.median, description.geometric_mean),
        (Err(Undefined::NoValues), Err(Undefined::NoValues))
    );
    assert_eq!(
        wilson(Proportion::new(0, 0).unwrap(), Level::default()).value,
        Err(Undefined::ZeroDenominator)
    );
    for estimate in [
        paired_t(pairs(&[], &[]), Level::default()),
        ratio_of_geometric_means(pairs(&[], &[]), Level::default()),
        signed_rank(pairs(&[], &[]), &SignedRankRule::default()),
    ] {
        assert_eq!((estimate.value, estimate.ci), (Err(Undefined::NoValues), Err(Undefined::NoValues)));
        assert_eq!(estimate.p_value(), Err(Undefined::NoValues));
    }
}

#[test]
fn one_value_has_no_spread_to_speak_of() {
    let few = Undefined::TooFew { needed: 2, found: 1 };
    let description = describe(Sample::new(&[7.5]).unwrap().with_missing(3));
    assert_eq!((description.mean, description.sd, description.n_missing), (Ok(7.5), Err(few), 3));
    let mean = paired_t(pairs(&[10.0], &[8.0]), Level::default());
    assert_eq!((mean.value, mean.sd, mean.ci, mean.p_value()), (Ok(-2.0), Err(few), Err(few), Err(few)));
    let ratio = ratio_of_geometric_means(pairs(&[10.0, 0.0], &[5.0, 3.0]).with_missing(2), Level::default());
    assert_eq!((ratio.value, ratio.ci, ratio.n, ratio.n_missing), (Ok(0.5), Err(few), 1, 3));
    let rank = signed_rank(pairs(&[10.0, 4.0], &[8.0, 4.0]), &SignedRankRule::default());
    let few = Undefined::TooFewNonZero { needed: 2, found: 1 };
    assert_eq!((rank.value, rank.ci, rank.p_value(), rank.n), (Ok(-2.0), Err(few), Err(few), 2));
}

#[test]
fn constant_data() {
    let before = [0.1, 0.2, 0.3, 0.7];
    let equal = pairs(&before, &before);
    assert_eq!(describe(Sample::new(&[0.1; 7]).unwrap()).sd, Ok(0.0));
    let mean = paired_t(equal, Level::default());
    assert_eq!((mean.value, mean.sd, mean.n_zeros), (Ok(0.0), Ok(0.0), 4));
    assert_eq!((mean.ci, mean.p_value()), (Err(Undefined::NoSpread), Err(Undefined::NoSpread)));
    let ratio = ratio_of_geometric_means(equal, Level::default());
    assert_eq!((ratio.value, ratio.p_value()), (Ok(1.0), Err(Undefined::NoSpread)));
    let rank = signed_rank(equal, &SignedRankRule::default());
    assert_eq!((rank.value, rank.n, rank.n_zeros), (Err(Undefined::AllDifferencesZero), 4, 4));
    // The differences 0.1 of decimal data differ in binary and are still constant.
    let shifted = [0.2, 0.3, 0.4, 0.8];
    assert_eq!(paired_t(pairs(&before, &shifted), Level::default()).p_value(), Err(Undefined::NoSpread));
    let rank = signed_rank(pairs(&before, &shifted), &SignedRankRule::default());
    assert_eq!((rank.value, rank.n_ties, rank.p_value()), (Ok(0.1), 4, Ok(0.125)));
}

#[test]
fn results_beyond_the_range_of_numbers() {
    let (before, after) = ([1e308, -1e308], [-1e308, 1e308]);
    let mean = paired_t(pairs(&before, &after), Level::default());
    assert_eq!((mean.value, mean.sd), (Ok(0.0), Err(Undefined::BeyondRange)));
    assert_eq!(mean.ci, Err(Undefined::BeyondRange));
    let rank = signed_rank(pairs(&before, &after), &SignedRankRule::default());
    assert_eq!(rank.value, Err(Undefined::BeyondRange));
    let ratio = ratio_of_geometric_means(pairs(&[1e-300, 1e-300], &[1e300, 1e200]), Level::default());
    assert_eq!(ratio.value, Err(Undefined::BeyondRange));
}

#[test]
fn a_rule_may_leave_differences_unrounded_or_refuse_exactness() {
    let (before, after) = ([0.1, 0.2, 0.3, 1.0], [0.2, 0.3, 0.4, 0.5]);
    let rounded = signed_rank(pairs(&before, &after), &SignedRankRule::default());
    let raw =
        signed_rank(pairs(&before, &after), &SignedRankRule { decimals: None, ..SignedRankRule::default() });
    assert_eq!((rounded.n_ties, raw.n_ties), (3, 0));
    let normal =
        signed_rank(pairs(&before, &after), &SignedRankRule { exact_up_to: 0, ..SignedRankRule::default() });
    assert!(matches!(normal.test.unwrap().statistic, Statistic::SignedRankNormal { .. }));
}

#[test]
fn the_door() {
    assert_eq!(Sample::new(&[1.0, f64::NAN]).err(), Some(InputError::NotFinite { position: 1 }));
    assert_eq!(Pairs::new(&[1.0], &[f64::INFINITY]).err(), Some(InputError::NotFinite { position: 0 }));
    assert_eq!(Pairs::new(&[1.0], &[]).err(), Some(InputError::LengthsDiffer { before: 1, after: 0 }));
    assert_eq!(Proportion::new(3, 2).err(), Some(InputError::NumeratorExceedsDenominator));
    assert!(Level::new(1.0).is_err() && Level::new(f64::NAN).is_err());
    assert!(Fraction::new(1.1).is_err() && Fraction::new(f64::NAN).is_err());
}
