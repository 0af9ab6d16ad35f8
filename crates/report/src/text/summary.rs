//! The structured abstract, from the same phrases as the text, within 250 words.

use analysis::Stratum;
use press::{Block, Style, Text};

use super::say::{self, Direction};
use super::writing::{Writing, heading};
use crate::html::words;

/// The abstract.
pub(crate) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let part = |name: &str, text: String| {
        Block::Paragraph(Text::default().with(format!("{name}. "), Style::Bold).with(text, Style::Plain))
    };
    let fill = |name: &str, what: &str| {
        let named = Text::default().with(format!("{name}. "), Style::Bold);
        Block::Paragraph(named.with(format!("[author: {what}]"), Style::ToFill))
    };
    vec![
        heading(1, "Abstract"),
        fill("Background", "why the question matters; the objective"),
        part("Methods", methods(writing)),
        part("Results", results(writing)),
        fill("Conclusion", "what follows, and what does not follow without a control group"),
    ]
}

fn methods(writing: &Writing<'_>) -> String {
    let protocol = writing.protocol();
    let (first, last) = protocol.windows.follow_up_days;
    let year = |day: String| day.get(..4).unwrap_or_default().to_owned();
    format!(
        "Before-after study without a control group in routinely collected records. Patients had a second course of \
         radioiodine between {} and {} after an incomplete response, in three strata: reoperated in between, or else \
         structural or biochemical disease. Stimulated thyroglobulin before was compared with that {first} to {last} \
         days after, within patients; intervals have a level of {}.",
        year(protocol.study.first_day.iso()),
        year(protocol.study.last_day.iso()),
        crate::html::number::level(protocol.analysis.confidence_level)
    )
}

fn results(writing: &Writing<'_>) -> String {
    let found = writing.results();
    let all = found.members.len();
    if all == 0 {
        return "No patient fulfilled the criteria.".into();
    }
    let mut told = vec![format!("{} {} included.", say::capital(&say::patients(all)), say::was(all))];
    told.extend(ratios(writing));
    if let Some(share) = found.estimate("structural.imaging.progression").filter(|share| share.n > 0) {
        told.push(format!(
            "Of structural patients with comparable imaging, {} showed progression.",
            say::share(share)
        ));
    }
    if let Some(share) = found.estimate("outcome.additional_treatment") {
        told.push(format!("Additional treatment: {}.", say::share(share)));
    }
    if let Some(share) = found.estimate("outcome.ned") {
        told.push(format!("No evidence of disease at the last visit: {}.", say::share(share)));
    }
    told.join(" ")
}

/// The ratio of each stratum, then what the intervals say.
fn ratios(writing: &Writing<'_>) -> Option<String> {
    let found: Vec<_> = Stratum::ALL
        .iter()
        .filter_map(|stratum| {
            let ratio = writing.results().estimate(&format!("{}.sttg.ratio", stratum.word()))?;
            (ratio.n > 0).then_some((*stratum, ratio))
        })
        .collect();
    if found.is_empty() {
        return None;
    }
    let told: Vec<String> = found
        .iter()
        .map(|(stratum, ratio)| {
            let name = words::stratum(*stratum).to_lowercase();
            format!("{name} {}, {}", say::with_interval(ratio), say::counted(ratio.n, "pair"))
        })
        .collect();
    let includes = found.iter().any(|(_, ratio)| say::direction(ratio) == Direction::Includes);
    let caution =
        if includes { " An interval that includes 1 does not show that nothing changed." } else { "" };
    Some(format!("Ratio of geometric mean thyroglobulin, after to before: {}.{caution}", say::parts(&told)))
}
