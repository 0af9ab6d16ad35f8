//! The pages of `resampling` and `multiplicity`.

use super::example::Example;
use stats::multiplicity::{Adjustment, adjust};
use stats::resampling::*;
use stats::*;

fn mean(values: &[f64]) -> Answer {
    describe(Sample::new(values).unwrap()).mean
}

#[test]
fn bootstrap_intervals() {
    let page = Example::of("bootstrap.md");
    let values = page.numbers("values");
    let median = |values: &[f64]| describe(Sample::new(values).unwrap()).median;
    let points = exact_bootstrap(Sample::new(&values).unwrap(), median).unwrap();
    let medians: Vec<f64> = points.iter().map(|point| point.value).collect();
    assert_eq!(medians, page.numbers("medians"));
    for (point, printed) in points.iter().zip(page.numbers("probabilities")) {
        assert!((point.probability - printed).abs() <= 5e-7);
    }
    let draws: Vec<f64> = (1..20).map(f64::from).collect();
    let influence = Influence::of_jackknife(&[&page.numbers("jackknife")]);
    page.says("a", influence.acceleration());
    let level = Level::new(0.80).unwrap();
    let estimate = page.numbers("estimate")[0];
    for (kind, low, high) in [
        (BootstrapInterval::Percentile, "percentile_low", "percentile_high"),
        (BootstrapInterval::Basic, "basic_low", "basic_high"),
        (BootstrapInterval::Bca, "bca_low", "bca_high"),
        (BootstrapInterval::Normal, "normal_low", "normal_high"),
    ] {
        let (interval, caution) = interval_of_draws(estimate, &draws, &influence, kind, level);
        page.says(low, interval.unwrap().low);
        page.says(high, interval.unwrap().high);
        assert_eq!(caution, None);
    }
}

#[test]
fn permutations() {
    let page = Example::of("permutation-test.md");
    let (before, after) = (page.numbers("before"), page.numbers("after"));
    let rule = PermutationRule::default();
    let signs = permute_signs(Pairs::new(&before, &after).unwrap(), mean, &rule);
    page.says("p", signs.estimate.p_value().unwrap());
    let (first, second) = (page.numbers("first"), page.numbers("second"));
    let difference = |first: &[f64], second: &[f64]| Ok(mean(second)? - mean(first)?);
    let (first, second) = (Sample::new(&first).unwrap(), Sample::new(&second).unwrap());
    let groups = permute_groups(first, second, difference, &rule);
    page.says("value", groups.estimate.value.unwrap());
    page.says("p_groups", groups.estimate.p_value().unwrap());
}

#[test]
fn adjusted() {
    let page = Example::of("multiplicity.md");
    let p: Vec<Answer> = page.numbers("p").into_iter().map(Ok).collect();
    for (name, adjustment) in [
        ("bonferroni", Adjustment::Bonferroni),
        ("holm", Adjustment::Holm),
        ("hochberg", Adjustment::Hochberg),
        ("benjamini_hochberg", Adjustment::BenjaminiHochberg),
    ] {
        for (found, printed) in adjust(&p, adjustment).unwrap().into_iter().zip(page.numbers(name)) {
            assert!((found.unwrap() - printed).abs() < 1e-12, "{name}");
        }
    }
}
