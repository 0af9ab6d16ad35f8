//! Paired changes by rank and sign, agreement, and the bootstrap.

use crate::scenario::Scenario;
use stats::agreement::*;
use stats::paired::*;
use stats::random::{Seed, Stream};
use stats::resampling::*;
use stats::{Answer, Fraction, Interval, Level, Pairs, Sample};

pub fn scenarios() -> Vec<Scenario> {
    [ranks(), signs(), equivalence(), limits(), intraclass(), bootstraps()].into_iter().flatten().collect()
}

fn of(
    method: &'static str,
    situation: &'static str,
    truth: f64,
    interval: impl Fn(&mut Stream) -> Answer<Interval> + Sync + 'static,
) -> Scenario {
    Scenario { method, situation, truth, interval: Box::new(interval) }
}

/// n draws, and the interval of these as differences.
fn of_differences(
    n: usize,
    draw: impl Fn(&mut Stream) -> f64 + Sync + 'static,
    interval: impl Fn(Pairs<'_>) -> Answer<Interval> + Sync + 'static,
) -> impl Fn(&mut Stream) -> Answer<Interval> + Sync {
    move |stream| {
        let (before, after): (Vec<f64>, Vec<f64>) = (vec![0.0; n], (0..n).map(|_| draw(stream)).collect());
        interval(Pairs::new(&before, &after).expect("finite"))
    }
}

fn laplace(stream: &mut Stream) -> f64 {
    let sign = if stream.uniform() < 0.5 { -1.0 } else { 1.0 };
    -sign * (1.0 - stream.uniform()).ln()
}

fn ranks() -> Vec<Scenario> {
    let by = |zeros| {
        move |pairs: Pairs<'_>| signed_rank(pairs, &SignedRankRule { zeros, ..SignedRankRule::default() }).ci
    };
    let whole = |stream: &mut Stream| (1.5 * stream.normal()).round();
    vec![
        of(
            "signed-rank",
            "n = 30, normal differences rounded to whole numbers, zeros dropped",
            0.0,
            of_differences(30, whole, by(ZeroRule::Wilcoxon)),
        ),
        of(
            "signed-rank",
            "the same by Pratt's rule, zeros kept",
            0.0,
            of_differences(30, whole, by(ZeroRule::Pratt)),
        ),
    ]
}

fn signs() -> Vec<Scenario> {
    let by =
        |interval| move |pairs: Pairs<'_>| sign_test(pairs, &SignRule { interval, ..SignRule::default() }).ci;
    let skewed = |stream: &mut Stream| (1.5 * stream.normal()).exp();
    vec![
        of(
            "sign-test",
            "exact, n = 53, log-normal differences (log SD 1.5)",
            1.0,
            of_differences(53, skewed, by(MedianInterval::Exact)),
        ),
        of(
            "sign-test",
            "interpolated, n = 53, log-normal differences (log SD 1.5)",
            1.0,
            of_differences(53, skewed, by(MedianInterval::Interpolated)),
        ),
        of(
            "sign-test",
            "interpolated, n = 12, double exponential differences",
            0.0,
            of_differences(12, laplace, by(MedianInterval::Interpolated)),
        ),
    ]
}

fn equivalence() -> Vec<Scenario> {
    let level = Level::new(0.90).expect("a level");
    let margin = Margin::within(1.0).expect("a margin");
    vec![of(
        "equivalence",
        "n = 12, normal differences, level 90 %",
        0.5,
        of_differences(
            12,
            |stream| 0.5 + stream.normal(),
            move |pairs| equivalence_of_means(pairs, margin, level).estimate.ci,
        ),
    )]
}

fn limits() -> Vec<Scenario> {
    let upper = |interval| {
        move |pairs: Pairs<'_>| {
            limits_of_agreement(pairs, &LimitsRule { interval, ..LimitsRule::default() }).upper.ci
        }
    };
    let normal = |stream: &mut Stream| 1.0 + 2.0 * stream.normal();
    let truth = 1.0 + 2.0 * 1.959963984540054;
    vec![
        of(
            "limits-of-agreement",
            "upper limit, exact, n = 12, normal differences",
            truth,
            of_differences(12, normal, upper(LimitsInterval::Exact)),
        ),
        of(
            "limits-of-agreement",
            "upper limit, approximate, n = 12, normal differences",
            truth,
            of_differences(12, normal, upper(LimitsInterval::Approximate)),
        ),
        of(
            "limits-of-agreement",
            "upper limit, approximate, n = 100, normal differences",
            truth,
            of_differences(100, normal, upper(LimitsInterval::Approximate)),
        ),
    ]
}

