//! Which function of the crate answers which case. A case whose function does not exist yet is not listed here;
//! the driver then prints its peers alone.

use crate::Answers;
use crate::columns::Columns;
use stats::{
    Answer, Estimate, Fraction, Level, Pairs, Proportion, QuantileType, Sample, SignedRankRule, Sorted,
};

type Call<'a> = Box<dyn Fn() -> Answers + 'a>;

/// An estimator's name in `cases.py`, and how its call is made ready from the columns.
type Entry = (&'static str, for<'a> fn(&'a Columns) -> Call<'a>);

const ESTIMATORS: &[Entry] = &[
    ("describe", describe),
    ("paired_t", paired_t),
    ("quantiles", quantiles),
    ("ratio_of_geometric_means", ratio_of_geometric_means),
    ("signed_rank", signed_rank),
    ("signed_rank_test", signed_rank_test),
    ("wilson", wilson),
];

/// All that can be run.
pub fn names() -> impl Iterator<Item = &'static str> {
    ESTIMATORS.iter().map(|(name, _)| *name)
}

/// Everything but the call itself done.
pub fn prepare<'a>(name: &str, columns: &'a Columns) -> Option<Call<'a>> {
    ESTIMATORS.iter().find(|(known, _)| *known == name).map(|(_, prepare)| prepare(columns))
}

const LEVEL: Level = Level::NINETY_FIVE;

fn describe(columns: &Columns) -> Call<'_> {
    let values = columns.get("x");
    Box::new(|| {
        let all = stats::describe(Sample::new(values).expect("finite"));
        let parts = [all.mean, all.sd, all.min, all.q1, all.median, all.q3, all.max, all.geometric_mean];
        let names = ["mean", "sd", "min", "q1", "median", "q3", "max", "geometric_mean"];
        names.into_iter().zip(parts.map(number)).collect()
    })
}

fn quantiles(columns: &Columns) -> Call<'_> {
    let values = columns.get("x");
    let wanted = [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];
    Box::new(move || {
        let sorted = Sorted::new(Sample::new(values).expect("finite"));
        let at = |p| number(sorted.quantile(Fraction::new(p).expect("a fraction"), QuantileType::Six));
        wanted.iter().map(|&(name, p)| (name, at(p))).collect()
    })
}

fn paired_t(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::paired_t(pairs(columns), LEVEL)))
}

fn ratio_of_geometric_means(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::ratio_of_geometric_means(pairs(columns), LEVEL)))
}

fn signed_rank(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::signed_rank(pairs(columns), &SignedRankRule::default())))
}

/// Today with the Hodges-Lehmann estimate and its interval, which peers leave out.
fn signed_rank_test(columns: &Columns) -> Call<'_> {
    Box::new(|| p_alone(&stats::signed_rank(pairs(columns), &SignedRankRule::default())))
}

fn wilson(columns: &Columns) -> Call<'_> {
    let (successes, trials) = (columns.count("successes"), columns.count("trials"));
    Box::new(move || {
        let proportion = Proportion::new(successes, trials).expect("a part of the whole");
        whole(&stats::wilson(proportion, LEVEL))
    })
}

fn pairs(columns: &Columns) -> Pairs<'_> {
    Pairs::new(columns.get("before"), columns.get("after")).expect("finite, as many before as after")
}

fn p_alone(estimate: &Estimate) -> Answers {
    vec![("p", number(estimate.p_value()))]
}

/// Value, interval and p, as far as the method has them.
fn whole(estimate: &Estimate) -> Answers {
    let ci = estimate.ci;
    let parts = [
        ("value", estimate.value),
        ("low", ci.map(|ci| ci.low)),
        ("high", ci.map(|ci| ci.high)),
        ("p", estimate.p_value()),
    ];
    parts.into_iter().filter_map(|(name, part)| part.ok().map(|part| (name, part))).collect()
}

fn number(answer: Answer) -> f64 {
    answer.unwrap_or(f64::NAN)
}
