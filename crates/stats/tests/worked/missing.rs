//! Missing data.

use super::example::Example;
use stats::design::Design;
use stats::missing::*;
use stats::{Estimate, Level, Proportion};

#[test]
fn rubins_rules() {
    let page = Example::of("multiple-imputation.md");
    let complete = page.numbers("complete_df")[0];
    let pooled =
        pool(&page.numbers("estimates"), &page.numbers("variances"), Some(complete), Level::default())
            .unwrap();
    page.says("value", pooled.estimate.value.unwrap());
    page.says("within", pooled.within.unwrap());
    page.says("between", pooled.between.unwrap());
    page.says("total", pooled.total.unwrap());
    page.says("increase", pooled.relative_increase.unwrap());
    page.says("share", pooled.missing_share.unwrap());
    page.says("df", pooled.df.unwrap());
    page.says("fraction", pooled.fraction_missing.unwrap());
    page.says("low", pooled.estimate.ci.unwrap().low);
    page.says("high", pooled.estimate.ci.unwrap().high);
    page.says("p", pooled.estimate.p_value().unwrap());
}

fn all_say(page: &Example, name: &str, estimates: &[&Estimate]) {
    for (printed, estimate) in page.numbers(name).iter().zip(estimates) {
        assert!((printed - estimate.value.unwrap()).abs() < 5e-5, "{name}: {estimate:?}");
    }
}

#[test]
fn bounds() {
    let page = Example::of("missing-bounds-and-weights.md");
    let count = |name: &str| page.numbers(name)[0] as usize;
    let proportion = Proportion::new(count("numerator"), count("denominator")).unwrap();
    let bounds = proportion_bounds(proportion.with_missing(count("unknown")), Level::default());
    page.says("lowest", bounds.lowest.value.unwrap());
    page.says("highest", bounds.highest.value.unwrap());
    let side = |name: &str| -> Vec<Option<u32>> {
        page.numbers(name).iter().map(|&level| (level >= 0.0).then_some(level as u32)).collect()
    };
    let changes: Vec<_> = side("before").into_iter().zip(side("after")).collect();
    let bounds = change_bounds(&changes, 3, Level::default()).unwrap();
    all_say(&page, "fell", &[&bounds.fell.lowest, &bounds.fell.highest]);
    all_say(&page, "stayed", &[&bounds.stayed.lowest, &bounds.stayed.highest]);
    all_say(&page, "rose", &[&bounds.rose.lowest, &bounds.rose.highest]);
    all_say(&page, "net", &[&bounds.net[0], &bounds.net[1], &bounds.net[2]]);
}

#[test]
fn weights() {
    let page = Example::of("missing-bounds-and-weights.md");
    let (x, y) = (page.numbers("x"), page.numbers("y"));
    let design = Design::new(x.len(), &[("x", &x)]).unwrap().with_intercept().unwrap();
    let y: Vec<Option<f64>> = y.iter().map(|&y| (!y.is_nan()).then_some(y)).collect();
    let weighted =
        |variance| weighted_mean(&y, &design, &WeightRule { variance, ..WeightRule::default() }).unwrap();
    let estimated = weighted(WeightVariance::Estimated);
    page.says("weighted", estimated.mean.value.unwrap());
    page.says("standard_error", estimated.mean.sd.unwrap());
    page.says("standard_error_known", weighted(WeightVariance::Known).mean.sd.unwrap());
    page.says("effective", estimated.n_effective);
    page.says("largest", estimated.largest);
}
