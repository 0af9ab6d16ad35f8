//! What is missing, beside each estimate's own number.

use analysis::{Change, Findings, Response};
use press::Block;

use super::comparison::balance;
use crate::html::number;
use crate::text::say;
use crate::text::writing::{Writing, heading, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let all = writing.results().members.len();
    let pairs = writing.members(|member| !member.in_paired_analysis());
    let missing = [
        (pairs, "a pair in the primary analysis"),
        (
            writing.members(|member| member.imaging_change == Some(Change::Insufficient)),
            "comparable imaging (structural stratum)",
        ),
        (
            writing.members(|member| member.imaging_findings == Some(Findings::Missing)),
            "a neck study in the follow-up window (reoperated stratum)",
        ),
        (
            writing.members(|member| member.response_1_2y == Response::Unknown),
            "a known response in the follow-up window",
        ),
        (
            writing.members(|member| member.response_last == Response::Unknown),
            "a known response at the last visit",
        ),
        (writing.members(|member| member.follow_up_days.is_none()), "a visit after the index date"),
        (writing.members(|member| member.rai2_mci.is_none()), "a known activity of the second course"),
    ];
    let told =
        missing.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{what}, {}", number::count(*n)));
    let told: Vec<String> = told.collect();
    let first = match told.as_slice() {
        [] => format!("Nothing that the estimates need was missing in {}.", say::patients(all)),
        _ => format!("Of {}, the number without: {}.", say::patients(all), say::parts(&told)),
    };
    vec![heading(2, "Missing data in the cohort"), paragraph(&[first, balance(writing).unwrap_or_default()])]
}
