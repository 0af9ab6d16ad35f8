//! Independent groups.

use super::example::Example;
use stats::groups::*;
use stats::{Caution, Estimate, Level, Sample, Statistic};

fn t_and_df(estimate: &Estimate) -> (f64, f64) {
    match estimate.test.unwrap().statistic {
        Statistic::StudentT { t, df } => (t, df),
        other => panic!("{other:?}"),
    }
}

fn sample(values: &[f64]) -> Sample<'_> {
    Sample::new(values).unwrap()
}

#[test]
fn two_means() {
    let page = Example::of("two-means.md");
    let (first, second) = (page.numbers("first"), page.numbers("second"));
    let welch = welch_t(sample(&first), sample(&second), Level::default());
    page.says("value", welch.value.unwrap());
    page.says("t", t_and_df(&welch).0);
    page.says("df", t_and_df(&welch).1);
    let pooled = t_and_df(&pooled_t(sample(&first), sample(&second), Level::default()));
    page.says("pooled_t", pooled.0);
    page.says("pooled_df", pooled.1);
    let (first, second) = (page.numbers("positive_first"), page.numbers("positive_second"));
    let ratio = ratio_of_geometric_means(sample(&first), sample(&second), Level::default());
    page.says("ratio", ratio.value.unwrap());
    page.says("ratio_t", t_and_df(&ratio).0);
    page.says("ratio_df", t_and_df(&ratio).1);
    page.says("ratio_p", ratio.p_value().unwrap());
}

#[test]
fn rank_sum() {
    let page = Example::of("mann-whitney.md");
    let (first, second) = (page.numbers("first"), page.numbers("second"));
    let rule = RankSumRule::default();
    let test = mann_whitney_test(sample(&first), sample(&second), &rule);
    let shift = mann_whitney_shift(sample(&first), sample(&second), &rule);
    let Statistic::RankSum { u, w } = test.test.unwrap().statistic else { panic!("not exact") };
    page.says("ties", test.n_ties as f64);
    page.says("u", u);
    page.says("w", w);
    page.says("p", test.p_value().unwrap());
    page.says("superiority", test.value.unwrap());
    page.says("shift", shift.value.unwrap());
    page.says("low", shift.ci.unwrap().low);
    page.says("high", shift.ci.unwrap().high);
    let [Caution::LevelNotReached { achieved }] = shift.cautions[..] else { panic!("{:?}", shift.cautions) };
    page.says("achieved", achieved);
}

/// The page's three groups, handed to `check`.
fn with_groups(page: &Example, check: impl Fn(Groups<'_>)) {
    let columns = ["first", "second", "third"].map(|name| page.numbers(name));
    let samples = columns.each_ref().map(|values| sample(values));
    check(Groups::new(&samples).unwrap());
}

#[test]
fn ranks_of_several_groups() {
    let page = Example::of("kruskal-wallis.md");
    with_groups(&page, |groups| {
        let ranks = kruskal_wallis(groups, KruskalWallisP::default()).estimate;
        let Statistic::KruskalWallis { h } = ranks.test.unwrap().statistic else { panic!("not exact") };
        page.says("h", h);
        page.says("h_p", ranks.p_value().unwrap());
        page.says("epsilon", ranks.value.unwrap());
        let trend = jonckheere_terpstra(groups, &TrendRule::default());
        let Statistic::OrderedGroups { j } = trend.estimate.test.unwrap().statistic else {
            panic!("not exact")
        };
        page.says("j", j);
        page.says("j_p", trend.estimate.p_value().unwrap());
        page.says("j_increasing", trend.p_increasing.unwrap());
        page.says("share", trend.estimate.value.unwrap());
    });
}

#[test]
fn analysis_of_variance() {
    let page = Example::of("one-way-anova.md");
    with_groups(&page, |groups| {
        let anova = one_way_anova(groups);
        page.says("between", anova.between.unwrap().sum.unwrap());
        page.says("within", anova.within.unwrap().sum.unwrap());
        page.says("f", ratio(&anova.estimate).0);
        page.says("p", anova.estimate.p_value().unwrap());
        page.says("eta", anova.estimate.value.unwrap());
        page.says("omega", anova.omega_squared.unwrap());
        page.says("welch_f", ratio(&welch_anova(groups)).0);
        page.says("welch_df", ratio(&welch_anova(groups)).1);
    });
}

fn ratio(estimate: &Estimate) -> (f64, f64) {
    match estimate.test.unwrap().statistic {
        Statistic::F { f, df2, .. } => (f, df2),
        other => panic!("{other:?}"),
    }
}
