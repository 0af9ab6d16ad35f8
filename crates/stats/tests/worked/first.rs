//! The estimates of the main job.

use super::example::Example;
use stats::*;

fn t_and_df(estimate: &Estimate) -> (f64, f64) {
    match estimate.test.unwrap().statistic {
        Statistic::StudentT { t, df } => (t, df),
        other => panic!("{other:?}"),
    }
}

#[test]
fn proportion_wilson() {
    let page = Example::of("proportion-wilson.md");
    let count = |name: &str| page.numbers(name)[0] as usize;
    let estimate =
        wilson(Proportion::new(count("numerator"), count("denominator")).unwrap(), Level::default());
    page.says("value", estimate.value.unwrap());
    page.says("low", estimate.ci.unwrap().low);
    page.says("high", estimate.ci.unwrap().high);
}

#[test]
fn paired_t_test() {
    let page = Example::of("paired-t.md");
    let (before, after) = (page.numbers("before"), page.numbers("after"));
    let estimate = paired_t(Pairs::new(&before, &after).unwrap(), Level::default());
    says_t(&page, &estimate);
}

#[test]
fn geometric_means() {
    let page = Example::of("ratio-of-geometric-means.md");
    let (before, after) = (page.numbers("before"), page.numbers("after"));
    let estimate = ratio_of_geometric_means(Pairs::new(&before, &after).unwrap(), Level::default());
    says_t(&page, &estimate);
    page.says("n", estimate.n as f64);
    page.says("missing", estimate.n_missing as f64);
    assert_eq!(estimate.cautions, [Caution::NotPositiveLeftOut { n_pairs: 1 }]);
}

fn says_t(page: &Example, estimate: &Estimate) {
    let (t, df) = t_and_df(estimate);
    page.says("value", estimate.value.unwrap());
    page.says("sd", estimate.sd.unwrap());
    page.says("t", t);
    page.says("df", df);
    page.says("p", estimate.p_value().unwrap());
    page.says("low", estimate.ci.unwrap().low);
    page.says("high", estimate.ci.unwrap().high);
}

#[test]
fn signed_ranks() {
    let page = Example::of("signed-rank.md");
    let (before, after) = (page.numbers("before"), page.numbers("after"));
    let estimate = signed_rank(Pairs::new(&before, &after).unwrap(), &SignedRankRule::default());
    let Statistic::SignedRank { v } = estimate.test.unwrap().statistic else { panic!("not exact") };
    page.says("n", estimate.n as f64);
    page.says("zeros", estimate.n_zeros as f64);
    page.says("ties", estimate.n_ties as f64);
    page.says("v", v);
    page.says("p", estimate.p_value().unwrap());
    page.says("value", estimate.value.unwrap());
    page.says("low", estimate.ci.unwrap().low);
    page.says("high", estimate.ci.unwrap().high);
    let [Caution::LevelNotReached { achieved }] = estimate.cautions[..] else {
        panic!("{:?}", estimate.cautions)
    };
    page.says("achieved", achieved);
}

#[test]
fn description_and_quantiles() {
    let page = Example::of("quantiles.md");
    let values = page.numbers("values");
    let sample = Sample::new(&values).unwrap();
    let (description, sorted) = (describe(sample), Sorted::new(sample));
    page.says("mean", description.mean.unwrap());
    page.says("sd", description.sd.unwrap());
    page.says("geometric_mean", description.geometric_mean.unwrap());
    page.says("median", description.median.unwrap());
    page.says("q1", description.q1.unwrap());
    page.says("q3", description.q3.unwrap());
    let quartile = |fraction, definition| sorted.quantile(fraction, definition).unwrap();
    page.says("q1_type_6", quartile(Fraction::QUARTER, QuantileType::Six));
    page.says("q3_type_6", quartile(Fraction::THREE_QUARTERS, QuantileType::Six));
    page.says("q1_type_2", quartile(Fraction::QUARTER, QuantileType::Two));
    page.says("q3_type_2", quartile(Fraction::THREE_QUARTERS, QuantileType::Two));
}
