//! Subgroups, balance and the runs under other choices.

use analysis::{Estimate, SensitivityRun, Stratum};
use press::Block;

use super::marker::stratum_name;
use crate::html::number;
use crate::text::say;
use crate::text::writing::{Writing, heading, paragraph};

/// Standardized difference from which groups are said to differ (clinical rules 6, row 5).
const APART: f64 = 0.1;

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = subgroups(writing);
    blocks.extend(sensitivity(writing));
    blocks
}

fn subgroups(writing: &Writing<'_>) -> Vec<Block> {
    let subgroups = &writing.results().subgroups;
    if subgroups.is_empty() {
        return Vec::new();
    }
    let see = writing.see(&["figure:forest", "table:subgroups"]);
    let mut told = vec![format!(
        "The ratio of geometric means was estimated in subgroups{see}. The subgroups are small and many; what \
         differs between them may be chance and needs another study."
    )];
    let tested: Vec<String> = subgroups
        .iter()
        .filter_map(|line| {
            let p = line.p_interaction.filter(|p| p.is_finite())?;
            let adjusted = line.p_adjusted.filter(|p| p.is_finite());
            let adjusted =
                adjusted.map(|p| format!("; by Holm's method {}", number::p(p))).unwrap_or_default();
            Some(format!("{} ({}{adjusted})", lower(&line.group), number::p(p)))
        })
        .collect();
    if !tested.is_empty() {
        told.push(format!("Tests of interaction with the ratio: {}.", tested.join(", ")));
    }
    vec![heading(2, "Subgroups"), paragraph(&told)]
}

/// With a small first letter, unless the word is an abbreviation.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let is_abbreviation = text.starts_with("Tg") || text.chars().nth(1).is_some_and(char::is_uppercase);
    match letters.next() {
        Some(first) if !is_abbreviation => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

fn sensitivity(writing: &Writing<'_>) -> Vec<Block> {
    let runs = &writing.results().sensitivity;
    if runs.is_empty() {
        return Vec::new();
    }
    let see = writing.see(&["table:sensitivity"]);
    let main = writing.results().members.len();
    let first = format!(
        "The study was repeated under {}{see}; the main analysis has {}.",
        say::counted(runs.len(), "other choice"),
        say::patients(main)
    );
    let mut blocks = vec![heading(2, "Sensitivity analyses"), paragraph(&[first])];
    blocks.extend(runs.iter().map(|run| paragraph(&of_run(writing, run))));
    blocks
}

fn of_run(writing: &Writing<'_>, run: &SensitivityRun) -> Vec<String> {
    let mut told = vec![format!("{}: {}{}.", run.label, say::patients(run.n_members), moved(run))];
    let differs = |id: &str| {
        let (here, main) = (run.estimate(id), writing.results().estimate(id));
        here.filter(|here| main.is_none_or(|main| !same(here, main)))
    };
    let ratios: Vec<String> = Stratum::ALL
        .iter()
        .filter_map(|stratum| {
            let found = differs(&format!("{}.sttg.ratio", stratum.word()))?;
            Some(format!(
                "in {} {} from {}",
                stratum_name(*stratum),
                say::with_interval(found),
                say::counted(found.n, "pair")
            ))
        })
        .collect();
    if !ratios.is_empty() {
        told.push(format!("Ratio of geometric means {}.", say::parts(&ratios)));
    }
    for (id, what) in [
        ("structural.imaging.progression", "Progression on imaging"),
        ("reoperated.imaging.findings_1_2y", "Findings on imaging"),
        ("outcome.ned", "No evidence of disease"),
        ("outcome.additional_treatment", "Additional treatment"),
    ] {
        if let Some(found) = differs(id) {
            told.push(format!("{what}: {}.", say::share(found)));
        }
    }
    if told.len() == 1 {
        told.push("The main estimates are those of the main analysis.".into());
    }
    if let Some(caution) = &run.caution {
        told.push(format!("Caution: {}.", caution.trim_end_matches('.')));
    }
    told
}

/// Whether two estimates say the same.
fn same(a: &Estimate, b: &Estimate) -> bool {
    a.n == b.n && a.numerator == b.numerator && a.value == b.value && a.ci == b.ci
}

fn moved(run: &SensitivityRun) -> String {
    match (run.n_left, run.n_joined) {
        (0, 0) => ", the same as in the main analysis".into(),
        (left, 0) => format!(", {} fewer than in the main analysis", number::count(left)),
        (0, joined) => format!(", {} more than in the main analysis", number::count(joined)),
        (left, joined) => format!(
            ", without {} of the main analysis and with {} others",
            number::count(left),
            number::count(joined)
        ),
    }
}

/// Characteristics in which patients with and without a pair differ, for the paragraph on missing data.
pub(super) fn balance(writing: &Writing<'_>) -> Option<String> {
    let balance = writing.results().balances.iter().find(|balance| balance.id == "pairs")?;
    let see = writing.see(&["figure:balance"]);
    // A characteristic counts once, whatever the number of its categories.
    let (mut n, mut apart) = (0, 0);
    for lines in balance.differences.chunk_by(|a, b| a.label == b.label) {
        let mut sizes =
            lines.iter().filter_map(|line| line.value).filter(|value| value.is_finite()).peekable();
        n += usize::from(sizes.peek().is_some());
        apart += usize::from(sizes.any(|size| size.abs() > APART));
    }
    (n > 0).then(|| {
        format!(
            "Between patients with and without a pair, {apart} of {n} baseline characteristics differ by more than \
             {APART} standard deviations, or one of their categories does{see}."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn abbreviations_keep_their_capital() {
        assert_eq!(
            ["Age at index", "Tg before", "TSH", "Sex"].map(lower),
            ["age at index", "Tg before", "TSH", "sex"]
        );
    }
}
