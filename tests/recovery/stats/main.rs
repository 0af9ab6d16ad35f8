//! Simulated coverage of every interval of `stats`: `just recovery` writes `docs/methods/coverage.md`.
//!
//! Each situation draws samples from a known truth and counts how often the interval holds it. Seeds are
//! fixed: the table is the same on every machine. `--draws n` and a part of a method's name narrow a run, whose
//! table is then printed only.

mod means;
mod regression;
mod scenario;

use scenario::Scenario;
use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let n_draws = arguments.iter().skip_while(|argument| *argument != "--draws").nth(1);
    let n_draws = n_draws.map_or(10_000, |text| text.parse().expect("--draws takes a number"));
    let wanted = arguments.first().filter(|first| !first.starts_with("--"));
    let scenarios: Vec<Scenario> =
        [means::scenarios(), regression::scenarios()].into_iter().flatten().collect();
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
