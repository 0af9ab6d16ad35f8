//! Pooled effects by hand.

use super::example::Example;
use stats::pooling::{Between, PoolRule, Spread, Studies, pool, pool_proportions};
use stats::{Level, Proportion};

#[test]
fn pooling() {
    let page = Example::of("pooling.md");
    let (effect, variance) = (page.numbers("effect"), page.numbers("variance"));
    let studies = Studies::new(&effect, &variance).unwrap();
    let rule = |spread| PoolRule { between: Between::DerSimonianLaird, spread, level: Level::default() };
    let normal = pool(studies, &rule(Spread::Normal));
    page.says("q_p", normal.heterogeneity.p_value().unwrap());
    page.says("tau2", normal.tau2.value.unwrap());
    page.says("value", normal.effect.value.unwrap());
    page.says("error", normal.effect.sd.unwrap());
    page.says("normal_low", normal.effect.ci.unwrap().low);
    page.says("normal_high", normal.effect.ci.unwrap().high);
    page.says("i2", normal.i2.unwrap());
    page.says("prediction_low", normal.prediction.unwrap().low);
    page.says("prediction_high", normal.prediction.unwrap().high);
    let knapp = pool(studies, &rule(Spread::HartungKnapp));
    page.says("knapp_low", knapp.effect.ci.unwrap().low);
    page.says("knapp_high", knapp.effect.ci.unwrap().high);
    let one = pool_proportions(&[Proportion::new(1, 4).unwrap()], Level::default());
    page.says("logit", one.effect.value.unwrap());
    page.says("logit_error", one.effect.sd.unwrap());
}
