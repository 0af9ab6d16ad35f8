use super::*;
use std::num::NonZeroU16;
use timeline::{Analyte, Comparator, Day, Quantity};

/// One thyroglobulin value with a TSH of 0.05 mIU/L and a negative antibody value of the same day.
fn labs(values: &[(i32, Quantity)]) -> Vec<Lab> {
    let row = |day: i32, analyte, value, assay: Option<u16>, line: usize| Lab {
        day: Day::from_number(day),
        analyte,
        value: Some(value),
        assay: assay.and_then(NonZeroU16::new),
        upper_reference: None,
        record: RecordRef { file: 1, line: line as u32 },
    };
    let mut labs = Vec::new();
    for (i, (day, value)) in values.iter().enumerate() {
        labs.push(row(*day, Analyte::Tg, *value, Some(1), 10 * i));
        labs.push(row(*day, Analyte::Tsh, Quantity::exact(0.05), None, 10 * i + 1));
        labs.push(row(*day, Analyte::Tgab, Quantity::exact(1.0), Some(2), 10 * i + 2));
    }
    labs
}

fn exact(values: &[(i32, f64)]) -> Vec<Lab> {
    labs(&values.iter().map(|(day, value)| (*day, Quantity::exact(*value))).collect::<Vec<_>>())
}

fn judge(labs: &[Lab]) -> Judged<Result<Growth, Refusal>> {
    judge_with(labs, &[], &KineticsRules::default())
}

fn judge_with(labs: &[Lab], doses: &[Dose], rules: &KineticsRules) -> Judged<Result<Growth, Refusal>> {
    let window = Window { first: Day::from_number(0), last: Day::from_number(4000) };
    doubling(&Series { labs, injections: &[], doses, window }, &MarkerRules::default(), rules)
}

fn growth(labs: &[Lab]) -> Growth {
    judge(labs).value.expect("a doubling time")
}

fn near(found: f64, expected: f64) -> bool {
    (found / expected - 1.0).abs() < 1e-9
}

/// By hand: 1, 2, 4, 8 at 0, 1, 2, 3 years of 365.25 days double once a year.
#[test]
fn a_value_that_doubles_every_year() {
    let found = growth(&exact(&[(0, 1.0), (1461, 16.0), (2922, 256.0), (731, 4.0), (730, 4.0)]));
    assert!((found.doubling_rate - 1.0).abs() < 0.002);
    let found = growth(&exact(&[(0, 1.0), (1461, 16.0), (2922, 256.0), (3652, 2f64.powf(3652.0 / 365.25))]));
    assert!(near(found.doubling_years.expect("rises"), 1.0) && near(found.doubling_rate, 1.0));
    assert_eq!((found.halving_years, found.method, found.n), (None, Method::LeastSquares, 4));
    assert!(found.cautions.is_empty());
}

/// Least squares in 30 digits by mpmath 1.3.
#[test]
fn a_scattered_series_agrees_with_an_independent_fit() {
    let found = growth(&exact(&[(0, 0.8), (200, 1.1), (410, 1.3), (700, 2.4), (1000, 3.9)]));
    assert!(near(found.slope_per_year, 0.581874060108478));
    assert!(near(found.doubling_years.expect("rises"), 1.19123230966976));
    assert_eq!(found.class, GrowthClass::Medium);
}

#[test]
fn classes_at_the_cuts() {
    for (years, class) in [
        (0.999, GrowthClass::Fast),
        (1.0, GrowthClass::Medium),
        (3.0, GrowthClass::Medium),
        (3.001, GrowthClass::Slow),
    ] {
        let series = [0, 300, 600, 900].map(|day| (day, 2f64.powf(f64::from(day) / 365.25 / years)));
        assert_eq!(growth(&exact(&series)).class, class, "{years}");
    }
}

#[test]
fn a_falling_and_a_level_series() {
    let falling = growth(&exact(&[0, 300, 600, 900].map(|day| (day, 0.5f64.powf(f64::from(day) / 730.5)))));
    assert!(near(falling.halving_years.expect("falls"), 2.0) && near(falling.doubling_rate, -0.5));
    assert_eq!((falling.doubling_years, falling.class), (None, GrowthClass::NotRising));
    let level = growth(&exact(&[0, 300, 600, 900].map(|day| (day, 2.0))));
    assert_eq!((level.doubling_years, level.halving_years), (None, None));
    assert!(level.doubling_rate.abs() < 1e-9 && level.class == GrowthClass::NotRising);
}

