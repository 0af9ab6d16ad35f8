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
    blocks.push(paragraph(&[sex(writing), age(writing), radioiodine(writing), avid(writing)]));
    blocks.push(paragraph(&[index_years(writing), further(writing)]));
    blocks.push(heading(2, "Follow-up"));
    blocks.push(paragraph(&[follow_up(writing), deaths(writing)]));
    blocks
}

fn flow(writing: &Writing<'_>) -> String {
    let results = writing.results();
    let candidates = results.attrition.first().map_or(0, |step| step.n_remaining);
    let see = writing.see(&["figure:flow", "table:attrition"]);
    let cohort = match results.members.len() {
        0 => "none fulfilled all criteria: the cohort is empty".to_owned(),
        1 => "1 fulfilled all criteria and forms the cohort".to_owned(),
        n => format!("{} fulfilled all criteria and form the cohort", number::count(n)),
    };
    format!("Of {} on record, {cohort}{see}.", say::patients(candidates))
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
            format!(
                "The reasons of exclusion, in the order in which they were asked, were {}.",
                say::list(many)
            )
        }
    }
}

fn strata(writing: &Writing<'_>) -> String {
    let find = |id: &str| writing.results().estimate(id);
    let mut text = String::new();
    if let Some(found) = find("stratum.reoperated") {
        text += &format!("Between the first two courses {} had a neck reoperation.", say::share(found));
    }
    let rest = find("stratum.not_reoperated").filter(|found| found.numerator.is_some_and(|n| n > 0));
    if let (Some(rest), Some(structural), Some(biochemical)) =
        (rest, find("stratum.structural"), find("stratum.biochemical"))
    {
        text += &format!(
            " Of the {} others, {} had structural and {} biochemical disease.",
            number::count(rest.numerator.unwrap_or_default()),
            say::share(structural),
            say::share(biochemical)
        );
    }
    text
}

fn sex(writing: &Writing<'_>) -> String {
    let Some(female) = writing.results().estimate("cohort.female") else { return String::new() };
    let unknown = match female.missing {
        0 => String::new(),
        n => format!("; sex was not recorded in {}", number::count(n)),
    };
    format!("Of all patients, {} were female{unknown}.", say::share(female))
}

fn age(writing: &Writing<'_>) -> String {
    let Some(age) = writing.results().estimate("cohort.age") else { return String::new() };
    let unknown = match age.missing {
        0 => String::new(),
        n => format!("; not known in {}", number::count(n)),
    };
    if age.n == 0 {
        return "Age at the index date is not known.".into();
    }
    format!("Age at the index date: {}, {}{unknown}.", say::mean_sd(age), say::median_iqr(age))
}

fn radioiodine(writing: &Writing<'_>) -> String {
    let told = [
        ("First course", "activity of the first course", " mCi"),
        ("Second course", "activity of the second course", " mCi"),
        ("From first to second course", "the time between them", " years"),
    ];
    let told = told
        .into_iter()
        .filter_map(|(row, what, unit)| Some(format!("{what}, {}", median(writing, row, unit)?)));
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("{}.", say::capital(&say::parts(&told))) }
}

fn avid(writing: &Writing<'_>) -> String {
    match writing.results().estimate("cohort.rai2_avid").filter(|found| found.n > 0) {
        Some(found) => format!(
            "The scan after the second course showed uptake outside the thyroid bed in {} of those with a known scan.",
            say::share(found)
        ),
        None => String::new(),
    }
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

fn further(writing: &Writing<'_>) -> String {
    let tables = ["table:baseline", "table:staging", "table:risk"];
    let shown: Vec<String> = tables.iter().filter_map(|table| writing.pointer(table)).collect();
    if shown.is_empty() {
        return String::new();
    }
    format!("Further characteristics, stage and risk by stratum are given in {}.", say::list(&shown))
}

fn follow_up(writing: &Writing<'_>) -> String {
    let reverse = match writing.results().estimate("cohort.follow_up").filter(|found| found.median.is_some())
    {
        Some(found) => format!(" By the reverse Kaplan-Meier method: {}.", say::median_iqr(found)),
        None => String::new(),
    };
    match median(writing, "Follow-up from index", " years") {
        Some(text) => format!("Time from the index date to the last visit: {text}.{reverse}"),
        None => format!("The time to the last visit is not known.{reverse}"),
    }
}

/// Deaths, new metastases, and patients whose end is not known.
fn deaths(writing: &Writing<'_>) -> String {
    let all = writing.results().members.len();
    let share = |id: &str, status: FinalStatus| match writing.results().estimate(id) {
        Some(found) => say::share(found),
        None => say::part(writing.members(|member| member.final_status == status), all),
    };
    let unknown = writing.members(|member| member.final_status == FinalStatus::Unknown);
    let metastasis = writing.results().estimate("outcome.new_distant_metastasis").filter(|found| found.n > 0);
    let metastasis = metastasis.map_or_else(String::new, |found| {
        format!(" New distant metastases were found in {} of those without earlier ones.", say::share(found))
    });
    format!(
        "Death of thyroid cancer: {}; death of another or unknown cause: {}. The status at the last visit was unknown \
         in {}.{metastasis}",
        share("outcome.death.disease", FinalStatus::DeadOfDisease),
        share("outcome.death.other", FinalStatus::DeadOther),
        say::part(unknown, all)
    )
}

/// Strata with at least one member, in their order.
pub(super) fn present(writing: &Writing<'_>) -> Vec<Stratum> {
    let is_present = |stratum: &&Stratum| writing.members(|member| member.stratum == **stratum) > 0;
    Stratum::ALL.iter().filter(is_present).copied().collect()
}
