//! Flow, characteristics and follow-up.

use analysis::{Cell, FinalStatus, Stratum};
use press::Block;

use crate::html::{number, words};
use crate::text::say;
use crate::text::writing::{Writing, heading, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(2, "Flow of participants"), paragraph(&[flow(writing), reasons(writing)])];
    if writing.results().members.is_empty() {
        blocks.push(paragraph(&["There is nobody to describe and nothing to estimate.".to_owned()]));
        return blocks;
    }
    blocks.push(paragraph(&[strata(writing)]));
    blocks.push(heading(2, "Characteristics"));
    blocks.push(paragraph(&[sex_and_age(writing), radioiodine(writing), index_years(writing)]));
    blocks.push(heading(2, "Follow-up"));
    blocks.push(paragraph(&[follow_up(writing), ends(writing)]));
    blocks
}

fn flow(writing: &Writing<'_>) -> String {
    let results = writing.results();
    let candidates = results.attrition.first().map_or(0, |step| step.n_remaining);
    let cohort = results.members.len();
    let see = writing.see(&["figure:flow", "table:flow", "table:attrition"]);
    format!(
        "Of {} on record, {} fulfilled all criteria and {} the cohort{see}.",
        say::patients(candidates),
        if cohort == 0 { "none".into() } else { number::count(cohort) },
        match cohort {
            1 => "forms",
            _ => "form",
        }
    )
    .replace(
        "none fulfilled all criteria and form the cohort",
        "none fulfilled all criteria: the cohort is empty",
    )
}

fn reasons(writing: &Writing<'_>) -> String {
    let steps = writing.results().attrition.iter().filter(|step| step.n_excluded > 0);
    let told: Vec<String> = steps
        .map(|step| format!("{} ({})", words::exclusion(step.criterion), number::count(step.n_excluded)))
        .collect();
    match told.as_slice() {
        [] => "Nobody was excluded.".into(),
        [only] => format!("The reason of exclusion was {only}."),
        many => {
            format!("The reasons of exclusion, in the order in which they were asked: {}.", say::parts(many))
        }
    }
}

fn strata(writing: &Writing<'_>) -> String {
    let part = |id: &str, what: &str| {
        let found = say::find(writing.results(), id)?;
        Some(format!("{what} {}", say::share(found)))
    };
    let two = [part("stratum.reoperated", "reoperated"), part("stratum.not_reoperated", "not reoperated")];
    let two: Vec<String> = two.into_iter().flatten().collect();
    let mut text = format!("By neck surgery between the first two courses: {}.", say::parts(&two));
    let rest = say::find(writing.results(), "stratum.not_reoperated").and_then(|found| found.numerator);
    if rest.is_some_and(|n| n > 0) {
        let below = [part("stratum.structural", "structural"), part("stratum.biochemical", "biochemical")];
        let below: Vec<String> = below.into_iter().flatten().collect();
        text += &format!(" Disease of the not reoperated at baseline: {}.", say::parts(&below));
    }
    text
}

fn sex_and_age(writing: &Writing<'_>) -> String {
    let results = writing.results();
    let mut text = String::new();
    if let Some(female) = say::find(results, "cohort.female") {
        text += &format!("Female: {}", say::share(female));
        if female.missing > 0 {
            text += &format!(", with sex not recorded in {}", number::count(female.missing));
        }
        text += ".";
    }
    if let Some(age) = say::find(results, "cohort.age") {
        text += &format!(" Age at the index date: {}, {}", say::mean_sd(age), say::median_iqr(age));
        if age.missing > 0 {
            text += &format!("; not known in {}", number::count(age.missing));
        }
        text += ".";
    }
    format!("{text}{}", baseline(writing))
}

fn baseline(writing: &Writing<'_>) -> String {
    match writing.see(&["table:baseline", "table:characteristics", "table:one"]).trim() {
        "" => String::new(),
        pointer => format!(" Further characteristics by stratum: {}.", pointer.trim_matches(['(', ')'])),
    }
}

fn radioiodine(writing: &Writing<'_>) -> String {
    let told = [
        ("First course", "the first course", " mCi"),
        ("Second course", "the second course", " mCi"),
        ("From first to second course", "the time from the first to the second", " years"),
    ];
    let told = told
        .into_iter()
        .filter_map(|(row, what, unit)| Some(format!("{what}, {}", median(writing, row, unit)?)));
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("Radioiodine: {}.", say::parts(&told)) }
}

/// Median and quartiles of a row of table one, in the whole cohort.
fn median(writing: &Writing<'_>, group: &str, unit: &str) -> Option<String> {
    let rows = &writing.results().table_one.rows;
    let row = rows.iter().find(|row| row.group == group)?;
    match row.cells.first()? {
        Cell::Numeric { n, median, q1, q3, .. } => {
            let of = writing.results().members.len();
            let known = if *n < of { format!(", known in {}", say::part(*n, of)) } else { String::new() };
            Some(format!("{}{known}", say::median(*median, q1.zip(*q3), unit)?))
        }
        Cell::Count { .. } => None,
    }
}

/// Years of the first and the last index date; a day would point to a patient.
fn index_years(writing: &Writing<'_>) -> String {
    let years = writing.results().members.iter().filter_map(|member| member.index_date.get(..4));
    match (years.clone().min(), years.max()) {
        (Some(first), Some(last)) if first == last => format!("All second courses were given in {first}."),
        (Some(first), Some(last)) => format!("Second courses were given from {first} to {last}."),
        _ => String::new(),
    }
}

fn follow_up(writing: &Writing<'_>) -> String {
    match median(writing, "Follow-up from index", " years") {
        Some(text) => format!("Follow-up from the index date to the last visit: {text}."),
        None => "The length of follow-up is not known.".into(),
    }
}

/// Deaths and patients whose end is not known.
fn ends(writing: &Writing<'_>) -> String {
    let all = writing.results().members.len();
    let disease = writing.members(|member| member.final_status == FinalStatus::DeadOfDisease);
    let other = writing.members(|member| member.final_status == FinalStatus::DeadOther);
    let unknown = writing.members(|member| member.final_status == FinalStatus::Unknown);
    format!(
        "{} of thyroid cancer and {} of another or unknown cause; the status at the last visit was unknown in {}.",
        match disease {
            0 => "No patient died".into(),
            n => format!("{} died", say::part(n, all)),
        },
        match other {
            0 => "none".into(),
            n => say::part(n, all),
        },
        match unknown {
            0 => "none".into(),
            n => say::part(n, all),
        }
    )
}

/// Strata with at least one member, in their order.
pub(super) fn present(writing: &Writing<'_>) -> Vec<Stratum> {
    let is_present = |stratum: &&Stratum| writing.members(|member| member.stratum == **stratum) > 0;
    Stratum::ALL.iter().filter(is_present).copied().collect()
}
