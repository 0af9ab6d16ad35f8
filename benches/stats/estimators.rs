//! Which function of the crate answers which case, by family. A case whose function does not exist yet is not listed;
//! the driver then prints its peers alone.

mod agreement;
mod categories;
mod censored;
mod correlation;
mod describe;
mod groups;
mod paired;
mod regression;
mod resampling;
mod survival;

use crate::Answers;
use crate::columns::Columns;
use stats::{Answer, Estimate, Level};

type Call<'a> = Box<dyn Fn() -> Answers + 'a>;

/// An estimator's name in `cases.py`, and how its call is made ready from the columns.
type Entry = (&'static str, for<'a> fn(&'a Columns) -> Call<'a>);

const FAMILIES: &[&[Entry]] = &[
    agreement::ENTRIES,
    categories::ENTRIES,
    censored::ENTRIES,
    correlation::ENTRIES,
    describe::ENTRIES,
    groups::ENTRIES,
    paired::ENTRIES,
    regression::ENTRIES,
    resampling::ENTRIES,
    survival::ENTRIES,
];

const LEVEL: Level = Level::NINETY_FIVE;

/// All that can be run.
pub fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().copied().flatten().map(|(name, _)| *name)
}

/// Everything but the call itself done.
pub fn prepare<'a>(name: &str, columns: &'a Columns) -> Option<Call<'a>> {
    FAMILIES.iter().copied().flatten().find(|(known, _)| *known == name).map(|(_, prepare)| prepare(columns))
}

fn counts(columns: &Columns, name: &str) -> Vec<usize> {
    columns.get(name).iter().map(|&count| count as usize).collect()
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
