//! Counts: the flow, the strata, imaging, outcomes.

use analysis::{Change, FinalStatus, Findings, MemberRow, Results, Stratum};

use super::{Check, numerator, sum};

pub(super) fn checks(results: &Results) -> Vec<Check> {
    let mut list = attrition(results);
    list.extend(strata(results));
    list.extend(imaging(results));
    list.extend(outcomes(results));
    list
}

pub(super) fn members(results: &Results, keep: impl Fn(&MemberRow) -> bool) -> usize {
    results.members.iter().filter(|member| keep(member)).count()
}

fn attrition(results: &Results) -> Vec<Check> {
    let steps = &results.attrition;
    let candidates = steps.first().map_or(0, |step| step.n_remaining);
    let listed = steps.iter().all(|step| {
        results.exclusions.iter().filter(|gone| gone.reason == step.criterion).count() == step.n_excluded
    });
    vec![
        sum(
            "Cohort and excluded are all candidates",
            &[results.members.len(), results.exclusions.len()],
            candidates,
        ),
        Check::new(
            "Each step of the flow leaves the step before less the excluded",
            steps.windows(2).all(|pair| pair[0].n_remaining == pair[1].n_remaining + pair[1].n_excluded),
        ),
        Check::new("Each reason of exclusion has as many persons as the flow says", listed),
        Check::new(
            "Every patient stands in the cohort once, sorted by identifier",
            results.members.windows(2).all(|pair| pair[0].person_id < pair[1].person_id),
        ),
    ]
}

fn strata(results: &Results) -> Vec<Check> {
    let n = |id: &str| numerator(results, id);
    let parts: Vec<usize> =
        Stratum::ALL.iter().map(|stratum| members(results, |member| member.stratum == *stratum)).collect();
    vec![
        sum("The strata part the cohort", &parts, results.members.len()),
        sum(
            "Not reoperated and reoperated are the cohort",
            &[n("stratum.not_reoperated"), n("stratum.reoperated")],
            results.members.len(),
        ),
        sum(
            "Structural and biochemical are the not reoperated",
            &[n("stratum.structural"), n("stratum.biochemical")],
            n("stratum.not_reoperated"),
        ),
    ]
}

fn imaging(results: &Results) -> Vec<Check> {
    let n = |id: &str| numerator(results, &format!("structural.imaging.{id}"));
    let structural = members(results, |member| member.stratum == Stratum::Structural);
    let insufficient = members(results, |member| member.imaging_change == Some(Change::Insufficient));
    let reoperated = members(results, |member| member.stratum == Stratum::Reoperated);
    let found = |wanted| members(results, |member| member.imaging_findings == Some(wanted));
    vec![
        sum(
            "Imaging evaluable and insufficient are the structural stratum",
            &[n("evaluable"), insufficient],
            structural,
        ),
        sum(
            "Progression, resolution or shrinkage, and stable are the evaluable",
            &[n("progression"), n("resolution_or_shrinkage"), n("stable")],
            n("evaluable"),
        ),
        sum(
            "Resolution and shrinkage together",
            &[n("resolution"), n("shrinkage")],
            n("resolution_or_shrinkage"),
        ),
        sum(
            "Findings, none and missing are the reoperated",
            &[found(Findings::Yes), found(Findings::No), found(Findings::Missing)],
            reoperated,
        ),
    ]
}

fn outcomes(results: &Results) -> Vec<Check> {
    let ned: Vec<usize> = Stratum::ALL
        .iter()
        .map(|stratum| numerator(results, &format!("{}.outcome.ned", stratum.word())))
        .collect();
    let in_order = results.members.iter().all(|member| {
        let after = member.after.as_ref().map(|value| value.offset);
        after.zip(member.follow_up_days).is_none_or(|(after, last)| after <= last)
    });
    vec![
        sum("No evidence of disease by stratum", &ned, numerator(results, "outcome.ned")),
        sum(
            "No evidence of disease in the rows",
            &[members(results, |member| member.final_status == FinalStatus::Ned)],
            numerator(results, "outcome.ned"),
        ),
        sum(
            "Additional treatment in the rows",
            &[members(results, |member| !member.additional.is_empty())],
            numerator(results, "outcome.additional_treatment"),
        ),
        Check::new("No value after lies later than the last visit", in_order),
    ]
}
