//! The pages of `paired` beyond the main job, and of `agreement`.

use super::example::Example;
use stats::agreement::*;
use stats::paired::*;
use stats::*;

fn columns(page: &Example) -> (Vec<f64>, Vec<f64>) {
    (page.numbers("before"), page.numbers("after"))
}

#[test]
fn signed_rank_by_other_rules() {
    let page = Example::of("signed-rank.md");
    let (before, after) = columns(&page);
    let pairs = Pairs::new(&before, &after).unwrap();
    let z_of = |continuity| {
        let rule = SignedRankRule { exact_up_to: 0, continuity, ..SignedRankRule::default() };
        let test = signed_rank_test(pairs, &rule).test.unwrap();
        let Statistic::SignedRankNormal { z, .. } = test.statistic else { panic!("not normal") };
        (z, test.p_value)
    };
    page.says("z", z_of(Continuity::HalfRank).0);
    page.says("z_plain", z_of(Continuity::None).0);
    page.says("p_plain", z_of(Continuity::None).1);
    let pratt = SignedRankRule { zeros: ZeroRule::Pratt, ..SignedRankRule::default() };
    let estimate = signed_rank(pairs, &pratt);
    let Statistic::SignedRank { v } = estimate.test.unwrap().statistic else { panic!("not exact") };
    page.says("pratt_v", v);
    page.says("pratt_p", estimate.p_value().unwrap());
    page.says("pratt_value", estimate.value.unwrap());
    page.says("pratt_low", estimate.ci.unwrap().low);
    page.says("pratt_high", estimate.ci.unwrap().high);
    assert_eq!(estimate.cautions, []);
}

#[test]
fn signs() {
    let page = Example::of("sign-test.md");
    let (before, after) = columns(&page);
    let pairs = Pairs::new(&before, &after).unwrap();
    let estimate = sign_test(pairs, &SignRule::default());
    let Statistic::Count { count, of } = estimate.test.unwrap().statistic else { panic!("not exact") };
    page.says("positive", count as f64);
    page.says("of", of as f64);
    page.says("p", estimate.p_value().unwrap());
    page.says("value", estimate.value.unwrap());
    page.says("low", estimate.ci.unwrap().low);
    page.says("high", estimate.ci.unwrap().high);
    let rule = SignRule { interval: MedianInterval::Interpolated, ..SignRule::default() };
    let between = sign_test(pairs, &rule).ci.unwrap();
    page.says("low_between", between.low);
    page.says("high_between", between.high);
}

#[test]
fn two_one_sided_tests() {
    let page = Example::of("equivalence.md");
    let (before, after) = columns(&page);
    let margin = Margin::within(page.numbers("margin")[0]).unwrap();
    let found = equivalence_of_means(Pairs::new(&before, &after).unwrap(), margin, Level::new(0.90).unwrap());
    for (test, t_name, p_name) in
        [(found.above_low, "t_low", "p_low"), (found.below_high, "t_high", "p_high")]
    {
        let Statistic::StudentT { t, .. } = test.unwrap().statistic else { panic!("not t") };
        page.says(t_name, t);
        page.says(p_name, test.unwrap().p_value);
    }
    page.says("p", found.estimate.p_value().unwrap());
    page.says("low", found.estimate.ci.unwrap().low);
    page.says("high", found.estimate.ci.unwrap().high);
    assert_eq!(found.equivalent, Ok(true));
}

#[test]
fn limits() {
    let page = Example::of("limits-of-agreement.md");
    let (before, after) = columns(&page);
    let pairs = Pairs::new(&before, &after).unwrap();
    let exact = limits_of_agreement(pairs, &LimitsRule::default());
    page.says("bias", exact.bias.value.unwrap());
    page.says("lower", exact.lower.value.unwrap());
    page.says("upper", exact.upper.value.unwrap());
    page.says("lower_low", exact.lower.ci.unwrap().low);
    page.says("lower_high", exact.lower.ci.unwrap().high);
    page.says("upper_low", exact.upper.ci.unwrap().low);
    page.says("upper_high", exact.upper.ci.unwrap().high);
    let rule = LimitsRule { interval: LimitsInterval::Approximate, ..LimitsRule::default() };
    let approximate = limits_of_agreement(pairs, &rule);
    page.says("approximate_upper_low", approximate.upper.ci.unwrap().low);
    page.says("approximate_upper_high", approximate.upper.ci.unwrap().high);
}

#[test]
fn intraclass() {
    let page = Example::of("intraclass-correlation.md");
    let values = page.numbers("ratings");
    let ratings = Ratings::new(&values, page.numbers("raters")[0] as usize).unwrap();
    let of = |form| intraclass_correlation(ratings, form, Level::default());
    page.says("one_way", of(IntraclassForm::OneWay).value.unwrap());
    page.says("consistency", of(IntraclassForm::Consistency).value.unwrap());
    page.says("one_way_mean", of(IntraclassForm::OneWayMean).value.unwrap());
    page.says("agreement_mean", of(IntraclassForm::AgreementMean).value.unwrap());
    page.says("consistency_mean", of(IntraclassForm::ConsistencyMean).value.unwrap());
    let agreement = of(IntraclassForm::Agreement);
    page.says("agreement", agreement.value.unwrap());
    page.says("agreement_low", agreement.ci.unwrap().low);
    page.says("agreement_high", agreement.ci.unwrap().high);
    let Statistic::F { f, .. } = agreement.test.unwrap().statistic else { panic!("not F") };
    page.says("f", f);
}
