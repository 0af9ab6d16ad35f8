//! Response, final status and additional treatment.

use analysis::{AdditionalKind, FinalStatus, MemberRow, Response};
use press::Block;

use super::marker::stratum_name;
use super::participants::present;
use crate::html::words;
use crate::text::say;
use crate::text::writing::{Writing, heading, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    vec![
        heading(2, "Response"),
        paragraph(&response(writing)),
        heading(2, "Final status"),
        paragraph(&status(writing)),
        heading(2, "Additional treatment"),
        paragraph(&treatment(writing)),
    ]
}

fn response(writing: &Writing<'_>) -> Vec<String> {
    let see = writing.see(&[
        "table:responses",
        "table:transition_1_2y",
        "table:transition_last",
        "figure:alluvial",
    ]);
    let told = |when: &str, of: fn(&MemberRow) -> Response| {
        let all = writing.results().members.len();
        let kept = words::RESPONSES
            .iter()
            .map(|response| (*response, writing.members(|member| of(member) == *response)));
        let parts = kept
            .filter(|(_, n)| *n > 0)
            .map(|(response, n)| format!("{} in {}", words::response(response), say::part(n, all)));
        format!("{when}, the response was {}", say::parts(&parts.collect::<Vec<_>>()))
    };
    let is_incomplete =
        |response| matches!(response, Response::BiochemicalIncomplete | Response::StructuralIncomplete);
    let incomplete = writing.members(|member| is_incomplete(member.response_before));
    let excellent = writing.members(|member| {
        is_incomplete(member.response_before) && member.response_1_2y == Response::Excellent
    });
    vec![
        format!("{}{see}.", told("Before the second course", |member| member.response_before)),
        format!("{}.", told("In the follow-up window", |member| member.response_1_2y)),
        match incomplete {
            0 => String::new(),
            n => format!(
                "Of the patients with an incomplete response before, {} had an excellent response in that window.",
                say::part(excellent, n)
            ),
        },
        format!("{}.", told("At the last visit", |member| member.response_last)),
    ]
}

fn status(writing: &Writing<'_>) -> Vec<String> {
    let results = writing.results();
    let see = writing.see(&["table:status", "figure:swimmer"]);
    let mut told = Vec::new();
    if let Some(ned) = results.estimate("outcome.ned") {
        told.push(format!("At the last visit {} had no evidence of disease{see}.", say::share(ned)));
    }
    let strata = present(writing).into_iter().filter_map(|stratum| {
        let found = results.estimate(&format!("{}.outcome.ned", stratum.word()))?;
        Some(format!("{} in {}", say::share(found), stratum_name(stratum)))
    });
    let strata: Vec<String> = strata.collect();
    if strata.len() > 1 {
        told.push(format!("By stratum: {}.", say::parts(&strata)));
    }
    let others = words::STATES.iter().filter(|status| **status != FinalStatus::Ned).filter_map(|status| {
        let n = writing.members(|member| member.final_status == *status);
        (n > 0).then(|| format!("{} in {}", words::status(*status), say::part(n, results.members.len())))
    });
    let others: Vec<String> = others.collect();
    if !others.is_empty() {
        told.push(format!("The others: {}.", say::parts(&others)));
    }
    told.push(
        "Last visits lie at different times after the second course, so that these shares are not rates."
            .into(),
    );
    told
}

fn treatment(writing: &Writing<'_>) -> Vec<String> {
    let results = writing.results();
    let see = writing.see(&["table:additional_treatment"]);
    let Some(any) = results.estimate("outcome.additional_treatment") else { return Vec::new() };
    if any.numerator == Some(0) {
        return vec![format!("Additional treatment was given to nobody: {}{see}.", say::share(any))];
    }
    let kinds = AdditionalKind::ALL.iter().filter_map(|kind| {
        let found = results.estimate(&format!("outcome.additional_treatment.{}", kind.word()))?;
        (found.numerator? > 0).then(|| format!("{} in {}", words::additional(*kind), say::share(found)))
    });
    let kinds: Vec<String> = kinds.collect();
    vec![
        format!("Additional treatment after the second course was given to {}{see}.", say::share(any)),
        format!("By type, with each patient once in each type: {}.", say::parts(&kinds)),
    ]
}
