//! Sums that must hold, recomputed from the rows and printed.

use analysis::{Change, Estimate, FinalStatus, Findings, MemberRow, Results, Stratum};

use super::page::Page;
use super::{number, put};

/// One check: what it says, with the numbers, and whether it holds.
pub(crate) struct Check {
    pub(crate) says: String,
    pub(crate) holds: bool,
}

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let checks = checks(page.results());
    let failed = checks.iter().filter(|check| !check.holds).count();
    put!(
        page,
        "<p>{} sums were recomputed from the rows of the patients; {}.</p>\n<ul class=\"checks\">\n",
        number::count(checks.len()),
        if failed == 0 {
            "all hold".into()
        } else {
            format!("<strong>{} fail: do not use this report</strong>", number::count(failed))
        }
    );
    for Check { says, holds } in checks {
        let (class, mark) = if holds { ("good", "✓") } else { ("bad", "✗ does not hold:") };
        put!(page, "<li class=\"{class}\">{mark} {says}</li>\n");
    }
    put!(page, "</ul>\n");
}

/// Every check of the results.
pub(crate) fn checks(results: &Results) -> Vec<Check> {
    let mut list = flow(results);
    list.extend(strata(results));
    list.extend(imaging(results));
    list.extend(outcomes(results));
    list.extend(Stratum::ALL.iter().flat_map(|stratum| marker(results, *stratum)));
    list.extend(numbers(results));
    list
}

/// `a + b = whole` with its words.
fn sum(what: &str, parts: &[usize], whole: usize) -> Check {
    let text: Vec<String> = parts.iter().map(|part| number::count(*part)).collect();
    Check {
        says: format!("{what}: {} = {}", text.join(" + "), number::count(whole)),
        holds: parts.iter().sum::<usize>() == whole,
    }
}

fn holds(says: &str, holds: bool) -> Check {
    Check { says: says.into(), holds }
}

fn numerator(results: &Results, id: &str) -> usize {
    results.estimate(id).and_then(|found| found.numerator).unwrap_or_default()
}

fn members(results: &Results, keep: impl Fn(&MemberRow) -> bool) -> usize {
    results.members.iter().filter(|member| keep(member)).count()
}

fn flow(results: &Results) -> Vec<Check> {
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
        holds(
            "Each step of the flow leaves the step before less the excluded",
            steps.windows(2).all(|pair| pair[0].n_remaining == pair[1].n_remaining + pair[1].n_excluded),
        ),
        holds("Each reason of exclusion has as many persons as the flow says", listed),
        holds(
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
        holds("No value after lies later than the last visit", in_order),
    ]
}

fn marker(results: &Results, stratum: Stratum) -> Vec<Check> {
    let name = stratum.word();
    let inside = members(results, |member| member.stratum == stratum);
    let prefix = format!("{name}.sttg.");
    let all = results.estimates.iter().filter(|found| found.id.starts_with(&prefix));
    let whole = all.clone().all(|found| found.n + found.missing == inside);
    let change = results.estimate(&format!("{name}.sttg.change"));
    let pairs = change.map_or((0, inside), |found| (found.n, found.missing));
    let mean = |word: &str| results.estimate(&format!("{name}.sttg.{word}")).and_then(|found| found.value);
    let difference = match (mean("before"), mean("after"), mean("change")) {
        (Some(before), Some(after), Some(change)) => {
            (after - before - change).abs() <= 1e-9 * (1.0 + before.abs())
        }
        _ => true,
    };
    vec![
        sum(&format!("Pairs and patients without one are the {name} stratum"), &[pairs.0, pairs.1], inside),
        holds(&format!("So it is in each of the {} estimates of its thyroglobulin", all.count()), whole),
        holds(&format!("The mean change is mean after less mean before, {name}"), difference),
    ]
}

fn numbers(results: &Results) -> Vec<Check> {
    let every = |keep: fn(&Estimate) -> bool| results.estimates.iter().all(keep);
    vec![
        holds("Every proportion recomputes from its numerator and denominator", every(recomputes)),
        holds(
            "Every per cent of an estimate, rounded from whole numbers, agrees with its value",
            every(rounds),
        ),
        holds(
            "Every interval holds its value",
            every(|found| match (found.ci, found.value) {
                (Some((low, high)), Some(value)) => low <= value && value <= high,
                _ => true,
            }),
        ),
        holds(
            "Every p lies between 0 and 1",
            every(|found| found.p_value.is_none_or(|p| (0.0..=1.0).contains(&p))),
        ),
        holds("Every list of patients is as long as its number", every(listed)),
    ]
}

fn recomputes(found: &Estimate) -> bool {
    match (found.numerator, found.denominator, found.value) {
        (Some(numerator), Some(denominator), Some(value)) => {
            (value - numerator as f64 / denominator as f64).abs() < 1e-12
        }
        _ => true,
    }
}

fn rounds(found: &Estimate) -> bool {
    let shown = found.numerator.zip(found.denominator).and_then(|(n, of)| number::tenths_of_percent(n, of));
    match (shown, found.value) {
        (Some(tenths), Some(value)) => (tenths as f64 - value * 1000.0).abs() <= 0.5 + 1e-9,
        _ => true,
    }
}

fn listed(found: &Estimate) -> bool {
    let counted = found.numerator.unwrap_or(found.n);
    found.behind.counted.len() == counted && found.behind.missing.len() == found.missing
}
