//! Censored values.

use super::example::Example;
use stats::censored::*;
use stats::{Caution, Fraction, Level, QuantileType, Statistic};

fn values(page: &Example, exact: &str, limits: &str) -> Vec<Censored> {
    let exact = page.numbers(exact).into_iter().map(Censored::Exact);
    exact.chain(page.numbers(limits).into_iter().map(Censored::Below)).collect()
}

#[test]
fn the_distribution() {
    let page = Example::of("censored-distribution.md");
    let left = values(&page, "exact", "limits");
    let curve = kaplan_meier(CensoredSample::new(&left).unwrap()).unwrap();
    for (step, below) in curve.steps.iter().zip(page.numbers("below")) {
        assert!((step.below - below).abs() < 1e-15);
    }
    let mean = curve.mean(Level::default());
    page.says("mean", mean.value.unwrap());
    page.says("mean_low", mean.ci.unwrap().low);
    page.says("mean_high", mean.ci.unwrap().high);
    let median = curve.quantile(Fraction::HALF, Band::LogLog, Level::default());
    page.says("median", median.estimate.value.unwrap());
    let [Caution::MassAtLimit { share, limit }] = mean.cautions[..] else { panic!("{:?}", mean.cautions) };
    page.says("hidden", share);
    assert_eq!(limit, 1.0);

    let bounds = page.numbers("low").into_iter().zip(page.numbers("high"));
    let between: Vec<Censored> = bounds.map(|(low, high)| Censored::Between { low, high }).collect();
    let found = turnbull(CensoredSample::new(&between).unwrap(), Ends::LowHeld).unwrap();
    assert_eq!((found.masses[0].low, found.masses[0].high, found.masses[1].high), (1.0, 2.0, 3.0));
    page.says("first", found.masses[0].probability);
    page.says("second", found.masses[1].probability);
    page.says("log_likelihood", found.log_likelihood);
}

#[test]
fn the_normal_model() {
    let page = Example::of("censored-normal.md");
    let mut rows = values(&page, "exact", "below");
    rows.extend(page.numbers("above").into_iter().map(Censored::AtOrAbove));
    let sample = CensoredSample::new(&rows).unwrap();
    let mean = censored_mean(sample, Scale::Normal, Level::default());
    page.says("mean", mean.value.unwrap());
    page.says("sigma", mean.sd.unwrap());
    page.says("half", mean.ci.unwrap().high);
    let ones = [1.0; 4];
    let design = Design::new(&ones, 1).unwrap();
    let fit = censored_regression(sample, design, Scale::Normal, Level::default()).unwrap();
    page.says("log_likelihood", fit.log_likelihood.unwrap());
}

#[test]
fn the_order_statistics() {
    let page = Example::of("censored-order-statistics.md");
    let rows = values(&page, "exact", "limits");
    let found = order_statistics(CensoredSample::new(&rows).unwrap(), Scale::LogNormal).unwrap();
    assert_eq!(found.exact_positions, page.numbers("positions"));
    assert_eq!(found.censored_positions, page.numbers("censored"));
    page.says("intercept", found.intercept);
    page.says("slope", found.slope);
    page.says("placed", found.completed()[3]);
    page.says("mean", found.mean().value.unwrap());
    page.says("sd", found.mean().sd.unwrap());
    page.says("median", found.quantile(Fraction::HALF, QuantileType::Seven).value.unwrap());
}

#[test]
fn the_pairs() {
    let page = Example::of("censored-paired.md");
    let exact = |name: &str| page.numbers(name).into_iter().map(Censored::Exact).collect::<Vec<_>>();
    let (before, mut after) = (exact("rank_before"), exact("rank_after"));
    after[1] = Censored::Below(2.0);
    let pairs = CensoredPairs::new(&before, &after).unwrap();
    let rank = prentice_wilcoxon(pairs, &PrenticeWilcoxonRule::default());
    page.says("rank_value", rank.value.unwrap());
    let Statistic::Normal { z } = rank.test.unwrap().statistic else { panic!("{rank:?}") };
    page.says("z", z);
    page.says("rank_p", rank.p_value().unwrap());
    let (sign, counts) = censored_sign(pairs, Level::default());
    page.says("down", counts.down as f64);
    page.says("sign_p", sign.p_value().unwrap());

    let (mut before, mut after) = (exact("before"), exact("after"));
    before.push(Censored::Below(1.0));
    after.push(Censored::Below(1.0));
    let found = censored_ratio(CensoredPairs::new(&before, &after).unwrap(), Level::default());
    page.says("ratio", found.ratio.value.unwrap());
    page.says("low", found.ratio.ci.unwrap().low);
    page.says("high", found.ratio.ci.unwrap().high);
    page.says("wald_low", found.wald.ci.unwrap().low);
    page.says("wald_high", found.wald.ci.unwrap().high);
    let Statistic::ChiSquared { x2, .. } = found.ratio.test.unwrap().statistic else { panic!("{found:?}") };
    page.says("x2", x2);
    page.says("p", found.ratio.p_value().unwrap());
    assert_eq!((found.n_uninformative, found.ratio.n, found.ratio.n_missing), (1, 4, 1));
}
