//! Stimulated thyroglobulin before and after, in each stratum.

use analysis::{Estimate, MemberRow, PairExclusion, Stratum};
use press::Block;

use crate::html::{number, words};
use crate::text::say::{self, Direction};
use crate::text::writing::{Writing, heading, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let shown: Vec<String> = ["table:paired", "figure:slope", "figure:waterfall"]
        .iter()
        .filter_map(|id| writing.pointer(id))
        .collect();
    let mut blocks = vec![heading(2, "Stimulated thyroglobulin before and after")];
    if !shown.is_empty() {
        let text = format!("Values before and after are shown by stratum in {}.", say::list(&shown));
        blocks.push(paragraph(&[text]));
    }
    for &stratum in Stratum::ALL {
        let inside = writing.members(|member| member.stratum == stratum);
        let text = match inside {
            0 => vec![format!("{}: no patient is in this stratum.", words::stratum(stratum))],
            _ => of_stratum(writing, stratum, inside),
        };
        blocks.push(paragraph(&text));
    }
    blocks
}

/// `the structural stratum`.
pub(super) fn stratum_name(stratum: Stratum) -> String {
    format!("the {} stratum", words::stratum(stratum).to_lowercase())
}

fn of_stratum(writing: &Writing<'_>, stratum: Stratum, inside: usize) -> Vec<String> {
    let find = |word: &str| writing.results().estimate(&format!("{}.sttg.{word}", stratum.word()));
    let pairs = writing.members(|member| member.stratum == stratum && member.in_paired_analysis());
    let name = words::stratum(stratum);
    let reasons = reasons(writing, stratum);
    let first = match (pairs, reasons.is_empty()) {
        (0, _) => format!(
            "{name}: no pair among {} ({reasons}), so that nothing can be compared.",
            say::patients(inside)
        ),
        (n, true) => format!("{name}: {} of {}.", say::counted(n, "pair"), say::patients(inside)),
        (n, false) => format!(
            "{name}: {} of {} (without a pair: {reasons}).",
            say::counted(n, "pair"),
            say::patients(inside)
        ),
    };
    let mut told = vec![first];
    if pairs == 0 {
        return told;
    }
    if let (Some(before), Some(after)) = (find("before"), find("after")) {
        told.push(format!(
            "Before: {}, {}; after: {}, {}.",
            say::mean_sd(before),
            say::median_iqr(before),
            say::mean_sd(after),
            say::median_iqr(after)
        ));
        told.extend(limits(before, after));
    }
    told.extend(changes(find("change"), find("wilcoxon"), find("ratio")));
    told.push(conclusion([find("change"), find("wilcoxon"), find("ratio")]));
    told.extend(beyond(find("fall_over_50"), find("rise_25_or_more")));
    told
}