/// The first and fourth value are limits; slope by mpmath 1.3 (see the censored line).
#[test]
fn censored_values_enter_by_likelihood() {
    let below = Quantity::below_limit;
    let at = Quantity::exact;
    let series =
        [(0, below(0.2)), (180, at(0.5)), (400, at(0.3)), (600, below(0.2)), (800, at(0.4)), (1000, at(0.9))];
    let found = growth(&labs(&series));
    assert_eq!((found.method, found.n, found.n_censored), (Method::CensoredNormal, 6, 2));
    assert!((found.slope_per_year - 0.447139165971026).abs() < 1e-7);
    assert!((found.doubling_years.expect("rises") - 1.55018221017315).abs() < 1e-6);
}

#[test]
fn what_makes_no_line_is_refused() {
    let four = [(0, 1.0), (300, 2.0), (600, 3.0), (900, 4.0)];
    let refusal = |labs: &[Lab]| judge(labs).value.expect_err("refused");
    assert_eq!(refusal(&exact(&four[..3])), Refusal::TooFew { n: 3 });
    assert_eq!(refusal(&[]), Refusal::TooFew { n: 0 });
    let three = KineticsRules { min_values: 3, ..KineticsRules::default() };
    assert!(judge_with(&exact(&four[..3]), &[], &three).value.is_ok());

    let mut two_assays = exact(&four);
    two_assays[9].assay = NonZeroU16::new(7);
    assert_eq!(refusal(&two_assays), Refusal::SeveralAssays { n: 2 });

    assert_eq!(refusal(&exact(&[(0, 0.0), (300, 2.0), (600, 3.0), (900, 4.0)])), Refusal::NoLogarithm);

    let mostly: Vec<_> = (0..5).map(|i| (i * 100, Quantity::below_limit(0.2))).collect();
    assert_eq!(refusal(&labs(&mostly)), Refusal::TooCensored { n_censored: 5, n: 5 });
    let mut two_exact = mostly[..2].to_vec();
    two_exact.extend([(700, Quantity::exact(0.5)), (900, Quantity::exact(0.7))]);
    assert_eq!(refusal(&labs(&two_exact)), Refusal::TooCensored { n_censored: 2, n: 4 });

    assert_eq!(judge(&[]).reason.rule, &REFUSED);
}

/// Five values; the fifth does not count for one reason each.
#[test]
fn values_that_do_not_count_are_passed_over() {
    let five = [(0, 1.0), (300, 2.0), (600, 4.0), (900, 8.0), (1200, 900.0)];
    let mut high_tsh = exact(&five);
    high_tsh[13].value = Some(Quantity::exact(0.1));
    let mut positive = exact(&five);
    positive[14].value = Some(Quantity::exact(50.0));
    let mut no_tsh = exact(&five);
    no_tsh.remove(13);
    for (name, labs) in [("TSH 0.1", high_tsh), ("TgAb 50", positive), ("no TSH", no_tsh)] {
        let judged = judge(&labs);
        let passed: Vec<u32> = judged.reason.runners_up.iter().map(|runner| runner.record.line).collect();
        assert_eq!((judged.value.expect(name).n, passed), (4, vec![40]), "{name}");
    }
    let dose = Dose {
        day: Day::from_number(1199),
        activity_mci: None,
        rhtsh: false,
        records: vec![RecordRef { file: 2, line: 2 }],
    };
    let judged = judge_with(&exact(&five), &[dose], &KineticsRules::default());
    assert_eq!((judged.value.expect("four values").n, judged.reason.runners_up.len()), (4, 1));
}

#[test]
fn one_value_a_day_counts_the_highest() {
    let judged = judge(&exact(&[(0, 1.0), (300, 2.0), (300, 1.5), (600, 4.0), (600, 5.0)]));
    assert_eq!(judged.value, Err(Refusal::TooFew { n: 3 }));
    let passed: Vec<u32> = judged.reason.runners_up.iter().map(|runner| runner.record.line).collect();
    assert_eq!(passed, [20, 30]);
}

#[test]
fn what_is_not_recorded_is_cautioned() {
    let mut labs = exact(&[(0, 1.0), (300, 2.0), (600, 4.0), (900, 8.0)]);
    labs[3].assay = None;
    labs.retain(|lab| lab.analyte != Analyte::Tgab || lab.day.number() > 0);
    let expected = [KineticsCaution::AssayUnknown, KineticsCaution::AntibodyUnknown];
    assert_eq!(growth(&labs).cautions, expected);
    assert!(labs.iter().all(|lab| lab.value.is_some_and(|value| value.comparator == Comparator::Exact)));
}
