//! What a reader must keep in mind, with the study's own numbers, and checks of the report itself.

use std::fmt::Write;

use analysis::{MarkerValue, MemberRow, Results, Stratum};

use super::{number, put};
use crate::Document;

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let results = document.results;
    put!(out, "<section id=\"cautions\"><h2>Cautions</h2>\n<ul class=\"cautions\">\n");
    for (heading, text) in cautions(results) {
        put!(out, "<li><strong>{heading}</strong> {text}</li>\n");
    }
    put!(out, "</ul>\n<h3>Checks of this report</h3>\n<ul class=\"checks\">\n");
    for (says, holds) in checks(results) {
        put!(
            out,
            "<li class=\"{}\">{} {says}</li>\n",
            if holds { "good" } else { "bad" },
            if holds { "✓" } else { "✗ does not hold:" }
        );
    }
    put!(out, "</ul></section>\n");
}

fn cautions(results: &Results) -> Vec<(&'static str, String)> {
    let members = &results.members;
    let pairs: Vec<_> = members.iter().filter_map(MemberRow::pair).collect();
    let censored = |side: &str| {
        pairs.iter().flat_map(|(a, b)| [a, b]).filter(|value: &&&MarkerValue| value.censored == side).count()
    };
    let few: Vec<String> = Stratum::ALL
        .iter()
        .map(|stratum| {
            let inside: Vec<_> = members.iter().filter(|member| member.stratum == *stratum).collect();
            let paired = inside.iter().filter(|member| member.in_paired_analysis()).count();
            format!("{} {} of {}", stratum.word(), number::count(paired), number::count(inside.len()))
        })
        .collect();
    let treated = members.iter().filter(|member| !member.additional.is_empty()).count();
    let antibody = members
        .iter()
        .filter(|m| [&m.before, &m.after].into_iter().flatten().any(|v| v.antibody_positive))
        .count();
    vec![
        ("No control group.", "Patients are compared with themselves before and after. The design cannot tell an effect of the second treatment from the natural course, from the fall of thyroglobulin that still follows the first treatment, or from anything else that happened between the two measurements.".into()),
        ("Regression to the mean.", "Patients of the biochemical stratum entered because a value was high. A high value is partly chance, and a second measurement of the same patient is expected to be lower without any treatment.".into()),
        ("Few pairs.", format!("Pairs in the primary analysis: {}. Patients without a pair may differ from those with one: they were tested, or not, for reasons.", few.join(", "))),
        ("Values at a limit.", format!("Of the {} values of the primary analysis {} are known only as below a limit and {} only as above one; they enter at the limit. Means, SD and changes then understate how far apart values are.", number::count(2 * pairs.len()), number::count(censored("left")), number::count(censored("right")))),
        ("Antibodies.", format!("{} patients have a TgAb-positive value before or after and are not in the primary analysis; a value without an antibody test near it counts as not positive.", number::count(antibody))),
        ("Assays change.", "Where the records name the assay, the same assay before and after is preferred on the chosen days only; pairs across assays remain.".into()),
        ("Further treatment.", format!("{} had further treatment. Values after it do not count as values after the second radioiodine, but response and status at the last visit include its effect.", number::share(treated, members.len()))),
        ("p and size.", "A p above 0.05 does not show that nothing changed, and a p below it does not show that the change matters to a patient. Several strata and tests are shown and p is not adjusted for their number.".into()),
    ]
}

/// Sums that must hold.
fn checks(results: &Results) -> Vec<(String, bool)> {
    let n = |id: &str| results.estimate(id).and_then(|found| found.numerator).unwrap_or_default();
    let size = results.members.len();
    let mut list = vec![
        ("the attrition adds up step by step".to_string(), attrition_adds_up(results)),
        (
            "cohort and excluded persons are all candidates".to_string(),
            results.attrition.first().is_some_and(|step| step.n_remaining == size + results.exclusions.len()),
        ),
        (
            "strata add up to the cohort".to_string(),
            n("stratum.not_reoperated") + n("stratum.reoperated") == size,
        ),
        (
            "structural and biochemical add up to the not reoperated".to_string(),
            n("stratum.structural") + n("stratum.biochemical") == n("stratum.not_reoperated"),
        ),
        (
            "imaging classes add up to the evaluable".to_string(),
            n("structural.imaging.progression")
                + n("structural.imaging.resolution_or_shrinkage")
                + n("structural.imaging.stable")
                == n("structural.imaging.evaluable"),
        ),
    ];
    for &stratum in Stratum::ALL {
        let inside = results.members.iter().filter(|member| member.stratum == stratum).count();
        let whole = results
            .estimate(&format!("{}.sttg.change", stratum.word()))
            .is_some_and(|found| found.n + found.missing == inside);
        list.push((format!("pairs and missing add up to the {} stratum", stratum.word()), whole));
    }
    let shares =
        results.estimates.iter().all(|found| match (found.numerator, found.denominator, found.value) {
            (Some(numerator), Some(denominator), Some(value)) => {
                (value - numerator as f64 / denominator as f64).abs() < 1e-12
            }
            _ => true,
        });
    list.push(("proportions recompute from their counts".to_string(), shares));
    list
}

fn attrition_adds_up(results: &Results) -> bool {
    results.attrition.windows(2).all(|pair| pair[0].n_remaining == pair[1].n_remaining + pair[1].n_excluded)
}
