//! Simulated coverage of every interval of `stats`: `just recovery` writes `docs/methods/coverage.md`.
//!
//! Each situation draws samples from a known truth and counts how often the interval holds it. Seeds are
//! fixed: the table is the same on every machine. `--draws n` and a part of a method's name narrow a run, whose
//! table is then printed only.

mod categories;
mod censored;
mod changes;
mod competing;
mod correlation;
mod cox;
mod description;
mod groups;
mod means;
mod missing;
mod mixed;
mod paired_categories;
mod parametric;
mod pooling;
mod proportions;
mod regression;
mod scenario;
mod selection;
mod survival_curves;

use scenario::Scenario;
use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let n_draws = arguments.iter().skip_while(|argument| *argument != "--draws").nth(1);
    let n_draws = n_draws.map_or(10_000, |text| text.parse().expect("--draws takes a number"));
    let wanted = arguments.first().filter(|first| !first.starts_with("--"));
    let scenarios: Vec<Scenario> = [
        categories::scenarios(),
        censored::scenarios(),
        changes::scenarios(),
        competing::scenarios(),
        correlation::scenarios(),
        cox::scenarios(),
        description::scenarios(),
        groups::scenarios(),
        means::scenarios(),
        missing::scenarios(),
        mixed::scenarios(),
        paired_categories::scenarios(),
        parametric::scenarios(),
        pooling::scenarios(),
        proportions::scenarios(),
        regression::scenarios(),
        selection::scenarios(),
        survival_curves::scenarios(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let chosen =
        scenarios.iter().filter(|scenario| wanted.is_none_or(|part| scenario.method.contains(part.as_str())));
    let table = scenario::table(chosen, n_draws);
    print!("{table}");
    if arguments.is_empty() {
        let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/methods/coverage.md");
        std::fs::write(&page, scenario::page(&table, n_draws))
            .expect("docs/methods/coverage.md can be written");
    }
}