/// Why patients of a stratum have no pair; empty when all have one.
fn reasons(writing: &Writing<'_>, stratum: Stratum) -> String {
    let told = PairExclusion::ALL.iter().filter_map(|reason| {
        let of = |member: &MemberRow| member.stratum == stratum && member.pair_exclusion == Some(*reason);
        let n = writing.members(of);
        let article = if *reason == PairExclusion::TgabPositive { "a " } else { "" };
        (n > 0).then(|| format!("{article}{} in {}", words::pair_exclusion(*reason), number::count(n)))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { say::list(&told) }
}

fn limits(before: &Estimate, after: &Estimate) -> Option<String> {
    let (before, after) = (before.censored?, after.censored?);
    (before + after > 0).then(|| {
        format!(
            "Below a limit, and entered at it: {} before and {} after.",
            say::counted(before, "value"),
            say::counted(after, "value")
        )
    })
}

fn changes(change: Option<&Estimate>, rank: Option<&Estimate>, ratio: Option<&Estimate>) -> Vec<String> {
    let told = [
        (change, "Mean change, after minus before"),
        (rank, "Hodges-Lehmann estimate of the change, signed rank test"),
        (ratio, "Ratio of geometric means, after to before"),
    ];
    told.into_iter()
        .filter_map(|(found, what)| {
            found.map(|found| format!("{what}: {}{}.", say::with_interval(found), left_out(found, change)))
        })
        .collect()
}

/// How many pairs changed by more than the bounds of published series.
fn beyond(fall: Option<&Estimate>, rise: Option<&Estimate>) -> Option<String> {
    let (fall, rise) = (fall.filter(|found| found.n > 0)?, rise?);
    Some(format!(
        "A fall by more than half was seen in {} and a rise by a quarter or more in {}.",
        say::share(fall),
        say::share(rise)
    ))
}

/// Pairs that the ratio leaves out, beside those of the mean change.
fn left_out(found: &Estimate, change: Option<&Estimate>) -> String {
    match change.map_or(0, |change| change.n.saturating_sub(found.n)) {
        0 => String::new(),
        n => format!(", without {} with a value of 0", say::counted(n, "pair")),
    }
}

/// What the intervals of the mean change, the signed rank and the ratio say together.
fn conclusion(found: [Option<&Estimate>; 3]) -> String {
    let names = ["the mean change", "the Hodges-Lehmann estimate", "the ratio"];
    let directions: Vec<(Direction, &str)> = found
        .into_iter()
        .zip(names)
        .filter_map(|(found, name)| Some((say::direction(found?), name)))
        .collect();
    let of = |wanted: Direction| {
        let names: Vec<String> = directions
            .iter()
            .filter(|(found, _)| *found == wanted)
            .map(|(_, name)| (*name).to_owned())
            .collect();
        names
    };
    let known = directions.iter().filter(|(found, _)| *found != Direction::Unknown).count();
    if known == 0 {
        return "Without an interval nothing can be said about a change.".into();
    }
    let mut told = Vec::new();
    for (direction, words) in
        [(Direction::Lower, "lower after than before"), (Direction::Higher, "higher after than before")]
    {
        let names = of(direction);
        if names.len() == known && known > 1 {
            return format!("By {} intervals, values were {words}.", all(known));
        }
        if !names.is_empty() {
            told.push(format!(
                "By the interval{} of {}, values were {words}",
                plural(&names),
                say::list(&names)
            ));
        }
    }
    let names = of(Direction::Includes);
    let nothing = "that does not show that nothing changed";
    match (names.len(), told.is_empty()) {
        (0, _) => {}
        (n, true) if n == known && n > 1 => {
            return format!("{} intervals include both a fall and a rise; {nothing}.", say::capital(all(n)));
        }
        (1, _) => {
            told.push(format!("the interval of {} includes both a fall and a rise; {nothing}", names[0]))
        }
        _ => told.push(format!(
            "the intervals of {} include both a fall and a rise; {nothing}",
            say::list(&names)
        )),
    }
    format!("{}.", say::capital(&told.join(", while ")))
}

fn plural(names: &[String]) -> &'static str {
    if names.len() == 1 { "" } else { "s" }
}

/// `both` of two, `all three` of three.
fn all(n: usize) -> &'static str {
    if n == 2 { "both" } else { "all three" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(low: f64, high: f64) -> Estimate {
        Estimate { unit: "ng/mL", ci: Some((low, high)), ..Estimate::default() }
    }

    #[test]
    fn the_conclusion_follows_the_intervals() {
        let (below, across) = (difference(-9.0, -1.0), difference(-9.0, 1.0));
        let ratio = Estimate { unit: "ratio", ci: Some((0.2, 0.6)), ..Estimate::default() };
        assert_eq!(
            conclusion([Some(&below), Some(&below), Some(&ratio)]),
            "By all three intervals, values were lower after than before."
        );
        assert_eq!(
            conclusion([Some(&across), Some(&across), None]),
            "Both intervals include both a fall and a rise; that does not show that nothing changed."
        );
        assert_eq!(
            conclusion([Some(&across), Some(&across), Some(&ratio)]),
            "By the interval of the ratio, values were lower after than before, while the intervals of the mean \
             change and the Hodges-Lehmann estimate include both a fall and a rise; that does not show that nothing changed."
        );
        assert_eq!(
            conclusion([Some(&Estimate::default()), None, None]),
            "Without an interval nothing can be said about a change."
        );
    }
}
