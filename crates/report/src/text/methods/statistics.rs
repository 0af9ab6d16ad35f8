//! Estimators with their references, missing data, sensitivity, software.

use analysis::CurveKind;
use press::Block;

use crate::text::reference::Reference;
use crate::text::writing::{Writing, and_fill, heading, list, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(2, "Statistical methods")];
    let analyses = writing.rules("Analyses").into_iter().map(|text| paragraph(&[cited(writing, text)]));
    blocks.extend(analyses);
    blocks.push(paragraph(&[
        "All tests are two-sided; p values are printed as they are and compared with no threshold.".to_owned(),
        format!(
            "Those of the strata are not adjusted for their number: strata and measures are few, were named in the \
             protocol, and all are shown with their intervals. p of interaction with the characteristics of subgroups, \
             which the protocol does not name, is given also as adjusted by Holm's procedure {}.",
            writing.cite(Reference::Holm)
        ),
    ]));
    blocks.extend(times(writing));
    blocks.extend(comparisons(writing));
    blocks.extend(missing(writing));
    blocks.extend(sensitivity(writing));
    blocks.extend(software(writing));
    blocks
}

/// A paragraph of the protocol with the publications behind the methods that it names.
fn cited(writing: &Writing<'_>, text: String) -> String {
    [
        ("Wilson interval", Reference::Wilson),
        ("quartiles (type 7)", Reference::Quantiles),
        ("paired t test", Reference::Student),
        ("ratio of geometric means", Reference::Logarithms),
        ("Wilcoxon signed rank", Reference::SignedRank),
        ("exact permutation distribution", Reference::ExactRanks),
        ("Hodges-Lehmann", Reference::HodgesLehmann),
    ]
    .into_iter()
    .filter(|(phrase, _)| text.contains(phrase))
    .collect::<Vec<_>>()
    .into_iter()
    .fold(text, |text, (phrase, reference)| writing.citations.behind(&text, phrase, reference))
}

/// How times to events are estimated, as far as there are curves.
fn times(writing: &Writing<'_>) -> Vec<Block> {
    let curves = &writing.results().curves;
    let of = |kind: CurveKind| curves.iter().any(|curve| curve.kind == kind);
    let mut sentences = Vec::new();
    if of(CurveKind::CumulativeIncidence) {
        sentences.push(format!(
            "Where another event ends the observation, the cumulative incidence is estimated by Aalen and \
             Johansen's method {} with that event competing.",
            writing.cite(Reference::AalenJohansen)
        ));
    }
    if of(CurveKind::Survival) {
        sentences.push(format!(
            "The share of patients without the event is estimated by Kaplan and Meier's method {}.",
            writing.cite(Reference::KaplanMeier)
        ));
    }
    if sentences.is_empty() {
        return Vec::new();
    }
    sentences.insert(0, "Times to events run from the index date, in years.".into());
    sentences.push("Intervals of curves are pointwise.".into());
    if writing.results().estimate("cohort.follow_up").is_some() {
        sentences.push(format!(
            "The length of follow-up is described by the reverse Kaplan-Meier method {}, in which death ends a time \
             early.",
            writing.cite(Reference::FollowUp)
        ));
    }
    vec![paragraph(&sentences)]
}

fn comparisons(writing: &Writing<'_>) -> Vec<Block> {
    let results = writing.results();
    let mut sentences = Vec::new();
    if !results.balances.is_empty() {
        sentences.push(format!(
            "Groups are compared at baseline by standardized differences (difference in units of the standard \
             deviation) {}, not by tests.",
            writing.cite(Reference::Differences)
        ));
    }
    if !results.subgroups.is_empty() {
        sentences.push(
            "In subgroups the ratio of geometric means is estimated among the pairs of each category; where a p \
             of interaction is shown, it tests whether the ratio differs between the categories. Subgroups are \
             exploratory."
                .into(),
        );
    }
    if sentences.is_empty() { Vec::new() } else { vec![paragraph(&sentences)] }
}

fn missing(writing: &Writing<'_>) -> Vec<Block> {
    let days = writing.protocol().windows.last_status_days;
    vec![
        heading(2, "Missing data"),
        paragraph(&[format!(
            "No value is imputed. What is not recorded is a category of its own (response and status unknown, \
             imaging insufficient) and stays in the denominator where the estimate says so; the number missing \
             stands with each estimate. Follow-up ends at the last visit; a patient without the findings needed \
             in the {days} days up to it has an unknown status."
        )]),
    ]
}

fn sensitivity(writing: &Writing<'_>) -> Vec<Block> {
    let mut told = writing.rules("Sensitivity runs").into_iter();
    let runs = &writing.results().sensitivity;
    let mut blocks = vec![heading(2, "Sensitivity analyses")];
    if let Some(first) = told.next() {
        blocks.push(paragraph(&[first]));
        let items: Vec<String> = told.collect();
        blocks.extend((!items.is_empty()).then(|| list(false, items)));
    } else if runs.is_empty() {
        blocks.push(paragraph(&["No analysis under other choices was made.".to_owned()]));
    } else {
        blocks.push(paragraph(&["The whole study is repeated under each of these choices:".to_owned()]));
        let item = |run: &analysis::SensitivityRun| {
            let caution = run.caution.as_ref().map(|text| format!(" Caution: {text}")).unwrap_or_default();
            format!("{} ({}).{caution}", run.label, run.changes.join(", "))
        };
        blocks.push(list(false, runs.iter().map(item).collect()));
    }
    blocks
}

fn software(writing: &Writing<'_>) -> Vec<Block> {
    let document = writing.document;
    let program = format!(
        "Selection, judgement and estimation were done by retreat {} from one protocol file ({}; SHA-256 of the \
         protocol with its lists of codes: {}). The same protocol and records give the same results to the last \
         digit. Every number in the text, tables and figures was written by the program from its estimates.",
        document.version, document.protocol.study.id, document.protocol.hash
    );
    let guidelines = format!(
        "Reporting follows RECORD for routinely collected data {}, the SAMPL guidelines {} and the STROBE statement \
         for cohort studies",
        writing.cite(Reference::Record),
        writing.cite(Reference::Sampl)
    );
    vec![
        heading(2, "Software and reporting"),
        paragraph(&[program]),
        Block::Paragraph(and_fill(&guidelines, "reference of the STROBE statement")),
    ]
}
