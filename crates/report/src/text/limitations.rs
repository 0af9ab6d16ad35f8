//! Limitations, with the study's own numbers, and what the author has to write around them.

use analysis::{FinalStatus, MarkerValue, MemberRow, Stratum};
use press::Block;

use super::reference::Reference;
use super::say;
use super::writing::{Writing, heading, paragraph, to_fill};
use crate::html::{number, words};

/// Pairs below which a stratum is called small.
const FEW: usize = 20;

/// The discussion: for the author, except the limitations.
pub(crate) fn discussion(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = vec![
        heading(1, "Discussion"),
        heading(2, "Key results"),
        Block::Paragraph(to_fill("key results, in the terms of the objectives")),
    ];
    blocks.extend(limitations(writing, 2));
    blocks.extend([
        heading(2, "Interpretation"),
        Block::Paragraph(to_fill(
            "interpretation beside other studies; a change before and after is no measure of what the treatment did",
        )),
        heading(2, "Generalisability"),
        Block::Paragraph(to_fill("to which patients and hospitals this may apply")),
    ]);
    blocks
}

/// The limitations.
pub(crate) fn limitations(writing: &Writing<'_>, level: u8) -> Vec<Block> {
    vec![
        heading(level, "Limitations"),
        paragraph(&[design(writing)]),
        paragraph(&[pairs(writing), small(writing), at_a_limit(writing), skewed(writing)]),
        paragraph(&[assays(writing), later(writing)]),
        paragraph(&[inference(), records(writing), cautions(writing)]),
        list(
            analysis::UNIDENTIFIED.iter().map(|asked| format!("{}. {}", asked.question, asked.reason).into()),
        ),
    ]
}

/// What a reader may look for and not find, with why.
fn list(items: impl Iterator<Item = press::Text>) -> Block {
    Block::List { is_numbered: false, items: items.collect() }
}

fn design(writing: &Writing<'_>) -> String {
    format!(
        "There is no control group. The natural course, the slow fall of thyroglobulin that still follows the first \
         course, levothyroxine, surgery and chance are all in the difference between before and after, which \
         therefore is no measure of the effect of the second course. Patients entered because a value was high or \
         a lesion was seen, most plainly in the biochemical stratum, and regression to the mean lowers such values \
         whatever is done. As a measure, at least 30 % of patients with a biochemical incomplete response reach no \
         evidence of disease without further treatment, by a synthesis of published series {}. Physicians chose who \
         was treated again, and only patients who lived and stayed in care up to the second course are in the study.",
        writing.cite(Reference::Ata2015)
    )
}

fn pairs(writing: &Writing<'_>) -> String {
    let told: Vec<String> = Stratum::ALL
        .iter()
        .filter_map(|stratum| {
            let inside = writing.members(|member| member.stratum == *stratum);
            let pairs = writing.members(|member| member.stratum == *stratum && member.in_paired_analysis());
            (inside > 0).then(|| {
                format!(
                    "{} in the {} stratum",
                    say::part(pairs, inside),
                    words::stratum(*stratum).to_lowercase()
                )
            })
        })
        .collect();
    if told.is_empty() {
        return "There are no patients.".into();
    }
    format!(
        "Both values were there for {}; patients who came, lived and were tested may differ from the others.",
        say::list(&told)
    )
}

fn small(writing: &Writing<'_>) -> String {
    let few: Vec<String> = Stratum::ALL
        .iter()
        .filter(|stratum| {
            let is_pair = |member: &MemberRow| member.stratum == **stratum && member.in_paired_analysis();
            (1..FEW).contains(&writing.members(is_pair))
        })
        .map(|stratum| words::stratum(*stratum).to_lowercase())
        .collect();
    match few.as_slice() {
        [] => String::new(),
        few => format!(
            "With fewer than {FEW} pairs ({}) an interval is wide and one patient can move the result.",
            say::list(few)
        ),
    }
}

