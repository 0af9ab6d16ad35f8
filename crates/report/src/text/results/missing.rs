//! What is missing, beside each estimate's own number.

use analysis::{Change, Findings, Response};
use press::Block;

use super::comparison::balance;
use crate::html::number;
use crate::text::say;
use crate::text::writing::{Writing, heading, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let all = writing.results().members.len();
    let is_insufficient = |change| change == Some(Change::Insufficient);
    let missing = [
        (writing.members(|member| !member.in_paired_analysis()), "no pair in the primary analysis"),
        (
            writing.members(|member| is_insufficient(member.imaging_change)),
            "no comparable imaging (structural stratum)",
        ),
        (
            writing.members(|member| member.imaging_findings == Some(Findings::Missing)),
            "no neck study in the follow-up window (reoperated stratum)",
        ),
        (
            writing.members(|member| member.response_1_2y == Response::Unknown),
            "no known response in the follow-up window",
        ),
        (
            writing.members(|member| member.response_last == Response::Unknown),
            "no known response at the last visit",
        ),
        (writing.members(|member| member.follow_up_days.is_none()), "no visit on record"),
        (writing.members(|member| member.rai2_mci.is_none()), "no known activity of the second course"),
    ];
    let told =
        missing.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} had {what}", number::count(*n)));
    let told: Vec<String> = told.collect();
    let first = match told.as_slice() {
        [] => format!("Of {}, none lacked what the estimates need.", say::patients(all)),
        _ => format!("Of {}, {}.", say::patients(all), say::parts(&told)),
    };
    let see = writing.see(&["table:review"]);
    let queue = match writing.document.review.len() {
        0 => String::new(),
        n => format!("Values or rows that were not used as recorded: {}{see}.", number::count(n)),
    };
    let lists: Vec<String> =
        ["table:further", "table:estimates"].iter().filter_map(|table| writing.pointer(table)).collect();
    let lists = match lists.as_slice() {
        [] => String::new(),
        lists => format!("All estimates, with n and the number missing, are listed in {}.", say::list(lists)),
    };
    vec![
        heading(2, "Missing data in the cohort"),
        paragraph(&[first, balance(writing).unwrap_or_default(), queue, lists]),
    ]
}