fn intraclass() -> Vec<Scenario> {
    let drawn = |rater_sd: f64, form: IntraclassForm| {
        move |stream: &mut Stream| {
            let raters: Vec<f64> = (0..3).map(|_| rater_sd * stream.normal()).collect();
            let values: Vec<f64> = (0..20)
                .flat_map(|_| {
                    let subject = 1.5 * stream.normal();
                    raters.iter().map(|rater| subject + rater + stream.normal()).collect::<Vec<f64>>()
                })
                .collect();
            let ratings = Ratings::new(&values, 3).expect("a table");
            intraclass_correlation(ratings, form, Level::default()).ci
        }
    };
    vec![
        of(
            "intraclass-correlation",
            "ICC(1), 20 subjects, 3 ratings",
            2.25 / 3.25,
            drawn(0.0, IntraclassForm::OneWay),
        ),
        of(
            "intraclass-correlation",
            "ICC(C,1), 20 subjects, 3 raters of unequal level",
            2.25 / 3.25,
            drawn(0.7, IntraclassForm::Consistency),
        ),
        of(
            "intraclass-correlation",
            "ICC(A,1), 20 subjects, 3 raters of unequal level",
            2.25 / (3.25 + 0.49),
            drawn(0.7, IntraclassForm::Agreement),
        ),
    ]
}

fn bootstraps() -> Vec<Scenario> {
    let skewed = |n: usize, stream: &mut Stream| -> (Vec<f64>, Seed) {
        ((0..n).map(|_| stream.normal().exp()).collect(), Seed(stream.bits()))
    };
    let rule = |interval| BootstrapRule { n_resamples: 499, interval, ..BootstrapRule::default() };
    let mean = move |n: usize, interval: BootstrapInterval| {
        move |stream: &mut Stream| {
            let (values, seed) = skewed(n, stream);
            bootstrap_mean(Sample::new(&values).expect("finite"), &seed, &rule(interval)).estimate.ci
        }
    };
    let median = move |n: usize, interval: BootstrapInterval| {
        move |stream: &mut Stream| {
            let (values, seed) = skewed(n, stream);
            let sample = Sample::new(&values).expect("finite");
            bootstrap_quantile(sample, Fraction::HALF, &seed, &rule(interval)).estimate.ci
        }
    };
    let truth = 0.5_f64.exp();
    vec![
        of("bootstrap", "BCa, mean, n = 53, log-normal (log SD 1)", truth, mean(53, BootstrapInterval::Bca)),
        of(
            "bootstrap",
            "percentile, mean, n = 53, log-normal (log SD 1)",
            truth,
            mean(53, BootstrapInterval::Percentile),
        ),
        of(
            "bootstrap",
            "basic, mean, n = 53, log-normal (log SD 1)",
            truth,
            mean(53, BootstrapInterval::Basic),
        ),
        of(
            "bootstrap",
            "normal, mean, n = 53, log-normal (log SD 1)",
            truth,
            mean(53, BootstrapInterval::Normal),
        ),
        of(
            "bootstrap",
            "BCa, median, n = 53, log-normal (log SD 1)",
            1.0,
            median(53, BootstrapInterval::Bca),
        ),
        of(
            "bootstrap",
            "percentile, median, n = 53, log-normal (log SD 1)",
            1.0,
            median(53, BootstrapInterval::Percentile),
        ),
        of("bootstrap", "BCa, mean, n = 12, log-normal (log SD 1)", truth, mean(12, BootstrapInterval::Bca)),
    ]
}
