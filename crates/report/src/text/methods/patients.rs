//! Design, setting, sources, participants, courses, strata and windows.

use press::Block;

use crate::html::number;
use crate::text::say;
use crate::text::writing::{Writing, and_fill, heading, list, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = design(writing);
    blocks.extend(setting(writing));
    blocks.extend(participants(writing));
    blocks.push(heading(2, "Radioiodine courses and index date"));
    blocks.extend(told(writing, "Radioiodine courses and the index date"));
    blocks.push(heading(2, "Strata"));
    blocks.extend(told(writing, "Strata"));
    blocks.push(heading(2, "Time windows"));
    blocks.extend(told(writing, "Windows"));
    blocks.push(paragraph(&[in_months(writing)]));
    blocks
}

/// The paragraphs of a section of the protocol.
pub(super) fn told(writing: &Writing<'_>, section: &str) -> Vec<Block> {
    writing.rules(section).into_iter().map(|text| paragraph(&[text])).collect()
}

fn design(writing: &Writing<'_>) -> Vec<Block> {
    let mut sentences =
        vec!["This is a before-after study within a cohort drawn from past records.".to_owned()];
    sentences.extend(writing.rules("Question").into_iter().nth(1));
    vec![heading(2, "Study design"), paragraph(&sentences)]
}

fn setting(writing: &Writing<'_>) -> Vec<Block> {
    let study = &writing.protocol().study;
    let period =
        format!("Second courses from {} to {} were looked for.", study.first_day.iso(), study.last_day.iso());
    vec![
        heading(2, "Setting and data sources"),
        Block::Paragraph(and_fill(&period, "hospital, department, region, and how patients come to it")),
        paragraph(&[sources(writing), coded(writing)]),
        Block::Paragraph(and_fill(
            "The records were kept for care and not for research.",
            "systems they come from, who extracted them and when, linkage of sources, ethics approval and consent",
        )),
    ]
}

/// How many files and rows were read and what became of the rows.
fn sources(writing: &Writing<'_>) -> String {
    let files = writing.document.sources;
    if files.is_empty() {
        return String::new();
    }
    let sum = |count: fn(&crate::SourceRow) -> usize| files.iter().map(count).sum::<usize>();
    let (read, used) = (sum(|file| file.rows_read), sum(|file| file.rows_used));
    let rest = [
        (sum(|file| file.rows_not_used), "could not be used"),
        (sum(|file| file.rows_ignored), "held analytes that the study does not use"),
        (sum(|file| file.duplicates), "repeated another row"),
    ];
    let rest = rest.iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{} {why}", number::count(*n)));
    let rest: Vec<String> = rest.collect();
    let rest = if rest.is_empty() { String::new() } else { format!("; {}", say::list(&rest)) };
    format!(
        "From {}, {} {} read, of which {} {} used{rest}. {} put on a list for review with the reason.",
        say::counted(files.len(), "file"),
        say::counted(read, "row"),
        say::was(read),
        number::count(used),
        say::was(used),
        match writing.document.review.len() {
            0 => "No value had to be".to_owned(),
            1 => "One value that was not used as recorded was".to_owned(),
            n => format!("The {} values that were not used as recorded were", number::count(n)),
        }
    )
}

/// How many codes of the concept sets were met, where a source is coded.
fn coded(writing: &Writing<'_>) -> String {
    let lines = writing.document.concepts;
    if lines.is_empty() {
        return String::new();
    }
    let distinct = |found: bool| {
        let kept = lines.iter().filter(|line| !line.is_excluded && (!found || line.n_rows > 0));
        let mut codes: Vec<_> = kept.map(|line| (line.set, &line.vocabulary, &line.code)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.len()
    };
    format!(
        "What a code means is fixed by lists that belong to the protocol: {} of their {} were met in the \
         records.",
        number::count(distinct(true)),
        say::counted(distinct(false), "code")
    )
}

fn participants(writing: &Writing<'_>) -> Vec<Block> {
    let mut rules = writing.rules("Who is looked for").into_iter();
    let first: Vec<String> = rules.next().into_iter().collect();
    let criteria = rules.map(|text| match text.split_once(". ") {
        Some((number, rest)) if number.bytes().all(|letter| letter.is_ascii_digit()) => rest.to_owned(),
        _ => text,
    });
    let criteria = list(true, criteria.collect());
    vec![heading(2, "Participants and eligibility"), paragraph(&first), criteria]
}

/// The windows in months, for readers who think in them.
fn in_months(writing: &Writing<'_>) -> String {
    let windows = &writing.protocol().windows;
    let (from, to) = windows.baseline_days;
    let (after, until) = windows.follow_up_days;
    format!(
        "In months (of 30.44 days) from the index date, the baseline window is {} to {} and the follow-up window {} \
         to {}, with {} preferred; the window of the last status is {} months long.",
        months(from),
        months(to),
        months(after),
        months(until),
        months(windows.follow_up_target_days),
        months(windows.last_status_days)
    )
}

/// Days as months with at most one decimal.
fn months(days: i32) -> String {
    let text = number::fixed(f64::from(days) / 30.4375, 1);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::months;

    #[test]
    fn days_are_told_as_months() {
        assert_eq!([-365, 0, 30, 45, 365, 547, 730].map(months), ["−12", "0", "1", "1.5", "12", "18", "24"]);
    }
}
