//! Description, standardised differences, correlation, regression to the mean.

use super::example::Example;
use stats::correlation::*;
use stats::describe::*;
use stats::selection::*;
use stats::{Fraction, Level, Pairs, Proportion, QuantileType, Sample, Sorted, Statistic, describe};

#[test]
fn description() {
    let page = Example::of("description.md");
    let (values, weights) = (page.numbers("values"), page.numbers("weights"));
    let sample = Sample::new(&values).unwrap();
    page.says("geometric_mean", describe(sample).geometric_mean.unwrap());
    page.says("geometric_sd", describe(sample).geometric_sd.unwrap());
    let level = Level::new(0.9).unwrap();
    let median = quantile_interval(&Sorted::new(sample), Fraction::HALF, QuantileType::Seven, level);
    page.says("median_low", median.ci.unwrap().low);
    page.says("median_high", median.ci.unwrap().high);
    let weighted = Weighted::new(sample, &weights).unwrap();
    page.says("weighted_mean", weighted.mean().unwrap());
    page.says("variance_frequency", weighted.variance(WeightMeaning::Frequency).unwrap());
    page.says("variance_reliability", weighted.variance(WeightMeaning::Reliability).unwrap());
}

#[test]
fn standardized_differences() {
    let page = Example::of("standardized-difference.md");
    let (first, second) = (page.numbers("first"), page.numbers("second"));
    let (first, second) = (Sample::new(&first).unwrap(), Sample::new(&second).unwrap());
    let by = |unit| standardized_difference(first, second, unit, Level::default()).value.unwrap();
    page.says("average", by(StandardUnit::AverageVariance));
    page.says("d", by(StandardUnit::Pooled));
    page.says("g", by(StandardUnit::PooledCorrected));
    let of = |x| Proportion::new(x, 10).unwrap();
    page.says("proportion", standardized_difference_of_proportions(of(5), of(8)).value.unwrap());
}

#[test]
fn correlations() {
    let page = Example::of("correlation.md");
    let (x, y) = (page.numbers("x"), page.numbers("y"));
    let pairs = Pairs::new(&x, &y).unwrap();
    let r = pearson(pairs, Level::default());
    let Statistic::StudentT { t, .. } = r.test.unwrap().statistic else { panic!() };
    page.says("r", r.value.unwrap());
    page.says("t", t);
    page.says("p", r.p_value().unwrap());
    page.says("low", r.ci.unwrap().low);
    page.says("high", r.ci.unwrap().high);
    let rho = spearman(pairs, &SpearmanRule::default());
    page.says("rho", rho.value.unwrap());
    page.says("rho_p", rho.p_value().unwrap());
    let tau = kendall(pairs, &KendallRule::default());
    let Statistic::Permutation { value: s } = tau.test.unwrap().statistic else { panic!() };
    page.says("tau", tau.value.unwrap());
    page.says("s", s);
    page.says("tau_p", tau.p_value().unwrap());
}

#[test]
fn regression_to_the_mean() {
    let page = Example::of("regression-to-the-mean.md");
    let number = |name: &str| page.numbers(name)[0];
    let population =
        Population { mean: number("mean"), sd_within: number("sd_within"), sd_between: number("sd_between") };
    let selection = |n_baselines| Selection { cutoff: number("cutoff"), side: Side::Above, n_baselines };
    page.says("change", expected_change(&population, &selection(1)).unwrap());
    page.says("change_two_baselines", expected_change(&population, &selection(2)).unwrap());
    let (before, after) = (page.numbers("before"), page.numbers("after"));
    let pairs = Pairs::new(&before, &after).unwrap();
    let fit = ancova(Arms::new(pairs, &[0, 0, 0, 0, 1, 1, 1, 1], 2).unwrap(), &AncovaRule::default());
    page.says("slope", fit.slope.value.unwrap());
    page.says("effect", fit.effects[0].value.unwrap());
}