fn at_a_limit(writing: &Writing<'_>) -> String {
    let values = writing.results().members.iter().filter_map(MemberRow::pair).flat_map(|(a, b)| [a, b]);
    let values: Vec<&MarkerValue> = values.collect();
    let at = |side: &str| values.iter().filter(|value| value.censored == side).count();
    match (at("left"), at("right")) {
        (0, 0) => String::new(),
        (left, right) => format!(
            "Of the values in the pairs, {} {} known only as below a limit and {} only as above one; they entered \
             at the limit, so that the true differences may be larger or smaller.",
            say::part(left, values.len()),
            say::was(left),
            say::part(right, values.len())
        ),
    }
}

fn skewed(writing: &Writing<'_>) -> String {
    let skewed = writing.results().estimates.iter().any(|found| {
        found.id.contains(".sttg.")
            && found.median.is_some()
            && found.value.zip(found.sd).is_some_and(|(mean, sd)| sd > mean)
    });
    if skewed {
        "Some standard deviations exceed their means: the values are skewed, and the medians and the ratio describe \
         them better than the means."
            .into()
    } else {
        String::new()
    }
}

fn assays(writing: &Writing<'_>) -> String {
    let all = writing.results().members.len();
    let positive = writing.members(|member| {
        [&member.before, &member.after].into_iter().flatten().any(|value| value.antibody_positive)
    });
    let told = match positive {
        0 => "no patient had a value that was antibody-positive".to_owned(),
        n => format!(
            "{} had a value that was antibody-positive, which usually reads too low",
            say::part(n, all)
        ),
    };
    let changed =
        |id: &str| writing.results().estimate(id).filter(|found| found.denominator.is_some_and(|n| n > 0));
    let between =
        [("pairs.cross_assay", "of another assay"), ("pairs.cross_preparation", "under another preparation")];
    let between: Vec<String> = between
        .iter()
        .filter_map(|(id, how)| {
            Some(format!("{how} in {} of the pairs in which both are known", say::share(changed(id)?)))
        })
        .collect();
    let between = match between.as_slice() {
        [] => String::new(),
        known => format!("The value after was {}. ", say::list(known)),
    };
    format!(
        "{between}{}, and a value without an antibody test near it counts as not positive.",
        say::capital(&told)
    )
}

fn later(writing: &Writing<'_>) -> String {
    let all = writing.results().members.len();
    let treated = writing.members(|member| !member.additional.is_empty());
    let dead = writing
        .members(|member| matches!(member.final_status, FinalStatus::DeadOfDisease | FinalStatus::DeadOther));
    let unknown = writing.members(|member| member.final_status == FinalStatus::Unknown);
    if all == 0 {
        return String::new();
    }
    format!(
        "Further treatment was given to {}; values drawn after it are not values after the second course, and response \
         and status at the last visit are after all treatments. Deaths, {}, and patients \
         of unknown status, {}, stay in the denominators.",
        say::part(treated, all),
        say::part(dead, all),
        say::part(unknown, all)
    )
}

fn inference() -> String {
    "An interval that includes both a fall and a rise does not show that nothing changed, and a small p shows neither that a \
     difference matters to a patient nor where it comes from. Of the p values only those of interaction are also given adjusted for the number of tests."
        .into()
}

fn records(writing: &Writing<'_>) -> String {
    let n = writing.document.review.len();
    let queue = match n {
        0 => String::new(),
        1 => " In the records 1 value or row could not be used as it stood.".to_owned(),
        n => format!(" In the records {} values or rows could not be used as they stood.", number::count(n)),
    };
    format!(
        "What was not recorded did not happen for this analysis: treatment elsewhere, an antibody test on paper, a \
         lesion in free text.{queue} Codes, eligibility and registration may have changed during the period, and the \
         records were not compared with the charts by this program."
    )
}

/// Cautions that belong to single estimates.
fn cautions(writing: &Writing<'_>) -> String {
    let mut told: Vec<String> = Vec::new();
    for estimate in &writing.results().estimates {
        for caution in estimate.cautions.iter().filter(|caution| caution.as_str() != "see the methods page") {
            let text =
                format!("{} ({}): {}", estimate.label, estimate.population, caution.trim_end_matches('.'));
            if !told.contains(&text) {
                told.push(text);
            }
        }
    }
    if told.is_empty() {
        String::new()
    } else {
        format!("Cautions of single estimates: {}.", say::parts(&told))
    }
}
